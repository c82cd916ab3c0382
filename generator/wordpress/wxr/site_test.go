package wxr

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestSite(t *testing.T) {
	want := Site{
		Title: "Pantin en commun", Description: "L’eau, l’air & la ville",
		Link: "https://pantin.example/blog", BaseURL: "https://pantin.example/blog", Language: "fr-FR", Version: "1.2",
		Authors: []Author{{2, "amina", "Amina B. & C<sup>ie</sup>"}, {0, "jo-martinsecret-example", ""}},
		Terms: []Taxon{
			{Term: Term{"category", "mairie", "Mairie"}, ID: 3, Description: "Ce que <em>vote</em> le conseil."},
			{Term: Term{"category", "r-d", "R&D"}, ID: 4, Parent: "mairie", Meta: map[string][]string{"_thumbnail_id": {"7"}}},
			{Term: Term{"post_tag", "velo", "Vélo"}, ID: 5},
			{Term: Term{"nav_menu", "haut", "Menu du haut"}, ID: 6},
			{Term: Term{"post_translations", "pll_1", "pll_1"}, ID: 8, Description: `a:2:{s:2:"fr";i:10;s:2:"en";i:11;}`},
			{Term: Term{"post_format", "post-format-aside", "Aside"}},
		},
	}
	got := open(t, "testdata/site.xml").Site()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("site (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"fr": 10, "en": 11}, translations(got.Terms[4].Description)); diff != "" {
		t.Errorf("translations (-want +got):\n%s", diff)
	}
}

// TestParts reads a site in two files, of which only the second has terms.
func TestParts(t *testing.T) {
	e := open(t, write(t, map[string]string{
		"002.xml": document(post("1", "<category domain='category' nicename='a'>a</category>")),
		"003.xml": document("<title>Nous</title><wp:category><wp:term_id>9</wp:term_id><wp:category_nicename>a</wp:category_nicename><wp:cat_name>Été</wp:cat_name></wp:category>" + post("2", "")),
	})...)
	var ids []int
	for _, it := range items(t, e) {
		ids = append(ids, it.ID)
	}
	if diff := cmp.Diff([]int{1, 2}, ids); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	want := Site{Title: "Nous", Version: "1.2", Terms: []Taxon{{Term: Term{"category", "a", "a"}, ID: 9}}}
	if diff := cmp.Diff(want, e.Site()); diff != "" {
		t.Errorf("site (-want +got):\n%s", diff)
	}
}

