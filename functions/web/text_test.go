package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

func loadTexts(t testing.TB) Texts {
	t.Helper()
	texts, err := LoadTexts()
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestCataloguesMatch(t *testing.T) {
	texts := loadTexts(t)
	french := slices.Sorted(maps.Keys(texts["fr"]))
	for _, lang := range Languages {
		if diff := cmp.Diff(french, slices.Sorted(maps.Keys(texts[lang]))); diff != "" {
			t.Errorf("keys of %s (-fr +%s):\n%s", lang, lang, diff)
		}
		for key, text := range texts[lang] {
			if text == "" || strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
				t.Errorf("%s %s: %q", lang, key, text)
			}
		}
	}
}

// TestFrenchTypography holds the catalogue to the printers' rules: no-break space
// before a colon and inside guillemets, a narrow one before ; ! ? and the
// typographic apostrophe.
func TestFrenchTypography(t *testing.T) {
	rules := map[string]*regexp.Regexp{
		"a colon without U+00A0 before it":     regexp.MustCompile(`[^\x{a0}]:(\s|$)`),
		"; ! or ? without U+202F before it":    regexp.MustCompile(`[^\x{202f}][;!?]`),
		"a straight apostrophe or quote":       regexp.MustCompile(`['"]`),
		"guillemets without a no-break space":  regexp.MustCompile(`«[^\x{a0}\x{202f}]|[^\x{a0}\x{202f}]»`),
		"three dots for an ellipsis":           regexp.MustCompile(`\.\.\.`),
		"an ordinary space before punctuation": regexp.MustCompile(` [:;!?»]`),
	}
	for key, text := range loadTexts(t)["fr"] {
		for fault, rule := range rules {
			if rule.MatchString(text) {
				t.Errorf("%s has %s: %q", key, fault, text)
			}
		}
	}
}

// sources parses the product code of every function.
func sources(t testing.TB) []*ast.File {
	t.Helper()
	var files []*ast.File
	set := token.NewFileSet()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		files = append(files, file)
		return err
	})
	if err != nil || len(files) < 50 {
		t.Fatalf("%d sources, error %v", len(files), err)
	}
	return files
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// keysOf are the catalogue keys that a source names: the messages and fields of
// errors, the rules of form fields, and what is asked of a catalogue.
func keysOf(file *ast.File) []string {
	var keys []string
	add := func(e ast.Expr) {
		if key, ok := literal(e); ok && key != "" {
			keys = append(keys, key)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			name, _ := n.Key.(*ast.Ident)
			if name != nil && name.Name == "Message" {
				add(n.Value)
			}
			if fields, ok := n.Value.(*ast.CompositeLit); ok && name != nil && name.Name == "Fields" {
				for _, e := range fields.Elts {
					add(e.(*ast.KeyValueExpr).Value)
				}
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "T" && len(n.Args) == 2 {
				add(n.Args[1])
			}
		case *ast.Field:
			if n.Tag != nil {
				tag, _ := strconv.Unquote(n.Tag.Value)
				keys = append(keys, rulesOf(reflect.StructTag(tag))...)
			}
		}
		return true
	})
	return keys
}

// rulesOf are the keys of what can be wrong with one form field.
func rulesOf(tag reflect.StructTag) []string {
	var keys []string
	if field := tag.Get("form"); field != "" && tag.Get("validate") != "" {
		for _, rule := range strings.Split(tag.Get("validate"), ",") {
			if rule, _, _ = strings.Cut(rule, "="); rule != "omitempty" {
				keys = append(keys, field+"."+rule)
			}
		}
	}
	return keys
}

func TestEveryKeyHasAText(t *testing.T) {
	texts := loadTexts(t)
	keys := []string{string(movement.ConfirmToken) + ".expired", string(movement.SignInToken) + ".expired"}
	said := map[string]bool{} // every text literal, for keys that pass through a variable
	for _, file := range sources(t) {
		keys = append(keys, keysOf(file)...)
		ast.Inspect(file, func(n ast.Node) bool {
			if e, ok := n.(ast.Expr); ok {
				if text, ok := literal(e); ok {
					said[text] = true
				}
			}
			return true
		})
	}
	if len(keys) < 40 {
		t.Fatalf("only %d keys found: %v", len(keys), keys)
	}
	used := map[string]bool{"internal": true}
	for _, key := range keys {
		_, rule, _ := strings.Cut(key, ".")
		for _, lang := range Languages {
			_, own := texts[lang][key]
			if _, shared := texts[lang]["field."+rule]; !own && !shared {
				t.Errorf("%s has no text for %q", lang, key)
			}
		}
		used[key], used["field."+rule] = true, true
	}
	for key := range texts["fr"] {
		if whole := strings.TrimSuffix(key, ".help"); !used[whole] && !said[whole] && !said[key] {
			t.Errorf("nothing says %q", key)
		}
	}
}

func TestText(t *testing.T) {
	texts := Texts{"fr": {"email.required": "Adresse.", "field.required": "Nécessaire.", "internal": "Problème."}}
	tests := []struct{ key, want string }{
		{"email.required", "Adresse."},
		{"name.required", "Nécessaire."},
		{"name.unknown", "Problème."},
		{"unknown", "Problème."},
		{"", "Problème."},
	}
	for _, test := range tests {
		if got := texts.T("fr", test.key); got != test.want {
			t.Errorf("%q: %q, want %q", test.key, got, test.want)
		}
	}
	if got := texts.T("xx", "email.required"); got != "" {
		t.Errorf("an unknown language says %q", got)
	}
}

func TestLanguage(t *testing.T) {
	tests := []struct{ form, header, want string }{
		{"", "", "fr"},
		{"en", "fr", "en"},
		{"de", "en", "fr"},
		{"", "en", "en"},
		{"", "en-GB,en;q=0.9,fr;q=0.8", "en"},
		{"", "de, EN-us;q=0.5", "en"},
		{"", "de-CH, it", "fr"},
		{"", "*", "fr"},
		{"", ";;,,-", "fr"},
		{"", "english", "fr"},
	}
	for _, test := range tests {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.PostForm = url.Values{"lang": {test.form}}
		r.Header.Set("Accept-Language", test.header)
		if got := Language(r); got != test.want {
			t.Errorf("form %q, header %q: %q, want %q", test.form, test.header, got, test.want)
		}
	}
}
