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
	theme, err := Load(Options{Themes: filepath.Dir(folder), Name: filepath.Base(folder), BaseURL: "https://demain.example/"})
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
			program, err := theme.sets[test.lang].partial("test")
			var out []byte
			if err == nil {
				out, err = program.Execute(nil, test.data)
			}
			got, want := string(out), test.want
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
			theme, err := Load(Options{Themes: filepath.Dir(folder), Name: filepath.Base(folder)})
			if err == nil {
				_, err = theme.Page(nil, homeView())
			}
			var problems report.List
			if !errors.As(err, &problems) || !strings.HasPrefix(problems[0].In("fr"), filepath.Join(folder, test.want)) {
				t.Errorf("got %v, want it at %s", err, test.want)
			}
		})
	}
}

// homeView is the first page of a movement that has written nothing else.
func homeView() View {
	c := &Context{Origin: func(string) string { return "https://demain.example" }}
	zone := &ZoneData{ID: "fr", Slug: "fr", Lang: "fr", Path: "/", Name: "France"}
	page := &PageData{Kind: Home, Lang: "fr", Path: "/", Title: "Accueil", Zone: zone}
	zone.Home = page
	c.Begin("")
	return NewView(c, page, zone, &Site{Name: "Demain", Languages: Languages()})
}

// A theme that extends another takes what it lacks from it, and the site's own
// files stand before both.
func TestLayers(t *testing.T) {
	parent := copied(t, nil)
	themes := filepath.Dir(parent)
	own := t.TempDir()
	for name, data := range map[string]string{
		filepath.Join(themes, "child/theme.yaml"):         "name: child\nextends: plain\nsettings: {greeting: Salut}",
		filepath.Join(themes, "child/i18n/fr.yaml"):       "join.title: S’engager",
		filepath.Join(themes, "child/layouts/home.html"):  `{{define "main"}}{{t "join.title"}} {{setting "greeting"}} {{template "word"}}{{end}}`,
		filepath.Join(themes, "child/partials/word.html"): `thème`,
		filepath.Join(own, "partials/word.html"):          `{{t "join.title"}} du site`,
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(data), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	words := map[string]map[string]string{"fr": {"join.title": "Venir"}}
	for _, test := range []struct {
		name string
		o    Options
		want string
	}{
		{"child", Options{Themes: themes, Name: "child"}, "S’engager Salut thème"},
		{"own files", Options{Themes: themes, Name: "child", Own: own}, "S’engager Salut S’engager du site"},
		{"own words", Options{Themes: themes, Name: "child", Own: own, Texts: words}, "Venir Salut Venir du site"},
	} {
		t.Run(test.name, func(t *testing.T) {
			theme, err := Load(test.o)
			if err != nil {
				t.Fatal(err)
			}
			page, err := theme.Page(nil, homeView())
			if err != nil || !strings.Contains(string(page), test.want) {
				t.Errorf("got %s, %v, want %q", page, err, test.want)
			}
		})
	}
	if _, err := Load(Options{Themes: themes, Name: "child", Texts: map[string]map[string]string{"fr": {"join.titel": "x"}}}); err == nil {
		t.Error("a word that no theme says is taken")
	}
}
