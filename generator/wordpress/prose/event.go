package prose

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"maillage/generator/markdown"
)

// An event is one thing that a reader of a text meets. Two texts with the same
// events say the same, whatever their HTML looks like: paragraphs in items of
// lists, wrappers, classes and typography make none.
type event struct {
	kind eventKind
	free bool // the renderer's own: an id, a link around an address
	name atom.Atom
	at   int    // letters of the line before a mark, a picture, a break
	end  int    // letters before the end of a mark
	text string // see the kinds
}

type eventKind uint8

const (
	eventOpen    eventKind = iota // a container opens; start of a list, column of a cell
	eventShut                     // and shuts
	eventHeading                  // level
	eventAnchor                   // id of the heading
	eventLine                     // words of a paragraph, a heading, an item, a cell
	eventMark                     // letters within; of a link: its address
	eventTitle                    // title of a link or an abbreviation
	eventCode                     // code in a line
	eventBlock                    // code of a block
	eventImage                    // address
	eventAlt                      // words for the image
	eventBreak                    //
	eventEmbed                    // address
	eventMedia                    // address of a sound or film
	eventNote                     // call of a footnote
)

// theNotes is the text of the list of footnotes.
const theNotes = "notes"

// reader makes events of HTML that it is told tag by tag.
type reader struct {
	cards  *cards
	lang   string
	events []event

	line    []byte // words of the line so far
	marks   []spot // of the line
	open    []int  // indices of marks that are open
	code    []byte // of the code in the line
	inCode  int    // code elements that are open
	pre     int    // pre elements that are open
	cells   int    // of the row
	cell    event  // waits for content
	hasCell bool
}

// spot is a mark of a line by offsets in it.
type spot struct {
	event
	from, to int
}

// words adds a text.
func (r *reader) words(s string) {
	switch {
	case r.pre > 0:
		r.line = append(r.line, s...)
	case r.inCode > 0:
		r.code = append(r.code, s...)
	default:
		r.line = append(r.line, s...)
	}
}

// begin opens a container or a block, behind the line before.
func (r *reader) begin(e event) {
	r.endLine()
	r.settleCell()
	r.events = append(r.events, e)
}

func (r *reader) settleCell() {
	if r.hasCell {
		r.events = append(r.events, r.cell)
		r.hasCell = false
	}
}

// spot notes something at this place of the line.
func (r *reader) spot(e event) { r.marks = append(r.marks, spot{e, len(r.line), len(r.line)}) }

func (r *reader) openMark(name atom.Atom, text string, free bool) {
	r.open = append(r.open, len(r.marks))
	r.spot(event{kind: eventMark, name: name, text: text, free: free})
	r.marks[len(r.marks)-1].to = -1
}

func (r *reader) shutMark(name atom.Atom) {
	for i := len(r.open) - 1; i >= 0; i-- {
		if m := &r.marks[r.open[i]]; m.name == name {
			m.to = len(r.line)
			r.open = slices.Delete(r.open, i, i+1)
			return
		}
	}
}

func (r *reader) openCode() {
	if r.inCode++; r.inCode == 1 {
		r.code = r.code[:0]
		r.openMark(atom.Code, "", false)
	}
}

func (r *reader) shutCode() {
	if r.inCode--; r.inCode == 0 {
		r.endCode()
	}
}

func (r *reader) endCode() {
	text := strings.Join(strings.Fields(string(r.code)), " ")
	if r.code = r.code[:0]; text != "" {
		r.line = append(r.line, 'x')
		r.spot(event{kind: eventCode, text: text})
	}
	r.shutMark(atom.Code)
}

func (r *reader) lineBreak() {
	switch {
	case r.pre > 0:
		r.line = append(r.line, '\n')
		return
	case r.inCode > 0: // code on two lines is two codes
		r.endCode()
	}
	r.spot(event{kind: eventBreak})
	r.line = append(r.line, '\n')
	if r.inCode > 0 {
		r.openMark(atom.Code, "", false)
	}
}

// endLine makes events of the words since the last block began.
func (r *reader) endLine() {
	if len(r.line) == 0 && len(r.marks) == 0 {
		return
	}
	line := string(r.line)
	text := settled(r.lang, line)
	if text != "" {
		r.settleCell()
		r.events = append(r.events, event{kind: eventLine, text: text})
	}
	if len(r.marks) > 0 {
		r.endMarks(line)
	}
	r.line, r.marks, r.open, r.inCode = r.line[:0], r.marks[:0], r.open[:0], 0
}

