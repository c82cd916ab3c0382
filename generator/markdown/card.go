package markdown

// isCard says whether a paragraph is one link to a video or post.
func (c *composer) isCard() bool {
	_, _, _, ok := c.carded()
	return ok
}

// carded is what a paragraph is a card of, and what stands within its link.
func (c *composer) carded() (found host, dest string, inner []token, ok bool) {
	first, last := c.tokens[0], len(c.tokens)-1
	switch {
	case first.kind == tokenAuto && first.level == 0 && last == 0:
	case first.kind == tokenLink && closing(c.tokens, 0) == last:
		inner = c.tokens[1:last]
	default:
		return host{}, "", nil, false
	}
	link := c.links[first.link]
	dest = string(link.dest)
	if first.kind == tokenLink {
		dest = string(resolved(link.dest))
	}
	found, ok = findHost(dest)
	return found, dest, inner, ok
}

// card writes a paragraph that is one link to a video or post.
func (c *composer) card() bool {
	found, dest, inner, ok := c.carded()
	if !ok {
		return false
	}
	link := c.links[c.tokens[0].link]
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
