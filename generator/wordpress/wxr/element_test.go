package wxr

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestText reads contents in all the ways in which they are written.
func TestText(t *testing.T) {
	for _, test := range []struct{ name, inner, want string }{
		{"CDATA", "<![CDATA[<p>a</p>]]>", "<p>a</p>"},
		{"nothing", "<![CDATA[]]>", ""},
		{"without CDATA", "&lt;p&gt;L&#8217;eau &amp;amp; l&rsquo;air&lt;/p&gt;", "<p>L’eau &amp; l’air</p>"},
		{"entities stay in CDATA", "<![CDATA[&nbsp;&lt;&#8217;]]>", "&nbsp;&lt;&#8217;"},
		{"undeclared entity", "a&nbsp;b", "a\u00a0b"},
		{"unknown entity", "a&hop;b &lol1;", "a&hop;b &lol1;"},
		{"entity without end", "?a=1&copy=2&ampere;&", "?a=1&copy=2&ampere;&"},
		{"Windows numbers", "l&#146;eau &#x96;", "l’eau –"},
		{"forbidden numbers", "a&#x1F;b&#0;c&#xD800;d&#xFFFF;e&#99999999;", "abcde"},
		{"several sections", "<![CDATA[a]]><![CDATA[b]]> <![CDATA[c]]>", "ab c"},
		{"escaped end", "<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b"},
		{"escaped end, another way", "<![CDATA[a]]>]]&gt;<![CDATA[b]]>", "a]]>b"},
		{"end not escaped", "<![CDATA[<script>//<![CDATA[\nx()\n//]]></script> b]]>", "<script>//<![CDATA[\nx()\n//]]></script> b"},
		{"end not escaped, at the end", "<![CDATA[a ]]>]]>", "a ]]>"},
		{"end not escaped, twice", "<![CDATA[a]]>b]]>c]]>", "a]]>b]]>c"},
		{"text behind a section", "<![CDATA[a]]> b &amp; c", "a b & c"},
		{"space is kept", "\n <![CDATA[ a\t\n]]> ", "\n  a\t\n "},
		{"ends of lines", "<![CDATA[a\r\nb\rc\n]]>", "a\nb\nc\n"},
		{"control characters", "<![CDATA[a\x01\x00\x0b\x1fb\uFFFE\uFFFF]]>", "ab"},
		{"bytes of Windows-1252", "<![CDATA[d\xe9j\xe0 \x93vu\x94 \x85 et été]]>", "déjà “vu” … et été"},
		{"slashes", `<![CDATA[C:\x \"y\" \\z]]>`, `C:\x \"y\" \\z`},
		{"tags of a text", "a <em>b</em> < c", "a <em>b</em> < c"},
		{"items of a text", "<![CDATA[<item><title>x</title></item></channel>]]>", "<item><title>x</title></item></channel>"},
		{"comments of a text", "<![CDATA[<!-- wp:html --><!-- /wp:html -->]]>", "<!-- wp:html --><!-- /wp:html -->"},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := openString(t, document(post("1", "<content:encoded>"+test.inner+"</content:encoded>")+post("2", "")))
			got := items(t, e)
			if len(got) != 2 {
				t.Fatalf("%d items, want 2", len(got))
			}
			if diff := cmp.Diff(test.want, got[0].Content); diff != "" {
				t.Errorf("content (-want +got):\n%s", diff)
			}
		})
	}
}

// TestElements says what a cursor finds: names and inner text, "!" for an
// element without its end, and how the text ends.
func TestElements(t *testing.T) {
	names := map[token]string{none: "", more: "more", start: "start", end: "end"}
	for _, test := range []struct {
		in   string
		want []string
	}{
		{"", []string{""}},
		{"a < b <3 <> </> text", []string{""}},
		{"<a/><b x='>'/>", []string{"a=", "b=", ""}},
		{`<a x="1>2" y='"'>b</a >`, []string{"a=b", ""}},
		{`<a x="1>b</a>`, []string{"a=b", ""}},
		{"<a><b>c</b></a>", []string{"a=<b>c</b>", ""}},
		{"<a><a><a>b</a></a>", []string{"a=<a><a>b", "end", ""}},
		{"<!-- <a>b</a> --><?x <a> ?><!DOCTYPE a><![CDATA[<b>]]><c>d</c>", []string{"c=d", ""}},
		{"<wp:x>a<wp:y>b</wp:y>", []string{"wp:x=a!", "wp:y=b", ""}},
		{"<item><title>a<wp:post_id>1</wp:post_id></item>", []string{"item=<title>a<wp:post_id>1</wp:post_id>", ""}},
		{"<item><wp:comment><wp:x>1</wp:x></item><a/>", []string{"item=<wp:comment><wp:x>1</wp:x>", "a=", ""}},
		{"<item>a<item>b</item>", []string{"item=a!", "item=b", ""}},
		{"<wp:postmeta><wp:meta_key>a</wp:meta_key></wp:postmeta>", []string{"wp:postmeta=<wp:meta_key>a</wp:meta_key>", ""}},
		{"<rss><channel><a>b</a></channel></rss>", []string{"start", "start", "a=b", "end", "end", ""}},
		{"<x><![CDATA[a", []string{"more"}},
		{"<item><x>a</x>", []string{"more"}},
		{"<x><!-- a", []string{"more"}},
		{"<!-- a", []string{"more"}},
	} {
		c := cursor{b: []byte(test.in), last: true}
		var got []string
		for ending := false; !ending; {
			var el element
			switch tok := c.next(&el); tok {
			case whole:
				got = append(got, string(el.name)+"="+string(el.inner)+strings.Repeat("!", map[bool]int{true: 1}[el.open]))
			default:
				got = append(got, names[tok])
				ending = tok == none || tok == more
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.in, diff)
		}
	}
}

func TestAttributes(t *testing.T) {
	for in, want := range map[string]string{
		` domain="category" nicename="a-b"`: "domain=category nicename=a-b ",
		` domain = 'x'/`:                    "domain=x ",
		` nicename="a&amp;b"`:               "nicename=a&b ",
		` nicename="a`:                      `nicename="a `,
		` a=b c=d`:                          "a=b c=d ",
		` alone`:                            "",
		` a=`:                               "",
	} {
		var got string
		for key, value := range attributes([]byte(in)) {
			got += key + "=" + value + " "
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestChildrenOfBrokenContainers(t *testing.T) {
	item := element{inner: []byte("<a>1</a><wp:comment><wp:x>2</wp:x><b>3</b><c><![CDATA[")}
	var got string
	for child := range children(&item) {
		got += string(child.name) + string(child.inner) + " "
	}
	if want := "a1 wp:x2 b3 "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
