package prose

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"maillage/generator/markdown/policy"
)

// setting is where words stand.
type setting struct {
	oneLine bool // in a heading or a cell
	cell    bool
	link    bool
	strong  bool // within marks of the same kind no second ones are written
	em      bool
}

// inline writes the words of a block, without blanks at its ends.
func (s *speller) inline(n *html.Node, c setting) (string, bool) {
	var list []*html.Node
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		list = append(list, child)
	}
	text, ok := s.inlineAll(list, c)
	return strings.Trim(text, " "), ok
}

func (s *speller) inlineAll(list []*html.Node, c setting) (string, bool) {
	var b strings.Builder
	for i, n := range list {
		text, ok := s.one(n, c, lastRune(b.String()), nextRune(list[i+1:]))
		if !ok {
			return "", false
		}
		b.WriteString(text)
	}
	return b.String(), true
}

func lastRune(text string) rune {
	r, size := utf8.DecodeLastRuneInString(text)
	if size == 0 {
		return ' '
	}
	return r
}

// nextRune is what words meet after a mark.
func nextRune(list []*html.Node) rune {
	for _, n := range list {
		if n.Type == html.ElementNode && n.Data == "br" {
			return ' '
		}
		for _, r := range textOf(n) {
			if n.Type == html.ElementNode && marks[n.Data] != "" {
				return '*'
			}
			return r
		}
		if n.Data == "img" {
			return '!'
		}
	}
	return ' '
}

// collapse makes one blank of several, as browsers do.
func collapse(text string) string {
	if !strings.ContainsAny(text, "\t\n\r\f") && !strings.Contains(text, "  ") {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := range len(text) {
		b := text[i]
		if b == '\t' || b == '\n' || b == '\r' || b == '\f' {
			b = ' '
		}
		if b != ' ' || len(out) == 0 || out[len(out)-1] != ' ' {
			out = append(out, b)
		}
	}
	return string(out)
}

// one writes a node between two characters.
func (s *speller) one(n *html.Node, c setting, before, after rune) (string, bool) {
	if n.Type == html.TextNode {
		return s.escape(collapse(n.Data), c), true
	}
	if n.Type != html.ElementNode {
		return "", true
	}
	switch n.Data {
	case "br":
		if c.oneLine {
			return "<br>", true
		}
		return "\\\n", true
	case "img":
		return s.picture(n, "")
	case "a":
		return s.link(n, c)
	case "code":
		return s.code(n, c)
	case "strong", "b":
		return s.mark(n, c, "strong", "**", before, after)
	case "em", "i":
		if c.strong {
			return s.mark(n, c, "em", "_", before, after)
		}
		return s.mark(n, c, "em", "*", before, after)
	case "del", "s":
		return s.mark(n, c, "del", "~~", before, after)
	case "sup":
		if id := attr(n, "data-note"); id != "" {
			return s.note(id)
		}
	}
	return s.tagged(n, n.Data, c)
}

// mark writes marked words with signs where Markdown will read them, else as a tag.
func (s *speller) mark(n *html.Node, c setting, name, sign string, before, after rune) (string, bool) {
	inner := c
	switch name {
	case "strong":
		inner.strong = true
	case "em":
		inner.em = true
	}
	if attr(n, "id") != "" || attr(n, "lang") != "" || attr(n, "datetime") != "" || attr(n, "title") != "" {
		return s.tagged(n, name, c)
	}
	text, ok := s.inline0(n, inner)
	if !ok {
		return "", false
	}
	words := strings.Trim(text, " ")
	if words == "" {
		return text, true
	}
	lead, trail := text[:strings.Index(text, words)], text[strings.Index(text, words)+len(words):]
	if lead != "" {
		before = ' '
	}
	if trail != "" {
		after = ' '
	}
	first, _ := utf8.DecodeRuneInString(words)
	last, _ := utf8.DecodeLastRuneInString(words)
	if s.careful || c.strong && name == "strong" || c.em && name == "em" || !flanks(before, first) || !flanks(after, last) ||
		sign == "_" && (letter(before) || letter(after)) || !nests(sign, words) || strings.HasSuffix(words, "\\\n") {
		return lead + "<" + name + ">" + words + "</" + name + ">" + trail, true
	}
	return lead + sign + words + sign + trail, true
}

// nests says whether signs may stand around words that may have signs of their own
// at their ends: *** is emphasis around importance.
func nests(sign, words string) bool {
	if sign == "*" && strings.HasPrefix(words, "**") && strings.HasSuffix(words, "**") && !strings.HasPrefix(words, "***") {
		return true
	}
	return !strings.HasPrefix(words, sign[:1]) && !strings.HasSuffix(words, sign[:1])
}

// inline0 keeps the blanks at the ends.
func (s *speller) inline0(n *html.Node, c setting) (string, bool) {
	var list []*html.Node
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		list = append(list, child)
	}
	return s.inlineAll(list, c)
}

