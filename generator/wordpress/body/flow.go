package body

import (
	"strings"

	"golang.org/x/net/html"
)

// flow lays out a part of the source in one container of the tree. Words come in
// order; paragraphs begin with the first word and end with a block, a blank line
// of classic text, or the part. Inline elements that are open are written anew in
// each paragraph, so that none ever holds a block.
type flow struct {
	r       *renderer
	out     *html.Node
	fixed   bool         // out holds inline nodes only: blocks become lines
	flat    bool         // figures and lists in it are boxes: one picture and its words are looked for
	hoisted []*html.Node // blocks that a fixed container cannot hold

	para   *html.Node // the paragraph that is written
	wraps  []*wrap    // inline elements of the source that are open
	opened []*html.Node
	gap    gap
	code   int // inline code we are in: spaces count

	align    string // of paragraphs, from a container
	id       string // of the next paragraph
	explicit bool   // the paragraph is one in the source
	inList   bool   // out is an item or a cell
}

// wrap is an open inline element. Its first copy has its id.
type wrap struct {
	node *html.Node
	used bool
}

// gap is what lies between the last word and the next.
type gap struct {
	space, line, para bool
	breaks            int // br elements
	depth             int // how many inline elements were open all the while
}

func (g gap) empty() bool { return !g.space && !g.line && !g.para && g.breaks == 0 }

// inside is a flow for a container in this one.
func (f *flow) inside(out *html.Node) *flow {
	return &flow{r: f.r, out: out, wraps: append([]*wrap(nil), f.wraps...), align: f.align}
}

// inlineInside is a flow for a container of inline nodes.
func (f *flow) inlineInside(out *html.Node) *flow {
	g := f.inside(out)
	g.fixed, g.para = true, out
	return g
}

func (f *flow) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.node(c)
	}
}

func (f *flow) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		f.text(n.Data)
	case html.CommentNode:
		f.comment(n.Data)
	case html.ElementNode:
		f.element(n)
	}
}

func (f *flow) comment(data string) {
	switch language, isLanguage := strings.CutPrefix(data, languageMark); {
	case data == paragraphsOn:
		f.endParagraph()
		f.r.paragraphs = f.r.lines < maxLines
	case data == paragraphsOff:
		f.endParagraph()
		f.r.paragraphs = false
	case data == pageBreak:
		f.endParagraph()
	case isLanguage:
		f.r.language = language
	case data == "more" || strings.HasPrefix(data, "more "):
		f.endSummary(data)
	}
}

// endSummary keeps the first mark of a summary's end until the paragraph ends, or
// the line when the mark is alone on it.
func (f *flow) endSummary(data string) {
	if f.r.moreDone {
		return
	}
	f.r.moreDone = true
	f.r.more = &html.Node{Type: html.CommentNode, Data: data}
	if f.para == nil || f.gap.line || f.gap.para || f.gap.breaks > 0 {
		f.endParagraph()
		f.placeMore()
	}
}

func (f *flow) placeMore() {
	if f.r.more != nil && f.out == f.r.root {
		f.out.AppendChild(f.r.more)
		f.r.more = nil
	}
}

// text takes a text of the source.
func (f *flow) text(s string) {
	if f.code > 0 && strings.Trim(s, " \t\n") != "" {
		f.codeText(s)
		return
	}
	for s != "" {
		n := 0
		for n < len(s) && isSpace(s[n]) {
			n++
		}
		if n > 0 {
			f.space(s[:n])
			s = s[n:]
			continue
		}
		n = f.wordsEnd(s)
		f.leaf(textNode(collapse(s[:n])))
		s = s[n:]
	}
}

// wordsEnd is how far words go that stand on one line: to the end, but for
// trailing spaces, or in classic text to the next newline.
func (f *flow) wordsEnd(s string) int {
	end := len(s)
	if f.r.paragraphs {
		if i := strings.IndexByte(s, '\n'); i >= 0 {
			end = i
		}
	}
	for isSpace(s[end-1]) {
		end--
	}
	return end
}

// collapse makes one space of many, as browsers do. No-break spaces are none.
func collapse(s string) string {
	plain := true
	for i := 0; plain && i < len(s); i++ {
		plain = !isSpace(s[i]) || s[i] == ' ' && (i == 0 || s[i-1] != ' ')
	}
	if plain {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if !isSpace(s[i]) {
			b = append(b, s[i])
		} else if len(b) == 0 || b[len(b)-1] != ' ' {
			b = append(b, ' ')
		}
	}
	return string(b)
}

// codeText takes a text in inline code, spaces and all.
func (f *flow) codeText(s string) {
	if !f.r.paragraphs {
		f.leaf(textNode(s))
		return
	}
	for {
		line, rest, more := strings.Cut(s, "\n")
		if line != "" {
			f.leaf(textNode(line))
		}
		if !more {
			return
		}
		if f.r.countLines(); !f.r.paragraphs {
			f.leaf(textNode(rest))
			return
		}
		f.leaf(element("br"))
		s = rest
	}
}

