package search

import (
	"strings"
	"unicode/utf8"
)

const hex = "0123456789abcdef"

// quote appends text as a JSON string. What is no UTF-8 becomes U+FFFD.
func quote(dst []byte, text string) []byte {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	dst = append(dst, '"')
	kept := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, text[kept:i]...)
		kept = i + 1
		if c < ' ' {
			dst = append(dst, `\u00`...)
			dst = append(dst, hex[c>>4], hex[c&15])
		} else {
			dst = append(dst, '\\', c)
		}
	}
	return append(append(dst, text[kept:]...), '"')
}