// flanks says whether a sign between an outer and an inner character is read as
// one that opens or closes.
func flanks(outer, inner rune) bool {
	if unicode.IsSpace(inner) {
		return false
	}
	return !punctuation(inner) || unicode.IsSpace(outer) || punctuation(outer)
}

func punctuation(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }
func letter(r rune) bool      { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// tagged writes an element as a tag.
func (s *speller) tagged(n *html.Node, name string, c setting) (string, bool) {
	element := policy.Find(name)
	if element == nil || !element.Inline {
		return "", false
	}
	text, ok := s.inline0(n, c)
	if !ok {
		return "", false
	}
	var b strings.Builder
	b.WriteString("<" + name)
	for _, a := range n.Attr {
		if element.Allows(a.Key, a.Val) {
			b.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
		}
	}
	return b.String() + ">" + text + "</" + name + ">", true
}

func (s *speller) code(n *html.Node, c setting) (string, bool) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			return s.tagged(n, "code", c)
		}
	}
	text := textOf(n)
	if text == "" {
		return "", true
	}
	if strings.Contains(text, "\n") || strings.TrimSpace(text) == "" || c.cell && strings.Contains(text, "|") || collapse(text) != text || attr(n, "id") != "" {
		return s.tagged(n, "code", c)
	}
	mark := "`"
	for strings.Contains(text, mark) {
		mark += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") {
		text = " " + text + " "
	}
	return mark + text + mark, true
}

