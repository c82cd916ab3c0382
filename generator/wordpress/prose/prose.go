// Package prose writes clean HTML as Markdown of our generator that reads as if
// somebody had written it by hand, and proves that it says the same.
//
//	w := prose.New("fr")
//	text := w.Write(tree, notes)      // of package body
//	os.WriteFile(name, append(front, text.Markdown...), 0o644)
//	text.Kept, text.Blocks            // 2 of 40 blocks stay HTML,
//	text.Reasons                      // {gallery with links: 2}
//	text.Fidelity.Words               // {3120 3120}
//	text.Problems                     // pictures without a description, …
//
// # How it reads
//
// One paragraph is one line. Lists use -, and * where two follow each other;
// they are tight unless an item holds more than words and lists. Headings start
// at level 2 and skip no level. Line breaks are backslashes; two in a row start
// a paragraph. Signs are escaped only where they would be read as more than
// themselves. Punctuation goes outside ** where CommonMark would not see bold
// words otherwise, and <strong> is written where that does not help. sub, sup,
// ins, q, abbr, kbd, mark, cite, small and u are tags within the line.
//
// A picture with a caption, a gallery, a video and a post are written as the
// language has them. What Markdown cannot say stays HTML, with a reason: merged
// cells, captions with links, sounds, details, embeds of unknown providers. It
// is written by [kept], one line for each block and no blank line.
//
// # How it is proved
//
// A text is rendered by the real renderer and both sides are read as a list of
// events ([reader]): words of a line, mark from here to there, picture, cell,
// code. Events know no wrappers, classes or typography; nor the difference
// between a paragraph and a line of its own in an item. If the lists differ, each
// block is rendered by itself; one that reads otherwise is written once more with
// every sign escaped and marks as tags, and else stays HTML.
//
// # What it does not do
//
// It resolves no address, fetches nothing and cleans no foreign HTML: package
// body has. Alignment of pictures and paragraphs, the look of buttons and the
// tooltips of pictures that stand alone are left out and counted in
// Result.Unsaid.
package prose

import (
	"golang.org/x/net/html"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
)

// Writer writes texts of one language. It may be used by several goroutines.
type Writer struct {
	lang     string
	renderer *markdown.Renderer
}

// New makes a writer for a language, "fr" or "en".
func New(lang string) *Writer { return &Writer{lang: lang, renderer: markdown.New(lang)} }

// Note is a footnote that a text calls by <sup data-note="ID">.
type Note struct {
	ID    string
	Nodes []*html.Node // its words, or blocks of them
}

// Result is a text as Markdown.
type Result struct {
	Markdown []byte
	Summary  string   // plain words before <!--more-->; "" without one
	Text     string   // all words, a line for each block
	Anchors  []string // places that links may lead to

	Blocks  int            // at the top of the text
	Kept    int            // those of them that are HTML, or hold a block that is
	Reasons map[string]int // why, of all blocks that are HTML
	Unsaid  map[string]int // what was left out of blocks that are not

	Fidelity Figures          // the source against what the Markdown is rendered to
	Problems []report.Problem // without File: what keeps the text from being published
}

// Write writes a tree as Markdown. It takes the tree and the notes over: they are
// changed on the way.
func (w *Writer) Write(tree *html.Node, notes []Note) Result {
	c := w.cards()
	s := &settler{cards: c}
	t := &text{cards: c, lang: w.lang, notes: newNotes(notes, s)}
	s.settle(tree)
	t.write(tree)
	r := t.prove()
	r.Problems = append(s.problems, r.Problems...)
	return r
}

func (w *Writer) cards() *cards { return &cards{renderer: w.renderer, found: map[string]string{}} }
