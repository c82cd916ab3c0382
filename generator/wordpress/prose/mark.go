package prose

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/site/report"
)

// mark settles a mark: an empty one is gone, one around blocks goes into them.
func (s *settler) mark(n *html.Node) {
	if isNote(n) && !s.isNote(attr(n, "data-note")) {
		n.Attr = nil
	}
	switch {
	case isNote(n):
	case isAnchor(n):
		moveChildren(n.Parent, n.NextSibling, n.FirstChild, nil)
	case !holds(n), is(n, atom.A) && !s.link(n):
		unwrap(n)
	case holdsBlock(n):
		spread(n)
	case is(n, atom.Code):
		marksOutside(n)
	case is(n, atom.A) && holdsLink(n): // a link within a link: the inner one is meant
		unwrap(n)
	}
}

// isAnchor says whether n is a place that links lead to, and no link itself.
func isAnchor(n *html.Node) bool {
	return is(n, atom.A) && attr(n, "href") == "" && attr(n, "id") != ""
}

// link puts the address of a link right, and notes one that the language does not
// admit.
func (s *settler) link(a *html.Node) bool {
	for i := range a.Attr {
		if a.Attr[i].Key != "href" {
			continue
		}
		href := link(a.Attr[i].Val)
		if href == "" && a.Attr[i].Val != "" {
			scheme, _, _ := strings.Cut(a.Attr[i].Val, ":")
			s.problems = append(s.problems, report.Problem{Message: report.T("md.link.scheme", scheme), Hint: report.T("md.link.hint")})
		}
		a.Attr[i].Val = href
		return href != ""
	}
	return false
}

// marksOutside puts marks around all of a code outside it, where Markdown can say
// them.
func marksOutside(code *html.Node) {
	for inner := only(code); inner != nil && inner.Type == html.ElementNode && kindOf(inner) == kindMark && !isNote(inner); {
		code.RemoveChild(inner)
		code.Parent.InsertBefore(inner, code)
		code.Parent.RemoveChild(code)
		moveChildren(code, nil, inner.FirstChild, nil)
		inner.AppendChild(code)
		inner = only(code)
	}
}

// holds says whether n, settled, shows anything.
func holds(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if !isBlank(c) && !is(c, atom.Br) {
			return true
		}
	}
	return false
}

func holdsBlock(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if isBlock(c) {
			return true
		}
	}
	return false
}

// spread puts a mark that holds blocks into each of them instead, around their
// words.
func spread(n *html.Node) {
	wrapWords(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		spreadInto(c, n)
	}
	unwrap(n)
}

func spreadInto(block, mark *html.Node) {
	if is(block, atom.Audio) || is(block, atom.Video) {
		return // there are no words in it
	}
	for c := block.FirstChild; c != nil; {
		switch {
		case isBlock(c):
			spreadInto(c, mark)
			c = c.NextSibling
		default:
			end := c
			for end != nil && !isBlock(end) {
				end = end.NextSibling
			}
			copied := element(mark.DataAtom)
			copied.Attr = mark.Attr
			block.InsertBefore(copied, c)
			moveChildren(copied, nil, c, end)
			if !holds(copied) || is(copied, atom.A) && holdsLink(copied) {
				unwrap(copied)
			}
			c = end
		}
	}
}

// holdsLink says whether there are links within a link.
func holdsLink(a *html.Node) bool {
	for d := range a.Descendants() {
		if is(d, atom.A) && attr(d, "href") != "" {
			return true
		}
	}
	return false
}
