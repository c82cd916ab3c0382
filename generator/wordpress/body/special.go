package body

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// special takes the elements whose class says what they are. It reports whether
// it was one.
func (f *flow) special(n *html.Node) bool {
	class := attr(n, "class")
	if class == "" {
		return false
	}
	for word := range strings.FieldsSeq(class) {
		if f.specialClass(n, word) {
			return true
		}
	}
	return false
}

func (f *flow) specialClass(n *html.Node, class string) bool {
	switch class {
	case "wp-block-gallery", "wp-block-jetpack-tiled-gallery", "wp-block-jetpack-slideshow", "tiled-gallery", "gallery", "blocks-gallery-grid", "ngg-galleryoverview", "wp-block-coblocks-gallery-masonry":
		if findTag(n, "img") == nil {
			return false
		}
		f.endParagraph()
		f.gallery(n)
	case "wp-caption":
		f.endParagraph()
		f.captioned(n)
	case "wp-block-embed", "wp-block-embed-youtube":
		return f.embedFigure(n)
	case "wp-block-cover", "wp-block-cover-image":
		f.cover(n)
	case "wp-block-file":
		f.file(n)
	case "wp-block-buttons", "wp-block-button":
		return f.buttons(n)
	case "wp-block-accordion-item", "wp-block-accordion":
		return f.accordion(n, class)
	case "wp-block-footnotes", "easy-footnotes-wrapper", "footnotes", "modern-footnotes-list":
		return f.r.notes.isList(n)
	case "fb-post", "fb-video":
		return f.facebook(n)
	case "mejs-offscreen", "wp-playlist-script", "lightbox-trigger", "wp-block-cover__background", "wp-block-cover__gradient-background",
		"wp-block-accordion-heading__toggle-icon", "blockquote-icon", "modern-footnotes-footnote__note":
		return true
	default:
		return false
	}
	return true
}

// embedFigure takes the block of an embed whose address is its only text. Others
// are figures like any.
func (f *flow) embedFigure(n *html.Node) bool {
	if n.Data != "figure" && n.Data != "div" {
		return false
	}
	holder := find(n, func(d *html.Node) bool { return hasClass(d, "wp-block-embed__wrapper") })
	if holder == nil {
		holder = n
	}
	address := strings.TrimSpace(textOf(holder))
	if !webAddress.MatchString(address) {
		return false
	}
	f.endParagraph()
	fig := f.r.embedNode(address)
	if fig == nil {
		return true
	}
	caption := findTag(n, "figcaption")
	if holder == n {
		caption = nil
	}
	f.captionedBlock(fig, caption)
	return true
}

// captionedBlock writes a figure, or what becomes one, with a caption of the source.
func (f *flow) captionedBlock(fig, source *html.Node) {
	caption := element("figcaption")
	g := f.inlineInside(caption)
	g.flat = true
	if source != nil {
		g.children(source)
	}
	g.finish()
	if trimLine(caption); visible(caption) {
		if fig.Data != "figure" {
			link := fig
			fig = element("figure")
			moveChildren(link, fig)
		}
		fig.AppendChild(caption)
	}
	f.block(fig)
	f.blocks(g.hoisted)
}

var backgroundImage = regexp.MustCompile(`background(?:-image)?\s*:[^;]*url\(\s*['"]?([^'")]+)['"]?\s*\)`)

// cover takes a block whose text lies on a picture or a film: first that, then the
// text.
func (f *flow) cover(n *html.Node) {
	f.endParagraph()
	if found := backgroundImage.FindStringSubmatch(attr(n, "style")); found != nil {
		fake := element("img", "src", strings.TrimSpace(found[1]), "class", attr(n, "class"))
		if img := f.r.cleanImage(fake); img != nil {
			fig := element("figure")
			fig.AppendChild(img)
			f.block(fig)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case is(c, "img"):
			if img := f.r.cleanImage(c); img != nil {
				fig := element("figure")
				fig.AppendChild(img)
				f.block(fig)
			}
		case c.Type == html.ElementNode && backgroundImage.MatchString(attr(c, "style")) && hasClass(c, "wp-block-cover__image-background"):
			f.cover(c)
		default:
			f.node(c)
		}
	}
	f.endParagraph()
}

