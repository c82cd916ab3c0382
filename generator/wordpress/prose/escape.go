package prose

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// escaper writes words so that they are read as words. It escapes only what
// would be read as something else: people do not write backslashes.
type escaper struct {
	every bool      // all that could be a sign
	risky [128]bool // * _ ~ ` that would find another to match
	links int       // links that are open
}

// survey finds out which signs of a line are at risk.
func (e *escaper) survey(pieces []piece) {
	var runs [128]int
	for i := range pieces {
		switch p := &pieces[i]; p.kind {
		case pieceOpen:
			if isEmphasis(p.mark) {
				e.risky[p.mark.sign[0]] = true
			}
		case pieceWords:
			if !strings.ContainsAny(p.text, "*_~`") {
				continue
			}
			for j := 0; j < len(p.text); {
				b := p.text[j]
				n := runLength(p.text[j:])
				if b < utf8.RuneSelf {
					runs[b]++
				}
				j += n
			}
		case pieceCode:
			e.risky['`'] = true
		}
	}
	for _, sign := range "*_~`" {
		e.risky[sign] = e.risky[sign] || runs[sign] > 1
	}
}

// runLength is the number of bytes at the start of s that are the same.
func runLength(s string) int {
	n := 1
	for n < len(s) && s[n] == s[0] {
		n++
	}
	return n
}

// words appends words between two characters.
func (e *escaper) words(b []byte, s string, before, after rune) []byte {
	if e.links > 0 && brackets(s) {
		every := e.every
		e.every = true
		defer func() { e.every = every }()
	}
	from := 0
	for i := 0; i < len(s); {
		if !isSign[s[i]] {
			i++
			continue
		}
		if n := urlAt(s, i); n > 0 && e.links == 0 && !e.every {
			i += n
			continue
		}
		n := 1
		if b := s[i]; b == '*' || b == '_' || b == '~' {
			n = runLength(s[i:])
		}
		if e.escapes(s, i, n, before, after) {
			for ; n > 0; n-- {
				b = append(append(b, s[from:i]...), escaped(s[i])...)
				i++
				from = i
			}
			continue
		}
		i += n
	}
	return append(b, s[from:]...)
}

var isSign = func() (signs [256]bool) {
	for _, b := range []byte("\\`*_~[]<&!:") {
		signs[b] = true
	}
	return signs
}()

func escaped(b byte) string {
	if b == '&' {
		return "&amp;"
	}
	return "\\" + string(b)
}

// urlAt is the length of what is left of the address around the colon at i: it
// is a link as it stands.
func urlAt(s string, i int) int {
	if s[i] != ':' || !strings.HasPrefix(s[i:], "://") || !strings.HasSuffix(s[:i], "http") && !strings.HasSuffix(s[:i], "https") {
		return 0
	}
	end := strings.IndexFunc(s[i:], func(r rune) bool { return util.IsSpaceRune(r) || strings.ContainsRune("<>\"`\\|«»“”", r) })
	if end < 0 {
		end = len(s) - i
	}
	return end
}

// escapes says whether the n signs at i would be read as more than themselves.
func (e *escaper) escapes(s string, i, n int, before, after rune) bool {
	if i > 0 {
		before, _ = utf8.DecodeLastRuneInString(s[:i])
	}
	if i+n < len(s) {
		after, _ = utf8.DecodeRuneInString(s[i+n:])
	}
	switch sign := s[i]; sign {
	case '\\':
		return after < utf8.RuneSelf && util.IsPunct(byte(after)) || i+n == len(s) && e.links > 0
	case '`':
		return e.every || e.risky[sign]
	case '*', '_', '~':
		left, right := flanks(before, after)
		if sign == '_' && !e.every {
			left, right = left && (!right || util.IsPunctRune(before)), right && (!left || util.IsPunctRune(after))
		}
		return (left || right) && (e.every || e.risky[sign])
	case '<':
		return after < utf8.RuneSelf && (util.IsAlphaNumeric(byte(after)) || strings.ContainsRune("/!?", after))
	case '&':
		return isEntity(s[i:])
	case '[':
		return e.every || after == '^'
	case ']':
		return e.every || after == '('
	case '!':
		return after == '['
	}
	return false
}

// isEntity says whether s starts like an entity.
func isEntity(s string) bool {
	end := strings.IndexByte(s, ';')
	if end < 2 || end > 40 {
		return false
	}
	for _, b := range []byte(s[1:end]) {
		if !util.IsAlphaNumeric(b) && b != '#' {
			return false
		}
	}
	return true
}

// brackets says whether s holds brackets that a link around it could not.
func brackets(s string) bool {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '[':
			depth++
		case ']':
			if depth--; depth < 0 || strings.HasPrefix(s[i+1:], "(") {
				return true
			}
		}
	}
	return depth != 0 || strings.Contains(s, "[^")
}

// altWords are words that stand for a picture.
func altWords(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' }), " ")
	if !strings.ContainsFunc(s, func(r rune) bool { return r < utf8.RuneSelf && isSign[byte(r)] }) {
		return s
	}
	e := escaper{links: 1}
	for _, sign := range "*_~`" {
		e.risky[sign] = true
	}
	return string(e.words(nil, s, '[', ']'))
}

// link is the address of a link as the language admits it, or "".
func link(href string) string {
	href = onOneLine(strings.TrimSpace(href))
	if rest, ok := strings.CutPrefix(href, "//"); ok {
		href = "https://" + rest
	}
	scheme, _, found := strings.Cut(href, ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return href
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel":
		return href
	}
	return ""
}