func (f *flow) open() {
	if f.gap.empty() {
		f.gap.depth = len(f.opened)
	}
}

func (f *flow) space(s string) {
	f.open()
	lines := 0
	if f.r.paragraphs {
		lines = strings.Count(s, "\n")
		f.r.countLines()
	}
	switch {
	case lines > 1:
		f.gap.para = true
	case lines == 1 && f.gap.breaks == 0:
		f.gap.line = true
	case lines == 0:
		f.gap.space = true
	}
	if lines > 0 && f.r.more != nil {
		f.endParagraph()
	}
}

// countLines ends paragraphs when there are too many.
func (r *renderer) countLines() {
	if r.lines++; r.lines == maxLines {
		r.findings.add(TooMuch, "lines")
		r.paragraphs = false
	}
}

// lineBreak takes a br.
func (f *flow) lineBreak() {
	f.open()
	f.gap.line = false
	f.gap.breaks++
	if f.gap.breaks > 1 && f.r.paragraphs {
		f.gap.para = true
	}
}

// leaf takes an inline node: what stands before it is settled first.
func (f *flow) leaf(n *html.Node) {
	f.settle()
	for _, id := range f.r.anchors {
		f.at().AppendChild(element("a", "id", id))
	}
	f.r.anchors = nil
	for _, w := range f.wraps[len(f.opened):] {
		c := copyOf(w)
		f.at().AppendChild(c)
		f.opened = append(f.opened, c)
	}
	f.at().AppendChild(n)
}

// copyOf is an inline element without its children.
func copyOf(w *wrap) *html.Node {
	c := element(w.node.Data)
	for _, a := range w.node.Attr {
		if a.Key != "id" || !w.used {
			c.Attr = append(c.Attr, a)
		}
	}
	w.used = true
	return c
}

// at is where the next inline node goes.
func (f *flow) at() *html.Node {
	if n := len(f.opened); n > 0 {
		return f.opened[n-1]
	}
	return f.para
}

// settle writes the gap: a new paragraph, a line, a space.
func (f *flow) settle() {
	before := f.gap
	f.gap = gap{}
	if f.para != nil && !f.fixed && before.para {
		f.endParagraph()
	}
	if f.para == nil {
		f.startParagraph()
		return
	}
	if f.fixed && f.para.FirstChild == nil || before.empty() {
		return
	}
	if before.depth < len(f.opened) {
		f.opened = f.opened[:before.depth]
	}
	switch {
	case before.breaks > 0 && !before.para:
		for range before.breaks {
			f.at().AppendChild(element("br"))
		}
	case before.line || before.para || before.breaks > 0:
		f.at().AppendChild(element("br"))
	default:
		f.at().AppendChild(textNode(" "))
	}
}

func (f *flow) startParagraph() {
	f.para = element("p", "id", f.id)
	f.id = ""
	if f.align != "" {
		setAttr(f.para, "style", "text-align:"+f.align)
	}
}

// endParagraph ends the paragraph, or the line of a fixed container.
func (f *flow) endParagraph() {
	if f.fixed {
		f.gap.line, f.gap.depth = true, 0
		f.opened = nil
		return
	}
	p := f.para
	f.para, f.opened, f.gap = nil, nil, gap{}
	if p == nil {
		f.placeMore()
		return
	}
	mergeText(p)
	if !visible(p) {
		f.keepAnchors(p)
	} else if f.r.paragraphs || f.explicit && !f.inList {
		f.placeLines(p)
	} else {
		f.out.AppendChild(p)
	}
	f.placeMore()
}

// keepAnchors saves the ids of a paragraph that goes.
func (f *flow) keepAnchors(p *html.Node) {
	for n := range p.Descendants() {
		if id := attr(n, "id"); id != "" {
			f.r.anchors = append(f.r.anchors, id)
		}
	}
}

// finish ends the flow.
func (f *flow) finish() {
	if f.fixed {
		mergeText(f.out)
		return
	}
	f.endParagraph()
}

// block takes a whole block.
func (f *flow) block(n *html.Node) {
	f.endParagraph()
	if f.fixed {
		f.hoisted = append(f.hoisted, n)
		return
	}
	f.out.AppendChild(n)
	f.placeMore()
}

// blocks takes blocks that a fixed container could not hold.
func (f *flow) blocks(list []*html.Node) {
	for _, n := range list {
		f.block(n)
	}
}

// inline takes an inline element that the tree keeps, with its children.
func (f *flow) inline(n, template *html.Node) {
	for _, w := range f.wraps {
		if w.node.Data == template.Data && template.Data != "q" && template.Data != "small" {
			f.children(n)
			return
		}
	}
	w := &wrap{node: template}
	f.wraps = append(f.wraps, w)
	f.children(n)
	f.wraps = f.wraps[:len(f.wraps)-1]
	f.opened = f.opened[:min(len(f.opened), len(f.wraps))]
	f.gap.depth = min(f.gap.depth, len(f.wraps))
	if id := attr(template, "id"); !w.used && id != "" {
		f.r.anchors = append(f.r.anchors, id)
	}
}
