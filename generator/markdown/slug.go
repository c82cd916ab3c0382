package markdown

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug folds words into an address: small letters without accents, digits and
// single hyphens. "L’été, à Évry" is "l-ete-a-evry". It may be empty.
func Slug(words string) string {
	slug := make([]byte, 0, len(words)+8)
	gap := false
	for _, r := range words {
		letters := ""
		switch {
		case r < 0xC0: // signs up to here have no accents but may unfold: ¼ is 1⁄4
			if r >= 0x80 && r != noBreak && r != '«' && r != '»' {
				return slugOfAny(words)
			}
			letters = foldedLatin[r]
		case r < 0x100:
			letters = foldedLatin[r]
		case r == '’' || r == '“' || r == '”' || r == '–' || r == '—' || r == narrowNoBreak:
		default:
			return slugOfAny(words)
		}
		if letters == "" {
			gap = len(slug) > 0
			continue
		}
		if gap {
			slug = append(slug, '-')
			gap = false
		}
		slug = append(slug, letters...)
	}
	return string(slug)
}

// foldedLatin is what each character of Western Europe folds to; "" for what is
// no letter.
var foldedLatin = func() (letters [0x100]string) {
	for r := range letters {
		letters[r] = slugOfAny(string(rune(r)))
	}
	return letters
}()

// slugOfAny is Slug for the characters of every script.
func slugOfAny(words string) string {
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

// ValidSlug says whether s can be an address: what Slug makes, or the same with
// emoji among the letters.
func ValidSlug(s string) bool {
	letter := false
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', emoji(r), letter && joinsEmoji(r):
			letter = true
		case r == '-' && letter:
			letter = false
		default:
			return false
		}
	}
	return letter
}

// emoji says whether r is a pictograph or half of a flag.
func emoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r >= 0x2B00 && r <= 0x2BFF || r >= 0x2300 && r <= 0x23FF
}

// joinsEmoji says whether r joins emoji or chooses their look.
func joinsEmoji(r rune) bool {
	return r == 0x200D || r == 0xFE0F || r == 0x20E3 || r >= 0xE0020 && r <= 0xE007F
}
