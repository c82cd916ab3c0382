// Package markdown turns the body of a content file into HTML fit to publish.
//
//	renderer := markdown.New("fr")
//	doc := renderer.Render(body)
//	doc.Problems                       // what the author must put right
//	doc.Links                          // what the engine resolves, in order
//	page = doc.AppendHTML(page, targets, "")  // <h2 id="nos-idees">Nos idées</h2>…
//
// Rendering is a pure function of the body and the language: a Document can be
// kept for ever under the hash of both and Version (AppendBinary,
// DecodeDocument). What depends on the rest of the site, the addresses behind
// links and pictures, is spliced in when a page is written.
//
// # Language
//
// CommonMark with tables, strikethrough, footnotes and definition lists, and
//
//   - an image alone in its paragraph with a "title" is a figure with a caption,
//     also within a link; several images alone in a paragraph are a gallery
//     (div.gallery of figures);
//   - a quotation that starts with [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or
//     [!CAUTION] is a callout (aside.callout.callout-note); the rest of that line
//     is its title;
//   - an address in the text is a link; alone in its paragraph, the address of a
//     video or of a post is a card (figure.embed.embed-youtube) to be replaced by
//     the player in data-embed when a reader asks for it. A picture can stand for
//     it: [![words](poster.jpg)](https://youtu.be/…). Nothing is ever fetched;
//   - fenced code in a known language is highlighted.
//
// HTML stands beside it where Markdown has no words: <sub>, <kbd>, <abbr>,
// <details>, a table with joined cells, a figure with a rich caption (package
// policy has the list). Its links, pictures, headings and ids are treated as those
// of Markdown, its words are set in the same typography. <details> and <div> may
// open before Markdown and close after it. Any other tag is a Problem, never
// silently lost text, and so is one that is not closed or stands where a browser
// would move it; a comment is left out.
//
// Headings start at level 2, since the title of the page is level 1, and skip no
// level; they get ids from their words, or the one given: ## Nous {#nous}.
//
// Typography follows the language: French guillemets, apostrophes and no-break
// spaces, English curly quotes; never inside code, addresses or attributes.
//
// # Highlighting
//
// Highlighted code is pre.chroma holding spans with the classes of Chroma, which
// themes colour: keywords k kc kd kn kp kr kt, names n na nb bp nc no nd ni ne nf
// fm nl nn nx py nt nv vc vg vi vm, literals l ld, strings s sa sb sc dl sd s2 se
// sh si sx sr s1 ss, numbers m mb mf mh mi il mo, operators o or ow, punctuation p,
// comments c ch cm c1 cs cp cpf, diffs g gd ge gr gh gi go gp gs gu gt gl, and err.
//
// # Two parsers, one composer
//
// A body is read by a single-pass parser of our own (scan*.go) which knows what
// articles are made of and gives up at anything else; then goldmark reads it
// (tree.go). Both hand the same blocks and tokens to the composer, which alone
// writes HTML, words and problems. A fuzz test holds them equal.
package markdown

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark"

	"maillage/generator/site/report"
)

// Version changes whenever the same body may give another Document: it belongs
// into the key of every cache.
const Version = "2"

// Renderer renders texts of one language. It may be used by several goroutines.
type Renderer struct {
	lang     string
	goldmark goldmark.Markdown
	scanners sync.Pool
}

// New makes a renderer for a language, "fr" or "en".
func New(lang string) *Renderer {
	r := &Renderer{lang: lang, goldmark: newGoldmark()}
	r.scanners.New = func() any { return &scanner{composer: composer{lang: lang}} }
	return r
}

// Render renders a body. It never fails: what is wrong is in Document.Problems,
// and the HTML is then not to be published. Lines count from 1 within body.
func (r *Renderer) Render(body []byte) *Document {
	if bytes.IndexByte(body, '\r') >= 0 {
		body = bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	}
	if doc := r.scan(body); doc != nil {
		return doc
	}
	return r.parse(body)
}

// say is one of two sentences, in the language of the text.
func (c *composer) say(fr, en string) string {
	if c.lang == "en" {
		return en
	}
	return fr
}

func (c *composer) problem(pos int, message, hint report.Text) {
	line, col := c.position(pos)
	c.doc.Problems = append(c.doc.Problems, report.Problem{Line: line, Col: col, Message: message, Hint: hint})
}
