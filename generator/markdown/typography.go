package markdown

import (
	"bytes"
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

// typesetter sets one paragraph, run by run. It copies a run only where it changes
// it.
type typesetter struct {
	lang    string
	escapes bool // backslashes and entities are Markdown's
	signs   bool // the last run holds a backslash, or a sign that HTML escapes

	words   []byte // the run
	start   int    // of the character being set
	at      int    // behind it, and what else of the run is read
	after   rune   // first character after the run
	changed bool   // the character being set is written otherwise

	out    []byte // the run as set, up to copied
	copied int    // of words
	last   rune   // what stands before lastAt, where that is not what was read
	lastAt int
}

func (t *typesetter) begin() { t.pass(0) }

// pass notes that r follows what was set so far.
func (t *typesetter) pass(r rune) { t.words, t.at, t.last, t.lastAt = nil, 0, r, 0 }

// set sets a run that the character after follows. The result is words itself or
// overwritten by the next call.
func (t *typesetter) set(words []byte, after rune) []byte {
	t.start = t.at
	t.pass(t.previous())
	t.out, t.copied, t.signs = t.out[:0], 0, false
	t.words, t.after = words, after
	for t.at < len(words) {
		t.at += ordinary(words[t.at:])
		if t.start = t.at; t.start < len(words) && !t.plain(words[t.start]) {
			t.sign()
		}
	}
	if t.copied == 0 && len(t.out) == 0 {
		return words
	}
	t.out = append(t.out, words[t.copied:]...)
	return t.out
}

// plain sets the most frequent sign, the French apostrophe, and passes quotation
// marks and dashes that are well set.
func (t *typesetter) plain(b byte) bool {
	rest := t.words[t.at+1:]
	switch {
	case b == '\'' && t.lang == "fr":
		t.out = append(append(t.out, t.words[t.copied:t.at]...), "’"...)
		t.at++
		t.copied, t.last, t.lastAt = t.at, '’', t.at
	case b == narrow[0] && len(rest) > 1 && (rest[0] != narrow[1] || rest[1] != narrow[2]):
		t.at++
	default:
		return false
	}
	return true
}

// narrow is narrowNoBreak in UTF-8.
const narrow = "\u202f"

// sign sets the next character.
func (t *typesetter) sign() {
	r, size := rune(t.words[t.at]), 1
	if r >= utf8.RuneSelf {
		if r, size = utf8.DecodeRune(t.words[t.at:]); r == utf8.RuneError && size == 1 {
			t.at++ // not UTF-8: not ours to change
			return
		}
	}
	if t.escapes && t.escape(r) {
		return
	}
	t.at += size
	t.changed = false
	if !t.common(r) {
		if t.lang == "fr" {
			t.french(r)
		} else {
			t.english(r)
		}
	}
	if t.changed {
		t.copied, t.lastAt = t.at, t.at
	} else if r == '<' || r == '>' || r == '&' || r == '"' || r == '\\' || r == 0 {
		t.signs = true
	}
}

// A byte that no rule looks at is ordinary. So are a space, a full stop and a
// hyphen before most others: each needs something of the byte behind it, which
// that byte has.
const (
	ordinaryByte = 1 << iota
	beforeLetter // needed by a space
	beforeNoStop // by a full stop
	beforeNoDash // by a hyphen
	beforeNoGap  // by a digit
)

var ordinaryNeeds, ordinaryHas = ordinaryTables()

func ordinaryTables() (needs, has [256]uint8) {
	for b := range needs {
		has[b] = ordinaryByte | beforeNoStop | beforeNoDash | beforeNoGap
		switch {
		case b == ' ':
			needs[b], has[b] = beforeLetter, has[b]&^beforeNoGap
		case b >= '0' && b <= '9':
			needs[b] = beforeNoGap
		case b == '.':
			needs[b], has[b] = beforeNoStop, has[b]&^beforeNoStop
		case b == '-':
			needs[b], has[b] = beforeNoDash, has[b]&^beforeNoDash
		case strings.IndexByte("\x00\\&\"';!?:<>", byte(b)) >= 0 || b == 0xC2 || b == 0xE2:
		case b == '%' || b >= 0x80 && b < 0xC3:
			needs[b] = ordinaryByte
		default:
			needs[b] = ordinaryByte
			has[b] |= beforeLetter
		}
	}
	return needs, has
}

// ordinary is the number of bytes at the start of s that no rule looks at. It is
// most of any text.
func ordinary(s []byte) int {
	if len(s) == 0 {
		return 0
	}
	i, needs := 0, ordinaryNeeds[s[0]]
	for _, b := range s[1:] {
		if needs&ordinaryHas[b] == 0 {
			return i
		}
		needs = ordinaryNeeds[b]
		i++
	}
	return i + int(needs&ordinaryByte)
}

// write writes r in place of the character being set.
func (t *typesetter) write(r rune) {
	if !t.changed {
		t.changed = true
		t.out = append(t.out, t.words[t.copied:t.start]...)
	}
	t.out = utf8.AppendRune(t.out, r)
	t.last = r
}

// previous is the character before the one being set, as written.
func (t *typesetter) previous() rune {
	if t.start == t.lastAt {
		return t.last
	}
	if b := t.words[t.start-1]; b < utf8.RuneSelf {
		return rune(b)
	}
	r, _ := utf8.DecodeLastRune(t.words[:t.start])
	return r
}

// next is the character after the one being set.
func (t *typesetter) next() rune {
	if t.at >= len(t.words) {
		return t.after
	}
	if b := t.words[t.at]; b < utf8.RuneSelf {
		return rune(b)
	}
	r, _ := utf8.DecodeRune(t.words[t.at:])
	return r
}

// escape passes an escaped character or an entity.
func (t *typesetter) escape(r rune) bool {
	rest, end := t.words[t.at:], 0
	switch {
	case r == '\\' && len(rest) > 1 && rest[1] < utf8.RuneSelf:
		end = 2
	case r == '&':
		end = entityLength(rest)
	}
	if end == 0 {
		return false
	}
	t.last, _ = utf8.DecodeLastRuneInString(html.UnescapeString(string(rest[:end])))
	t.at += end
	t.lastAt, t.signs = t.at, true
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
	if r != '.' && r != '-' {
		return false
	}
	n := 1
	for i := t.at; i < len(t.words) && rune(t.words[i]) == r; i++ {
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
	t.at += n - 1
	t.write(set)
	return true
}

func (t *typesetter) english(r rune) {
	switch {
	case r == '"' && opens(t.previous()) && !ends(t.next()):
		t.write('“')
	case r == '"':
		t.write('”')
	case r == '\'' && opens(t.previous()) && unicode.IsLetter(t.next()):
		t.write('‘')
	case r == '\'':
		t.write('’')
	}
}

func (t *typesetter) french(r rune) {
	switch r {
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		t.hours(r)
	case ' ', noBreak, narrowNoBreak:
		t.frenchSpace(r)
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
	case ';', '!', '?', ':':
		if last := t.previous(); ends(t.next()) && closes(last) && !(r == ';' && entityBefore(t.words[:t.start])) {
			if r == ':' {
				t.write(noBreak)
			} else {
				t.write(narrowNoBreak)
			}
			t.write(r)
		}
	}
}

// entityBefore says whether a semicolon behind s ends an entity that is told, not
// meant: &nbsp; in a text about HTML.
func entityBefore(s []byte) bool {
	name := bytes.TrimRightFunc(s, func(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) })
	return len(name) < len(s) && (bytes.HasSuffix(name, []byte("&")) || bytes.HasSuffix(name, []byte("&amp;")))
}

// hours keeps a time of day on one line: 18 h, 14 h 30.
func (t *typesetter) hours(digit rune) {
	rest := t.words[t.at:]
	if len(rest) < 2 || rest[0] != ' ' || rest[1] != 'h' {
		return
	}
	after := t.after
	if len(rest) > 2 {
		after, _ = utf8.DecodeRune(rest[2:])
	}
	if unicode.IsLetter(after) || after == '’' || after == '\'' {
		return
	}
	t.write(digit)
	t.write(noBreak)
	t.write('h')
	t.at += 2
	if minutes := rest[2:]; len(minutes) > 2 && minutes[0] == ' ' && isDigit(minutes[1]) && isDigit(minutes[2]) && (len(minutes) == 3 || !isDigit(minutes[3])) {
		t.write(noBreak)
		t.at++
	}
}

func (t *typesetter) openQuote() {
	t.write('«')
	for {
		r, size := utf8.DecodeRune(t.words[t.at:])
		if r != ' ' && r != noBreak && r != narrowNoBreak {
			break
		}
		t.at += size
	}
	if t.next() != '\n' {
		t.write(narrowNoBreak)
	}
}

func (t *typesetter) closeQuote() {
	if last := t.previous(); last != 0 && !unicode.IsSpace(last) {
		t.write(narrowNoBreak)
	}
	t.write('»')
}

// frenchSpace makes a space unbreakable before signs that may not start a line
// and inside numbers.
func (t *typesetter) frenchSpace(space rune) {
	last, next, tail := t.previous(), t.next(), t.words[t.at:]
	if next < utf8.RuneSelf && len(tail) > 0 {
		tail = tail[1:]
	}
	after := t.after
	if len(tail) > 0 {
		after, _ = utf8.DecodeRune(tail)
	}
	inside := last != 0 && !unicode.IsSpace(last)
	r := space
	switch {
	case inside && (next == ';' || next == '!' || next == '?') && ends(after), inside && next == '»':
		r = narrowNoBreak
	case inside && next == ':' && ends(after):
		r = noBreak
	case !unicode.IsDigit(last):
	case next == '%' || next == '€' || next == '°':
		r = noBreak
	case thousands(t.words[t.at:]):
		r = narrowNoBreak
	}
	if r != space {
		t.write(r)
	}
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
	switch r {
	case 0, '(', '[', '{', '«', '“', '‘', '—', '–', '-', '/':
		return true
	}
	return unicode.IsSpace(r)
}

// closes says whether r ends a word, so that punctuation may follow it.
func closes(r rune) bool {
	switch r {
	case ')', ']', '}', '»', '”', '’', '%', '€', '…':
		return true
	}
	return r >= 'a' && r <= 'z' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// ends says whether punctuation before r ends there.
func ends(r rune) bool {
	switch r {
	case 0, ' ', '\n', ')', ']', '}', '»', '”', '"', '!', '?', '…', ',', '.':
		return true
	}
	return unicode.IsSpace(r)
}
