package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"
)

// Terms lists the distinct words of a text, folded, sorted and joined by a
// space: "L’été, les élections d’été" is "elections ete". Small letters without
// accents (œ is oe, ß is ss) and digits make a word; apostrophes, hyphens and
// everything else part words; soft hyphens do not. Words of one letter and
// [Stop] words are left out. The script search.js folds in the same way:
// testdata/vectors.json holds both to it.
func Terms(text string) string {
	// What an article needs stands on the stack; longer texts grow out of it.
	var t tokens
	letters, list := make([]byte, 12<<10), make([]word, 0, 1024)
	if len(letters) < len(text)+pad {
		letters = make([]byte, len(text)+pad)
	}
	t.letters, t.words = letters, list
	t = read(t, text)
	spare := make([]word, 1024)
	if len(spare) < len(t.words) {
		spare = make([]word, len(t.words))
	}
	return join(sorted(t.words, spare, t.letters), t.letters)
}

// tokens are the kept words of a text, one right after the other, and where they
// are. It is handed on by value, or it would not stand on the stack.
type tokens struct {
	letters []byte // pad bytes longer than what can still come
	words   []word
	start   int // where the word being read begins
	end     int // and ends so far
}

// word is a place among the letters. Its key is its first eight bytes, so that
// most comparisons are one of numbers.
type word struct {
	key        uint64
	start, end uint32
}

// pad bytes let the key of the last word be read like any other.
const pad = 16

func read(t tokens, text string) tokens {
	for i := 0; i <= len(text); i++ {
		// The letters of a word, as long as nothing special comes.
		out, start, n := t.letters, t.start, t.end
		for i < len(text) && n < len(out) && ascii[text[i]] != 0 {
			out[n] = ascii[text[i]]
			n++
			i++
		}
		t.end = n
		if i < len(text) && text[i] >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			i += size - 1
			pair := 2 * int(r-latinFirst)
			if pair >= 0 && pair < len(latin) && latin[pair] > '?' {
				out[n], out[n+1] = latin[pair], latin[pair+1]
				t.end++
				if latin[pair+1] != ' ' {
					t.end++
				}
				continue
			}
			if !separates(r) {
				t = other(t, r, len(text)-i)
				continue
			}
		}
		if n-start < 2 {
			t.end = start
			continue
		}
		if out[start] >= utf8.RuneSelf {
			t = finish(t)
			continue
		}
		key := keyOf(out[start:], n-start)
		if n-start <= 8 && stops.has(key) {
			t.end = start
			continue
		}
		t.words = append(t.words, word{key, uint32(start), uint32(n)})
		t.start = n
	}
	return t
}

// other reads a letter or sign that the tables do not hold; it may end words and
// begin others. left is how many bytes are to come after it.
func other(t tokens, r rune, left int) tokens {
	if size := t.end + longestFold + left + pad; size > len(t.letters) {
		t.letters = slices.Grow(t.letters, size-len(t.letters))[:size]
	}
	for _, letter := range fold(r) {
		if letter == 0 {
			t = finish(t)
			continue
		}
		t.end += utf8.EncodeRune(t.letters[t.end:], letter)
	}
	return t
}

// finish keeps the word that was read, unless it is too short or says nothing.
func finish(t tokens) tokens {
	start, size := t.start, t.end-t.start
	t.end = start
	if size < 2 || t.letters[start] >= utf8.RuneSelf && utf8.RuneCount(t.letters[start:start+size]) < 2 {
		return t
	}
	key := keyOf(t.letters[start:], size)
	if size <= 8 && stops.has(key) {
		return t
	}
	t.start, t.end = start+size, start+size
	t.words = append(t.words, word{key, uint32(start), uint32(t.end)})
	return t
}

func keyOf(letters []byte, size int) uint64 {
	unused := 8 * uint(8-min(size, 8)) & 63
	return binary.BigEndian.Uint64(letters) >> unused << unused
}

// join writes sorted words once each.
func join(words []word, letters []byte) string {
	kept, size := words[:0], 0
	for i, w := range words {
		if i > 0 && compare(letters, kept[len(kept)-1], w) == 0 {
			continue
		}
		kept = append(kept, w)
		size += int(w.end-w.start) + 1
	}
	var terms strings.Builder
	terms.Grow(size)
	for i, w := range kept {
		if i > 0 {
			terms.WriteByte(' ')
		}
		terms.Write(letters[w.start:w.end])
	}
	return terms.String()
}

// compare orders two words by their bytes.
func compare(letters []byte, a, b word) int {
	if a.key != b.key {
		return cmp.Compare(a.key, b.key)
	}
	return bytes.Compare(letters[min(a.start+8, a.end):a.end], letters[min(b.start+8, b.end):b.end])
}
