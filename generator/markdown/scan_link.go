package markdown

import (
	"github.com/yuin/goldmark/util"
)

// openBracket notes a [ or ![, which waits for its ].
func (s *scanner) openBracket(image bool) {
	length := 1
	if image {
		if length = 2; s.peek(1) != '[' {
			s.at++
			return
		}
	}
	if s.peek(length) == '^' {
		s.giveUp() // footnote
	}
	pos := s.at
	s.pieces = true
	s.flush(pos, pos+length)
	s.brackets = append(s.brackets, bracket{token: int32(len(s.raw)), bottom: s.last, line: s.current, start: pos + length, image: image})
	s.raw = append(s.raw, token{kind: tokenText, start: int32(pos), end: int32(pos + length)})
}

// closeBracket makes a link or an image of the words since the last bracket, if
// an address follows or is defined for them.
func (s *scanner) closeBracket() {
	n := len(s.brackets) - 1
	if n < 0 {
		s.at++
		return
	}
	b := s.brackets[n]
	if s.at-s.brackets[0].start > 900 {
		s.giveUp() // labels are limited
	}
	s.brackets = s.brackets[:n]
	if !b.image && s.holdsLink(b.token) {
		s.at++
		return
	}
	link, next, ok := s.destination(b)
	if !ok {
		s.at++
		return
	}
	s.flush(s.at, next)
	s.style(b.bottom)
	kind, end := tokenLink, tokenLinkEnd
	if b.image {
		kind, end = tokenImage, tokenImageEnd
	}
	link.pos = int(s.raw[b.token].start)
	s.raw[b.token] = token{kind: kind, link: int32(len(s.links))}
	s.links = append(s.links, link)
	s.raw = append(s.raw, token{kind: end})
}

// holdsLink says whether a link stands behind token i.
func (s *scanner) holdsLink(i int32) bool {
	for _, t := range s.raw[i:] {
		if t.kind == tokenLink {
			return true
		}
	}
	return false
}

// destination reads where the link leads whose ] is at s.at.
func (s *scanner) destination(b bracket) (link linkText, next int, ok bool) {
	switch s.peek(1) {
	case '(':
		if link, next, ok = s.target(s.at + 2); ok || s.gaveUp {
			return link, next, ok
		}
	case '[':
		if len(s.refs) > 0 {
			return s.label(b)
		}
	}
	if len(s.refs) == 0 {
		return link, 0, false
	}
	return s.defined(b, s.at+1)
}

// defined is the definition of the words of b as a label.
func (s *scanner) defined(b bracket, next int) (linkText, int, bool) {
	if b.line != s.current {
		s.giveUp()
		return linkText{}, 0, false
	}
	ref, ok := s.reference(util.ToLinkReference(s.source[b.start:s.at]))
	return linkText{dest: ref.dest, title: ref.title}, next, ok
}

// label reads [label] or [] behind ].
func (s *scanner) label(b bracket) (linkText, int, bool) {
	end := s.lineStop()
	for i := s.at + 2; i < end; i++ {
		switch s.source[i] {
		case '\\':
			if i+1 < end && util.IsPunct(s.source[i+1]) {
				i++
			}
		case '[':
			return s.defined(b, s.at+1)
		case ']':
			label := s.source[s.at+2 : i]
			if util.IsBlank(label) {
				return s.defined(b, i+1)
			}
			ref, ok := s.reference(util.ToLinkReference(label))
			return linkText{dest: ref.dest, title: ref.title}, i + 1, ok
		}
	}
	s.giveUp()
	return linkText{}, 0, false
}

// target reads what stands between brackets: address "title").
func (s *scanner) target(i int) (link linkText, next int, ok bool) {
	if i = s.spaces(i); s.gaveUp {
		return link, 0, false
	}
	if s.source[i] == ')' {
		return link, i + 1, true
	}
	if link.dest, i, ok = s.bracketed(i); !ok {
		return link, 0, false
	}
	if i = s.spaces(i); s.gaveUp {
		return link, 0, false
	}
	switch quote := s.source[i]; quote {
	case ')':
		return link, i + 1, true
	case '"', '\'':
		if link.title, i = s.quoted(i+1, quote); s.gaveUp {
			return link, 0, false
		}
		if i = s.spaces(i); s.gaveUp {
			return link, 0, false
		}
		return link, i + 1, s.source[i] == ')'
	case '(':
		s.giveUp()
	}
	return link, 0, false
}

// spaces passes spaces within the line.
func (s *scanner) spaces(i int) int {
	for i < s.lineStop() && s.source[i] == ' ' {
		i++
	}
	if i >= s.lineStop() || s.source[i] < ' ' {
		s.giveUp()
	}
	return i
}

// bracketed reads the address of a link, which ends with its brackets closed.
func (s *scanner) bracketed(i int) (dest []byte, next int, ok bool) {
	start, end, depth := i, s.lineStop(), 0
	angled := s.source[i] == '<'
	for ; i < end; i++ {
		switch b := s.source[i]; b {
		case '\\':
			if i+1 < end && util.IsPunct(s.source[i+1]) {
				i++
			}
		case '>':
			if angled {
				return s.source[start+1 : i], i + 1, true
			}
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 && !angled {
				return s.source[start:i], i, i > start
			}
		case ' ', '\n', '\t', '\r':
			if !angled {
				return s.source[start:i], i, i > start
			}
		}
	}
	if angled {
		return nil, 0, false
	}
	return s.source[start:end], end, end > start
}

// quoted reads a title up to its quotation mark.
func (s *scanner) quoted(start int, quote byte) (title []byte, next int) {
	end := s.lineStop()
	for i := start; i < end; i++ {
		switch b := s.source[i]; {
		case b == '\\' && i+1 < end && util.IsPunct(s.source[i+1]):
			i++
		case b == quote:
			return s.source[start:i], i + 1
		}
	}
	s.giveUp() // it may end on another line
	return nil, end
}
