package body

import (
	"html"
	"regexp"
	"strings"
)

// Marks in comments tell the flow what the text alone no longer says.
const (
	paragraphsOn  = "wp-paragraphs"    // from here on newlines count
	paragraphsOff = "wp-no-paragraphs" // from here on they are spaces
	pageBreak     = "wp-page"
	languageMark  = "wp-language " // of the next pre
)

// noteTag encloses the text of a footnote in its place.
const noteTag = "wp-note"

// Limits of reusable blocks, which may hold each other.
const (
	maxRefs    = 8       // in each other
	maxInlined = 4 << 20 // bytes in a body
)

// expander writes a stored body as HTML: it carries out blocks and shortcodes.
type expander struct {
	*renderer
	w       *tagWriter
	s       string
	marks   []mark
	lexer   lexer
	at      int   // the place of the mark that is carried out
	within  int   // blocks we are in
	free    bool  // between blocks, in text without paragraphs
	refs    []int // reusable blocks we are in
	inlined int   // bytes of all reusable blocks so far
}

// expand writes a stored body, or a piece of one, into w.
func (e *expander) expand(s string) {
	inner := &expander{renderer: e.renderer, w: e.w, s: s, lexer: lexer{s: s}, marks: findMarks(s, e.Rendered), refs: e.refs, inlined: e.inlined}
	inner.run()
	e.inlined = inner.inlined
}

func (e *expander) run() {
	if strings.Contains(e.s, "<!-- wp:") {
		e.freeform(0, 0)
	} else if !e.Rendered {
		e.w.comment(paragraphsOn)
		e.free = true
	}
	for next := 0; ; {
		for next < len(e.marks) && e.marks[next].start < e.lexer.pos {
			next++
		}
		start := e.lexer.pos
		it, ok := e.lexer.scan()
		if !ok {
			break
		}
		if next < len(e.marks) && e.marks[next].start < it.end && (it.kind == textItem || it.kind == commentItem) {
			e.text(e.s[start:e.marks[next].start])
			e.at = next
			e.lexer.pos = e.mark(e.marks[next])
			continue
		}
		e.item(it)
	}
	e.bound()
}

// freeform turns paragraphs on for what stands at s[from:] before the next block,
// if there is text and nobody has made paragraphs of it.
func (e *expander) freeform(from, next int) {
	end := len(e.s)
	for ; next < len(e.marks); next++ {
		if m := e.marks[next]; m.kind == blockMark && m.start >= from {
			end = m.start
			break
		}
	}
	if s := e.s[from:end]; strings.TrimSpace(s) != "" && !hasParagraphs(s) {
		e.w.comment(paragraphsOn)
		e.free = true
	}
}

func hasParagraphs(s string) bool { return strings.Contains(s, "<p>") || strings.Contains(s, "<p ") }

// bound ends text without paragraphs.
func (e *expander) bound() {
	if e.free {
		e.w.comment(paragraphsOff)
		e.free = false
	}
}

// item writes what is no mark.
func (e *expander) item(it item) {
	switch it.kind {
	case textItem:
		e.text(e.s[it.start:it.end])
	case closeItem:
		e.w.end(it.name)
	case commentItem:
		e.comment(e.s[it.start:it.end])
	case openItem:
		if rawElements[it.name] {
			e.rawElement(it)
			return
		}
		e.w.start(it.name, e.lexer.tag(it))
	}
}

// text writes text in which $latex … $ may stand.
func (e *expander) text(s string) {
	for {
		before, rest, ok := strings.Cut(s, "$latex ")
		formula, after, closed := strings.Cut(rest, "$")
		if !ok || !closed || e.Rendered {
			e.w.text(s)
			return
		}
		e.w.text(before)
		e.formula(formula)
		s = after
	}
}

func (e *expander) formula(s string) {
	e.w.start("code", "<code>")
	e.w.text(strings.TrimSpace(s))
	e.w.end("code")
}

func (e *expander) comment(s string) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, "<!--"), "-->"))
	switch label, more := strings.CutPrefix(s, "more"); {
	case s == "nextpage":
		e.pages++
		e.w.comment(pageBreak)
	case more && (label == "" || isSpace(label[0])):
		e.w.comment(strings.TrimSpace("more " + strings.TrimSpace(label)))
	}
}

// rawElement writes what elements without tags in them are to us.
func (e *expander) rawElement(it item) {
	head := e.lexer.tag(it)
	switch it.name {
	case "iframe":
		e.w.start("iframe", head)
		e.w.end("iframe")
	case "xmp":
		e.w.start("pre", "<pre>")
		e.w.text(strings.ReplaceAll(it.inner, "&", "&amp;"))
		e.w.end("pre")
	case "script":
		e.script(head)
	default:
		e.findings.add(DroppedElement, it.name)
	}
}

// script drops a script. The one that shows a gist is an embed.
func (e *expander) script(head string) {
	src := addressIn(head)
	if host := hostOf(src); host == "gist.github.com" {
		e.embed(strings.TrimSuffix(src, ".js"), "")
	} else {
		e.findings.add(DroppedElement, strings.TrimSpace("script "+host))
	}
}

// embed writes the block of an address to embed.
func (e *expander) embed(address, caption string) {
	e.w.start("figure", `<figure class="wp-block-embed">`)
	e.w.start("div", `<div class="wp-block-embed__wrapper">`)
	e.w.text(escape(address))
	e.w.end("div")
	if caption != "" {
		e.w.start("figcaption", "<figcaption>")
		e.w.text(caption)
		e.w.end("figcaption")
	}
	e.w.end("figure")
}

// mark carries out a mark and says where to go on.
func (e *expander) mark(m mark) int {
	switch {
	case m.kind == noteMark && m.partner < 0:
		e.w.text(e.s[m.start:m.end])
	case m.kind == noteMark && m.closing:
		e.w.end(noteTag)
	case m.kind == noteMark:
		e.w.start(noteTag, "<"+noteTag+">")
	case m.kind == blockMark:
		return e.block(m)
	case m.escaped && m.closing:
		e.w.text(e.s[m.start : m.end-1])
	case m.escaped:
		e.w.text(strings.Replace(e.s[m.start+1:m.end], "]]", "]", 1))
	default:
		return e.shortcode(m)
	}
	return m.end
}

// behind is the end of the other half of a mark, or its own if it stands alone.
func (e *expander) behind(m mark) int {
	if m.partner >= 0 && !m.closing {
		return e.marks[m.partner].end
	}
	return m.end
}

// inner is what a mark and its other half enclose.
func (e *expander) inner(m mark) string {
	if m.partner < 0 || m.closing {
		return ""
	}
	return e.s[m.end:e.marks[m.partner].start]
}

var sourceAttr = regexp.MustCompile(`(?i)\ssrc\s*=\s*["']?([^"'\s>]+)`)

// addressIn is the src of a start tag.
func addressIn(tag string) string {
	if found := sourceAttr.FindStringSubmatch(tag); found != nil {
		return html.UnescapeString(found[1])
	}
	return ""
}
