package wordpress

import (
	"bytes"
	"cmp"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/markdown"
	"maillage/generator/site"
	"maillage/generator/wordpress/body"
	"maillage/generator/wordpress/prose"
	"maillage/generator/wordpress/wxr"
)

// converted is an item as a file of the new site.
type converted struct {
	data     []byte
	far      []farLink
	dead     []string
	prose    prose.Result
	findings []body.Finding
	front    bool   // it was the first page of the site
	pages    int    // that the text had
	template string // of its theme, if it is not the usual one
	foreign  string // language that sites do not have
	leak     int    // the item that is not public whose words it holds
}

// convert writes an item as a person would have: front matter and Markdown.
func (x *index) convert(t *text, item *wxr.Item) converted {
	l := x.linker(t)
	rendered, written := x.render(t, item, l, nil)
	for _, mend := range []func(*html.Node){withoutIDs, plainly} {
		if len(written.Problems) == 0 || len(x.renderer[t.lang].Render(written.Markdown).Problems) == 0 {
			break
		}
		l.far, l.dead = nil, map[string]bool{}
		rendered, written = x.render(t, item, l, mend)
	}
	c := converted{prose: written, findings: rendered.Findings, pages: rendered.Pages, front: t.front && !x.home.is(t), template: template(item)}
	_, c.foreign = langOf(item)
	var f front
	x.front(&f, t, item, l, written)
	c.data = []byte("---\n" + f.String() + "---\n")
	if text := bytes.TrimSpace(written.Markdown); len(text) > 0 {
		c.data = append(append(append(c.data, '\n'), text...), '\n')
	}
	c.far = l.far
	for address := range l.dead {
		c.dead = append(c.dead, address)
	}
	slices.Sort(c.dead)
	return c
}

// render makes Markdown of an item; mend changes what nothing else makes publishable.
func (x *index) render(t *text, item *wxr.Item, l *linker, mend func(*html.Node)) (body.Result, prose.Result) {
	rendered := body.Render(item.Content, x.context(t, item, l))
	if x.options.Comments {
		comment(rendered.Tree, item)
	}
	l.settle(rendered.Tree)
	if mend != nil {
		mend(rendered.Tree)
	}
	notes := make([]prose.Note, len(rendered.Notes))
	for i, note := range rendered.Notes {
		notes[i] = prose.Note(note)
	}
	return rendered, x.prose[t.lang].Write(rendered.Tree, notes)
}

// withoutIDs takes the names of places away: two of a text had the same.
func withoutIDs(tree *html.Node) {
	for n := range tree.Descendants() {
		n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "id" })
	}
}

// plainly leaves the words of each block: one text that cannot be published would
// keep all others from it.
func plainly(tree *html.Node) {
	for _, n := range slices.Collect(tree.ChildNodes()) {
		if n.Type == html.ElementNode {
			p := &html.Node{Type: html.ElementNode, Data: "p", DataAtom: atom.P}
			p.AppendChild(&html.Node{Type: html.TextNode, Data: wordsOf(n)})
			tree.InsertBefore(p, n)
			tree.RemoveChild(n)
		}
	}
}

// front says in the front matter what WordPress knew beside the text.
func (x *index) front(f *front, t *text, item *wxr.Item, l *linker, written prose.Result) {
	title := cmp.Or(t.title, firstWords(written), map[string]string{"": "Sans titre", english: "Untitled"}[t.lang])
	if x.home.is(t) {
		x.home.head(f)
		x.describe(f, item, written)
		x.image(f, item, l)
		x.home.tail(f, l)
		return
	}
	f.set("title", title)
	if t.fate == public {
		f.set("seo_title", x.searchTitle(item, title))
		f.flag("noindex", unlisted(item))
	}
	x.describe(f, item, written)
	if t.kind == post {
		f.raw("date", site.Stamp(t.date))
	}
	if item.Modified.After(item.Date.AddDate(0, 0, 1)) && t.fate == public {
		f.raw("updated", item.Modified.Format("2006-01-02"))
	}
	f.set("author", x.authorOf(item))
	category, tags := x.wordsOf(t)
	f.set("category", category)
	f.list("tags", tags)
	x.image(f, item, l)
	f.flag("pinned", item.Sticky && t.kind == post)
	if t.kind == page && t.order > 0 {
		f.raw("weight", strconv.Itoa(t.order))
	}
	if t.lang != "" {
		f.raw("lang", t.lang)
		if t.other != nil {
			f.set("translation", relative(path.Dir(t.file), t.other.file))
		}
	}
	if t.url != "" {
		f.raw("url", yamlAddress(t.url))
	}
	f.list("aliases", x.aliasesOf(t))
	f.set("archive", x.options.Archive)
	f.flag("draft", t.fate == draft)
	if t.fate == scheduled && t.kind == page {
		f.raw("publish", site.Stamp(t.date))
	}
}

// yamlAddress is an address without quotes where it needs none.
func yamlAddress(address string) string {
	if strings.Trim(address, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.") == "" {
		return address
	}
	return quote(address)
}

