package markdown_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"maillage/generator/markdown"
)

var update = flag.Bool("update", false, "write the HTML files of testdata again")

// resolve stands for the engine: every file exists, pictures are 640 by 480.
func resolve(links []markdown.Link) []markdown.Target {
	targets := make([]markdown.Target, len(links))
	for i, link := range links {
		targets[i] = markdown.Target{URL: "/" + strings.Replace(link.Dest, ".md", "/", 1)}
		if link.Image {
			targets[i].Width, targets[i].Height = 640, 480
		}
		if strings.HasSuffix(link.Dest, ".jpg") {
			small := strings.TrimSuffix(targets[i].URL, ".jpg")
			targets[i].Srcset = small + "-320.jpg 320w, " + targets[i].URL + " 640w"
			targets[i].Sources = []markdown.Source{{Type: "image/avif", Srcset: small + "-320.avif 320w, " + small + ".avif 640w"}}
		}
	}
	return targets
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
			doc := markdown.New(lang).Render(source)
			if len(doc.Problems) > 0 {
				t.Errorf("problems: %v", doc.Problems)
			}
			got := string(doc.HTML(resolve(doc.Links), ""))
			golden := strings.TrimSuffix(file, ".md") + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("HTML (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDocument(t *testing.T) {
	source := "Un *début* \"net\".\n\n## Les faits\n\n- [a](x.md)\n- ![une image](y.png)\n\nhttps://youtu.be/abcdefghijk\n\n> Fin.\n"
	doc := markdown.New("fr").Render([]byte(source))
	want := &markdown.Document{
		Text:    "Un début «\u202fnet\u202f».\nLes faits\na\nune image\nFin.",
		Summary: "Un début «\u202fnet\u202f».",
		TOC:     []markdown.Heading{{ID: "les-faits", Text: "Les faits", Level: 2}},
		Links: []markdown.Link{
			{Dest: "x.md", Line: 5, Col: 3},
			{Dest: "y.png", Image: true, Line: 6, Col: 3},
			{Dest: "https://youtu.be/abcdefghijk", Embed: true, Line: 8, Col: 1},
		},
		Words: 9,
	}
	if diff := cmp.Diff(want, doc, cmpopts.IgnoreUnexported(markdown.Document{})); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	if !doc.HasID("les-faits") || doc.HasID("faits") {
		t.Error("wrong anchors")
	}
}

func TestProblems(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"tag in a line", "Du <font>gras</font>.", "1:4 md.html.element"},
		{"tag as a block", "Rien.\n\n<section>\nperdu\n</section>\n", "3:1 md.html.element"},
		{"script after a comment", "<!-- a --><script>x</script>\n", "1:11 md.html.element"},
		{"handler", "Du <b onclick=\"x()\">gras</b>.", "1:4 md.html.attribute"},
		{"style", "<p style=\"color:red\">Du gras.</p>", "1:1 md.html.attribute"},
		{"script in a link", "Un <a href=\"jav&#x09;ascript:x\">lien</a>.", "1:4 md.link.scheme"},
		{"script in a link of a block", "<p>Un <a href=\" javascript:x\">lien</a>.</p>", "1:7 md.link.scheme"},
		{"not closed", "Du <b>gras.", "1:4 md.html.open"},
		{"closes nothing", "Du gras</b>.", "1:8 md.html.end"},
		{"across Markdown", "Du *gras <b>et* plus</b>.", "1:10 md.html.across"},
		{"out of a list", "- Un\n\n  <details>\n\n- Deux\n", "3:3 md.html.open"},
		{"around, never closed", "<details>\n<summary>Titre</summary>\n\nTexte.", "1:1 md.html.open"},
		{"moved", "<table>\n<p>Hors</p>\n<tr><td>Dans</td></tr>\n</table>", "1:1 md.html.order"},
		{"block in words", "Un <div>bloc</div>.", "1:4 md.html.block\n1:13 md.html.end"},
		{"link in a link", "[Un <a href=\"#b\">lien</a>](#a)", "1:5 md.html.link\n1:22 md.html.end"},
		{"picture without alt", "<p><img src=\"a.jpg\"></p>", "1:4 md.alt"},
		{"picture of others", "<p><img src=\"https://a.example/a.jpg\" alt=\"\"></p>", "1:4 md.image.remote"},
		{"sound of others", "<audio src=\"https://a.example/a.mp3\"></audio>", "1:1 md.image.remote"},
		{"place taken", "<p id=\"a\">Un</p>\n\n## Deux {#a}\n", "3:1 md.id.twice"},
		{"place of the page", "<p id=\"contenu\">Un</p>", "1:1 md.html.attribute"},
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
			doc := markdown.New("fr").Render([]byte(test.source))
			var got []string
			for _, p := range doc.Problems {
				got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Message.Key))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRemarks(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"phone", "Appelez\nle 06 12 34 56 78.", "2:4 md.private.phone"},
		{"international phone", "Au +33 6.12.34.56.78", "1:4 md.private.phone"},
		{"phone on purpose", "Au [06 12 34 56 78](tel:+33612345678)", ""},
		{"years and amounts", "De 2010 à 2026, 10 000 000 000 € et 0,5 %", ""},
		{"personal mail", "Écrivez à jeanne.martin@gmail.com !", "1:11 md.private.email"},
		{"mail of the movement", "Écrivez à contact@exemple.org", ""},
		{"mail on purpose", "<jeanne@gmail.com> et [Jeanne](mailto:jeanne@gmail.com)", ""},
		{"home", "Apéro chez Jeanne, 12 bis rue des Lilas à Lyon", "1:7 md.private.address"},
		{"place of a meeting", "Au 12 rue des Lilas, chez nous", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, p := range markdown.New("fr").Render([]byte(test.source)).Remarks {
				got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Message.Key))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("remarks (-want +got):\n%s", diff)
			}
		})
	}
}
