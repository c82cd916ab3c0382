package body

import (
	"strings"

	"golang.org/x/net/html"
)

// list takes ul and ol. Lists and words between the items join the item before.
func (f *flow) list(n *html.Node) {
	tag := "ul"
	if n.Data == "ol" {
		tag = "ol"
	}
	list := element(tag, "id", f.r.claim(attr(n, "id")))
	if tag == "ol" {
		setOrder(n, list)
	}
	items := itemMaker{f: f, list: list}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case is(c, "li"):
			items.endStray()
			items.item = f.item(list, c)
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "":
		default:
			items.stray(c)
		}
	}
	items.endStray()
	dropUnseen(list)
	if list.FirstChild != nil {
		f.block(list)
	}
}

// itemMaker adds what stands between the items of a list to the one before.
type itemMaker struct {
	f    *flow
	list *html.Node
	item *html.Node
	flow *flow // of what is between, if there is anything
}

func (m *itemMaker) stray(n *html.Node) {
	if n.Type == html.CommentNode {
		m.f.comment(n.Data)
		return
	}
	if m.item == nil {
		m.item = element("li")
		m.list.AppendChild(m.item)
	}
	if m.flow == nil {
		m.flow = m.f.itemFlow(m.item)
	}
	m.flow.node(n)
}

func (m *itemMaker) endStray() {
	if m.flow != nil {
		m.flow.finish()
		tighten(m.item)
		m.flow = nil
	}
}

// setOrder keeps how an ordered list counts.
func setOrder(n, list *html.Node) {
	for _, name := range []string{"start", "type"} {
		if v := attr(n, name); v != "" && v != "1" {
			setAttr(list, name, v)
		}
	}
	if hasAttr(n, "reversed") {
		list.Attr = append(list.Attr, html.Attribute{Key: "reversed"})
	}
	types := map[string]string{"lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I"}
	if v := types[styleOf(attr(n, "style"), "list-style-type")]; v != "" {
		setAttr(list, "type", v)
	}
}

func (f *flow) item(list, n *html.Node) *html.Node {
	item := element("li", "id", f.r.claim(attr(n, "id")))
	if v := attr(n, "value"); v != "" && list.Data == "ol" {
		setAttr(item, "value", v)
	}
	list.AppendChild(item)
	g := f.itemFlow(item)
	g.children(n)
	g.finish()
	tighten(item)
	return item
}

// itemFlow is a flow for an item, a cell or a definition.
func (f *flow) itemFlow(out *html.Node) *flow {
	g := f.inside(out)
	g.inList, g.align = true, ""
	return g
}

// dropUnseen removes children that hold nothing.
func dropUnseen(list *html.Node) {
	for c := list.FirstChild; c != nil; {
		next := c.NextSibling
		if !visible(c) {
			list.RemoveChild(c)
		}
		c = next
	}
}

// tighten takes the words of an item or a cell out of their paragraph when there
// is no other one, nor bare words beside it.
func tighten(item *html.Node) {
	var only *html.Node
	for c := item.FirstChild; c != nil; c = c.NextSibling {
		if is(c, "p") {
			if only != nil {
				return
			}
			only = c
		}
	}
	if only != nil && len(only.Attr) == 0 && !isInline(only.PrevSibling) && !isInline(only.NextSibling) {
		unwrap(only)
	}
}

// isInline reports whether a clean node is words or styles them.
func isInline(n *html.Node) bool {
	return n != nil && (n.Type == html.TextNode || inlineTags[n.Data] != "" || n.Data == "a" || n.Data == "img" || n.Data == "br" || n.Data == "math")
}

// orphanItem takes an item without a list.
func (f *flow) orphanItem(n *html.Node) {
	list := element("ul")
	f.item(list, n)
	f.endParagraph()
	if last := f.out.LastChild; !f.fixed && is(last, "ul") && n.PrevSibling != nil {
		moveChildren(list, last)
		return
	}
	if visible(list) {
		f.block(list)
	}
}

// quote takes a blockquote. A source that stands by itself needs no paragraph.
func (f *flow) quote(n *html.Node) {
	if f.embedCode(n) {
		return
	}
	quote := element("blockquote", "id", f.r.claim(attr(n, "id")), "cite", citation(n))
	g := f.inside(quote)
	if a := alignOf(n); a != "" {
		g.align = strings.TrimPrefix(a, "left")
	}
	g.children(n)
	g.finish()
	for c := quote.FirstChild; c != nil; {
		next := c.NextSibling
		if is(c, "p") && is(c.FirstChild, "cite") && c.FirstChild == c.LastChild && len(c.Attr) == 0 {
			unwrap(c)
		}
		c = next
	}
	if visible(quote) {
		f.block(quote)
	}
}

