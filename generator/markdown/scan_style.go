package markdown

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// delimiter is a run of * _ or ~. What matches becomes style; the rest is words.
type delimiter struct {
	sign             byte
	canOpen, canShut bool
	length, original int32
	start            int32
	previous, next   int32 // in the chain, -1 for none

	opens, shuts   uint32 // levels, two bits each, the first in the lowest bits
	nOpens, nShuts uint8
}

// mostDelimiters is the length of a run that goldmark may as well read.
const mostDelimiters = 12

// delimiter reads a run of a sign.
func (s *scanner) delimiter(sign byte) {
	before, start, end := s.before(), s.at, s.at
	for end < s.lineStop() && s.source[end] == sign {
		end++
	}
	if sign == '~' && (end-start > 2 || before == '~') {
		s.at++
		return
	}
	if end-start > mostDelimiters {
		s.giveUp()
	}
	d := delimiter{sign: sign, start: int32(start), length: int32(end - start), original: int32(end - start), previous: s.last, next: -1}
	d.flank(before, s.runeAt(end))
	s.flush(start, end)
	i := int32(len(s.delims))
	if s.last >= 0 {
		s.delims[s.last].next = i
	} else {
		s.first = i
	}
	s.last = i
	s.delims, s.pieces = append(s.delims, d), true
	s.raw = append(s.raw, token{kind: tokenDelimiter, link: i})
}

func (s *scanner) runeAt(i int) rune {
	if i >= s.lineStop() {
		return ' '
	}
	if b := s.source[i]; b < utf8.RuneSelf {
		return rune(b)
	}
	r, size := utf8.DecodeRune(s.source[i:])
	return s.valid(r, size)
}

// flank finds out whether the run may open or shut by what is around it.
func (d *delimiter) flank(before, after rune) {
	spaceBefore, signBefore := util.IsSpaceRune(before), isSign(before)
	spaceAfter, signAfter := util.IsSpaceRune(after), isSign(after)
	left := !spaceAfter && (!signAfter || spaceBefore || signBefore)
	right := !spaceBefore && (!signBefore || spaceAfter || signAfter)
	d.canOpen, d.canShut = left, right
	if d.sign == '_' {
		d.canOpen = left && (!right || signBefore)
		d.canShut = right && (!left || signAfter)
	}
}

func isSign(r rune) bool {
	if r < utf8.RuneSelf {
		return util.IsPunct(byte(r))
	}
	return util.IsPunctRune(r)
}

// style matches the delimiters behind bottom, and leaves the rest to words.
func (s *scanner) style(bottom int32) {
	shut := s.first
	if bottom >= 0 {
		shut = s.delims[bottom].next
	}
	for shut >= 0 {
		if !s.delims[shut].canShut {
			shut = s.delims[shut].next
			continue
		}
		open, consume, maybe := s.opener(shut, bottom)
		if consume == 0 {
			next := s.delims[shut].next
			if !maybe && !s.delims[shut].canOpen {
				s.unchain(shut)
			}
			shut = next
			continue
		}
		s.match(open, shut, consume)
		for c := s.delims[open].next; c != shut; c = s.delims[open].next {
			s.unchain(c)
		}
		if s.delims[open].length == 0 {
			s.unchain(open)
		}
		if s.delims[shut].length == 0 {
			next := s.delims[shut].next
			s.unchain(shut)
			shut = next
		}
	}
	s.last = bottom
	if bottom >= 0 {
		s.delims[bottom].next = -1
	} else {
		s.first = -1
	}
}

// opener finds the delimiter that shut matches, and how many signs of it.
func (s *scanner) opener(shut, bottom int32) (open, consume int32, maybe bool) {
	closing := &s.delims[shut]
	for open = closing.previous; open >= 0 && open != bottom; open = s.delims[open].previous {
		d := &s.delims[open]
		if !d.canOpen || d.sign != closing.sign {
			continue
		}
		maybe = true
		if (d.canShut || closing.canOpen) && (d.original+closing.original)%3 == 0 && closing.original%3 != 0 {
			continue
		}
		if d.length >= 2 && closing.length >= 2 {
			return open, 2, true
		}
		return open, 1, true
	}
	return -1, 0, maybe
}

func (s *scanner) match(open, shut, consume int32) {
	level := uint32(consume)
	o, c := &s.delims[open], &s.delims[shut]
	if o.sign == '~' {
		level = levelDel
	}
	o.length -= consume
	c.length -= consume
	o.opens |= level << (2 * o.nOpens)
	o.nOpens++
	c.shuts |= level << (2 * c.nShuts)
	c.nShuts++
}

func (s *scanner) unchain(i int32) {
	d := &s.delims[i]
	if d.previous >= 0 {
		s.delims[d.previous].next = d.next
	} else {
		s.first = d.next
	}
	if d.next >= 0 {
		s.delims[d.next].previous = d.previous
	} else {
		s.last = d.previous
	}
}

// resolve makes the tokens of the block of what was read.
func (s *scanner) resolve() {
	if !s.pieces {
		s.tokens, s.raw = s.raw, s.tokens
		return
	}
	for i := range s.raw {
		switch t := &s.raw[i]; t.kind {
		case tokenText:
			s.wordsToken(int(t.start), int(t.end))
		case tokenDelimiter:
			s.resolveDelimiter(&s.delims[t.link])
		default:
			s.tokens = append(s.tokens, *t)
		}
	}
}

func (s *scanner) resolveDelimiter(d *delimiter) {
	for i := range d.nShuts {
		s.token(tokenStyleEnd, uint8(d.shuts>>(2*i)&3))
	}
	s.wordsToken(int(d.start), int(d.start+d.length))
	for i := int(d.nOpens) - 1; i >= 0; i-- {
		s.token(tokenStyle, uint8(d.opens>>(2*i)&3))
	}
}
