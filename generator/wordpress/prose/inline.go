package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A line of words is read into pieces, blanks moved out of marks and marks that
// mark nothing left out; then the pieces are spelled.
type piece struct {
	kind pieceKind
	text string     // words, code; the number of a note
	mark *mark      // that opens or shuts
	node *html.Node // picture
}

type pieceKind uint8

const (
	pieceWords pieceKind = iota
	pieceOpen
	pieceShut
	pieceCode
	pieceBreak
	pieceImage
	pieceNote
	pieceAddress // a link that is its own words
	pieceAnchor  // a place that links lead to
)

// mark is what marks words, and how it is spelled.
type mark struct {
	name  atom.Atom
	sign  string // around the words: * ** _ ~~, [ of a link; "" for a tag
	href  string
	title string
}

// signs are those of marks that Markdown has.
var signs = map[atom.Atom]string{atom.Strong: "**", atom.Em: "*", atom.Del: "~~", atom.A: "["}

// liner reads a line into pieces.
type liner struct {
	pieces  []piece
	gap     []rune  // blanks that wait for words; \n for a break
	pending []*mark // that wait for words
	active  []*mark // that are open, pending ones included; nil for a mark within its like
	note    func(id string) string
	anchor  func(id string) bool // whether a place can have that name
	omit    func(what string)
}

func (l *liner) nodes(first, end *html.Node) {
	for n := first; n != end; n = n.NextSibling {
		l.node(n)
	}
}

func (l *liner) node(n *html.Node) {
	if id := attr(n, "id"); id != "" && kindOf(n) == kindMark && l.anchor(id) {
		l.thing(piece{kind: pieceAnchor, text: id})
	}
	switch {
	case isAnchor(n):
	case n.Type == html.TextNode:
		l.words(n.Data)
	case n.Type != html.ElementNode:
	case isNote(n):
		if number := l.note(attr(n, "data-note")); number != "" {
			l.thing(piece{kind: pieceNote, text: number})
		} else {
			l.marked(n)
		}
	case is(n, atom.Br):
		l.lineBreak()
	case is(n, atom.Img):
		l.thing(piece{kind: pieceImage, node: n})
	case is(n, atom.Code) && !l.within(atom.Code):
		l.code(n)
	case kindOf(n) == kindMark:
		l.marked(n)
	default:
		l.nodes(n.FirstChild, nil)
	}
}

// words adds a text: its blanks are one, but for those that do not break lines.
func (l *liner) words(s string) {
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		if unicode.IsSpace(r) {
			l.blank(r)
			s = s[size:]
			continue
		}
		end := wordsEnd(s)
		l.flush()
		l.say(s[:end])
		s = s[end:]
	}
}

// wordsEnd is the length of the words at the start of s with single blanks
// between them.
func wordsEnd(s string) int {
	blank := -1
	for i, r := range s {
		switch {
		case !unicode.IsSpace(r):
			blank = -1
		case blank >= 0:
			return blank
		case r < ' ':
			return i
		default:
			blank = i
		}
	}
	if blank >= 0 {
		return blank
	}
	return len(s)
}

func (l *liner) blank(r rune) {
	if r < utf8.RuneSelf {
		if n := len(l.gap); n > 0 && (l.gap[n-1] == ' ' || l.gap[n-1] == '\n') {
			return
		}
		r = ' '
	}
	l.gap = append(l.gap, r)
}

func (l *liner) lineBreak() {
	for len(l.gap) > 0 && l.gap[len(l.gap)-1] == ' ' {
		l.gap = l.gap[:len(l.gap)-1]
	}
	l.gap = append(l.gap, '\n')
}

// say adds words to those before.
func (l *liner) say(s string) {
	if n := len(l.pieces); n > 0 && l.pieces[n-1].kind == pieceWords {
		l.pieces[n-1].text += s
		return
	}
	l.pieces = append(l.pieces, piece{kind: pieceWords, text: s})
}

func (l *liner) thing(p piece) {
	l.flush()
	l.pieces = append(l.pieces, p)
}

