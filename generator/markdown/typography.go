package markdown

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

const (
	noBreak       = '\u00a0' // before a colon, a currency or a percent sign
	narrowNoBreak = '\u202f' // before ; ! ? », after «, between thousands
)

// Typography sets a plain text, such as a title, as a printer of its language
// would. Already well-set text stays as it is.
func Typography(lang, s string) string {
	setter := typesetter{lang: lang}
	return string(setter.set(s, 0))
}

// setTypography sets every run of words below n. Code, addresses and HTML stay.
func setTypography(n ast.Node, source []byte, lang string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeInline {
			setRuns(runs(nil, n), source, lang)
			return
		}
		setTypography(c, source, lang)
	}
}

// runs lists the leaves below an element in reading order: *ast.Text to set, and
// other leaves, which are words too but stay as they are.
func runs(leaves []ast.Node, n ast.Node) []ast.Node {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.(type) {
		case *ast.Link, *ast.Emphasis, *ast.Image:
			leaves = runs(leaves, c)
		default:
			if c.HasChildren() && c.Kind() != ast.KindCodeSpan {
				leaves = runs(leaves, c)
			} else {
				leaves = append(leaves, c)
			}
		}
	}
	return leaves
}

func setRuns(leaves []ast.Node, source []byte, lang string) {
	setter := typesetter{lang: lang, escapes: true}
	for i, leaf := range leaves {
		run, ok := leaf.(*ast.Text)
		if !ok || run.IsRaw() {
			setter.last = 'x'
			continue
		}
		words := string(run.Segment.Value(source))
		if set := setter.set(words, following(leaves, i, source)); string(set) != words {
			run.Parent().InsertBefore(run.Parent(), run, ast.NewString(bytes.Clone(set)))
			run.Segment = run.Segment.WithStart(run.Segment.Stop)
		}
		if run.SoftLineBreak() || run.HardLineBreak() {
			setter.last = '\n'
		}
	}
}

// following is the first character after leaf i: 0 at the end, a letter for code.
func following(leaves []ast.Node, i int, source []byte) rune {
	if run := leaves[i].(*ast.Text); run.SoftLineBreak() || run.HardLineBreak() {
		return '\n'
	}
	if i+1 == len(leaves) {
		return 0
	}
	next, ok := leaves[i+1].(*ast.Text)
	if !ok {
		return 'x'
	}
	r, _ := utf8.DecodeRune(next.Segment.Value(source))
	return r
}

// typesetter sets one paragraph, run by run.
type typesetter struct {
	lang    string
	escapes bool // backslashes and entities are Markdown's
	last    rune // last character written, 0 at the start
	out     []byte
	rest    string // what is still to be read of this run
	after   rune   // first character after the run
}

// set sets a run that the character after follows. The result is overwritten by
// the next call.
func (t *typesetter) set(words string, after rune) []byte {
	t.out = t.out[:0]
	t.rest, t.after = words, after
	for t.rest != "" {
		if n := ordinary(t.rest); n > 0 {
			t.copy(n)
			continue
		}
		r, size := utf8.DecodeRuneInString(t.rest)
		if r == utf8.RuneError && size == 1 { // not UTF-8: not ours to change
			t.copy(1)
			continue
		}
		if t.escapes && t.escape(r) {
			continue
		}
		t.rest = t.rest[size:]
		if !t.common(r) && !(t.lang == "fr" && t.french(r)) && !(t.lang != "fr" && t.english(r)) {
			t.write(r)
		}
	}
	return t.out
}

// ordinary is the number of bytes at the start of s that no rule looks at:
// letters and the spaces between them. It is most of any text.
func ordinary(s string) int {
	letter := func(i int) bool {
		return i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z' || s[i] == ',' ||
			s[i] == 0xC3 && i+1 < len(s) && s[i+1]&0xC0 == 0x80) // à to ÿ in UTF-8
	}
	i := 0
	for letter(i) || i < len(s) && s[i] == ' ' && letter(i+1) {
		if s[i] == 0xC3 {
			i++
		}
		i++
	}
	return i
}

// copy writes the next n bytes as they are.
func (t *typesetter) copy(n int) {
	t.out = append(t.out, t.rest[:n]...)
	t.last, _ = utf8.DecodeLastRuneInString(t.rest[:n])
	t.rest = t.rest[n:]
}

func (t *typesetter) write(r rune) {
	t.out = utf8.AppendRune(t.out, r)
	t.last = r
}

