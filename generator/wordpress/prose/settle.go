package prose

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/site/report"
)

// deepest is how many elements may stand within each other; what lies deeper
// stays as words.
const deepest = 200

// settler brings a tree into the few shapes that the writer knows, without a
// change to what readers see.
type settler struct {
	cards  *cards
	isNote func(id string) bool
	levels []int // of the headings above, as they were

	problems []report.Problem // of links
}

// settle settles a whole tree: its children are blocks then.
func (s *settler) settle(root *html.Node) {
	s.children(root, 0)
	wrapWords(root)
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		s.rank(c)
	}
}

func (s *settler) children(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		s.node(c, depth+1)
		c = next
	}
}

// node settles n after what it holds. It may replace or remove n.
func (s *settler) node(n *html.Node, depth int) {
	switch {
	case n.Type == html.TextNode:
		n.Data = printable(n.Data)
	case n.Type == html.CommentNode && n.Parent.Type == html.DocumentNode && isMore(n):
	case is(n, atom.Math):
		formula(n)
	case n.Type != html.ElementNode || kindOf(n) == kindGone:
		n.Parent.RemoveChild(n)
	case depth > deepest:
		flatten(n)
	default:
		s.element(n, depth)
	}
}

func (s *settler) element(n *html.Node, depth int) {
	for i := range n.Attr {
		n.Attr[i].Val = printable(n.Attr[i].Val)
	}
	if a, ok := aliases[n.DataAtom]; ok {
		rename(n, a)
	}
	if is(n, atom.Pre) {
		s.pre(n)
		return
	}
	s.children(n, depth)
	switch k := kindOf(n); {
	case isStray(n):
		wrapWords(n)
		unwrap(n)
	case k == kindThrough:
		unwrap(n)
	case k == kindMark:
		s.mark(n)
	case k == kindLeaf:
		s.leaf(n)
	case k == kindBlock:
		s.block(n)
	}
}

// parents are where elements that are part of others stand.
var parents = map[atom.Atom][]atom.Atom{
	atom.Li: {atom.Ul, atom.Ol}, atom.Dt: {atom.Dl, atom.Div}, atom.Dd: {atom.Dl, atom.Div}, atom.Figcaption: {atom.Figure},
	atom.Summary: {atom.Details}, atom.Caption: {atom.Table}, atom.Thead: {atom.Table}, atom.Tbody: {atom.Table}, atom.Tfoot: {atom.Table},
	atom.Tr: {atom.Table, atom.Thead, atom.Tbody, atom.Tfoot}, atom.Td: {atom.Tr}, atom.Th: {atom.Tr},
	atom.Source: {atom.Audio, atom.Video}, atom.Track: {atom.Audio, atom.Video},
}

// isStray says whether n stands where it cannot.
func isStray(n *html.Node) bool {
	all, part := parents[n.DataAtom]
	return part && !slices.Contains(all, n.Parent.DataAtom)
}

// printable is s without characters that nobody sees, and that some parsers take
// for blanks.
func printable(s string) string {
	control := func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	if strings.IndexFunc(s, control) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == '\f' {
			return ' '
		}
		if control(r) {
			return -1
		}
		return r
	}, s)
}

// findName is the first element within n of a name that HTML does not have.
func findName(n *html.Node, name string) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == name {
			return d
		}
	}
	return nil
}

// formula makes code of a formula: its words as they follow each other.
func formula(n *html.Node) {
	text := words(n)
	if source := findName(n, "annotation"); source != nil {
		text = words(source)
	}
	if text = strings.Join(strings.Fields(printable(text)), " "); text != "" {
		code := element(atom.Code)
		code.AppendChild(&html.Node{Type: html.TextNode, Data: text})
		n.Parent.InsertBefore(code, n)
	}
	n.Parent.RemoveChild(n)
}

// flatten makes words of an element.
func flatten(n *html.Node) {
	n.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: printable(words(n))}, n)
	n.Parent.RemoveChild(n)
}

func isMore(n *html.Node) bool {
	return n.Type == html.CommentNode && strings.HasPrefix(strings.TrimSpace(n.Data), "more")
}

// wrapWords makes paragraphs of the words of n that stand between blocks.
func wrapWords(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		if isBlock(c) || c.Type == html.CommentNode {
			c = c.NextSibling
			continue
		}
		end := c
		for end != nil && !isBlock(end) && end.Type != html.CommentNode {
			end = end.NextSibling
		}
		p := element(atom.P)
		n.InsertBefore(p, c)
		moveChildren(p, nil, c, end)
		if !holds(p) {
			n.RemoveChild(p)
		}
		c = end
	}
}

// block settles a block that holds blocks.
func (s *settler) block(n *html.Node) {
	switch n.DataAtom {
	case atom.Hr, atom.Td, atom.Th:
		return
	case atom.Audio, atom.Video: // words in it are for browsers that know neither
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if !is(c, atom.Source) && !is(c, atom.Track) {
				n.RemoveChild(c)
			}
			c = next
		}
		return
	case atom.Ul, atom.Ol:
		settleList(n)
	case atom.Table:
		settleTable(n)
	case atom.Dl:
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if is(c, atom.Div) || is(c, atom.P) {
				unwrap(c)
			}
			c = next
		}
	case atom.Div:
		if !isGallery(n) {
			wrapWords(n)
			unwrap(n)
			return
		}
	}
	if !holds(n) {
		n.Parent.RemoveChild(n)
	}
}

// tableParts are what tables and their parts may hold.
var tableParts = map[atom.Atom][]atom.Atom{
	atom.Table: {atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr}, atom.Thead: {atom.Tr}, atom.Tbody: {atom.Tr}, atom.Tfoot: {atom.Tr},
	atom.Tr: {atom.Td, atom.Th},
}

// settleTable puts what stands between the parts of a table behind it.
func settleTable(table *html.Node) {
	behind := table.NextSibling
	var part func(n *html.Node)
	part = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			switch {
			case slices.Contains(tableParts[n.DataAtom], c.DataAtom):
				if tableParts[c.DataAtom] != nil {
					part(c)
				}
			default:
				n.RemoveChild(c)
				if !isBlank(c) {
					table.Parent.InsertBefore(c, behind)
				}
			}
			c = next
		}
	}
	part(table)
}

// settleList puts what stands between the items of a list into an item.
func settleList(n *html.Node) {
	var item *html.Node
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case is(c, atom.Li):
			item = c
		case isBlank(c):
			n.RemoveChild(c)
		case item != nil && isBlock(c):
			moveChildren(item, nil, c, next)
		default:
			item = element(atom.Li)
			n.InsertBefore(item, c)
			moveChildren(item, nil, c, next)
		}
		c = next
	}
}

// rank gives headings their levels: the title of the page is above them all, and
// no level is skipped.
func (s *settler) rank(n *html.Node) {
	for c := n; c != nil; c = following(c, n) {
		if c.Type != html.ElementNode || !isHeading(c.DataAtom) {
			continue
		}
		level := int(c.Data[1] - '0')
		for len(s.levels) > 0 && s.levels[len(s.levels)-1] >= level {
			s.levels = s.levels[:len(s.levels)-1]
		}
		s.levels = append(s.levels, level)
		rename(c, headings[min(1+len(s.levels), 6)])
	}
}
