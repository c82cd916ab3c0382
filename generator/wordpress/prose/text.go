package prose

import (
	"maps"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/markdown"
)

// text is a text being written.
type text struct {
	cards   *cards
	lang    string
	notes   *notes
	blocks  []block
	summary string
}

// block is a block at the top of a text.
type block struct {
	part
	node *html.Node
	tally
}

// tally is what happened while a block was written.
type tally struct {
	reasons map[string]int // blocks within that stay HTML, by their reason
	unsaid  map[string]int
}

func (t *text) write(tree *html.Node) {
	w := t.scribe()
	var before part
	for n := tree.FirstChild; n != nil; n = n.NextSibling {
		if isMore(n) && t.summary == "" {
			t.summary = t.summarise()
		}
		if !isBlock(n) {
			continue
		}
		w.tally = tally{}
		parts := w.add([]part{before}, n)
		if len(parts) < 2 {
			continue
		}
		before = parts[1]
		t.blocks = append(t.blocks, block{part: before, node: n, tally: w.tally})
	}
}

func (t *text) scribe() *scribe {
	return &scribe{lang: t.lang, cards: t.cards, ids: map[string]bool{}, notes: t.notes}
}

// summarise is the words of all blocks so far.
func (t *text) summarise() string {
	var lines []string
	for _, b := range t.blocks {
		if line := strings.Join(strings.FieldsFunc(words(b.node), func(r rune) bool { return r <= ' ' }), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " ")
}

// prove compares what is written with its source: the text as a whole first,
// then, if it differs, block by block.
func (t *text) prove() Result {
	source, md := t.source(), t.markdown()
	doc, shown := t.render(md)
	if _, ok := same(source, shown); !ok {
		t.repair()
		source, md = t.source(), t.markdown()
		doc, shown = t.render(md)
	}
	r := Result{Markdown: md, Summary: t.summary, Text: doc.Text, Anchors: doc.Anchors(), Blocks: len(t.blocks), Fidelity: compare(source, shown),
		Problems: doc.Problems}
	for _, h := range doc.TOC {
		r.Anchors = append(r.Anchors, h.ID)
	}
	for _, b := range t.blocks {
		if len(b.reasons) > 0 {
			r.Kept++
		}
		r.Reasons = sum(r.Reasons, b.reasons)
		r.Unsaid = sum(r.Unsaid, b.unsaid)
	}
	return r
}

func sum(all, some map[string]int) map[string]int {
	if all == nil {
		return maps.Clone(some)
	}
	for what, n := range some {
		all[what] += n
	}
	return all
}

// source is what the whole tree says.
func (t *text) source() []event {
	r := t.reader()
	for _, b := range t.blocks {
		r.readTree(b.node)
		r.endLine()
	}
	if called := t.notes.called; len(called) > 0 {
		r.begin(event{kind: eventOpen, name: atom.Ol, text: theNotes})
		for _, n := range called {
			r.readTree(n.body)
		}
		r.begin(event{kind: eventShut, name: atom.Ol})
	}
	return r.events
}

func (t *text) markdown() []byte {
	var b strings.Builder
	for i, block := range t.blocks {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(block.text)
	}
	if len(t.blocks) > 0 {
		b.WriteByte('\n')
	}
	return []byte(t.notes.define(b.String(), t.scribe()))
}

// repair writes each block that reads otherwise than its source with more care,
// and keeps it as HTML if that does not help.
func (t *text) repair() {
	for i := range t.blocks {
		b := &t.blocks[i]
		source := t.read(b.node)
		if t.reads(b.text, source) {
			continue
		}
		w := t.scribe()
		w.careful = true
		b.text, b.tally = w.block(b.node, b.sign), w.tally
		if !t.reads(b.text, source) {
			b.text, b.tally = kept(b.node, t.notes), tally{reasons: map[string]int{reasonDiffers: 1}}
		}
	}
}

// reads says whether a block of Markdown says what its source says.
func (t *text) reads(block string, source []event) bool {
	_, shown := t.render([]byte(block + "\n" + t.notes.stubs(block)))
	for i, e := range shown {
		if e.kind == eventOpen && e.text == theNotes {
			shown = shown[:i]
			break
		}
	}
	_, ok := same(source, shown)
	return ok
}

// render is what a text says to its readers.
func (t *text) render(source []byte) (*markdown.Document, []event) {
	doc := t.cards.renderer.Render(source)
	targets := make([]markdown.Target, len(doc.Links))
	for i, link := range doc.Links {
		targets[i].URL = link.Dest
	}
	nodes, err := html.ParseFragment(strings.NewReader(string(doc.AppendHTML(nil, targets, ""))), element(atom.Body))
	if err != nil {
		return doc, nil
	}
	return doc, t.read(nodes...)
}

// read is what trees say, one after the other.
func (t *text) read(trees ...*html.Node) []event {
	r := t.reader()
	for _, n := range trees {
		r.readTree(n)
	}
	r.endLine()
	return r.events
}

func (t *text) reader() *reader {
	return &reader{lang: t.lang, cards: t.cards, events: make([]event, 0, 64)}
}
