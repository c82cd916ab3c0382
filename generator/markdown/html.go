package markdown

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/markdown/policy"
	"maillage/generator/site/report"
)

// rawElement is an element of raw HTML that waits for its end.
type rawElement struct {
	name string
	pos  int
	html int    // of a heading: where its element begins
	id   string // of a heading, as given
	mark bool   // it is one of Markdown's
}

// around says whether Markdown may stand within an element: it starts in one block
// of HTML and ends in another.
func around(name string) bool { return name == "details" || name == "div" }

// htmlBlock writes a block of raw HTML; at turns an offset in it into one of the
// source.
func (c *composer) htmlBlock(block []byte, at func(int) int) {
	before := len(c.open)
	if !c.ordered(block, before) {
		c.problem(at(0), report.T("md.html.order"), report.T("md.html.order.hint"))
		return
	}
	c.setter.begin()
	c.lineStart = len(c.text)
	z, offset := html.NewTokenizer(bytes.NewReader(block)), 0
	for {
		kind := z.Next()
		pos := at(offset)
		offset += len(z.Raw())
		switch kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				c.problem(pos, report.T("md.html"), report.T("md.html.hint"))
			}
			c.endText()
			c.unclosed(before, around)
			return
		case html.TextToken:
			c.rawText(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			c.startTag(&t, pos, false)
		case html.EndTagToken:
			name, _ := z.TagName()
			c.endTag(string(name), pos)
		case html.DoctypeToken:
			c.problem(pos, report.T("md.html"), report.T("md.html.hint"))
		}
	}
}

// endText ends a line of words and, after what stands by itself, the line of HTML.
func (c *composer) endText() {
	c.closeLine(c.lineStart)
	c.lineStart = len(c.text)
	if n := len(c.html); n > 0 && c.html[n-1] != '\n' {
		c.html = append(c.html, '\n')
	}
}

// unclosed refuses elements that a block leaves open, but those that allowed says
// Markdown may stand in.
func (c *composer) unclosed(before int, allowed func(string) bool) {
	kept := c.open[:min(before, len(c.open))]
	for _, o := range c.open[len(kept):] {
		if o.mark {
			continue // told already
		}
		if allowed != nil && allowed(o.name) {
			kept = append(kept, o)
			continue
		}
		c.problem(o.pos, report.T("md.html.open", o.name), report.T("md.html.open.hint", o.name))
	}
	c.open = kept
}

// rawText writes words of a block of raw HTML.
func (c *composer) rawText(words string) {
	start := len(c.text)
	switch {
	case c.isIn("pre"):
		c.text = append(c.text, words...)
		c.html = appendEscaped(c.html, c.text[start:])
		return
	case c.isIn("code", "kbd", "samp"):
		c.text = append(c.text, words...)
	default:
		c.text = append(c.text, Typography(c.lang, words)...)
	}
	c.html = appendEscaped(c.html, c.text[start:])
	for i := start; i < len(c.text); i++ {
		if c.text[i] == '\n' {
			c.text[i] = ' '
		}
	}
}

// isIn says whether an element of some names is open.
func (c *composer) isIn(names ...string) bool {
	return slices.ContainsFunc(c.open, func(o rawElement) bool { return slices.Contains(names, o.name) })
}

// startTag writes the start of an element that the policy allows.
func (c *composer) startTag(t *html.Token, pos int, inWords bool) {
	element := policy.Find(t.Data)
	switch {
	case element == nil:
		c.problem(pos, report.T("md.html.element", t.Data), report.T("md.html.hint"))
		return
	case inWords && !element.Inline:
		c.problem(pos, report.T("md.html.block", t.Data), report.T("md.html.block.hint"))
		return
	case t.Data == "a" && (c.inLink || c.isIn("a")):
		c.problem(pos, report.T("md.html.link"), report.Text{})
		return
	}
	if !element.Inline {
		c.closeLine(c.lineStart)
		c.lineStart = len(c.text)
	}
	o := rawElement{name: t.Data, pos: pos, html: len(c.html)}
	if heading(t.Data) {
		o.id = c.checked(t, element, pos)
	} else {
		c.element(t, element, pos)
	}
	if !element.Void {
		c.open = append(c.open, o)
	} else if t.Data == "br" {
		c.text = append(c.text, ' ')
	}
}

