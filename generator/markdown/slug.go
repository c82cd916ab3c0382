package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Slug folds words into an address: small letters without accents, digits and
// single hyphens. "L’été, à Évry" is "l-ete-a-evry". It may be empty.
func Slug(words string) string {
	var slug strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(words)) {
		letters := string(r)
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == 'œ':
			letters = "oe"
		case r == 'æ':
			letters = "ae"
		case r == 'ß':
			letters = "ss"
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		default:
			gap = slug.Len() > 0
			continue
		}
		if gap {
			slug.WriteByte('-')
			gap = false
		}
		slug.WriteString(letters)
	}
	return slug.String()
}

// Shorten cuts words at a space, so that at most limit characters remain, the
// ellipsis included.
func Shorten(words string, limit int) string {
	words = strings.Join(strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
	if utf8.RuneCountInString(words) <= limit {
		return words
	}
	cut := string([]rune(words)[:limit-1])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRightFunc(cut, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }) + "…"
}