// table takes a table with what makes its structure.
func (f *flow) table(n *html.Node) {
	t, behind := f.tableNode(n)
	if t != nil {
		f.block(t)
	}
	f.blocks(behind)
}

// tableNode makes a table, nil if there is nothing in it, and what its caption
// cannot hold.
func (f *flow) tableNode(n *html.Node) (clean *html.Node, behind []*html.Node) {
	table := element("table", "id", f.r.claim(attr(n, "id")))
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.CommentNode:
			f.comment(c.Data)
		case is(c, "caption"):
			caption := element("caption")
			g := f.inlineInside(caption)
			g.children(c)
			g.finish()
			if visible(caption) {
				table.AppendChild(caption)
			}
			behind = append(behind, g.hoisted...)
		case is(c, "thead"), is(c, "tbody"), is(c, "tfoot"):
			part := element(c.Data)
			f.rows(part, c)
			if part.FirstChild != nil {
				table.AppendChild(part)
			}
		case is(c, "tr"):
			f.row(table, c)
		}
	}
	for c := range table.ChildNodes() {
		if visible(c) {
			return table, behind
		}
	}
	return nil, behind
}

func (f *flow) rows(part, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if is(c, "tr") {
			f.row(part, c)
		} else if c.Type == html.CommentNode {
			f.comment(c.Data)
		}
	}
}

func (f *flow) row(part, n *html.Node) {
	row := element("tr")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if !is(c, "td") && !is(c, "th") {
			if c.Type == html.CommentNode {
				f.comment(c.Data)
			}
			continue
		}
		cell := element(c.Data, "id", f.r.claim(attr(c, "id")), "scope", attr(c, "scope"))
		for _, name := range []string{"colspan", "rowspan"} {
			if v := attr(c, name); v != "" && v != "1" && len(v) < 4 {
				setAttr(cell, name, v)
			}
		}
		if align := cellAlign(c); align != "" {
			setAttr(cell, "style", "text-align:"+align)
		}
		g := f.itemFlow(cell)
		g.children(c)
		g.finish()
		tighten(cell)
		row.AppendChild(cell)
	}
	if row.FirstChild != nil {
		part.AppendChild(row)
	}
}

func cellAlign(n *html.Node) string {
	align := alignOf(n)
	if v := attr(n, "data-align"); align == "" && (v == "center" || v == "right") {
		align = v
	}
	if align == "left" {
		return ""
	}
	return align
}

// definitions takes a dl; boxes in it only group.
func (f *flow) definitions(n *html.Node) {
	list := element("dl", "id", f.r.claim(attr(n, "id")))
	f.terms(list, n)
	if visible(list) {
		f.block(list)
	}
}

func (f *flow) terms(list, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case is(c, "dt"):
			term := element("dt", "id", f.r.claim(attr(c, "id")))
			g := f.inlineInside(term)
			g.children(c)
			g.finish()
			list.AppendChild(term)
			if len(g.hoisted) > 0 {
				extra := element("dd")
				for _, n := range g.hoisted {
					extra.AppendChild(n)
				}
				list.AppendChild(extra)
			}
		case is(c, "div"):
			f.terms(list, c)
		case c.Type == html.CommentNode:
			f.comment(c.Data)
		case is(c, "dd"), c.Type == html.ElementNode, strings.TrimSpace(c.Data) != "":
			definition := element("dd")
			g := f.itemFlow(definition)
			if is(c, "dd") {
				g.children(c)
			} else {
				g.node(c)
			}
			g.finish()
			if tighten(definition); visible(definition) {
				list.AppendChild(definition)
			}
		}
	}
}

// details takes what opens when asked.
func (f *flow) details(n *html.Node) {
	var title *html.Node
	for c := n.FirstChild; c != nil && title == nil; c = c.NextSibling {
		if is(c, "summary") {
			title = c
		}
	}
	f.fold(title, n, attr(n, "id"))
}

// fold writes details from the title and the text of the source.
func (f *flow) fold(title, text *html.Node, id string) {
	details := element("details", "id", f.r.claim(id))
	g := f.inside(details)
	if title != nil {
		summary := element("summary")
		h := f.inlineInside(summary)
		h.children(title)
		h.finish()
		details.AppendChild(summary)
		g.blocks(h.hoisted)
	}
	for c := text.FirstChild; c != nil; c = c.NextSibling {
		if c != title {
			g.node(c)
		}
	}
	g.finish()
	if visible(details) {
		f.block(details)
	}
}
