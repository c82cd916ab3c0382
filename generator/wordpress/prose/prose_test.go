package prose

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var update = flag.Bool("update", false, "write the Markdown files of testdata again")

var french = New("fr")

// parsed is a tree as the importer hands it over, and its notes: <aside data-note="id">.
func parsed(t testing.TB, source string) (*html.Node, []Note) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(source), element(atom.Body))
	if err != nil {
		t.Fatal(err)
	}
	root := &html.Node{Type: html.DocumentNode}
	var notes []Note
	for _, n := range nodes {
		if n.Type == html.ElementNode && n.Data == "aside" {
			notes = append(notes, Note{ID: attr(n, "data-note"), Nodes: slices.Collect(n.ChildNodes())})
			continue
		}
		root.AppendChild(n)
	}
	return root, notes
}

// Each testdata/<name>.html is written as the .md beside it.
func TestWrite(t *testing.T) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tree, notes := parsed(t, string(source))
			got := french.Write(tree, notes)
			golden := strings.TrimSuffix(file, ".html") + ".md"
			if *update {
				if err := os.WriteFile(golden, got.Markdown, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got.Markdown)); diff != "" {
				t.Errorf("Markdown (-want +got):\n%s", diff)
			}
			for _, c := range got.Fidelity.counts() {
				if c.Found != c.Of {
					t.Errorf("something is lost: %+v", got.Fidelity)
				}
			}
		})
	}
}
