package markdown

import "bytes"

// openFence opens a block of code.
func (s *scanner) openFence(parent int32, indent int, blank bool) leafKind {
	at := s.pos + indent
	i := at
	for i < s.end && s.source[i] == s.source[at] {
		i++
	}
	if i-at < 3 {
		return leafNo
	}
	info := span{}
	if i < s.end-1 {
		info = s.trim(span{i, s.end})
	}
	for _, b := range s.source[i:s.end] {
		if b < ' ' && b != '\n' {
			s.giveUp()
		}
	}
	if s.source[at] == '`' && bytes.IndexByte(s.source[info.start:info.end], '`') >= 0 {
		return leafNo
	}
	if indent > 0 {
		s.giveUp()
	}
	s.add(node{kind: nodeFence, parent: parent, blankBefore: blank, marker: s.source[at], number: i - at, info: info,
		from: len(s.spans), to: len(s.spans)})
	return leafYes
}

func (s *scanner) continuesFence(n int32) bool {
	fence := &s.nodes[n]
	if indent := s.indent(); indent < 4 {
		i := s.pos + indent
		for i < s.end && s.source[i] == fence.marker {
			i++
		}
		if i-s.pos-indent >= fence.number {
			for i < s.end && s.source[i] == ' ' {
				i++
			}
			if i == s.end || s.source[i] == '\n' {
				s.skipLine()
				return false
			}
			if s.source[i] < ' ' {
				s.giveUp()
			}
		}
	}
	s.addLine(n, s.pos)
	return true
}

// fenceCode is the code of a fence.
func (s *scanner) fenceCode(n *node) []byte {
	if n.from == n.to {
		return nil
	}
	lines := s.spans[n.from:n.to]
	code := make([]byte, 0, lines[len(lines)-1].end-lines[0].start+1)
	for _, line := range lines {
		code = append(code, s.source[line.start:line.end]...)
	}
	if code[len(code)-1] != '\n' {
		code = append(code, '\n')
	}
	return code
}
