package markdown

import "bytes"

// scanner is a parser of our own for what articles are made of. It reads a text
// once for its blocks and once for their words, and follows goldmark to the
// letter; where it does not (tabs, HTML, footnotes, definition lists, indented
// code, empty items, links over several lines …) it gives up and goldmark takes
// over.
type scanner struct {
	composer
	nodes  []node
	spans  []span  // lines of paragraphs and code
	open   []int32 // blocks that the line may continue, outermost first
	refs   []reference
	gaveUp bool

	pos, end    int    // what is left of the line; end is behind the line feed
	blank, past []bool // whether this line and the one before were blank for each open block

	lineReader

	aligns []uint8 // of the columns of a table
	row    []span  // its cells
}

// span is a part of the source.
type span struct{ start, end int }

// reference is a link that the text defines apart: [label]: address "title".
type reference struct {
	label       string // folded
	dest, title []byte
}

type nodeKind uint8

const (
	nodeDocument nodeKind = iota
	nodeParagraph
	nodeHeading
	nodeRule
	nodeFence
	nodeQuote
	nodeList
	nodeItem
	nodeTable
	nodeGone // held nothing but definitions or a marker
)

// node is a block. Node 0 is the document.
type node struct {
	kind        nodeKind
	marker      byte  // of a list or fence
	level       uint8 // of a heading; of a quotation the kind of callout
	ordered     bool
	loose       bool
	blankBefore bool

	parent, first, last, next int32 // nodes; 0 is none

	number   int  // first of a list; length of a fence; position of a heading
	offset   int  // of the words of an item
	info     span // of a fence; title of a callout
	from, to int  // spans
}

// scan renders a text, or nothing when it is not made for it.
func (r *Renderer) scan(source []byte) *Document {
	if bytes.Contains(source, []byte("[^")) || bytes.IndexByte(source, '\r') >= 0 {
		return nil // footnotes, or lines that end unlike others
	}
	s := r.scanners.Get().(*scanner)
	defer r.release(s)
	s.begin(source)
	s.nodes = append(s.nodes[:0], node{})
	s.spans, s.open, s.refs, s.past = s.spans[:0], s.open[:0], s.refs[:0], s.past[:0]
	s.gaveUp = false
	s.readBlocks()
	if s.gaveUp {
		return nil
	}
	s.writeChildren(0)
	if s.gaveUp || len(s.doc.Problems) > 0 {
		return nil
	}
	return s.finish()
}

// release keeps the scanner for the next text, and nothing of this one.
func (r *Renderer) release(s *scanner) {
	s.source, s.doc, s.setter.words = nil, nil, nil
	clear(s.links)
	clear(s.refs)
	r.scanners.Put(s)
}

// giveUp leaves the text to goldmark.
func (s *scanner) giveUp() { s.gaveUp = true }

// add appends a node to its parent and opens it.
func (s *scanner) add(n node) int32 {
	i := int32(len(s.nodes))
	s.nodes = append(s.nodes, n)
	parent := &s.nodes[n.parent]
	if parent.last == 0 {
		parent.first = i
	} else {
		s.nodes[parent.last].next = i
	}
	parent.last = i
	s.open = append(s.open, i)
	return i
}

// lastOpen is the innermost open block, 0 when none is open.
func (s *scanner) lastOpen() int32 {
	if len(s.open) == 0 {
		return 0
	}
	return s.open[len(s.open)-1]
}

// readBlocks makes the tree of nodes, line by line.
func (s *scanner) readBlocks() {
	for s.end = 0; s.end < len(s.source) && !s.gaveUp; {
		s.pos = s.end
		s.end = lineEndAt(s.source, s.pos)
		if len(s.open) > 0 {
			s.continueBlocks()
			continue
		}
		s.past = s.past[:0]
		if !s.restBlank(true) {
			s.openBlocks(0, true)
		}
	}
	if !s.gaveUp {
		s.closeBlocks(len(s.open)-1, 0)
	}
}

// lineEndAt is the offset behind the line that starts at pos.
func lineEndAt(source []byte, pos int) int {
	if i := bytes.IndexByte(source[pos:], '\n'); i >= 0 {
		return pos + i + 1
	}
	return len(source)
}

// restBlank says whether nothing is left of the line. Other white space than
// spaces is goldmark's, if it matters.
func (s *scanner) restBlank(matters bool) bool {
	for i := s.pos; i < s.end; i++ {
		switch b := s.source[i]; {
		case b == ' ':
		case b == '\n':
			return true
		case b < ' ' && matters:
			s.giveUp()
			return true
		default:
			return false
		}
	}
	return true
}

// indent is the number of spaces before what is left of the line.
func (s *scanner) indent() int {
	i := s.pos
	for i < s.end && s.source[i] == ' ' {
		i++
	}
	return i - s.pos
}

// skipLine leaves nothing of the line but its line feed.
func (s *scanner) skipLine() {
	s.pos = s.end
	if s.pos > 0 && s.source[s.pos-1] == '\n' {
		s.pos--
	}
}

// wasBlank says whether the line before was blank for the open block at level.
func (s *scanner) wasBlank(level int) bool {
	return len(s.past) > 0 && s.past[min(level, len(s.past)-1)]
}
