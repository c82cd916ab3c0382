package site_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

// national makes a content folder of zones and posts from a seed: 400 to 800
// words each, with headings, lists, a table, links and tags.
func national(b *testing.B, zones, posts int) string {
	b.Helper()
	dir := b.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	tree := "root:\n  code: fr\n  slug: fr\n  name: France\n  zones:\n"
	slugs := []string{"fr"}
	for i := range zones - 1 {
		tree += fmt.Sprintf("    - {code: r-%d, slug: zone-%d, name: Zone %d}\n", i, i, i)
		slugs = append(slugs, fmt.Sprintf("fr/zone-%d", i))
	}
	write(b, filepath.Join(dir, "zones.yaml"), []byte(tree))
	for _, slug := range slugs {
		write(b, filepath.Join(dir, slug, "zone.md"), []byte("---\ntitle: Zone\n---\nBienvenue.\n"))
	}
	for i := range posts {
		name := fmt.Sprintf("posts/20%02d-%02d-%02d-article-%d.md", 10+i%16, 1+i%12, 1+i%28, i)
		write(b, filepath.Join(dir, slugs[i%len(slugs)], name), article(random, i))
	}
	return dir
}

func article(random *rand.Rand, i int) []byte {
	words := strings.Fields("nous voulons des trains, l'air pur et \"le temps\" de vivre ; qui décide : vous ! **ensemble** dans la ville et [ailleurs](../zone.md)")
	var text strings.Builder
	fmt.Fprintf(&text, "---\ntitle: \"Article %d : l'essentiel\"\ndescription: Un résumé\ntags: [a%d, b%d]\n---\n", i, random.IntN(150), random.IntN(150))
	for part := range 4 {
		fmt.Fprintf(&text, "\n## Partie %d\n\n", part)
		for range 100 + random.IntN(100) {
			text.WriteString(words[random.IntN(len(words))] + " ")
		}
		text.WriteString("\n\n- un point\n- un autre\n\n| Quoi | Combien |\n|---|--:|\n| train | 12 % |\n")
	}
	return []byte(text.String())
}

func BenchmarkBuild(b *testing.B) {
	content := national(b, 20, 1000)
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			build(b, options(b, content))
		}
		perPost(b, 1000)
	})
	b.Run("unchanged", func(b *testing.B) {
		o := options(b, content)
		build(b, o)
		for b.Loop() {
			build(b, o)
		}
		perPost(b, 1000)
	})
}

func perPost(b *testing.B, posts int) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*posts), "µs/post")
}
