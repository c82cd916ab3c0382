package prose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"maillage/generator/markdown/policy"
)

// asHTML writes a block as it is, within what texts may hold.
func (w *writer) asHTML(n *html.Node) string {
	root := &html.Node{Type: html.DocumentNode}
	root.AppendChild(copyOf(n))
	for d := range root.Descendants() {
		if d.Type == html.ElementNode {
			w.fit(d)
		}
	}
	policy.Clean(root)
	for _, d := range slices.Collect(root.Descendants()) {
		if d.Type == html.ElementNode && d.Data == "img" && attr(d, "src") == "" {
			d.Parent.RemoveChild(d)
		}
	}
	var b strings.Builder
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if err := html.Render(&b, c); err != nil {
			return ""
		}
	}
	return laidOut(b.String())
}

// fit gives an element the form that the generator knows.
func (w *writer) fit(n *html.Node) {
	if side := attr(n, "style"); side != "" && (n.Data == "td" || n.Data == "th") {
		if _, to, ok := strings.Cut(side, "text-align:"); ok {
			setAttr(n, "class", "align-"+to)
		}
	}
	switch {
	case n.Data == "sup" && attr(n, "data-note") != "":
		for i, note := range w.notes { // no call can stand here: its words do
			if note.ID == attr(n, "data-note") {
				n.Data = "small"
				n.AppendChild(&html.Node{Type: html.TextNode, Data: " (" + strconv.Itoa(i+1) + " : "})
				for _, c := range note.Nodes {
					n.AppendChild(copyOf(c))
				}
				n.AppendChild(&html.Node{Type: html.TextNode, Data: ")"})
			}
		}
	case n.Data == "pre" && attr(n, "data-lang") != "" && n.FirstChild != nil && n.FirstChild.Data == "code":
		setAttr(n.FirstChild, "class", "language-"+attr(n, "data-lang"))
	case n.Data == "b":
		n.Data = "strong"
	case n.Data == "i":
		n.Data = "em"
	case n.Data == "img" && !hasAttr(n, "alt"):
		n.Attr = append(n.Attr, html.Attribute{Key: "alt"})
	case n.Data == "figure" && attr(n, "class") == "embed":
		setAttr(n, "class", "")
	}
}

func copyOf(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Namespace: n.Namespace, Attr: slices.Clone(n.Attr)}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.AppendChild(copyOf(child))
	}
	return c
}

var (
	rowStart = regexp.MustCompile(`(<(?:tr|thead|tbody|tfoot|caption|figure|figcaption|summary|dt|dd)\b[^>]*>)`)
	rowEnd   = regexp.MustCompile(`(</(?:thead|tbody|tfoot|table|div|details|dl|figure|ul|ol)>)`)
	blank    = regexp.MustCompile(`\n\s*\n+`)
	inPre    = regexp.MustCompile(`(?s)<pre\b.*?</pre>`)
)

// laidOut writes HTML over several lines, as one would by hand, and without the
// blank lines that would end it for Markdown.
func laidOut(text string) string {
	text = inPre.ReplaceAllStringFunc(text, func(pre string) string { return strings.ReplaceAll(pre, "\n", "&#10;") })
	text = strings.NewReplacer("<br/>", "<br>", `<hr/>`, "<hr>", `"/>`, `">`, "&#39;", "'", "&#34;", `&quot;`, "\u00a0", "&nbsp;").Replace(text)
	if !strings.Contains(text, "<pre") {
		text = rowStart.ReplaceAllString(text, "\n$1")
		text = rowEnd.ReplaceAllString(text, "\n$1")
	}
	return strings.TrimSpace(blank.ReplaceAllString(text, "\n"))
}
