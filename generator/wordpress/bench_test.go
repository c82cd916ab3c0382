package wordpress_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"maillage/generator/wordpress"
)

// BenchmarkImport takes over 4,000 posts with five comments each, 35 MB, into an
// empty zone.
func BenchmarkImport(b *testing.B) {
	export := filepath.Join(b.TempDir(), "export.xml")
	size := writeExport(b, export, 4000)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		content := newContent(b)
		b.StartTimer()
		r, err := wordpress.Import(b.Context(), wordpress.Options{Content: content, Zone: "fr/nord", Sources: []string{export}, Media: wordpress.MediaNone, At: now})
		if err != nil || r.Outcomes["created"] != 4000 {
			b.Fatal(err, r.Outcomes)
		}
	}
}

var vocabulary = strings.Fields("association avenir bus campagne commune courage culture demain démocratie eau école égalité énergie enfant équipe forêt gare gratuit habitants " +
	"hôpital joie jeunesse l'eau liberté ligne littoral logement loyers marché médecin militants montagne nous proposition public quartier région réunion rivière")

// writeExport makes an export of posts as a local team has them, from a seed.
func writeExport(tb testing.TB, file string, posts int) int64 {
	tb.Helper()
	out, err := os.Create(file)
	if err != nil {
		tb.Fatal(err)
	}
	w := bufio.NewWriter(out)
	random := rand.New(rand.NewPCG(1, 2))
	words := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = vocabulary[random.IntN(len(vocabulary))]
		}
		return strings.Join(list, " ")
	}
	fmt.Fprint(w, head)
	for id := 1; id <= posts; id++ {
		at := time.Date(2015, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(id) * 19 * time.Hour)
		var body strings.Builder
		for range 9 {
			switch random.IntN(8) {
			case 0:
				fmt.Fprintf(&body, "<h2>%s</h2>\n", words(4))
			case 1:
				fmt.Fprintf(&body, "<ul>\n<li>%s</li>\n<li><strong>« %s »</strong> : %s</li>\n</ul>\n", words(6), words(2), words(8))
			case 2:
				fmt.Fprintf(&body, "<blockquote>%s</blockquote>\n", words(20))
			default:
				fmt.Fprintf(&body, "%s <strong>%s</strong> %s\n%s <a href=\"https://nord.example/%d/\">%s</a> %s&nbsp;!\n\n", words(30), words(2), words(20), words(9), random.IntN(posts), words(2), words(30))
			}
		}
		fmt.Fprintf(w, "<item><title>%s</title><link>https://nord.example/%s/article-%d/</link><dc:creator><![CDATA[camille]]></dc:creator>"+
			"<content:encoded><![CDATA[%s]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>%d</wp:post_id>"+
			"<wp:post_date>%s</wp:post_date><wp:post_date_gmt>%s</wp:post_date_gmt><wp:post_name>article-%d</wp:post_name><wp:status>publish</wp:status>"+
			"<wp:post_type>post</wp:post_type><category domain=\"category\" nicename=\"vie\"><![CDATA[Vie locale]]></category>",
			words(6), at.Format("2006/01/02"), id, body.String(), id, at.Add(time.Hour).Format(time.DateTime), at.Format(time.DateTime), id)
		for c := range 5 {
			fmt.Fprintf(w, "<wp:comment><wp:comment_id>%d</wp:comment_id><wp:comment_author><![CDATA[Personne]]></wp:comment_author>"+
				"<wp:comment_author_email>personne@example.org</wp:comment_author_email><wp:comment_date>%s</wp:comment_date>"+
				"<wp:comment_content><![CDATA[%s]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>", id*10+c, at.Format(time.DateTime), words(60))
		}
		fmt.Fprint(w, "</item>\n")
	}
	fmt.Fprint(w, "</channel></rss>\n")
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	info, err := out.Stat()
	if err != nil || out.Close() != nil {
		tb.Fatal(err)
	}
	return info.Size()
}

const head = `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Le Nord</title><link>https://nord.example</link><language>fr-FR</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://nord.example</wp:base_site_url><wp:base_blog_url>https://nord.example</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[camille]]></wp:author_login><wp:author_email>camille@nord.example</wp:author_email><wp:author_display_name><![CDATA[Camille D.]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>1</wp:term_id><wp:category_nicename>vie</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[Vie locale]]></wp:cat_name></wp:category>
`

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// newContent is a content folder with two zones that have a site.
func newContent(tb testing.TB) string {
	tb.Helper()
	content := filepath.Join(tb.TempDir(), "content")
	for name, data := range map[string]string{
		"zones.yaml":      "root: {code: fr, slug: fr, name: France, zones: [{code: r-1, slug: nord, name: Nord}]}\n",
		"fr/zone.md":      "---\ntitle: Accueil\ncontact: {email: nous@mouvement.example}\nlegal: {controller: {name: Nous, address: \"1 rue de la Paix\", email: nous@mouvement.example}}\n---\n",
		"fr/nord/zone.md": "---\ntitle: Nord\n---\n",
	} {
		file := filepath.Join(content, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(data), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return content
}
