package body_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/tools/txtar"

	"maillage/generator/wordpress/body"
)

// seed adds the cases of testdata.
func seed(f *testing.F, files ...string) {
	for _, file := range files {
		archive, err := txtar.ParseFile("testdata/" + file + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if !strings.HasSuffix(part.Name, ".html") {
				f.Add(string(part.Data))
			}
		}
	}
}

// FuzzBlocks checks that whatever is stored, the tree keeps to its vocabulary, and
// that its own HTML is rendered to the same words again.
func FuzzBlocks(f *testing.F) {
	seed(f, "blocks", "html", "media", "embeds", "rest", "notes")
	f.Fuzz(func(t *testing.T, s string) {
		for _, rendered := range []bool{false, true} {
			c := library()
			c.Footnotes, c.Rendered = footnotes, rendered
			r := body.Render(s, c)
			checkTree(t, r.Tree)
			for _, note := range r.Notes {
				for _, n := range note.Nodes {
					checkNode(t, n, false)
				}
			}
		}
	})
}

// FuzzShortcodes checks that letters around brackets are never lost: what stands
// between two marks without a bracket or a tag is in the tree.
func FuzzShortcodes(f *testing.F) {
	seed(f, "shortcodes", "classic")
	f.Add("[a b=\"c]")
	f.Fuzz(func(t *testing.T, s string) {
		r := body.Render(s, library())
		checkTree(t, r.Tree)
		inside := strings.Map(letter, s)
		r = body.Render("<p>début "+inside+" fin</p>\n\n"+s, body.Context{})
		checkTree(t, r.Tree)
		if got := words(r.Tree); !strings.HasPrefix(got, words(textNode("début "+inside+" fin"))) {
			t.Errorf("lost words of %q: %q", inside, got)
		}
		if plain := strings.Map(bracketless, s); len(strings.Fields(plain)) > 0 {
			got, want := words(body.Render(plain, body.Context{}).Tree), words(textNode(plain))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("words of %q (-want +got):\n%s", plain, diff)
			}
		}
	})
}

func letter(r rune) rune {
	if unicode.IsLetter(r) || r == ' ' {
		return r
	}
	return -1
}

// bracketless leaves text that means nothing to WordPress, and all spaces.
func bracketless(r rune) rune {
	if strings.ContainsRune("[]<>&()$:\x00", r) || r == unicode.ReplacementChar || unicode.Is(unicode.Cf, r) {
		return '-'
	}
	return r
}

func textNode(s string) *html.Node { return &html.Node{Type: html.TextNode, Data: s} }

// words are all words of a tree.
func words(n *html.Node) string {
	var b strings.Builder
	write(&b, n)
	return strings.Join(strings.Fields(b.String()), " ")
}

func write(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	for c := range n.ChildNodes() {
		write(b, c)
		if block(c) || c.Data == "br" {
			b.WriteByte(' ')
		}
	}
}

var (
	blocks = strings.Fields("p h1 h2 h3 h4 h5 h6 ul ol blockquote pre table dl hr details figure div")
	parts  = strings.Fields("li caption thead tbody tfoot tr td th dt dd summary figcaption source track")
	inline = strings.Fields(`a img strong em b i del s ins u sub sup q abbr kbd mark small cite code br audio video math mi mn mo ms mspace mtext mrow mfrac msqrt mroot mstyle merror
		mpadded mphantom msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd semantics`)
	attributes = strings.Fields(`href src alt title id class style data-align data-note data-lang width cite datetime lang hreflang start type reversed value colspan rowspan scope controls poster kind srclang label
		display mathvariant stretchy fence columnalign accent`)
)

func in(list []string, s string) bool {
	for _, known := range list {
		if known == s {
			return true
		}
	}
	return false
}

func block(n *html.Node) bool {
	return n.Type == html.ElementNode && (in(blocks, n.Data) || in(parts, n.Data))
}

// checkTree reports what the vocabulary of the tree does not have.
func checkTree(t *testing.T, tree *html.Node) {
	t.Helper()
	for n := range tree.ChildNodes() {
		if n.Type != html.CommentNode && !block(n) {
			t.Fatalf("not a block at the top: %v %q", n.Type, n.Data)
		}
		checkNode(t, n, true)
	}
}

func checkNode(t *testing.T, n *html.Node, blocksAllowed bool) {
	t.Helper()
	if n.Type == html.CommentNode && (n.Data == "more" || strings.HasPrefix(n.Data, "more ")) && n.Parent.Type == html.DocumentNode {
		return
	}
	if n.Type == html.TextNode {
		return
	}
	if n.Type != html.ElementNode || !block(n) && !in(inline, n.Data) {
		t.Fatalf("not in the vocabulary: %v %q", n.Type, n.Data)
	}
	if block(n) && !blocksAllowed {
		t.Fatalf("%s in %s", n.Data, n.Parent.Data)
	}
	for _, a := range n.Attr {
		if !in(attributes, a.Key) {
			t.Fatalf("attribute %s of %s", a.Key, n.Data)
		}
		if value := strings.ToLower(strings.Map(dense, a.Val)); (a.Key == "href" || a.Key == "src" || a.Key == "poster") && strings.HasPrefix(value, "javascript:") {
			t.Fatalf("%s=%q", a.Key, a.Val)
		}
		if a.Key == "class" && a.Val != "embed" && a.Val != "gallery" && a.Val != "button" && a.Val != "verse" {
			t.Fatalf("class %q", a.Val)
		}
	}
	holds := !in(strings.Fields("p h1 h2 h3 h4 h5 h6 pre summary figcaption caption dt"), n.Data) && block(n)
	for c := range n.ChildNodes() {
		checkNode(t, c, holds || n.Data == "audio" || n.Data == "video")
	}
}

func dense(r rune) rune {
	if r <= ' ' {
		return -1
	}
	return r
}
