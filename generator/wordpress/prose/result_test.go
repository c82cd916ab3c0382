package prose

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// needsHTML skips a test while the renderer refuses HTML and ids of headings.
func needsHTML(t testing.TB) {
	t.Helper()
	doc := french.renderer.Render([]byte("## Titre {#ancre}\n\nH<sub>2</sub>O\n\n<hr>\n"))
	if len(doc.Problems) > 0 || !doc.HasID("ancre") {
		t.Skip("the renderer has no HTML or no ids of headings")
	}
}

func TestResult(t *testing.T) {
	needsHTML(t)
	source := `<h2>Titre</h2><p>Un <em>début</em>,&nbsp;net.</p><!--more Lire--><p style="text-align:center">Suite <a class="button" href="/a/">Agir</a></p>` +
		`<p><img src="a.jpg" title="DSC1"></p><p><a href="ftp://exemple.org/">fichier</a></p>` +
		`<details><summary>Plus</summary><p>Caché</p></details><ul><li>un<details><summary>Plus</summary><p>Là</p></details></li></ul>`
	tree, _ := parsed(t, source)
	got := french.Write(tree, nil)
	var problems []string
	for _, p := range got.Problems {
		problems = append(problems, p.Message.Key)
	}
	if diff := cmp.Diff([]string{"md.link.scheme"}, problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	got.Markdown, got.Problems, got.Text = nil, nil, ""
	want := Result{
		Summary:  "Titre Un début,\u00a0net.",
		Anchors:  []string{"titre"},
		Blocks:   7,
		Kept:     2,
		Reasons:  map[string]int{reasonDetails: 2},
		Unsaid:   map[string]int{unsaidAlignment: 1, unsaidButton: 1, unsaidTooltip: 1},
		Fidelity: Figures{Words: Count{12, 12}, Links: Count{1, 1}, Images: Count{1, 1}, Headings: Count{1, 1}, Items: Count{1, 1}, Inline: Count{1, 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
}

func TestMeasure(t *testing.T) {
	source, _ := parsed(t, `<h3>Un "titre"</h3><p>Gras <b>ici</b>, <a href="/x/">lien</a><br>et l'image <img src="a%20b.jpg" alt="A"></p>`+
		`<ul><li>un</li><li>deux</li></ul><table><tr><td>1</td><td>2</td></tr></table><pre>a
b</pre>`)
	shown, _ := parsed(t, `<h2 id="x">Un «`+"\u202f"+`titre`+"\u202f"+`»</h2><div><p>Gras ici, <a href="/x/">lien</a> et l’image <img src="a b.jpg" alt=""></p></div>`+
		`<ul><li><p>un</p></li></ul><div class="table"><table><tr><th>1</th><td>2</td></tr></table></div><pre><code>a
</code></pre>`)
	want := Figures{Words: Count{13, 15}, Links: Count{1, 1}, Images: Count{1, 1}, Alts: Count{0, 1}, Headings: Count{1, 1}, Items: Count{1, 2},
		Cells: Count{1, 2}, Code: Count{1, 2}, Inline: Count{0, 1}, Breaks: Count{0, 1}}
	if diff := cmp.Diff(want, french.Measure(source, shown)); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

// A Writer serves several goroutines at once.
func TestTogether(t *testing.T) {
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for range 20 {
				tree, _ := parsed(t, "<p>Un <b>mot</b></p><p>https://youtu.be/abcdefghijk</p>")
				if got := string(french.Write(tree, nil).Markdown); !strings.HasPrefix(got, "Un **mot**\n") {
					t.Errorf("got %q", got)
				}
			}
		})
	}
}
