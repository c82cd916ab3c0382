package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"maillage/generator/site/report"
)

// inline writes tokens as HTML and as text.
func (c *composer) inline(tokens []token) {
	c.setter.begin()
	before := len(c.open)
	for i := 0; i < len(tokens); i++ {
		switch t := &tokens[i]; t.kind {
		case tokenTag:
			c.inlineTag(c.links[t.link].dest, c.links[t.link].pos)
		case tokenText:
			c.words(tokens, i)
		case tokenBreak:
			c.lineBreak(t.level)
		case tokenCode:
			c.code(t)
		case tokenStyle:
			c.write([...]string{"", "<em>", "<strong>", "<del>"}[t.level])
			c.nest(styles[t.level])
		case tokenStyleEnd:
			c.write([...]string{"", "</em>", "</strong>", "</del>"}[t.level])
			c.unnest(styles[t.level])
		case tokenLink:
			c.openLink(&c.links[t.link])
		case tokenLinkEnd:
			c.closeLink()
		case tokenImage:
			i = c.image(tokens, i, true)
		case tokenAuto:
			c.autoLink(t)
		case tokenCall, tokenBack:
			c.note(t)
		}
	}
	if c.tagged {
		c.unclosed(before, nil)
	}
}

var styles = [...]string{"", "em", "strong", "del"}

// nest and unnest hold the marks of Markdown among the tags of a text: they may
// stand within one another, not across.
func (c *composer) nest(name string) {
	if c.tagged {
		c.open = append(c.open, rawElement{name: name, mark: true})
	}
}

func (c *composer) unnest(name string) {
	if !c.tagged {
		return
	}
	n := len(c.open) - 1
	if n < 0 || c.open[n].name != name || !c.open[n].mark {
		c.problem(c.tagPos, report.T("md.html.across"), report.T("md.html.across.hint"))
		return
	}
	c.open = c.open[:n]
}

// words writes token i, a run of words, in good typography.
func (c *composer) words(tokens []token, i int) {
	set := c.set(tokens, i)
	if !c.setter.signs {
		c.html = append(c.html, set...)
		c.text = append(c.text, set...)
		return
	}
	start := len(c.text)
	c.text = appendResolved(c.text, set)
	c.html = appendEscaped(c.html, c.text[start:])
}

// set is token i as a printer would set it, before and after its neighbours.
func (c *composer) set(tokens []token, i int) []byte {
	t := &tokens[i]
	if len(c.suspects) > 0 && !c.contact {
		c.remark(int(t.start), int(t.end))
	}
	after := rune(0)
	if next := c.leaf(tokens[i+1:]); next != nil {
		after, _ = utf8.DecodeRune(next)
	}
	return c.setter.set(c.source[t.start:t.end], after)
}

func (c *composer) lineBreak(level uint8) {
	if level > 0 {
		c.write("<br>")
	}
	c.html = append(c.html, '\n')
	c.text = append(c.text, ' ')
	c.setter.pass('\n')
}

// code writes a code span, or a line of it.
func (c *composer) code(t *token) {
	if t.level&codeFirst != 0 {
		c.write("<code>")
	}
	start := len(c.text)
	c.codeText(t)
	c.html = appendEscaped(c.html, c.text[start:])
	if t.level&codeLast != 0 {
		c.write("</code>")
	}
}

func (c *composer) codeText(t *token) {
	c.text = append(c.text, c.source[t.start:t.end]...)
	if n := len(c.text) - 1; t.end > t.start && c.text[n] == '\n' {
		c.text[n] = ' '
	}
	c.setter.pass('x')
}

// openLink starts a link; closeLink ends it. A link holds no other.
func (c *composer) openLink(link *linkText) {
	n, class := c.keep(Link{Dest: string(resolved(link.dest))}, link.pos)
	c.write(`<a href="`)
	c.href(n, class)
	c.title(link.title)
	c.write(`">`)
	if c.tagged && c.isIn("a") {
		c.problem(link.pos, report.T("md.html.link"), report.Text{})
	}
	c.nest("a")
	c.linkPos, c.linkStart, c.linkImage, c.inLink = link.pos, len(c.text), false, true
	c.contact = class == linkContact
}

