package body

import (
	"strings"

	"golang.org/x/net/html"
)

// flow makes blocks of any nodes: words become paragraphs, boxes go and what they
// hold stays.
func (w *writer) flow(nodes []*html.Node, depth int) []*html.Node {
	if depth > maxDepth {
		return w.paragraph([]*html.Node{{Type: html.TextNode, Data: deepText(nodes)}})
	}
	var out, run []*html.Node
	end := func() {
		out = append(out, w.paragraph(run)...)
		run = nil
	}
	for _, n := range nodes {
		if isInline(n) && !w.special(n) {
			run = append(run, n)
			continue
		}
		end()
		out = append(out, w.flowOne(n, depth+1)...)
	}
	end()
	return out
}

// deepText are the words of what stands too deep to be followed.
func deepText(nodes []*html.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		b.WriteString(textOf(n) + " ")
	}
	return strings.TrimSpace(b.String())
}

// special says whether an element that stands within words is a block of ours.
func (w *writer) special(n *html.Node) bool {
	return n.Type == html.ElementNode && strings.HasPrefix(n.Data, "wp-")
}

// paragraph makes one of words, unless they show nothing or are an address that
// WordPress shows as what it leads to.
func (w *writer) paragraph(run []*html.Node) []*html.Node {
	p := appendAll(element("p"), w.inline(run, 0))
	return w.trimmed(p)
}

// trimmed gives a paragraph, or what it really is.
func (w *writer) trimmed(p *html.Node) []*html.Node {
	trim(p)
	if blank(p) {
		return nil
	}
	if address := alone(p); address != "" {
		return []*html.Node{w.embed(address, nil)}
	}
	return []*html.Node{p}
}

// trim takes off the blanks and breaks at both ends of words.
func trim(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		if c.Type == html.TextNode {
			c.Data = strings.TrimLeft(c.Data, " \t\n\r")
		}
		if c.Type == html.TextNode && c.Data == "" || c.Type == html.ElementNode && c.Data == "br" {
			n.RemoveChild(c)
			continue
		}
		trimBreaks(c)
		break
	}
	for c := n.LastChild; c != nil; c = n.LastChild {
		if c.Type == html.TextNode {
			c.Data = strings.TrimRight(c.Data, " \t\n\r")
		}
		if c.Type == html.TextNode && c.Data == "" || c.Type == html.ElementNode && c.Data == "br" {
			n.RemoveChild(c)
			continue
		}
		trimBreaks(c)
		break
	}
}

// trimBreaks takes off the breaks at both ends of marked words.
func trimBreaks(n *html.Node) {
	if n.Type != html.ElementNode || n.Data == "img" || n.Data == "code" {
		return
	}
	for c := n.FirstChild; c != nil && c.Data == "br" && c.Type == html.ElementNode; c = n.FirstChild {
		n.RemoveChild(c)
	}
	for c := n.LastChild; c != nil && c.Data == "br" && c.Type == html.ElementNode; c = n.LastChild {
		n.RemoveChild(c)
	}
}

// dressing are the classes of what themes and plugins put around a rendered text.
var dressing = []string{"sharedaddy", "jp-relatedposts", "heateor_sss_sharing_container", "addtoany_share_save_container", "yarpp", "ez-toc-container",
	"lwptoc", "wp-block-table-of-contents", "post-views", "sd-sharing-enabled", "essb_links", "crp_related", "related-posts", "toc_container", "screen-reader-text",
	"wp-caption-dd", "code-block", "adsbygoogle", "social-share"}