// flush writes the blanks that wait, then opens the marks that wait.
func (l *liner) flush() {
	gap := l.gap
	for len(l.pieces) == 0 && len(gap) > 0 && (gap[0] == ' ' || gap[0] == '\n') {
		gap = gap[1:]
	}
	from := 0
	for i, r := range gap {
		if r != '\n' {
			continue
		}
		if from < i {
			l.say(string(gap[from:i]))
		}
		l.pieces = append(l.pieces, piece{kind: pieceBreak})
		from = i + 1
	}
	if from < len(gap) {
		l.say(string(gap[from:]))
	}
	joined := len(gap) > 0
	l.gap = l.gap[:0]
	for i, m := range l.pending {
		if i == 0 && !joined && l.resumes(m) {
			continue
		}
		l.pieces = append(l.pieces, piece{kind: pieceOpen, mark: m})
	}
	l.pending = l.pending[:0]
}

// resumes goes on with a mark that shut just before m, its like, opens.
func (l *liner) resumes(m *mark) bool {
	n := len(l.pieces) - 1
	if n < 0 || m.name == atom.A || l.pieces[n].kind != pieceShut || l.pieces[n].mark.name != m.name {
		return false
	}
	before := l.pieces[n].mark
	l.pieces = l.pieces[:n]
	for i, a := range l.active {
		if a == m {
			l.active[i] = before
		}
	}
	return true
}

func (l *liner) within(name atom.Atom) bool {
	for _, m := range l.active {
		if m != nil && m.name == name {
			return true
		}
	}
	return false
}

// marked reads a mark and what it marks.
func (l *liner) marked(n *html.Node) {
	m := &mark{name: n.DataAtom, sign: signs[n.DataAtom]}
	switch {
	case n.DataAtom == atom.A:
		m.href, m.title = attr(n, "href"), attr(n, "title")
		if hasClass(n, "button") {
			l.omit(unsaidButton)
		}
	case n.DataAtom == atom.Abbr:
		m.title = attr(n, "title")
	}
	if l.within(m.name) {
		l.nodes(n.FirstChild, nil)
		return
	}
	l.pending = append(l.pending, m)
	l.active = append(l.active, m)
	l.nodes(n.FirstChild, nil)
	m = l.active[len(l.active)-1]
	l.active = l.active[:len(l.active)-1]
	for i, p := range l.pending {
		if p == m {
			l.pending = append(l.pending[:i], l.pending[i+1:]...)
			return
		}
	}
	l.shut(m)
}

// shut ends a mark. A link that is its own words is written as such.
func (l *liner) shut(m *mark) {
	if n := len(l.pieces); m.name == atom.A && m.title == "" && n >= 2 && l.pieces[n-1].kind == pieceWords &&
		l.pieces[n-2].kind == pieceOpen && l.pieces[n-2].mark == m && isOwnWords(l.pieces[n-1].text, m.href) {
		l.pieces = append(l.pieces[:n-2], piece{kind: pieceAddress, text: l.pieces[n-1].text})
		return
	}
	l.pieces = append(l.pieces, piece{kind: pieceShut, mark: m})
}

// isOwnWords says whether a link can be written between < and >.
func isOwnWords(words, href string) bool {
	odd := func(r rune) bool { return r <= ' ' || r >= utf8.RuneSelf || strings.ContainsRune("<>\"`\\|^{}", r) }
	if strings.ContainsFunc(words, odd) {
		return false
	}
	return words == href && strings.Contains(href, "://") || "mailto:"+words == href && strings.Count(words, "@") == 1
}

// code reads code: one piece for each of its lines. Marks within it are for tags
// to say.
func (l *liner) code(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !is(c, atom.Br) {
			l.marked(n)
			return
		}
	}
	for i, line := range strings.Split(codeWords(n), "\n") {
		if i > 0 {
			l.lineBreak()
		}
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			l.thing(piece{kind: pieceCode, text: line})
		}
	}
}

// codeWords are the words of code in a line, whose own line feeds are blanks.
func codeWords(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if is(c, atom.Br) {
			b.WriteByte('\n')
		} else {
			b.WriteString(strings.ReplaceAll(c.Data, "\n", " "))
		}
	}
	return b.String()
}
