package body

import (
	"strings"

	"golang.org/x/net/html"
)

// gallery takes a gallery of any make: figures in figures, items of a list, the
// definition lists of old, tiles.
func (f *flow) gallery(n *html.Node) {
	g := &galleryMaker{f: f, out: element("div", "class", "gallery"), captions: f.inlineInside(element("p"))}
	g.walk(n)
	g.captions.finish()
	switch pictures := countTag(g.out, "img"); {
	case g.out.FirstChild == nil:
		f.keepText(g.captions.out)
	case pictures == 1 && g.out.FirstChild == g.out.LastChild:
		fig := g.out.FirstChild
		g.out.RemoveChild(fig)
		if findTag(fig, "figcaption") == nil && visible(g.captions.out) {
			fig.AppendChild(renamed(g.captions.out, "figcaption"))
		}
		f.block(fig)
		f.keepText(g.captions.out)
	default:
		if visible(g.captions.out) {
			g.out.AppendChild(g.captions.out)
		}
		f.block(g.out)
	}
	f.blocks(g.captions.hoisted)
	f.blocks(g.behind)
}

// keepText writes a caption that has lost its picture.
func (f *flow) keepText(p *html.Node) {
	if visible(p) {
		f.block(p)
	}
}

type galleryMaker struct {
	f        *flow
	out      *html.Node
	captions *flow // of the gallery
	behind   []*html.Node
}

// walk finds the items of a gallery. What is neither an item nor layout is its
// caption.
func (g *galleryMaker) walk(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "":
			g.captions.node(c)
		case c.Type == html.CommentNode:
			g.f.comment(c.Data)
		case c.Type != html.ElementNode || g.f.r.unseen(c):
		case c.Data == "figcaption" || hasClass(c, "gallery-caption", "tiled-gallery-caption"):
			g.captions.endParagraph()
			g.captions.children(c)
		case isGalleryItem(c):
			g.item(c)
		case findTag(c, "img") != nil:
			g.walk(c)
		default:
			g.captions.node(c)
		}
	}
}

// isGalleryItem reports whether an element holds one picture and its caption.
func isGalleryItem(n *html.Node) bool {
	switch n.Data {
	case "img":
		return true
	case "figure", "li", "a", "dl":
	default:
		if !hasClass(n, "gallery-item", "tiled-gallery-item", "tiled-gallery__item", "ngg-gallery-thumbnail-box", "wp-block-image") {
			return false
		}
	}
	return countTag(n, "img") == 1
}

// item writes one picture.
func (g *galleryMaker) item(n *html.Node) {
	line := element("figcaption")
	h := g.f.inlineInside(line)
	h.flat = true
	h.node(n)
	h.finish()
	g.behind = append(g.behind, h.hoisted...)
	img := findTag(line, "img")
	if img == nil {
		moveChildren(line, g.captions.out)
		return
	}
	fig := element("figure")
	fig.AppendChild(takeMedia(img))
	dropAttr(img, "data-align")
	if trimLine(line); visible(line) {
		fig.AppendChild(line)
	}
	g.out.AppendChild(fig)
}
