package markdown_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/markdown"
)

func TestAppendHTML(t *testing.T) {
	const source = "[a](b.md \"c\") [d](#e) [f](https://exemple.org/)\n\n![g](h.jpg)\n"
	picture := markdown.Target{URL: "/h.jpg", Width: 2, Height: 1, Srcset: "/h1.jpg 1w", Sources: []markdown.Source{{Type: "image/webp", Srcset: "/h1.webp 1w"}}}
	const sizes = ` sizes="(min-width: 42rem) 40rem, calc(100vw - 2rem)"`
	tests := []struct {
		name      string
		targets   []markdown.Target
		permalink string
		want      string
	}{
		{"all", []markdown.Target{{URL: `/b/?"&`}, {}, {}, picture}, "",
			`<p><a href="/b/?&quot;&amp;" title="c">a</a> <a href="#e">d</a> <a href="https://exemple.org/">f</a></p>` + "\n" +
				`<p><picture><source type="image/webp" srcset="/h1.webp 1w"` + sizes + `><img src="/h.jpg" srcset="/h1.jpg 1w"` + sizes +
				` alt="g" width="2" height="1" loading="lazy" decoding="async"></picture></p>` + "\n"},
		{"a feed, and too few targets", []markdown.Target{{URL: "/b/"}}, "https://exemple.org/x/",
			`<p><a href="/b/" title="c">a</a> <a href="https://exemple.org/x/#e">d</a> <a href="https://exemple.org/">f</a></p>` + "\n" +
				`<p><img src="" alt="g" loading="lazy" decoding="async"></p>` + "\n"},
	}
	doc := markdown.New("fr").Render([]byte(source))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff("<!-- -->"+test.want, string(doc.AppendHTML([]byte("<!-- -->"), test.targets, test.permalink))); diff != "" {
				t.Errorf("HTML (-want +got):\n%s", diff)
			}
		})
	}
}

// A document that was kept is the document, but for its plain words.
func TestBinary(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc := markdown.New("fr").Render(append(source, "\n\nAu 06 12 34 56 78.\n"...))
		data, err := doc.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := markdown.DecodeDocument(data)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		doc.Text = ""
		if diff := cmp.Diff(doc, got, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
			t.Errorf("%s (-rendered +decoded):\n%s", file, diff)
		}
		for i := range data {
			if _, err := markdown.DecodeDocument(data[:i]); err == nil {
				t.Errorf("%s: the first %d of %d bytes are a document", file, i, len(data))
			}
		}
	}
}

// Whatever the file of kept documents holds, reading and writing one answers.
func FuzzDecode(f *testing.F) {
	doc := markdown.New("fr").Render([]byte("## A\n\n[a](b) ![c](d.png) [e](#a) <https://a.bc> 06 12 34 56 78[^1]\n\n[^1]: f"))
	data, err := doc.AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(_ *testing.T, data []byte) {
		if doc, err := markdown.DecodeDocument(data); err == nil {
			doc.AppendHTML(nil, make([]markdown.Target, 2), "/")
			doc.HasID("a")
		}
	})
}