// next is the character after the one being set.
func (t *typesetter) next() rune {
	if t.rest == "" {
		return t.after
	}
	r, _ := utf8.DecodeRuneInString(t.rest)
	return r
}

// escape copies an escaped character or an entity as it is.
func (t *typesetter) escape(r rune) bool {
	end := 0
	switch {
	case r == '\\' && len(t.rest) > 1 && t.rest[1] < utf8.RuneSelf:
		end = 2
	case r == '&':
		if i := strings.IndexByte(t.rest, ';'); i > 1 && strings.Trim(t.rest[1:i], entityLetters) == "" {
			end = i + 1
		}
	}
	if end == 0 {
		return false
	}
	t.out = append(t.out, t.rest[:end]...)
	t.last, _ = utf8.DecodeLastRuneInString(html.UnescapeString(t.rest[:end]))
	t.rest = t.rest[end:]
	return true
}

const entityLetters = "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// common sets what French and English share: dashes and ellipses.
func (t *typesetter) common(r rune) bool {
	for _, sign := range [...]struct {
		plain string
		set   rune
	}{{"...", '…'}, {"---", '—'}, {"--", '–'}} {
		if rune(sign.plain[0]) == r && t.last != r && strings.HasPrefix(t.rest, sign.plain[1:]) &&
			!strings.HasPrefix(t.rest[len(sign.plain)-1:], sign.plain[:1]) {
			t.rest = t.rest[len(sign.plain)-1:]
			t.write(sign.set)
			return true
		}
	}
	return false
}

func (t *typesetter) english(r rune) bool {
	opening := opens(t.last)
	switch {
	case r == '"' && opening && !ends(t.next()):
		t.write('“')
	case r == '"':
		t.write('”')
	case r == '\'' && opening && unicode.IsLetter(t.next()):
		t.write('‘')
	case r == '\'':
		t.write('’')
	default:
		return false
	}
	return true
}

func (t *typesetter) french(r rune) bool {
	switch {
	case r == '\'':
		t.write('’')
	case r == '"' && (opens(t.last) || t.last == '’') && !ends(t.next()), r == '«':
		t.write('«')
		t.rest = strings.TrimLeft(t.rest, " \u00a0\u202f")
		if t.next() != '\n' {
			t.write(narrowNoBreak)
		}
	case r == '"', r == '»':
		t.space(narrowNoBreak)
		t.write('»')
	case r == ' ' || r == noBreak || r == narrowNoBreak:
		t.frenchSpace(r)
	case strings.ContainsRune(";!?", r) && ends(t.next()) && closes(t.last):
		t.space(narrowNoBreak)
		t.write(r)
	case r == ':' && ends(t.next()) && closes(t.last):
		t.space(noBreak)
		t.write(r)
	default:
		return false
	}
	return true
}

// space writes a no-break space unless one stands there.
func (t *typesetter) space(r rune) {
	if t.last != 0 && !unicode.IsSpace(t.last) {
		t.write(r)
	}
}

// frenchSpace makes a space unbreakable before signs that may not start a line
// and inside numbers.
func (t *typesetter) frenchSpace(r rune) {
	next, tail := t.next(), t.rest
	if next < utf8.RuneSelf && len(tail) > 0 {
		tail = tail[1:]
	}
	after := t.after
	if tail != "" {
		after, _ = utf8.DecodeRuneInString(tail)
	}
	inside := t.last != 0 && !unicode.IsSpace(t.last)
	switch {
	case inside && strings.ContainsRune(";!?", next) && ends(after), inside && next == '»':
		r = narrowNoBreak
	case inside && next == ':' && ends(after):
		r = noBreak
	case unicode.IsDigit(t.last) && strings.ContainsRune("%€°", next):
		r = noBreak
	case unicode.IsDigit(t.last) && thousands(t.rest):
		r = narrowNoBreak
	}
	t.write(r)
}

// thousands says whether s starts with exactly three digits.
func thousands(s string) bool {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n == 3
}

// opens says whether a quotation mark after r opens.
func opens(r rune) bool {
	return r == 0 || unicode.IsSpace(r) || strings.ContainsRune("([{«“‘—–-/", r)
}

// closes says whether r ends a word, so that punctuation may follow it.
func closes(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(")]}»”’%€…", r)
}

// ends says whether punctuation before r ends there.
func ends(r rune) bool {
	return r == 0 || unicode.IsSpace(r) || strings.ContainsRune(")]}»”\"!?…,.", r)
}
