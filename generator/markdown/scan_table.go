package markdown

import "bytes"

var alignments = [...]string{"", "left", "right", "center"}

// maybeDelimiter says whether a line may divide the head of a table from its
// body: |---|---|
func (s *scanner) maybeDelimiter(line span) bool {
	part := s.trim(line)
	pipe := false
	for _, b := range s.source[part.start:part.end] {
		switch b {
		case '|':
			pipe = true
		case '-', ':', ' ':
		default:
			if b < ' ' {
				s.giveUp()
			}
			return false
		}
	}
	if !pipe {
		s.giveUp() // a table of one column, perhaps
		return false
	}
	return part.start-line.start <= 3
}

// columns reads the alignments of a delimiter line into s.aligns.
func (s *scanner) columns(line span) bool {
	part := s.trim(line)
	text := s.source[part.start:part.end]
	text = bytes.TrimPrefix(text, []byte("|"))
	if n := len(text); n > 0 && text[n-1] == '|' {
		text = text[:n-1]
	}
	s.aligns = s.aligns[:0]
	for more := true; more; {
		var column []byte
		column, text, more = bytes.Cut(text, []byte("|"))
		column = bytes.Trim(column, " ")
		align := uint8(0)
		if bytes.HasPrefix(column, []byte(":")) {
			align, column = align|1, column[1:]
		}
		if bytes.HasSuffix(column, []byte(":")) {
			align, column = align|2, column[:len(column)-1]
		}
		if len(column) == 0 || bytes.IndexByte(column, ':') >= 0 || bytes.IndexByte(column, ' ') >= 0 {
			return false
		}
		s.aligns = append(s.aligns, align)
	}
	return true
}

// makeTable makes a table of the lines of a paragraph around delimiter line i,
// and says whether more lines are not to be looked at.
func (s *scanner) makeTable(n int32, i int) bool {
	p := &s.nodes[n]
	if !s.columns(s.spans[i]) {
		return false
	}
	if s.cells(s.spans[i-1], len(s.aligns)+1); len(s.row) > len(s.aligns) {
		return true
	}
	if i-1 == p.from {
		p.kind, p.blankBefore = nodeTable, false
		return true
	}
	table := node{kind: nodeTable, parent: p.parent, next: p.next, from: i - 1, to: p.to}
	p.to = i - 1
	p.next = int32(len(s.nodes))
	if parent := &s.nodes[p.parent]; parent.last == n {
		parent.last = p.next
	}
	s.nodes = append(s.nodes, table)
	return true
}

// cells cuts a row into at most limit cells, in s.row.
func (s *scanner) cells(line span, limit int) {
	s.row = s.row[:0]
	part := s.trim(line)
	text := s.source[part.start:part.end]
	pos, end := 0, len(text)
	if end > 0 && text[0] == '|' {
		pos++
	}
	if end > 0 && text[end-1] == '|' {
		end--
	}
	code := false
	for pos < end && len(s.row) < limit {
		close := pos
		for ; close < end; close++ {
			if text[close] == '`' {
				code = true
			}
			if text[close] == '|' {
				if close == 0 || text[close-1] != '\\' {
					break
				}
				if code {
					s.giveUp() // a pipe in code
				}
			}
		}
		s.row = append(s.row, s.trim(span{part.start + pos, part.start + close}))
		pos = close + 1
	}
}

// writeTable writes a table.
func (s *scanner) writeTable(n *node) {
	from, to := n.from, n.to
	s.columns(s.spans[from+1])
	s.openTable()
	s.writeRow(s.spans[from], true)
	s.write("</tr>\n</thead>\n")
	if to > from+2 {
		s.write("<tbody>\n")
		for i := from + 2; i < to; i++ {
			s.write("<tr>\n")
			s.writeRow(s.spans[i], false)
			s.write("</tr>\n")
		}
		s.write("</tbody>\n")
	}
	s.closeTable()
}

func (s *scanner) writeRow(line span, head bool) {
	s.cells(line, len(s.aligns))
	for i, cell := range s.row {
		s.readLine(cell)
		s.cell(head, alignments[s.aligns[i]])
	}
	for range len(s.aligns) - len(s.row) {
		s.beginBlock()
		s.cell(head, "")
	}
}