// onOneLine is an address without the line feeds that browsers pass over.
func onOneLine(address string) string {
	if !strings.ContainsAny(address, "\n\t") {
		return address
	}
	return strings.NewReplacer("\n", "", "\t", "").Replace(address)
}

// address is an address between brackets.
func address(s string) string {
	s = strings.TrimSpace(s)
	plain := balanced(s)
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c <= ' ', c == 0x7f, strings.IndexByte("<>\\`|", c) >= 0, !plain && (c == '(' || c == ')'):
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		case c == '&' && isEntity(s[i:]):
			b.WriteString("&amp;")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// balanced says whether each bracket of s shuts one that opened.
func balanced(s string) bool {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}

// appendTitle appends a title behind an address.
func appendTitle(b []byte, title string) []byte {
	title = strings.Join(strings.FieldsFunc(title, func(r rune) bool { return r <= ' ' }), " ")
	if title == "" {
		return b
	}
	quote := byte('"')
	if strings.Contains(title, `"`) {
		quote = '\''
	}
	b = append(b, ' ', quote)
	for i := range len(title) {
		switch c := title[i]; {
		case c == quote, c == '\\':
			b = append(b, '\\', c)
		case c == '&' && isEntity(title[i:]):
			b = append(b, "&amp;"...)
		default:
			b = append(b, c)
		}
	}
	return append(b, quote)
}

// appendCode appends code in a line.
func appendCode(b []byte, code string) []byte {
	longest := 0
	for i := 0; i < len(code); i++ {
		if code[i] == '`' {
			n := runLength(code[i:])
			longest = max(longest, n)
			i += n - 1
		}
	}
	fence := "`"
	for longest > 0 && strings.Contains("`"+code+"`", fence) && len(fence) <= longest && hasRun(code, len(fence)) {
		fence += "`"
	}
	b = append(b, fence...)
	if padded := strings.HasPrefix(code, "`") || strings.HasSuffix(code, "`"); padded {
		b = append(append(append(b, ' '), code...), ' ')
	} else {
		b = append(b, code...)
	}
	return append(b, fence...)
}

// hasRun says whether exactly n backticks stand together in code.
func hasRun(code string, n int) bool {
	for i := 0; i < len(code); i++ {
		if code[i] == '`' {
			length := runLength(code[i:])
			if length == n {
				return true
			}
			i += length - 1
		}
	}
	return false
}

// startLines escapes what would make something else of a paragraph at the start
// of its lines.
func startLines(text string) string {
	if n := strings.IndexByte(text, '\n'); n < 0 {
		return startLine(text, true)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = startLine(line, i == 0)
	}
	return strings.Join(lines, "\n")
}

func startLine(line string, first bool) string {
	if line == "" {
		return line
	}
	rest := strings.TrimLeft(line, line[:1])
	n := len(line) - len(rest)
	ends := rest == "" || rest[0] == ' ' || rest[0] == '\t' || rest == `\`
	risky := false
	switch c := line[0]; c {
	case '>':
		risky = true
	case '#':
		risky = n <= 6 && ends
	case '+':
		risky = n == 1 && ends
	case '-', '*', '_':
		risky = c != '_' && n == 1 && ends || strings.Trim(line, string(c)+" ") == ""
	case '~', '`':
		risky = n >= 3 && strings.IndexByte(rest, c) < 0
	case ':':
		risky = n == 1 && ends
	case '=':
		risky = !first && strings.Trim(rest, " ") == ""
	case '[':
		risky = isLabel(line)
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return startNumber(line)
	}
	if risky || !first && strings.Trim(line, "|:- ") == "" {
		return `\` + line
	}
	return line
}

// isLabel says whether a line starts like the definition of a link or a callout.
func isLabel(line string) bool {
	end := strings.IndexByte(line, ']')
	if end < 0 {
		return false
	}
	rest := line[end+1:]
	return strings.HasPrefix(rest, ":") || strings.HasPrefix(line, "[!") && line[2] != '[' && (rest == "" || rest[0] == ' ')
}

// startNumber escapes what would start an ordered list.
func startNumber(line string) string {
	i := 0
	for i < len(line) && line[i] >= '0' && line[i] <= '9' {
		i++
	}
	if i > 9 || i == len(line) || line[i] != '.' && line[i] != ')' {
		return line
	}
	if rest := line[i+1:]; rest == "" || rest[0] == ' ' || rest[0] == '\t' || rest == `\` {
		return line[:i] + `\` + line[i:]
	}
	return line
}

// headingEnd escapes signs that would belong to the heading's line.
func headingEnd(text string) string {
	trimmed := strings.TrimRight(text, "#")
	if trimmed != text && (trimmed == "" || strings.HasSuffix(trimmed, " ")) {
		return trimmed + `\` + text[len(trimmed):]
	}
	if strings.HasSuffix(text, "}") {
		if i := strings.LastIndexByte(text, '{'); i >= 0 {
			return text[:i] + `\` + text[i:]
		}
	}
	return text
}

// fence is a fence longer than any in code.
func fence(code string) string {
	longest := 2
	for line := range bytes.Lines([]byte(code)) {
		if line = bytes.TrimLeft(line, " "); bytes.HasPrefix(line, []byte("```")) {
			longest = max(longest, runLength(string(line)))
		}
	}
	return strings.Repeat("`", longest+1)
}

// language is the name of a language as it can stand behind a fence.
func language(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool {
		return r >= utf8.RuneSelf || !util.IsAlphaNumeric(byte(r)) && !strings.ContainsRune("+#-_.", r)
	}) {
		return ""
	}
	return strings.ToLower(name)
}
