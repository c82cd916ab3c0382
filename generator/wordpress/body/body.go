// Package body turns what WordPress stores as the text of a post into what it would
// show, as a small tree of plain HTML.
//
//	r := body.Render(item.Content, body.Context{Link: newAddress})
//	r.Tree       // a document node of p, h2, ul, figure…, without classes and styles
//	r.Notes      // footnotes, for <sup data-note="…">
//	r.Findings   // what was dropped, kept in another form, or should be looked at
//
// A text is what Gutenberg stores (blocks between comments), what editors typed for
// ten years before (lines that become paragraphs, shortcodes in brackets), or what
// the REST API gives. All end in one vocabulary:
//
//   - blocks: p h1-h6 ul ol li blockquote pre table dl hr details figure audio video;
//   - <figure class="embed"><a href="…"></a></figure>: something of another site
//     that readers may load;
//   - <div class="gallery"> of figures; <pre data-lang="php">; <a class="button">;
//   - <sup data-note="id">, the call of a footnote; the comment <!--more-->;
//   - style="text-align:center" on p, h1-h6, td and th.
//
// Words are never dropped silently: what cannot be shown (scripts, forms, lists that
// WordPress makes itself) is a Finding. Names of unknown elements go, their words
// stay.
package body

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Attachment is a file of the site.
type Attachment struct {
	URL           string // of the original
	Alt, Title    string
	Caption       string // HTML
	Description   string
	MIME          string
	Width, Height int
}

// Context is what a text may ask of its site. A nil function knows nothing.
type Context struct {
	Attachment func(id int) (Attachment, bool)
	ByURL      func(url string) (Attachment, bool) // by the address of its file or of one of its sizes
	Children   []int                               // files of the item, in order
	Block      func(ref int) (string, bool)        // a reusable block
	Footnotes  string                              // the custom field of that name
	Link       func(href string) string            // what an a[href] becomes
	Picture    func(src string) string             // what an address of a picture or sound becomes
	Shortcodes map[string]string                   // keep, drop or text, by name
	Rendered   bool                                // content is what WordPress has rendered
}

// Note is a footnote.
type Note struct {
	ID    string
	Nodes []*html.Node // inline
}

// Finding is something that an editor should know.
type Finding struct {
	Kind  string // dropped, form, dynamic, shortcode, embed, builder, missing, pages
	Name  string
	Count int
}

// Result is a text as WordPress would show it.
type Result struct {
	Tree     *html.Node
	Notes    []Note
	Findings []Finding
}

// Render makes the tree of a text.
func Render(content string, c Context) Result {
	w := &writer{c: c, found: map[Finding]int{}}
	w.notes = readNotes(c.Footnotes)
	tree := w.read(content, 0)
	root := &html.Node{Type: html.DocumentNode}
	for _, n := range w.flow(tree, 0) {
		root.AppendChild(n)
	}
	w.finish(root)
	r := Result{Tree: root, Notes: w.notes}
	for f, n := range w.found {
		f.Count = n
		r.Findings = append(r.Findings, f)
	}
	slices.SortFunc(r.Findings, func(a, b Finding) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	return r
}

// writer makes one tree.
type writer struct {
	c     Context
	found map[Finding]int
	notes []Note
}

func (w *writer) find(kind, name string) { w.found[Finding{Kind: kind, Name: name}]++ }

// maxDepth is how far blocks, shortcodes and elements are followed.
const maxDepth = 100

// read parses a stored text into nodes: blocks are elements <wp-block>, shortcodes
// are what they stand for, lines are paragraphs.
func (w *writer) read(content string, depth int) []*html.Node {
	content = strings.ReplaceAll(content, "\r\n", "\n")
	blocks := strings.Contains(content, "<!-- wp:")
	if blocks {
		content = delimited(content)
	}
	if !w.c.Rendered {
		content = w.shortcodes(marks(content), depth)
	}
	nodes := parse(content)
	if !blocks && !w.c.Rendered {
		nodes = paragraphs(nodes)
	}
	return nodes
}

// parse reads HTML as it stands in a page.
func parse(content string) []*html.Node {
	nodes, err := html.ParseFragment(strings.NewReader(content), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return []*html.Node{{Type: html.TextNode, Data: content}}
	}
	for _, n := range nodes {
		n.Parent, n.PrevSibling, n.NextSibling = nil, nil, nil
	}
	return nodes
}

// marks writes comments that mean something as elements.
func marks(content string) string {
	for _, name := range []string{"more", "nextpage", "noteaser"} {
		for from := 0; ; {
			i := strings.Index(content[from:], "<!--"+name)
			if i < 0 {
				break
			}
			i += from
			end := strings.Index(content[i:], "-->")
			if end < 0 {
				break
			}
			label := strings.TrimSpace(content[i+len("<!--"+name) : i+end])
			mark := "\n\n<wp-" + name + ` data-label="` + html.EscapeString(label) + `"></wp-` + name + ">\n\n"
			content = content[:i] + mark + content[i+end+len("-->"):]
			from = i + len(mark)
		}
	}
	return content
}

func element(name string, attrs ...string) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			n.Attr = append(n.Attr, html.Attribute{Key: attrs[i], Val: attrs[i+1]})
		}
	}
	return n
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, name, value string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if value != "" {
		n.Attr = append(n.Attr, html.Attribute{Key: name, Val: value})
	}
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}

// children are the nodes within one, taken out of it.
func children(n *html.Node) []*html.Node {
	var list []*html.Node
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		list = append(list, c)
	}
	return list
}

func appendAll(n *html.Node, list []*html.Node) *html.Node {
	for _, c := range list {
		if c.Parent != nil {
			c.Parent.RemoveChild(c)
		}
		n.AppendChild(c)
	}
	return n
}

// textOf are the words within a node.
func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// first is the first element of a name within a node, itself included.
func first(n *html.Node, names ...string) *html.Node {
	if n.Type == html.ElementNode && slices.Contains(names, n.Data) {
		return n
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && slices.Contains(names, d.Data) {
			return d
		}
	}
	return nil
}

// blank says whether a node shows nothing.
func blank(n *html.Node) bool {
	switch n.Type {
	case html.TextNode:
		return strings.Trim(n.Data, " \t\n\r\u00a0\u200b") == ""
	case html.ElementNode:
		if first(n, "img", "audio", "video", "hr", "wp-more") != nil || attr(n, "id") != "" || attr(n, "data-note") != "" {
			return false
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !blank(c) {
				return false
			}
		}
		return true
	}
	return n.Type != html.CommentNode
}
