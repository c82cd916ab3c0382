package body_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"maillage/generator/wordpress/body"
)

// pieces are what bodies are made of, whole and broken. None hides words.
var pieces = []string{"<p>", "</p>", "<p class=\"wp-caption-text\">", "<div>", "</div>", "<div class=\"wp-block-cover\">", "<div class=\"wp-block-buttons\">", "<div class=\"wp-block-button\">",
	"<div class=\"wp-caption\">", "<div class=\"gallery\">", "<figure class=\"wp-block-embed\">", "<span>", "</span>", "<span style=\"font-weight:bold\">", "<b>", "</b>", "<strong>", "</strong>", "<em>", "</em>",
	"<a href=\"/x\">", "</a>", "<a name=\"y\">", "<code>", "</code>", "<pre>", "</pre>", "<sup>", "</sup>", "<q>", "</q>", "<small>", "</small>", "<h2>", "</h2>", "<h3>", "</h3>", "<ul>", "</ul>", "<ol>", "</ol>",
	"<li>", "</li>", "<dl>", "</dl>", "<dt>", "</dt>", "<dd>", "</dd>", "<blockquote>", "</blockquote>", "<blockquote class=\"twitter-tweet\"><a href=\"https://x.com/a/status/1\">z</a>", "<cite>", "</cite>",
	"<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "</th>", "<caption>", "</caption>", "<thead>", "<tbody>", "<figure>", "</figure>", "<figure class=\"wp-block-gallery\">", "<figcaption>", "</figcaption>",
	"<img src=\"/a.jpg\" alt=\"\">", "<img src=\"/b.jpg\" alt=\"\">", "<hr>", "<br>", "<br><br>", "<details>", "</details>", "<summary>", "</summary>", "<center>", "</center>", "<address>", "</address>", "<section>", "</section>",
	"<font color=\"red\">", "</font>", "<label>", "</label>", "<button>", "</button>", "<article>", "<x-y>", "</x-y>", "<iframe src=\"https://youtu.be/abcdefghijk\"></iframe>", "<video src=\"/v.mp4\"></video>",
	"<!-- wp:paragraph -->", "<!-- /wp:paragraph -->", "<!-- wp:list -->", "<!-- /wp:list -->", "<!-- wp:group {\"a\":\"]\"} -->", "<!-- /wp:group -->", "<!-- wp:freeform -->", "<!-- /wp:freeform -->", "<!-- wp:shortcode -->",
	"<!-- /wp:shortcode -->", "<!--more-->", "<!--nextpage-->", "<!-- rien -->", "[caption width=\"3\"]", "[/caption]", "[bulle a=\"b\"]", "[/bulle]", "[vc_row]", "[/vc_row]", "[et_pb_text]", "[/et_pb_text]", "[ref]", "[/ref]",
	"[toggle title=\"z\"]", "[/toggle]", "[embed]", "[vc_btn]", "[", "]", "((", "))", "\n", "\n\n", "\n", " ", "&nbsp;", "&amp;", "< ", ">", "\"", "'", "https://youtu.be/abcdefghijk"}

// Whatever the order of pieces, each word between them is in the result once.
func TestWordsAreKept(t *testing.T) {
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 1))
		var b strings.Builder
		want := map[string]int{}
		for i := range 5 + random.IntN(60) {
			b.WriteString(pieces[random.IntN(len(pieces))])
			if random.IntN(2) == 0 {
				word := fmt.Sprintf("mot%dm", i)
				want[word] = 1
				b.WriteString(word)
			}
		}
		r := body.Render(b.String(), body.Context{Rendered: seed%5 == 0})
		checkTree(t, r.Tree)
		got := words(r.Tree)
		for _, note := range r.Notes {
			for _, n := range note.Nodes {
				got += " " + words(n)
			}
		}
		for word := range want {
			if n := strings.Count(got, word); n != 1 {
				t.Fatalf("seed %d: %s is there %d times\n%s\n%s", seed, word, n, b.String(), show(r))
			}
		}
	}
}
