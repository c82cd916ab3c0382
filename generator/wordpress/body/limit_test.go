package body_test

import (
	"flag"
	"strconv"
	"strings"
	"testing"
	"time"

	"maillage/generator/wordpress/body"
)

var megabytes = flag.Int("megabytes", 1, "length of hostile bodies")

// hostile are pieces that were slow, deep or large somewhere when repeated.
var hostile = map[string]string{
	"divs":                "<div>",
	"open and shut":       "<div></div>",
	"paragraphs":          "<p>a",
	"bold paragraphs":     "<b class=1><i><p>a",
	"distinct fonts":      "<font color=%d>a<p>",
	"stray ends":          "a</x>",
	"stray list ends":     "a</li>",
	"list items":          "<li>",
	"lists":               "<ul><li>",
	"rows without table":  "a<tr>",
	"tables":              "<table><tr><td>",
	"text in a table":     "a<tr>b",
	"forms":               "a<form>",
	"selects":             "<select>a<b>",
	"links":               "<a href=x><p>",
	"open quote":          `<a b="`,
	"two quotes":          `<a b="'`,
	"no tag end":          "<a ",
	"comments":            "<!--",
	"short comments":      "<!-->",
	"scripts":             "<script>",
	"svg":                 "<svg>a",
	"blocks":              "<!-- wp:group -->",
	"block ends":          "<!-- /wp:group -->",
	"void blocks":         `<!-- wp:block {"ref":41} /-->`,
	"embeds":              "<!-- wp:embed -->",
	"freeform":            "<!-- wp:freeform -->\n",
	"queries":             "<!-- wp:query -->a<!-- /wp:query -->b",
	"brackets":            "[",
	"double brackets":     "[[gallery",
	"shortcodes":          "[a]",
	"shortcode ends":      "[/a]",
	"nested shortcodes":   "[vc_row]",
	"captions":            "[caption]",
	"open values":         `[a b="`,
	"curly values":        "[a b=“",
	"values":              `[a b="c" `,
	"galleries":           "[gallery]",
	"escaped":             "[[caption]",
	"code":                "[code]",
	"notes":               " ((a b",
	"written notes":       " ((a b))",
	"notes by shortcodes": "[ref]",
	"latex":               "$latex a",
	"newlines":            "\n",
	"lines":               "a\n",
	"breaks":              "<br>",
	"spaces":              "a  ",
	"entities":            "&nbsp;&#x41;",
	"anchors":             `<a id="x%d"></a>`,
	"figures":             "<figure>",
	"covers":              `<div class="wp-block-cover">`,
	"images":              `<figure class="wp-block-gallery"><img src="a.jpg">`,
	"captions of figures": "<figcaption>a",
	"details":             "<details><summary>a",
	"spans":               `<span style="font-weight:bold">a`,
	"spans shut":          `a<span>b</span>`,
	"definitions":         "<dl><dt>a",
	"pre":                 "<pre>a",
	"buttons":             "<button>a",
	"math":                "<math><mi>a",
	"headings":            "<h2>a<h3>",
	"nobr":                "<nobr>a<p>",
	"options":             "<option>a",
	"noscript":            "<noscript>a",
	"quotes of tweets":    `<blockquote class="twitter-tweet"><a href="https://x.com/a/status/1">`,
	"ruby":                "<ruby>a<rt>",
	"more":                "a<!--more-->",
	"addresses":           "https://youtu.be/a\n",
}

// A body of any shape ends in a time that grows with its length only.
func TestHostile(t *testing.T) {
	for name, piece := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			for i := 0; b.Len() < *megabytes<<20; i++ {
				b.WriteString(strings.ReplaceAll(piece, "%d", strconv.Itoa(i)))
			}
			start := time.Now()
			body.Render(b.String(), library())
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}
