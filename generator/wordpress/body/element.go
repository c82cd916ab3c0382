package body

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// inlineTags are the inline elements of the tree, and what becomes of some that
// HTML has given up.
var inlineTags = map[string]string{"strong": "strong", "em": "em", "b": "b", "i": "i", "del": "del", "s": "s", "strike": "s", "ins": "ins", "u": "u", "sub": "sub", "sup": "sup",
	"q": "q", "abbr": "abbr", "acronym": "abbr", "kbd": "kbd", "mark": "mark", "small": "small", "cite": "cite", "code": "code", "tt": "code", "samp": "code", "var": "i", "dfn": "i"}

// boxTags only hold others: they end a paragraph, no more.
var boxTags = fields(`div section article aside header footer main nav center address fieldset form hgroup search body dialog optgroup
	noscript legend`)

// flatTags are mere boxes where a picture and its caption are looked for.
var flatTags = fields("figure figcaption ul ol li dl dt dd div blockquote")

// lostTags go with all they hold.
var lostTags = fields("input textarea select option datalist output progress meter canvas applet map area param link meta base style script template head title rp xml")

// element takes an element of the source.
func (f *flow) element(n *html.Node) {
	tag := inlineTags[n.Data]
	switch {
	case f.r.unseen(n):
	case f.flat && flatTags[n.Data]:
		f.box(n)
	case f.special(n):
	case tag != "" && n.Namespace == "":
		f.styled(n, tag)
	default:
		f.plainElement(n)
	}
}

// plainElement takes an element by its tag.
func (f *flow) plainElement(n *html.Node) {
	switch n.DataAtom {
	case atom.P:
		f.paragraph(n)
	case atom.Br:
		f.lineBreak()
	case atom.A:
		f.link(n)
	case atom.Img, atom.Image:
		f.image(n)
	case atom.Span, atom.Font:
		f.span(n)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		f.heading(n)
	case atom.Ul, atom.Ol, atom.Dir, atom.Menu:
		f.list(n)
	case atom.Li:
		f.orphanItem(n)
	case atom.Blockquote:
		f.quote(n)
	case atom.Table:
		f.table(n)
	case atom.Pre, atom.Listing:
		f.pre(n)
	case atom.Hr:
		f.block(element("hr"))
	case atom.Figure:
		f.figure(n)
	default:
		f.rareElement(n)
	}
}

func (f *flow) rareElement(n *html.Node) {
	switch n.Data {
	case "dl":
		f.definitions(n)
	case "details":
		f.details(n)
	case "summary", "figcaption", "caption":
		f.box(n)
	case "audio", "video":
		f.media(n)
	case "iframe", "embed", "object":
		f.frame(n)
	case "noscript":
		f.noscript(n)
	case "math":
		f.leaf(cleanMath(n))
	case "button":
		f.children(n)
	case noteTag:
		f.writtenNote(n)
	case "wbr":
	case "o:p": // Word's
		if strings.TrimSpace(textOf(n)) != "" {
			f.children(n)
		}
	case "label", "form":
		f.form(n)
	default:
		switch {
		case lostTags[n.Data]:
			f.lose(n)
		case boxTags[n.Data]:
			f.box(n)
		default:
			f.children(n)
		}
	}
}

// lose drops an element of which readers saw something.
func (f *flow) lose(n *html.Node) {
	switch n.Data {
	case "rp", "param", "area", "option", "datalist", "head":
	case "input":
		if attr(n, "type") != "hidden" {
			f.r.findings.add(DroppedElement, n.Data)
		}
	default:
		f.r.findings.add(DroppedElement, n.Data)
	}
}

// box takes a container that the tree does not have.
func (f *flow) box(n *html.Node) {
	f.endParagraph()
	align, explicit := f.align, f.explicit
	if a := alignOf(n); a != "" {
		f.align = strings.TrimPrefix(a, "left")
	}
	f.explicit = hasClass(n, "wp-block-embed__wrapper")
	f.boxID(n)
	f.children(n)
	f.endParagraph()
	f.align, f.explicit = align, explicit
}

