package prose

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResult(t *testing.T) {
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
