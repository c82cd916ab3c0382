package search

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// pages are n dated entries, a day apart, and two of no date.
func pages(n int) []Entry {
	entries := []Entry{{URL: "/qui/"}, {URL: "/adhesion/"}}
	for i := range n {
		entries = append(entries, Entry{URL: fmt.Sprintf("/actualites/%d/", i), Date: fmt.Sprintf("%04d-05-01", 2000+i)})
	}
	return entries
}

// shards writes all files of a zone, by name.
func shards(entries []Entry) map[string]string {
	files := map[string]string{}
	for _, part := range Split(entries) {
		files[part.Name] = string(Shard(nil, part.Entries))
	}
	return files
}

func TestSplit(t *testing.T) {
	var got []string
	for _, part := range Split(pages(2*PerShard + 1)) {
		got = append(got, fmt.Sprintf("%s: %d from %s", part.Name, len(part.Entries), part.Entries[0].URL))
	}
	want := []string{
		"search-3.json: 1 from /actualites/400/",
		"search-2.json: 200 from /actualites/200/",
		"search-1.json: 200 from /actualites/0/",
		"search-pages-1.json: 2 from /adhesion/",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if parts := Split(nil); len(parts) != 0 {
		t.Errorf("no entries make %d parts", len(parts))
	}
}

// TestEditsTouchOneFile says what a watched folder may count on.
func TestEditsTouchOneFile(t *testing.T) {
	edited := pages(450)
	edited[42].Title = "Autrement dit"
	for _, c := range []struct {
		name    string
		entries []Entry
		want    []string
	}{
		{"a title", edited, []string{"search-1.json"}},
		{"a new page", pages(451), []string{"search-3.json"}},
		{"a page of no date", append(pages(450), Entry{URL: "/b/"}), []string{"search-pages-1.json"}},
		{"the order of reading", append(pages(450)[7:], pages(450)[:7]...), nil},
	} {
		var got []string
		before := shards(pages(450))
		for name, data := range shards(c.entries) {
			if before[name] != data {
				got = append(got, name)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s changes (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestShard(t *testing.T) {
	got := string(Shard([]byte("x"), []Entry{
		{URL: "/eau/", Title: `L’eau "bien" commun`, Date: "2026-05-01", Kind: "Actualité", Description: "À lire", Terms: "commun communal eau"},
		{URL: "/air/", Title: "L’air", Date: "2026-06-01"},
	}))
	want := `x{"v":1,"pages":[["/air/","L’air","2026-06-01","","",""],` +
		`["/eau/","L’eau \"bien\" commun","2026-05-01","Actualité","À lire","communal eau"]]}` + "\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("shard (-want +got):\n%s", diff)
	}
	if got := string(Shard(nil, nil)); got != `{"v":1,"pages":[]}`+"\n" {
		t.Errorf("empty shard: %s", got)
	}
}

func TestManifest(t *testing.T) {
	got := string(Manifest(nil,
		Zone{Name: "Paris", Folder: "/paris/recherche/", Shards: []string{"search-2.json", "search-1.json"}},
		Zone{Name: "Corse", Folder: "/corse/recherche/"}))
	want := `{"v":1,"stop":"` + Stop + `","zones":[["Paris","/paris/recherche/",["search-2.json","search-1.json"]],` +
		`["Corse","/corse/recherche/",[]]]}` + "\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
	if !json.Valid([]byte(got)) || !json.Valid(Manifest(nil)) {
		t.Error("a manifest is no JSON")
	}
}

func FuzzQuote(f *testing.F) {
	f.Add("\x00\x1f\"\\/\u2028é\xff")
	f.Fuzz(func(t *testing.T, text string) {
		var got string
		if err := json.Unmarshal(quote(nil, text), &got); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if want := strings.ToValidUTF8(text, "\ufffd"); got != want || !utf8.ValidString(got) {
			t.Errorf("%q came back as %q", text, got)
		}
	})
}

func BenchmarkShard(b *testing.B) {
	text, err := os.ReadFile("testdata/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	entries := pages(PerShard)
	for i := range entries {
		entries[i].Terms = Terms(string(text))
	}
	var dst []byte
	for b.Loop() {
		dst = Shard(dst[:0], entries)
	}
	b.SetBytes(int64(len(dst)))
}
