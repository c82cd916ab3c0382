package policy_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/markdown"
	"maillage/generator/markdown/policy"
)

// What Clean leaves is what the generator takes: nothing of it is refused by name.
func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		"<p onclick=x style=y>a <font color=red>b</font> <b>c</b></p>", "<script>x</script><p>a</p>", "<div><section><p>a</p></section></div>",
		"<table><tr><td colspan=2 width=3>a</td></tr></table>", "<svg><a href=x>b</a></svg>", "<iframe src=x></iframe>", "<form><input><p>a</p></form>",
		"<ul type=disc><li value=2>a</li></ul>", "<p id=contenu>a</p>", "<a href=javascript:x target=_blank>a</a>", "<blockquote cite=x>a</blockquote>",
		"<p><!-- a --><o:p>b</o:p></p>", "<details open><summary>a</summary>b</details>", "<td>a</td>", "<math><mi>a</mi></math>", "<template>a</template>",
	} {
		f.Add(seed)
	}
	renderer := markdown.New("fr")
	f.Fuzz(func(t *testing.T, source string) {
		root := &html.Node{Type: html.DocumentNode}
		nodes, err := html.ParseFragment(strings.NewReader(source), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
		if err != nil {
			return
		}
		for _, n := range nodes {
			root.AppendChild(n)
		}
		policy.Clean(root)
		for n := range root.Descendants() {
			switch {
			case n.Type == html.CommentNode:
				t.Fatalf("%q: a comment is left", source)
			case n.Type != html.ElementNode:
			case policy.Find(n.Data) == nil:
				t.Fatalf("%q: <%s> is left", source, n.Data)
			default:
				for _, a := range n.Attr {
					if !policy.Find(n.Data).Allows(a.Key, a.Val) {
						t.Fatalf("%q: %s=%q is left", source, a.Key, a.Val)
					}
				}
			}
		}
		var b strings.Builder
		for n := root.FirstChild; n != nil; n = n.NextSibling {
			if html.Render(&b, n) != nil {
				return
			}
		}
		for _, p := range renderer.Render([]byte("<div>" + strings.Join(strings.Fields(b.String()), " ") + "</div>")).Problems {
			if p.Message.Key == "md.html.element" || p.Message.Key == "md.html.attribute" {
				t.Fatalf("%q: refused: %s", source, p.Message.In("en"))
			}
		}
	})
}

func TestClean(t *testing.T) {
	root := &html.Node{Type: html.DocumentNode}
	nodes, err := html.ParseFragment(strings.NewReader(`<section><p onclick="x">Un <font>mot</font>, <a href="/a" target="_blank">un lien</a></p></section><script>x</script>`),
		&html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	gone := policy.Clean(root)
	var b strings.Builder
	if err := html.Render(&b, root); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), `<p>Un mot, <a href="/a">un lien</a></p>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := strings.Join(gone, " "); got != "font script section" {
		t.Errorf("gone: %s", got)
	}
}
