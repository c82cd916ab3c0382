package site_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"maillage/generator/site"
	"maillage/generator/site/report"
)

var at = time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC)

// small is a site with one of everything.
const small = `
-- zones.yaml --
root:
  code: fr
  slug: fr
  name: France
  zones:
    - code: r-1
      slug: nord
      name: {fr: Nord, en: North}
      postal: ["59"]
      zones: [{code: d-1, slug: lille, name: Lille}]
    - {code: r-2, slug: sud, name: Sud}
-- fr/zone.md --
---
title: Demain Ensemble
tagline: "Qui d'autre ?"
contact: {email: a@demain.example}
legal: {controller: {name: Demain Ensemble, email: a@demain.example}}
social: [{label: Mastodon, url: https://social.example/@demain}]
---
-- fr/zone.en.md --
---
title: Tomorrow
---
-- fr/pages/premier.md --
---
title: Premier
weight: 1
menu: true
---
-- fr/pages/alpha.md --
---
title: Alpha
menu: true
---
-- fr/pages/alpha-en.md --
---
title: Alpha in English
slug: alpha
lang: en
translation: alpha.md
---
-- fr/nord/lille/zone.md --
---
title: Lille
---
-- fr/nord/zone.md --
---
title: Nord
cta: {label: Premier, url: /premier/}
---
-- fr/nord/media/carré bleu.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="10px" height="5"/>
-- fr/nord/posts/2026-01-01-ancien.md --
---
title: Ancien
image: {src: ../media/carré bleu.svg, alt: "Un carré"}
---
-- fr/nord/posts/2026-03-01-nouveau.md --
---
title: Nouveau
date: 2026-03-01T18:30
updated: 2026-04-01
---
[Ancien](2026-01-01-ancien.md)
`

// folder writes a txtar archive into a new folder.
func folder(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, filepath.Join(dir, f.Name), f.Data)
	}
	return dir
}

