package wxr

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// repair is what had to be put right in a text.
type repair int

const (
	controls repair = 1 << iota // characters that XML forbids were left out
	bytesOld                    // bytes that are no UTF-8 were read as Windows-1252
	entities                    // an unknown entity was left as it is
)

// text is what an element says, to the byte: CDATA sections as they are,
// entities outside of them decoded, the ends of lines as XML reads them (LF).
func text(inner []byte, repairs *repair) string {
	section, ok := bytes.CutPrefix(inner, cdataStart)
	if ok && bytes.Index(section, cdataEnd) == len(section)-len(cdataEnd) {
		return string(clean(section[:len(section)-len(cdataEnd)], repairs))
	}
	if bytes.IndexByte(inner, '&') < 0 && bytes.IndexByte(inner, '<') < 0 {
		return string(clean(inner, repairs))
	}
	var all []byte
	for len(inner) > 0 {
		i := bytes.Index(inner, cdataStart)
		if i < 0 {
			i = len(inner)
		}
		all = decodeEntities(all, clean(inner[:i], repairs), repairs)
		if inner = inner[i:]; len(inner) == 0 {
			break
		}
		inner = inner[len(cdataStart):]
		length := sectionLength(inner, nil, true)
		if length < 0 {
			length = len(inner) // cannot be: the element has ended
		}
		all = append(all, clean(inner[:length], repairs)...)
		inner = inner[min(len(inner), length+len(cdataEnd)):]
	}
	return string(all)
}

// name is a text that is no HTML but that WordPress keeps as if it were:
// "R&amp;D" in CDATA is R&D.
func name(inner []byte, repairs *repair) string {
	s := word(inner, repairs)
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return trim(string(decodeEntities(nil, []byte(s), new(repair))))
}

// word is a text around which no white space counts.
func word(inner []byte, repairs *repair) string { return trim(text(inner, repairs)) }

// trim leaves spaces that are not of ASCII: somebody meant them.
func trim(s string) string { return strings.Trim(s, " \t\r\n") }

// number is 0 for what is none.
func number(inner []byte) int {
	n, err := strconv.Atoi(word(inner, new(repair)))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// clean is b as well-formed text; b itself where nothing has to change.
func clean(b []byte, repairs *repair) []byte {
	if utf8.Valid(b) && !needsCare(b) {
		return b
	}
	fresh := make([]byte, 0, len(b)+len(b)/8)
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			*repairs |= bytesOld
			fresh = utf8.AppendRune(fresh, charmap.Windows1252.DecodeByte(b[i]))
		case r == '\r':
			fresh = append(fresh, '\n')
			if i+1 < len(b) && b[i+1] == '\n' {
				size = 2
			}
		case !allowed(r):
			*repairs |= controls
		default:
			fresh = append(fresh, b[i:i+size]...)
		}
		i += size
	}
	return fresh
}

// needsCare reports whether valid UTF-8 holds a carriage return or what XML
// forbids: a control character, or U+FFFE and U+FFFF.
func needsCare(b []byte) bool {
	for i, c := range b {
		if c < ' ' && c != '\n' && c != '\t' || c == 0xEF && i+2 < len(b) && b[i+1] == 0xBF && b[i+2] >= 0xBE {
			return true
		}
	}
	return false
}

// allowed reports whether XML allows a character.
func allowed(r rune) bool {
	return r >= ' ' && r != 0xFFFE && r != 0xFFFF || r == '\t' || r == '\n' || r == '\r'
}

// decodeEntities appends b to all, its entities decoded: those of HTML and
// numbers, never those a file declares. An "&" that begins none stays.
func decodeEntities(all, b []byte, repairs *repair) []byte {
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(all, b...)
		}
		all, b = append(all, b[:i]...), b[i:]
		entity := b[:entityLength(b)]
		decoded, ok := entityText(string(entity))
		switch {
		case len(entity) == 0:
			entity = b[:1]
			all = append(all, '&')
		case !ok:
			*repairs |= entities
			all = append(all, entity...)
		case decoded == "":
			*repairs |= controls
		default:
			all = append(all, decoded...)
		}
		b = b[len(entity):]
	}
}

// entityLength measures the entity at the start of b, 0 for none.
func entityLength(b []byte) int {
	const longest = 40
	for i := 1; i < min(len(b), longest); i++ {
		switch c := b[i]; {
		case c == ';' && i > 1:
			return i + 1
		case c == '#' && i == 1, 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9':
		default:
			return 0
		}
	}
	return 0
}

// entityText is empty for a number XML forbids. Numbers from 128 to 159 are
// Windows-1252, as in HTML: nobody means a control character by them.
func entityText(entity string) (decoded string, ok bool) {
	if !strings.HasPrefix(entity, "&#") {
		decoded = html.UnescapeString(entity)
		return decoded, decoded != entity && (!strings.HasSuffix(decoded, ";") || entity == "&semi;")
	}
	digits, base := strings.TrimSuffix(entity[2:], ";"), 10
	if strings.HasPrefix(digits, "x") || strings.HasPrefix(digits, "X") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "", false
	}
	r := rune(n)
	switch {
	case n >= 128 && n < 160:
		return string(charmap.Windows1252.DecodeByte(byte(n))), true
	case n > utf8.MaxRune || !utf8.ValidRune(r) || !allowed(r):
		return "", true
	}
	return string(r), true
}
