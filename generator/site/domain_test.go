package site_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// ownDomain gives a zone of small, and so the one below it, a host of its own.
var ownDomain = strings.Replace(small, "title: Nord\n", "title: Nord\ndomain: nord.example\n", 1)

func read(t *testing.T, dir string, names ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{dir}, names...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestDomainInData: functions know every zone by addresses as if on the main host,
// and where those of its own host begin.
func TestDomainInData(t *testing.T) {
	o := options(t, folder(t, ownDomain))
	build(t, o)
	var data struct {
		Zones []struct {
			Slug, Site, Origin, Prefix string
			Pages                      map[string]map[string]string
		}
	}
	if err := json.Unmarshal([]byte(read(t, o.Out, "data/zones.json")), &data); err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, z := range data.Zones {
		got[z.Slug] = []string{z.Site, z.Pages["en"]["join"], z.Origin, z.Prefix}
	}
	want := map[string][]string{
		"fr": {"/", "/en/join/", "", ""}, "fr/sud": {"", "", "", ""},
		"fr/nord":       {"/nord/", "/en/nord/join/", "https://nord.example", "/nord/"},
		"fr/nord/lille": {"/nord/lille/", "/en/nord/lille/join/", "https://nord.example", "/nord/"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("zones (-want +got):\n%s", diff)
	}
}

// TestSourceOfForms: a form says where it stands as if on the main host, on a page
// and in the file that functions fill.
func TestSourceOfForms(t *testing.T) {
	o := options(t, folder(t, ownDomain))
	build(t, o)
	for file, want := range map[string]string{
		"public/main/adhesion/index.html":               "/adhesion/",
		"public/nord.example/adhesion/index.html":       "/nord/adhesion/",
		"public/nord.example/en/join/index.html":        "/en/nord/join/",
		"public/nord.example/lille/adhesion/index.html": "/nord/lille/adhesion/",
		"data/form/join/fr/nord.fr.html":                "/nord/adhesion/",
		"data/form/join/fr/nord/lille.en.html":          "/en/nord/lille/join/",
	} {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(read(t, o.Out, file)))
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Find("form[data-form=join] input[name=source]").AttrOr("value", ""); got != want {
			t.Errorf("%s: source %q, want %q", file, got, want)
		}
	}
}

// TestMissingInData: functions answer with the page that files have for 404.
func TestMissingInData(t *testing.T) {
	o := options(t, folder(t, ownDomain))
	build(t, o)
	for file, page := range map[string]string{"fr.fr": "main/404.html", "fr.en": "main/en/404.html", "fr/nord.fr": "nord.example/404.html",
		"fr/nord/lille.en": "nord.example/en/lille/404.html"} {
		if diff := cmp.Diff(read(t, o.Out, "public", page), read(t, o.Out, "data/missing", file+".html")); diff != "" {
			t.Errorf("%s (-public +data):\n%s", page, diff)
		}
	}
}
