package markdown

import "bytes"

// pictures writes a paragraph that holds nothing but images, maybe in links: one
// with a title is a figure, several are a gallery.
func (c *composer) pictures() bool {
	if first := c.tokens[0].kind; first != tokenImage && first != tokenLink {
		return false
	}
	n, titled := 0, false
	for i := 0; i < len(c.tokens); i++ {
		switch t := &c.tokens[i]; {
		case t.kind == tokenImage, c.linkedImage(i):
			n++
			image := c.tokens[i]
			if t.kind == tokenLink {
				image = c.tokens[i+1]
			}
			titled = titled || len(c.links[image.link].title) > 0
			i = closing(c.tokens, i)
		case t.kind == tokenBreak, t.kind == tokenText && len(bytes.TrimSpace(c.source[t.start:t.end])) == 0:
		default:
			return false
		}
	}
	if n == 1 && !titled || c.isCard() {
		return false
	}
	if n > 1 {
		c.write("<div class=\"gallery\">\n")
	}
	for i := 0; i < len(c.tokens); i++ {
		if c.tokens[i].kind == tokenImage || c.tokens[i].kind == tokenLink {
			i = c.figure(i)
		}
	}
	if n > 1 {
		c.write("</div>\n")
	}
	return true
}

// linkedImage says whether a link begins at token i that holds an image alone.
func (c *composer) linkedImage(i int) bool {
	return c.tokens[i].kind == tokenLink && i+1 < len(c.tokens) && c.tokens[i+1].kind == tokenImage && closing(c.tokens, i) == closing(c.tokens, i+1)+1
}

// figure writes the image at token i, or that in the link there, with its caption,
// and returns the index of its last token.
func (c *composer) figure(i int) int {
	c.setter.begin()
	c.write("<figure>")
	start := len(c.text)
	end := closing(c.tokens, i)
	image := i
	if c.tokens[i].kind == tokenLink {
		image = i + 1
		c.openLink(&c.links[c.tokens[i].link])
	}
	c.image(c.tokens, image, false)
	if image > i {
		c.closeLink()
	}
	c.closeLine(start)
	c.caption(c.links[c.tokens[image].link].title)
	c.write("</figure>\n")
	return end
}

// caption writes a title that readers see, and so in good typography.
func (c *composer) caption(title []byte) {
	if len(title) == 0 {
		return
	}
	c.setter.begin()
	start := len(c.text)
	c.text = appendResolved(c.text, c.setter.set(title, 0))
	if words := c.closeLine(start); words != nil {
		c.write("<figcaption>")
		c.html = appendEscaped(c.html, words)
		c.write("</figcaption>")
	}
}
