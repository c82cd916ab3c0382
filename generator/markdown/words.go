package markdown

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// countWords counts what stands between spaces, no-break spaces not counting:
// "oui !" is one word. It looks at eight bytes at a time.
func countWords(text []byte) (n int) {
	before := uint64(0x80) // a space before the text
	for len(text) >= 8 {
		spaces := spacesOf(binary.LittleEndian.Uint64(text))
		n += bits.OnesCount64(^spaces & high & (spaces<<8 | before))
		before = spaces >> 56
		text = text[8:]
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

// spacesOf has the high bit of each byte of v that is a space.
func spacesOf(v uint64) uint64 {
	return zeros(v^' '*ones) | zeros(v^'\n'*ones) | zeros(v^'\t'*ones)
}

// zeros has the high bit of each byte of v that is zero.
func zeros(v uint64) uint64 { return ^(v&low + low | v | low) }

// Shorten cuts words at a space, so that at most limit characters remain, the
// ellipsis included.
func Shorten(words string, limit int) string { return shorten(words, limit) }

func shorten[T string | []byte](words T, limit int) string {
	short := make([]byte, 0, limit+16)
	n, space, cut, gap := 0, 0, 0, false // characters; last space; end after limit-1 characters
	for i := 0; i < len(words); {
		b := words[i]
		if b == ' ' || b == '\n' || b == '\t' {
			gap = n > 0
			i++
			continue
		}
		if gap {
			gap = false
			if n++; n == limit {
				cut = len(short)
			}
			if n < limit {
				space = len(short)
			}
			short = append(short, ' ')
		}
		size := 1
		if b >= utf8.RuneSelf {
			_, size = utf8.DecodeRuneInString(string(words[i:min(i+utf8.UTFMax, len(words))]))
		}
		if n++; n == limit {
			cut = len(short)
		}
		if n > limit {
			return trimmed(short, space, cut)
		}
		short = append(short, words[i:i+size]...)
		i += size
	}
	return string(short)
}

// trimmed is the whole words of short before cut, without the punctuation that
// would meet the ellipsis.
func trimmed(short []byte, space, cut int) string {
	if space > 0 {
		cut = space
	}
	return strings.TrimRightFunc(string(short[:cut]), func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) }) + "…"
}
