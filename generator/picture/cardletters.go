package picture

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const hard = "\u00A0" // a space where no line ends

// clean gives the text as the font can show it, with hard spaces where French
// and numbers want them: before ; : ! ? » % € and a
// group of three digits, and after «.
func (s *setter) clean(text string) string {
	const most = 300 // more letters than four lines hold
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		if b.WriteString(s.shown(r)); b.Len() > most {
			break
		}
	}
	var words []string
	opened := false
	for _, word := range strings.FieldsFunc(b.String(), func(r rune) bool { return r == ' ' }) {
		closes := strings.Trim(word, ";:!?»%€.…)") == ""
		if len(words) > 0 && (opened || closes || thousands(words[len(words)-1], word)) {
			words[len(words)-1] += hard + word
		} else {
			words = append(words, word)
		}
		opened = strings.HasSuffix(word, "«")
	}
	return strings.Join(words, " ")
}

// thousands tells a group of three digits that continues a number.
func thousands(before, word string) bool {
	digits := len(word) - len(strings.TrimLeft(word, "0123456789"))
	last := before[len(before)-1]
	return digits == 3 && last >= '0' && last <= '9'
}

// shown gives a letter, else its base, else nothing.
func (s *setter) shown(r rune) string {
	switch {
	case r == '\u00A0' || r == '\u202F' || r == '\u2007':
		if !s.has(r) {
			return hard
		}
		return string(r)
	case unicode.IsSpace(r):
		return " "
	case !unicode.IsGraphic(r) || unicode.Is(unicode.Variation_Selector, r):
		return ""
	case s.has(r):
		return string(r)
	}
	base := []rune(norm.NFKD.String(string(r)))[0]
	if _, after, found := strings.Cut(undivided, string(r)); found {
		base, _ = utf8.DecodeRuneInString(after)
	}
	if base != r && s.has(base) {
		return string(base)
	}
	return ""
}

// undivided lists letters that Unicode does not take apart, each before its base.
const undivided = "ŁLłlĐDđdĦHħhŦTŧtŊNŋnıiŒOœoÆAæaØOøo"

func (s *setter) has(r rune) bool {
	index, err := s.font.GlyphIndex(&s.buf, r)
	return err == nil && index != 0
}
