package markdown

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/util"

	"maillage/generator/site/report"
)

// keep adds a link to the document and returns its index. It refuses addresses
// that may run a script or show what is not the site's.
func (c *composer) keep(link Link, pos int) int {
	link.Line, link.Col = c.position(pos)
	scheme := scheme(link.Dest)
	switch {
	case link.Dest == "":
		c.problem(pos, report.T("md.link.empty"), report.T("md.link.hint"))
	case !allowed(link.Dest):
		c.problem(pos, report.T("md.link.scheme", scheme), report.T("md.link.hint"))
	case scheme != "" && link.Image:
		c.problem(pos, report.T("md.image.remote"), report.T("md.image.hint"))
	}
	c.doc.Links = append(c.doc.Links, link)
	return len(c.doc.Links) - 1
}

// href writes the address of link n, or leaves its place to AppendHTML.
func (c *composer) href(n int) {
	dest := c.doc.Links[n].Dest
	switch {
	case dest == "" || !allowed(dest):
	case dest[0] == '#':
		c.slot(slotPage, n)
		c.address([]byte(dest))
	case scheme(dest) == "":
		c.slot(slotURL, n)
	default:
		c.address([]byte(dest))
	}
}

// address writes a final address into an attribute.
func (c *composer) address(dest []byte) {
	c.html = appendEscaped(c.html, util.URLEscape(dest, false))
}

// scheme is the part of an address before its colon, in small letters; "" for a
// path.
func scheme(dest string) string {
	before, _, ok := strings.Cut(dest, ":")
	if !ok || strings.ContainsAny(before, "/?#") {
		return ""
	}
	if unescaped, err := url.PathUnescape(before); err == nil {
		before = unescaped
	}
	return strings.ToLower(before)
}

func allowed(dest string) bool {
	switch scheme(dest) {
	case "":
		return !strings.HasPrefix(dest, "//")
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// isContact says whether a link gives a telephone or mail address on purpose.
func isContact(dest string) bool {
	scheme := scheme(dest)
	return scheme == "mailto" || scheme == "tel"
}
