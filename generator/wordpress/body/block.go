package body

import (
	"encoding/json"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

var delimiter = regexp.MustCompile(`<!--\s+(/)?wp:((?:[a-z][a-z0-9_-]*/)?[a-z][a-z0-9_-]*)\s+(?:(\{(?:[^-]|-[^-]|--[^>])*?\})\s+)?(/)?-->`)

// delimited writes the comments around blocks as elements, which parsers nest.
func delimited(content string) string {
	return delimiter.ReplaceAllStringFunc(content, func(comment string) string {
		m := delimiter.FindStringSubmatch(comment)
		if m[1] != "" {
			return "</wp-block>"
		}
		name := m[2]
		if !strings.Contains(name, "/") {
			name = "core/" + name
		}
		tag := `<wp-block data-name="` + name + `" data-attrs="` + html.EscapeString(m[3]) + `">`
		if m[4] != "" {
			tag += "</wp-block>"
		}
		return tag
	})
}

// attrs are what the comment of a block says.
type blockAttrs struct {
	ID         int             `json:"id"`
	Ref        int             `json:"ref"`
	URL        string          `json:"url"`
	Service    string          `json:"service"`
	Label      string          `json:"label"`
	Align      string          `json:"align"`
	Language   string          `json:"language"`
	Background string          `json:"backgroundType"`
	IDs        json.RawMessage `json:"ids"`
}

// block gives what a block shows.
func (w *writer) block(n *html.Node, depth int) []*html.Node {
	name := attr(n, "data-name")
	var a blockAttrs
	_ = json.Unmarshal([]byte(attr(n, "data-attrs")), &a) // what cannot be read is not known
	empty := blank(n)
	switch {
	case name == "core/block":
		return w.reusable(a.Ref, depth)
	case name == "core/embed" || strings.HasPrefix(name, "core-embed/"):
		return w.embedBlock(n, a)
	case name == "core/file":
		return w.file(n)
	case name == "core/cover" && a.URL != "" && first(n, "img", "video") == nil && !behind(n):
		picture := element("figure")
		if a.Background == "video" {
			picture.AppendChild(element("video", "src", a.URL, "controls", "controls"))
		} else {
			picture.AppendChild(element("img", "src", a.URL, "data-id", number(a.ID)))
		}
		return append(w.flow([]*html.Node{picture}, depth), w.flow(children(n), depth)...)
	case name == "core/social-link":
		if a.URL == "" {
			return nil
		}
		item := element("li")
		link := element("a", "href", a.URL)
		link.AppendChild(&html.Node{Type: html.TextNode, Data: title(firstOf(a.Label, a.Service, a.URL))})
		item.AppendChild(link)
		return []*html.Node{item}
	case name == "core/navigation-link":
		link := element("a", "href", a.URL)
		link.AppendChild(&html.Node{Type: html.TextNode, Data: firstOf(a.Label, a.URL)})
		return w.flow([]*html.Node{link}, depth)
	case name == "core/code" || name == "core/preformatted":
		if pre := first(n, "pre"); pre != nil && a.Language != "" {
			setAttr(pre, "data-lang", a.Language)
		}
	case name == "core/more":
		if more := first(n, "wp-more"); more != nil {
			return w.flow([]*html.Node{more}, depth)
		}
	case name == "core/nextpage" || name == "core/spacer" || name == "core/footnotes" || name == "core/page-break":
		if name == "core/nextpage" {
			w.find("pages", "")
		}
		return nil
	case empty:
		w.find("dynamic", name)
		return nil
	}
	return w.flow(children(n), depth)
}

// behind says whether a picture stands behind a box.
func behind(n *html.Node) bool {
	for d := range n.Descendants() {
		if strings.Contains(attr(d, "style"), "background-image:url(") {
			return true
		}
	}
	return false
}

// file gives the links of a file, apart from each other.
func (w *writer) file(n *html.Node) []*html.Node {
	var run []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "a" {
			run = append(run, d, &html.Node{Type: html.TextNode, Data: " "})
		}
	}
	for _, d := range run {
		if d.Parent != nil {
			d.Parent.RemoveChild(d)
		}
	}
	return w.paragraph(run)
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// title writes the name of a service as a name.
func title(s string) string {
	if s == "" || strings.Contains(s, "/") {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// reusable shows a block that is stored by itself.
func (w *writer) reusable(ref, depth int) []*html.Node {
	if w.c.Block != nil && depth < maxDepth/10 {
		if content, ok := w.c.Block(ref); ok {
			return w.flow(w.read(content, depth+1), depth+1)
		}
	}
	w.find("missing", "wp:block "+number(ref))
	return nil
}
