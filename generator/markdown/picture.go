package markdown

import "bytes"

// pictures writes a paragraph that holds nothing but images: one with a title is
// a figure, several are a gallery.
func (c *composer) pictures() bool {
	if c.tokens[0].kind != tokenImage {
		return false
	}
	n := 0
	for i := 0; i < len(c.tokens); i++ {
		switch t := &c.tokens[i]; {
		case t.kind == tokenImage:
			n++
			i = closing(c.tokens, i)
		case t.kind == tokenBreak, t.kind == tokenText && len(bytes.TrimSpace(c.source[t.start:t.end])) == 0:
		default:
			return false
		}
	}
	if n == 1 && len(c.links[c.tokens[0].link].title) == 0 {
		return false
	}
	if n == 1 {
		c.figure(0)
		return true
	}
	c.write("<div class=\"gallery\">\n")
	for i := 0; i < len(c.tokens); i++ {
		if c.tokens[i].kind == tokenImage {
			i = c.figure(i)
		}
	}
	c.write("</div>\n")
	return true
}

// figure writes the image at token i with its caption and returns the index of
// its last token.
func (c *composer) figure(i int) int {
	c.setter.begin()
	c.write("<figure>")
	start := len(c.text)
	end := c.image(c.tokens, i, false)
	c.closeLine(start)
	c.caption(c.links[c.tokens[i].link].title)
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
