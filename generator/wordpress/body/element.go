package body

import (
	"strings"

	"golang.org/x/net/html"
)

// kept are the elements of words that say something; others go.
var kept = map[string]string{"abbr": "abbr", "acronym": "abbr", "b": "b", "bdi": "bdi", "bdo": "bdo", "cite": "cite", "code": "code", "del": "del", "dfn": "dfn",
	"em": "em", "i": "i", "ins": "ins", "kbd": "kbd", "mark": "mark", "q": "q", "rp": "rp", "rt": "rt", "ruby": "ruby", "s": "s", "samp": "samp",
	"small": "small", "strike": "s", "strong": "strong", "sub": "sub", "sup": "sup", "time": "time", "tt": "code", "u": "u", "var": "var"}

// inline gives words with the elements that say something.
func (w *writer) inline(nodes []*html.Node, depth int) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		switch {
		case n.Type == html.TextNode:
			out = append(out, &html.Node{Type: html.TextNode, Data: strings.NewReplacer("\u200b", "", "\ufeff", "").Replace(n.Data)})
		case n.Type != html.ElementNode:
		case depth > maxDepth:
			out = append(out, &html.Node{Type: html.TextNode, Data: textOf(n)})
		default:
			out = append(out, w.inlineOne(n, depth+1)...)
		}
	}
	return out
}

func (w *writer) inlineOne(n *html.Node, depth int) []*html.Node {
	switch n.Data {
	case "br", "wbr":
		return []*html.Node{element(n.Data)}
	case "img":
		if img := w.img(n); img != nil {
			return []*html.Node{img}
		}
		return nil
	case "script", "style", "template", "input", "select", "textarea", "map", "area", "noscript":
		if n.Data == "noscript" && strings.Contains(textOf(n), "<img") {
			return nil // the picture that a script shows
		}
		w.find("dropped", "<"+n.Data+">")
		return nil
	case "svg", "math":
		w.find("dropped", "<"+n.Data+">")
		if n.Data == "math" {
			return []*html.Node{{Type: html.TextNode, Data: textOf(n)}}
		}
		return nil
	case "sup":
		if id := w.called(n); id != "" {
			return []*html.Node{element("sup", "data-note", id)}
		}
	case "button":
		return w.inline(children(n), depth)
	case "picture":
		return w.inline(children(n), depth)
	}
	if attr(n, "aria-hidden") == "true" && n.Data == "span" && hasClass(n, "wp-block-accordion-heading__toggle-icon") {
		return nil
	}
	inner := w.inline(children(n), depth)
	shell := w.shell(n)
	if shell == nil {
		return inner
	}
	if len(inner) == 0 && attr(shell, "id") == "" {
		return nil
	}
	return []*html.Node{appendAll(shell, inner)}
}

// shell is what remains of an element of words, without what it holds; nil for one
// that says nothing.
func (w *writer) shell(n *html.Node) *html.Node {
	if n.Data == "a" {
		href := strings.TrimSpace(attr(n, "href"))
		id := firstOf(attr(n, "id"), attr(n, "name"))
		switch {
		case href == "" && id == "", strings.HasPrefix(strings.ToLower(href), "javascript:"):
			return nil
		case href == "":
			return element("a", "id", id)
		}
		a := element("a", "href", href, "id", id, "title", attr(n, "title"), "hreflang", attr(n, "hreflang"))
		if hasClass(n, "wp-block-button__link") || hasClass(n, "wp-element-button") {
			setAttr(a, "class", "button")
		}
		return a
	}
	name := kept[n.Data]
	if name == "" {
		style := strings.ReplaceAll(strings.ToLower(attr(n, "style")), " ", "")
		switch {
		case strings.Contains(style, "font-weight:bold") || strings.Contains(style, "font-weight:700"):
			name = "strong"
		case strings.Contains(style, "font-style:italic"):
			name = "em"
		case strings.Contains(style, "text-decoration:line-through"):
			name = "del"
		case strings.Contains(style, "text-decoration:underline"):
			name = "u"
		case attr(n, "lang") != "" || attr(n, "dir") == "rtl":
			name = "span"
		case attr(n, "id") != "" && n.Data == "span":
			name = "span"
		default:
			return nil
		}
	}
	e := element(name, "id", attr(n, "id"), "title", attr(n, "title"), "lang", attr(n, "lang"), "dir", attr(n, "dir"), "datetime", attr(n, "datetime"))
	return e
}

