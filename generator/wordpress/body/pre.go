package body

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// pre takes preformatted text: lines count, and inline elements stay.
func (f *flow) pre(n *html.Node) {
	f.endParagraph()
	if hasClass(n, "wp-block-verse") {
		f.verse(n)
		return
	}
	language := f.r.languageOf(n)
	pre := element("pre", "id", f.r.claim(attr(n, "id")), "data-lang", language)
	p := preWriter{r: f.r, at: pre}
	p.children(n)
	mergeText(pre)
	code := onlyChild(pre, "code")
	if code == nil && (language != "" || isCodeClass(attr(n, "class"))) {
		code = renamed(pre, "code")
		pre.AppendChild(code)
	}
	if code != nil {
		for c := code.FirstChild; c != nil; c = code.FirstChild {
			if !is(c, "code") {
				break
			}
			unwrap(c)
		}
		trimLines(code)
	} else {
		trimLines(pre)
	}
	if visible(pre) {
		f.block(pre)
	}
}

func (f *flow) verse(n *html.Node) {
	pre := element("pre", "class", "verse", "id", f.r.claim(attr(n, "id")))
	if a := alignOf(n); a == "center" || a == "right" {
		setAttr(pre, "style", "text-align:"+a)
	}
	p := preWriter{r: f.r, at: pre}
	p.children(n)
	mergeText(pre)
	if trimLines(pre); visible(pre) {
		f.block(pre)
	}
}

// onlyChild is the only child of n if it has this tag; spaces do not count.
func onlyChild(n *html.Node, tag string) *html.Node {
	var only *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" {
			continue
		}
		if only != nil || !is(c, tag) {
			return nil
		}
		only = c
	}
	return only
}

// trimLines removes empty lines at both ends.
func trimLines(n *html.Node) {
	if t := n.LastChild; t != nil && t.Type == html.TextNode {
		t.Data = strings.TrimRight(t.Data, " \t\n")
	}
	if t := n.FirstChild; t != nil && t.Type == html.TextNode {
		for {
			line, rest, ok := strings.Cut(t.Data, "\n")
			if !ok || strings.TrimSpace(line) != "" {
				break
			}
			t.Data = rest
		}
	}
}

// preWriter copies preformatted text.
type preWriter struct {
	r  *renderer
	at *html.Node
}

func (p *preWriter) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch tag := inlineTags[c.Data]; {
		case c.Type == html.TextNode:
			p.at.AppendChild(textNode(c.Data))
		case c.Type != html.ElementNode || lostTags[c.Data] || hasClass(c, "code-block-pro-copy-button"):
		case c.Data == "br":
			if t := c.NextSibling; t == nil || t.Type != html.TextNode || !strings.HasPrefix(t.Data, "\n") {
				p.at.AppendChild(textNode("\n"))
			}
		case tag != "":
			p.within(c, element(tag))
		case c.Data == "a" && safeAddress(p.r, attr(c, "href")) != "":
			p.within(c, element("a", "href", safeAddress(p.r, attr(c, "href"))))
		case c.Data == "img":
			p.at.AppendChild(textNode(attr(c, "alt")))
		case blockLevel[c.Data] || c.Data == "tr":
			p.newline()
			p.children(c)
			p.newline()
		default:
			p.children(c)
		}
	}
}

func (p *preWriter) within(n, copy *html.Node) {
	outer := p.at
	outer.AppendChild(copy)
	p.at = copy
	p.children(n)
	p.at = outer
}

// newline ends a line that has begun.
func (p *preWriter) newline() {
	if t := p.at.LastChild; t != nil && !(t.Type == html.TextNode && strings.HasSuffix(t.Data, "\n")) {
		p.at.AppendChild(textNode("\n"))
	}
}

var (
	languageClass = regexp.MustCompile(`(?:^|[\s"])(?:language-|lang-|lang:|brush:\s*|highlight-source-|wp-block-code-)([A-Za-z0-9+#_.-]+)`)
	codeClass     = regexp.MustCompile(`(?:^|\s)(?:wp-block-syntaxhighlighter-code|EnlighterJSRAW|brush:|crayon|wp-block-code|prettyprint|hljs|shiki|line-numbers)`)
)

// spoken are values of lang that are no programming languages.
var spoken = fields("fr en es de it pt nl br oc eu ca co ar el ru uk pl tr zh ja")

func isCodeClass(class string) bool { return codeClass.MatchString(class) }

// languageOf is the language of a pre, by its own marks, its code's or the
// block's.
func (r *renderer) languageOf(n *html.Node) string {
	language := r.language
	r.language = ""
	for _, e := range []*html.Node{n, findTag(n, "code")} {
		if e == nil {
			continue
		}
		for _, name := range []string{"data-language", "data-enlighter-language", "data-lang", "lang"} {
			if v := attr(e, name); v != "" && language == "" && !(name == "lang" && (len(v) == 5 || spoken[v])) {
				language = v
			}
		}
		if found := languageClass.FindStringSubmatch(attr(e, "class")); found != nil && language == "" {
			language = found[1]
		}
	}
	switch language = strings.ToLower(strings.Trim(language, " ;,")); language {
	case "plain", "text", "plaintext", "none", "raw", "generic", "default", "nohighlight":
		return ""
	}
	return language
}
