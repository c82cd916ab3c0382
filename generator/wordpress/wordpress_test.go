package wordpress_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/site"
	"maillage/generator/wordpress"
)

// item is an item of an export; empty fields are usual ones.
type item struct {
	id                            int
	kind, status, title, path     string
	date, body, excerpt, password string
	parent                        int
	more                          string // elements
}

func (i item) xml() string {
	or := func(value, usual string) string {
		if value == "" {
			return usual
		}
		return value
	}
	date := or(i.date, "2023-05-12 18:30:00")
	link := "https://nord.example" + i.path
	if i.path == "" {
		link = fmt.Sprintf("https://nord.example/?p=%d", i.id)
	}
	return fmt.Sprintf(`<item><title><![CDATA[%s]]></title><link>%s</link><dc:creator><![CDATA[camille]]></dc:creator>
<content:encoded><![CDATA[%s]]></content:encoded><excerpt:encoded><![CDATA[%s]]></excerpt:encoded><wp:post_id>%d</wp:post_id>
<wp:post_date>%s</wp:post_date><wp:post_date_gmt>%s</wp:post_date_gmt><wp:post_name>%s</wp:post_name><wp:status>%s</wp:status>
<wp:post_parent>%d</wp:post_parent><wp:post_type>%s</wp:post_type><wp:post_password><![CDATA[%s]]></wp:post_password>%s</item>
`, i.title, link, i.body, i.excerpt, i.id, date, strings.Replace(date, "18:30", "16:30", 1), filepath.Base(i.path), or(i.status, "publish"), i.parent,
		or(i.kind, "post"), i.password, i.more)
}

const secret = "voici les dix mots secrets que personne ne doit jamais lire ici"

// town is the site of a local team: every status, a tree of pages, files, links of
// all sorts.
func town(files string) []item {
	vie := `<category domain="category" nicename="vie"><![CDATA[Vie locale]]></category><category domain="post_tag" nicename="gare"><![CDATA[La gare]]></category>`
	return []item{
		{id: 1, title: "Une <em>rencontre</em> &amp; un café", path: "/2023/05/rencontre/", more: vie + `<wp:is_sticky>1</wp:is_sticky>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>20</wp:meta_value></wp:postmeta>
<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>vieux-nom</wp:meta_value></wp:postmeta>`,
			body: "Bonjour <b>à tous</b>&nbsp;!\n\nVoir <a href=\"http://www.nord.example/2023/06/suite/#plan\">la suite</a>, <a href=\"/?p=2#nulle-part\">là</a>, " +
				"<a href=\"/equipe/contact/\">nous</a>, <a href=\"https://nord.example/category/vie/\">le reste</a>, <a href=\"https://ailleurs.example/\">ailleurs</a>.\n\n" +
				"[caption id=\"attachment_20\" align=\"alignleft\"]<img class=\"wp-image-20\" src=\"" + files + "/wp-content/uploads/2023/05/gare-300x200.png\" alt=\"\" /> La gare[/caption]\n\n" +
				"<a href=\"" + files + "/wp-content/uploads/2023/05/tract.pdf\">Le tract</a>"},
		{id: 2, title: "Suite", path: "/2023/06/suite/", date: "2023-06-01 18:30:00", more: vie, body: "<h2 id=\"plan\">Le plan</h2>\nTexte."},
		{id: 3, title: "Équipe", kind: "page", path: "/equipe/", body: "Nous."},
		{id: 4, title: "Contact", kind: "page", path: "/equipe/contact/", parent: 3, body: "Écrivez."},
		{id: 5, title: "Contact", kind: "page", path: "/contact/", body: "Autre."},
		{id: 6, title: "Brouillon", status: "draft", body: secret + " brouillon"},
		{id: 7, title: "Privé", status: "private", path: "/2023/05/prive/", body: secret + " privé"},
		{id: 8, title: "Protégé", password: "sesame", path: "/2023/05/protege/", body: secret + " protégé"},
		{id: 9, title: "Plus tard", status: "future", path: "/2027/05/plus-tard/", date: "2027-05-12 18:30:00", body: secret + " futur"},
		{id: 10, title: "Jeté", status: "trash", path: "/2023/05/jete__trashed/", body: secret + " jeté"},
		{id: 11, title: "Bizarre", status: "ahardwarefailure", path: "/2023/05/bizarre/", body: secret + " bizarre"},
		{id: 12, title: "Un vélo", kind: "product", path: "/boutique/velo/", body: "À vendre."},
		{id: 20, title: "gare", kind: "attachment", status: "inherit", path: "/2023/05/rencontre/gare/", parent: 1, excerpt: "La gare",
			more: "<wp:attachment_url>" + files + `/wp-content/uploads/2023/05/gare.png</wp:attachment_url>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>La gare de nuit</wp:meta_value></wp:postmeta>`},
		{id: 21, title: "tract", kind: "attachment", status: "inherit", path: "/2023/05/rencontre/tract/", parent: 1,
			more: "<wp:attachment_url>" + files + "/wp-content/uploads/2023/05/tract.pdf</wp:attachment_url>"},
	}
}