// list gives a list whose children are items.
func (w *writer) list(n *html.Node, depth int) []*html.Node {
	name := "ul"
	if n.Data == "ol" {
		name = "ol"
	}
	if hasClass(n, "blocks-gallery-grid") {
		return w.gallery(n, depth)
	}
	list := element(name, "start", attr(n, "start"), "type", listType(attr(n, "type")))
	for _, a := range n.Attr {
		if a.Key == "reversed" {
			setAttr(list, "reversed", "reversed")
		}
	}
	for _, c := range itemsOf(children(n)) {
		switch {
		case c.Type == html.ElementNode && c.Data == "li":
			list.AppendChild(w.item(c, "li", depth))
		case c.Type == html.ElementNode && (c.Data == "ul" || c.Data == "ol") && list.LastChild != nil:
			appendAll(list.LastChild, w.list(c, depth+1)) // beside the item that it belongs to
		case !blank(c):
			item := element("li")
			appendAll(item, []*html.Node{c})
			list.AppendChild(w.item(item, "li", depth))
		}
	}
	return filled(list)
}

// itemsOf are the nodes of a list without the blocks around them.
func itemsOf(nodes []*html.Node) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		if n.Type == html.ElementNode && n.Data == "wp-block" && (attr(n, "data-name") == "core/list-item" || first(n, "li") != nil && n.FirstChild != nil) {
			out = append(out, itemsOf(children(n))...)
			continue
		}
		out = append(out, n)
	}
	return out
}

func listType(t string) string {
	if t == "a" || t == "A" || t == "i" || t == "I" {
		return t
	}
	return ""
}

// item gives an item, a cell or a definition: words stay words, unless there is
// more than one paragraph.
func (w *writer) item(n *html.Node, name string, depth int) *html.Node {
	out := element(name, "id", attr(n, "id"))
	if v := attr(n, "value"); v != "" && name == "li" {
		setAttr(out, "value", v)
	}
	list := children(n)
	paragraphs := 0
	for _, c := range list {
		if c.Type == html.ElementNode && (c.Data == "p" || c.Data == "wp-block" || c.Data == "div") {
			paragraphs++
		}
	}
	var run []*html.Node
	end := func() {
		words := appendAll(element("p"), w.inline(run, depth))
		trim(words)
		run = nil
		switch {
		case blank(words):
		case paragraphs > 1 && out.FirstChild != nil && out.LastChild.Data == "p":
			out.AppendChild(words)
		default:
			appendAll(out, children(words))
		}
	}
	for _, c := range list {
		if isInline(c) && !w.special(c) {
			run = append(run, c)
			continue
		}
		end()
		blocks := w.flowOne(c, depth+1)
		if paragraphs <= 1 && len(blocks) > 0 && blocks[0].Data == "p" && attr(blocks[0], "style") == "" && out.FirstChild == nil {
			blocks = append(children(blocks[0]), blocks[1:]...)
		}
		appendAll(out, blocks)
	}
	end()
	return out
}

func (w *writer) definitions(n *html.Node, depth int) []*html.Node {
	list := element("dl")
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.Data == "dt" || d.Data == "dd") && nearest(d, "dl") == n {
			d.Attr = append(d.Attr, html.Attribute{Key: "data-own"})
		}
	}
	var own []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.Data == "dt" || d.Data == "dd") && nearest(d, "dl") == n {
			own = append(own, d)
		}
	}
	for _, d := range own {
		item := w.item(d, d.Data, depth+1)
		if d.Data == "dt" && item.FirstChild != nil || d.Data == "dd" {
			list.AppendChild(item)
		}
	}
	return filled(list)
}

