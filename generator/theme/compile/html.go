package compile

import (
	"strconv"
	"unicode/utf8"
)

// asciiSet is a set of ASCII characters.
type asciiSet [256]bool

func setOf(chars string) (set asciiSet) {
	for i := range len(chars) {
		set[chars[i]] = true
	}
	return set
}

// special are the characters that HTML text and quoted attributes escape.
var special = setOf("\x00\"&'+<>")

func htmlEscaper(dst []byte, s string, kind content, _ any) []byte {
	if kind == safeHTML {
		return append(dst, s...)
	}
	return appendHTML(dst, s)
}

func rcdataEscaper(dst []byte, s string, kind content, _ any) []byte {
	if kind == safeHTML {
		return appendEntities(dst, s)
	}
	return appendHTML(dst, s)
}

// appendHTML escapes text and quoted attributes.
func appendHTML(dst []byte, s string) []byte {
	done := 0
	for i := range len(s) {
		if special[s[i]] {
			dst = append(dst, s[done:i]...)
			dst = append(dst, entity(s[i])...)
			done = i + 1
		}
	}
	return append(dst, s[done:]...)
}

// appendEntities escapes HTML that goes where there are no tags: its entities
// stay.
func appendEntities(dst []byte, s string) []byte {
	done := 0
	for i := range len(s) {
		if special[s[i]] && s[i] != '&' {
			dst = append(dst, s[done:i]...)
			dst = append(dst, entity(s[i])...)
			done = i + 1
		}
	}
	return append(dst, s[done:]...)
}

func entity(c byte) string {
	switch c {
	case 0:
		return "\uFFFD"
	case '"':
		return "&#34;"
	case '&':
		return "&amp;"
	case '\'':
		return "&#39;"
	case '+':
		return "&#43;"
	case '<':
		return "&lt;"
	}
	return "&gt;"
}

// appendNospace escapes an attribute without quotes.
func appendNospace(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, "ZgotmplZ"...)
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0:
			dst = append(dst, "&#xfffd;"...)
		case r == '"' || r == '&' || r == '\'' || r == '+' || r == '<' || r == '>':
			dst = append(dst, entity(byte(r))...)
		case '\t' <= r && r <= '\r' || r == ' ' || r == '=' || r == '`':
			dst = append(dst, "&#"...)
			dst = strconv.AppendInt(dst, int64(r), 10)
			dst = append(dst, ';')
		case 0xfdd0 <= r && r <= 0xfdef || 0xfff0 <= r && r <= 0xffff:
			dst = append(dst, "&#x"...)
			dst = strconv.AppendInt(dst, int64(r), 16)
			dst = append(dst, ';')
		default:
			dst = append(dst, s[i:i+n]...)
		}
		i += n
	}
	return dst
}