// endMarks makes events of what is marked in the line.
func (r *reader) endMarks(line string) {
	first, before, upTo := len(r.events), 0, 0
	for _, m := range r.marks {
		switch m.kind {
		case eventBreak:
			if blank(line[:m.from]) || blank(line[m.from:]) {
				continue
			}
		case eventMark:
			if m.to < 0 {
				m.to = len(line)
			}
			if m.name != atom.A {
				if blank(line[m.from:m.to]) {
					continue
				}
			} else if within := strings.TrimSpace(line[m.from:m.to]); sameAddress(within, m.text) {
				m.free = true
			}
		}
		before += letters(line[upTo:m.from])
		upTo = m.from
		m.at, m.end = before, before
		if m.to > m.from {
			m.end += letters(line[m.from:m.to])
		}
		r.events = append(r.events, m.event)
	}
	r.events = r.events[:first+len(mergeMarks(r.events[first:]))]
	if len(r.events) > first {
		r.settleCellBefore(first)
	}
}

// settleCellBefore puts the cell before what it holds.
func (r *reader) settleCellBefore(i int) {
	if r.hasCell {
		r.events = slices.Insert(r.events, i, r.cell)
		r.hasCell = false
	}
}

// mergeMarks sorts the marks of a line and makes one of equal ones side by side.
func mergeMarks(events []event) []event {
	slices.SortStableFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind), cmp.Compare(b.end, a.end), cmp.Compare(a.name, b.name))
	})
	kept := events[:0]
	last := map[atom.Atom]int{} // index in kept, from 1
	for _, e := range events {
		if e.kind == eventMark && e.name != atom.A {
			if i := last[e.name]; i > 0 && kept[i-1].end >= e.at {
				kept[i-1].end = max(kept[i-1].end, e.end)
				continue
			}
			last[e.name] = len(kept) + 1
		}
		kept = append(kept, e)
	}
	return kept
}

// light says whether a printer may add or take r, or a writer move it across the
// end of a mark.
func light(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("\"'«»“”‘’.…-–—:;!?,()\u200b\ufeff", r)
}

// letters counts what is not light.
func letters(s string) (n int) {
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf {
			if b > ' ' && !lightASCII[b] {
				n++
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !light(r) {
			n++
		}
		i += size
	}
	return n
}

var lightASCII = func() (all [utf8.RuneSelf]bool) {
	for r := range rune(utf8.RuneSelf) {
		all[r] = light(r)
	}
	return all
}()

// settled is a line in the typography of its language, but for what differs
// between two that look alike.
func settled(lang, line string) string {
	line = markdown.Typography(lang, strings.TrimSpace(line))
	b := make([]byte, 0, len(line)+8)
	gap := false
	for i := 0; i < len(line); {
		n := plain(line[i:])
		if n > 0 {
			if gap {
				b = append(b, ' ')
				gap = false
			}
			b = append(b, line[i:i+n]...)
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(line[i:])
		i += size
		if unicode.IsSpace(r) {
			gap = len(b) > 0
			continue
		}
		if gap && alike(r) != "" {
			b = append(b, ' ')
			gap = false
		}
		b = append(b, alike(r)...)
	}
	return string(b)
}

// plain is the number of bytes at the start of s that look like nothing else.
func plain(s string) int {
	i := 0
	for i < len(s) && s[i] > ' ' && s[i] != 0xC2 && (s[i] < 0xE1 || s[i] > 0xE3) && s[i] != 0xEF {
		i++
	}
	return i
}

// alike is the plain sign that looks like r.
func alike(r rune) string {
	switch r {
	case '’', '‘':
		return "'"
	case '“', '”':
		return `"`
	case '…':
		return "..."
	case '–':
		return "--"
	case '—':
		return "---"
	case '\u200b', '\ufeff':
		return ""
	}
	return string(r)
}

// settledAddress is an address in its one spelling.
func settledAddress(s string) string {
	s = onOneLine(strings.TrimSpace(s))
	if strings.IndexByte(s, '%') >= 0 {
		if plain, err := url.PathUnescape(s); err == nil && utf8.ValidString(plain) {
			s = plain
		}
	}
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		s = "https://" + rest
	}
	return s
}

// sameAddress says whether words are the address that they lead to.
func sameAddress(words, address string) bool {
	return words == address || settledAddress(words) == address || "mailto:"+words == address
}

// same says whether both texts say the same; else where they first differ.
func same(source, shown []event) (at int, ok bool) {
	i, j := 0, 0
	for i < len(source) || j < len(shown) {
		switch {
		case i < len(source) && j < len(shown) && sameEvent(&source[i], &shown[j]):
			i, j = i+1, j+1
		case j < len(shown) && shown[j].free:
			j++
		default:
			return i, false
		}
	}
	return i, true
}

func sameEvent(a, b *event) bool {
	return a.kind == b.kind && a.name == b.name && a.at == b.at && a.end == b.end && a.text == b.text
}

func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
		return n
	}
	return otherwise
}