// describe says what the text is about, if an editor did.
func (x *index) describe(f *front, item *wxr.Item, written prose.Result) {
	f.set("description", cmp.Or(plainText(item.Excerpt), plainText(searchText(item, "description")), markdown.Shorten(written.Summary, 160)))
}

// tongue is the language of a text as plugins name it.
func (t *text) tongue() string { return cmp.Or(t.lang, "fr") }

func (x *index) authorOf(item *wxr.Item) string {
	if word, ok := x.words[termKey{"author", item.Creator}]; ok {
		return word.name
	}
	return ""
}

// aliasesOf are addresses of the same host that led to a text.
func (x *index) aliasesOf(t *text) []string {
	var aliases []string
	for _, alias := range t.aliases {
		if alias != t.path && fits(alias) && x.byPath[key(alias)] == 0 {
			aliases = append(aliases, x.base+alias[1:])
		}
	}
	if old := x.base + strings.TrimPrefix(t.path, "/"); t.lang != "" && t.path != "" && old != strings.TrimSuffix(x.english, "/")+t.address && fits(t.path) {
		aliases = append(aliases, old)
	} else if t.lang == "" && t.path != "" && t.address != t.path && t.taken == "" && fits(t.path) {
		aliases = append(aliases, x.base+t.path[1:])
	}
	return aliases
}

// notWords are taxonomies that WordPress and its plugins keep for themselves.
var notWords = []string{"post_format", "language", "post_translations", "term_language", "term_translations", "nav_menu", "translation_priority",
	"wp_theme", "wp_pattern_category", "author", "elementor_library_type", "product_type", "product_visibility"}

// defaults are the slugs of the category that WordPress gives what has none.
var defaults = []string{"uncategorized", "non-classe", "non-classifiee", "uncategorised"}

// wordsOf parts an item's terms: one category, the others are tags.
func (x *index) wordsOf(t *text) (category string, words []string) {
	seen := map[string]bool{}
	add := func(name string) {
		if slug := markdown.Slug(name); !seen[slug] && name != "" {
			seen[slug] = true
			words = append(words, name)
		}
	}
	for _, term := range t.terms {
		if term.Domain == "category" && (category == "" || slices.Contains(defaults, markdown.Slug(category))) {
			category = plainTitle(inTongue(term.Name, t.tongue()))
		}
	}
	for _, term := range t.terms {
		name := plainTitle(inTongue(term.Name, t.tongue()))
		if slices.Contains(notWords, term.Domain) || name == category || term.Domain == "category" && slices.Contains(defaults, term.Slug) {
			continue
		}
		add(name)
	}
	return category, words
}

// image is the picture that stands for a text.
func (x *index) image(f *front, item *wxr.Item, l *linker) {
	id, err := strconv.Atoi(first(item.Meta["_thumbnail_id"]))
	if err != nil || x.files[id] == nil {
		return
	}
	picture := x.files[id]
	src := l.upload(picture.url)
	if src == "" || !strings.HasPrefix(picture.mime, "image/") && !isPicture(picture.path) {
		return
	}
	if plain, err := url.PathUnescape(src); err == nil {
		src = plain
	}
	f.WriteString("image:\n")
	f.raw("  src", yamlAddress(src))
	f.set("  alt", cmp.Or(picture.alt, plainText(picture.caption), described(picture.title), plainTitle(item.Title)))
	if caption := plainText(picture.caption); caption != "" {
		f.set("  caption", caption)
	}
}

// described is a title that says more than the name of a file.
func described(title string) string {
	if strings.ContainsAny(title, " ’'") && !strings.ContainsAny(title, "_") {
		return title
	}
	return ""
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg":
		return true
	}
	return false
}

// plainText is HTML as words.
func plainText(fragment string) string {
	if fragment == "" {
		return ""
	}
	root, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		return ""
	}
	return plainTitle(wordsOf(root))
}

// wordsOf are the words within an element, those of its blocks apart.
func wordsOf(root *html.Node) string {
	var b strings.Builder
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style":
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "p" || n.Data == "br" || n.Data == "li"):
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// firstWords are those of a text without a title.
func firstWords(written prose.Result) string {
	return markdown.Shorten(written.Text, 60)
}

// context is what a body may ask of its site.
func (x *index) context(t *text, item *wxr.Item, l *linker) body.Context {
	return body.Context{
		Attachment: func(id int) (body.Attachment, bool) { return x.attachment(x.files[id]) },
		ByURL: func(address string) (body.Attachment, bool) {
			return x.attachment(x.source(sourceKey(l.full(address))))
		},
		Children: func(parent int) []int {
			if parent == 0 {
				parent = t.id
			}
			return x.children[parent]
		},
		Block:     func(ref int) (string, bool) { content, ok := x.blocks[ref]; return content, ok },
		Footnotes: first(item.Meta["footnotes"]),
		Link:      l.link,
		Rendered:  item.Rendered,
	}
}

func (x *index) attachment(f *file) (body.Attachment, bool) {
	if f == nil {
		return body.Attachment{}, false
	}
	return body.Attachment{URL: f.url, Page: f.page(x.site), Alt: f.alt, Caption: f.caption, Title: f.title, Description: f.description, MIME: f.mime,
		Width: f.width, Height: f.height}, true
}
