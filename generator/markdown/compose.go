package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"maillage/generator/markdown/policy"
	"maillage/generator/site/report"
)

// composer writes a Document block by block, in the order of the text. It is
// used again for the next text.
type composer struct {
	lang   string
	source []byte
	doc    *Document

	html, text []byte
	slots      []slot
	tokens     []token    // of the block being read
	links      []linkText // of those tokens
	setter     typesetter
	alt        []byte

	level    int // of the last heading
	suspects []suspect

	linkPos, linkStart int  // of the link being written, in the source and in text
	linkImage          bool // it holds an image
	contact            bool // it is somebody's, on purpose
	inLink             bool

	open      []rawElement // elements of raw HTML
	lineStart int          // in text, of the words of a block of raw HTML
	tagged    bool         // the tokens hold tags
	tagPos    int          // of the last one, in the source

	place, line, col int             // the last position asked for
	ids              map[string]bool // of headings, once there are many
}

func (c *composer) begin(source []byte) {
	c.source, c.doc = source, &Document{}
	c.html, c.text, c.slots = c.html[:0], c.text[:0], c.slots[:0]
	c.level, c.place, c.line, c.col, c.ids = 0, 0, 1, 1, nil
	c.setter = typesetter{lang: c.lang, escapes: true, out: c.setter.out}
	c.suspects, c.contact, c.inLink, c.open = suspects(c.suspects[:0], source), false, false, c.open[:0]
	c.beginBlock()
}

func (c *composer) beginBlock() { c.tokens, c.links, c.tagged = c.tokens[:0], c.links[:0], false }

// finish hands out the document.
func (c *composer) finish() *Document {
	doc := c.doc
	doc.html = bytes.Clone(c.html)
	if len(c.slots) > 0 {
		doc.slots = append(make([]slot, 0, len(c.slots)), c.slots...)
	}
	doc.Words = countWords(c.text)
	doc.Text = string(bytes.TrimSuffix(c.text, lineEnd))
	return doc
}

func (c *composer) write(s string) { c.html = append(c.html, s...) }

func (c *composer) slot(kind slotKind, link int) {
	c.slots = append(c.slots, slot{kind: kind, link: uint32(link), offset: uint32(len(c.html))})
}

// closeLine ends the line of text that started at start, or drops it when it
// holds no words.
func (c *composer) closeLine(start int) []byte {
	words := c.text[start:]
	if n := len(words); n > 0 && isWordByte(words[0]) && words[n-1] > ' ' && words[n-1] < utf8.RuneSelf {
		c.text = append(c.text, '\n')
		return words
	}
	if words = bytes.TrimSpace(words); len(words) == 0 {
		c.text = c.text[:start]
		return nil
	}
	c.text = append(append(c.text[:start], words...), '\n')
	return c.text[start : len(c.text)-1]
}

// heading writes the tokens as a heading that starts at pos.
func (c *composer) heading(level, pos int) {
	from, start := len(c.html), len(c.text)
	id := c.givenID()
	c.inline(c.tokens)
	words := string(c.closeLine(start))
	c.order(level, pos, words)
	if id == "" {
		id = c.id(Slug(words))
	} else if c.taken(id) {
		c.problem(pos, report.T("md.id.twice", id), report.Text{})
	} else if c.ids != nil {
		c.ids[id] = true
	}
	c.doc.TOC = append(c.doc.TOC, Heading{ID: id, Text: words, Level: level})
	digit := byte('0' + level)

	// The id comes from the words, which were written first.
	open := append(append(append(c.alt[:0], '<', 'h', digit, ' ', 'i', 'd', '=', '"'), id...), '"', '>')
	c.alt = open
	c.insert(from, string(open))
	c.html = append(c.html, '<', '/', 'h', digit, '>', '\n')
}

// givenID takes the id off a heading that ends in {#id}.
func (c *composer) givenID() string {
	n := len(c.tokens) - 1
	if n < 0 || c.tokens[n].kind != tokenText {
		return ""
	}
	t := &c.tokens[n]
	words := c.source[t.start:t.end]
	at := bytes.LastIndex(words, []byte("{#"))
	if at < 0 || words[len(words)-1] != '}' || !policy.ValidID(string(words[at+2:len(words)-1])) {
		return ""
	}
	t.end = t.start + int32(len(bytes.TrimRight(words[:at], " \t")))
	return string(words[at+2 : len(words)-1])
}

