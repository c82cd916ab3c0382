package markdown

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// countWords counts what stands between spaces, no-break spaces not counting:
// "oui !" is one word. It looks at eight bytes at a time.
func countWords(text []byte) (n int) {
	before := uint64(0x80) // a space before the text
	for tabs := bytes.IndexByte(text, '\t') >= 0; len(text) >= 8; text = text[8:] {
		v := binary.LittleEndian.Uint64(text)
		spaces := zeros(v^' '*ones) | zeros(v^'\n'*ones)
		if tabs {
			spaces |= zeros(v ^ '\t'*ones)
		}
		n += bits.OnesCount64(^spaces & high & (spaces<<8 | before))
		before = spaces >> 56
	}
	space := before != 0
	for _, b := range text {
		now := b == ' ' || b == '\n' || b == '\t'
		if space && !now {
			n++
		}
		space = now
	}
	return n
}

const (
	ones = 0x0101010101010101
	high = 0x8080808080808080
	low  = 0x7f7f7f7f7f7f7f7f
)

// zeros has the high bit of each byte of v that is zero.
func zeros(v uint64) uint64 { return ^(v&low + low | v | low) }

// countRunes counts the characters of UTF-8, eight bytes at a time.
func countRunes(text []byte) int {
	n := len(text)
	for ; len(text) >= 8; text = text[8:] {
		v := binary.LittleEndian.Uint64(text)
		n -= bits.OnesCount64(v &^ (v << 1) & high) // bytes that continue a character
	}
	for _, b := range text {
		if b&0xC0 == 0x80 {
			n--
		}
	}
	return n
}

// Shorten cuts words at a space, so that at most limit characters remain, the
// ellipsis included.
func Shorten(words string, limit int) string { return shorten([]byte(words), limit) }

func shorten(words []byte, limit int) string {
	if !wellSpaced(words[:min(len(words), limit*utf8.UTFMax)]) {
		words = bytes.Join(bytes.FieldsFunc(words, isGap), []byte(" "))
	}
	n, cut, space := 0, 0, 0
	for i, b := range words {
		if b&0xC0 == 0x80 {
			continue // within a character
		}
		if n++; n == limit {
			cut = i
		}
		if n > limit {
			if space > 0 {
				cut = space
			}
			return string(bytes.TrimRightFunc(words[:cut], isLoose)) + "…"
		}
		if b == ' ' && n < limit {
			space = i
		}
	}
	return string(words)
}

func isGap(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

// isLoose says whether r may not meet an ellipsis.
func isLoose(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }

// wellSpaced says whether words have single spaces, and only between them.
func wellSpaced(words []byte) bool {
	before := byte(' ')
	for _, b := range words {
		if b == '\n' || b == '\t' || b == ' ' && before == ' ' {
			return false
		}
		before = b
	}
	return before != ' '
}
