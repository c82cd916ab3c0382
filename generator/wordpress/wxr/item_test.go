package wxr

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// wanted are the items of testdata/site.xml.
func wanted() []*Item {
	return []*Item{
		{
			ID: 10, Type: "post", Status: "publish", Title: "Une place <em>apaisée</em> &amp; verte",
			Link: "https://pantin.example/blog/2023/05/place/", Slug: "une-place",
			GUID: "https://pantin.example/blog/?p=10&lang=fr", Creator: "amina",
			Date: at("2023-06-01T00:30:00+02:00"), Modified: at("2024-01-02T08:00:00+01:00"),
			Content: "  <!-- wp:paragraph -->\n<p>Où\u00a0? «\u00a0Là\u00a0»\u00a0; C:\\x et \\\"y\\\" &nbsp;&amp;eacute; [:fr]oui[:en]yes[:]</p>\n" +
				"<!-- /wp:paragraph -->\n\n<![CDATA[a]]>\n ",
			Excerpt: "L’extrait.", Sticky: true, MenuOrder: 3, CommentStatus: "open",
			Terms: []Term{{"post_translations", "pll_1", "pll_1"}, {"category", "r-d", "R&D"},
				{"post_format", "post-format-aside", "Aside"}},
			Meta: map[string][]string{"_thumbnail_id": {"12"}, "_wp_old_slug": {"place", "la-place"}},
			Comments: []Comment{
				{ID: 1, Author: "Léa & Tom", Date: at("2023-06-02T10:00:00+02:00"), Content: "Bravo <b>!</b>"},
				{ID: 3, Parent: 1, Date: at("2023-07-02T10:00:00+02:00"), Content: "Merci"},
			},
			File: "testdata/site.xml", Line: 50,
		},
		{
			ID: 12, Parent: 10, Type: "attachment", Status: "inherit", Title: "place",
			Link: "https://pantin.example/blog/place-2/", Slug: "place-2", Creator: "jo-martinsecret-example",
			Date: at("2023-01-05T09:00:00+01:00"), Excerpt: "Légende",
			AttachmentURL: "https://cdn.example/2023/01/place-scaled.jpg",
			File:          "testdata/site.xml", Line: 107,
		},
		{
			ID: 13, Type: "post", Status: "draft", Title: "Réunion interne", Link: "https://pantin.example/blog/?p=13",
			Creator: "amina", Date: at("2023-01-06T09:00:00+01:00"), Content: "Caché", Password: true,
			File: "testdata/site.xml", Line: 125,
		},
	}
}