// TestSameItem has an item in two files: the copy changed last counts.
func TestSameItem(t *testing.T) {
	changed := func(id, when, title string) string {
		return "<item><title>" + title + "</title><wp:post_id>" + id + "</wp:post_id><wp:post_date>2020-01-01 10:00:00</wp:post_date><wp:post_modified>" +
			when + "</wp:post_modified><wp:post_type>post</wp:post_type><wp:status>publish</wp:status></item>"
	}
	menu := func(name string) string {
		return `<item><title>` + name + `</title><wp:post_id>9</wp:post_id><wp:post_date>2020-01-01 10:00:00</wp:post_date><wp:post_type>nav_menu_item</wp:post_type>
<wp:status>publish</wp:status><category domain="nav_menu" nicename="` + name + `">x</category></item>`
	}
	e := open(t, write(t, map[string]string{
		"a.xml": document(changed("1", "2024-01-01 10:00:00", "new") + changed("2", "2024-01-01 10:00:00", "first") +
			menu("haut") + menu("bas")),
		"b.xml": document(changed("1", "2023-01-01 10:00:00", "old") + changed("2", "2024-01-01 10:00:00", "second")),
	})...)
	var got []string
	for _, it := range items(t, e) {
		got = append(got, it.Title)
	}
	if diff := cmp.Diff([]string{"new", "haut", "bas", "second"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	problems := []Problem{{File: "b.xml", Line: 5, Item: 1, Title: "old", Key: KeyTwice, Count: 2}}
	if diff := cmp.Diff(problems, told(e), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestTwoSites(t *testing.T) {
	base := func(url string) string { return document("<wp:base_blog_url>" + url + "</wp:base_blog_url>") }
	paths := write(t, map[string]string{"a.xml": base("https://a.example"), "b.xml": base("http://www.a.example/"), "c.xml": base("https://c.example")})
	open(t, paths[:2]...)
	_, err := Open(context.Background(), paths...)
	var refusal *Refusal
	if !errors.As(err, &refusal) || refusal.Key != KeyTwoSites {
		t.Errorf("error %v", err)
	}
}

// TestNamespaces has prefixes of other names, as XML allows.
func TestNamespaces(t *testing.T) {
	body := document("<wp:author><wp:author_login>a</wp:author_login></wp:author>" + post("1", "<dc:creator>a</dc:creator><content:encoded>b</content:encoded><excerpt:encoded>c</excerpt:encoded>"))
	for name, change := range map[string][]string{
		"https, 1.1":    {"http://wordpress.org/export/1.2", "https://wordpress.org/export/1.1"},
		"undeclared":    {` xmlns:wp="http://wordpress.org/export/1.2/"`, ""},
		"other prefix":  {"wp:", "w:", "xmlns:wp", "xmlns:w"},
		"more of them":  {"dc:", "d:", "xmlns:dc", "xmlns:d", "content:", "c:", "xmlns:content", "xmlns:c", "excerpt:", "e:", "xmlns:excerpt", "xmlns:e"},
		"two for one":   {"<rss ", `<rss xmlns:alt="http://wordpress.org/export/1.1/" `, "wp:post_type", "alt:post_type"},
		"unknown, many": {"<rss ", `<rss xmlns:a="x" xmlns:b='y' xmlns="" `},
	} {
		e := openString(t, strings.NewReplacer(change...).Replace(body))
		it := items(t, e)[0]
		got := []any{it.ID, it.Creator, it.Content, it.Excerpt, len(e.Site().Authors)}
		if diff := cmp.Diff([]any{1, "a", "b", "c", 1}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestDates(t *testing.T) {
	for _, test := range []struct{ name, dates, want string }{
		{"summer", "<wp:post_date>2023-06-01 00:30:00</wp:post_date><wp:post_date_gmt>2023-05-31 22:30:00</wp:post_date_gmt>", "2023-06-01T00:30:00+02:00"},
		{"west", "<wp:post_date>2023-06-01 00:30:00</wp:post_date><wp:post_date_gmt>2023-06-01 04:30:00</wp:post_date_gmt>", "2023-06-01T00:30:00-04:00"},
		{"quarters", "<wp:post_date>2023-06-01 05:45:01</wp:post_date><wp:post_date_gmt>2023-06-01 00:00:00</wp:post_date_gmt>", "2023-06-01T05:45:01+05:45"},
		{"no gmt: as others in that month", "<wp:post_date>2023-06-01 00:30:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>", "2023-06-01T00:30:00+02:00"},
		{"no gmt, but a publication", "<pubDate>Wed, 31 May 2023 23:30:00 +0000</pubDate><wp:post_date>2023-06-01 00:30:00</wp:post_date>", "2023-06-01T00:30:00+01:00"},
		{"never published", "<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate><wp:post_date>2023-06-01 00:30:00</wp:post_date>", "2023-06-01T00:30:00+02:00"},
		{"no local date", "<wp:post_date>0000-00-00 00:00:00</wp:post_date><wp:post_date_gmt>2023-05-31 22:30:00</wp:post_date_gmt>", "2023-06-01T00:30:00+02:00"},
		{"impossible gmt", "<wp:post_date>2023-06-01 00:30:00</wp:post_date><wp:post_date_gmt>2013-06-01 00:30:00</wp:post_date_gmt>", "2023-06-01T00:30:00+02:00"},
		{"lines around it", "<wp:post_date>\n<![CDATA[2023-06-01 00:30:00]]>\n</wp:post_date><wp:post_date_gmt>\n2023-05-31T22:30:00</wp:post_date_gmt>", "2023-06-01T00:30:00+02:00"},
		{"none", "<pubDate></pubDate><wp:post_date></wp:post_date>", "0001-01-01T00:00:00Z"},
	} {
		item := "<item>" + test.dates + "<wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:status>draft</wp:status></item>"
		e := openString(t, document(item+post("2", "")))
		if got := items(t, e)[0].Date; got.Format("2006-01-02T15:04:05Z07:00") != test.want {
			t.Errorf("%s: %v, want %s", test.name, got, test.want)
		}
	}
}

func TestGuess(t *testing.T) {
	var o offsets
	if got := o.guess(7); got != 0 {
		t.Errorf("nothing known: %d", got)
	}
	o.learn(at("2023-12-01T10:00:00Z"), at("2023-12-01T09:00:00Z"))
	o.learn(at("2023-07-01T10:00:00Z"), at("2023-07-01T08:00:00Z"))
	for month, want := range map[int]int{1: 3600, 2: 3600, 5: 7200, 7: 7200, 9: 7200, 10: 3600, 12: 3600} {
		if got := o.guess(at("2023-01-01T00:00:00Z").AddDate(0, month-1, 0).Month()); got != want {
			t.Errorf("month %d: %d, want %d", month, got, want)
		}
	}
}
