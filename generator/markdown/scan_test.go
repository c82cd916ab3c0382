package markdown

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// sameAsGoldmark says how a text that the scanner renders differs from
// goldmark's rendering; scanned is false when the scanner leaves it to goldmark.
func sameAsGoldmark(r *Renderer, source []byte) (diff string, scanned bool) {
	got := r.scan(source)
	if got == nil {
		return "", false
	}
	want := r.parse(source)
	if reflect.DeepEqual(want, got) {
		return "", true
	}
	return cmp.Diff(string(want.html), string(got.html)) +
		cmp.Diff(want, got, cmp.AllowUnexported(Document{}, slot{}, shelved{}), cmpopts.EquateEmpty(), cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "html" }, cmp.Ignore())), true
}

// The scanner must read these as goldmark does, or leave them to it.
var nasty = []string{
	"",
	"\n\n",
	"a\n===\nb\n---\nc\n\n---\n***\n* * *\n_ _ _\n",
	"*a* **b** ***c*** *a **b*** **a *b*** *a**b* **a*b** a*b*c a_b_c _a_b __a__ _a __b__ c_",
	"*«a»* **« b »** «*a*» l'*a* l’**a**b *(a)*b **\"a\"**b a**\"b\"** *a *b *c* d* ** a ** * a *",
	"****a**** *****a***** *a***b**c* **a*b**c* ~~a~~ ~a~ ~~~a~~~ ~~a~ ~a~~ *~~a*~~ a~~b~~c",
	"`a` ``b ` c`` `` ` `` ` a ` `  ` ```a`` `a\nb` ``\na\n`` `*a* *`b`* **`c`**",
	"[a](b) [a](<b c>) [a](b \"t\") [a](b 't') [a](b (t)) [a](b\"t\") [a]() [a](<>) [a](b(c)d) [a](b\\)c) [a](b",
	"[a][b] [b] [b][] [B] [a][c] ![b] ![a][b] [x [b] y] [x ![b](c) y](d) [[a](b)](c) ![[a](b)](c)\n\n[b]: /u \"t\"\n[c]: <v>\n",
	"[b]: /u\n[c]: /v \"w\"\n\n[b] [c] [b]: x\n",
	"[a]: b\nc\n", "[a]:\"b*\x11c\rd\"\n", "[a\nb]: c\n", "[a]:\nb\n", "[a]: b \"c\nd\"\n",
	"<https://a.b/c?d=e&f> <a@b.c> <a> < a <3 a<b <!-- c --> <?x?> </a>",
	"a <!-- b --> c\n\n<!-- d -->\n\n<div>\n",
	"https://a.bc/d, (https://a.bc) *https://a.bc* _https://a.bc/d_e_ \"https://a.bc\" [https://a.bc](d) [https://a.bc ahttps://a.bc http://a https://é.fr/é",
	"https://a.bc/*d* https://a.bc/__d__ https://a.bc/~~d~~e `https://a.bc` \\https://a.bc https\\://a.bc HTTPS://A.BC/D).",
	"a  \nb\\\nc \nd\\\\\ne\\\\\\\nf  \n", "`a`  \nb *c*  \nd *e*\\\nf\\", "a\\", "a *b*\\\n\\\nc",
	"- a\n- b\n\n- c\n", "- a\n  b\nc\n- d\n\n  e\n- f\n", "- a\n  - b\n    - c\n  - d\n- e\n", "- a\n\n  - b\n\n    c\n- d\n",
	"1. a\n2. b\n5) c\n- d\n+ e\n* f\n", "3. a\n   - b\n4. c\n   > d\n   e\n", "-  a\n\n   b\n  c\n", "- a\n - b\n  - c\n   - d\n    - e\n",
	"a\n- b\na\n2. b\na\n1. b\n", "-\n- a\n-\n\n  b\n", "- a\n-\n- b\n", "- - a\n  - b\n- 1. c\n", "* a\n\n\n  b\n\n\n* c\n",
	"10. a\n    b\n\n    c\n11. d\n   e\n", "- a\n> b\n- c\n", "- a\n\n      b\n", "-     a\n", "- ```\n  a\n\n  b\n  ```\n- c\n",
	"> a\nb\n> c\n\n> d\n>\n> e\n>> f\n> g\n", ">a\n> - b\n> - c\n>\n>   d\n> e\n", "> ```\n> a\n> ```\n> b\n", "> ```\na\n", "> ```\n>", "> ```\n> ", "- ```\n  ", "> - a\n>", "> # a\n> ***\n", ">\n> a\n>\n",
	"> [!NOTE]\n> a\n", "> [!TIP] *b* : c\n> a\n> d\n", "> [!note]\n", "> [!NOTE]\n>\n> [!TIP]\n> a\n", "> [!NOTE]\n> ---\n", "> [!NOTE] a\n> b\n> ---\n", "> a\n>\n> [!NOTE]\n", "- > [!WARNING]\n  > a\n", "> [!NOTE]\n> [!TIP]\n", "> [!NOTE]\n> [a]: b\n",
	"|a|b|\n|-|-|\n|c|d|\n", "a | b\n:-: | -:\nc\nd | e | f\n", "x\n|a|b|\n|---|:--|\n| c \\| d | `e` |\n||\n", "| a |\n|---|\n", "|a|b|\n|---|\n", "| `a\\|b` | c |\n|---|---|\n", "- |a|\n  |-|\n  |b|\n\n  c\n", "> |a|b|\n> |-|-|\n> |c|\nd\n", "a\n-|-\n", "|a|\n|:|\n", "|a\n|-\n|b\n", "a|b\n-|-\n\\|\n",
	"```\na\n```\n", "```go\nfunc\n", "~~~ x y\na\n~~~~\n", "``` `a`\n", "```\n", "````\n```\n````\n", " ```\n a\n ```\n", "a\n```\nb\n```\nc", "```a",
	"## a\n##b\n## c ##\n####### d\n##\n#\n## e\\#\n", "  ## a *b* [c](d)\n", "## a\nb\n## Été : l'« idée » !\n## a\n## Contenu\n",
	"![a](b)\n", "![a](b \"c\")\n", "![a](b \"c\") ![d](e)\n![f](g 'h')\n", "![a](b \"c\") x\n", "- ![a](b \"c\")\n", "> ![a](b \"c\")\n", "[![a](b)](c)\n", "![*a* `b` <https://c.d> \\* &amp;](e)\n", "![a\nb](c)\n",
	"https://youtu.be/abcdefghijk\n", "<https://youtu.be/abcdefghijk>\n", "[a *b*](https://youtu.be/abcdefghijk \"c\")\n", "[![a](b)](https://youtu.be/abcdefghijk \"c\")\n", "[a](https://youtu.be/abcdefghijk) b\n", "- https://youtu.be/abcdefghijk\n", "https://youtu.be/abc\n",
	"a\n: b\n\nc\n", "a[^1]\n\n[^1]: b\n", "a\tb\n\tc\n-\td\n", "    a\n", "a\n    b\n", "a\r\nb\rc", "\x00", "\xff*a*\xff", "\ufeffa", "&amp; &nope; &#65; &#x41; &#0; \\& &amp",
	"Au 06 12 34 56 78 *ou* [06 12 34 56 78](tel:+33612345678), a@gmail.com, chez Jeanne, 12 rue des Lilas\n",
	"\u00a0a\u00a0\n\n\u2003b\n", "![a](b) ![( ]d[f](g)", "a [b] !c", "a\u00a0*b*\u00a0c", "*a\u202f!* **b\u00a0: **c", "[\u00a0](a)", "_a_, __b__. (_c_) «_d_» _e_s s_e_", "**Note :** a **Fin.**B **(a)**b",
}