// file takes a block that offers a file: its name is the link, the button and the
// preview say nothing more.
func (f *flow) file(n *html.Node) {
	f.endParagraph()
	var named, button *html.Node
	for d := range n.Descendants() {
		switch {
		case !is(d, "a") || strings.TrimSpace(textOf(d)) == "":
		case hasClass(d, "wp-block-file__button"):
			button = d
		case named == nil:
			named = d
		}
	}
	if named == nil {
		named = button
	}
	if named == nil {
		f.children(n)
	} else {
		f.node(named)
	}
	f.endParagraph()
}

// buttons takes buttons that stand side by side.
func (f *flow) buttons(n *html.Node) bool {
	if n.Data == "a" {
		return false
	}
	f.endParagraph()
	align := f.align
	if a := alignOf(n); a != "" {
		f.align = a
	}
	if hasClass(n, "wp-block-buttons") {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			f.space(" ")
			if c.Type == html.ElementNode && hasClass(c, "wp-block-button") {
				f.children(c)
			} else {
				f.node(c)
			}
		}
	} else {
		f.children(n)
	}
	f.endParagraph()
	f.align = align
	return true
}

// accordion takes items whose heading holds a button, and whose text is a panel.
func (f *flow) accordion(n *html.Node, class string) bool {
	if class != "wp-block-accordion-item" {
		return false
	}
	title := find(n, func(d *html.Node) bool { return hasClass(d, "wp-block-accordion-heading__toggle-title") })
	if title == nil {
		title = find(n, func(d *html.Node) bool { return hasClass(d, "wp-block-accordion-heading") })
	}
	panel := find(n, func(d *html.Node) bool { return hasClass(d, "wp-block-accordion-panel") })
	if title == nil || panel == nil {
		return false
	}
	f.fold(title, panel, attr(n, "id"))
	return true
}

// facebook takes the element that Facebook's script would fill.
func (f *flow) facebook(n *html.Node) bool {
	address := attr(n, "data-href")
	if address == "" {
		return false
	}
	f.quoted(n, address)
	return true
}

// embedCode takes a quotation that a script would make an embed of.
func (f *flow) embedCode(n *html.Node) bool {
	address := ""
	switch {
	case hasClass(n, "twitter-tweet", "twitter-video"):
		address = lastLink(n, "/status/")
	case hasClass(n, "instagram-media"):
		address = attr(n, "data-instgrm-permalink")
		if address == "" {
			address = lastLink(n, "instagram.com/")
		}
		address, _, _ = strings.Cut(address, "?utm_")
	case hasClass(n, "tiktok-embed", "fb-xfbml-parse-ignore", "text-post-media"):
		address = attr(n, "cite")
		if address == "" {
			address = attr(n, "data-text-post-permalink")
		}
	case hasClass(n, "mastodon-embed"):
		address = strings.TrimSuffix(attr(n, "data-embed-url"), "/embed")
	case hasClass(n, "bluesky-embed", "reddit-embed-bq", "wp-embedded-content", "imgur-embed-pub"):
		address = lastLink(n, "://")
	}
	if !strings.HasPrefix(address, "http") {
		return false
	}
	address, _, _ = strings.Cut(address, "?ref_src=")
	f.quoted(n, address)
	return true
}

// quoted writes an embed with the words that were quoted as its caption.
func (f *flow) quoted(n *html.Node, address string) {
	f.endParagraph()
	fig := f.r.embedNode(address)
	if fig == nil {
		f.children(n)
		return
	}
	f.captionedBlock(fig, n)
	if next := nextElement(n); is(next, "iframe") && hasClass(next, "wp-embedded-content") { // the same page once more
		next.Parent.RemoveChild(next)
	}
}

func nextElement(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}

// lastLink is the last address below n that has a part.
func lastLink(n *html.Node, part string) string {
	address := ""
	for d := range n.Descendants() {
		if href := attr(d, "href"); is(d, "a") && strings.Contains(href, part) {
			address = href
		}
	}
	return address
}