func heading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '2' && name[1] <= '6'
}

// checked refuses the attributes of a heading that are not allowed, and returns
// its id: the element is written when its words are known.
func (c *composer) checked(t *html.Token, element *policy.Element, pos int) (id string) {
	for _, a := range t.Attr {
		if !element.Allows(a.Key, a.Val) {
			c.refuseAttribute(t.Data, a, element, pos)
		} else if a.Key == "id" {
			id = a.Val
		}
	}
	return id
}

func (c *composer) refuseAttribute(name string, a html.Attribute, element *policy.Element, pos int) {
	c.problem(pos, report.T("md.html.attribute", a.Key, a.Val, name), report.T("md.html.attribute.hint", strings.Join(element.Attributes(), ", ")))
}

// element writes a start tag.
func (c *composer) element(t *html.Token, element *policy.Element, pos int) {
	if t.Data == "img" {
		c.rawImage(t, element, pos)
		return
	}
	if t.Data == "table" {
		c.openScroll()
	}
	c.write("<" + t.Data)
	for _, a := range t.Attr {
		if !element.Allows(a.Key, a.Val) {
			c.refuseAttribute(t.Data, a, element, pos)
			continue
		}
		switch a.Key {
		case "href":
			n, class := c.keep(Link{Dest: strings.TrimSpace(a.Val)}, pos)
			c.write(` href="`)
			c.href(n, class)
			c.contact = class == linkContact
			c.write(`"`)
			continue
		case "src", "poster":
			n, class := c.keep(Link{Dest: strings.TrimSpace(a.Val)}, pos)
			if class != linkInside {
				c.problem(pos, report.T("md.image.remote"), report.T("md.image.hint"))
			}
			c.write(" " + a.Key + `="`)
			c.href(n, class)
			c.write(`"`)
			continue
		case "id":
			c.named(a.Val, pos)
		}
		c.write(" " + a.Key + `="`)
		c.html = appendEscaped(c.html, []byte(a.Val))
		c.write(`"`)
	}
	switch t.Data {
	case "audio", "video":
		if !hasAttr(t, "controls") {
			c.write(` controls=""`)
		}
		c.write(` preload="none"`)
	case "pre":
		c.write(` tabindex="0"`)
	}
	c.write(">")
}

