package site_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"maillage/generator/site"
)

// resident measures edits with an engine that stays in memory, from the file
// being saved to the last output being written, as make run does it.
func (c *contest) resident(b *testing.B, theme string, articles, edits int) {
	defer debug.SetGCPercent(debug.SetGCPercent(300)) // as infra/local
	content := filepath.Join(c.dir, "content-resident-"+theme)
	c.corpus.maillage(b, content, articles)
	r := &residency{corpus: c.corpus, content: content, next: articles}
	engine, err := site.Open(site.Options{Content: content, Themes: filepath.Join(c.dir, "themes"), Theme: theme, Out: c.fresh(),
		BaseURL: "https://demain.example", At: at, InPlace: true})
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close()
	r.engine = engine
	if _, err := engine.Build(context.Background(), at); err != nil {
		b.Fatal(err)
	}
	kinds := []struct {
		name, bar string
		edits     int
		edit      func(n int) (file, text string)
	}{
		{"body edit", "<= 5 ms", edits, func(n int) (string, string) { return r.existing(n, "", "\nEncore un mot.\n") }},
		{"title edit", "<= 10 ms", edits, func(n int) (string, string) { return r.existing(n, " bis", "") }},
		{"new article", "<= 20 ms", edits, func(int) (string, string) { return r.newest("") }},
		{"national article shown in 120 zones", "<= 50 ms", edits / 4, func(int) (string, string) { return r.newest("show: [children]\n") }},
	}
	times := map[string][]time.Duration{}
	written := map[string]int{}
	for b.Loop() {
		for _, kind := range kinds {
			for n := range kind.edits {
				file, text := kind.edit(n)
				spent, files := r.save(b, file, text)
				times[kind.name] = append(times[kind.name], spent)
				written[kind.name] += files
			}
		}
	}
	for _, kind := range kinds {
		all := times[kind.name]
		slices.Sort(all)
		middle, high := milliseconds(all[len(all)/2]), milliseconds(all[len(all)*95/100])
		c.row(b, theme, kind.name+", resident: p95", kind.bar, high, "ms", fmt.Sprintf("p50 %.3g ms, %d files", middle, written[kind.name]/len(all)))
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// residency is an engine in memory and the articles that were saved under it.
type residency struct {
	corpus  *corpus
	content string
	engine  *site.Engine
	next    int // number of the next new article
}

// existing is an article with something added to its title or body.
func (r *residency) existing(n int, title, body string) (file, text string) {
	a := r.corpus.article(n*47 + 13)
	a.title += title
	a.body += body
	return r.corpus.maillageFile(a.number), r.corpus.maillageText(a, "")
}

// newest is a new article; one that is shown elsewhere is written for the country.
func (r *residency) newest(show string) (file, text string) {
	for r.next++; show != "" && r.next%len(r.corpus.zones) != 0; {
		r.next++
	}
	return r.corpus.maillageFile(r.next), r.corpus.maillageText(r.corpus.article(r.next), show)
}

// save writes a file and measures the update that follows.
func (r *residency) save(b *testing.B, file, text string) (time.Duration, int) {
	b.Helper()
	write(b, filepath.Join(r.content, file), []byte(text))
	start := time.Now()
	result, err := r.engine.Update(context.Background(), at, file)
	spent := time.Since(start)
	if err != nil {
		b.Fatal(err)
	}
	return spent, result.Written
}
