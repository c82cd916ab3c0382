package body

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

var numbered = regexp.MustCompile(`\bwp-image-(\d+)\b`)

// img gives a picture: its original where that is known, and a description.
func (w *writer) img(n *html.Node) *html.Node {
	src := attr(n, "src")
	for _, lazy := range []string{"data-src", "data-lazy-src", "data-original", "data-orig-file"} {
		if v := attr(n, lazy); v != "" && (src == "" || strings.HasPrefix(src, "data:") || lazy == "data-orig-file") {
			src = v
		}
	}
	src = strings.TrimSpace(src)
	if src == "" || strings.HasPrefix(src, "data:") {
		w.find("dropped", "<img>")
		return nil
	}
	a, known := w.pictured(n, src)
	if known && a.URL != "" {
		src = a.URL
	}
	alt := strings.TrimSpace(attr(n, "alt"))
	if alt == "" && known {
		alt = strings.TrimSpace(a.Alt)
	}
	img := element("img", "src", unproxied(src), "width", attr(n, "width"), "height", attr(n, "height"))
	img.Attr = append(img.Attr, html.Attribute{Key: "alt", Val: alt})
	return img
}

// pictured is the file of the site that a picture shows.
func (w *writer) pictured(n *html.Node, src string) (Attachment, bool) {
	if w.c.ByURL != nil {
		if a, ok := w.c.ByURL(unproxied(src)); ok {
			return a, true
		}
	}
	id, _ := strconv.Atoi(firstOf(attr(n, "data-id"), attr(n, "data-attachment-id")))
	if m := numbered.FindStringSubmatch(attr(n, "class")); m != nil {
		id, _ = strconv.Atoi(m[1])
	}
	return w.attachment(id)
}

var proxied = regexp.MustCompile(`^https?://i[0-3]\.wp\.com/`)

// unproxied is the address of a picture without the server that made it smaller.
func unproxied(src string) string {
	if proxied.MatchString(src) {
		src = proxied.ReplaceAllString(src, "https://")
	}
	if address, query, ok := strings.Cut(src, "?"); ok && (strings.HasPrefix(query, "w=") || strings.HasPrefix(query, "h=") || strings.HasPrefix(query, "resize=") ||
		strings.HasPrefix(query, "fit=") || strings.HasPrefix(query, "ssl=") || strings.HasPrefix(query, "quality=")) {
		return address
	}
	return src
}

// figure gives a picture, a sound, a table or words with a caption.
func (w *writer) figure(n *html.Node, depth int) []*html.Node {
	if hasClass(n, "wp-block-gallery") || hasClass(n, "gallery") {
		return w.gallery(n, depth)
	}
	var caption []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == "figcaption" {
			caption = []*html.Node{d}
			break
		}
	}
	var words []*html.Node
	if len(caption) > 0 {
		caption[0].Parent.RemoveChild(caption[0])
		c := appendAll(element("figcaption"), w.inline(children(caption[0]), depth))
		trim(c)
		if !blank(c) {
			words = []*html.Node{c}
		}
	}
	if address := w.framed(n); address != "" {
		if len(words) > 0 {
			words = children(words[0])
		}
		return []*html.Node{w.embed(address, words)}
	}
	side := firstOf(attr(n, "data-align"), side(n))
	if first(n, "table") != nil {
		return w.captionedTable(n, words, depth)
	}
	inner := w.flow(children(n), depth)
	if len(inner) == 0 {
		if len(words) > 0 {
			return w.paragraph(children(words[0]))
		}
		return nil
	}
	if side == "none" {
		side = ""
	}
	figure := element("figure", "data-align", side)
	if len(inner) == 1 && inner[0].Data == "p" && onlyMedia(inner[0]) {
		inner = children(inner[0])
	} else if len(inner) == 1 && inner[0].Data == "figure" && attr(inner[0], "class") == "" {
		inner = children(inner[0])
	} else if first(n, "img", "video", "audio", "blockquote") == nil && len(inner) > 0 && inner[0].Data != "blockquote" && inner[0].Data != "pre" && len(words) == 0 {
		return inner
	}
	if len(inner) == 1 && inner[0].Data == "blockquote" && len(words) == 0 {
		return inner
	}
	return []*html.Node{appendAll(figure, append(inner, words...))}
}

// framed is the address of what a figure shows of another site, "" for any other.
func (w *writer) framed(n *html.Node) string {
	if frame := first(n, "iframe"); frame != nil && first(n, "img") == nil {
		return public(firstOf(attr(frame, "src"), attr(frame, "data-src")))
	}
	if words := strings.TrimSpace(textOf(n)); isURL(words) && (strings.Contains(attr(n, "class"), "wp-block-embed") || embeds(words)) {
		return words
	}
	if quote := first(n, "blockquote"); quote != nil {
		return quoted(quote)
	}
	return ""
}

func side(n *html.Node) string {
	for _, s := range []string{"left", "right", "center", "wide", "full"} {
		if hasClass(n, "align"+s) {
			return s
		}
	}
	return ""
}