func hasAttr(t *html.Token, name string) bool {
	for _, a := range t.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// named notes a name that links may lead to.
func (c *composer) named(id string, pos int) {
	if c.taken(id) {
		c.problem(pos, report.T("md.id.twice", id), report.Text{})
	}
	c.doc.anchors = append(c.doc.anchors, id)
	if c.ids != nil {
		c.ids[id] = true
	}
}

// rawImage writes a picture as that of Markdown; alt="" says that there is nothing
// to describe.
func (c *composer) rawImage(t *html.Token, element *policy.Element, pos int) {
	src, alt, title, described := "", "", "", false
	for _, a := range t.Attr {
		switch {
		case !element.Allows(a.Key, a.Val):
			c.refuseAttribute(t.Data, a, element, pos)
		case a.Key == "src":
			src = strings.TrimSpace(a.Val)
		case a.Key == "alt":
			alt, described = strings.TrimSpace(a.Val), true
		case a.Key == "title":
			title = a.Val
		}
	}
	n, _ := c.keep(Link{Dest: src, Image: true}, pos)
	c.linkImage = true
	if !described {
		c.problem(pos, report.T("md.alt"), report.T("md.html.alt.hint"))
	}
	c.slot(slotPicture, n)
	c.write(` alt="`)
	start := len(c.text)
	c.text = append(c.text, alt...)
	c.html = appendEscaped(c.html, c.text[start:])
	c.title([]byte(html.EscapeString(title)))
	c.html = append(c.html, '"')
	c.slot(slotSize, n)
}

// endTag writes the end of the element that was opened last.
func (c *composer) endTag(name string, pos int) {
	element := policy.Find(name)
	if element == nil {
		return // its start was refused
	}
	if element.Void {
		c.problem(pos, report.T("md.html.end", name), report.Text{})
		return
	}
	if n := len(c.open) - 1; n < 0 || c.open[n].name != name || c.open[n].mark {
		c.problem(pos, report.T("md.html.end", name), report.Text{})
		return
	}
	o := c.open[len(c.open)-1]
	c.open = c.open[:len(c.open)-1]
	if name == "a" {
		c.contact = false
	}
	if heading(name) {
		c.rawHeading(o)
		return
	}
	c.write("</" + name + ">")
	if name == "table" {
		c.write("\n</div>")
	}
	if !element.Inline {
		c.closeLine(c.lineStart)
		c.lineStart = len(c.text)
	}
}

// rawHeading writes the start of a heading before its words, and puts it into the
// outline.
func (c *composer) rawHeading(o rawElement) {
	words := string(c.closeLine(c.lineStart))
	c.lineStart = len(c.text)
	id := o.id
	if id == "" {
		id = c.id(Slug(words))
	} else if c.taken(id) {
		c.problem(o.pos, report.T("md.id.twice", id), report.Text{})
	}
	level := int(o.name[1] - '0')
	c.doc.TOC = append(c.doc.TOC, Heading{ID: id, Text: words, Level: level})
	c.level = max(2, level)
	c.insert(o.html, "<"+o.name+` id="`+string(appendEscaped(nil, []byte(id)))+`">`)
	c.write("</" + o.name + ">")
}

// insert puts HTML before what was written since.
func (c *composer) insert(at int, text string) {
	for i := len(c.slots) - 1; i >= 0 && int(c.slots[i].offset) >= at; i-- {
		c.slots[i].offset += uint32(len(text))
	}
	size := len(c.html)
	c.html = append(c.html, text...)
	copy(c.html[at+len(text):], c.html[at:size])
	copy(c.html[at:], text)
}

// inlineTag writes a tag within words.
func (c *composer) inlineTag(raw []byte, pos int) {
	c.tagPos = pos
	z := html.NewTokenizer(bytes.NewReader(raw))
	switch z.Next() {
	case html.StartTagToken, html.SelfClosingTagToken:
		t := z.Token()
		if t.Data == "a" && !c.inLink {
			c.linkStart = len(c.text)
		}
		c.startTag(&t, pos, true)
	case html.EndTagToken:
		name, _ := z.TagName()
		c.endTag(string(name), pos)
	case html.CommentToken:
	default:
		c.problem(pos, report.T("md.html"), report.T("md.html.hint"))
	}
}

// ordered says whether a browser would read the elements of a block in the order
// they are written: none moved, none closed for being where it cannot be. before
// are those open since earlier blocks.
func (c *composer) ordered(block []byte, before int) bool {
	var whole bytes.Buffer
	for _, o := range c.open[:before] {
		whole.WriteString("<" + o.name + ">")
	}
	whole.Write(block)
	var written, read []string
	z := html.NewTokenizer(bytes.NewReader(whole.Bytes()))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		name, _ := z.TagName()
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		if policy.Find(string(name)) == nil {
			return true // it is refused by name
		}
		written = appendName(written, string(name))
	}
	parent := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(&whole, parent)
	if err != nil {
		return false
	}
	for _, root := range nodes {
		read = names(read, root)
	}
	return slices.Equal(written, read)
}

// appendName adds an element but those that a browser adds by itself.
func appendName(list []string, name string) []string {
	if name == "tbody" || name == "colgroup" {
		return list
	}
	return append(list, name)
}

func names(list []string, root *html.Node) []string {
	if root.Type == html.ElementNode {
		list = appendName(list, root.Data)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			list = appendName(list, n.Data)
		}
	}
	return list
}