// link writes a link, in the short form where its words are its address.
func (s *speller) link(n *html.Node, c setting) (string, bool) {
	href := attr(n, "href")
	if href == "" || attr(n, "class") != "" || attr(n, "id") != "" || attr(n, "hreflang") != "" || c.link || s.careful && attr(n, "title") != "" {
		return s.tagged(n, "a", c)
	}
	inner := c
	inner.link = true
	text, ok := s.inline0(n, inner)
	if !ok {
		return "", false
	}
	words := strings.Trim(text, " ")
	if words == "" {
		return s.tagged(n, "a", c)
	}
	lead, trail := text[:strings.Index(text, words)], text[strings.Index(text, words)+len(words):]
	if textOf(n) == href && strings.HasPrefix(href, "http") && !strings.ContainsAny(href, " <>") {
		return lead + "<" + href + ">" + trail, true
	}
	title := ""
	if t := attr(n, "title"); t != "" && t != textOf(n) && !strings.Contains(t, "\n") {
		title = ` "` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", `\&`).Replace(t) + `"`
	}
	return lead + "[" + words + "](" + destination(href) + title + ")" + trail, true
}

// destination is an address as it stands in a link.
func destination(href string) string {
	if strings.ContainsAny(href, " ()<>\\\n") || href == "" {
		return "<" + strings.NewReplacer("\\", "%5C", "<", "%3C", ">", "%3E", "\n", "").Replace(href) + ">"
	}
	return strings.NewReplacer("*", "%2A", "_", "_").Replace(href)
}

// picture writes an image; one without a description stands as a tag, which says
// that there is nothing to describe.
func (s *speller) picture(n *html.Node, title string) (string, bool) {
	src, alt := attr(n, "src"), collapse(attr(n, "alt"))
	if strings.TrimSpace(alt) == "" {
		return `<img src="` + html.EscapeString(src) + `" alt="">`, title == ""
	}
	if title != "" {
		title = ` "` + title + `"`
	}
	return "![" + s.escape(alt, setting{link: true, oneLine: true}) + "](" + destination(src) + title + ")", true
}

// note writes the call of a footnote, and its text at the first call.
func (s *speller) note(id string) (string, bool) {
	w := s.w
	if number := w.numbers[id]; number > 0 {
		return "[^" + strconv.Itoa(number) + "]", true
	}
	for _, note := range w.notes {
		if note.ID != id {
			continue
		}
		w.numbers[id] = len(w.numbers) + 1
		text, ok := s.inlineAll(note.Nodes, setting{oneLine: true})
		w.called = append(w.called, "[^"+strconv.Itoa(w.numbers[id])+"]: "+strings.TrimSpace(text))
		return "[^" + strconv.Itoa(w.numbers[id]) + "]", ok
	}
	return "", false
}

var (
	entity  = regexp.MustCompile(`&(#?\w+;)`)
	linkish = regexp.MustCompile(`\[[^\]]*\]\s*[(:\[]|\[\^|\[!|\[[ xX]\]`)
	address = regexp.MustCompile(`https?://[^\s<>]+`)
)

// escape writes words so that Markdown reads them as words: only the signs that it
// would take for something else, or all of them.
func (s *speller) escape(text string, c setting) string {
	var b strings.Builder
	brackets := s.careful || linkish.MatchString(text) || c.link
	plain := address.FindAllStringIndex(text, -1) // bare addresses are links, as they stand
	runes := []rune(text)
	offset := 0
	for i, r := range runes {
		within := false
		for _, p := range plain {
			within = within || offset >= p[0] && offset < p[1]
		}
		offset += utf8.RuneLen(r)
		previous, next := ' ', ' '
		if i > 0 {
			previous = runes[i-1]
		}
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if !within && s.escaped(r, previous, next, brackets, c) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return entity.ReplaceAllString(b.String(), `\&$1`)
}

// escaped says whether a sign needs a backslash between its neighbours.
func (s *speller) escaped(r, previous, next rune, brackets bool, c setting) bool {
	switch r {
	case '\\':
		return s.careful || punctuation(next) && next < utf8.RuneSelf || next == ' '
	case '*', '`':
		return s.careful || !(unicode.IsSpace(previous) && unicode.IsSpace(next))
	case '_':
		return s.careful || !(letter(previous) && letter(next)) && !(unicode.IsSpace(previous) && unicode.IsSpace(next))
	case '~':
		return s.careful || previous == '~' || next == '~'
	case '[', ']':
		return brackets
	case '<':
		return s.careful || !unicode.IsSpace(next) && !unicode.IsDigit(next)
	case '|':
		return c.cell || s.careful
	case '!':
		return next == '['
	case '#', '{', '}', '$', '^', '=', '+':
		return s.careful && r != '$' && r != '='
	}
	return false
}

var blockStart = regexp.MustCompile(`^(#{1,6}(?: |$)|>|[-+*](?: |$)|(?:-{2,}|={2,}|\*{2,}|_{2,})\s*$|~~~|` + "```" + `|:\s|\|)`)
var numberStart = regexp.MustCompile(`^(\d{1,9})([.)])(\s|$)`)

// lineStart escapes what would begin a block at the start of a line.
func (s *speller) lineStart(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimLeft(line, " ")
		switch {
		case blockStart.MatchString(line) && !strings.HasPrefix(line, "**"):
			line = `\` + line
		case numberStart.MatchString(line):
			line = numberStart.ReplaceAllString(line, `$1\$2$3`)
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}