func TestEach(t *testing.T) {
	e := open(t, "testdata/site.xml")
	for range 2 { // it can be called again
		got := items(t, e)
		picture := got[1].Picture()
		want := Picture{File: "2023/01/place-scaled.jpg", Original: "place.jpg", Width: 2560, Height: 1440, Sizes: []string{"place-300x169.jpg"}}
		if diff := cmp.Diff(want, picture); diff != "" {
			t.Errorf("picture (-want +got):\n%s", diff)
		}
		got[1].Meta = nil
		if diff := cmp.Diff(wanted(), got); diff != "" {
			t.Errorf("items (-want +got):\n%s", diff)
		}
	}
	problems := []Problem{{File: "testdata/site.xml", Line: 50, Item: 10, Title: "Une place <em>apaisée</em> &amp; verte",
		Key: KeyField, Args: []any{"lieu"}, Count: 1}}
	if diff := cmp.Diff(problems, e.Problems()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestHeads(t *testing.T) {
	var got []*Item
	err := open(t, "testdata/site.xml").Heads(context.Background(), func(it *Item) error {
		got = append(got, it)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted(), got, cmpopts.IgnoreFields(Item{}, "Content", "Comments", "Meta")); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	for _, it := range got {
		if it.Content != "" || it.Comments != nil {
			t.Errorf("item %d has more than a head", it.ID)
		}
	}
}

// TestNothingPrivate looks for what the fixture holds of addresses and
// passwords in all that can be had of it.
func TestNothingPrivate(t *testing.T) {
	e := open(t, "testdata/site.xml")
	all, err := json.Marshal([]any{items(t, e), e.Site(), e.Problems()})
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []string{"@secret", "secret.example", "203.0.113.9", "sesame", "En attente", "Note"} {
		if strings.Contains(string(all), private) {
			t.Errorf("%q leaves the package", private)
		}
	}
}

func TestIncompleteItems(t *testing.T) {
	e := openString(t, document(`<item><title>Sans rien</title><wp:post_id>1</wp:post_id></item>
<item><title>Sans statut</title><wp:post_id>2</wp:post_id><wp:post_type>page</wp:post_type></item>
<item><title>Sans id</title><wp:status>ahardwarefailureinth</wp:status><wp:post_type>page</wp:post_type><wp:post_date>hier</wp:post_date></item>
<item><title>Sans fin</title><wp:post_id>4</wp:post_id><wp:status>publish</wp:status><wp:post_type>page</wp:post_type>
<wp:comment><wp:comment_id>1</wp:comment_id>
`+post("5", "")))
	var got []string
	for _, it := range items(t, e) {
		got = append(got, it.Title+"/"+it.Status)
	}
	want := []string{"Sans statut/", "Sans id/ahardwarefailureinth", "Sans fin/publish", "Article 5/publish"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	problems := []Problem{
		{Line: 5, Item: 1, Title: "Sans rien", Key: KeyNoType, Count: 1},
		{Line: 6, Item: 2, Title: "Sans statut", Key: KeyNoStatus, Count: 1},
		{Line: 6, Item: 2, Title: "Sans statut", Key: KeyNoDate, Count: 3},
		{Line: 7, Title: "Sans id", Key: KeyNoID, Count: 1},
		{Line: 8, Item: 4, Title: "Sans fin", Key: KeyOpen, Count: 1},
	}
	if diff := cmp.Diff(problems, told(e), cmpopts.IgnoreFields(Problem{}, "File"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestPassword(t *testing.T) {
	for inner, want := range map[string]bool{"": false, "<![CDATA[]]>": false, "\n\t\t": false,
		"secret": true, "<![CDATA[ ]]>": true, "0": true} {
		e := openString(t, document(post("1", "<wp:post_password>"+inner+"</wp:post_password>")))
		if got := items(t, e)[0].Password; got != want {
			t.Errorf("%q: password %v, want %v", inner, got, want)
		}
	}
}

// TestVersion1_0 reads the format of 2008: no authors, terms twice, tags by
// another name, no dates of change.
func TestVersion1_0(t *testing.T) {
	e := openString(t, strings.ReplaceAll(document(post("7", `<link>https://x.example/?p=7</link><dc:creator>admin</dc:creator>
<category><![CDATA[Non classé]]></category>
<category domain="category" nicename="non-classe"><![CDATA[Non classé]]></category>
<category domain="tag"><![CDATA[Vélo]]></category>
<category domain="tag" nicename="velo"><![CDATA[Vélo]]></category>
<category>Sans nom court</category>`)), "1.2", "1.0"))
	it := items(t, e)[0]
	want := []Term{{"category", "non-classe", "Non classé"}, {"post_tag", "velo", "Vélo"}, {"category", "", "Sans nom court"}}
	if diff := cmp.Diff(want, it.Terms); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
	if !it.Modified.IsZero() || it.Creator != "admin" {
		t.Errorf("modified %v by %q", it.Modified, it.Creator)
	}
	if diff := cmp.Diff([]Author{{Login: "admin"}}, e.Site().Authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
	if len(e.Problems()) > 0 {
		t.Errorf("problems: %v", e.Problems())
	}
}

func TestThread(t *testing.T) {
	comments := []Comment{{ID: 1}, {ID: 4, Parent: 3}, {ID: 5, Parent: 6}, {ID: 7, Parent: 8}}
	replies := map[int]int{1: 0, 2: 1, 3: 2, 4: 3, 5: 6, 6: 6, 7: 8}
	want := []Comment{{ID: 1}, {ID: 4, Parent: 1}, {ID: 5}, {ID: 7}}
	if diff := cmp.Diff(want, thread(comments, replies)); diff != "" {
		t.Errorf("thread (-want +got):\n%s", diff)
	}
}

func TestIsAddress(t *testing.T) {
	for word, want := range map[string]bool{"<jo@x.fr>": true, "https://x.fr": true, "WWW.x.fr": true, "192.0.2.1": true,
		"2001:db8::1": true, "Jo": false, "@jo": false, "J.-L.": false, "12": false} {
		if got := isAddress(word); got != want {
			t.Errorf("%q: %v, want %v", word, got, want)
		}
	}
}

func TestKeptKeysAreNotPrivate(t *testing.T) {
	for _, key := range worthwhile {
		if private(key) {
			t.Errorf("%s is kept and private at once", key)
		}
	}
	for _, key := range []string{"_edit_lock", "_edit_last", "_oembed_1", "mon_champ", "_aioseo_token", "_OrganizerPhone"} {
		if kept(key) {
			t.Errorf("%s is kept", key)
		}
	}
}