// flowOne makes blocks of one that is a block.
func (w *writer) flowOne(n *html.Node, depth int) []*html.Node {
	if n.Type != html.ElementNode {
		return nil
	}
	if w.c.Rendered {
		for _, class := range dressing {
			if hasClass(n, class) || attr(n, "id") == class {
				w.find("dropped", "."+class)
				return nil
			}
		}
	}
	switch n.Data {
	case "wp-block":
		return w.block(n, depth)
	case "wp-more":
		label := strings.TrimSpace(attr(n, "data-label"))
		return []*html.Node{{Type: html.CommentNode, Data: strings.TrimSpace("more " + label)}}
	case "wp-nextpage":
		w.find("pages", "")
		return nil
	case "wp-noteaser":
		return nil
	case "wp-embed":
		if address := attr(n, "data-url"); isURL(address) {
			return []*html.Node{w.embed(address, nil)}
		}
		w.find("missing", "embed")
		return nil
	case "script", "style", "link", "meta", "head", "title", "template", "noscript":
		w.find("dropped", "<"+n.Data+">")
		return nil
	case "iframe", "object", "embed":
		return w.frame(n)
	case "form", "input", "select", "textarea", "fieldset":
		if blank(n) {
			w.find("form", "<"+n.Data+">")
			return nil
		}
		w.find("form", "<"+n.Data+">")
		return w.flow(children(n), depth)
	case "p":
		return w.aligned(n, w.trimmed(appendAll(element("p", "id", attr(n, "id")), w.inline(children(n), 0))))
	case "h1", "h2", "h3", "h4", "h5", "h6":
		h := appendAll(element(n.Data, "id", attr(n, "id")), w.inline(children(n), 0))
		trim(h)
		if strings.TrimSpace(textOf(h)) == "" && first(h, "img") == nil {
			return w.flow(children(h), depth)
		}
		return w.aligned(n, []*html.Node{h})
	case "hr":
		return []*html.Node{element("hr")}
	case "ul", "ol", "menu", "dir":
		return w.list(n, depth)
	case "dl":
		return w.definitions(n, depth)
	case "blockquote":
		if address := quoted(n); address != "" {
			return []*html.Node{w.embed(address, nil)}
		}
		return filled(appendAll(element("blockquote"), w.flow(children(n), depth)))
	case "pre":
		return w.pre(n)
	case "table":
		return w.table(n, depth)
	case "details":
		return w.details(n, depth)
	case "figure":
		return w.figure(n, depth)
	case "audio", "video":
		return []*html.Node{appendAll(element("figure"), []*html.Node{w.player(n)})}
	case "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "summary", "figcaption":
		return w.flow(children(n), depth) // out of its place
	case "center":
		return w.aligned(&html.Node{Type: html.ElementNode, Data: "p", Attr: []html.Attribute{{Key: "align", Val: "center"}}}, w.flow(children(n), depth))
	}
	if hasClass(n, "gallery") || hasClass(n, "wp-block-gallery") || hasClass(n, "tiled-gallery") || hasClass(n, "wp-block-jetpack-tiled-gallery") {
		return w.gallery(n, depth)
	}
	if hasClass(n, "wp-caption") {
		n.Data = "figure"
		for d := range n.Descendants() {
			if hasClass(d, "wp-caption-text") {
				d.Data = "figcaption"
			}
		}
		return w.figure(n, depth)
	}
	if isInline(n) || inlineNames[n.Data] {
		return w.around(n, depth)
	}
	return w.aligned(n, w.flow(background(n), depth))
}

// background is what a box holds, after the picture behind it.
func background(n *html.Node) []*html.Node {
	list := children(n)
	if !strings.Contains(attr(n, "class"), "wp-block-cover") {
		return list
	}
	_, after, found := strings.Cut(attr(n, "style"), "background-image:url(")
	if src, _, closed := strings.Cut(after, ")"); found && closed {
		list = append([]*html.Node{appendAll(element("figure"), []*html.Node{element("img", "src", strings.Trim(src, `"' `))})}, list...)
	}
	return list
}

// filled is a block unless it is empty.
func filled(n *html.Node) []*html.Node {
	if blank(n) {
		return nil
	}
	return []*html.Node{n}
}

// aligned gives blocks the alignment of the box that they were in.
func (w *writer) aligned(from *html.Node, blocks []*html.Node) []*html.Node {
	side := alignment(from)
	for _, b := range blocks {
		if side != "" && attr(b, "style") == "" && (b.Data == "p" || len(b.Data) == 2 && b.Data[0] == 'h' && b.Data != "hr") {
			setAttr(b, "style", "text-align:"+side)
		}
	}
	return blocks
}

// alignment is the side that words were put to, "" for the usual one.
func alignment(n *html.Node) string {
	for _, side := range []string{"center", "right", "left"} {
		if hasClass(n, "has-text-align-"+side) || strings.EqualFold(attr(n, "align"), side) ||
			strings.Contains(strings.ReplaceAll(attr(n, "style"), " ", ""), "text-align:"+side) {
			return side
		}
	}
	return ""
}

// around puts an element of words that holds blocks within each of them.
func (w *writer) around(n *html.Node, depth int) []*html.Node {
	shell := w.shell(n)
	blocks := w.flow(children(n), depth)
	if shell == nil {
		return blocks
	}
	for _, b := range blocks {
		target := b
		for target.Data == "figure" || target.Data == "blockquote" || target.Data == "li" {
			inner := first(target, "img", "p")
			if inner == nil {
				break
			}
			if inner.Data == "img" {
				if target.Data == "figure" && inner.Parent.Data != "a" {
					link := &html.Node{Type: html.ElementNode, Data: shell.Data, DataAtom: shell.DataAtom, Attr: shell.Attr}
					inner.Parent.InsertBefore(link, inner)
					inner.Parent.RemoveChild(inner)
					link.AppendChild(inner)
				}
				target = nil
				break
			}
			target = inner
		}
		if target != nil && (target.Data == "p" || len(target.Data) == 2 && target.Data[0] == 'h') {
			inner := children(target)
			target.AppendChild(appendAll(&html.Node{Type: html.ElementNode, Data: shell.Data, DataAtom: shell.DataAtom, Attr: shell.Attr}, inner))
		}
	}
	return blocks
}
