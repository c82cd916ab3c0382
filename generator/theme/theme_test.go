package theme

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/site/report"
)

const plain = "../site/testdata/themes/plain"

// copied is the plain theme in a folder of its own, with some files replaced.
func copied(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "plain")
	if err := os.CopyFS(folder, os.DirFS(plain)); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func load(t *testing.T, folder string) *Theme {
	t.Helper()
	theme, err := Load(folder, "https://demain.example/")
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

func TestFunctions(t *testing.T) {
	first, other := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 25, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name, lang, template string
		data                 any
		want                 string
	}{
		{"first of the month", "fr", `{{date . "long"}}`, first, "1er\u00a0mai 2026"},
		{"long", "fr", `{{date . "long"}}`, other, "25\u00a0décembre 2026"},
		{"full", "fr", `{{date . "full"}}`, other, "vendredi 25\u00a0décembre 2026"},
		{"short", "fr", `{{date . "short"}}`, other, "25\u00a0décembre"},
		{"English", "en", `{{date . "full"}}`, first, "Friday 1\u00a0May 2026"},
		{"iso", "en", `{{date . "iso"}}`, first, "2026-05-01"},
		{"no such style", "fr", `{{date . "roman"}}`, first, `error: no date style "roman"`},
		{"text", "fr", `{{t "join.title"}}`, nil, "Adhérer"},
		{"text in English", "en", `{{t "join.title"}}`, nil, "Join"},
		{"argument", "fr", `{{t "list.title" "Lille"}}`, nil, "Actualités · Lille"},
		{"argument forgotten", "fr", `{{t "list.title"}}`, nil, "error: has {0} but only 0"},
		{"unknown text", "fr", `{{t "join.titel"}}`, nil, `error: no key "join.titel" ("join.title"?)`},
		{"none is singular in French", "fr", `{{tn "posts" 0}}`, nil, "0 article"},
		{"none is plural in English", "en", `{{tn "posts" 0}}`, nil, "0 posts"},
		{"one", "en", `{{tn "posts" 1}}`, nil, "1 post"},
		{"absolute", "fr", `{{abs "/a/"}}`, nil, "https://demain.example/a/"},
		{"setting", "fr", `{{setting "greeting"}}`, nil, "Bonjour"},
		{"unknown setting", "fr", `{{setting "greting"}}`, nil, `error: ("greeting"?)`},
		{"unknown asset", "fr", `{{asset "main.cs"}}`, nil, `error: ("main.css"?)`},
		{"dict and list", "fr", `{{with dict "a" (list 1 2)}}{{len .a}}{{end}}`, nil, "2"},
		{"dict without value", "fr", `{{dict "a"}}`, nil, "error: dict wants keys and values"},
		{"unknown key of a dict", "fr", `{{with dict "a" 1}}{{.b}}{{end}}`, nil, `error: no entry for key "b"`},
		{"wording", "fr", `{{with wording "age_15"}}{{.ID}}{{end}}`, nil, "w-e1917ea72061"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			theme := load(t, copied(t, map[string]string{"partials/test.html": test.template}))
			var out strings.Builder
			err := theme.sets[test.lang].layouts[Shell].ExecuteTemplate(&out, "test", test.data)
			got, want := out.String(), test.want
			if want, failing := strings.CutPrefix(want, "error: "); failing {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, %v, want an error with %q", got, err, want)
				}
				return
			}
			if err != nil || got != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestAssets(t *testing.T) {
	folder := copied(t, map[string]string{"assets/main.css": `@import "./part/b.css"; a { background: url(fil.svg#x) } @media print { a { color: red } }`})
	if err := os.MkdirAll(filepath.Join(folder, "assets/part"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "assets/part/b.css"), []byte(`b { src: url("../fonts/un.woff2") }`), 0o644); err != nil {
		t.Fatal(err)
	}
	theme := load(t, folder)
	published := map[string]string{}
	for _, asset := range theme.Assets {
		published[asset.URL] = string(asset.Data)
	}
	css, font, thread := theme.assets["main.css"], theme.assets["fonts/un.woff2"], theme.assets["fil.svg"]
	want := "b{src:url(" + font + ")}a{background:url(" + thread + "#x)}@media print{a{color:red}}\n"
	if diff := cmp.Diff(want, published[css]); diff != "" {
		t.Errorf("main.css (-want +got):\n%s", diff)
	}
	if len(published) != 4 || published[font] == "" || !strings.HasPrefix(thread, "/assets/fil-") {
		t.Errorf("published %v", theme.assets)
	}
	again := load(t, copied(t, map[string]string{"assets/main.css": "a { color: blue }"}))
	if again.assets["main.css"] == css || again.assets["fil.svg"] != thread {
		t.Error("a fingerprint must change with its file, and only then")
	}
}

func TestFaults(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"missing picture in a stylesheet", map[string]string{"assets/main.css": "a {\n  background: url(rien.svg) }"}, "assets/main.css:2:15"},
		{"broken stylesheet", map[string]string{"assets/main.css": "a { color: red"}, "assets/main.css:1"},
		{"broken script", map[string]string{"assets/main.js": "let a = ;"}, "assets/main.js:1:9"},
		{"unknown partial", map[string]string{"layouts/home.html": `{{define "main"}}{{template "hed" .}}{{end}}`}, "layouts/home.html:1"},
		{"unknown function", map[string]string{"layouts/home.html": "\n{{nope}}"}, "layouts/home.html:2"},
		{"unknown key of theme.yaml", map[string]string{"theme.yaml": "name: plain\nsetings: {}"}, "theme.yaml:2"},
		{"texts that are no texts", map[string]string{"i18n/fr.yaml": "a: [1]"}, "i18n/fr.yaml:1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := copied(t, test.files)
			theme, err := Load(folder, "")
			if err == nil {
				_, err = theme.Page(View{Page: &Page{Kind: Home}, Zone: &Zone{}, Root: &Zone{}, Lang: "fr"})
			}
			var problems report.List
			if !errors.As(err, &problems) || !strings.HasPrefix(problems[0].In("fr"), filepath.Join(folder, test.want)) {
				t.Errorf("got %v, want it at %s", err, test.want)
			}
		})
	}
}