// boxID keeps the id of an element that goes, when links go there.
func (f *flow) boxID(n *html.Node) {
	if id := attr(n, "id"); id != "" && (f.r.targets[id] || strings.HasPrefix(attr(n, "class"), "wp-block-")) {
		f.r.anchor(id)
	}
}

func (f *flow) paragraph(n *html.Node) {
	f.endParagraph()
	align, explicit := f.align, f.explicit
	if a := alignOf(n); a != "" {
		f.align = strings.TrimPrefix(a, "left")
	}
	f.explicit = true
	if !f.fixed {
		f.id = f.r.claim(attr(n, "id"))
	}
	f.children(n)
	if f.endParagraph(); f.id != "" { // there was none to bear it
		f.r.anchors = append(f.r.anchors, f.id)
		f.id = ""
	}
	f.align, f.explicit = align, explicit
}

// alignOf is how an element aligns its text: left, center, right or unknown.
func alignOf(n *html.Node) string {
	if n.Data == "center" {
		return "center"
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "align":
			if v := strings.ToLower(a.Val); v == "left" || v == "center" || v == "right" {
				return v
			}
		case "style":
			if v := styleOf(a.Val, "text-align"); v == "left" || v == "center" || v == "right" {
				return v
			}
		case "class":
			for _, side := range []string{"left", "center", "right"} {
				if strings.Contains(a.Val, "has-text-align-"+side) {
					return side
				}
			}
		}
	}
	return ""
}

// styleOf is the value of a property in a style attribute.
func styleOf(style, property string) string {
	for declaration := range strings.SplitSeq(style, ";") {
		name, value, ok := strings.Cut(declaration, ":")
		if ok && strings.EqualFold(strings.TrimSpace(name), property) {
			return strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important")))
		}
	}
	return ""
}

// styled takes an inline element of the tree's.
func (f *flow) styled(n *html.Node, tag string) {
	if tag == "sup" && f.noteCall(n) {
		return
	}
	style := attr(n, "style")
	if weight := styleOf(style, "font-weight"); tag == "b" && (weight == "normal" || weight == "400") {
		f.children(n) // what Google Docs puts around all it pastes
		return
	}
	template := element(tag, "title", attr(n, "title"), "cite", citation(n), "datetime", attr(n, "datetime"), "lang", attr(n, "lang"))
	if tag != "abbr" {
		dropAttr(template, "title")
	}
	if id := attr(n, "id"); id != "" && f.r.targets[id] {
		setAttr(template, "id", f.r.claim(id))
	}
	if tag == "code" {
		f.code++
		defer func() { f.code-- }()
	}
	f.inline(n, template)
}

// citation is the address of what is quoted. Editors put words there too.
func citation(n *html.Node) string {
	if cite := attr(n, "cite"); strings.HasPrefix(cite, "http://") || strings.HasPrefix(cite, "https://") {
		return cite
	}
	return ""
}

// span takes an inline element that only styles: what bold, italic, struck and
// underlined mean stays.
func (f *flow) span(n *html.Node) {
	f.boxID(n)
	if strings.HasPrefix(attr(n, "id"), "more-") && n.FirstChild == nil {
		f.endSummary("more")
		return
	}
	var tags []string
	if style := attr(n, "style"); style != "" {
		tags = styleTags(style)
	}
	f.spanIn(n, tags)
}

// spanIn opens the elements of a style one in the other.
func (f *flow) spanIn(n *html.Node, tags []string) {
	if len(tags) == 0 {
		f.children(n)
		return
	}
	for _, open := range f.wraps {
		if open.node.Data == tags[0] || tags[0] == "strong" && open.node.Data == "b" || tags[0] == "em" && open.node.Data == "i" {
			f.spanIn(n, tags[1:])
			return
		}
	}
	f.wraps = append(f.wraps, &wrap{node: element(tags[0])})
	f.spanIn(n, tags[1:])
	f.wraps = f.wraps[:len(f.wraps)-1]
	f.opened = f.opened[:min(len(f.opened), len(f.wraps))]
	f.gap.depth = min(f.gap.depth, len(f.wraps))
}

