// Package prose writes a tree of plain HTML as Markdown that reads as if written by
// hand, and proves it.
//
//	r := prose.Write(tree, notes, prose.Options{Lang: "fr"})
//	r.Markdown            // ## Titre {#ancre} …
//	r.Kept, r.Blocks      // blocks that stay HTML, and all
//	r.Fidelity.Words      // found 412 of 412
//
// Each block is rendered back by the renderer of the generator and compared with
// where it came from: the same words, links, pictures, items, cells, marks and lines
// of code in the same order. What Markdown would change is written more carefully
// (all signs escaped, marks as tags); what that would still change stays HTML, as
// package policy allows it. So nothing is lost by a spelling that Markdown reads in
// another way, which in French happens at every second bold word: **« oui »** right
// after a letter is two asterisks.
//
// The tree is the vocabulary of package body. Alignment of words and sizes of
// pictures are the theme's business and are left out.
package prose

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"maillage/generator/markdown"
	"maillage/generator/wordpress/body"
)

// Options say how to write.
type Options struct {
	Lang string // of the text, as the generator's renderer takes it
}

// Count is how many of something were found again.
type Count struct {
	Found int `json:"found"`
	Of    int `json:"of"`
}

// Figures compare a text with what its Markdown renders to.
type Figures struct {
	Words, Links, Images, Headings, Items, Cells, Code, Marks, Breaks Count
}

// Result is a text as Markdown.
type Result struct {
	Markdown []byte
	Summary  string // words before <!--more-->
	Text     string // all words
	Anchors  []string
	Blocks   int            // at the top
	Kept     int            // of them as HTML
	Reasons  map[string]int // elements that were kept
	Fidelity Figures
	Problems int // that the renderer has with it
}

// Write writes a tree. First all blocks are written plainly, and the whole is
// compared at once: most texts are done then. Else each block is proved by itself.
func Write(tree *html.Node, notes []body.Note, o Options) Result {
	levels(tree)
	before := tokensOf(tree, notes)
	for _, plain := range []bool{true, false} {
		w := &writer{renderer: renderers[o.Lang == "en"], notes: notes, numbers: map[string]int{}, plain: plain}
		r := w.text(tree)
		doc := w.renderer.Render(r.Markdown)
		after := tokensOf(rendered(doc), nil)
		if plain && (len(doc.Problems) > 0 || !equal(before, after)) {
			continue
		}
		r.Text, r.Problems = doc.Text, len(doc.Problems)
		for _, h := range doc.TOC {
			r.Anchors = append(r.Anchors, h.ID)
		}
		r.Anchors = append(r.Anchors, doc.Anchors()...)
		r.Fidelity = compare(before, after)
		return r
	}
	return Result{} // the second way always ends
}

// text writes all blocks.
func (w *writer) text(tree *html.Node) Result {
	r := Result{Reasons: map[string]int{}}
	var out bytes.Buffer
	last := ""
	add := func(text string) {
		if out.Len() > 0 {
			out.WriteString("\n\n")
		}
		out.WriteString(text)
	}
	for n := tree.FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.CommentNode {
			if r.Summary == "" && strings.HasPrefix(n.Data, "more") {
				r.Summary = w.words(tree, n)
			}
			continue
		}
		text, kept := w.top(n, last)
		if text == "" {
			continue
		}
		r.Blocks++
		if kept {
			r.Kept++
			r.Reasons[n.Data]++
		}
		add(text)
		last = text
	}
	for _, note := range w.called {
		add(note)
	}
	r.Markdown = out.Bytes()
	return r
}

var renderers = map[bool]*markdown.Renderer{false: markdown.New("fr"), true: markdown.New("en")}

// writer writes one text.
type writer struct {
	renderer *markdown.Renderer
	notes    []body.Note
	numbers  map[string]int // of footnotes, by id
	called   []string       // their texts, in order
	plain    bool           // blocks are not proved one by one
}

// top writes a block of the top: plainly, carefully, or as it is.
func (w *writer) top(n *html.Node, before string) (text string, kept bool) {
	called, numbered := w.called, len(w.numbers)
	var want []string
	if !w.plain {
		want = tokensOf(n, w.notes)
	}
	for _, careful := range []bool{false, true} {
		s := speller{w: w, careful: careful}
		if list := n.Data == "ul" || n.Data == "ol"; list && strings.HasPrefix(before, "- ") && n.Data == "ul" {
			s.bullet = "*" // else both would be one list
		} else if list && n.Data == "ol" && len(before) > 0 && before[0] >= '0' && before[0] <= '9' {
			break
		}
		text, ok := s.block(n)
		if !ok {
			continue
		}
		if text == "" || w.plain || w.same(want, text) {
			return text, false
		}
		w.called = called
		for id, number := range w.numbers {
			if number > numbered {
				delete(w.numbers, id)
			}
		}
	}
	return w.asHTML(n), true
}

// same says whether Markdown renders to what it was written from.
func (w *writer) same(want []string, text string) bool {
	notes := strings.Join(w.called, "\n\n")
	doc := w.renderer.Render([]byte(text + "\n\n" + notes))
	for _, p := range doc.Problems {
		if p.Message.Key != "md.first" && p.Message.Key != "md.skip" { // a heading by itself has none before it
			return false
		}
	}
	return equal(want, tokensOf(rendered(doc), nil))
}

// equal says whether two texts are the same; headings may have got ids.
func equal(want, got []string) bool {
	return slices.EqualFunc(want, got, func(want, got string) bool {
		return want == got || want == "h#" && strings.HasPrefix(got, want)
	})
}

// rendered is what a document looks like, its links as they were written.
func rendered(doc *markdown.Document) *html.Node {
	targets := make([]markdown.Target, len(doc.Links))
	for i, link := range doc.Links {
		targets[i].URL = link.Dest
	}
	root := parse(string(doc.AppendHTML(nil, targets, "")))
	var embeds []string
	for _, link := range doc.Links {
		if link.Embed {
			embeds = append(embeds, link.Dest)
		}
	}
	for n := range root.Descendants() {
		if n.Data == "figure" && strings.HasPrefix(attr(n, "class"), "embed ") && len(embeds) > 0 {
			for d := range n.Descendants() {
				if d.Data == "a" {
					setAttr(d, "href", embeds[0])
					break
				}
			}
			embeds = embeds[1:]
		}
	}
	return root
}

// levels gives headings the levels that outlines have: from 2 on, none skipped.
func levels(tree *html.Node) {
	var above []int
	for n := range tree.Descendants() {
		if n.Type != html.ElementNode || !isHeading(n) {
			continue
		}
		level := int(n.Data[1] - '0')
		for len(above) > 0 && above[len(above)-1] >= level {
			above = above[:len(above)-1]
		}
		above = append(above, level)
		n.Data = fmt.Sprintf("h%d", min(6, 1+len(above)))
	}
}

func isHeading(n *html.Node) bool {
	return len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6'
}

// words are those of the blocks before one.
func (w *writer) words(tree, until *html.Node) string {
	var b strings.Builder
	for n := tree.FirstChild; n != until; n = n.NextSibling {
		b.WriteString(strings.Join(strings.Fields(textOf(n)), " ") + " ")
	}
	return strings.TrimSpace(b.String())
}
