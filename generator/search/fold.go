package search

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ascii is a letter made small, a digit, or 0 for what parts words.
var ascii = folded()

func folded() (table [256]byte) {
	for c := byte('0'); c <= '9'; c++ {
		table[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		table[c] = c
		table[c-'a'+'A'] = c
	}
	return table
}

// latin is what fold makes of Latin-1 and Latin Extended-A, two bytes a letter:
// "  " for what parts words, "? " for what fold alone knows. A test compares the
// two.
const (
	latinFirst = 'À'
	latinEnd   = 'ƀ'
	latin      = "a a a a a a aec e e e e i i i i ? n o o o o o   o u u u u y ? ss" +
		"a a a a a a aec e e e e i i i i ? n o o o o o   o u u u u y ? y " +
		"a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g " +
		"g g g g h h ? ? i i i i i i i i i i ijijj j k k ? l l l l l l ? " +
		"? l l n n n n n n ? ? ? o o o o o o oeoer r r r r r s s s s s s " +
		"s s t t t t ? ? u u u u u u u u u u u u w w y y y z z z z z z s "
)

// longestFold is how many bytes fold can make of one rune, generously.
const longestFold = 80

// plain are letters that no decomposition leads back to the alphabet.
var plain = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ı': "i", 'ς': "σ",
}

// fold is the small letters and digits that a rune stands for, without accents;
// 0 parts words. Accents and soft hyphens are nothing at all.
func fold(r rune) []rune {
	if separates(r) {
		return parting[:]
	}
	var letters []rune
	for _, r := range norm.NFKD.String(string(r)) {
		r = unicode.ToLower(r)
		switch {
		case plain[r] != "":
			letters = append(letters, []rune(plain[r])...)
		case unicode.Is(unicode.M, r), r == '\u00ad':
		case unicode.In(r, unicode.Ll, unicode.Lo, unicode.N):
			letters = append(letters, r)
		default:
			letters = append(letters, 0)
		}
	}
	return letters
}

var parting = [1]rune{0}

// separates knows at a glance the signs that texts are full of: quotes, dashes,
// spaces that do not break. It may say no to a sign that parts words too.
func separates(r rune) bool {
	switch r {
	case '\u00a0', '«', '»', '°', '·', '×', '€':
		return true
	}
	return r >= '\u2000' && r <= '\u206f'
}
