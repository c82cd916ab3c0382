package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// svg wraps what a test is about.
func svg(body string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg">` + body + `</svg>`
}

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"drawing", svg(`<g id="a" fill="#f00"><path d="M0 0h9"/></g><use xlink:href="#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>`),
			svg(`<g id="a" fill="#f00"><path d="M0 0h9"></path></g><use href="#a"></use>`)},
		{"text", svg(`<title>A &amp; B</title><text xml:space="preserve">1 &lt; 2</text>`), svg(`<title>A &amp; B</title><text xml:space="preserve">1 &lt; 2</text>`)},
		{"no namespace", `<svg viewBox="0 0 1 1"><rect/></svg>`, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect></rect></svg>`},
		{"prefix", `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:rect/></s:svg>`, svg(`<rect></rect>`)},
		{"styles", svg(`<style>.a{fill:url(#g)}/* x */</style><rect style="fill:url('#g')"/>`), svg(`<style>.a{fill:url(#g)}</style><rect style="fill:url(#g)"></rect>`)},
		{"link", svg(`<a href="https://example.org/" target="_top"><rect/></a>`), svg(`<a href="https://example.org/" target="_top"><rect></rect></a>`)},
		{"metadata", svg(`<!-- x --><?x y?><metadata><a/></metadata><sodipodi:x xmlns:sodipodi="s" sodipodi:y=""/><rect/>`), svg(`<rect></rect>`)},

		{"script", svg(`<script>alert(1)</script><g><script xlink:href="x"/></g>`), svg(`<g></g>`)},
		{"script of another namespace", svg(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script>`), svg(``)},
		{"handlers", svg(`<rect onload="x" ONCLICK="x" onbegin="x"/>`), svg(`<rect></rect>`)},
		{"HTML", svg(`<switch><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x"/></body></foreignObject><text>a</text></switch>`), svg(`<switch><text>a</text></switch>`)},
		{"HTML as SVG", svg(`<iframe src="x"/><img src="x"/><audio/><video/><object/><embed/><handler/><listener/>`), svg(``)},
		{"links that run", svg(`<a href="java&#10;script:x"/><a href="&#106;avascript:x"/><a href="data:text/html,x"/><a href="//evil"/>`), svg(`<a></a><a></a><a></a><a></a>`)},
		{"animated links", svg(`<a><set attributeName="href" to="javascript:x"/><animate attributeName=" xlink:HREF" values="x"/><animate attributeName="x" to="9"/></a>`), svg(`<a><animate attributeName="x" to="9"></animate></a>`)},
		{"animation that runs", svg(`<animate attributeName="x" to="javascript:x" values=" JavaScript : x"/>`), svg(`<animate attributeName="x"></animate>`)},
		{"fetched", svg(`<image href="https://evil/x.png"/><use href="other.svg#a"/><feImage href="//evil"/><image href="data:image/svg+xml;base64,PHN2Zy8+"/>`), svg(`<image></image><use></use><feImage></feImage><image></image>`)},
		{"fetched by styles", svg(`<style>@import "https://evil";@font-face{src:url(//evil)}a{fill:URL( "https://evil" )}</style>`), svg(`<style>@font-face{src:none}a{fill:none}</style>`)},
		{"fetched by attributes", svg(`<rect fill="url(https://evil)" filter="url(#a) url(//evil)" style="mask:url(&quot;#a) url(//evil&quot;)"/>`), svg(`<rect fill="none" filter="url(#a) none" style="mask:none"></rect>`)},
		{"fetched in disguise", svg(`<rect style="fill:u\72l(//evil)" fill="image-set('//evil' 1x)" mask="url(//evil"/>`), svg(`<rect></rect>`)},
		{"base", svg(`<g xml:base="https://evil/"><use href="#a"/></g>`), svg(`<g><use href="#a"></use></g>`)},
		{"quotes", svg(`<rect id="&quot;&gt;&lt;script&gt;"/>`), svg(`<rect id="&#34;&gt;&lt;script&gt;"></rect>`)},
		{"twice", svg(`<use href="#a" xlink:href="#b" xmlns:xlink="http://www.w3.org/1999/xlink"/>`), svg(`<use href="#a"></use>`)},
		{"entities", `<!DOCTYPE svg [<!ENTITY x "y">]>` + svg(`<rect/>`), svg(`<rect></rect>`)},
		{"elements in a style", svg(`<style>a{}<script/>b{}</style>`), svg(`<style>a{}b{}</style>`)},
		{"CDATA", svg(`<style><![CDATA[a>b{}]]></style>`), svg(`<style>a&gt;b{}</style>`)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Clean([]byte(test.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCleanRefuses(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", ``, "no SVG"},
		{"HTML", `<html><svg/></html>`, "no SVG"},
		{"two drawings", `<svg/><svg/>`, "no SVG"},
		{"HTML called svg", `<svg xmlns="http://www.w3.org/1999/xhtml"/>`, "no SVG"},
		{"not closed", svg(`<g>`), "line 1"},
		{"entity", `<!DOCTYPE svg [<!ENTITY x "y">]>` + svg(`&x;`), "entity &x;"},
		{"encoding", `<?xml version="1.0" encoding="utf-7"?>` + svg(``), "utf-7"},
		{"escapes", svg("\n<style>a{fill:u\\72l(//evil)}</style>"), "line 2: its styles"},
		{"style that fetches", svg(`<style>a{background:image-set("//evil" 1x)}</style>`), "its styles"},
		{"style without end", svg(`<style>a{fill:url(//evil</style>`), "its styles"},
		{"depth", svg(strings.Repeat("<g>", 300) + strings.Repeat("</g>", 300)), "inside one another"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Clean([]byte(test.in))
			if !errors.Is(err, ErrDrawing) && !errors.Is(err, ErrNotImage) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s, %v, want an error about %q", got, err, test.want)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	f.Add([]byte(svg(`<a href="&#106;avascript:x" onload="x"><style>a{fill:url("#a")}@import "x";</style><script>x</script></a>`)))
	f.Add([]byte(svg(`<image href="data:image/png;base64,AAAA"/><rect style="fill:url(//x)" fill="url( '#a' )"/>`)))
	f.Fuzz(func(t *testing.T, data []byte) {
		once, err := Clean(data)
		if err != nil {
			return
		}
		if twice, err := Clean(once); err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("cleaned twice: %v\n%s\n%s", err, once, twice)
		}
		decoder := xml.NewDecoder(bytes.NewReader(once))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("%v in %s", err, once)
			}
			if start, ok := token.(xml.StartElement); ok {
				checkElement(t, start)
			}
		}
	})
}

func checkElement(t *testing.T, start xml.StartElement) {
	if !strings.Contains(drawing, " "+start.Name.Local+" ") && !strings.Contains(drawing, start.Name.Local) || start.Name.Space != svgSpace {
		t.Errorf("element %v", start.Name)
	}
	for _, a := range start.Attr {
		value := strings.ToLower(a.Value)
		if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || strings.HasPrefix(value, "javascript:") ||
			strings.Contains(value, "url(") && !strings.Contains(value, "url(#") ||
			a.Name.Local == "href" && start.Name.Local != "a" && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/") {
			t.Errorf("%s %s=%q", start.Name.Local, a.Name.Local, a.Value)
		}
	}
}
