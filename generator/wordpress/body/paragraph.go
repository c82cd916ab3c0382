package body

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// Text that was typed without tags: a blank line ends a paragraph, the end of a line
// is a break. paragraphs works on the parsed text, so that tags are never in the way.

// inlineNames are elements that stand within words; all others are blocks.
var inlineNames = map[string]bool{"a": true, "abbr": true, "acronym": true, "b": true, "bdi": true, "bdo": true, "big": true, "br": true, "cite": true,
	"code": true, "del": true, "dfn": true, "em": true, "font": true, "i": true, "img": true, "ins": true, "kbd": true, "label": true, "mark": true,
	"q": true, "rp": true, "rt": true, "ruby": true, "s": true, "samp": true, "small": true, "span": true, "strike": true, "strong": true, "sub": true,
	"sup": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true, "picture": true, "o:p": true, "button": true, "input": true, "select": true,
	"textarea": true, "map": true, "area": true, "data": true, "math": true, "svg": true, "blink": true, "nobr": true, "script": true, "noscript": true, "style": true}

func isInline(n *html.Node) bool {
	switch n.Type {
	case html.TextNode, html.CommentNode:
		return true
	case html.ElementNode:
		if !inlineNames[n.Data] {
			return false
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !isInline(c) {
				return false
			}
		}
		return true
	}
	return false
}

// paragraphs gives typed text its paragraphs, also within quotations, items and
// cells.
func paragraphs(nodes []*html.Node) []*html.Node {
	var out, run []*html.Node
	end := func() {
		out = append(out, split(run)...)
		run = nil
	}
	for _, n := range nodes {
		if isInline(n) {
			run = append(run, n)
			continue
		}
		end()
		within(n, 0)
		out = append(out, n)
	}
	end()
	return out
}

// within gives the text within a block its paragraphs.
func within(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	switch n.Data {
	case "pre", "script", "style", "textarea", "svg", "math", "select", "table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "figure":
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && n.Data != "pre" {
				within(c, depth+1)
			}
		}
		return
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "caption", "figcaption":
		appendAll(n, breaks(children(n)))
		return
	}
	list := children(n)
	inline := true
	for _, c := range list {
		inline = inline && isInline(c)
	}
	if inline && n.Data != "div" && n.Data != "blockquote" && !strings.Contains(words(list), "\n\n") {
		appendAll(n, breaks(list)) // a cell, an item
		return
	}
	var made []*html.Node
	for _, c := range list {
		if !isInline(c) {
			within(c, depth+1)
		}
	}
	var run []*html.Node
	for i := 0; i <= len(list); i++ {
		if i < len(list) && isInline(list[i]) {
			run = append(run, list[i])
			continue
		}
		parts := split(run)
		if n.Data == "li" || n.Data == "td" || n.Data == "th" || n.Data == "dd" {
			if len(parts) == 1 { // no paragraph where there is but one
				parts = children(parts[0])
			}
		}
		made, run = append(made, parts...), nil
		if i < len(list) {
			made = append(made, list[i])
		}
	}
	appendAll(n, made)
}

func words(list []*html.Node) string {
	var b strings.Builder
	for _, n := range list {
		b.WriteString(textOf(n))
	}
	return blankLine.ReplaceAllString(b.String(), "\n\n")
}

var blankLine = regexp.MustCompile(`\n[ \t]*\n\s*`)

// split makes paragraphs of words: at blank lines, and at two breaks in a row.
func split(run []*html.Node) []*html.Node {
	parts := [][]*html.Node{nil}
	for _, n := range run {
		pieces := pieces(n, 0)
		parts[len(parts)-1] = append(parts[len(parts)-1], pieces[0]...)
		for _, piece := range pieces[1:] {
			parts = append(parts, piece)
		}
	}
	var out []*html.Node
	for _, part := range parts {
		p := appendAll(element("p"), breaks(part))
		if !blank(p) {
			out = append(out, p)
		}
	}
	return out
}

// pieces cuts a node at its blank lines.
func pieces(n *html.Node, depth int) [][]*html.Node {
	switch {
	case n.Type == html.TextNode:
		texts := strings.Split(blankLine.ReplaceAllString(n.Data, "\n\n"), "\n\n")
		list := make([][]*html.Node, len(texts))
		for i, text := range texts {
			if text != "" {
				list[i] = []*html.Node{{Type: html.TextNode, Data: text}}
			}
		}
		return list
	case n.Type != html.ElementNode || depth > maxDepth || n.Data == "code" && n.Parent == nil && !strings.Contains(textOf(n), "\n\n"):
		return [][]*html.Node{{n}}
	case !strings.Contains(words([]*html.Node{n}), "\n\n"):
		return [][]*html.Node{{n}}
	}
	list := [][]*html.Node{nil}
	for _, c := range children(n) {
		inner := pieces(c, depth+1)
		list[len(list)-1] = append(list[len(list)-1], inner[0]...)
		list = append(list, inner[1:]...)
	}
	for i, piece := range list { // an emphasis over two paragraphs is one in each
		shell := &html.Node{Type: html.ElementNode, Data: n.Data, DataAtom: n.DataAtom, Attr: n.Attr}
		list[i] = []*html.Node{appendAll(shell, piece)}
	}
	return list
}

// breaks makes breaks of the ends of lines, but beside a break that stands there
// already.
func breaks(run []*html.Node) []*html.Node {
	var out []*html.Node
	for i, n := range run {
		if n.Type == html.ElementNode {
			if n.Data != "pre" && n.Data != "script" && n.Data != "style" && n.Data != "textarea" && n.Data != "svg" {
				appendAll(n, breaks(children(n)))
			}
			out = append(out, n)
			continue
		}
		if n.Type != html.TextNode {
			out = append(out, n)
			continue
		}
		text := n.Data
		if i > 0 && run[i-1].Type == html.ElementNode && run[i-1].Data == "br" {
			text = strings.TrimLeft(text, " \t\n")
		}
		if i == 0 {
			text = strings.TrimLeft(text, "\n")
		}
		if i == len(run)-1 {
			text = strings.TrimRight(text, " \t\n")
		}
		lines := strings.Split(text, "\n")
		for j, line := range lines {
			if j < len(lines)-1 {
				line = strings.TrimRight(line, " \t")
			}
			if line != "" {
				out = append(out, &html.Node{Type: html.TextNode, Data: line})
			}
			if j < len(lines)-1 && !(i+1 < len(run) && j == len(lines)-2 && lines[j+1] == "" && run[i+1].Data == "br") {
				out = append(out, element("br"))
			}
		}
	}
	return out
}
