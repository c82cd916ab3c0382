package markdown

import (
	"os"
	"testing"
)

// An article of 6 kB, as people write them.
func article(b *testing.B) []byte {
	b.Helper()
	source, err := os.ReadFile("testdata/fr-article.md")
	if err != nil {
		b.Fatal(err)
	}
	return source
}

func BenchmarkScanner(b *testing.B) {
	r, source := New("fr"), article(b)
	if r.scan(source) == nil {
		b.Fatal("left to goldmark")
	}
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		r.scan(source)
	}
}

func BenchmarkGoldmark(b *testing.B) {
	r, source := New("fr"), article(b)
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		r.parse(source)
	}
}

func BenchmarkAppendHTML(b *testing.B) {
	doc := New("fr").Render(article(b))
	targets := make([]Target, len(doc.Links))
	for i := range targets {
		targets[i] = Target{URL: "/une/adresse/"}
	}
	var page []byte
	b.ReportAllocs()
	for b.Loop() {
		page = doc.AppendHTML(page[:0], targets, "")
	}
}

func BenchmarkDecode(b *testing.B) {
	data, err := New("fr").Render(article(b)).AppendBinary(nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeDocument(data); err != nil {
			b.Fatal(err)
		}
	}
}
