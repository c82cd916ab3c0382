package compile

import "strings"

var (
	// unreserved are the characters that URLs never encode.
	unreserved = setOf("-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	// reserved are those with a meaning in a URL.
	reserved = setOf("!#$&*+,/:;=?@[]")
)

const hexadecimals = "0123456789abcdef"

// urlFilter lets pass addresses of the web and of mail, and relative ones.
func urlFilter(dst []byte, s string, kind content, _ any) []byte {
	if kind != safeURL && !safe(s) {
		return append(dst, "#ZgotmplZ"...)
	}
	return append(dst, s...)
}

func safe(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '/':
			return true
		case ':':
			scheme := s[:i]
			return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
		}
	}
	return true
}

// appendURL encodes what may not stand in a URL; a part of one (normal false)
// has all its reserved characters encoded.
func appendURL(dst []byte, s string, normal bool) []byte {
	done := 0
	for i := range len(s) {
		c := s[i]
		if unreserved[c] || normal && (reserved[c] || c == '%' && encoded(s[i:])) {
			continue
		}
		dst = append(dst, s[done:i]...)
		dst = append(dst, '%', hexadecimals[c>>4], hexadecimals[c&15])
		done = i + 1
	}
	return append(dst, s[done:]...)
}

// encoded reports whether s begins with a percent encoding.
func encoded(s string) bool { return len(s) > 2 && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// urlAttribute is filter, normalizer and attribute escaper in one: only & and +
// pass the normalizer and do not pass attributes.
func urlAttribute(dst []byte, s string, kind content, _ any) []byte {
	if kind != safeURL && !safe(s) {
		return append(dst, "#ZgotmplZ"...)
	}
	return appendURLAttribute(dst, s)
}

func appendURLAttribute(dst []byte, s string) []byte {
	done := 0
	for i := range len(s) {
		c := s[i]
		if unreserved[c] || c == '/' {
			continue
		}
		if c != '&' && c != '+' && (reserved[c] || c == '%' && encoded(s[i:])) {
			continue
		}
		dst = append(dst, s[done:i]...)
		if c == '&' || c == '+' {
			dst = append(dst, entity(c)...)
		} else {
			dst = append(dst, '%', hexadecimals[c>>4], hexadecimals[c&15])
		}
		done = i + 1
	}
	return append(dst, s[done:]...)
}

// queryAttribute is URL escaper and attribute escaper in one.
func queryAttribute(dst []byte, s string, kind content, _ any) []byte {
	if kind == safeURL {
		return appendURLAttribute(dst, s)
	}
	return appendURL(dst, s, false)
}
