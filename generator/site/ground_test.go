package site_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/site"
)

func TestSurvey(t *testing.T) {
	o := site.Options{Content: "../../content", Themes: "../../themes", BaseURL: "https://demain.example", At: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	g, err := site.Survey(t.Context(), o, "fr")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, address := range []string{"/", "/recherche/", "/ile-de-france/", "/rubriques/vie-du-mouvement/", "/nulle-part/"} {
		got[address] = g.Files[address]
	}
	want := map[string]string{"/": "fr/zone.md", "/recherche/": "", "/ile-de-france/": "fr/ile-de-france/zone.md", "/rubriques/vie-du-mouvement/": "", "/nulle-part/": ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, ok := g.Files["/nulle-part/"]; ok || g.Address != "/" {
		t.Errorf("got %q", g.Address)
	}
	if g, err = site.Survey(t.Context(), o, "fr/la-reunion"); err != nil || g.Address != "/" {
		t.Errorf("a zone with a domain is at %q, %v", g.Address, err)
	}
	if _, err = site.Survey(t.Context(), o, "fr/nulle-part"); err == nil {
		t.Error("a zone that is none has a ground")
	}
}
