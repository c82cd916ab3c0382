package report

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestListIn(t *testing.T) {
	list := List{
		{File: "b.md", Line: 2, Col: 3, Message: T("front.unknown", "titel"), Hint: T("hint.nearest", "title")},
		{File: "b.md", Line: 2, Col: 3, Message: T("front.unknown", "titel"), Hint: T("theme.page", "/z/")},
		{File: "a", Message: T("url.twice", "/x/", T("url.system"))},
	}
	want := "a: address /x/ is taken already: a page of the system\n" +
		"b.md:2:3: unknown key \"titel\"\n    while writing /z/"
	if diff := cmp.Diff(want, list.Sorted().In("en")); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if List(nil).Err() != nil {
		t.Error("an empty list is an error")
	}
}

func TestNearest(t *testing.T) {
	tests := []struct {
		word       string
		candidates []string
		want       string
	}{
		{"titel", []string{"tags", "title"}, "title"},
		{"ile-de-frnace", []string{"bretagne", "ile-de-france"}, "ile-de-france"},
		{"été", []string{"éta"}, "éta"},
		{"summary", []string{"title", "date"}, ""},
		{"", []string{"a"}, "a"},
		{"a", nil, ""},
	}
	for _, test := range tests {
		if got := Nearest(test.word, test.candidates); got != test.want {
			t.Errorf("Nearest(%q, %v) = %q, want %q", test.word, test.candidates, got, test.want)
		}
	}
}

var (
	verb      = regexp.MustCompile(`%[a-z]`)
	key       = regexp.MustCompile(`report\.(?:T|Text\{Key:)\(?"([^"]+)"`)
	badSpaces = regexp.MustCompile(`[^ \n] (?:[;?»]|![^[])|« | :( |\n|$)`)
)

// Both languages say as much, and French says it in good typography.
func TestCatalogue(t *testing.T) {
	for name, s := range texts {
		if fr, en := len(verb.FindAllString(s.fr, -1)), len(verb.FindAllString(s.en, -1)); fr != en || s.en == "" {
			t.Errorf("%s: %d arguments in French, %d in English", name, fr, en)
		}
		if badSpaces.MatchString(s.fr) || strings.Contains(s.fr, "'") {
			t.Errorf("%s: typography of %q", name, s.fr)
		}
	}
}

// Every key that the generator uses is in the catalogue, and the other way.
func TestKeysOfTheCode(t *testing.T) {
	used := map[string]bool{"raw": true}
	for _, pattern := range []string{"../*.go", "../../*.go", "../../markdown/*.go", "../../theme/*.go", "../../zones/*.go", "nearest.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			source := strings.ReplaceAll(string(data), "return T(", "return report.T(")
			for _, found := range key.FindAllStringSubmatch(source, -1) {
				used[found[1]] = true
				if _, ok := texts[found[1]]; !ok {
					t.Errorf("%s uses %q, which the catalogue lacks", file, found[1])
				}
			}
		}
	}
	for name := range texts {
		if !used[name] && !strings.HasPrefix(name, "wp.") && !strings.HasPrefix(name, "wxr.") && !strings.HasPrefix(name, "theme.use.") { // those are put together: see the test of generator/wordpress

			t.Errorf("nothing uses %q", name)
		}
	}
}
