package prose

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Whatever HTML comes, its Markdown is rendered to the same words, headings, items,
// cells, code and marks.
func FuzzWrite(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.html")
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(source))
	}
	f.Add("<ul><li><table><tr><td><ul><li>x</table><p>y<table><tr><th>a<tr><td>b|`c`</table>")
	f.Add("<b>a<i>b</b>c</i><a href=x>d<h2>e</h2></a>*_~[](<>)`\\&amp;lt;")
	f.Fuzz(func(t *testing.T, source string) {
		tree, notes := parsed(t, source)
		start := time.Now()
		got := french.Write(tree, notes)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%v for\n%s\nas\n%s", took, source, got.Markdown)
		}
		for i, c := range got.Fidelity.counts() {
			switch i {
			case ofLinks, ofImages, ofEmbeds, ofMedia: // what a fuzzer takes for an address
				continue
			case ofNotes: // HTML that is kept cannot call one
				continue
			}
			if c.Found != c.Of {
				t.Errorf("figure %d: %v of %.300q", i, *c, source)
			}
		}
	})
}
