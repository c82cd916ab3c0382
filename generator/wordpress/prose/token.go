package prose

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/wordpress/body"
)

// A text is compared as a list of tokens: words, and what is done to them. What the
// theme or the typography adds is in no token.

// marks are the elements of words that are compared.
var marks = map[string]string{"b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "del", "del": "del", "ins": "ins", "u": "u", "sub": "sub", "sup": "sup",
	"q": "q", "abbr": "abbr", "kbd": "kbd", "mark": "mark", "small": "small", "cite": "cite", "code": "code", "var": "var", "samp": "samp", "dfn": "dfn",
	"time": "time", "bdo": "bdo", "ruby": "ruby", "rt": "rt"}

// shapes are the blocks that are compared.
var shapes = map[string]bool{"li": true, "td": true, "th": true, "dt": true, "dd": true, "blockquote": true, "pre": true, "ul": true, "ol": true, "table": true,
	"tr": true, "hr": true, "br": true, "details": true, "summary": true, "audio": true, "video": true, "figcaption": true, "caption": true}

// tokensOf reads a tree; the texts of footnotes stand where they are called.
func tokensOf(root *html.Node, notes []body.Note) []string {
	t := &tokenizer{notes: notes}
	if root.Type == html.DocumentNode {
		for n := root.FirstChild; n != nil; n = n.NextSibling {
			t.node(n)
		}
		return t.list
	}
	t.node(root)
	return t.list
}

type tokenizer struct {
	list  []string
	notes []body.Note
	pre   bool
}

func (t *tokenizer) add(token string) { t.list = append(t.list, token) }

func (t *tokenizer) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t.node(c)
	}
}

func (t *tokenizer) node(n *html.Node) {
	if n.Type == html.TextNode {
		t.words(n.Data)
		return
	}
	if n.Type != html.ElementNode {
		return
	}
	switch name := n.Data; {
	case name == "figure" && strings.HasPrefix(attr(n, "class"), "embed"):
		t.embed(n)
	case name == "p" && soleLink(n) != "":
		t.add("embed:" + soleLink(n))
	case name == "a" && attr(n, "href") != "" && attr(n, "role") != "doc-backlink" && attr(n, "role") != "doc-noteref":
		t.add("a:" + same(attr(n, "href")))
		t.children(n)
		t.add("/a")
	case name == "a" && attr(n, "role") != "":
		if attr(n, "role") == "doc-noteref" {
			t.add("note")
		}
	case name == "img":
		t.add("img:" + same(attr(n, "src")) + " " + squeezed(attr(n, "alt")))
	case isHeading(n):
		id := ""
		if own := attr(n, "id"); own != "" {
			id = own
		}
		t.add("h#" + id)
		t.children(n)
		t.add("/h")
	case name == "sup" && attr(n, "data-note") != "":
		t.add("note")
	case name == "sup" && strings.HasPrefix(attr(n, "id"), "fnref"):
		t.children(n)
	case name == "div" && attr(n, "class") == "footnotes":
	case name == "pre":
		t.add("pre")
		t.lines(textOf(n))
		t.add("/pre")
	case name == "code" && strings.ContainsAny(textOf(n), "\n"):
		t.add("code")
		t.words(textOf(n))
		t.add("/code")
	case marks[name] != "":
		t.add(marks[name])
		t.children(n)
		t.add("/" + marks[name])
	case shapes[name]:
		t.shape(n)
	default:
		if n.Data == "span" && attr(n, "id") == "" || n.Data != "span" && n.Data != "a" {
			t.children(n)
			return
		}
		t.add("id:" + attr(n, "id"))
		t.children(n)
	}
}

func (t *tokenizer) shape(n *html.Node) {
	token := n.Data
	for _, name := range []string{"colspan", "rowspan", "start", "reversed", "type", "src", "value"} {
		if v := attr(n, name); v != "" && v != "1" {
			token += " " + name + "=" + same(v)
		} else if name == "reversed" && hasAttr(n, name) {
			token += " reversed=reversed"
		}
	}
	t.add(token)
	t.children(n)
	if n.Data != "br" && n.Data != "hr" {
		t.add("/" + n.Data)
	}
}

// embed reads something of another site: its address and its caption.
func (t *tokenizer) embed(n *html.Node) {
	for d := range n.Descendants() {
		if d.Data == "a" {
			t.add("embed:" + attr(d, "href"))
			break
		}
	}
	for d := range n.Descendants() {
		if d.Data == "figcaption" {
			t.children(d)
		}
	}
}

