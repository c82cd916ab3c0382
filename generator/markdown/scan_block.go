package markdown

// What openBlocks found on a line.
type opened uint8

const (
	openedNone opened = iota
	openedBlocks
	openedNothingNew // the line continues a paragraph, or underlines it
)

// continueBlocks reads a line within open blocks: those it does not continue are
// closed, after those that it opens were.
func (s *scanner) continueBlocks() {
	s.blank = s.blank[:0]
	last := len(s.open) - 1
	for i := 0; i <= last && !s.gaveUp; i++ {
		if s.pos == len(s.source) {
			s.closeBlocks(last, 0)
			return
		}
		n := s.open[i]
		kind := s.nodes[n].kind
		s.blank = append(s.blank, s.restBlank(kind != nodeFence))
		if kind != nodeParagraph && s.continues(n) {
			if i < last || kind == nodeFence {
				continue
			}
			s.openBlocks(n, s.wasBlank(i+1))
			break
		}
		parent := int32(0)
		if i > 0 {
			parent = s.open[i-1]
		}
		if s.openBlocks(parent, s.wasBlank(i)) != openedNothingNew {
			s.closeBlocks(last, i)
		}
		break
	}
	s.blank, s.past = s.past, s.blank
}

// continues says whether the line continues node n, and takes from the line what
// belongs to n.
func (s *scanner) continues(n int32) bool {
	switch s.nodes[n].kind {
	case nodeQuote:
		return s.quoteMark()
	case nodeList:
		return s.continuesList(n)
	case nodeItem:
		return s.continuesItem(n)
	case nodeFence:
		return s.continuesFence(n)
	}
	return false
}

// closeBlocks closes the open blocks from down to to.
func (s *scanner) closeBlocks(from, to int) {
	for i := from; i >= to; i-- {
		switch n := s.open[i]; s.nodes[n].kind {
		case nodeParagraph:
			s.closeParagraph(n)
		case nodeList:
			s.settleList(n)
		}
	}
	if from >= to {
		s.open = append(s.open[:to], s.open[from+1:]...)
	}
}

// openBlocks opens the blocks that start on what is left of the line.
func (s *scanner) openBlocks(parent int32, blank bool) opened {
	result, continuable := openedNone, s.nodes[s.lastOpen()].kind == nodeParagraph
	for !s.gaveUp {
		indent := s.indent()
		at := s.pos + indent
		if at >= s.end || s.source[at] == '\n' {
			return result
		}
		within := continuable && result == openedNone // a paragraph, which not all blocks may interrupt
		if indent > 3 {
			if !within {
				s.giveUp() // indented code
				return result
			}
			break
		}
		n, leaf := s.openBlock(parent, indent, blank)
		switch {
		case leaf == leafHeading:
			return openedNothingNew
		case leaf == leafYes:
			return openedBlocks
		case n != 0:
			parent, result = n, openedBlocks
			continue
		case !within:
			s.openParagraph(parent, blank)
			return openedBlocks
		}
		break
	}
	if result == openedNone && continuable && !s.gaveUp {
		s.addLine(s.lastOpen(), s.pos)
		return openedNothingNew
	}
	return result
}

type leafKind uint8

const (
	leafNo      leafKind = iota
	leafYes              // the line is used up
	leafHeading          // it made a heading of the open paragraph
)

// openBlock opens the block whose first sign is at indent: a container n, or a
// leaf, or none.
func (s *scanner) openBlock(parent int32, indent int, blank bool) (n int32, found leafKind) {
	at := s.pos + indent
	next := byte('\n')
	if at+1 < s.end {
		next = s.source[at+1]
	}
	switch b := s.source[at]; b {
	case '-', '=', '*', '_', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return s.openMarked(parent, indent, blank)
	case '#':
		return 0, s.openHeading(parent, at, blank)
	case '`', '~':
		return 0, s.openFence(parent, indent, blank)
	case '>':
		s.quoteMark()
		return s.add(node{kind: nodeQuote, parent: parent, blankBefore: blank}), leafNo
	case '<':
		if !hasPrefix(s.source[at:s.end], "<http://") && !hasPrefix(s.source[at:s.end], "<https://") {
			s.giveUp() // HTML, perhaps
		}
	case ':':
		if next == ' ' || next == '\t' {
			s.giveUp() // definition list, perhaps
		}
	case '[':
		if next == '^' {
			s.giveUp() // footnote
		}
	default:
		if b < ' ' {
			s.giveUp()
		}
	}
	return 0, leafNo
}

func hasPrefix(s []byte, prefix string) bool {
	return len(s) >= len(prefix) && string(s[:len(prefix)]) == prefix
}

// openMarked opens what starts with a sign that several blocks share.
func (s *scanner) openMarked(parent int32, indent int, blank bool) (n int32, found leafKind) {
	at := s.pos + indent
	b := s.source[at]
	if b == '-' || b == '=' {
		if last := s.lastOpen(); s.nodes[last].kind == nodeParagraph && s.nodes[last].parent == parent && s.underline(at) {
			s.makeHeading(last, b)
			return 0, leafHeading
		}
	}
	if (b == '-' || b == '*' || b == '_') && s.isRule(at) {
		s.add(node{kind: nodeRule, parent: parent, blankBefore: blank})
		return 0, leafYes
	}
	if b == '=' || b == '_' {
		return 0, leafNo
	}
	return s.openListOrItem(parent, blank), leafNo
}

// quoteMark takes the mark of a quotation from the line.
func (s *scanner) quoteMark() bool {
	indent := s.indent()
	at := s.pos + indent
	if indent > 3 || at >= s.end || s.source[at] != '>' {
		return false
	}
	s.pos = at + 1
	if s.pos < s.end && s.source[s.pos] == ' ' {
		s.pos++
	} else if s.pos < s.end && s.source[s.pos] == '\t' {
		s.giveUp()
	}
	return true
}

// underline says whether the line from at is nothing but - or nothing but =.
func (s *scanner) underline(at int) bool {
	i := at
	for i < s.end && s.source[i] == s.source[at] {
		i++
	}
	for i < s.end && s.source[i] == ' ' {
		i++
	}
	return i == s.end || s.source[i] == '\n'
}

// isRule says whether the line from at is a thematic break.
func (s *scanner) isRule(at int) bool {
	count := 0
	for i := at; i < s.end; i++ {
		switch b := s.source[i]; b {
		case s.source[at]:
			count++
		case ' ', '\n':
		case '\t':
			s.giveUp()
			return false
		default:
			return false
		}
	}
	return count > 2
}