func write(t testing.TB, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func options(t testing.TB, content string) site.Options {
	return site.Options{Content: content, Themes: "testdata/themes", Theme: "plain", Out: filepath.Join(t.TempDir(), "dist"),
		BaseURL: "https://demain.example/", At: at}
}

func build(t testing.TB, o site.Options) site.Result {
	t.Helper()
	result, err := site.Build(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// page reads an HTML output.
func page(t testing.TB, o site.Options, path string) *goquery.Document {
	t.Helper()
	file, err := os.Open(filepath.Join(o.Out, "public/main", path))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := goquery.NewDocumentFromReader(file)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func texts(s *goquery.Selection) string {
	return strings.Join(s.Map(func(_ int, s *goquery.Selection) string { return s.Text() }), " | ")
}

func TestPages(t *testing.T) {
	o := options(t, folder(t, small))
	build(t, o)
	tests := []struct{ name, page, selector, want string }{
		{"tagline in good typography", "index.html", ".tagline", "Qui d’autre\u202f?"},
		{"menu by weight, then title", "index.html", "nav li", "Premier | Alpha"},
		{"zones below", "index.html", ".zones a", "Nord"},
		{"social", "index.html", `a[href="https://social.example/@demain"]`, "Mastodon"},
		{"ancestors", "nord/lille/index.html", "nav > a", "Demain Ensemble | France | Nord"},
		{"newest first", "nord/index.html", ".posts a", "Nouveau | Ancien"},
		{"call to action by address", "nord/index.html", `a.cta[href="/premier/"]`, "Premier"},
		{"older post", "nord/actualites/nouveau/index.html", `a[rel=prev][href="/nord/actualites/ancien/"]`, "Ancien"},
		{"newer post", "nord/actualites/ancien/index.html", "a[rel=next]", "Nouveau"},
		{"list counts", "nord/actualites/index.html", "main p", "2 articles"},
		{"English menu is empty", "en/index.html", "nav li", ""},
		{"English names", "en/nord/join/index.html", "h1", "Join"},
		{"English page", "en/alpha/index.html", "h1", "Alpha in English"},
		{"404 of a zone", "nord/404.html", "h1", "Page introuvable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := texts(page(t, o, test.page).Find(test.selector)); got != test.want {
				t.Errorf("%s in %s: got %q, want %q", test.selector, test.page, got, test.want)
			}
		})
	}
	picture := page(t, o, "nord/actualites/ancien/index.html").Find("img")
	for name, want := range map[string]string{"src": "/nord/media/carr%C3%A9%20bleu-10-43AEC3BB.svg", "width": "10", "height": "5", "alt": "Un carré"} {
		if got := picture.AttrOr(name, ""); got != want {
			t.Errorf("picture %s: got %q, want %q", name, got, want)
		}
	}
	if got := page(t, o, "alpha/index.html").Find(`link[hreflang=en]`).AttrOr("href", ""); got != "https://demain.example/en/alpha/" {
		t.Errorf("translation: got %q", got)
	}
	if got := page(t, o, "404.html").Find("meta[name=robots]").AttrOr("content", ""); got != "noindex" {
		t.Errorf("robots: got %q", got)
	}
}

// tree is every file below a folder, with its content.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if entry != nil && entry.Name() == ".state" {
			return fs.SkipDir // times, and what may be made again
		}
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestSameInputsSameBytes(t *testing.T) {
	content := folder(t, small)
	first, second := options(t, content), options(t, content)
	build(t, first)
	build(t, second)
	if diff := cmp.Diff(tree(t, first.Out), tree(t, second.Out)); diff != "" {
		t.Errorf("two builds differ:\n%s", diff)
	}
}

func TestUnchangedFilesAreNotTouched(t *testing.T) {
	o := options(t, folder(t, small))
	build(t, o)
	old := at.Add(-time.Hour)
	var files []string
	for file := range tree(t, o.Out) {
		files = append(files, file)
		if err := os.Chtimes(filepath.Join(o.Out, file), old, old); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(o.Content, "fr/pages/alpha.md"), []byte("---\ntitle: Alpha\n---\nTexte.\n"))
	result := build(t, o)
	var touched []string
	for _, file := range files {
		info, err := os.Stat(filepath.Join(o.Out, file))
		if err != nil {
			t.Fatal(err)
		}
		if !info.ModTime().Equal(old) {
			touched = append(touched, file)
		}
	}
	if len(touched) != result.Written || result.Written == 0 || result.Removed != 0 {
		t.Errorf("touched %v, result %+v", touched, result)
	}
	for _, file := range touched {
		if !strings.HasPrefix(file, "public/main/") && !strings.HasPrefix(file, "data/shell/fr") && !strings.HasPrefix(file, "data/missing/fr") {
			t.Errorf("touched %s for a change of one text and its menu", file)
		}
	}
}

func TestRemovedTextsLeaveNothing(t *testing.T) {
	o := options(t, folder(t, small))
	build(t, o)
	keep := filepath.Join(o.Out, "public/main/keep.txt")
	write(t, keep, nil)
	for _, file := range []string{"fr/nord/posts", "fr/nord/media", "fr/nord/lille"} {
		if err := os.RemoveAll(filepath.Join(o.Content, file)); err != nil {
			t.Fatal(err)
		}
	}
	result := build(t, o)
	if result.Removed == 0 {
		t.Error("nothing removed")
	}
	clean := options(t, o.Content)
	build(t, clean)
	want := tree(t, clean.Out)
	want["public/main/keep.txt"] = ""
	if diff := cmp.Diff(want, tree(t, o.Out)); diff != "" {
		t.Errorf("incremental differs from clean (-want +got):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(o.Out, "public/main/nord/lille")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("empty folder stays: %v", err)
	}
}

// A manifest is only a file: whatever it says, nothing outside is deleted.
func TestManifestReachesNothingElse(t *testing.T) {
	o := options(t, folder(t, small))
	outside := filepath.Join(filepath.Dir(o.Out), "public/precious.txt")
	admin := filepath.Join(o.Out, "admin/index.html")
	write(t, outside, nil)
	write(t, admin, nil)
	write(t, filepath.Join(o.Out, ".manifest"), []byte("../public/precious.txt\npublic/../../public/precious.txt\nadmin/index.html\n/etc/hosts\n"))
	build(t, o)
	for _, file := range []string{outside, admin} {
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
}

func TestFaultyContentWritesNothing(t *testing.T) {
	o := options(t, folder(t, small))
	write(t, filepath.Join(o.Content, "fr/pages/alpha.md"), []byte("---\r\ntitle: Alpha\r\n---\r\n\r\n# Non\r\n"))
	write(t, filepath.Join(o.Content, "fr/pages/premier.md"), []byte("\ufeff---\ntitle: Premier\n---\nBien.\n"))
	write(t, filepath.Join(o.Content, "fr/nord/pages/latin.md"), []byte("---\ntitle: \xe9t\xe9\n---\n"))
	_, err := site.Build(context.Background(), o)
	var problems report.List
	if !errors.As(err, &problems) {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range problems {
		file, _ := filepath.Rel(o.Content, p.File)
		got = append(got, fmt.Sprintf("%s:%d:%d %s", file, p.Line, p.Col, p.Message.Key))
	}
	want := []string{"fr/nord/pages/latin.md:1:1 file.utf8", "fr/pages/alpha.md:5:1 md.h1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if written := tree(t, o.Out); len(written) > 0 {
		t.Errorf("something was written: %v", written)
	}
}

func TestCancelledBuildWritesNothing(t *testing.T) {
	o := options(t, folder(t, small))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := site.Build(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if written := tree(t, o.Out); len(written) > 0 {
		t.Errorf("something was written: %v", written)
	}
}

func TestNextChange(t *testing.T) {
	o := options(t, folder(t, small))
	o.At = time.Date(2026, 3, 1, 17, 0, 0, 0, time.UTC)
	want := time.Date(2026, 3, 1, 17, 30, 0, 0, time.UTC) // 18:30 in Paris
	write(t, filepath.Join(o.Content, "fr/nord/posts/2026-02-01-brouillon.md"), []byte("---\ntitle: B\ndraft: true\n---\n"))
	if got := build(t, o).Next; !got.Equal(want) {
		t.Errorf("next: got %s, want %s", got, want)
	}
	o.At = want
	if got := build(t, o).Next; !got.IsZero() {
		t.Errorf("next after the last: got %s", got)
	}
}

// A zone with many posts has a sitemap for each year, so that an article changes a
// short one.
func TestSitemapsByYear(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{"zones.yaml": "root: {code: fr, slug: fr, name: France}\n", "fr/zone.md": "---\ntitle: Nous\n---\n"}
	for n := range 1000 {
		files[fmt.Sprintf("fr/posts/%d-01-02-n%d.md", 2020+n%2, n)] = fmt.Sprintf("---\ntitle: N %d\n---\n", n)
	}
	for name, data := range files {
		write(t, filepath.Join(dir, "content", name), []byte(data))
	}
	o := site.Options{Content: filepath.Join(dir, "content"), Themes: "testdata/themes", Theme: "plain", Out: filepath.Join(dir, "out"), BaseURL: "https://demain.example", At: at}
	sitemaps := func() []string {
		if _, err := site.Build(context.Background(), o); err != nil {
			t.Fatal(err)
		}
		found, _ := filepath.Glob(filepath.Join(dir, "out/public/main/sitemap*.xml"))
		for i, name := range found {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found[i] = fmt.Sprint(filepath.Base(name), " ", strings.Count(string(data), "/actualites/n"))
		}
		return found
	}
	if diff := cmp.Diff([]string{"sitemap-2020.xml 500", "sitemap-2021.xml 500", "sitemap-pages.xml 0", "sitemap.xml 0"}, sitemaps()); diff != "" {
		t.Errorf("sitemaps (-want +got):\n%s", diff)
	}
	if err := os.Remove(filepath.Join(dir, "content/fr/posts/2020-01-02-n0.md")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"sitemap-pages.xml 999", "sitemap.xml 0"}, sitemaps()); diff != "" {
		t.Errorf("sitemaps of fewer (-want +got):\n%s", diff)
	}
}

// Two builds do not write to one folder at the same time.
func TestOneBuildAtATime(t *testing.T) {
	o := options(t, folder(t, small))
	first, err := site.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	var problems report.List
	if _, err := site.Build(t.Context(), o); !errors.As(err, &problems) || !strings.Contains(problems.In("en"), "another command is writing") {
		t.Errorf("while another builds: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := site.Build(t.Context(), o); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}
