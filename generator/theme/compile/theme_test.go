package compile

import (
	"bytes"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The views of these tests look like those of package theme: handles with
// methods. Where a template of the theme asks for more than they have, both
// executions must fail with the same words.
type (
	view struct {
		Page       *text
		Zone, Root *zone
		Site       siteData
		Lang       string
	}
	siteData struct{ Name string }
	text     struct {
		kind                              kind
		title, description, lang, url, by string
		date                              time.Time
		tags                              []string
		image                             *image
		body                              template.HTML
		parent, prev, next                *text
		translations, children            []*text
		toc                               []heading
		minutes                           int
	}
	image struct {
		URL, Alt, Caption string
		Width, Height     int
	}
	heading struct {
		ID, Text string
		Level    int
	}
	zone struct {
		name, tagline, url, feed  string
		parent                    *zone
		above, children, siblings []*zone
		posts, pages, menu        []*text
		contact                   contact
		social                    []labelled
		links                     places
	}
	contact  struct{ Name, Email, Phone, Address string }
	labelled struct{ Label, URL string }
	places   struct{ Home, Join, Joined, Confirm, Welcome, List string }
	wording  struct{ ID, Text string }
)

func (t *text) Kind() kind             { return t.kind }
func (t *text) Title() string          { return t.title }
func (t *text) Description() string    { return t.description }
func (t *text) Lang() string           { return t.lang }
func (t *text) URL() string            { return t.url }
func (t *text) Permalink() string      { return "https://example.org" + t.url }
func (t *text) Author() string         { return t.by }
func (t *text) Date() time.Time        { return t.date }
func (t *text) Tags() []string         { return t.tags }
func (t *text) Image() *image          { return t.image }
func (t *text) Body() template.HTML    { return t.body }
func (t *text) Parent() *text          { return t.parent }
func (t *text) Prev() *text            { return t.prev }
func (t *text) Next() *text            { return t.next }
func (t *text) Translations() []*text  { return t.translations }
func (t *text) Children() []*text      { return t.children }
func (t *text) TOC() []heading         { return t.toc }
func (t *text) NoIndex() bool          { return false }
func (t *text) ReadingMinutes() int    { return t.minutes }
func (i *image) Shareable() bool       { return i != nil && !strings.HasSuffix(i.URL, ".svg") }
func (z *zone) Name() string           { return z.name }
func (z *zone) Tagline() string        { return z.tagline }
func (z *zone) URL() string            { return z.url }
func (z *zone) FeedURL() string        { return z.feed }
func (z *zone) Parent() *zone          { return z.parent }
func (z *zone) Ancestors() []*zone     { return z.above }
func (z *zone) Children() []*zone      { return z.children }
func (z *zone) Siblings() []*zone      { return z.siblings }
func (z *zone) Posts() []*text         { return z.posts }
func (z *zone) PostsIn(string) []*text { return z.posts }
func (z *zone) Pages() []*text         { return z.pages }
func (z *zone) Menu() []*text          { return z.menu }
func (z *zone) Contact() contact       { return z.contact }
func (z *zone) Social() []labelled     { return z.social }
func (z *zone) CTA() *labelled         { return nil }
func (z *zone) Links(string) *places   { return &z.links }

func viewMethods() []Method {
	return slices.Concat(
		Methods[*text](), Returning[*text, []string](), Returning[*text, *image](), Returning[*text, []heading](), []Method{Text("Kind", (*text).Kind)},
		Methods[*image](),
		Methods[*zone](), Returning[*zone, []*text](), Returning[*zone, contact](), Returning[*zone, []labelled](), Returning[*zone, *labelled](), Returning[*zone, *places](),
	)
}

// sampleView is a post of a region, with neighbours, menu and footer.
func sampleView(k kind) view {
	links := places{"/", "/adhesion/", "/merci/", "/confirmer/", "/bienvenue/", "/actualites/"}
	root := &zone{name: "Demain", url: "/", feed: "/feed.xml", links: links, contact: contact{Name: "Demain", Email: "bonjour@example.org"}}
	region := &zone{name: "Île-de-France", url: "/ile-de-france/", tagline: "Ici, maintenant", parent: root, above: []*zone{root}, links: links,
		feed: "/ile-de-france/feed.xml", social: []labelled{{"Mastodon", "https://social.example/@demain"}}, contact: contact{Phone: "+33 1 23", Address: "1, rue"}}
	for i := range 12 {
		root.children = append(root.children, &zone{name: fmt.Sprint("Région ", i), url: fmt.Sprintf("/region-%d/", i), tagline: "d'ici"})
	}
	region.siblings, region.children = root.children[1:], root.children[:2]
	for i := range 8 {
		root.pages = append(root.pages, &text{title: fmt.Sprint("Page n° ", i), url: fmt.Sprintf("/page-%d/", i)})
	}
	region.menu = root.pages[:4]
	p := &text{kind: k, title: "Trois jours au bord du lac & ailleurs", description: "Ce que l'on s'est dit, et ce que l'on fera.", lang: "fr",
		url: "/ile-de-france/actualites/trois-jours/", by: "A. Bé", date: time.Date(2026, 9, 5, 0, 0, 0, 0, time.UTC), tags: []string{"été", "rencontres"},
		image: &image{"/media/lac.abc.webp", "Un lac", "Vu d'ici", 1200, 800}, body: template.HTML(strings.Repeat("<p>Un paragraphe de texte, « assez » long pour peser.</p>\n", 60)), minutes: 4}
	p.toc = []heading{{"a", "Un", 2}, {"b", "Deux", 3}, {"c", "Trois", 4}}
	for i := range 20 {
		post := *p
		post.title, post.date = fmt.Sprint("Une nouvelle d'ici, n° ", i), p.date.AddDate(0, -i, 0)
		region.posts = append(region.posts, &post)
	}
	p.prev, p.next = region.posts[0], region.posts[1]
	p.translations = []*text{{kind: k, title: "Three days", lang: "en", url: "/en/news/three-days/"}}
	return view{Page: p, Zone: region, Root: root, Site: siteData{"Demain"}, Lang: "fr"}
}

func themeFuncs() template.FuncMap {
	funcs := testFuncs()
	funcs["t"] = func(key string, args ...any) (string, error) { return "le texte de " + key + fmt.Sprint(args...), nil }
	funcs["asset"] = func(name string) (string, error) { return "/assets/" + name + ".0123abcd", nil }
	funcs["setting"] = func(key string) (any, error) {
		return map[string]any{"news": 5, "privacy": map[string]any{"fr": "/page-2/", "en": "/x/"}, "light": "#fff", "dark": "#000"}[key], nil
	}
	funcs["wording"] = func(name string) (wording, error) { return wording{"w-" + name, "J'accepte"}, nil }
	funcs["date"] = func(d time.Time, style string) (string, error) { return "5 septembre 2026", nil }
	return funcs
}

var undefined = regexp.MustCompile(`function "(\w+)" not defined`)

// themeSet parses a theme around one layout, as package theme does.
func themeSet(t testing.TB, folder, layout string) *template.Template {
	t.Helper()
	funcs := themeFuncs()
	for {
		set := template.New("").Funcs(funcs).Option("missingkey=error")
		err := parseTheme(set, folder, layout)
		if err == nil {
			return set
		}
		missing := undefined.FindStringSubmatch(err.Error())
		if missing == nil {
			t.Fatal(err)
		}
		name := missing[1]
		funcs[name] = func(...any) (string, error) { return "", fmt.Errorf("these tests have no %s", name) }
	}
}

func parseTheme(set *template.Template, folder, layout string) error {
	files, _ := filepath.Glob(folder + "partials/*.html")
	files = append([]string{folder + "layouts/base.html"}, append(files, folder+"layouts/"+layout+".html")...)
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		parsed, err := set.New(strings.TrimPrefix(file, folder)).Parse(string(source))
		if err != nil {
			return err
		}
		if _, err := set.AddParseTree(strings.TrimSuffix(filepath.Base(file), ".html"), parsed.Tree); err != nil {
			return err
		}
	}
	return nil
}

