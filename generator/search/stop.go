package search

import (
	"encoding/binary"
	"strings"
)

// Stop lists the folded words, French and English, that nobody looks for, sorted
// and joined by a space. No word is longer than eight letters.
const Stop = "about after ai aie ainsi all alors also an and any are as at au aucun aussi autre autres aux avait avant avec avez avoir avons " +
	"be because been before being but by ca car ce ceci cela celle celles celui ces cet cette ceux chez ci comme comment could dans " +
	"de depuis des did do does donc dont du elle elles en encore entre est et etaient etait etant etes etre eu eux fait for from had " +
	"has have he her here his how if il ils in into is it its je jusqu la laquelle le lequel les leur leurs lors lorsque lui ma mais " +
	"me meme memes mes moi moins mon more most my ne ni no nos not notre nous of on only or ou our ours out par parce pas pendant peu " +
	"peut peuvent plus pour pourquoi puis qu quand que quel quelle quelles quelque quels qui quoi sa sans se sera ses she should si " +
	"so soi soit some son sont sous such sur ta te tes than that the their them then there these they this those to toi ton tous tout " +
	"toute toutes tres tu un une up us vers very voici voila vos votre vous was we were what when where which while who whom why will " +
	"with would you your"

// stopSet holds words by their key, each at the first free place from where its
// hash points.
type stopSet [1024]uint64

var stops = newStopSet(strings.Fields(Stop))

func newStopSet(words []string) *stopSet {
	var set stopSet
	for _, w := range words {
		var key [8]byte
		copy(key[:], w)
		k := binary.BigEndian.Uint64(key[:])
		i := place(k)
		for set[i] != 0 {
			i = (i + 1) % len(set)
		}
		set[i] = k
	}
	return &set
}

func (s *stopSet) has(key uint64) bool {
	for i := place(key); s[i] != 0; i = (i + 1) % len(s) {
		if s[i] == key {
			return true
		}
	}
	return false
}

func place(key uint64) int { return int(key * 0x9e3779b97f4a7c15 >> 54) }