// soleLink is the address of a paragraph that is nothing but a link which shows it.
func soleLink(p *html.Node) string {
	link := p.FirstChild
	if link == nil || link.NextSibling != nil || link.Data != "a" || link.FirstChild == nil || link.FirstChild.NextSibling != nil {
		return ""
	}
	if href := attr(link, "href"); strings.TrimSpace(link.FirstChild.Data) == href {
		return href
	}
	return ""
}

// words adds words without what typography changes: signs are words of their own.
func (t *tokenizer) words(text string) {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u00a0' || r == '\u202f' || r == '\u200b' || r == '\u00ad'
	}) {
		if word = plainWord(word); word != "" {
			t.glue(word)
		}
	}
}

// plainWord is a word as one types it, with one dash for several.
func plainWord(word string) string {
	if !strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 || r == '-' || r == '.' || r == '`' }) {
		return word
	}
	word = strings.Map(typewriter, strings.ReplaceAll(word, "...", "…"))
	for strings.Contains(word, "--") {
		word = strings.ReplaceAll(word, "--", "-")
	}
	return word
}

// glue adds a word. Blanks inside of quotation marks and before high signs come and
// go with the language, so signs stand alone.
func (t *tokenizer) glue(word string) {
	if !strings.ContainsAny(word, `"?!:;%`) {
		t.add("w:" + word)
		return
	}
	start := 0
	for i, r := range word {
		if strings.ContainsRune(`"?!:;%`, r) {
			if i > start {
				t.add("w:" + word[start:i])
			}
			t.add("w:" + string(r))
			start = i + 1
		}
	}
	if start < len(word) {
		t.add("w:" + word[start:])
	}
}

// typewriter is a sign as one types it.
func typewriter(r rune) rune {
	switch r {
	case '’', '‘', 'ʼ', '′', '`', '´':
		return '\''
	case '“', '”', '„', '«', '»', '″':
		return '"'
	case '–', '—', '‑', '−':
		return '-'
	}
	return r
}

// lines adds the lines of code as they are.
func (t *tokenizer) lines(text string) {
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		t.add("l:" + strings.TrimRight(line, " \t\n"))
	}
}

// same is an address however it is escaped.
func same(address string) string {
	if plain, err := url.PathUnescape(address); err == nil {
		return plain
	}
	return address
}

func squeezed(s string) string {
	return strings.Map(typewriter, strings.Join(strings.FieldsFunc(strings.ReplaceAll(s, "...", "…"), func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u202f' || strings.ContainsRune(`"“”«»?!:;%`, r)
	}), " "))
}

// compare counts what was found again, in any order.
func compare(before, after []string) Figures {
	have := map[string]int{}
	for _, token := range after {
		have[loose(token)]++
	}
	var f Figures
	for _, token := range before {
		count := f.of(token)
		if count == nil {
			continue
		}
		count.Of++
		if key := loose(token); have[key] > 0 {
			have[key]--
			count.Found++
		}
	}
	return f
}

func loose(token string) string {
	if strings.HasPrefix(token, "h#") {
		return "h"
	}
	return token
}

// of is the count that a token belongs to.
func (f *Figures) of(token string) *Count {
	name, _, _ := strings.Cut(token, " ")
	switch {
	case strings.HasPrefix(token, "w:"):
		return &f.Words
	case strings.HasPrefix(token, "a:"), strings.HasPrefix(token, "embed:"):
		return &f.Links
	case strings.HasPrefix(token, "img:"):
		return &f.Images
	case strings.HasPrefix(token, "h#"):
		return &f.Headings
	case strings.HasPrefix(token, "l:"):
		return &f.Code
	case name == "li", name == "dt", name == "dd":
		return &f.Items
	case name == "td", name == "th":
		return &f.Cells
	case name == "br":
		return &f.Breaks
	case slices.Contains(slices.Collect(maps.Values(marks)), name):
		return &f.Marks
	}
	return nil
}

// Add sums figures.
func (f *Figures) Add(other Figures) {
	to, from := f.all(), other.all()
	for i := range to {
		to[i].Found += from[i].Found
		to[i].Of += from[i].Of
	}
}

func (f *Figures) all() []*Count {
	return []*Count{&f.Words, &f.Links, &f.Images, &f.Headings, &f.Items, &f.Cells, &f.Code, &f.Marks, &f.Breaks}
}

// Lost is how much was not found again.
func (f *Figures) Lost() int {
	lost := 0
	for _, c := range f.all() {
		lost += c.Of - c.Found
	}
	return lost
}

func parse(text string) *html.Node {
	root := &html.Node{Type: html.DocumentNode}
	nodes, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return root
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return root
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func setAttr(n *html.Node, name, value string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if value != "" {
		n.Attr = append(n.Attr, html.Attribute{Key: name, Val: value})
	}
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.Type == html.ElementNode && d.Data == "br":
			b.WriteByte('\n')
		}
	}
	return b.String()
}
