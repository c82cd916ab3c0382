package search

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// vector is a text and what both the generator and search.js make of it.
type vector struct{ Text, Words, Terms string }

func vectors(t testing.TB) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTerms(t *testing.T) {
	for _, v := range vectors(t) {
		if diff := cmp.Diff(v.Terms, Terms(v.Text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", v.Text, diff)
		}
	}
}

// slow is Terms without its tables and shortcuts.
func slow(text string) string {
	var folded strings.Builder
	for _, r := range text {
		for _, letter := range fold(r) {
			if letter == 0 {
				letter = ' '
			}
			folded.WriteRune(letter)
		}
	}
	left := strings.Fields(Stop)
	words := slices.DeleteFunc(strings.Fields(folded.String()), func(w string) bool {
		return utf8.RuneCountInString(w) < 2 || slices.Contains(left, w)
	})
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

func FuzzTerms(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.Text)
	}
	f.Add(strings.Repeat("ﷺ", 500))
	f.Add(strings.Repeat("ў б", 2000))
	f.Add("\xff\xc3é\xe2\x80")
	f.Fuzz(func(t *testing.T, text string) {
		got := Terms(text)
		if diff := cmp.Diff(slow(text), got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		if again := Terms(got); again != got {
			t.Errorf("the terms of %q fold again, to %q", got, again)
		}
	})
}

func TestLatinTable(t *testing.T) {
	if want := int(2 * (latinEnd - latinFirst)); len(latin) != want {
		t.Fatalf("the table holds %d bytes, want %d", len(latin), want)
	}
	for r := rune(latinFirst); r < latinEnd; r++ {
		i := 2 * (r - latinFirst)
		if got, want := strings.TrimSpace(latin[i:i+2]), string(fold(r)); got != "?" && got != strings.Trim(want, "\x00") {
			t.Errorf("%c is %q in the table, want %q", r, got, want)
		}
	}
}

func TestStopWordsFitTheirKey(t *testing.T) {
	words := strings.Fields(Stop)
	if !slices.IsSorted(words) {
		t.Error("the words are not sorted")
	}
	for _, w := range words {
		if len(w) < 2 || len(w) > 8 || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%q is no stop word that Terms can leave out", w)
		}
	}
}

// testdata/article.txt is 600 words of ordinary French.
func BenchmarkTerms(b *testing.B) {
	article, err := os.ReadFile("testdata/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	text := string(article)
	b.ReportAllocs()
	for b.Loop() {
		Terms(text)
	}
}
