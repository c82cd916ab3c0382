package markdown

// writeChildren hands the blocks within node n to the composer.
func (s *scanner) writeChildren(n int32) {
	for c := s.nodes[n].first; c != 0 && !s.gaveUp; c = s.nodes[c].next {
		s.writeNode(c)
	}
}

func (s *scanner) writeNode(i int32) {
	switch n := &s.nodes[i]; n.kind {
	case nodeParagraph:
		s.readLines(s.spans[n.from:n.to])
		if parent := &s.nodes[n.parent]; parent.kind == nodeItem && !s.nodes[parent.parent].loose {
			s.bare()
			if n.next != 0 {
				s.write("\n")
			}
			return
		}
		s.paragraph(n.parent == 0)
	case nodeHeading:
		s.readLines(s.spans[n.from:n.to])
		s.heading(int(n.level), n.number)
	case nodeRule:
		s.write("<hr>\n")
	case nodeFence:
		s.codeBlock(s.source[n.info.start:n.info.end], s.fenceCode(n))
	case nodeQuote:
		s.writeQuote(i, n)
	case nodeList:
		s.openList(n.ordered, n.number)
		s.writeChildren(i)
		s.composer.closeList(n.ordered)
	case nodeItem:
		s.write("<li>")
		if first := n.first; first != 0 && (s.nodes[first].kind != nodeParagraph || s.nodes[n.parent].loose) {
			s.write("\n")
		}
		s.writeChildren(i)
		s.write("</li>\n")
	case nodeTable:
		s.writeTable(n)
	}
}

func (s *scanner) writeQuote(i int32, n *node) {
	if n.level == 0 {
		s.write("<blockquote>\n")
		s.writeChildren(i)
		s.write("</blockquote>\n")
		return
	}
	s.readLine(n.info)
	s.openCallout(int(n.level))
	s.writeChildren(i)
	s.closeCallout()
}
