package prose

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// place is where a line is written: what its breaks are and what it may hold.
type place uint8

const (
	inParagraph place = iota
	inHeading         // one line of the source
	inCell            // one line, between pipes
)

// speller writes pieces as Markdown.
type speller struct {
	pieces  []piece
	place   place
	careful bool // marks as tags, every sign escaped
	escaper
}

// spell is a line as Markdown.
func (s *speller) spell() string {
	s.choose()
	s.survey(s.pieces)
	var b []byte
	for i := range s.pieces {
		b = s.piece(b, i)
	}
	switch text := string(b); s.place {
	case inHeading:
		return headingEnd(text)
	case inCell:
		return strings.ReplaceAll(text, "|", `\|`)
	default:
		return startLines(text)
	}
}

func (s *speller) piece(b []byte, i int) []byte {
	switch p := &s.pieces[i]; p.kind {
	case pieceWords:
		return s.words(b, p.text, s.before(i, ""), s.after(i, ""))
	case pieceOpen:
		return s.open(b, p.mark)
	case pieceShut:
		return s.shut(b, p.mark)
	case pieceCode:
		return appendCode(b, p.text)
	case pieceBreak:
		if s.place != inParagraph {
			return append(b, "<br>"...)
		}
		return append(b, "\\\n"...)
	case pieceImage:
		return s.image(b, attr(p.node, "alt"), attr(p.node, "src"), attr(p.node, "title"))
	case pieceNote:
		return append(append(append(b, "[^"...), p.text...), ']')
	case pieceAnchor:
		return appendAnchor(b, p.text)
	default:
		if s.standsAlone(i) {
			return append(b, p.text...)
		}
		return append(append(append(b, '<'), p.text...), '>')
	}
}

// appendAnchor appends a place that links lead to.
func appendAnchor(b []byte, id string) []byte {
	return append(append(append(b, `<span id="`...), id...), `"></span>`...)
}

func (s *speller) open(b []byte, m *mark) []byte {
	switch {
	case m.sign == "[":
		s.links++
		return append(b, '[')
	case m.sign != "":
		return append(b, m.sign...)
	}
	b = append(append(b, '<'), m.name.String()...)
	if m.title != "" {
		b = append(append(append(b, ` title="`...), attributeValue(m.title)...), '"')
	}
	return append(b, '>')
}

func (s *speller) shut(b []byte, m *mark) []byte {
	switch {
	case m.sign == "[":
		s.links--
		b = append(append(b, "]("...), address(m.href)...)
		return append(appendTitle(b, m.title), ')')
	case m.sign != "":
		return append(b, m.sign...)
	}
	return append(append(append(b, "</"...), m.name.String()...), '>')
}

// image appends a picture in a line. One that nobody described says so: alt="" is
// for what shows nothing that the words do not.
func (s *speller) image(b []byte, alt, src, title string) []byte {
	if strings.TrimSpace(alt) == "" {
		return append(b, `<img src="`+html.EscapeString(src)+`" alt="">`...)
	}
	b = append(b, "!["...)
	b = append(b, altWords(alt)...)
	b = append(append(b, "]("...), address(src)...)
	return append(appendTitle(b, title), ')')
}

// standsAlone says whether the address at piece i is a link by itself where it
// stands.
func (s *speller) standsAlone(i int) bool {
	text := s.pieces[i].text
	if !strings.HasPrefix(text, "http") || s.links > 0 || strings.ContainsAny(text, "()[]*'") || !strings.Contains(text, ".") {
		return false
	}
	if last := text[len(text)-1]; !util.IsAlphaNumeric(last) && last != '/' && last != '=' && last != '&' {
		return false
	}
	before, after := s.before(i, ""), s.after(i, "")
	if !util.IsSpaceRune(before) && before != '(' {
		return false
	}
	if i+1 < len(s.pieces) && s.pieces[i+1].kind == pieceWords {
		rest := strings.TrimLeft(s.pieces[i+1].text, ".,;:!?")
		after, _ = utf8.DecodeRuneInString(rest + " ")
	} else if i+1 < len(s.pieces) && s.pieces[i+1].kind != pieceBreak {
		return false
	}
	return util.IsSpaceRune(after)
}

// before is the character before piece i, as it will be written. Signs that are
// one run with sign are passed over.
func (s *speller) before(i int, sign string) rune { return s.beside(i, -1, sign) }

// after is the character behind piece i, likewise.
func (s *speller) after(i int, sign string) rune { return s.beside(i, 1, sign) }

func (s *speller) beside(i, step int, sign string) rune {
	for i += step; i >= 0 && i < len(s.pieces); i += step {
		p := &s.pieces[i]
		if p.mark == nil || !sameRun(p.mark.sign, sign) {
			return p.edge(step < 0)
		}
	}
	return '\n'
}

// edges are the last and the first character of pieces that always begin and end in
// the same way.
var edges = map[pieceKind][2]rune{pieceBreak: {'\n', '\\'}, pieceCode: {'`', '`'}, pieceNote: {']', '['}, pieceImage: {')', '!'},
	pieceAddress: {'>', '<'}, pieceAnchor: {'>', '<'}}

// edge is the last character of a piece as it will be written, or its first.
func (p *piece) edge(last bool) rune {
	switch p.kind {
	case pieceWords:
		if last {
			r, _ := utf8.DecodeLastRuneInString(p.text)
			return r
		}
		r, _ := utf8.DecodeRuneInString(p.text)
		return r
	case pieceOpen, pieceShut:
		if link := p.mark.sign == "[" && p.kind == pieceShut; link && last {
			return ')'
		} else if link {
			return ']'
		} else if p.mark.sign != "" {
			return rune(p.mark.sign[0])
		}
		return edges[pieceAnchor][map[bool]int{false: 1}[last]]
	}
	return edges[p.kind][map[bool]int{false: 1}[last]]
}

// sameRun says whether two signs side by side are one run to a reader of
// Markdown.
func sameRun(a, b string) bool { return a != "" && b != "" && a[0] == b[0] && a != "[" }

// attributeValue is a value between double quotes in a tag.
func attributeValue(s string) string {
	return valueEscaper.Replace(strings.Join(strings.Fields(s), " "))
}

var valueEscaper = strings.NewReplacer("&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;")

// isEmphasis says whether a mark is spelled by signs that may fail to be read.
func isEmphasis(m *mark) bool { return m.sign != "" && m.name != atom.A }