func TestNasty(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		r := New(lang)
		for _, source := range nasty {
			if diff, _ := sameAsGoldmark(r, []byte(source)); diff != "" {
				t.Errorf("%q (-goldmark +scanner):\n%s", source, diff)
			}
		}
	}
}

var showFallbacks = flag.Bool("fallbacks", false, "say which texts the scanner leaves to goldmark")

// Every text of the site is read the same way, and nearly all of them by the
// scanner.
func TestShippedBodies(t *testing.T) {
	r := New("fr")
	total, scanned := 0, 0
	for _, body := range shipped(t) {
		diff, ok := sameAsGoldmark(r, body.source)
		if diff != "" {
			t.Errorf("%s (-goldmark +scanner):\n%s", body.file, diff)
		}
		total++
		if ok {
			scanned++
		} else if *showFallbacks {
			t.Logf("%s", body.file)
		}
	}
	if scanned*10 < total*9 {
		t.Errorf("the scanner read %d of %d texts", scanned, total)
	}
}

type body struct {
	file   string
	source []byte
}

// shipped is every text under content/, without its front matter.
func shipped(t testing.TB) (bodies []body) {
	t.Helper()
	err := filepath.WalkDir("../../content", func(file string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".md" {
			return err
		}
		source, err := os.ReadFile(file)
		bodies = append(bodies, body{file, withoutFront(source)})
		return err
	})
	if err != nil || len(bodies) == 0 {
		t.Fatalf("%d bodies: %v", len(bodies), err)
	}
	return bodies
}

func withoutFront(source []byte) []byte {
	if parts := bytes.SplitN(source, []byte("\n---\n"), 2); len(parts) == 2 {
		return parts[1]
	}
	return source
}

func FuzzScan(f *testing.F) {
	for _, source := range nasty {
		f.Add([]byte(source))
	}
	files, _ := filepath.Glob("testdata/*.md")
	for _, file := range files {
		if source, err := os.ReadFile(file); err == nil {
			f.Add(source)
		}
	}
	for _, body := range shipped(f) {
		f.Add(body.source)
	}
	fr, en := New("fr"), New("en")
	f.Fuzz(func(t *testing.T, source []byte) {
		for _, r := range []*Renderer{fr, en} {
			if diff, _ := sameAsGoldmark(r, source); diff != "" {
				t.Fatalf("%q (-goldmark +scanner):\n%s", source, diff)
			}
		}
	})
}
