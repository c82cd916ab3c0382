package prose

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readTree adds what n says, and what it holds.
func (r *reader) readTree(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		r.words(n.Data)
		return
	case html.ElementNode:
		if r.skips(n) {
			return
		}
		r.start(n)
	case html.CommentNode:
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.readTree(c)
	}
	if n.Type == html.ElementNode {
		r.finish(n.DataAtom)
	}
}

// skips reads what is more than a tag and its content.
func (r *reader) skips(n *html.Node) bool {
	switch {
	case isNote(n), is(n, atom.Sup) && strings.HasPrefix(attr(n, "id"), "fnref"):
		r.spot(event{kind: eventNote})
	case hasClass(n, "footnote-backref"):
	case is(n, atom.Div) && hasClass(n, "footnotes"):
		r.endLine()
		if list := find(n, atom.Ol); list != nil {
			r.notes(list)
		}
	case isEmbed(n):
		r.embed(n)
	default:
		return kindOf(n) == kindGone
	}
	return true
}

// notes reads the footnotes behind a text.
func (r *reader) notes(list *html.Node) {
	r.begin(event{kind: eventOpen, name: atom.Ol, text: theNotes})
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		r.readTree(c)
	}
	r.begin(event{kind: eventShut, name: atom.Ol})
}

func (r *reader) embed(n *html.Node) {
	link := find(n, atom.A)
	if link == nil {
		return
	}
	r.begin(event{kind: eventEmbed, text: settledAddress(r.cards.address(attr(link, "href")))})
	if poster := find(link, atom.Img); poster != nil {
		r.readTree(poster)
	}
	if caption := find(n, atom.Figcaption); caption != nil {
		r.readTree(caption)
	}
}

// start reads the tag of n.
func (r *reader) start(n *html.Node) {
	switch a := canonical(n.DataAtom); a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.begin(event{kind: eventHeading, text: a.String()})
		if id := attr(n, "id"); id != "" {
			r.events = append(r.events, event{kind: eventAnchor, text: id, free: true})
		}
	case atom.Ol:
		r.begin(event{kind: eventOpen, name: a, text: strconv.Itoa(number(attr(n, "start"), 1)) + attr(n, "type") + reversed(n)})
	case atom.Ul, atom.Blockquote, atom.Dl, atom.Table, atom.Details, atom.Li, atom.Dt, atom.Dd, atom.Summary, atom.Hr,
		atom.Figcaption, atom.Caption:
		r.begin(event{kind: eventOpen, name: a})
	case atom.Tr:
		r.begin(event{kind: eventOpen, name: a})
		r.cells = 0
	case atom.Td, atom.Th:
		r.startCell(n, a)
	case atom.Pre:
		r.begin(event{kind: eventOpen, name: a})
		r.pre++
	case atom.P, atom.Div, atom.Figure:
		r.endLine()
	case atom.Audio, atom.Video, atom.Source, atom.Track:
		if src := attr(n, "src"); src != "" {
			r.begin(event{kind: eventMedia, text: settledAddress(src)})
		}
	default:
		r.startInline(n, a)
	}
}

// canonical is the element that a means.
func canonical(a atom.Atom) atom.Atom {
	if other, ok := aliases[a]; ok {
		return other
	}
	return a
}

func reversed(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "reversed" {
			return "reversed"
		}
	}
	return ""
}

func (r *reader) startCell(n *html.Node, a atom.Atom) {
	r.endLine()
	align := ""
	if a == atom.Td {
		align = alignment(n)
	}
	r.cell = event{kind: eventOpen, name: a, at: r.cells, text: align + attr(n, "colspan") + attr(n, "rowspan")}
	r.hasCell = true
	r.cells++
}

// alignment is that of the words of n: left, center or right, or "".
func alignment(n *html.Node) string {
	for _, align := range []string{"left", "center", "right"} {
		if strings.Contains(attr(n, "style"), align) || hasClass(n, "align-"+align) || attr(n, "align") == align {
			return align
		}
	}
	return ""
}

func (r *reader) startInline(n *html.Node, a atom.Atom) {
	switch a {
	case atom.Br:
		r.lineBreak()
	case atom.Img:
		r.spot(event{kind: eventImage, text: settledAddress(attr(n, "src"))})
		if alt := settled(r.lang, attr(n, "alt")); alt != "" {
			r.spot(event{kind: eventAlt, text: alt})
		}
	case atom.Code:
		if r.pre == 0 {
			r.openCode()
		}
	case atom.A:
		if href := attr(n, "href"); href != "" {
			r.openMark(a, settledAddress(href), false)
			if title := settled(r.lang, attr(n, "title")); title != "" {
				r.spot(event{kind: eventTitle, text: title})
			}
		}
	case atom.Abbr:
		r.openMark(a, attr(n, "title"), false)
	default:
		if kinds[a] == kindMark {
			r.openMark(a, "", false)
		}
	}
}

// finish reads the end of an element.
func (r *reader) finish(a atom.Atom) {
	switch a = canonical(a); a {
	case atom.Ul, atom.Ol, atom.Blockquote, atom.Dl, atom.Table, atom.Details:
		r.begin(event{kind: eventShut, name: a})
	case atom.Td, atom.Th:
		r.endLine()
		r.hasCell = false
	case atom.Pre:
		r.endPre()
	case atom.Code:
		if r.pre == 0 {
			r.shutCode()
		}
	default:
		switch kinds[a] {
		case kindMark:
			r.shutMark(a)
		case kindLeaf, kindBlock:
			r.endLine()
		}
	}
}

// endPre makes an event of code, exactly as it is but for blank lines around it.
func (r *reader) endPre() {
	if r.pre--; r.pre > 0 {
		return
	}
	code := string(r.line)
	r.events = append(r.events, event{kind: eventBlock, text: strings.Trim(code, "\n")})
	if len(r.marks) > 0 {
		r.endMarks(code)
	}
	r.line, r.marks, r.open = r.line[:0], r.marks[:0], r.open[:0]
}
