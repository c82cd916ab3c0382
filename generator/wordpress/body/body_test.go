package body_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"maillage/generator/wordpress/body"
)

var update = flag.Bool("update", false, "write the wanted parts of testdata again")

const footnotes = `[{"id":"aa-1","content":"Source : <em>Insee</em>, <a href=\"https://insee.fr/\">2022</a>."},{"id":"bb-2","content":"Voir plus haut."},
	{"id":"cc-3","content":"Soi-même<sup data-fn=\"cc-3\" class=\"fn\"><a href=\"#cc-3\">1</a></sup> et <div>l'autre<sup data-fn=\"aa-1\">2</sup>"}]`

// library stands for a site: a few files, a reusable block, notes.
func library() body.Context {
	files := map[int]body.Attachment{
		7:  {URL: "https://exemple.fr/wp-content/uploads/2023/05/marche.jpg", Page: "https://exemple.fr/marche/", Alt: "Le marché", Caption: "Place du <em>marché</em>", Title: "marche", MIME: "image/jpeg", Width: 2000, Height: 1500},
		8:  {URL: "https://exemple.fr/wp-content/uploads/2023/05/canal.jpg", Page: "https://exemple.fr/canal/", Alt: "Le canal", Title: "Canal", MIME: "image/jpeg"},
		9:  {URL: "https://exemple.fr/wp-content/uploads/2023/06/jardin-scaled.jpg", Alt: "Le jardin", Title: "Au jardin", MIME: "image/jpeg"},
		20: {URL: "https://exemple.fr/wp-content/uploads/2023/06/hymne.mp3", Title: "Hymne", MIME: "audio/mpeg"},
		21: {URL: "https://exemple.fr/wp-content/uploads/2023/06/discours.mp3", Title: "Discours", Caption: "Le <strong>discours</strong>", MIME: "audio/mpeg"},
	}
	return body.Context{
		Attachment: func(id int) (body.Attachment, bool) { f, ok := files[id]; return f, ok },
		ByURL: func(url string) (body.Attachment, bool) {
			for _, f := range files {
				if f.URL == url || strings.TrimSuffix(f.URL, ".jpg")+"-300x200.jpg" == url {
					return f, true
				}
			}
			return body.Attachment{}, false
		},
		Children: func(parent int) []int { return map[int][]int{0: {8, 7, 20}, 5: {9, 7}}[parent] },
		Block: func(ref int) (string, bool) {
			block, ok := map[int]string{
				40: "<!-- wp:paragraph -->\n<p>Rejoignez-nous <strong>samedi</strong>.</p>\n<!-- /wp:paragraph -->",
				41: `<!-- wp:block {"ref":41} /-->`,
			}[ref]
			return block, ok
		},
		Link: func(href string) string { return strings.TrimPrefix(href, "https://exemple.fr") },
		Shortcodes: map[string]body.Fate{
			"encart": body.KeepInner, "pub": body.Drop, "hashtag": body.Text,
		},
	}
}

// Each testdata/*.txtar holds cases: a comment, then pairs of files name and
// name.html, the latter with findings and notes below the tree.
func TestRender(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { renderArchive(t, file) })
	}
}

func renderArchive(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]string{}
	made := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".html") {
			wanted[f.Name] = string(f.Data)
		}
	}
	for _, f := range archive.Files {
		if strings.HasSuffix(f.Name, ".html") {
			continue
		}
		c := library()
		c.Rendered = strings.HasPrefix(f.Name, "rest-")
		if strings.HasPrefix(f.Name, "core-") {
			c.Footnotes = footnotes
		}
		got := show(body.Render(strings.TrimSuffix(string(f.Data), "\n"), c))
		made.Files = append(made.Files, f, txtar.File{Name: f.Name + ".html", Data: []byte(got)})
		if diff := cmp.Diff(wanted[f.Name+".html"], got); diff != "" && !*update {
			t.Errorf("%s (-want +got):\n%s", f.Name, diff)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(made), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// show writes a result for people: a block a line, then notes and findings.
func show(r body.Result) string {
	var b strings.Builder
	for n := range r.Tree.ChildNodes() {
		if err := html.Render(&b, n); err != nil {
			fmt.Fprint(&b, err)
		}
		b.WriteByte('\n')
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&b, "note %s: ", note.ID)
		for _, n := range note.Nodes {
			if err := html.Render(&b, n); err != nil {
				fmt.Fprint(&b, err)
			}
		}
		b.WriteByte('\n')
	}
	if r.Pages > 1 {
		fmt.Fprintf(&b, "pages: %d\n", r.Pages)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "finding: %s %q %d\n", f.Kind, f.Name, f.Count)
	}
	return b.String()
}