func (c *composer) closeLink() {
	c.write("</a>")
	c.unnest("a")
	c.contact, c.inLink = false, false
	if !c.linkImage && len(bytes.TrimSpace(c.text[c.linkStart:])) == 0 {
		c.problem(c.linkPos, report.T("md.link.text"), report.Text{})
	}
}

// title writes a title behind another attribute, whose quotation mark it closes.
func (c *composer) title(title []byte) {
	if len(title) > 0 {
		c.write(`" title="`)
		c.html = appendEscaped(c.html, resolved(title))
	}
}

func (c *composer) autoLink(t *token) {
	link := c.links[t.link]
	c.setter.pass('x')
	c.text = append(c.text, link.dest...)
	if c.inLink || c.tagged && c.isIn("a") {
		c.html = appendEscaped(c.html, link.dest)
		return
	}
	c.write(`<a href="`)
	if t.level > 0 {
		if !bytes.HasPrefix(bytes.ToLower(link.dest), []byte("mailto:")) {
			c.write("mailto:")
		}
		c.address(link.dest)
	} else {
		n, class := c.keep(Link{Dest: string(link.dest)}, link.pos)
		c.href(n, class)
	}
	c.write(`">`)
	c.html = appendEscaped(c.html, link.dest)
	c.write("</a>")
}

// image writes the image that starts at token i, with its title unless that is
// shown, and returns the index of its last token.
func (c *composer) image(tokens []token, i int, title bool) int {
	end, link := closing(tokens, i), c.links[tokens[i].link]
	n, _ := c.keep(Link{Dest: string(resolved(link.dest)), Image: true}, link.pos)
	c.linkImage = true
	c.slot(slotPicture, n)
	c.write(` alt="`)
	start := len(c.text)
	for j := i + 1; j < end; j++ {
		c.altToken(tokens, j)
	}
	alt := bytes.TrimSpace(c.text[start:])
	if len(alt) == 0 {
		c.problem(link.pos, report.T("md.alt"), report.T("md.alt.hint", c.doc.Links[n].Dest))
	}
	c.html = appendEscaped(c.html, alt)
	if title {
		c.title(link.title)
	}
	c.html = append(c.html, '"')
	c.slot(slotSize, n)
	return end
}

// altToken adds a token of an image to the text: HTML has only words there.
func (c *composer) altToken(tokens []token, i int) {
	switch t := &tokens[i]; t.kind {
	case tokenText:
		set := c.set(tokens, i)
		if c.setter.signs {
			c.text = appendResolved(c.text, set)
		} else {
			c.text = append(c.text, set...)
		}
	case tokenBreak:
		c.text = append(c.text, ' ')
		c.setter.pass('\n')
	case tokenCode:
		c.codeText(t)
	case tokenAuto:
		c.text = append(c.text, c.links[t.link].dest...)
		c.setter.pass('x')
	case tokenCall, tokenBack:
		c.setter.pass('x')
	}
}

// note writes the call of a footnote, or the way back to it.
func (c *composer) note(t *token) {
	c.setter.pass('x')
	number, call := strconv.Itoa(int(t.start)), "fnref"
	if t.end > 0 {
		call += strconv.Itoa(int(t.end))
	}
	call += ":" + number
	if t.kind == tokenBack {
		c.write(`&#160;<a href="`)
		c.slot(slotPage, 0)
		c.write("#" + call + `" class="footnote-backref" title="` + c.say("Retour au texte", "Back to the text") +
			`" role="doc-backlink">&#x21a9;&#xfe0e;</a>`)
		return
	}
	c.doc.anchors = append(c.doc.anchors, call)
	if c.inLink {
		c.write(`<sup id="` + call + `">` + number + "</sup>")
		return
	}
	c.write(`<sup id="` + call + `"><a href="`)
	c.slot(slotPage, 0)
	c.write("#fn:" + number + `" class="footnote-ref" role="doc-noteref">` + number + "</a></sup>")
}
