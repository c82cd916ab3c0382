package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html/atom"
)

// choose finds a spelling for every mark that will be read as such. CommonMark
// looks at what stands on both sides of * and **: between a letter and
// punctuation it reads them as words, which happens in French all the time
// ("mot**« x »**"). Then punctuation goes outside, where nobody sees that it is
// not bold; or the mark becomes a tag.
func (s *speller) choose() {
	if s.careful || len(s.pieces) > mostPieces {
		for _, p := range s.pieces {
			if p.mark != nil && isEmphasis(p.mark) {
				p.mark.sign = ""
			}
		}
		return
	}
	for again := true; again; {
		again = false
		for i := 0; i < len(s.pieces); i++ {
			p := &s.pieces[i]
			if p.mark == nil || !isEmphasis(p.mark) || s.works(i) {
				continue
			}
			if !s.repair(i) {
				p.mark.sign = ""
			}
			again = true
		}
	}
}

// mostPieces of a line are worth a choice.
const mostPieces = 10_000

// works says whether the sign at piece i will open or shut as it should.
func (s *speller) works(i int) bool {
	p := &s.pieces[i]
	sign := p.mark.sign
	if p.kind == pieceOpen && i > 0 {
		if before := &s.pieces[i-1]; before.kind == pieceShut && sameRun(before.mark.sign, sign) {
			return false // one run could not both shut and open
		}
	}
	if p.kind == pieceShut && s.pieces[i-1].kind == pieceOpen {
		return true // holds nothing: never
	}
	before, after := s.before(i, sign), s.after(i, sign)
	left, right := flanks(before, after)
	switch {
	case sign == "_" && p.kind == pieceOpen:
		return left && (!right || util.IsPunctRune(before))
	case sign == "_":
		return right && (!left || util.IsPunctRune(after))
	case p.kind == pieceOpen:
		return left
	}
	return right
}

// flanks says whether a run of signs is left- and right-flanking.
func flanks(before, after rune) (left, right bool) {
	spaceBefore, punctBefore := util.IsSpaceRune(before), util.IsPunctRune(before)
	spaceAfter, punctAfter := util.IsSpaceRune(after), util.IsPunctRune(after)
	left = !spaceAfter && (!punctAfter || spaceBefore || punctBefore)
	right = !spaceBefore && (!punctBefore || spaceAfter || punctAfter)
	return left, right
}

// repair tries another spelling of the mark at piece i.
func (s *speller) repair(i int) bool {
	p := &s.pieces[i]
	open, shut := s.ends(i)
	if p.kind == pieceOpen && i > 0 && s.pieces[i-1].kind == pieceShut && sameRun(s.pieces[i-1].mark.sign, p.mark.sign) {
		return p.mark.name == atom.Em && s.underscores(p.mark, open, shut)
	}
	if p.mark.sign == "_" {
		return false
	}
	if s.moveQuotes(open, shut) {
		return true
	}
	return p.kind == pieceShut && s.moveEnd(shut)
}

// ends finds where the mark that opens or shuts at piece i does both.
func (s *speller) ends(i int) (open, shut int) {
	open, shut = i, i
	for m := s.pieces[i].mark; s.pieces[open].mark != m || s.pieces[open].kind != pieceOpen; {
		open--
	}
	for m := s.pieces[i].mark; s.pieces[shut].mark != m || s.pieces[shut].kind != pieceShut; {
		shut++
	}
	return open, shut
}

// underscores writes _ where * would run into another mark.
func (s *speller) underscores(m *mark, open, shut int) bool {
	m.sign = "_"
	if s.works(open) && s.works(shut) {
		return true
	}
	m.sign = "*"
	return false
}

// moveEnd moves the punctuation that ends a mark behind it.
func (s *speller) moveEnd(shut int) bool {
	last := &s.pieces[shut-1]
	if last.kind != pieceWords {
		return false
	}
	kept := strings.TrimRightFunc(last.text, endsSentence)
	if kept == "" || kept == last.text {
		return false
	}
	tail := last.text[len(kept):]
	last.text = kept
	s.insert(shut+1, tail)
	return true
}

func endsSentence(r rune) bool { return strings.ContainsRune(".,;:!?…", r) || unicode.IsSpace(r) }

// quotes are opening signs and what shuts them.
var quotes = map[rune]rune{'«': '»', '“': '”', '"': '"', '(': ')', '‘': '’', '[': ']'}

// moveQuotes moves a pair of quotation marks around all marked words outside.
func (s *speller) moveQuotes(open, shut int) bool {
	first, last := &s.pieces[open+1], &s.pieces[shut-1]
	if first.kind != pieceWords || last.kind != pieceWords {
		return false
	}
	opening, size := utf8.DecodeRuneInString(first.text)
	closing := quotes[opening]
	end := strings.TrimRightFunc(last.text, endsSentence)
	if closing == 0 || !strings.HasSuffix(end, string(closing)) {
		return false
	}
	end = strings.TrimRightFunc(strings.TrimSuffix(end, string(closing)), unicode.IsSpace)
	start := len(first.text) - len(strings.TrimLeftFunc(first.text[size:], unicode.IsSpace))
	if end == "" || start == len(first.text) || first == last && start >= len(end) {
		return false
	}
	if strings.ContainsRune(end[min(start, len(end)):], closing) {
		return false // « one » and « another »
	}
	head, tail := first.text[:start], last.text[len(end):]
	last.text = end
	first.text = first.text[start:]
	s.insert(shut+1, tail)
	s.insertBefore(open, head)
	return true
}

// insert puts words at piece i, before those that stand there.
func (s *speller) insert(i int, words string) {
	if i < len(s.pieces) && s.pieces[i].kind == pieceWords {
		s.pieces[i].text = words + s.pieces[i].text
		return
	}
	s.pieces = append(s.pieces, piece{})
	copy(s.pieces[i+1:], s.pieces[i:])
	s.pieces[i] = piece{kind: pieceWords, text: words}
}

// insertBefore puts words before piece i, behind those that stand there.
func (s *speller) insertBefore(i int, words string) {
	if i > 0 && s.pieces[i-1].kind == pieceWords {
		s.pieces[i-1].text += words
		return
	}
	s.insert(i, words)
}
