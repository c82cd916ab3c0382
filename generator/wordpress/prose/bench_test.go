package prose

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A body of 5 kB, as local teams write them.
func BenchmarkWrite(b *testing.B) {
	source, err := os.ReadFile("testdata/article.html")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	tree, notes := parsed(b, string(source))
	for b.Loop() {
		if got := french.Write(copied(tree), notes); got.Kept > 0 {
			b.Fatal("kept as HTML")
		}
	}
}

// copied is a copy of a tree.
func copied(n *html.Node) *html.Node {
	other := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Attr: n.Attr}
	for c := range n.ChildNodes() {
		other.AppendChild(copied(c))
	}
	return other
}

// Nothing that a hostile body holds may take more than its size.
func TestHostile(t *testing.T) {
	for name, source := range map[string]string{
		"marks":     strings.Repeat("a<b>!</b>", 20_000),
		"deep":      strings.Repeat("<blockquote><ul><li>", 160) + "x",
		"spans":     strings.Repeat("<em><strong>", 250) + "x",
		"signs":     strings.Repeat("*_`[<&", 20_000),
		"paragraph": strings.Repeat("<p>a*b</p>", 20_000),
		"breaks":    "<p>" + strings.Repeat("a<br>", 50_000),
		"cells":     "<table><tr>" + strings.Repeat("<td>a", 20_000),
		"brackets":  "<p>" + strings.Repeat("<a href=x>[", 10_000),
		"backticks": "<p><code>" + strings.Repeat("a`", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			tree := &html.Node{Type: html.DocumentNode}
			nodes, err := html.ParseFragment(strings.NewReader(source), element(atom.Body))
			if err != nil {
				t.Skip(err) // refused by the parser already
			}
			for _, n := range nodes {
				tree.AppendChild(n)
			}
			got := french.Write(tree, nil)
			if words := got.Fidelity.Words; words.Found != words.Of {
				t.Errorf("words: %v", words)
			}
		})
	}
}
