package zones

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/site/report"
)

const small = `root:
  code: fr
  slug: fr
  name: France
  zones:
    - code: r-11
      slug: idf
      name: {fr: Île-de-France, en: Paris Region}
      zones:
        - {code: d-75, slug: paris, name: Paris, postal: ["75"]}
overlays:
  - {id: theme/climat, slug: climat, name: Climat}
`

func TestParse(t *testing.T) {
	got, err := Parse("zones.yaml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	both := func(name string) map[string]string { return map[string]string{"fr": name, "en": name} }
	want := &Tree{
		Zones: []Zone{
			{ID: "fr", Slug: "fr", Code: "fr", Name: both("France")},
			{ID: "fr/r-11", Slug: "fr/idf", Code: "r-11", Parent: "fr",
				Name: map[string]string{"fr": "Île-de-France", "en": "Paris Region"}},
			{ID: "fr/r-11/d-75", Slug: "fr/idf/paris", Code: "d-75", Parent: "fr/r-11", Name: both("Paris")},
		},
		Overlays: []Overlay{{ID: "theme/climat", Slug: "climat", Name: both("Climat")}},
		Postal:   map[string]string{"75": "fr/r-11/d-75"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Each case changes one place of the small tree.
func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown key", "slug: idf", "slugs: idf", `z:6:7: la clé « slug » manque|z:7:7: clé inconnue « slugs »`},
		{"key twice", "slug: idf", "slug: idf\n      slug: ile", `z:8:7: la clé « slug » est écrite deux fois`},
		{"no name", "      name: {fr: Île-de-France, en: Paris Region}\n", "", `z:6:7: la clé « name » manque`},
		{"empty name", "name: Paris,", `name: " ",`, `z:10:43: le nom manque`},
		{"null name", "name: Paris,", `name: ~,`, `z:10:43: le nom manque`},
		{"name in no French", "{fr: Île-de-France, en: Paris Region}", "{en: Paris Region}", `z:8:13: la clé « fr » manque`},
		{"name in an unknown language", "{fr: Île-de-France, en", "{fr: Île-de-France, de", `z:8:33: clé inconnue « de »`},
		{"accent in a slug", "slug: paris", "slug: Orléans", `z:10:30: « Orléans » ne peut pas être un slug`},
		{"underscore in a code", "code: d-75", "code: d_75", `z:10:18: « d_75 » ne peut pas être un code`},
		{"list as a slug", "slug: paris", "slug: [paris]", `z:10:30: «  » ne peut pas être un slug`},
		{"reserved slug", "slug: idf", "slug: admin", `z:7:13: l’adresse /admin/ est réservée`},
		{"code twice", "code: d-75", "code: r-11", `z:10:18: code « r-11 » est déjà écrit ligne 6`},
		{"slug twice among siblings", "overlays:",
			"        - {code: d-77, slug: paris, name: Autre}\noverlays:",
			`z:11:30: slug « fr/idf/paris » est déjà écrit ligne 10`},
		{"postal prefix twice", `["75"]`, `["75", "75"]`, `z:10:65: postal « 75 » est déjà écrit ligne 10`},
		{"postal prefix too long", `["75"]`, `["750001"]`, `z:10:59: « 750001 » n’est pas le début d’un code postal`},
		{"postal prefix in letters", `["75"]`, `["2A"]`, `z:10:59: « 2A » n’est pas le début d’un code postal`},
		{"postal is no list", `["75"]`, `"75"`, `z:10:58: une liste est attendue ici`},
		{"zone is text", "- {code: d-75, slug: paris, name: Paris, postal: [\"75\"]}", "- Paris",
			`z:10:11: ici sont attendues les clés code, slug, name, postal, zones`},
		{"overlay without a kind", "id: theme/climat", "id: climat", `z:12:10: « climat » ne peut pas être l’id d’une équipe transversale`},
		{"no root", "root:", "tree:", `z:1:1: clé inconnue « tree »|z:1:1: la clé « root » manque`},
		{"an anchor's alias", "slug: paris", "slug: &s paris, name: *s, postal: []}\n        - {code: d-77, slug: a",
			`z:10:46: le nom manque`},
		{"bad YAML", "slug: idf", "slug: 'idf", "z:7:1: YAML illisible : found unexpected end of stream"},
		{"second document", "overlays:", "---\noverlays:", "z:11:1: YAML illisible : rien ne peut suivre le premier document"},
	} {
		_, err := Parse("z", []byte(strings.Replace(small, c.old, c.new, 1)))
		var errs report.List
		if !errors.As(err, &errs) {
			t.Errorf("%s: error is %v", c.name, err)
			continue
		}
		var got []string
		for _, e := range errs {
			e.Hint = report.Text{}
			got = append(got, e.In("fr"))
		}
		if diff := cmp.Diff(strings.Split(c.want, "|"), got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestErrorsInOrder(t *testing.T) {
	_, err := Parse("zones.yaml", []byte("overlays:\n  - {id: a, slug: a, name: A}\nroot: {code: fr, slug: É, name: France}\n"))
	want := `zones.yaml:2:10: « a » ne peut pas être l’id d’une équipe transversale
    écrivez un genre et un code, comme theme/climat
zones.yaml:3:24: « É » ne peut pas être un slug
    lettres minuscules sans accent, chiffres et traits d’union simples, comme ile-de-france`
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestLoadMissing(t *testing.T) {
	if _, err := Load("testdata/none.yaml"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error is %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	for _, s := range []string{"", "# only a comment", "---\n...", "root: &a {code: *a}", "root: [", "- a", "root: {zones: [{}]}", "\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tree, err := Parse("zones.yaml", data)
		if err != nil {
			var errs report.List
			if !errors.As(err, &errs) || len(errs) == 0 || errs[0].Line < 1 || errs[0].Col < 1 {
				t.Fatalf("no place in %#v", err)
			}
			return
		}
		for prefix, id := range tree.Postal {
			if _, ok := tree.ByID(id); !ok {
				t.Errorf("prefix %s leads to %q, which is no zone", prefix, id)
			}
		}
		rewritten, err := rewrite(data, derive(tree, nil))
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse("zones.yaml", rewritten)
		if err != nil {
			t.Fatalf("%v\n%s", err, rewritten)
		}
		if diff := cmp.Diff(tree, again); diff != "" {
			t.Error(diff)
		}
	})
}