// styleTags are the elements that say what a style shows.
func styleTags(style string) []string {
	var tags []string
	switch weight := styleOf(style, "font-weight"); weight {
	case "bold", "bolder", "600", "700", "800", "900":
		tags = append(tags, "strong")
	}
	if s := styleOf(style, "font-style"); s == "italic" || s == "oblique" {
		tags = append(tags, "em")
	}
	decoration := styleOf(style, "text-decoration") + styleOf(style, "text-decoration-line")
	if strings.Contains(decoration, "underline") {
		tags = append(tags, "u")
	}
	if strings.Contains(decoration, "line-through") {
		tags = append(tags, "s")
	}
	switch styleOf(style, "vertical-align") {
	case "super":
		tags = append(tags, "sup")
	case "sub":
		tags = append(tags, "sub")
	}
	return tags
}

// link takes an a: a link, a button, an anchor, or neither.
func (f *flow) link(n *html.Node) {
	if f.noteCall(n) {
		return
	}
	id := attr(n, "id")
	if id == "" {
		id = attr(n, "name")
	}
	href := safeAddress(f.r, attr(n, "href"))
	if href == "" {
		if id != "" {
			f.r.anchor(id)
		}
		f.children(n)
		return
	}
	if f.r.claim(id) == "" {
		id = ""
	}
	template := element("a", "href", href, "title", attr(n, "title"), "id", id, "hreflang", attr(n, "hreflang"), "lang", attr(n, "lang"))
	if isButton(n) {
		setAttr(template, "class", "button")
	}
	f.inline(n, template)
}

// isButton reports whether a theme made a link look like a button.
func isButton(n *html.Node) bool {
	return hasClass(n, "wp-block-button__link", "wp-element-button", "wp-block-button", "button", "btn", "et_pb_button", "elementor-button", "elementor-button-link",
		"fusion-button", "vc_btn3", "kt-button", "kb-button", "uagb-buttons-repeater", "stk-button", "gb-button", "avia-button", "su-button", "more-button")
}

// safeAddress is an address that runs nothing, trimmed, "" for others.
func safeAddress(r *renderer, s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	compact := strings.Map(func(c rune) rune {
		if c <= ' ' || c == 0x7f {
			return -1
		}
		return c
	}, s)
	scheme, _, ok := strings.Cut(compact, ":")
	switch scheme = strings.ToLower(scheme); {
	case !ok:
	case scheme == "javascript" || scheme == "vbscript" || scheme == "livescript" || scheme == "mocha" || scheme == "data" || scheme == "blob" || scheme == "file":
		r.findings.add(UnsafeAddress, scheme)
		return ""
	}
	return s
}

// heading takes a heading. Blocks in it come after it.
func (f *flow) heading(n *html.Node) {
	h := element(n.Data)
	if !f.fixed {
		f.endParagraph()
		if id := f.r.claim(attr(n, "id")); id != "" {
			setAttr(h, "id", id)
		} else if len(f.r.anchors) > 0 {
			setAttr(h, "id", f.r.anchors[0])
			f.r.anchors = f.r.anchors[1:]
		}
	}
	if a := alignOf(n); a != "" && a != "left" || a == "" && f.align != "" {
		if a == "" {
			a = f.align
		}
		setAttr(h, "style", "text-align:"+a)
	}
	g := f.inlineInside(h)
	g.children(n)
	g.finish()
	switch {
	case findTag(h, "img") != nil && strings.TrimSpace(textOf(h)) == "":
		h.Data, h.DataAtom = "p", atom.P
		f.block(h)
	case visible(h):
		adoptAnchor(h)
		f.block(h)
	default:
		f.keepAnchors(h)
	}
	f.blocks(g.hoisted)
}

// adoptAnchor moves the id of an empty anchor in a heading to the heading.
func adoptAnchor(h *html.Node) {
	if hasAttr(h, "id") {
		return
	}
	a := find(h, func(n *html.Node) bool { return n.Data == "a" && n.FirstChild == nil && !hasAttr(n, "href") })
	if a != nil {
		setAttr(h, "id", attr(a, "id"))
		a.Parent.RemoveChild(a)
	}
}
