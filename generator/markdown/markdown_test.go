package markdown_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/markdown"
)

var update = flag.Bool("update", false, "write the HTML files of testdata again")

// resolve stands for the engine: every file exists, pictures are 640 by 480.
func resolve(link markdown.Link) markdown.Target {
	target := markdown.Target{URL: "/" + strings.Replace(link.Dest, ".md", "/", 1)}
	if link.Image {
		target.Width, target.Height = 640, 480
	}
	return target
}

// Each testdata/<lang>-<name>.md renders to the .html beside it.
func TestRender(t *testing.T) {
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			lang, _, _ := strings.Cut(filepath.Base(file), "-")
			doc := markdown.New(lang).Render(source, markdown.Options{Resolve: resolve})
			if len(doc.Problems) > 0 {
				t.Errorf("problems: %v", doc.Problems)
			}
			golden := strings.TrimSuffix(file, ".md") + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(doc.HTML), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(doc.HTML)); diff != "" {
				t.Errorf("HTML (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDocument(t *testing.T) {
	source := "Un *début* \"net\".\n\n## Les faits\n\n- [a](x.md)\n- ![une image](y.png)\n\n> Fin.\n"
	doc := markdown.New("fr").Render([]byte(source), markdown.Options{Resolve: resolve, SkipLines: 3})
	doc.HTML = ""
	want := markdown.Document{
		Text:    "Un début «\u202fnet\u202f».\nLes faits\na\nune image\nFin.",
		Summary: "Un début «\u202fnet\u202f».",
		TOC:     []markdown.Heading{{ID: "les-faits", Text: "Les faits", Level: 2}},
		Links: []markdown.Link{
			{Dest: "x.md", URL: "/x/", Line: 8, Col: 3},
			{Dest: "y.png", URL: "/y.png", Image: true, Line: 9, Col: 3},
		},
		IDs:   map[string]bool{"les-faits": true},
		Words: 9,
	}
	if diff := cmp.Diff(want, doc); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

func TestProblems(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"tag in a line", "Du <b>gras</b>.", "1:4 md.html\n1:11 md.html"},
		{"tag as a block", "Rien.\n\n<div>\nperdu\n</div>\n", "3:1 md.html"},
		{"script after a comment", "<!-- a --><script>x</script>\n", "1:1 md.html"},
		{"level 1", "# Titre\n", "1:1 md.h1"},
		{"first too low", "### Titre\n", "1:1 md.first"},
		{"level skipped", "## Un\n\n#### Deux\n", "3:1 md.skip"},
		{"image without words", "Éé ![](a.png)", "1:4 md.alt"},
		{"image of another site", "![a](https://exemple.org/a.png)", "1:1 md.image.remote"},
		{"script address", "[a](javascript:alert(1))", "1:1 md.link.scheme"},
		{"hidden script address", "[a](java&#115;cript:alert(1))", "1:1 md.link.scheme"},
		{"protocol-relative", "[a](//exemple.org/)", "1:1 md.link.scheme"},
		{"no address", "[a]()", "1:1 md.link.empty"},
		{"no words", "[](/a/)", "1:1 md.link.text"},
		{"data in an autolink", "<data:text/html,x>", "1:1 md.link.scheme"},
		{"note never called", "Un[^1].\n\n[^1]: a\n[^deux]: b", "4:1 md.footnote"},
		{"Windows lines", "Un\r\n\r\n# Deux\r\n", "3:1 md.h1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := markdown.New("fr").Render([]byte(test.source), markdown.Options{})
			var got []string
			for _, p := range doc.Problems {
				got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Message.Key))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s\n%s", diff, doc.HTML)
			}
		})
	}
}

func TestSlug(t *testing.T) {
	tests := []struct{ words, want string }{
		{"L’été, à Évry : 10 idées !", "l-ete-a-evry-10-idees"},
		{"Œuvre & cœur", "oeuvre-coeur"},
		{"  --  ", ""},
		{"日本", ""},
		{"déjà-fait", "deja-fait"},
	}
	for _, test := range tests {
		if got := markdown.Slug(test.words); got != test.want {
			t.Errorf("Slug(%q) = %q, want %q", test.words, got, test.want)
		}
	}
}

func TestTypographyOfTitles(t *testing.T) {
	tests := []struct{ lang, in, want string }{
		{"fr", `Pourquoi "nous" ?`, "Pourquoi «\u202fnous\u202f»\u202f?"},
		{"fr", "Île-de-France: l'essentiel", "Île-de-France\u00a0: l’essentiel"},
		{"fr", "a & b; c", "a & b\u202f; c"},
		{"en", `Why "we"?`, "Why “we”?"},
	}
	for _, test := range tests {
		got := markdown.Typography(test.lang, test.in)
		if got != test.want {
			t.Errorf("Typography(%q) = %q, want %q", test.in, got, test.want)
		}
		if again := markdown.Typography(test.lang, got); again != got {
			t.Errorf("Typography(%q) = %q: well-set text changed", got, again)
		}
	}
}
