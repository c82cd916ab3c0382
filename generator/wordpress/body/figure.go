package body

import (
	"strings"

	"golang.org/x/net/html"
)

// figure takes a figure: pictures, films, embeds, quotes, tables with a caption.
// What needs no figure comes without.
func (f *flow) figure(n *html.Node) {
	if countTag(n, "figure") > 1 && findTag(n, "img") != nil {
		f.gallery(n)
		return
	}
	fig := element("figure", "id", f.r.claim(attr(n, "id")))
	if align := imageAlign(n); align != "" {
		setAttr(fig, "data-align", align)
	} else if hasClass(n.Parent, "wp-block-image") {
		setAlign(fig, imageAlign(n.Parent))
	}
	caption := element("figcaption")
	g, h := f.inside(fig), f.inlineInside(caption)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if is(c, "figcaption") {
			h.endParagraph()
			h.children(c)
		} else {
			g.node(c)
		}
	}
	g.finish()
	h.finish()
	f.endFigure(fig, caption, h.hoisted)
}

func setAlign(n *html.Node, align string) {
	if align != "" {
		setAttr(n, "data-align", align)
	}
}

func countTag(n *html.Node, tag string) int {
	count := 0
	for d := range n.Descendants() {
		if is(d, tag) {
			count++
		}
	}
	return count
}

// endFigure writes what was found in a figure, and its caption, in the simplest
// form that holds both.
func (f *flow) endFigure(fig, caption *html.Node, behind []*html.Node) {
	f.bareImages(fig)
	captioned := visible(caption)
	switch first := fig.FirstChild; {
	case first == nil && !captioned:
		f.keepAnchors(fig)
	case first == nil:
		f.block(renamed(caption, "p"))
	case first == fig.LastChild && is(first, "figure"):
		fig.RemoveChild(first)
		if captioned && findTag(first, "figcaption") == nil {
			first.AppendChild(caption)
		} else if captioned {
			behind = append([]*html.Node{renamed(caption, "p")}, behind...)
		}
		if id := attr(fig, "id"); id != "" && !hasAttr(first, "id") {
			setAttr(first, "id", id)
		}
		f.block(first)
	case !captioned && !holdsFigure(fig):
		for c := fig.FirstChild; c != nil; c = fig.FirstChild {
			fig.RemoveChild(c)
			f.block(c)
		}
	default:
		if captioned {
			fig.AppendChild(caption)
		}
		f.block(fig)
	}
	f.blocks(behind)
}

// renamed is an element of another name with the children of n.
func renamed(n *html.Node, tag string) *html.Node {
	clean := element(tag)
	moveChildren(n, clean)
	return clean
}

// holdsFigure reports whether something in a figure is one even without a caption.
func holdsFigure(fig *html.Node) bool {
	for c := fig.FirstChild; c != nil; c = c.NextSibling {
		switch c.Data {
		case "img", "a", "blockquote", "audio", "video":
			return true
		}
	}
	return false
}

// bareImages takes pictures in a figure out of the paragraphs they were put in.
func (f *flow) bareImages(fig *html.Node) {
	for c := fig.FirstChild; c != nil; {
		p := c
		c = c.NextSibling
		if !is(p, "p") || strings.TrimSpace(textOf(p)) != "" {
			continue
		}
		for img := findTag(p, "img"); img != nil; img = findTag(p, "img") {
			fig.InsertBefore(takeMedia(img), p)
		}
		f.keepAnchors(p)
		fig.RemoveChild(p)
	}
}

// captioned takes a picture of [caption], or of what it renders to: the first
// picture and its link, then the caption.
func (f *flow) captioned(n *html.Node) {
	line := element("figcaption")
	g := f.inlineInside(line)
	g.flat = true
	g.children(n)
	g.finish()
	fig := element("figure")
	setAlign(fig, imageAlign(n))
	media := findTag(line, "img")
	switch {
	case media != nil:
		fig.AppendChild(takeMedia(media))
	case len(g.hoisted) > 0:
		media, g.hoisted = g.hoisted[0], g.hoisted[1:]
		fig.AppendChild(media)
	}
	trimLine(line)
	f.endFigure(fig, line, g.hoisted)
}

// takeMedia removes a picture from a line, with the link that holds nothing else,
// and the inline elements it leaves empty.
func takeMedia(media *html.Node) *html.Node {
	alone := func(n *html.Node) bool { return n.Parent.FirstChild == n && n.Parent.LastChild == n }
	for n := media; alone(n) && !isBlock(n.Parent); n = n.Parent {
		if n.Parent.Data == "a" {
			media = n.Parent
			if img := findTag(media, "img"); img.Parent != media {
				takeAway(img, media)
				media.AppendChild(img)
			}
			break
		}
	}
	takeAway(media, nil)
	return media
}

// takeAway removes a node, and the inline elements it leaves empty, up to a limit.
func takeAway(n, limit *html.Node) {
	for {
		parent := n.Parent
		parent.RemoveChild(n)
		if parent.FirstChild != nil || parent == limit || isBlock(parent) {
			return
		}
		n = parent
	}
}

// isBlock reports whether a clean node holds lines or blocks.
func isBlock(n *html.Node) bool { return n.Data == "p" || n.Data == "figcaption" || n.Parent == nil }

// trimLine removes breaks and spaces at both ends.
func trimLine(line *html.Node) {
	blank := func(n *html.Node) bool {
		return n != nil && (is(n, "br") || n.Type == html.TextNode && strings.Trim(n.Data, " \t\r\n") == "")
	}
	for blank(line.FirstChild) {
		line.RemoveChild(line.FirstChild)
	}
	for blank(line.LastChild) {
		line.RemoveChild(line.LastChild)
	}
	if t := line.FirstChild; t != nil && t.Type == html.TextNode {
		t.Data = strings.TrimLeft(t.Data, " \t\r\n")
	}
	if t := line.LastChild; t != nil && t.Type == html.TextNode {
		t.Data = strings.TrimRight(t.Data, " \t\r\n")
	}
}

// media takes audio and video.
func (f *flow) media(n *html.Node) {
	m := element(n.Data, "src", safeAddress(f.r, mediaSource(n)), "poster", safeAddress(f.r, attr(n, "poster")))
	for d := range n.Descendants() {
		src := safeAddress(f.r, mediaSource(d))
		if src == "" {
			continue
		}
		if is(d, "source") && src != attr(m, "src") {
			m.AppendChild(element("source", "src", src, "type", attr(d, "type")))
		}
		if is(d, "track") {
			m.AppendChild(element("track", "kind", attr(d, "kind"), "src", src, "srclang", attr(d, "srclang"), "label", attr(d, "label")))
		}
	}
	if attr(m, "src") == "" && findTag(m, "source") == nil {
		f.r.findings.add(DroppedElement, n.Data)
		return
	}
	m.Attr = append(m.Attr, html.Attribute{Key: "controls"})
	fig := element("figure")
	fig.AppendChild(m)
	f.block(fig)
}

func mediaSource(n *html.Node) string {
	src := attr(n, "src")
	if src == "" {
		src = attr(n, "data-src")
	}
	return strings.TrimSuffix(src, "?_=1")
}
