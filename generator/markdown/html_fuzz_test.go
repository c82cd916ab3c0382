package markdown_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"maillage/generator/markdown"
	"maillage/generator/markdown/policy"
)

// attacks are texts that have broken sanitisers, and ways out of an element.
var attacks = []string{
	"<script>x</script>", "<scr<script>ipt>x</script>", "<b onclick=x>a</b>", "<a href=javascript:x>a</a>", "<a href=\"jav&#9;ascript:x\">a</a>",
	"<a href=\"&#1;javascript:x\">a</a>", "<a href='data:text/html,x'>a</a>", "<img src=x onerror=x alt=a>", "<img src=\"javascript:x\" alt=a>",
	"<svg><script>x</script></svg>", "<math><mtext><table><mglyph><style><img src=x onerror=x>", "<svg></p><style><a id=\"</style><img src=x onerror=x>\">",
	"<noscript><p title=\"</noscript><img src=x onerror=x>\">", "<template><b>x</b></template>", "<p></div></article><b>x</b></p>", "</div></main>",
	"<table><tr><td></table><p>x</td></tr></table>", "<details>\n\n</div>\n\n</details>", "<div>\n\na\n\n</div></div>", "<b><p>x</b></p>",
	"<a href=\"x\"><a href=\"y\">a</a></a>", "<ul><p>x</p></ul>", "<p id=contenu>x</p>", "<img name=getElementById alt=x src=y>", "<form><input name=x></form>",
	"<iframe srcdoc='<script>x</script>'></iframe>", "<!--><img src=x onerror=x>-->", "<!-- --!><b>x</b> -->", "<![CDATA[<b>x</b>]]>", "<b title='\"><img src=x onerror=x>'>a</b>",
	"<q cite=javascript:x>a</q>", "<xmp><b>x</xmp>", "<plaintext>x", "<title><b>x</title>", "<select><b>x</b></select>", "<p style=\"x:y\">a</p>",
	"<h2 id=\"a\">x</h2>\n\n## y {#a}", "[a](<javascript:x>)", "**a<b>b**c</b>", "<sub>a*b</sub>c*", "`<b>`", "<pre>\n\n<b>x</pre>", "<dl><dt>a<dd>b</dl>",
	"<table><b>x</b></table>", "<ruby>a<rt>b</ruby>", "<video src=x.mp4><source src=y.mp4></video>", "<td>x</td>", "<li>x</li>", "<summary>x</summary>",
	"> <div>\n> a\n\nb\n\n</div>", "- <details>\n\n</details>", "<figure><figcaption>x</figcaption></figure>", "<a href=\"#a\"\n>b</a>", "<b\n>x</b\n>",
}

// Whatever an author writes: without problems, the page holds only what the policy
// allows and what the composer itself writes, and nothing leaves the element that
// the text stands in.
func FuzzHTML(f *testing.F) {
	for _, attack := range attacks {
		f.Add(attack)
		f.Add("Un texte " + attack + " et la suite.\n\n" + attack + "\n")
	}
	renderer := markdown.New("fr")
	f.Fuzz(func(t *testing.T, source string) {
		doc := renderer.Render([]byte(source))
		if len(doc.Problems) > 0 {
			return
		}
		page := "<!DOCTYPE html><html><head><title>x</title></head><body><main><div id=\"sentinel\">" + string(doc.AppendHTML(nil, nil, "")) + "</div><p id=\"after\"></p></main></body></html>"
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Skip(err) // hundreds of quotations in each other: browsers stop there too
		}
		text, after := byID(root, "sentinel"), byID(root, "after")
		if text == nil || after == nil || after.PrevSibling != text || after.Parent.Data != "main" {
			t.Fatalf("%q leaves its element:\n%s", source, page)
		}
		for n := range text.Descendants() {
			if n.Type == html.ElementNode {
				harmless(t, source, n)
			}
		}
	})
}

// own are attributes that the composer writes by itself.
var own = " class id href title src srcset sizes alt width height loading decoding type role tabindex data-embed rel aria-label aria-hidden start controls preload poster scope "

func harmless(t *testing.T, source string, n *html.Node) {
	element := policy.Find(n.Data)
	if n.Namespace != "" || element == nil && n.Data != "picture" && n.Data != "aside" {
		t.Fatalf("%q: <%s>", source, n.Data)
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || !strings.Contains(own, " "+a.Key+" ") && !element.Allows(a.Key, a.Val) {
			t.Fatalf("%q: %s=%q on <%s>", source, a.Key, a.Val, n.Data)
		}
		scheme, _, found := strings.Cut(strings.ToLower(strings.TrimSpace(a.Val)), ":")
		if found && (a.Key == "href" || a.Key == "src") && !strings.ContainsAny(scheme, "/?#.") && !strings.Contains(" http https mailto tel ", " "+scheme+" ") {
			t.Fatalf("%q: %s=%q", source, a.Key, a.Val)
		}
	}
}

func byID(root *html.Node, id string) *html.Node {
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "id" && a.Val == id {
				return n
			}
		}
	}
	return nil
}
