package prose

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/markdown"
	"maillage/generator/markdown/policy"
)

// scribe writes blocks as Markdown, and as HTML those that Markdown cannot say.
type scribe struct {
	lang    string
	cards   *cards
	ids     map[string]bool // of headings above
	notes   *notes
	careful bool
	depth   int // of lists and quotations
	tally
}

// mostNested is how deep lists and quotations go in Markdown that anybody could
// still read.
const mostNested = 16

// part is a block of Markdown, without the line feed at its end.
type part struct {
	text string
	list atom.Atom // its kind, of a list
	line bool      // words only
	sign bool      // it uses the second sign of lists
}

// parts are the blocks within n, words between them being paragraphs.
func (w *scribe) parts(n *html.Node) []part {
	var parts []part
	for c := n.FirstChild; c != nil; {
		if isBlock(c) {
			parts = w.add(parts, c)
			c = c.NextSibling
			continue
		}
		end := c
		for end != nil && !isBlock(end) {
			end = end.NextSibling
		}
		if text := w.line(c, end, inParagraph); text != "" {
			parts = append(parts, part{text: text, line: true})
		}
		c = end
	}
	return parts
}

func (w *scribe) add(parts []part, n *html.Node) []part {
	p := part{line: is(n, atom.P)}
	if is(n, atom.Ul) || is(n, atom.Ol) {
		p.list = n.DataAtom
		if last := len(parts) - 1; last >= 0 && parts[last].list == p.list {
			p.sign = !parts[last].sign
		}
	}
	if p.text = w.block(n, p.sign); p.text == "" {
		return parts
	}
	return append(parts, p)
}

// block is a block of Markdown; sign chooses the second sign of lists.
func (w *scribe) block(n *html.Node, sign bool) string {
	text, reason := w.try(n, sign)
	if reason == "" {
		return text
	}
	return w.keep(n, reason)
}

// keep is a block that stays HTML.
func (w *scribe) keep(n *html.Node, reason string) string {
	w.reasons = sum(w.reasons, map[string]int{reason: 1})
	return kept(n, w.notes)
}

// Reasons why a block stays HTML.
const (
	reasonTable    = "table: merged or row-headed cells, blocks in cells"
	reasonHeadless = "table without a row of headings"
	reasonAligned  = "table: cells of a column aligned differently"
	reasonCaption  = "caption of a table or a quotation"
	reasonLegend   = "caption with links or marks"
	reasonBare     = "picture with a caption and no description"
	reasonGallery  = "gallery of more than pictures"
	reasonEmbed    = "embed of an unknown provider"
	reasonMedia    = "sound or film"
	reasonDetails  = "details"
	reasonList     = "list: reversed, letters or own numbers"
	reasonVerse    = "preformatted words with marks"
	reasonTerms    = "terms without definition"
	reasonDepth    = "nested too deep"
	reasonDiffers  = "would read otherwise"
)

// What is left out, and missed by hardly any reader.
const (
	unsaidAlignment = "alignment"
	unsaidTooltip   = "tooltip of a picture"
	unsaidButton    = "look of a button"
)

func (w *scribe) omit(what string) { w.unsaid = sum(w.unsaid, map[string]int{what: 1}) }

// try writes n in Markdown, or says why it cannot.
func (w *scribe) try(n *html.Node, sign bool) (text, reason string) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return w.heading(n), ""
	case atom.Hr:
		if w.depth > 0 {
			return "***", ""
		}
		return "---", ""
	case atom.Pre:
		return w.pre(n)
	case atom.Ul, atom.Ol:
		return w.list(n, sign)
	case atom.Blockquote:
		return w.quote(n)
	case atom.Table:
		return w.table(n)
	case atom.Dl:
		return w.terms(n)
	case atom.Figure:
		return w.figure(n)
	case atom.Div:
		return w.gallery(n)
	case atom.Details:
		return "", reasonDetails
	case atom.Audio, atom.Video:
		return "", reasonMedia
	}
	return w.paragraph(n), ""
}

// paragraph writes words. A picture alone has no title: it would be its caption.
func (w *scribe) paragraph(n *html.Node) string {
	if alignment(n) != "" {
		w.omit(unsaidAlignment)
	}
	if img := only(n); is(img, atom.Img) {
		if attr(img, "title") != "" {
			w.omit(unsaidTooltip)
		}
		return string((&speller{}).image(nil, attr(img, "alt"), attr(img, "src"), ""))
	}
	line := w.line(n.FirstChild, nil, inParagraph)
	if id := attr(n, "id"); line != "" && w.anchor(id) {
		return string(appendAnchor(nil, id)) + line
	}
	return line
}

// anchor takes a name for a place, unless another place has it.
func (w *scribe) anchor(id string) bool {
	if !policy.ValidID(id) || w.ids[id] {
		return false
	}
	w.ids[id] = true
	return true
}

// line writes the words from first up to but without end.
func (w *scribe) line(first, end *html.Node, where place) string {
	l := liner{note: w.notes.call, anchor: w.anchor, omit: w.omit}
	l.nodes(first, end)
	s := speller{pieces: l.pieces, place: where, careful: w.careful}
	s.every = w.careful
	return s.spell()
}

