package markdown_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/generator/markdown"
)

// Whatever an author writes, Render answers, and what it publishes without a
// problem holds neither script nor handler nor address that runs one.
func FuzzRender(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.md")
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(source)
	}
	f.Add([]byte("[a](JaVa&Tab;script:alert(1)) <svg/onload=x> ![](x)\n\n[^1]\n\n[^1]: x"))
	f.Add([]byte("\"'«»\"':;!? \\ &amp; \xff"))
	fr, en := markdown.New("fr"), markdown.New("en")
	f.Fuzz(func(t *testing.T, source []byte) {
		for _, renderer := range []*markdown.Renderer{fr, en} {
			doc := renderer.Render(source)
			if len(doc.Problems) == 0 {
				mustBeInert(t, string(doc.HTML(nil, "")))
			}
		}
	})
}

func mustBeInert(t *testing.T, page string) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(page))
	for tokens.Next() != html.ErrorToken {
		token := tokens.Token()
		switch token.Data {
		case "script", "style", "iframe", "object", "embed", "svg", "form":
			if token.Type != html.TextToken {
				t.Fatalf("tag <%s> in %s", token.Data, page)
			}
		}
		for _, a := range token.Attr {
			address := strings.ToLower(strings.TrimSpace(a.Val))
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" ||
				(a.Key == "href" || a.Key == "src") && (strings.HasPrefix(address, "javascript:") || strings.HasPrefix(address, "data:")) {
				t.Fatalf("attribute %s=%q in %s", a.Key, a.Val, page)
			}
		}
	}
}

// Typography only adds or changes signs: letters stay, in order, and setting a
// text twice changes nothing more.
func FuzzTypography(f *testing.F) {
	f.Add(`"Bonjour" : l'été ! 1 000 € ; « oui » ... -- fin`)
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \u00a0\u202f\"'«»“”‘’.…-–—", r) {
				return -1
			}
			return r
		}, s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range []string{"fr", "en"} {
			set := markdown.Typography(lang, s)
			if letters(set) != letters(s) {
				t.Errorf("%s: %q became %q", lang, s, set)
			}
		}
	})
}