func themeProgram(t testing.TB, folder, layout string) *Program {
	t.Helper()
	p, err := Compile(themeSet(t, folder, layout), "base", Options{Data: reflect.TypeFor[view](), Funcs: themeFuncs(), Dict: "dict",
		Pure: []string{"t", "asset", "setting", "wording"}, Methods: viewMethods()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const (
	ownTheme     = "testdata/theme/"          // complete pages, for the views of these tests
	defaultTheme = "../../../themes/default/" // may want more than they have
)

func TestTheme(t *testing.T) {
	for _, folder := range []string{ownTheme, defaultTheme} {
		layouts, _ := filepath.Glob(folder + "layouts/*.html")
		for _, file := range layouts {
			layout := strings.TrimSuffix(filepath.Base(file), ".html")
			if layout != "base" {
				t.Run(folder+layout, func(t *testing.T) { sameLayout(t, folder, layout) })
			}
		}
	}
}

func sameLayout(t *testing.T, folder, layout string) {
	data := sampleView(kind(layout))
	var want strings.Builder
	wantErr := themeSet(t, folder, layout).ExecuteTemplate(&want, "base", data)
	p := themeProgram(t, folder, layout)
	if p.Interpreted() != "" {
		t.Errorf("not compiled: %s", p.Interpreted())
	}
	got, ok := p.run(nil, data)
	if wantErr != nil && folder != ownTheme {
		if _, err := p.Execute(nil, data); err == nil || err.Error() != wantErr.Error() {
			t.Errorf("got error %v, want %v", err, wantErr)
		}
		return
	}
	if !ok || wantErr != nil {
		t.Fatalf("compiled execution works: %v, html/template: %v", ok, wantErr)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkTheme(b *testing.B) {
	for _, layout := range []string{"post", "list", "home"} {
		data := sampleView(kind(layout))
		b.Run(layout+"/html-template", func(b *testing.B) {
			set := themeSet(b, ownTheme, layout)
			var page bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				page.Reset()
				if err := set.ExecuteTemplate(&page, "base", data); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(layout+"/compiled", func(b *testing.B) {
			p := themeProgram(b, ownTheme, layout)
			var page []byte
			b.ReportAllocs()
			for b.Loop() {
				var ok bool
				if page, ok = p.run(page[:0], data); !ok {
					b.Fatal("not compiled")
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	base := themeSet(b, ownTheme, "post")
	o := Options{Data: reflect.TypeFor[view](), Funcs: themeFuncs(), Dict: "dict", Pure: []string{"t", "asset", "setting", "wording"}, Methods: viewMethods()}
	for _, name := range []string{"clone", "escape", "compile"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				set := template.Must(base.Clone())
				if name == "escape" {
					_ = escape(set, "base")
				}
				if name == "compile" {
					if _, err := Compile(set, "base", o); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
