package prose

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// leaf settles a paragraph or a heading.
func (s *settler) leaf(n *html.Node) {
	if !holds(n) {
		n.Parent.RemoveChild(n)
		return
	}
	if holdsBlock(n) {
		wrapWords(n)
		unwrap(n)
		return
	}
	if !is(n, atom.P) {
		return
	}
	codeLines(n)
	if n.Parent == nil {
		return
	}
	if !s.card(n) {
		splitBreaks(n)
	}
}

// codeLines makes a block of each code in a paragraph that has lines of its own,
// on several lines.
func codeLines(p *html.Node) {
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if !is(c, atom.Code) || find(c, atom.Br) == nil || !endsLine(c, true) || !endsLine(c, false) {
			continue
		}
		if !strings.Contains(strings.Trim(words(c), " \n"), "\n") {
			continue
		}
		before, pre := element(atom.P), element(atom.Pre)
		p.Parent.InsertBefore(before, p)
		moveChildren(before, nil, p.FirstChild, c)
		p.Parent.InsertBefore(pre, p)
		moveChildren(pre, nil, c.FirstChild, nil)
		p.RemoveChild(c)
		if !holds(before) {
			p.Parent.RemoveChild(before)
		}
		if c = p.FirstChild; c == nil {
			break
		}
	}
	if !holds(p) {
		p.Parent.RemoveChild(p)
	}
}

// endsLine says whether a line starts or ends with n.
func endsLine(n *html.Node, starts bool) bool {
	for {
		if starts {
			n = n.PrevSibling
		} else {
			n = n.NextSibling
		}
		if n == nil || is(n, atom.Br) {
			return true
		}
		if !isBlank(n) {
			return false
		}
	}
}

// card makes an embed of a paragraph that is one link to a video or a post: the
// language shows it as one.
func (s *settler) card(p *html.Node) bool {
	a := only(p)
	if a != nil && a.Type == html.TextNode {
		words := a
		a = element(atom.A)
		a.Attr = []html.Attribute{{Key: "href", Val: strings.TrimSpace(words.Data)}}
		if !strings.Contains(words.Data, "://") || !s.cards.knows(attr(a, "href")) {
			return false
		}
		p.InsertBefore(a, words)
		moveChildren(a, nil, words, words.NextSibling)
	}
	if !is(a, atom.A) || hasClass(a, "button") {
		return false
	}
	href := attr(a, "href")
	if p.Parent.Type != html.DocumentNode && !is(p.Parent, atom.Blockquote) || !s.cards.knows(href) {
		return false
	}
	figure := element(atom.Figure)
	figure.Attr = []html.Attribute{{Key: "class", Val: "embed"}}
	p.Parent.InsertBefore(figure, p)
	moveChildren(figure, nil, a, nil)
	if caption := strings.TrimSpace(words(a)); caption != "" && caption != href {
		said := element(atom.Figcaption)
		figure.AppendChild(said)
		moveChildren(said, nil, a.FirstChild, nil)
		a.AppendChild(&html.Node{Type: html.TextNode, Data: href})
	}
	p.Parent.RemoveChild(p)
	return true
}

// splitBreaks makes two paragraphs of one that has two line breaks in a row.
func splitBreaks(p *html.Node) {
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		if !is(c, atom.Br) {
			continue
		}
		end, breaks := c, 0
		for end != nil && (is(end, atom.Br) || isBlank(end)) {
			if is(end, atom.Br) {
				breaks++
			}
			end = end.NextSibling
		}
		if breaks < 2 {
			continue
		}
		before := element(atom.P)
		before.Attr = p.Attr
		p.Parent.InsertBefore(before, p)
		moveChildren(before, nil, p.FirstChild, c)
		for p.FirstChild != end {
			p.RemoveChild(p.FirstChild)
		}
		if !holds(before) {
			p.Parent.RemoveChild(before)
		}
		if c = end; c == nil {
			break
		}
	}
	if !holds(p) {
		p.Parent.RemoveChild(p)
	}
}

// pre removes from pre what is no code or words. A poem is lines of words.
func (s *settler) pre(n *html.Node) {
	if blank(words(n)) {
		n.Parent.RemoveChild(n)
		return
	}
	for c := n.FirstChild; c != nil; {
		next := following(c, n)
		c.Data = printable(c.Data)
		if kindOf(c) == kindGone {
			next = behind(c, n)
			c.Parent.RemoveChild(c)
			c = next
			continue
		}
		if a, ok := aliases[c.DataAtom]; ok && c.Type == html.ElementNode {
			rename(c, a)
		}
		if k := kindOf(c); k == kindThrough || k == kindBlock || k == kindLeaf {
			if first := c.FirstChild; first != nil {
				next = first
			}
			unwrap(c)
		}
		c = next
	}
	if hasClass(n, "verse") {
		s.verse(n)
	}
}

// verse makes paragraphs of a poem, whose lines end as they did.
func (s *settler) verse(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := following(c, n)
		if c.Type == html.TextNode {
			for i, line := range strings.Split(c.Data, "\n") {
				if i > 0 {
					c.Parent.InsertBefore(element(atom.Br), c)
				}
				said := line
				if i > 0 || c.Parent == n && c.PrevSibling == nil {
					said = strings.TrimLeft(line, " \t")
					said = strings.Repeat("\u00a0", len(line)-len(said)) + said
				}
				c.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: said}, c)
			}
			c.Parent.RemoveChild(c)
		}
		c = next
	}
	n.Attr = nil
	rename(n, atom.P)
	splitBreaks(n)
}