// order holds headings to the order that readers of outlines rely on.
func (c *composer) order(level, pos int, words string) {
	switch {
	case words == "":
		c.problem(pos, report.T("md.heading"), report.Text{})
	case level == 1:
		c.problem(pos, report.T("md.h1"), report.T("md.h1.hint"))
	case c.level == 0 && level != 2:
		c.problem(pos, report.T("md.first", level), c.skipHint())
	case c.level > 0 && level > c.level+1:
		c.problem(pos, report.T("md.skip", level, c.level), c.skipHint())
	}
	c.level = max(2, level)
}

func (c *composer) skipHint() report.Text {
	return report.T("md.skip.hint", strings.Repeat("#", max(2, min(c.level+1, 6))))
}

// id is an anchor of its own for a heading. The element around every text has
// the id "contenu".
func (c *composer) id(slug string) string {
	if slug == "" || slug == "contenu" {
		slug = "section"
	}
	id := slug
	for i := 2; c.taken(id); i++ {
		id = slug + "-" + strconv.Itoa(i)
	}
	if c.ids != nil {
		c.ids[id] = true
	}
	return id
}

func (c *composer) taken(id string) bool {
	if c.ids == nil && len(c.doc.TOC) < 32 {
		return c.doc.HasID(id)
	}
	if c.ids == nil {
		c.ids = make(map[string]bool, 128)
		for _, h := range c.doc.TOC {
			c.ids[h.ID] = true
		}
	}
	return c.ids[id]
}

// paragraph writes the tokens as a paragraph, or as the picture, the gallery or
// the card that they are. summary says that it may be the first of the text.
func (c *composer) paragraph(summary bool) {
	if len(c.tokens) == 0 || c.pictures() || c.card() {
		return
	}
	start := len(c.text)
	c.write("<p>")
	c.inline(c.tokens)
	c.write("</p>\n")
	if words := c.closeLine(start); summary && c.doc.Summary == "" && words != nil {
		c.doc.Summary = shorten(words, 200)
	}
}

// bare writes the tokens without an element of their own, as in a tight list.
func (c *composer) bare() { c.inLine(c.tokens) }

func (c *composer) inLine(tokens []token) {
	start := len(c.text)
	c.inline(tokens)
	c.closeLine(start)
}

// within writes the tokens within an element that holds a line of words.
func (c *composer) within(open, closing string) {
	c.write(open)
	c.bare()
	c.write(closing)
}

func (c *composer) openList(ordered bool, first int) {
	switch {
	case !ordered:
		c.write("<ul>\n")
	case first == 1:
		c.write("<ol>\n")
	default:
		c.write(`<ol start="`)
		c.html = strconv.AppendInt(c.html, int64(first), 10)
		c.write("\">\n")
	}
}

func (c *composer) closeList(ordered bool) {
	if ordered {
		c.write("</ol>\n")
	} else {
		c.write("</ul>\n")
	}
}

// openTable starts a table that can be scrolled sideways by keyboard on a small
// screen.
func (c *composer) openTable() {
	c.openScroll()
	c.write("<table>\n<thead>\n<tr>\n")
}

func (c *composer) openScroll() {
	c.write(`<div class="table" role="group" aria-label="`)
	c.write(c.say("Tableau", "Table"))
	c.write("\" tabindex=\"0\">\n")
}

func (c *composer) closeTable() { c.write("</table>\n</div>\n") }

// cell writes the tokens as a cell. It says the alignment of its column by a
// class: a style attribute would be refused by the pages' content security
// policy.
func (c *composer) cell(head bool, align string) {
	switch {
	case align != "" && head:
		c.write(`<th class="align-` + align + `" scope="col">`)
	case head:
		c.write(`<th scope="col">`)
	case align != "":
		c.write(`<td class="align-` + align + `">`)
	default:
		c.write("<td>")
	}
	c.bare()
	if head {
		c.write("</th>\n")
	} else {
		c.write("</td>\n")
	}
}

// position turns an offset of the source into a line and a column. It is asked
// in rising order, nearly always.
func (c *composer) position(pos int) (line, col int) {
	pos = max(0, min(pos, len(c.source)))
	if pos < c.place {
		c.place, c.line, c.col = 0, 1, 1
	}
	for {
		n := bytes.IndexByte(c.source[c.place:pos], '\n')
		if n < 0 {
			break
		}
		c.place, c.line, c.col = c.place+n+1, c.line+1, 1
	}
	c.col += countRunes(c.source[c.place:pos])
	c.place = pos
	return c.line, c.col
}