func export(t *testing.T, items []item) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(head)
	for _, i := range items {
		b.WriteString(i.xml())
	}
	b.WriteString("</channel></rss>\n")
	file := filepath.Join(t.TempDir(), "export.xml")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// library serves the files of a site.
func library(t *testing.T) string {
	t.Helper()
	var photo bytes.Buffer
	if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 60, 40))); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch filepath.Base(r.URL.Path) {
		case "gare.png":
			w.Write(photo.Bytes())
		case "tract.pdf":
			fmt.Fprint(w, "%PDF-1.4\n")
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func options(content, file string) wordpress.Options {
	return wordpress.Options{Content: content, Zone: "fr/nord", Sources: []string{file}, Media: wordpress.MediaDownload, At: now,
		Trust: func(to netip.AddrPort) bool { return to.Addr().IsLoopback() }}
}

func take(t *testing.T, o wordpress.Options) *wordpress.Report {
	t.Helper()
	r, err := wordpress.Import(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t *testing.T, content, file string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(content, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestImport(t *testing.T) {
	content := newContent(t)
	r := take(t, options(content, export(t, town(library(t)))))
	want := `---
title: "Une rencontre & un café"
date: 2023-05-12T18:30
author: "Camille D."
category: "Vie locale"
tags: [La gare]
image:
  src: ../media/wp-content/uploads/2023/05/gare.png
  alt: "La gare de nuit"
  caption: "La gare"
pinned: true
url: /2023/05/rencontre/
aliases: ["/nord/2023/05/vieux-nom/"]
---

Bonjour **à tous**` + "\u00a0" + `!

Voir [la suite](2023-06-01-suite.md#plan), [là](2023-06-01-suite.md), [nous](../pages/equipe/contact.md), [le reste](/rubriques/vie-locale/), [ailleurs](https://ailleurs.example/).

![La gare de nuit](../media/wp-content/uploads/2023/05/gare.png "La gare")

[Le tract](../media/wp-content/uploads/2023/05/tract.pdf)
`
	if diff := cmp.Diff(want, read(t, content, "fr/nord/posts/2023-05-12-rencontre.md")); diff != "" {
		t.Errorf("post (-want +got):\n%s", diff)
	}
	if got := fmt.Sprint(r.Outcomes, r.Fetched, len(r.Files), len(r.Leaks), r.Fidelity.Lost()); got != "map[created:8 skipped:4] 2 0 0 0" {
		t.Error(got)
	}
	build(t, content)
	page := read(t, filepath.Dir(content), "dist/public/main/nord/equipe/contact/index.html")
	if !strings.Contains(page, "Écrivez.") {
		t.Error("a page of the tree is not at its address")
	}
	moves := read(t, filepath.Dir(content), "dist/data/redirects.json")
	for _, from := range []string{"/nord/?p=1", "/nord/?page_id=4", "/nord/?attachment_id=20", "/nord/2023/05/rencontre/gare/", "/nord/category/vie/*",
		"/nord/tag/gare/*", "/nord/author/camille/*", "/nord/2023/", "/nord/2023/05/", "/nord/feed/*", "/nord/2023/05/vieux-nom/"} {
		if !strings.Contains(moves, `"from": "`+from+`"`) {
			t.Errorf("%s leads nowhere", from)
		}
	}
}

// build builds and checks a content folder: what was imported is at fault nowhere,
// and no word of what is not public is in the output.
func build(t *testing.T, content string) {
	t.Helper()
	o := site.Options{Content: content, Themes: "../../themes", BaseURL: "https://mouvement.example", At: now}
	if _, err := site.Check(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	o.Out = filepath.Join(filepath.Dir(content), "dist")
	if _, err := site.Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for _, tree := range []string{"public", "data", "members"} {
		err := filepath.WalkDir(filepath.Join(o.Out, tree), func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return nil // members/ may be missing
			}
			data, err := os.ReadFile(file)
			if bytes.Contains(data, []byte("mots secrets")) {
				t.Errorf("%s holds what nobody may read", file)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Nothing that names a person beside an author's name, and no password, is written.
func TestPrivacy(t *testing.T) {
	items := town(library(t))
	items[0].more += `<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[Dominique]]></wp:comment_author>
<wp:comment_author_email>dominique@example.org</wp:comment_author_email><wp:comment_author_IP>203.0.113.9</wp:comment_author_IP>
<wp:comment_date>2023-05-13 08:00:00</wp:comment_date><wp:comment_content><![CDATA[Bravo à toutes !]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>`
	content := newContent(t)
	o := options(content, export(t, items))
	o.Comments = true
	take(t, o)
	text := read(t, content, "fr/nord/posts/2023-05-12-rencontre.md")
	if !strings.Contains(text, "> Bravo à toutes !") || !strings.Contains(text, "13/05/2023") {
		t.Errorf("the comment is not there:\n%s", text)
	}
	for _, word := range []string{"sesame", "dominique@example.org", "203.0.113.9", "camille@nord.example", "Dominique"} {
		err := filepath.WalkDir(content, func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			if data, err := os.ReadFile(file); err != nil || bytes.Contains(data, []byte(word)) {
				t.Errorf("%s holds %q, %v", file, word, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Importing again changes nothing, updates what nobody edited, and leaves what
// somebody edited, moved away or deleted.
func TestAgain(t *testing.T) {
	items := town(library(t))
	content := newContent(t)
	take(t, options(content, export(t, items)))
	before := snapshot(t, content)
	r := take(t, options(content, export(t, items)))
	if diff := cmp.Diff(before, snapshot(t, content)); diff != "" || r.Outcomes["unchanged"] != 8 || r.Rules != 0 {
		t.Errorf("%v %d (-once +twice):\n%s", r.Outcomes, r.Rules, diff)
	}
	edit := func(file, text string) {
		if err := os.WriteFile(filepath.Join(content, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	edit("fr/nord/posts/2023-06-01-suite.md", "---\ntitle: À moi\n---\n")
	edit("fr/nord/pages/contact.md", "---\ntitle: À moi aussi\n---\n")
	if err := os.Remove(filepath.Join(content, "fr/nord/pages/equipe/contact.md")); err != nil {
		t.Fatal(err)
	}
	items[0].title, items[4].body = "Un autre titre", "Autre chose."
	r = take(t, options(content, export(t, items)))
	want := map[string]int{"updated": 1, "edited": 1, "conflict": 1, "removed": 1, "unchanged": 4, "skipped": 4}
	if diff := cmp.Diff(want, r.Outcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	for file, words := range map[string]string{"fr/nord/posts/2023-05-12-rencontre.md": "Un autre titre", "fr/nord/posts/2023-06-01-suite.md": "À moi",
		"fr/nord/pages/contact.md": "À moi aussi", "fr/nord/.wordpress/conflicts/contact.md": "Autre chose."} {
		if text := read(t, content, file); !strings.Contains(text, words) {
			t.Errorf("%s:\n%s", file, text)
		}
	}
	if _, err := os.Stat(filepath.Join(content, "fr/nord/pages/equipe/contact.md")); err == nil {
		t.Error("what was deleted is there again")
	}
}

// Files that only private items show are not published, even when their texts are
// taken over as drafts: media/ has no drafts.
func TestPrivateFiles(t *testing.T) {
	files := library(t)
	content := newContent(t)
	o := options(content, export(t, []item{
		{id: 1, title: "Privé", status: "private", path: "/2023/05/prive/", body: `<img class="wp-image-20" src="` + files + `/wp-content/uploads/2023/05/gare.png" alt="La gare">`},
		{id: 20, title: "gare", kind: "attachment", status: "inherit", parent: 1, more: "<wp:attachment_url>" + files + "/wp-content/uploads/2023/05/gare.png</wp:attachment_url>"},
	}))
	o.Private = true
	if r := take(t, o); r.Outcomes["created"] != 1 || r.Fetched != 0 {
		t.Errorf("%v, %d files", r.Outcomes, r.Fetched)
	}
	if text := read(t, content, "fr/nord/posts/2023-05-12-prive.md"); !strings.Contains(text, "draft: true") || !strings.Contains(text, "[La gare](http://127.0.0.1") {
		t.Errorf("\n%s", text)
	}
	build(t, content)
}

// A text that would keep the site from being built is mended, whatever that takes.
func TestMended(t *testing.T) {
	content := newContent(t)
	r := take(t, options(content, export(t, []item{
		{id: 1, title: "Deux fois", path: "/2023/05/deux/", body: "<h2 id=\"a\">Un</h2>\n<p id=\"a\">Deux <a href=\"#a\">là</a></p>\n<h2>A</h2>"},
		{id: 2, title: "", path: "/2023/05/vide/", body: "<h2><img src=\"\"></h2><a href=\"javascript:x\">Un</a> <a href=\"ftp://a.example\">deux</a><iframe></iframe>"},
		{id: 3, title: "Pris", kind: "page", path: "/recherche/", body: "Une page dont l'adresse est prise."},
	})))
	if r.Outcomes["created"] != 3 || len(r.Moved) != 1 {
		t.Errorf("%v, moved %v", r.Outcomes, r.Moved)
	}
	build(t, content)
	if text := read(t, content, "fr/nord/posts/2023-05-12-deux.md"); !strings.Contains(text, "Deux [là](") {
		t.Errorf("\n%s", text)
	}
}

// Since leaves what is older as it is, and still leads to it.
func TestSince(t *testing.T) {
	items := town(library(t))
	content := newContent(t)
	take(t, options(content, export(t, items)))
	before := read(t, content, "fr/nord/posts/2023-05-12-rencontre.md")
	items[0].title = "Un autre titre"
	items = append(items, item{id: 30, title: "Neuf", path: "/2024/01/neuf/", date: "2024-01-01 18:30:00", body: `<a href="/2023/05/rencontre/">Avant</a>`})
	o := options(content, export(t, items))
	o.Since = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	take(t, o)
	if read(t, content, "fr/nord/posts/2023-05-12-rencontre.md") != before {
		t.Error("an old text was written")
	}
	if text := read(t, content, "fr/nord/posts/2024-01-01-neuf.md"); !strings.Contains(text, "[Avant](2023-05-12-rencontre.md)") {
		t.Errorf("\n%s", text)
	}
	fresh := newContent(t)
	o.Content = fresh
	take(t, o)
	if text := read(t, fresh, "fr/nord/posts/2024-01-01-neuf.md"); !strings.Contains(text, "[Avant](https://nord.example/2023/05/rencontre/)") {
		t.Errorf("\n%s", text)
	}
}

// snapshot is every file but the reports.
func snapshot(t *testing.T, content string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(content, func(file string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(file, ".wordpress") && !strings.HasSuffix(file, ".jsonl") {
			return err
		}
		data, err := os.ReadFile(file)
		files[strings.TrimPrefix(file, content)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A site that is kept as an archive is apart: two of them, with the same texts, do
// not meet.
func TestArchive(t *testing.T) {
	files := library(t)
	content := newContent(t)
	for _, years := range []string{"2010-2016", "2017-2022"} {
		o := options(content, export(t, town(files)))
		o.Archive = years
		if r := take(t, o); r.Outcomes["created"] != 8 {
			t.Fatal(r.Outcomes)
		}
	}
	build(t, content)
	dist := filepath.Join(filepath.Dir(content), "dist/public/main/nord")
	for _, page := range []string{"archives/2010-2016/2023/05/rencontre", "archives/2017-2022/2023/05/rencontre", "archives/2017-2022/equipe/contact"} {
		if text := read(t, dist, page+"/index.html"); !strings.Contains(text, page[9:18]) {
			t.Errorf("%s has no banner", page)
		}
	}
	for _, years := range []string{"2010-2016", "2017-2022"} {
		if text := read(t, dist, "archives/"+years+"/index.html"); !strings.Contains(text, "/nord/archives/"+years+"/2023/05/rencontre/") {
			t.Errorf("the archive of %s does not list its texts", years)
		}
	}
	for _, list := range []string{"index.html", "feed.xml"} {
		if text, err := os.ReadFile(filepath.Join(dist, list)); err == nil && bytes.Contains(text, []byte("rencontre")) {
			t.Errorf("%s lists an archived text", list)
		}
	}
}

// A picture that cannot be had keeps its place, until it can.
func TestMissing(t *testing.T) {
	content := newContent(t)
	nowhere := httptest.NewServer(http.NotFoundHandler())
	items := town(nowhere.URL)
	r := take(t, options(content, export(t, items)))
	nowhere.Close()
	var missing []string
	for _, f := range r.Files {
		missing = append(missing, filepath.Base(f.URL)+" "+f.Why)
	}
	if diff := cmp.Diff([]string{"gare.png gone", "tract.pdf gone"}, missing); diff != "" {
		t.Error(diff)
	}
	text := read(t, content, "fr/nord/posts/2023-05-12-rencontre.md")
	if !strings.Contains(text, "(../media/wp-content/uploads/2023/05/gare.png") || !strings.Contains(text, "[Le tract](http://127.0.0.1") {
		t.Errorf("\n%s", text)
	}
	build(t, content)
	uploads := t.TempDir()
	var photo bytes.Buffer
	if err := png.Encode(&photo, image.NewGray(image.Rect(0, 0, 60, 40))); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(uploads, "2023/05"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(uploads, "2023/05/gare.png"), photo.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	o := options(content, export(t, items))
	o.Uploads = uploads
	if r = take(t, o); r.Fetched != 1 || read(t, content, "fr/nord/media/wp-content/uploads/2023/05/gare.png") != photo.String() {
		t.Errorf("%d files came, %v", r.Fetched, r.Files)
	}
}

// living is a site that answers by its REST API.
func living(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/wp-json/":
			fmt.Fprintf(w, `{"name": "Le Nord", "home": "http://%s"}`, r.Host)
		case "/wp-json/wp/v2/posts":
			fmt.Fprintf(w, `[{"id": 1, "type": "post", "status": "publish", "link": "http://%s/2023/05/rencontre/", "slug": "rencontre", "date": "2023-05-12T18:30:00",
				"date_gmt": "2023-05-12T16:30:00", "title": {"rendered": "L&#8217;article"}, "content": {"rendered": "<p>Vu par <strong>tous</strong>.</p><div class=\"sharedaddy\">Partager</div>"},
				"excerpt": {"rendered": "<p>Vu par tous.</p>"}, "yoast_head_json": {"title": "L’article à lire - Le Nord", "robots": {"index": "noindex"}}}]`, r.Host)
		case "/wp-json/wp/v2/pages", "/wp-json/wp/v2/media", "/wp-json/wp/v2/categories":
			fmt.Fprint(w, "[]")
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// A living site is taken over by its address; what a page builder keeps to itself in
// an export is taken from there.
func TestLiving(t *testing.T) {
	address := living(t)
	content := newContent(t)
	take(t, options(content, address))
	text := read(t, content, "fr/nord/posts/2023-05-12-rencontre.md")
	if !strings.HasPrefix(text, "---\ntitle: \"L’article\"\nseo_title: \"L’article à lire - Le Nord\"\nnoindex: true\n") || !strings.HasSuffix(text, "\nVu par **tous**.\n") {
		t.Errorf("\n%s", text)
	}
	content = newContent(t)
	o := options(content, export(t, []item{{id: 1, title: "Titre", path: "/2023/05/rencontre/", body: `[et_pb_section][et_pb_text admin_label="x"][/et_pb_text][/et_pb_section]`},
		{id: 2, title: "Suite", path: "/2023/05/suite/", body: "Écrit."}}))
	o.Sources = append(o.Sources, address)
	take(t, o)
	if text := read(t, content, "fr/nord/posts/2023-05-12-rencontre.md"); !strings.Contains(text, "title: \"Titre\"") || !strings.HasSuffix(text, "\nVu par **tous**.\n") {
		t.Errorf("\n%s", text)
	}
	if text := read(t, content, "fr/nord/posts/2023-05-12-suite.md"); !strings.HasSuffix(text, "\nÉcrit.\n") {
		t.Errorf("\n%s", text)
	}
}

var unknownKey = regexp.MustCompile(`\bwxr?p?\.[a-z.]+\b`)

// The report is words in both languages, whatever there is to tell.
func TestReport(t *testing.T) {
	r := &wordpress.Report{Site: "https://nord.example", Zone: "fr/nord", Outcomes: map[string]int{}, Tally: map[string]int{"product": 2}}
	for _, outcome := range []string{"created", "updated", "unchanged", "edited", "conflict", "removed", "skipped"} {
		r.Outcomes[outcome] = 2
		for _, why := range []string{"private", "password", "trash", "since", "type"} {
			r.Lines = append(r.Lines, wordpress.Line{ID: 1, Type: "post", Title: "Titre", Outcome: outcome, Why: why, File: "fr/nord/posts/a.md"})
		}
	}
	for _, kind := range noteKinds {
		r.Lines[0].Notes = append(r.Lines[0].Notes, wordpress.Note{Kind: kind, Name: "nom", Count: 2})
	}
	for _, why := range []string{"none", "uploads", "gone", "unreachable", "refused", "kind", "large", "cut"} {
		r.Files = append(r.Files, wordpress.FileLine{URL: "https://nord.example/a.jpg", Why: why})
	}
	for _, key := range sourceKeys {
		r.Source = append(r.Source, wordpress.SourceNote{File: "export.xml", Line: 3, Item: 4, Title: "Titre", Key: key, Args: []any{"un", "deux"}[:argsOf(key)], Count: 2})
	}
	r.Leaks = []wordpress.Leak{{File: "fr/nord/posts/a.md", Of: 7}}
	r.Moved = r.Lines[:1]
	for _, lang := range []string{"fr", "en"} {
		text := string(r.Markdown(lang))
		if found := unknownKey.FindAllString(text, -1); len(found) > 0 || strings.Contains(text, "%!") {
			t.Errorf("%s: %v\n%s", lang, found, text)
		}
	}
	if data, err := r.JSON(); err != nil || !bytes.Contains(data, []byte(`"leaks"`)) {
		t.Error(err)
	}
}

func argsOf(key string) int {
	switch {
	case key == "wxr.sites":
		return 2
	case slices.Contains([]string{"wxr.missing", "wxr.archive", "wxr.escape", "wxr.version", "wxr.field"}, key):
		return 1
	}
	return 0
}

var noteKinds = []string{"dropped-block", "attributes-only", "missing-block", "dropped-element", "form", "hidden", "noise", "unknown-shortcode", "builder-shortcode",
	"dropped-shortcode", "embed", "unknown-embed", "missing-attachment", "missing-note", "uncalled-note", "unsafe-address", "empty-body", "too-much",
	"pages", "front", "template", "language", "dead", "problem", "lost"}

var sourceKeys = []string{"wxr.version", "wxr.cut", "wxr.link", "wxr.field", "wxr.large", "wxr.notype", "wxr.twice", "wxr.surplus", "wxr.noid", "wxr.nostatus", "wxr.nodate",
	"wxr.open", "wxr.controls", "wxr.encoding", "wxr.entity", "wxr.nothing", "wxr.missing", "wxr.special", "wxr.archive", "wxr.escape", "wxr.bomb", "wxr.entities",
	"wxr.much", "wxr.sites", "wxr.feed", "wxr.page", "wxr.sql", "wxr.json", "wxr.empty", "wxr.unknown"}
