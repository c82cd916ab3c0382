package search

import "slices"

// sorted sorts words by their first three letters with three passes of counting,
// which leaves next to nothing to move, and then by the rest. spare is as long
// as words; the answer stands in one of the two.
func sorted(words, spare []word, text []byte) []word {
	spare = spare[:len(words)]
	for shift := 40; shift <= 56; shift += 8 {
		var places [ranks]int
		for _, w := range words {
			places[rank[byte(w.key>>shift)]]++
		}
		sum := 0
		for i, n := range places {
			places[i] = sum
			sum += n
		}
		for _, w := range words {
			place := &places[rank[byte(w.key>>shift)]]
			spare[*place] = w
			*place++
		}
		words, spare = spare, words
	}
	if !insert(words, text) {
		slices.SortFunc(words, func(a, b word) int { return compare(text, a, b) })
	}
	return words
}

// insert sorts what is nearly sorted. It gives up, and says so, where that would
// take long: in a text in one foreign script all words share a rank.
func insert(words []word, text []byte) bool {
	moves := 16 * len(words)
	for i := 1; i < len(words); i++ {
		w := words[i]
		j := i
		for ; j > 0 && before(text, w, words[j-1]); j-- {
			words[j] = words[j-1]
		}
		words[j] = w
		if moves -= i - j; moves < 0 {
			return false
		}
	}
	return true
}

func before(text []byte, a, b word) bool {
	if a.key != b.key {
		return a.key < b.key
	}
	return compare(text, a, b) < 0
}

// ranks are nothing, ten digits, 26 letters and all that is foreign.
const ranks = 38

var rank = ranked()

func ranked() (rank [256]uint8) {
	for c := range rank {
		switch {
		case c >= 0x80:
			rank[c] = ranks - 1
		case c >= 'a' && c <= 'z':
			rank[c] = uint8(c - 'a' + 11)
		case c >= '0' && c <= '9':
			rank[c] = uint8(c - '0' + 1)
		}
	}
	return rank
}
