package wordpress

import (
	"strings"
	"unicode"

	"github.com/zeebo/xxh3"

	"maillage/generator/wordpress/wxr"
)

// window is how many words in a row are somebody's own.
const window = 10

// leaks knows every run of words of the texts that must not be read, and finds
// them in those that will be.
type leaks struct {
	runs map[uint64]int // the item they are of
}

func newLeaks() *leaks { return &leaks{map[uint64]int{}} }

// hide remembers the words of an item that is not public.
func (k *leaks) hide(item *wxr.Item) {
	for _, text := range []string{item.Content, item.Excerpt} {
		eachRun(plainText(text), func(sum uint64) { k.runs[sum] = item.ID })
	}
}

// in finds the item whose words a public text holds though its own source does
// not: 0 is none.
func (k *leaks) in(public, source string) int {
	if len(k.runs) == 0 {
		return 0
	}
	found := 0
	var own map[uint64]bool
	eachRun(public, func(sum uint64) {
		id := k.runs[sum]
		if id == 0 || found != 0 {
			return
		}
		if own == nil {
			own = map[uint64]bool{}
			eachRun(plainText(source), func(sum uint64) { own[sum] = true })
		}
		if !own[sum] {
			found = id
		}
	})
	return found
}

// eachRun calls f with a hash of every window of words.
func eachRun(text string, f func(sum uint64)) {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i := 0; i+window <= len(words); i++ {
		f(xxh3.HashString(strings.Join(words[i:i+window], " ")))
	}
}