// onlyMedia says whether words are one picture, sound or film, maybe in a link.
func onlyMedia(p *html.Node) bool {
	return strings.TrimSpace(textOf(p)) == "" && first(p, "img", "audio", "video") != nil
}

func (w *writer) captionedTable(n *html.Node, words []*html.Node, depth int) []*html.Node {
	blocks := w.flow(children(n), depth)
	if len(words) == 0 || len(blocks) == 0 {
		return blocks
	}
	for _, b := range blocks {
		if b.Data == "table" && first(b, "caption") == nil {
			caption := appendAll(element("caption"), children(words[0]))
			b.InsertBefore(caption, b.FirstChild)
			return blocks
		}
	}
	return append(blocks, w.paragraph(children(words[0]))...)
}

// gallery gives figures side by side. Its own caption comes last.
func (w *writer) gallery(n *html.Node, depth int) []*html.Node {
	gallery := element("div", "class", "gallery")
	var caption []*html.Node
	taken := map[*html.Node]bool{}
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && hasClass(d, "blocks-gallery-caption") {
			caption = append(caption, d)
		}
	}
	for _, c := range caption {
		c.Parent.RemoveChild(c)
	}
	var pictures []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (d.Data == "img" || d.Data == "video") && !taken[d] {
			taken[d] = true
			pictures = append(pictures, d)
		}
	}
	for _, p := range pictures {
		figure := element("figure")
		words := captionOf(p, n)
		var shown *html.Node
		if p.Data == "video" {
			shown = w.player(p)
		} else {
			shown = w.img(p)
		}
		if shown == nil {
			continue
		}
		if link := nearest(p, "a"); link != nil {
			if shell := w.shell(link); shell != nil && attr(shell, "href") != "" {
				shell.AppendChild(shown)
				shown = shell
			}
		}
		figure.AppendChild(shown)
		if words != nil {
			c := appendAll(element("figcaption"), w.inline(children(words), depth))
			if trim(c); !blank(c) {
				figure.AppendChild(c)
			}
		}
		gallery.AppendChild(figure)
	}
	if gallery.FirstChild == nil {
		return nil
	}
	blocks := []*html.Node{gallery}
	for _, c := range caption {
		blocks = append(blocks, w.paragraph(children(c))...)
	}
	return blocks
}

// captionOf is the caption nearest to a picture within a gallery.
func captionOf(picture, gallery *html.Node) *html.Node {
	for up := picture.Parent; up != nil && up != gallery; up = up.Parent {
		pictures, caption := 0, (*html.Node)(nil)
		for d := range up.Descendants() {
			if d.Type != html.ElementNode {
				continue
			}
			if d.Data == "img" || d.Data == "video" {
				pictures++
			}
			if caption == nil && (d.Data == "figcaption" || hasClass(d, "wp-caption-text") || hasClass(d, "gallery-caption")) {
				caption = d
			}
		}
		if pictures > 1 {
			return nil
		}
		if caption != nil {
			return caption
		}
	}
	return nil
}

// player gives a sound or a film.
func (w *writer) player(n *html.Node) *html.Node {
	player := element(n.Data, "src", strings.TrimSpace(attr(n, "src")), "poster", attr(n, "poster"), "controls", "controls")
	for d := range n.Descendants() {
		if d.Type != html.ElementNode {
			continue
		}
		switch d.Data {
		case "source":
			if attr(player, "src") == "" {
				setAttr(player, "src", strings.TrimSpace(attr(d, "src")))
			}
		case "track":
			player.AppendChild(element("track", "src", attr(d, "src"), "kind", attr(d, "kind"), "srclang", attr(d, "srclang"), "label", attr(d, "label")))
		}
	}
	return player
}

// frame gives what stands in a frame as an embed.
func (w *writer) frame(n *html.Node) []*html.Node {
	src := firstOf(attr(n, "src"), attr(n, "data-src"), attr(n, "data"))
	if address := public(src); address != "" {
		return []*html.Node{w.embed(address, nil)}
	}
	if rest := w.flow(children(n), 1); len(rest) > 0 {
		return rest
	}
	w.find("dropped", "<"+n.Data+">")
	return nil
}

// finish gives all addresses their new form.
func (w *writer) finish(root *html.Node) {
	trees := []*html.Node{root}
	for i := range w.notes {
		p := appendAll(element("p"), w.inline(w.notes[i].Nodes, 0))
		w.finishOne(p)
		w.notes[i].Nodes = children(p)
	}
	for _, tree := range trees {
		w.finishOne(tree)
	}
}

func (w *writer) finishOne(root *html.Node) {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for i, a := range n.Attr {
			switch {
			case a.Key == "href" && attr(n.Parent, "class") == "embed":
			case a.Key == "href" && w.c.Link != nil:
				n.Attr[i].Val = w.c.Link(a.Val)
			case (a.Key == "src" || a.Key == "poster") && w.c.Picture != nil:
				n.Attr[i].Val = w.c.Picture(a.Val)
			}
		}
	}
}
