package body

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// renderer is what one body needs on its way.
type renderer struct {
	Context
	findings *findings
	notes    notes
	pages    int

	root       *html.Node
	targets    map[string]bool // ids that links of this body go to
	ids        map[string]bool // ids that are taken
	paragraphs bool            // newlines count, as in classic text
	lines      int             // of it, so far
	pictures   int             // that shortcodes have asked for
	language   string          // of the next pre
	anchors    []string        // ids that wait for a place
	more       *html.Node      // the end of the summary, if it waits for one
	moreDone   bool
}

// Limits of what short texts can ask for.
const (
	maxLines    = 200_000 // of classic text; behind them newlines are spaces
	maxPictures = 10_000  // of galleries
)

func newRenderer(c Context) *renderer {
	r := &renderer{Context: c, findings: &findings{}, pages: 1, ids: map[string]bool{}, targets: map[string]bool{}}
	r.root = &html.Node{Type: html.DocumentNode}
	return r
}

func (r *renderer) render(content string) *html.Node {
	content = strings.ReplaceAll(content, "\r\n", "\n")
	content = strings.ReplaceAll(content, "\r", "\n")
	e := &expander{renderer: r, w: &tagWriter{found: r.findings}}
	e.w.b.Grow(len(content) + len(content)/16)
	e.expand(content)
	source := r.parse(e.w.b.String())
	r.notes.read(r, source)
	r.survey(source)
	f := &flow{r: r, out: r.root}
	f.children(source)
	f.finish()
	r.leaveAnchors()
	r.leaveNotes()
	r.relink()
	if r.root.FirstChild == nil && strings.TrimSpace(content) != "" && !onlyComments(content) {
		r.findings.add(EmptyBody, "")
	}
	return r.root
}

// parse reads HTML as the content of a body.
func (r *renderer) parse(s string) *html.Node {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragmentWithOptions(strings.NewReader(s), body, html.ParseOptionEnableScripting(false))
	if err != nil { // too deep for the parser, in spite of all
		r.findings.add(TooMuch, "depth")
		nodes = []*html.Node{textNode(html.UnescapeString(stripTags(s)))}
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	return body
}

// fragment reads a piece of HTML from elsewhere, within the same limits.
func (r *renderer) fragment(s string) *html.Node {
	e := &expander{renderer: r, w: &tagWriter{found: r.findings}}
	e.fragment(s)
	return r.parse(e.w.b.String())
}

// stripTags leaves the text of HTML.
func stripTags(s string) string {
	var b strings.Builder
	for l := (lexer{s: s}); ; {
		it, ok := l.scan()
		if !ok {
			return b.String()
		}
		if it.kind == textItem {
			b.WriteString(s[it.start:it.end])
		} else {
			b.WriteByte('\n')
		}
	}
}

// survey notes which ids the links of a body go to.
func (r *renderer) survey(n *html.Node) {
	for d := range n.Descendants() {
		if id, ok := strings.CutPrefix(attr(d, "href"), "#"); ok && id != "" {
			r.targets[id] = r.notes.texts[id] == nil
		}
	}
}

// claim takes an id of the source, "" if it is a plugin's or already used.
func (r *renderer) claim(id string) string {
	id = strings.TrimSpace(id)
	if id == "" || r.ids[id] || strings.ContainsAny(id, " \t\n") {
		return ""
	}
	for _, made := range []string{"attachment_", "caption-attachment", "gallery-", "post-", "docs-internal-guid", "mce_", "_mce", "more-", "wp-block-file--media", "block-"} {
		if strings.HasPrefix(id, made) && !r.targets[id] {
			return ""
		}
	}
	r.ids[id] = true
	return id
}

// anchor keeps an id for the next words.
func (r *renderer) anchor(id string) {
	if id = r.claim(id); id != "" {
		r.anchors = append(r.anchors, id)
	}
}

// leaveAnchors puts ids that found no words behind everything.
func (r *renderer) leaveAnchors() {
	if len(r.anchors) == 0 {
		return
	}
	p := element("p")
	for _, id := range r.anchors {
		p.AppendChild(element("a", "id", id))
	}
	r.anchors = nil
	r.root.AppendChild(p)
}

// relink asks for the new address of everything that has one, once each.
func (r *renderer) relink() {
	if r.Link == nil {
		return
	}
	relinkNode(r.root, r.Link)
	for _, note := range r.notes.list {
		for _, n := range note.Nodes {
			relinkNode(n, r.Link)
		}
	}
}

func relinkNode(root *html.Node, link func(string) string) {
	change := func(n *html.Node) {
		for i := range n.Attr {
			a := &n.Attr[i]
			if a.Val == "" || strings.HasPrefix(a.Val, "data:") || a.Key != "href" && a.Key != "src" && a.Key != "poster" && a.Key != "cite" {
				continue
			}
			old := a.Val
			if a.Val = link(old); n.FirstChild != nil && n.FirstChild.Type == html.TextNode && n.FirstChild.Data == old && isEmbed(n.Parent) {
				n.FirstChild.Data = a.Val
			}
		}
	}
	change(root)
	for n := range root.Descendants() {
		change(n)
	}
}

// onlyComments reports whether a stored body has nothing but comments in it.
func onlyComments(s string) bool {
	for l := (lexer{s: s}); ; {
		it, ok := l.scan()
		if !ok {
			return true
		}
		if it.kind != commentItem && strings.TrimSpace(s[it.start:it.end]) != "" {
			return false
		}
	}
}

// storedNote is a footnote as WordPress keeps it.
type storedNote struct {
	ID      string `json:"id"`
	Content string `json:"content"`
}

func storedNotes(s string) []storedNote {
	var list []storedNote
	if json.Unmarshal([]byte(s), &list) != nil {
		return nil
	}
	return list
}
