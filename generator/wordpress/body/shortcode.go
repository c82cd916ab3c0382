package body

import (
	"html"
	"strings"
)

// maxShortcode is how long the brackets of a shortcode may be.
const maxShortcode = 64 << 10

// parseShortcode reads the brackets that begin at s[i]: [name attrs], [name /] or
// [/name]. Whether it is a shortcode at all is decided later.
func parseShortcode(s string, i int, f *finder) (mark, bool) {
	b := mark{kind: shortcodeMark, start: i, partner: -1}
	j := i + 1
	if j < len(s) && s[j] == '/' {
		b.closing = true
		j++
	}
	from := j
	for j < len(s) && (isLetter(s[j]) || j > from && (s[j] >= '0' && s[j] <= '9' || s[j] == '_' || s[j] == '-')) {
		j++
	}
	b.name = s[from:j]
	if b.name == "" || j >= len(s) || !isSpace(s[j]) && !strings.ContainsRune("]/=", rune(s[j])) && !strings.HasPrefix(s[j:], "\u00a0") {
		return b, false
	}
	if s[j] == '=' && !known(b.name) { // [youtube=…]
		return b, false
	}
	end := attrsEnd(s, j, f, !known(b.name))
	if end < 0 || b.closing && strings.TrimSpace(s[j:end]) != "" {
		return b, false
	}
	b.end, b.attrs = end+1, s[j:end]
	if cut, alone := strings.CutSuffix(b.attrs, "/"); alone && !b.closing && !strings.Contains(lastWord(cut), "://") {
		b.attrs, b.alone = cut, true
	}
	return b, true
}

func lastWord(s string) string { return s[strings.LastIndexAny(s, " \t\n=")+1:] }

// quotes pairs what may stand around a value, by what opens. Editors and
// typographers have made curly quotes of many a straight one.
var quotes = []struct{ open, shut string }{{`"`, `"`}, {`'`, `'`}, {"“", "”"}, {"”", "”"}, {"″", "″"}, {"«", "»"}, {"‘", "’"}, {"’", "’"},
	{"&quot;", "&quot;"}, {"&#8220;", "&#8221;"}, {"&#8221;", "&#8221;"}, {"&#8243;", "&#8243;"}, {"&ldquo;", "&rdquo;"}, {"&rdquo;", "&rdquo;"}, {"&#039;", "&#039;"}}

// quoted is the length of the quoted value that s[i:] begins with and of its
// quotes; 0 if there is none.
func quoted(s string, i int, f *finder) (length, open, shut int) {
	for _, q := range quotes {
		if !strings.HasPrefix(s[i:], q.open) {
			continue
		}
		from := i + len(q.open)
		at := f.find(s, q.shut, from)
		if q.open == "“" { // may be closed by another one of the same, or by a straight one
			if again := f.find(s, "“", from); again >= 0 && (at < 0 || again < at) {
				return again + len(q.open) - i, len(q.open), len(q.open)
			}
		}
		if at >= 0 {
			return at + len(q.shut) - i, len(q.open), len(q.shut)
		}
	}
	return 0, 0, 0
}

// attrsEnd is where the bracket closes, -1 if it does not. A bracket in quotes
// counts only when the quotes close, and before anything that cannot follow. What
// may be no shortcode at all holds no tags but in quotes.
func attrsEnd(s string, i int, f *finder, doubtful bool) int {
	limit := min(len(s), i+maxShortcode)
	for values := 0; i < limit; i++ {
		switch s[i] {
		case ']':
			return i
		case '[':
			return -1
		case '<':
			if doubtful {
				return -1
			}
		case '=':
			at := i + 1
			for at < limit && s[at] == ' ' {
				at++
			}
			if values++; values > 300 {
				return -1
			}
			length, _, _ := quoted(s, at, f)
			if length > 0 && at+length <= limit && mayFollow(s[at+length:]) {
				i = at + length - 1
			}
		}
	}
	return -1
}

// mayFollow reports whether s can come after a quoted value.
func mayFollow(s string) bool {
	return s == "" || isSpace(s[0]) || s[0] == ']' || s[0] == '/' || isLetter(s[0]) || strings.HasPrefix(s, "\u00a0") || strings.HasPrefix(s, "&nbsp;")
}

// attributes of a shortcode: named ones in lower case, and the others in order.
type attributes struct {
	named map[string]string
	list  []string
}

// get is the first of the named values that is not empty.
func (a attributes) get(names ...string) string {
	for _, name := range names {
		if v := a.named[name]; v != "" {
			return v
		}
	}
	return ""
}

// parseAttributes reads what stands between the name and the bracket. Values keep
// their entities: they may be HTML.
func parseAttributes(s string) attributes {
	a := attributes{named: map[string]string{}}
	s = strings.ReplaceAll(s, "\u00a0", " ")
	var f finder
	for i := skipSpace(s, 0); i < len(s); i = skipSpace(s, i) {
		name, eq := attrName(s, i)
		var value string
		if eq < 0 {
			value, i = attrValue(s, i, &f)
		} else {
			value, i = attrValue(s, skipSpace(s, eq+1), &f)
		}
		if name == "" || eq < 0 {
			a.list = append(a.list, value)
		} else if _, twice := a.named[name]; !twice {
			a.named[name] = value
		}
	}
	return a
}

// attrName reads a name at s[i:] and says where its equals sign is, -1 if it has
// none. Only the first attribute may do without a name: [youtube=…].
func attrName(s string, i int) (name string, eq int) {
	from := i
	for i < len(s) && (isLetter(s[i]) || s[i] >= '0' && s[i] <= '9' || s[i] == '_' || s[i] == '-') {
		i++
	}
	name = lower(s[from:i])
	i = skipSpace(s, i)
	if i >= len(s) || s[i] != '=' || name == "" && from > 0 {
		return name, -1
	}
	return name, i
}

func skipSpace(s string, i int) int {
	for i < len(s) && isSpace(s[i]) {
		i++
	}
	return i
}

// attrValue reads a quoted value or a word at s[i:] and says where it ends.
func attrValue(s string, i int, f *finder) (string, int) {
	if length, open, shut := quoted(s, i, f); length > 0 && mayFollow(s[i+length:]) {
		return s[i+open : i+length-shut], i + length
	}
	from := i
	for i < len(s) && !isSpace(s[i]) {
		i++
	}
	return strings.Trim(s[from:i], `"'“”″«»`), max(i, from+1)
}

// plain decodes the entities of a value that is no HTML.
func plain(s string) string { return strings.TrimSpace(html.UnescapeString(s)) }

func escape(s string) string { return html.EscapeString(s) }
