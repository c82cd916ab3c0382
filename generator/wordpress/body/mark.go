package body

import (
	"slices"
	"strings"
)

type markKind int

const (
	shortcodeMark markKind = iota
	blockMark
	noteMark // ((a note in the text))
)

// mark is a delimiter in a stored body: s[start:end].
type mark struct {
	kind       markKind
	start, end int
	name       string
	attrs      string // as written
	closing    bool
	alone      bool // closes itself: [x /], <!-- wp:x /-->
	escaped    bool // [[x]]: text with brackets around
	partner    int  // its other half, -1 if it has none
}

// maxMarks is beyond any article.
const maxMarks = 100_000

// marker finds the marks of a body.
type marker struct {
	lexer    lexer
	rendered bool
	code     int // how many pre and code we are in
	noteEnd  int // where the ((note)) we are in ends
	marks    []mark
}

// findMarks lists the marks of a body in their order and pairs those that open
// and close. It looks for no shortcodes in tags, comments, pre and code.
func findMarks(s string, rendered bool) []mark {
	if !strings.Contains(s, "<!-- wp:") && (rendered || !strings.ContainsAny(s, "[(")) {
		return nil
	}
	m := &marker{lexer: lexer{s: s}, rendered: rendered}
	for len(m.marks) < maxMarks {
		it, ok := m.lexer.scan()
		if !ok {
			break
		}
		switch it.kind {
		case commentItem:
			if b, ok := blockDelimiter(s[it.start:it.end]); ok {
				b.start, b.end = it.start, it.end
				m.marks = append(m.marks, b)
			}
		case openItem:
			if isCode(it.name) && m.lexer.finder.find(s, "</"+it.name, it.end) >= 0 {
				m.code++
			}
		case closeItem:
			if isCode(it.name) {
				m.code = max(0, m.code-1)
			}
		case textItem:
			if m.code == 0 && !rendered {
				m.text(it)
			}
		}
	}
	pair(m.marks)
	return m.marks
}

func isCode(name string) bool { return name == "pre" || name == "code" }

// text finds the marks that begin in a piece of text; a shortcode may end beyond
// it, for its attributes may hold tags.
func (m *marker) text(it item) {
	s := m.lexer.s
	for i := it.start; i < it.end && len(m.marks) < maxMarks; {
		switch s[i] {
		case '[':
		case '(', ')':
			i = m.note(i)
			continue
		default:
			i++
			continue
		}
		b, ok := m.shortcode(i)
		if !ok {
			i++
			continue
		}
		m.marks = append(m.marks, b)
		if raw := rawShortcodes[b.name]; raw && !b.closing && !b.escaped {
			m.rawInner(b)
			return
		}
		if b.end >= it.end {
			m.lexer.pos = b.end
			return
		}
		i = b.end
	}
}

// rawShortcodes enclose what is neither HTML nor shortcodes.
var rawShortcodes = map[string]bool{"sourcecode": true, "code": true, "php": true, "html": true, "css": true, "js": true,
	"javascript": true, "python": true, "bash": true, "sql": true, "latex": true, "embed": true, "vc_raw_html": true, "vc_raw_js": true, "fusion_code": true}

// rawInner goes on behind the end of a raw shortcode, if it has one.
func (m *marker) rawInner(open mark) {
	m.lexer.pos = open.end
	shut := "[/" + open.name + "]"
	at := m.lexer.finder.find(m.lexer.s, shut, open.end)
	if at < 0 || open.alone {
		return
	}
	m.marks = append(m.marks, mark{start: at, end: at + len(shut), name: open.name, closing: true})
	m.lexer.pos = at + len(shut)
}

func (m *marker) shortcode(i int) (mark, bool) {
	s := m.lexer.s
	if strings.HasPrefix(s[i:], "[[") {
		b, ok := parseShortcode(s, i+1, &m.lexer.finder)
		shut := "[/" + b.name + "]]"
		switch {
		case !ok || !known(b.name) && !strings.Contains(b.attrs, "="):
			return mark{}, false
		case b.end < len(s) && s[b.end] == ']':
			b.start, b.end = i, b.end+1
		case m.lexer.finder.find(s, shut, b.end) >= 0:
			b.start = i
		default:
			return mark{}, false
		}
		b.escaped, b.partner = true, -1
		return b, true
	}
	b, ok := parseShortcode(s, i, &m.lexer.finder)
	if ok && b.closing && b.end < len(s) && s[b.end] == ']' && known(b.name) {
		b.escaped = true
		b.end++
	}
	return b, ok
}

// note marks an end of ((a note)), as a plugin of old has it.
func (m *marker) note(i int) int {
	s := m.lexer.s
	if i == m.noteEnd && i > 0 {
		m.marks = append(m.marks, mark{kind: noteMark, start: i, end: i + 2, name: "((", closing: true})
		return i + 2
	}
	if i == 0 || i < m.noteEnd || !isSpace(s[i-1]) || !strings.HasPrefix(s[i:], "((") {
		return i + 1
	}
	rest := s[i+2 : min(len(s), i+2000)]
	shut := strings.Index(rest, "))")
	if shut < 0 || !isNote(rest[:shut]) {
		return i + 2
	}
	m.noteEnd = i + 2 + shut
	m.marks = append(m.marks, mark{kind: noteMark, start: i, end: i + 2, name: "(("})
	return i + 2
}

// isNote tells a note from a formula: it has words, and does not go beyond its
// paragraph.
func isNote(s string) bool {
	for _, beyond := range []string{"((", "\n\n", "</p", "</P", "<!--", "</li", "</td"} {
		if strings.Contains(s, beyond) {
			return false
		}
	}
	return strings.Contains(strings.TrimSpace(s), " ")
}

// pair joins each end to the last open mark of its name.
func pair(marks []mark) {
	open := map[string][]int{}
	for i := range marks {
		b := &marks[i]
		b.partner = -1
		if b.alone || b.escaped {
			continue
		}
		key := b.name
		if b.kind == blockMark {
			key = "wp:" + key
		}
		if !b.closing {
			open[key] = append(open[key], i)
			continue
		}
		if stack := open[key]; len(stack) > 0 {
			last := stack[len(stack)-1]
			open[key] = slices.Delete(stack, len(stack)-1, len(stack))
			b.partner, marks[last].partner = last, i
		}
	}
}
