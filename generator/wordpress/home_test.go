package wordpress_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// line is an entry of a menu.
func line(id int, menu, title, kind, object string, target int, url string) item {
	meta := func(key string, value any) string {
		return fmt.Sprintf("<wp:postmeta><wp:meta_key>_menu_item_%s</wp:meta_key><wp:meta_value><![CDATA[%v]]></wp:meta_value></wp:postmeta>", key, value)
	}
	return item{id: id, kind: "nav_menu_item", title: title, more: fmt.Sprintf("<wp:menu_order>%d</wp:menu_order>", id) +
		`<category domain="nav_menu" nicename="m"><![CDATA[` + menu + "]]></category>" +
		meta("type", kind) + meta("object", object) + meta("object_id", target) + meta("url", url) + meta("menu_item_parent", 0)}
}

// A zone without a first page gets that of the old site, with its menu; a first page
// that somebody wrote stays, and the old one becomes a page.
func TestHome(t *testing.T) {
	items := append(town(library(t)),
		item{id: 30, kind: "page", title: "Accueil", path: "/", body: "Bienvenue <b>au Nord</b>."},
		line(40, "Pied", "Mentions", "post_type", "page", 5, ""),
		line(41, "Menu principal", "", "post_type", "page", 3, ""),
		line(42, "Menu principal", "Rencontre", "post_type", "post", 1, ""),
		line(43, "Menu principal", "Brouillon", "post_type", "post", 6, ""),
		line(44, "Menu principal", "Ici", "custom", "custom", 44, "https://nord.example/contact/"),
		line(45, "Menu principal", "Ailleurs", "custom", "custom", 45, "http://ailleurs.example/"),
		line(46, "Menu principal", "Rien", "custom", "custom", 46, "#"))
	content := t.TempDir()
	write := func(file, text string) {
		t.Helper()
		file = filepath.Join(content, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("zones.yaml", "root: {code: fr, slug: fr, name: France, zones: [{code: r-1, slug: nord, name: Nord}]}\n")
	file := export(t, items)
	take(t, options(content, file))
	want := `---
title: "Le Nord"
menu:
  - {label: "Équipe", url: "pages/equipe/index.md"}
  - {label: "Rencontre", url: "posts/2023-05-12-rencontre.md"}
  - {label: "Ici", url: "pages/contact.md"}
  - {label: "Ailleurs", url: "https://ailleurs.example/"}
---

Bienvenue **au Nord**.
`
	if diff := cmp.Diff(want, read(t, content, "fr/nord/zone.md")); diff != "" {
		t.Errorf("zone.md (-want +got):\n%s", diff)
	}
	if rules := read(t, content, "redirects.yaml"); !strings.Contains(rules, `from: "/?page_id=30", to: "/"`) {
		t.Error(rules)
	}
	if r := take(t, options(content, file)); r.Outcomes["unchanged"] != 9 {
		t.Errorf("again: %v", r.Outcomes)
	}
	write("fr/nord/zone.md", strings.Replace(want, "Bienvenue", "Salut", 1))
	if r := take(t, options(content, file)); r.Outcomes["edited"] != 1 || !strings.Contains(read(t, content, "fr/nord/zone.md"), "Salut") {
		t.Errorf("an edited first page: %v", r.Outcomes)
	}

	written := "---\ntitle: Nord\n---\nBonjour.\n"
	write("fr/nord/zone.md", written)
	if err := os.RemoveAll(filepath.Join(content, "fr/nord/.wordpress")); err != nil {
		t.Fatal(err)
	}
	take(t, options(content, file))
	if got := read(t, content, "fr/nord/zone.md"); got != written {
		t.Errorf("a first page that somebody wrote: %s", got)
	}
	if got := read(t, content, "fr/nord/pages/accueil.md"); !strings.Contains(got, "Bienvenue") {
		t.Error(got)
	}
}

// What editors told search engines comes along; what plugins say by themselves does not.
func TestSearchEngines(t *testing.T) {
	meta := func(key, value string) string {
		return "<wp:postmeta><wp:meta_key>" + key + "</wp:meta_key><wp:meta_value><![CDATA[" + value + "]]></wp:meta_value></wp:postmeta>"
	}
	content := newContent(t)
	take(t, options(content, export(t, []item{
		{id: 1, title: "Un", path: "/2023/05/un/", body: "a", more: meta("_yoast_wpseo_title", "%%title%% %%sep%% %%sitename%%")},
		{id: 2, title: "Deux", path: "/2023/05/deux/", body: "b", more: meta("_yoast_wpseo_title", "Deux & deux %%page%% %%sep%% %%sitename%%") + meta("_yoast_wpseo_metadesc", "Quatre.")},
		{id: 3, title: "Trois", path: "/2023/05/trois/", body: "c", more: meta("rank_math_title", "%title% en tout") + meta("rank_math_robots", `a:1:{i:0;s:7:"noindex";}`) +
			meta("rank_math_description", "%excerpt%")},
		{id: 4, title: "Quatre", path: "/2023/05/quatre/", body: "d", status: "draft", more: meta("_yoast_wpseo_title", "Autre") + meta("_wp_page_template", "large.php")},
	})))
	for file, want := range map[string][]string{
		"2023-05-12-un.md":     nil,
		"2023-05-12-deux.md":   {`seo_title: "Deux & deux - Le Nord"`, `description: "Quatre."`},
		"2023-05-12-trois.md":  {`seo_title: "Trois en tout"`, "noindex: true"},
		"2023-05-12-quatre.md": nil,
	} {
		var got []string
		for _, line := range strings.Split(read(t, content, "fr/nord/posts/"+file), "\n") {
			if key, _, _ := strings.Cut(line, ":"); key == "seo_title" || key == "noindex" || key == "description" {
				got = append(got, line)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// A text in two languages is two, tied to each other, whether a plugin kept it in one
// item or in two.
func TestLanguages(t *testing.T) {
	speaks := func(lang, both string) string {
		return `<category domain="language" nicename="` + lang + `"><![CDATA[` + lang + `]]></category><category domain="post_translations" nicename="` + both + `"><![CDATA[` + both + `]]></category>`
	}
	content := newContent(t)
	r := take(t, options(content, export(t, []item{
		{id: 1, title: "[:fr]Bonjour[:en]Hello[:]", path: "/2023/05/bonjour/", body: "[:fr]Le texte.[:en]The text.[:] 2023"},
		{id: 2, title: "Le projet", kind: "page", path: "/projet-local/", body: "Un.", more: speaks("fr", "pll_9")},
		{id: 3, title: "The project", kind: "page", path: "/en/project/", body: "One.", more: speaks("en", "pll_9")},
		{id: 5, title: "The plan", kind: "page", path: "/en/plan/", body: "Two.", more: speaks("en-us", "pll_9")},
		{id: 4, title: "Das Projekt", kind: "page", path: "/de/projekt/", body: "Eins.", more: speaks("de", "pll_9")},
	})))
	for file, want := range map[string]string{
		"posts/2023-05-12-bonjour.md":   "---\ntitle: \"Bonjour\"\ndate: 2023-05-12T18:30\nauthor: \"Camille D.\"\nurl: /2023/05/bonjour/\n---\n\nLe texte. 2023\n",
		"posts/2023-05-12-bonjour-2.md": "---\ntitle: \"Hello\"\ndate: 2023-05-12T18:30\nauthor: \"Camille D.\"\nlang: en\ntranslation: \"2023-05-12-bonjour.md\"\nurl: /2023/05/bonjour/\naliases: [\"/nord/en/2023/05/bonjour/\"]\n---\n\nThe text. 2023\n",
		"pages/en/project.md":           "---\ntitle: \"The project\"\nauthor: \"Camille D.\"\nlang: en\ntranslation: \"../projet-local.md\"\naliases: [\"/nord/en/project/\"]\n---\n\nOne.\n",
	} {
		if diff := cmp.Diff(want, read(t, content, "fr/nord/"+file)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
	if text := read(t, content, "fr/nord/pages/en/plan.md"); strings.Contains(text, "translation:") {
		t.Errorf("a second translation of one text:\n%s", text)
	}
	if notes := fmt.Sprint(r.Lines); !strings.Contains(notes, "{language de 1}") {
		t.Error(notes)
	}
	build(t, content)
	for _, page := range []string{"en/nord/2023/05/bonjour", "en/nord/project", "nord/en/project", "nord/projet-local"} {
		if _, err := os.Stat(filepath.Join(filepath.Dir(content), "dist/public/main", page, "index.html")); err != nil {
			t.Error(err)
		}
	}
}
