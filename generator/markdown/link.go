package markdown

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/util"

	"maillage/generator/site/report"
)

// linkClass is what an address is.
type linkClass uint8

const (
	linkRefused linkClass = iota // may run a script, or is none
	linkInside                   // a path, which the engine resolves
	linkPlace                    // #place of the same text
	linkOutside                  // http and https
	linkContact                  // mailto and tel
)

func classify(dest string) linkClass {
	switch {
	case dest == "", strings.HasPrefix(dest, "//"):
		return linkRefused
	case dest[0] == '#':
		return linkPlace
	}
	switch scheme(dest) {
	case "":
		return linkInside
	case "http", "https":
		return linkOutside
	case "mailto", "tel":
		return linkContact
	}
	return linkRefused
}

// scheme is the part of an address before its colon, in small letters; "" for a
// path.
func scheme(dest string) string {
	i := strings.IndexAny(dest, ":/?#")
	if i < 0 || dest[i] != ':' {
		return ""
	}
	before := dest[:i]
	if unescaped, err := url.PathUnescape(before); err == nil {
		before = unescaped
	}
	return strings.ToLower(before)
}

// keep adds a link to the document and returns its index. It refuses addresses
// that may run a script, and images that are not the site's.
func (c *composer) keep(link Link, pos int) (n int, class linkClass) {
	link.Line, link.Col = c.position(pos)
	class = classify(link.Dest)
	switch {
	case link.Dest == "":
		c.problem(pos, report.T("md.link.empty"), report.T("md.link.hint"))
	case class == linkRefused:
		c.problem(pos, report.T("md.link.scheme", scheme(link.Dest)), report.T("md.link.hint"))
	case link.Image && class > linkPlace:
		c.problem(pos, report.T("md.image.remote"), report.T("md.image.hint"))
	}
	c.doc.Links = append(c.doc.Links, link)
	return len(c.doc.Links) - 1, class
}

// href writes the address of link n, or leaves its place to AppendHTML.
func (c *composer) href(n int, class linkClass) {
	switch class {
	case linkInside:
		c.slot(slotURL, n)
	case linkPlace:
		c.slot(slotPage, n)
		c.address([]byte(c.doc.Links[n].Dest))
	case linkOutside, linkContact:
		c.address([]byte(c.doc.Links[n].Dest))
	}
}

// address writes a final address into an attribute.
func (c *composer) address(dest []byte) {
	c.html = appendEscaped(c.html, util.URLEscape(dest, false))
}
