package markdown

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	noBreak       = '\u00a0' // before a colon, a currency or a percent sign
	narrowNoBreak = '\u202f' // before ; ! ? », after «, between thousands
)

// Typography sets a plain text, such as a title, as a printer of its language
// would. Already well-set text stays as it is.
func Typography(lang, s string) string {
	setter := typesetter{lang: lang}
	setter.begin()
	return string(setter.set([]byte(s), 0))
}

// typesetter sets one paragraph, run by run.
type typesetter struct {
	lang    string
	escapes bool // backslashes and entities are Markdown's
	signs   bool // the last run holds a backslash, or a sign that HTML escapes
	out     []byte
	rest    []byte // what is still to be read of this run
	after   rune   // first character after the run

	before rune // last character written before out, 0 at the start
	last   rune // last character written, when out still ends at lastAt
	lastAt int
}

func (t *typesetter) begin() { t.pass(0) }

// pass notes that r follows what was set so far.
func (t *typesetter) pass(r rune) {
	t.out, t.before, t.lastAt = t.out[:0], r, -1
}

// set sets a run that the character after follows. The result is overwritten by
// the next call.
func (t *typesetter) set(words []byte, after rune) []byte {
	t.before = t.previous()
	t.out, t.lastAt, t.signs = t.out[:0], -1, false
	t.rest, t.after = words, after
	for len(t.rest) > 0 {
		n := ordinary(t.rest)
		t.out = append(t.out, t.rest[:n]...)
		if t.rest = t.rest[n:]; len(t.rest) == 0 {
			break
		}
		r, size := rune(t.rest[0]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(t.rest)
		}
		if r == utf8.RuneError && size == 1 { // not UTF-8: not ours to change
			t.out = append(t.out, t.rest[0])
			t.rest = t.rest[1:]
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

// Kinds of bytes for ordinary.
const (
	ordinaryByte  = 1 << iota // no rule looks at it
	ordinaryAfter             // nor at a space before it
	ordinarySpace
	ordinaryPair // starts a character of two bytes that no rule looks at
)

// ordinaryBytes has the kinds of each byte.
var ordinaryBytes = func() (kinds [256]uint8) {
	for b := range kinds {
		switch {
		case strings.IndexByte("\x00\\&.-\"';!?:<>", byte(b)) >= 0 || b == 0xC2 || b == 0xE2:
		case b == ' ':
			kinds[b] = ordinarySpace
		case b == '%' || b >= '0' && b <= '9' || b >= 0x80 && b < 0xC3:
			kinds[b] = ordinaryByte
		default:
			kinds[b] = ordinaryByte | ordinaryAfter
		}
	}
	return kinds
}()

// ordinary is the number of bytes at the start of s that no rule looks at:
// letters and the spaces between them. It is most of any text.
func ordinary(s []byte) int {
	i := 0
	for i < len(s) {
		switch kind := ordinaryBytes[s[i]]; {
		case kind&ordinaryByte != 0:
			i++
		case kind == ordinarySpace && i+1 < len(s) && ordinaryBytes[s[i+1]]&ordinaryAfter != 0:
			i += 2
		default:
			return i
		}
	}
	return i
}

func (t *typesetter) write(r rune) {
	t.out = utf8.AppendRune(t.out, r)
	t.last, t.lastAt = r, len(t.out)
	if r == '<' || r == '>' || r == '&' || r == '"' || r == '\\' || r == 0 {
		t.signs = true
	}
}

// previous is the last character written.
func (t *typesetter) previous() rune {
	n := len(t.out)
	switch {
	case t.lastAt == n:
		return t.last
	case n == 0:
		return t.before
	case t.out[n-1] < utf8.RuneSelf:
		return rune(t.out[n-1])
	}
	r, _ := utf8.DecodeLastRune(t.out)
	return r
}

// next is the character after the one being set.
func (t *typesetter) next() rune {
	if len(t.rest) == 0 {
		return t.after
	}
	r, _ := utf8.DecodeRune(t.rest)
	return r
}

// escape copies an escaped character or an entity as it is.
func (t *typesetter) escape(r rune) bool {
	end := 0
	switch {
	case r == '\\' && len(t.rest) > 1 && t.rest[1] < utf8.RuneSelf:
		end = 2
	case r == '&':
		end = entityLength(t.rest)
	}
	if end == 0 {
		return false
	}
	t.out = append(t.out, t.rest[:end]...)
	t.last, _ = utf8.DecodeLastRuneInString(html.UnescapeString(string(t.rest[:end])))
	t.lastAt, t.signs = len(t.out), true
	t.rest = t.rest[end:]
	return true
}

// entityLength is the length of what looks like an entity at the start of s.
func entityLength(s []byte) int {
	for i := 1; i < len(s); i++ {
		switch b := s[i]; {
		case b == ';' && i > 1:
			return i + 1
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '#':
		default:
			return 0
		}
	}
	return 0
}

// common sets what French and English share: dashes and ellipses.
func (t *typesetter) common(r rune) bool {
	if r != '.' && r != '-' || len(t.rest) == 0 || rune(t.rest[0]) != r {
		return false
	}
	n := 1
	for n <= len(t.rest) && rune(t.rest[n-1]) == r {
		n++
	}
	set := rune(0)
	switch {
	case t.previous() == r:
	case r == '.' && n == 3:
		set = '…'
	case r == '-' && n == 3:
		set = '—'
	case r == '-' && n == 2:
		set = '–'
	}
	if set == 0 {
		return false
	}
	t.rest = t.rest[n-1:]
	t.write(set)
	return true
}

func (t *typesetter) english(r rune) bool {
	switch r {
	case '"':
		if opens(t.previous()) && !ends(t.next()) {
			t.write('“')
		} else {
			t.write('”')
		}
	case '\'':
		if opens(t.previous()) && unicode.IsLetter(t.next()) {
			t.write('‘')
		} else {
			t.write('’')
		}
	default:
		return false
	}
	return true
}

func (t *typesetter) french(r rune) bool {
	switch r {
	case '\'':
		t.write('’')
	case '"':
		if last := t.previous(); (opens(last) || last == '’') && !ends(t.next()) {
			t.openQuote()
		} else {
			t.closeQuote()
		}
	case '«':
		t.openQuote()
	case '»':
		t.closeQuote()
	case ' ', noBreak, narrowNoBreak:
		t.frenchSpace(r)
	case ';', '!', '?', ':':
		if !ends(t.next()) || !closes(t.previous()) {
			return false
		}
		if r == ':' {
			t.space(noBreak)
		} else {
			t.space(narrowNoBreak)
		}
		t.write(r)
	default:
		return false
	}
	return true
}

func (t *typesetter) openQuote() {
	t.write('«')
	for {
		r, size := utf8.DecodeRune(t.rest)
		if r != ' ' && r != noBreak && r != narrowNoBreak {
			break
		}
		t.rest = t.rest[size:]
	}
	if t.next() != '\n' {
		t.write(narrowNoBreak)
	}
}

func (t *typesetter) closeQuote() {
	t.space(narrowNoBreak)
	t.write('»')
}

// space writes a no-break space unless one stands there.
func (t *typesetter) space(r rune) {
	if last := t.previous(); last != 0 && !unicode.IsSpace(last) {
		t.write(r)
	}
}

// frenchSpace makes a space unbreakable before signs that may not start a line
// and inside numbers.
func (t *typesetter) frenchSpace(r rune) {
	last, next, tail := t.previous(), t.next(), t.rest
	if next < utf8.RuneSelf && len(tail) > 0 {
		tail = tail[1:]
	}
	after := t.after
	if len(tail) > 0 {
		after, _ = utf8.DecodeRune(tail)
	}
	inside := last != 0 && !unicode.IsSpace(last)
	switch {
	case inside && (next == ';' || next == '!' || next == '?') && ends(after), inside && next == '»':
		r = narrowNoBreak
	case inside && next == ':' && ends(after):
		r = noBreak
	case unicode.IsDigit(last) && (next == '%' || next == '€' || next == '°'):
		r = noBreak
	case unicode.IsDigit(last) && thousands(t.rest):
		r = narrowNoBreak
	}
	t.write(r)
}

// thousands says whether s starts with exactly three digits.
func thousands(s []byte) bool {
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
