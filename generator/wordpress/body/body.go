// Package body turns the stored body of a WordPress item (blocks, classic text,
// or what the REST API has already rendered) into the HTML that readers of the
// old site saw, without its dress: no classes, no styles, no scripts.
//
//	r := body.Render(item.Content, body.Context{Attachment: index.Attachment})
//	for block := range r.Tree.ChildNodes() { … }   // p, h2, ul, figure, …
//	for _, f := range r.Findings { … }             // {unknown-shortcode, chiffres, 2}
//
// # The tree
//
// A document node whose children are blocks of ordinary semantic HTML. A few
// forms are our own, for whoever writes Markdown from it:
//
//	<figure class="embed"><a href="URL">URL</a><figcaption>…</figcaption></figure>
//	<div class="gallery"><figure>…</figure>…<p>its caption</p></div>
//	<a class="button" href="…">…</a>
//	<sup data-note="1"></sup>             the call of a note of Result.Notes
//	<pre data-lang="php"><code>…          code of a known language
//	<pre class="verse">…                  a poem: lines and inline tags count
//	<!--more Read on-->                   where a summary ends
//	data-align="left|right|center|wide|full" on img and figure
//	style="text-align:center|right" on p, headings and cells
//
// # The way there
//
// The order is WordPress' own. One pass over the text finds the delimiters of
// blocks and the shortcodes ([findMarks]); a second one writes HTML in their place
// ([expander]) and lets through only so many tags as the parser of HTML can take
// in linear time ([tagWriter]). The parsed tree is then copied, not changed: a
// [flow] takes its words in order and lays them out in clean blocks, which is
// where classic text gets its paragraphs.
//
// Whatever readers saw and the tree does not hold is a [Finding]. What has no
// limits elsewhere has some here: nesting, tags, inlined blocks.
package body

import "golang.org/x/net/html"

// Context is what a body may ask of its site. Its zero value knows nothing;
// functions that are nil are never called.
type Context struct {
	Attachment func(id int) (Attachment, bool)     // by number
	ByURL      func(url string) (Attachment, bool) // by the address of its file or of one of its sizes
	Children   func(parent int) []int              // attachments of an item in menu order; 0 is this item
	Block      func(ref int) (string, bool)        // stored content of a reusable block
	Footnotes  string                              // the meta "footnotes": JSON
	Link       func(href string) string            // new address for one of the old site; nil keeps all
	Shortcodes map[string]Fate                     // the site's own decisions, by name
	Rendered   bool                                // content.rendered of the REST API: blocks and shortcodes are done
}

// Attachment is a file of the site's library.
type Attachment struct {
	URL           string // of the original
	Page          string // of its own page, if it has one
	Alt           string
	Caption       string // HTML
	Title         string
	Description   string
	MIME          string
	Width, Height int
}

// Fate is what becomes of a shortcode.
type Fate string

// The fates a site can choose.
const (
	KeepInner Fate = "keep-inner" // what it encloses stays, its brackets go
	Drop      Fate = "drop"       // it goes with all it encloses
	Text      Fate = "text"       // it is no shortcode: readers see the brackets
)

// Result is a rendered body.
type Result struct {
	Tree     *html.Node
	Notes    []Note // in the order of their first calls
	Pages    int    // 1 and the page breaks, which are not in the tree
	Findings []Finding
}

// Note is the text of a footnote.
type Note struct {
	ID    string // as in data-note
	Nodes []*html.Node
}

// Render renders a stored body. It never fails: what it cannot make sense of
// stays as text.
func Render(content string, c Context) Result {
	r := newRenderer(c)
	tree := r.render(content)
	return Result{Tree: tree, Notes: r.notes.list, Pages: r.pages, Findings: r.findings.list}
}