func (w *scribe) heading(n *html.Node) string {
	text := w.line(n.FirstChild, nil, inHeading)
	if text == "" {
		return ""
	}
	slug := markdown.Slug(words(n))
	id := attr(n, "id")
	text = strings.Repeat("#", int(n.Data[1]-'0')) + " " + text
	if id != "" && (id != slug || w.ids[id]) {
		text += " {#" + id + "}"
		slug = id
	}
	w.ids[slug] = true
	return text
}

// pre writes code, and words whose lines are as in their source.
func (w *scribe) pre(n *html.Node) (text, reason string) {
	for c := n; c != nil; c = following(c, n) {
		if k := kindOf(c); c.Type == html.ElementNode && (k == kindMark && !is(c, atom.Code) || is(c, atom.Img)) {
			return "", reasonVerse
		}
	}
	code := strings.Trim(strings.ReplaceAll(words(n), "\r\n", "\n"), "\n")
	around := fence(code)
	return around + language(attr(n, "data-lang")) + "\n" + code + "\n" + around, ""
}

func (w *scribe) quote(n *html.Node) (text, reason string) {
	if w.depth >= mostNested {
		return "", reasonDepth
	}
	w.depth++
	defer func() { w.depth-- }()
	return prefixed(join(w.parts(n), "\n\n"), "> ", "> "), ""
}

// join puts blocks under each other.
func join(parts []part, between string) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString(between)
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// prefixed puts a prefix before each line of text; blank lines get none of its
// blanks.
func prefixed(text, first, others string) string {
	bare := strings.TrimRight(others, " ")
	var b strings.Builder
	b.Grow(len(text) + len(text)/16)
	prefix := first
	for line := range strings.Lines(text) {
		if line == "\n" {
			b.WriteString(bare)
		} else {
			b.WriteString(prefix)
		}
		b.WriteString(line)
		prefix = others
	}
	return b.String()
}

func (w *scribe) list(n *html.Node, sign bool) (text, reason string) {
	switch {
	case w.depth >= mostNested:
		return "", reasonDepth
	case reversed(n) != "" || attr(n, "type") != "" && attr(n, "type") != "1" && is(n, atom.Ol):
		return "", reasonList
	}
	w.depth++
	defer func() { w.depth-- }()
	var items [][]part
	loose := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if attr(c, "value") != "" {
			return "", reasonList
		}
		item := w.parts(c)
		loose = loose || !isTight(item)
		items = append(items, item)
	}
	first := number(attr(n, "start"), 1)
	if first < 0 || first+len(items) > 999_999_999 {
		return "", reasonList
	}
	return w.items(items, is(n, atom.Ol), first, sign, loose), ""
}

// isTight says whether the blocks of an item can follow each other without a
// blank line: words, and lists below them.
func isTight(item []part) bool {
	switch len(item) {
	case 0, 1:
		return true
	case 2: // a list that counts from elsewhere may not interrupt words
		list := item[1]
		return list.list == atom.Ul && !strings.HasPrefix(list.text, "<") || list.list == atom.Ol && strings.HasPrefix(list.text, "1")
	}
	return false
}

func (w *scribe) items(items [][]part, ordered bool, first int, sign, loose bool) string {
	var b strings.Builder
	between := "\n"
	if loose {
		between = "\n\n"
	}
	for i, item := range items {
		mark := "- "
		switch {
		case ordered && sign:
			mark = strconv.Itoa(first+i) + ") "
		case ordered:
			mark = strconv.Itoa(first+i) + ". "
		case sign:
			mark = "* "
		}
		if i > 0 {
			b.WriteString(between)
		}
		text := join(item, between)
		if text == "" {
			b.WriteString(strings.TrimRight(mark, " "))
			continue
		}
		b.WriteString(prefixed(text, mark, strings.Repeat(" ", len(mark))))
	}
	return b.String()
}

// terms writes terms and their definitions.
func (w *scribe) terms(n *html.Node) (text, reason string) {
	if w.depth >= mostNested {
		return "", reasonDepth
	}
	w.depth++
	defer func() { w.depth-- }()
	var b strings.Builder
	var before atom.Atom
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case is(c, atom.Dt):
			if before == atom.Dd {
				b.WriteString("\n\n")
			} else if before != 0 {
				b.WriteByte('\n')
			}
			b.WriteString(w.line(c.FirstChild, nil, inHeading))
		case is(c, atom.Dd) && before != 0:
			item := w.parts(c)
			if len(item) == 0 {
				return "", reasonTerms
			}
			b.WriteByte('\n')
			if len(item) > 1 || !item[0].line {
				b.WriteByte('\n')
			}
			b.WriteString(prefixed(join(item, "\n\n"), ": ", "  "))
		case isBlank(c):
			continue
		default:
			return "", reasonTerms
		}
		before = c.DataAtom
	}
	if before != atom.Dd {
		return "", reasonTerms
	}
	return b.String(), ""
}
