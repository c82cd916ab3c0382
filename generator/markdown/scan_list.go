package markdown

// mark is the mark of a list item: where its sign is and ends on the line, and
// what it is.
type mark struct {
	start, end int // of the line that is left; end is behind the sign
	ordered    bool
	sign       byte
	number     int
	spaces     int  // behind the sign
	empty      bool // nothing follows
}

// itemMark reads the mark of a list item on what is left of the line.
func (s *scanner) itemMark() (m mark, ok bool) {
	line := s.source[s.pos:s.end]
	i := 0
	for i < len(line) && line[i] == ' ' {
		i++
	}
	if i > 3 || i == len(line) {
		return m, false
	}
	m.start = i
	switch b := line[i]; {
	case b == '-' || b == '*' || b == '+':
	case b >= '0' && b <= '9':
		for ; i < len(line) && line[i] >= '0' && line[i] <= '9'; i++ {
			m.number = m.number*10 + int(line[i]-'0')
			if i-m.start >= 9 {
				return m, false
			}
		}
		if i == len(line) || line[i] != '.' && line[i] != ')' {
			return m, false
		}
		m.ordered = true
	default:
		return m, false
	}
	m.sign = line[i]
	i++
	m.end = i
	for i < len(line) && line[i] == ' ' {
		i++
	}
	m.spaces = i - m.end
	if i < len(line) && line[i] == '\t' {
		s.giveUp()
	}
	m.empty = i == len(line) || line[i] == '\n'
	return m, m.spaces > 0 || m.empty
}

// openListOrItem opens a list, or an item when parent is a list.
func (s *scanner) openListOrItem(parent int32, blank bool) int32 {
	m, ok := s.itemMark()
	if !ok {
		if s.nodes[parent].kind == nodeList {
			s.giveUp()
		}
		return 0
	}
	if s.nodes[parent].kind != nodeList {
		last := &s.nodes[s.lastOpen()]
		if last.kind == nodeParagraph && last.parent == parent && (m.empty || m.ordered && m.number != 1) {
			return 0 // it may not interrupt a paragraph
		}
		return s.add(node{kind: nodeList, parent: parent, blankBefore: blank, marker: m.sign, ordered: m.ordered, number: m.number})
	}
	if m.empty || m.spaces > 4 || m.start-s.lastOffset(parent) > 3 {
		s.giveUp()
		return 0
	}
	offset := m.end + m.spaces
	s.pos += offset
	return s.add(node{kind: nodeItem, parent: parent, blankBefore: blank, offset: offset})
}

// lastOffset is where the words of the last item of a list start.
func (s *scanner) lastOffset(list int32) int {
	if last := s.nodes[list].last; last != 0 {
		return s.nodes[last].offset
	}
	return 0
}

func (s *scanner) continuesList(n int32) bool {
	if s.restBlank(true) {
		return true
	}
	offset, indent := s.lastOffset(n), s.indent()
	if indent >= offset {
		return true
	}
	if indent >= 4 {
		return false
	}
	m, ok := s.itemMark()
	if !ok || m.start-offset >= 4 {
		return false
	}
	list := &s.nodes[n]
	if m.sign != list.marker || m.ordered != list.ordered {
		return false
	}
	return m.ordered || !s.isRule(s.pos+m.end-1)
}

func (s *scanner) continuesItem(n int32) bool {
	if s.restBlank(true) {
		if s.end == len(s.source) && s.source[s.end-1] != '\n' {
			s.giveUp()
		}
		s.skipLine()
		return true
	}
	offset, indent := s.lastOffset(s.nodes[n].parent), s.indent()
	if indent < offset {
		if indent >= 4 {
			s.giveUp()
		}
		return false
	}
	s.pos += offset
	return true
}

// settleList finds out whether its items stand apart, as paragraphs.
func (s *scanner) settleList(n int32) {
	for item := s.nodes[n].first; item != 0; item = s.nodes[item].next {
		if item != s.nodes[n].first && s.nodes[item].blankBefore {
			s.nodes[n].loose = true
		}
		first := s.nodes[item].first
		if first == 0 {
			continue
		}
		for c := s.nodes[first].next; c != 0; c = s.nodes[c].next {
			if s.nodes[c].blankBefore {
				s.nodes[n].loose = true
			}
		}
	}
}
