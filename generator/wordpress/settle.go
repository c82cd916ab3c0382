package wordpress

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/wordpress/wxr"
)

// settle makes links of pictures, sounds and films that stay on the old site: pages
// never ask another site for anything by themselves.
func (l *linker) settle(tree *html.Node) {
	for _, n := range slices.Collect(tree.Descendants()) {
		if n.Type != html.ElementNode || n.Data != "img" && n.Data != "audio" && n.Data != "video" {
			continue
		}
		src := attribute(n, "src")
		if !strings.Contains(src, "://") {
			continue
		}
		words := attribute(n, "alt")
		if strings.TrimSpace(words) == "" {
			words = path.Base(src)
		}
		text := &html.Node{Type: html.TextNode, Data: words}
		if within(n, "a") {
			n.Parent.InsertBefore(text, n)
		} else {
			link := &html.Node{Type: html.ElementNode, Data: "a", DataAtom: atom.A, Attr: []html.Attribute{{Key: "href", Val: src}}}
			link.AppendChild(text)
			n.Parent.InsertBefore(link, n)
		}
		n.Parent.RemoveChild(n)
	}
}

func within(n *html.Node, name string) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Data == name {
			return true
		}
	}
	return false
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// comment puts what readers wrote below a text: the words and the day, without who
// wrote them.
func comment(tree *html.Node, item *wxr.Item) {
	if len(item.Comments) == 0 {
		return
	}
	add := func(name, text string, into *html.Node) *html.Node {
		n := &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name))}
		if text != "" {
			n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
		}
		into.AppendChild(n)
		return n
	}
	add("h2", "Commentaires", tree)
	for _, c := range item.Comments {
		quote := add("blockquote", "", tree)
		for paragraph := range strings.SplitSeq(strings.ReplaceAll(c.Content, "\r\n", "\n"), "\n\n") {
			if words := plainText(paragraph); words != "" {
				add("p", words, quote)
			}
		}
		add("p", "Un commentaire du "+c.Date.Format("02/01/2006"), quote)
	}
}
