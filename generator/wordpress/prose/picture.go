package prose

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/markdown"
)

// figure writes a picture, an embed, or what else has a caption.
func (w *scribe) figure(n *html.Node) (text, reason string) {
	if isEmbed(n) {
		return w.embed(n)
	}
	caption := find(n, atom.Figcaption)
	switch img := soleImage(n); {
	case img != nil:
		return w.picture(n, img, caption)
	case find(n, atom.Audio) != nil, find(n, atom.Video) != nil:
		return "", reasonMedia
	case caption != nil:
		return "", reasonCaption
	}
	return join(w.parts(n), "\n\n"), ""
}

// soleImage is the picture of a figure that holds one, perhaps within a link, and
// perhaps a caption.
func soleImage(figure *html.Node) *html.Node {
	var img *html.Node
	for c := figure.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case isBlank(c), is(c, atom.Figcaption):
		case img != nil:
			return nil
		case is(c, atom.Img):
			img = c
		case is(c, atom.A), is(c, atom.P):
			inner := c
			for inner != nil && (is(inner, atom.A) || is(inner, atom.P)) {
				inner = only(inner)
			}
			if img = inner; !is(img, atom.Img) {
				return nil
			}
		default:
			return nil
		}
	}
	return img
}

// picture writes a picture with its caption.
func (w *scribe) picture(figure, img, caption *html.Node) (text, reason string) {
	if attr(figure, "data-align") != "" || attr(img, "data-align") != "" {
		w.omit(unsaidAlignment)
	}
	said, ok := "", true
	if caption != nil {
		if said, ok = plainLine(w.lang, caption); !ok {
			return "", reasonLegend
		}
	}
	href, title := "", ""
	for c := img.Parent; c != figure; c = c.Parent {
		if is(c, atom.A) {
			href, title = attr(c, "href"), attr(c, "title")
		}
	}
	if said != "" && strings.TrimSpace(attr(img, "alt")) == "" {
		return "", reasonBare
	}
	b := (&speller{}).image(nil, attr(img, "alt"), attr(img, "src"), said)
	if href != "" {
		b = append(append([]byte{'['}, b...), "]("+address(href)...)
		b = append(appendTitle(b, title), ')')
	}
	return string(b), ""
}

// plainLine is the text of an element that holds one line without marks.
func plainLine(lang string, n *html.Node) (string, bool) {
	inner := n
	if p := only(n); is(p, atom.P) {
		inner = p
	}
	for c := inner.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.TextNode {
			return "", false
		}
	}
	said := strings.TrimSpace(words(inner))
	if strings.Contains(said, `"`) && strings.Contains(said, "'") {
		said = markdown.Typography(lang, said) // no quotation mark is left for its title
	}
	return said, true
}

// gallery writes pictures side by side, and the words below them.
func (w *scribe) gallery(n *html.Node) (text, reason string) {
	var b strings.Builder
	var below []part
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case isBlank(c):
		case is(c, atom.Figure) || is(c, atom.P) && soleImage(c) != nil:
			img := soleImage(c)
			if img == nil || len(below) > 0 {
				return "", reasonGallery
			}
			picture, reason := w.picture(c, img, find(c, atom.Figcaption))
			if reason != "" {
				return "", reason
			}
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(picture)
		case isBlock(c):
			below = w.add(below, c)
		default:
			return "", reasonGallery
		}
	}
	below = append([]part{{text: b.String()}}, below...)
	return strings.TrimPrefix(join(below, "\n\n"), "\n\n"), ""
}

// embed writes the address of a video or a post, alone in its paragraph.
func (w *scribe) embed(n *html.Node) (text, reason string) {
	a := find(n, atom.A)
	if a == nil {
		return "", reasonEmbed
	}
	href := attr(a, "href")
	if !w.cards.knows(href) {
		return "", reasonEmbed
	}
	caption, poster := find(n, atom.Figcaption), find(a, atom.Img)
	switch {
	case poster != nil && caption != nil:
		said, ok := plainLine(w.lang, caption)
		if !ok {
			return "", reasonLegend
		}
		b := (&speller{}).image([]byte{'['}, attr(poster, "alt"), attr(poster, "src"), "")
		return string(append(appendTitle(append(b, "]("+address(href)...), said), ')')), ""
	case poster != nil:
		b := (&speller{}).image([]byte{'['}, attr(poster, "alt"), attr(poster, "src"), "")
		return string(append(b, "]("+address(href)+")"...)), ""
	case caption != nil:
		if find(caption, atom.A) != nil {
			return "", reasonLegend
		}
		inner := caption
		if p := only(caption); is(p, atom.P) {
			inner = p
		}
		return "[" + w.line(inner.FirstChild, nil, inHeading) + "](" + address(href) + ")", ""
	case strings.ContainsAny(href, "()<>\"`\\| '*") || !isOwnWords(href, href):
		return "<" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20").Replace(href) + ">", ""
	}
	return href, ""
}
