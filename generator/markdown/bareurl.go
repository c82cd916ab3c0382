package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// bareURL finds the address around the colon of "https://…" in a line of words
// that starts at from and ends before limit. It ends as GitHub's do: before
// spaces and <, without the punctuation that belongs to the sentence, and with as
// many closing brackets as it opens. end is 0 when there is none.
func bareURL(source []byte, from, colon, limit int) (start, end int) {
	if !bytes.HasPrefix(source[colon:limit], []byte("://")) {
		return 0, 0
	}
	switch {
	case colon-5 >= from && bytes.EqualFold(source[colon-5:colon], []byte("https")):
		start = colon - 5
	case colon-4 >= from && bytes.EqualFold(source[colon-4:colon], []byte("http")):
		start = colon - 4
	default:
		return 0, 0
	}
	if r, _ := utf8.DecodeLastRune(source[:start]); unicode.IsLetter(r) || unicode.IsDigit(r) {
		return 0, 0
	}
	end = colon + 3
	for end < limit {
		r, size := utf8.DecodeRune(source[end:limit])
		if endsURL(r) {
			break
		}
		end += size
	}
	end = trimURL(source, colon+3, end)
	if !hasDomain(source[colon+3 : end]) {
		return 0, 0
	}
	return start, end
}

func endsURL(r rune) bool {
	switch r {
	case '<', '>', '"', '`', '\\', '|', '«', '»', '“', '”', utf8.RuneError:
		return true
	}
	return r <= ' ' || unicode.IsSpace(r)
}

// trimURL leaves to the sentence what stands at the end of an address.
func trimURL(source []byte, start, end int) int {
	for end > start {
		r, size := utf8.DecodeLastRune(source[start:end])
		switch r {
		case '?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '’', '…', ']', '}':
		case ')':
			if bytes.Count(source[start:end], []byte(")")) <= bytes.Count(source[start:end], []byte("(")) {
				return end
			}
		default:
			return end
		}
		end -= size
	}
	return end
}

// hasDomain says whether an address starts with the name of a host: letters,
// digits and hyphens between dots.
func hasDomain(address []byte) bool {
	dot, label := false, 0
	for _, b := range address {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '-', b >= utf8.RuneSelf:
			label++
		case b == '.' && label > 0:
			dot, label = true, 0
		default:
			return dot && label > 0
		}
	}
	return dot && label > 0
}
