package markdown

// card writes a paragraph that is one link to a video or post.
func (c *composer) card() bool {
	first, last := c.tokens[0], len(c.tokens)-1
	var inner []token
	switch {
	case first.kind == tokenAuto && first.level == 0 && last == 0:
	case first.kind == tokenLink && closing(c.tokens, 0) == last:
		inner = c.tokens[1:last]
	default:
		return false
	}
	link := c.links[first.link]
	dest := string(link.dest)
	if first.kind == tokenLink {
		dest = string(resolved(link.dest))
	}
	found, ok := findHost(dest)
	if !ok {
		return false
	}
	c.keep(Link{Dest: dest, Embed: true}, link.pos)
	c.write(`<figure class="embed embed-` + found.id + `"`)
	if found.frame != "" {
		c.write(` data-embed="`)
		c.html = appendEscaped(c.html, found.frame)
		c.write(`"`)
	}
	c.write(`><a href="`)
	c.address([]byte(found.href))
	c.write(`" rel="external">`)
	c.cardWords(found, inner, link.title)
	c.write("</figure>\n")
	return true
}

// cardWords writes the poster, the words of the link and the caption.
func (c *composer) cardWords(found host, inner []token, title []byte) {
	poster := len(inner) > 0 && inner[0].kind == tokenImage && closing(inner, 0) == len(inner)-1
	if poster {
		c.setter.begin()
		start := len(c.text)
		c.image(inner, 0, true)
		c.closeLine(start)
	}
	c.write("<span>")
	words := inner
	if poster {
		words = nil
	}
	if len(words) > 0 && len(title) > 0 {
		c.inLine(words)
		words = nil
	} else {
		c.write(c.cardLabel(found))
	}
	c.write("</span></a>")
	if len(words) > 0 {
		c.write("<figcaption>")
		c.inLine(words)
		c.write("</figcaption>")
		return
	}
	c.caption(title)
}

func (c *composer) cardLabel(h host) string {
	if h.post {
		return c.say("Voir la publication sur ", "See the post on ") + h.name
	}
	return c.say("Voir la vidéo sur ", "Watch the video on ") + h.name
}