// nearest is the element of a name that a node stands in.
func nearest(n *html.Node, name string) *html.Node {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Data == name {
			return up
		}
	}
	return nil
}

// pre gives code as text, and verse with its marks.
func (w *writer) pre(n *html.Node) []*html.Node {
	lang := firstOf(attr(n, "data-lang"), attr(n, "lang"), attr(n, "data-enlighter-language"))
	code := first(n, "code")
	for _, e := range []*html.Node{n, code} {
		if e == nil {
			continue
		}
		for class := range strings.FieldsSeq(attr(e, "class")) {
			for _, before := range []string{"language-", "lang-", "brush:"} {
				if rest, ok := strings.CutPrefix(class, before); ok && lang == "" {
					lang = strings.Trim(rest, "; ")
				}
			}
		}
		lang = firstOf(lang, attr(e, "lang"))
	}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "br" {
			d.Type, d.Data = html.TextNode, "\n"
		}
	}
	pre := element("pre", "data-lang", lang)
	marks := first(n, "strong", "em", "b", "i", "a", "sup", "sub", "del", "ins", "mark", "kbd", "u") != nil && !(code != nil && lang != "")
	if marks || hasClass(n, "wp-block-verse") && code == nil {
		list := children(n)
		if code != nil && len(list) == 1 {
			list = children(code)
		}
		return filled(appendAll(pre, w.inline(list, 0)))
	}
	text := strings.Trim(textOf(n), "\n")
	if strings.TrimSpace(text) == "" {
		return nil
	}
	inner := element("code")
	inner.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	pre.AppendChild(inner)
	return []*html.Node{pre}
}

// table gives a table without its looks.
func (w *writer) table(n *html.Node, depth int) []*html.Node {
	table := element("table")
	var visit func(from, into *html.Node)
	visit = func(from, into *html.Node) {
		for _, c := range children(from) {
			if c.Type != html.ElementNode {
				continue
			}
			switch c.Data {
			case "caption":
				caption := appendAll(element("caption"), w.inline(children(c), depth))
				into.AppendChild(caption)
			case "thead", "tbody", "tfoot":
				part := element(c.Data)
				visit(c, part)
				if part.FirstChild != nil {
					into.AppendChild(part)
				}
			case "tr":
				row := element("tr")
				visit(c, row)
				into.AppendChild(row)
			case "td", "th":
				cell := w.item(c, c.Data, depth+1)
				for _, name := range []string{"colspan", "rowspan"} {
					if v := attr(c, name); v != "" && v != "1" && v != "0" {
						setAttr(cell, name, v)
					}
				}
				setAttr(cell, "scope", attr(c, "scope"))
				if side := alignment(c); side != "" {
					setAttr(cell, "style", "text-align:"+side)
				}
				into.AppendChild(cell)
			}
		}
	}
	visit(n, table)
	if first(table, "td", "th") == nil {
		return nil
	}
	return []*html.Node{table}
}

func (w *writer) details(n *html.Node, depth int) []*html.Node {
	details := element("details")
	for _, a := range n.Attr {
		if a.Key == "open" {
			setAttr(details, "open", "open")
		}
	}
	list := children(n)
	summary := element("summary")
	for i, c := range list {
		if c.Type == html.ElementNode && c.Data == "summary" {
			appendAll(summary, w.inline(children(c), depth))
			list = append(list[:i:i], list[i+1:]...)
			break
		}
	}
	trim(summary)
	if blank(summary) {
		return w.flow(list, depth)
	}
	details.AppendChild(summary)
	return []*html.Node{appendAll(details, w.flow(list, depth))}
}
