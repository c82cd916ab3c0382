package markdown

import (
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// appendEscaped appends text for HTML, attributes included.
func appendEscaped[T string | []byte](dst []byte, text T) []byte {
	from := 0
	for i := 0; i < len(text); i++ {
		sign := ""
		switch text[i] {
		case '&':
			sign = "&amp;"
		case '<':
			sign = "&lt;"
		case '>':
			sign = "&gt;"
		case '"':
			sign = "&quot;"
		case 0:
			sign = "\ufffd"
		default:
			continue
		}
		dst = append(append(dst, text[from:i]...), sign...)
		from = i + 1
	}
	return append(dst, text[from:]...)
}

// appendResolved appends Markdown words as a reader sees them: backslashes and
// entities resolved.
func appendResolved(dst, words []byte) []byte {
	for i := 0; i < len(words); {
		b := words[i]
		switch {
		case b == '\\' && i+1 < len(words) && util.IsPunct(words[i+1]):
			dst = append(dst, words[i+1])
			i += 2
			continue
		case b == '&':
			if sign, n := entity(words[i:]); n > 0 {
				dst = append(dst, sign...)
				i += n
				continue
			}
		case b == 0:
			dst = append(dst, "\ufffd"...)
			i++
			continue
		}
		dst = append(dst, b)
		i++
	}
	return dst
}

// entity reads the entity at the start of words, which is n bytes long.
func entity(words []byte) (sign []byte, n int) {
	end := 1
	for end < len(words) && end < 40 && words[end] != ';' {
		end++
	}
	if end == len(words) || words[end] != ';' || end < 2 {
		return nil, 0
	}
	name := words[1:end]
	if name[0] != '#' {
		found, ok := util.LookUpHTML5EntityByName(string(name))
		if !ok {
			return nil, 0
		}
		return found.Characters, end + 1
	}
	digits, base := name[1:], 10
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	code, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || len(digits) > 7 {
		return nil, 0
	}
	return utf8.AppendRune(nil, util.ToValidRune(rune(code))), end + 1
}

// resolved is an address or a title as it was meant.
func resolved(value []byte) []byte {
	for _, b := range value {
		if b == '\\' || b == '&' || b == 0 {
			return appendResolved(nil, value)
		}
	}
	return value
}
