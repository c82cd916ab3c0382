package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/util"
)

func (s *scanner) openParagraph(parent int32, blank bool) {
	n := s.add(node{kind: nodeParagraph, parent: parent, blankBefore: blank, from: len(s.spans), to: len(s.spans)})
	s.addLine(n, s.pos)
}

// addLine adds the line from start to a paragraph or to code.
func (s *scanner) addLine(n int32, start int) {
	s.spans = append(s.spans, span{start, s.end})
	s.nodes[n].to = len(s.spans)
}

// openHeading opens a heading whose # is at at.
func (s *scanner) openHeading(parent int32, at int, blank bool) leafKind {
	i := at
	for i < s.end && s.source[i] == '#' {
		i++
	}
	if i-at > 6 || i < s.end && s.source[i] != ' ' && s.source[i] != '\n' {
		if i < s.end && s.source[i] < ' ' {
			s.giveUp()
		}
		return leafNo
	}
	words := s.trim(span{i, s.end})
	if words.start == words.end || s.source[words.end-1] == '#' {
		s.giveUp()
		return leafNo
	}
	s.spans = append(s.spans, words)
	s.add(node{kind: nodeHeading, parent: parent, blankBefore: blank, level: uint8(i - at), number: at, from: len(s.spans) - 1, to: len(s.spans)})
	return leafYes
}

// makeHeading makes a heading of a paragraph that is underlined.
func (s *scanner) makeHeading(n int32, sign byte) {
	p := &s.nodes[n]
	if s.special(p) {
		s.giveUp()
		return
	}
	s.trimLines(p)
	p.kind, p.level, p.number = nodeHeading, 2, s.spans[p.from].start
	if sign == '=' {
		p.level = 1
	}
}

// special says whether closing a paragraph may make something else of it.
func (s *scanner) special(p *node) bool {
	first := s.trim(s.spans[p.from])
	if first.start < first.end && s.source[first.start] == '[' {
		return true
	}
	for i := p.from + 1; i < p.to; i++ {
		if s.maybeDelimiter(s.spans[i]) {
			return true
		}
	}
	return false
}

// trim leaves out the spaces around a part of a line, and its line feed.
func (s *scanner) trim(part span) span {
	for part.end > part.start && (s.source[part.end-1] == ' ' || s.source[part.end-1] == '\n') {
		part.end--
	}
	for part.start < part.end && s.source[part.start] == ' ' {
		part.start++
	}
	return part
}

// trimLines leaves out the spaces before each line of a paragraph and those at
// its end.
func (s *scanner) trimLines(p *node) {
	for i := p.from; i < p.to; i++ {
		line := &s.spans[i]
		for line.start < line.end && s.source[line.start] == ' ' {
			line.start++
		}
	}
	s.spans[p.to-1] = s.trim(s.spans[p.to-1])
}

// closeParagraph finds out what a paragraph is: the marker of a callout,
// definitions of links, a table, or words.
func (s *scanner) closeParagraph(n int32) {
	p := &s.nodes[n]
	quote := &s.nodes[p.parent]
	if quote.kind == nodeQuote && quote.first == n && quote.level == 0 {
		line := s.spans[p.from]
		if kind, start, end := calloutMarker(s.source[line.start:line.end]); kind != 0 {
			quote.level, quote.info = uint8(kind), span{line.start + start, line.start + end}
			p.from++
		}
	}
	if p.from == p.to {
		p.kind = nodeGone
		return
	}
	first := s.trim(s.spans[p.from])
	if s.source[first.start] == '[' && s.defines(p) {
		s.define(p)
		return
	}
	for i := p.from + 1; i < p.to; i++ {
		if s.maybeDelimiter(s.spans[i]) && s.makeTable(n, i) {
			break
		}
	}
	if p = &s.nodes[n]; p.kind == nodeParagraph {
		s.trimLines(p)
	}
}

// defines says whether a paragraph may hold definitions of links.
func (s *scanner) defines(p *node) bool {
	for i := p.from; i < p.to; i++ {
		if bytes.Contains(s.source[s.spans[i].start:s.spans[i].end], []byte("]:")) {
			return true
		}
	}
	return false
}

// define reads a paragraph of definitions, one on each line. All else is
// goldmark's.
func (s *scanner) define(p *node) {
	for i := p.from; i < p.to && !s.gaveUp; i++ {
		if p.parent != 0 || !s.definition(s.trim(s.spans[i])) {
			s.giveUp()
		}
	}
	p.kind = nodeGone
}

func (s *scanner) definition(part span) bool {
	line := s.source[part.start:part.end]
	end := bytes.IndexAny(line[1:], "[]\\") + 1
	if line[0] != '[' || end < 1 || end > 900 || line[end] != ']' || end+1 == len(line) || line[end+1] != ':' {
		return false
	}
	ref := reference{label: util.ToLinkReference(line[1:end])}
	rest := bytes.TrimLeft(line[end+2:], " ")
	if i := bytes.IndexByte(rest, ' '); i >= 0 {
		ref.title = bytes.TrimLeft(rest[i:], " ")
		rest = rest[:i]
		if n := len(ref.title); n < 2 || ref.title[0] != '"' || bytes.IndexByte(ref.title[1:], '"') != n-2 || bytes.IndexByte(ref.title, '\\') >= 0 {
			return false
		}
		ref.title = ref.title[1 : len(ref.title)-1]
	}
	ref.dest = rest
	control := func(r rune) bool { return r < ' ' }
	if len(rest) == 0 || rest[0] == '<' || bytes.ContainsAny(rest, "()\\") || bytes.ContainsFunc(line, control) || ref.label == "" {
		return false
	}
	if _, ok := s.reference(ref.label); !ok {
		s.refs = append(s.refs, ref)
	}
	return true
}

func (s *scanner) reference(label string) (reference, bool) {
	for _, ref := range s.refs {
		if ref.label == label {
			return ref, true
		}
	}
	return reference{}, false
}
