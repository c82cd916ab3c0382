package prose

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// kind is what an element is to a writer of Markdown.
type kind uint8

const (
	kindGone    kind = iota // nothing that readers see
	kindThrough             // its content stands for it
	kindLeaf                // a block that holds a line of words
	kindBlock               // a block that holds blocks, or is one by itself
	kindMark                // words within a line, marked
	kindThing               // no words: a picture, a break
)

// kinds are those of elements; any other is kindThrough.
var kinds = map[atom.Atom]kind{
	atom.P: kindLeaf, atom.H1: kindLeaf, atom.H2: kindLeaf, atom.H3: kindLeaf, atom.H4: kindLeaf, atom.H5: kindLeaf, atom.H6: kindLeaf,
	atom.Dt: kindLeaf, atom.Summary: kindLeaf, atom.Caption: kindLeaf,
	atom.Ul: kindBlock, atom.Ol: kindBlock, atom.Li: kindBlock, atom.Blockquote: kindBlock, atom.Pre: kindBlock, atom.Hr: kindBlock,
	atom.Table: kindBlock, atom.Thead: kindBlock, atom.Tbody: kindBlock, atom.Tfoot: kindBlock, atom.Tr: kindBlock, atom.Td: kindBlock,
	atom.Th: kindBlock, atom.Dl: kindBlock, atom.Dd: kindBlock, atom.Details: kindBlock, atom.Figure: kindBlock, atom.Figcaption: kindBlock,
	atom.Div: kindBlock, atom.Audio: kindBlock, atom.Video: kindBlock,
	atom.A: kindMark, atom.Strong: kindMark, atom.Em: kindMark, atom.Del: kindMark, atom.Ins: kindMark, atom.U: kindMark, atom.Sub: kindMark,
	atom.Sup: kindMark, atom.Q: kindMark, atom.Abbr: kindMark, atom.Kbd: kindMark, atom.Mark: kindMark, atom.Small: kindMark,
	atom.Cite: kindMark, atom.Code: kindMark,
	atom.Br: kindThing, atom.Img: kindThing, atom.Source: kindThing, atom.Track: kindThing,
	atom.Script: kindGone, atom.Style: kindGone, atom.Template: kindGone, atom.Noscript: kindGone, atom.Wbr: kindGone, atom.Head: kindGone,
	atom.Input: kindGone, atom.Textarea: kindGone, atom.Select: kindGone, atom.Svg: kindGone, atom.Math: kindGone, atom.Iframe: kindGone,
	atom.Object: kindGone, atom.Embed: kindGone, atom.Col: kindGone, atom.Colgroup: kindGone, atom.Title: kindGone,
	atom.Section: kindBlock, atom.Article: kindBlock, atom.Header: kindBlock, atom.Footer: kindBlock, atom.Main: kindBlock,
	atom.Aside: kindBlock, atom.Nav: kindBlock, atom.Address: kindBlock, atom.Center: kindBlock, atom.Form: kindBlock, atom.Fieldset: kindBlock,
}

// aliases are elements that mean the same as others.
var aliases = map[atom.Atom]atom.Atom{
	atom.B: atom.Strong, atom.I: atom.Em, atom.S: atom.Del, atom.Strike: atom.Del, atom.Tt: atom.Code, atom.Acronym: atom.Abbr,
	atom.Section: atom.Div, atom.Article: atom.Div, atom.Header: atom.Div, atom.Footer: atom.Div, atom.Main: atom.Div, atom.Aside: atom.Div,
	atom.Nav: atom.Div, atom.Address: atom.Div, atom.Center: atom.Div, atom.Form: atom.Div, atom.Fieldset: atom.Div,
}

func kindOf(n *html.Node) kind {
	switch n.Type {
	case html.TextNode:
		return kindMark
	case html.ElementNode:
		if k, ok := kinds[n.DataAtom]; ok {
			return k
		}
		return kindThrough
	}
	return kindGone
}

// isBlock says whether n stands apart from words.
func isBlock(n *html.Node) bool {
	k := kindOf(n)
	return k == kindLeaf || k == kindBlock
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

var headings = [...]atom.Atom{1: atom.H1, 2: atom.H2, 3: atom.H3, 4: atom.H4, 5: atom.H5, 6: atom.H6}

func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	for name := range strings.FieldsSeq(attr(n, "class")) {
		if name == class {
			return true
		}
	}
	return false
}

func is(n *html.Node, a atom.Atom) bool {
	return n != nil && n.Type == html.ElementNode && n.DataAtom == a
}

func isEmbed(n *html.Node) bool { return is(n, atom.Figure) && hasClass(n, "embed") }

func isGallery(n *html.Node) bool { return is(n, atom.Div) && hasClass(n, "gallery") }

func isNote(n *html.Node) bool { return is(n, atom.Sup) && attr(n, "data-note") != "" }

// element makes an element out of any place.
func element(a atom.Atom) *html.Node {
	return &html.Node{Type: html.ElementNode, DataAtom: a, Data: a.String()}
}

// rename makes another element of n, which keeps its attributes and content.
func rename(n *html.Node, a atom.Atom) { n.DataAtom, n.Data = a, a.String() }

// moveChildren moves the children of n from first up to but without end before a
// child of parent, or to its end.
func moveChildren(parent, before, first, end *html.Node) {
	for first != end {
		next := first.NextSibling
		first.Parent.RemoveChild(first)
		parent.InsertBefore(first, before)
		first = next
	}
}

// unwrap puts the content of n in its place.
func unwrap(n *html.Node) {
	moveChildren(n.Parent, n, n.FirstChild, nil)
	n.Parent.RemoveChild(n)
}

// only is the one child of n beside blanks, or nil.
func only(n *html.Node) *html.Node {
	var found *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if isBlank(c) {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}

// find is the first element within n, n itself included, that is a.
func find(n *html.Node, a atom.Atom) *html.Node {
	if is(n, a) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if found := find(c, a); found != nil {
			return found
		}
	}
	return nil
}

// isBlank says whether n is white space, or nothing that readers see.
func isBlank(n *html.Node) bool {
	switch n.Type {
	case html.TextNode:
		return blank(n.Data)
	case html.ElementNode:
		return false
	}
	return true
}

func blank(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			return false
		}
	}
	return true
}

// words are all words within n, without marks.
func words(n *html.Node) string {
	var b strings.Builder
	for c := n; c != nil; c = following(c, n) {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		} else if is(c, atom.Br) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// following is the node behind c in the order of the text, within root. It needs
// no stack, however deep the tree.
func following(c, root *html.Node) *html.Node {
	if c.FirstChild != nil {
		return c.FirstChild
	}
	return behind(c, root)
}

// behind is the node behind c and all it holds, within root.
func behind(c, root *html.Node) *html.Node {
	for c != root {
		if c.NextSibling != nil {
			return c.NextSibling
		}
		c = c.Parent
	}
	return nil
}
