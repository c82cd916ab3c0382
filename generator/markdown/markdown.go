// Package markdown turns the body of a content file into HTML fit to publish.
//
//	renderer := markdown.New("fr")
//	doc := renderer.Render(body, markdown.Options{Resolve: resolve})
//	doc.HTML     // <h2 id="nos-idees">Nos idées</h2>…
//	doc.Problems // what the author must put right
//
// The language is CommonMark with tables, strikethrough, footnotes and
// definition lists. It has no raw HTML: a tag is a Problem, never silently
// lost text. Headings start at level 2, since the title of the page is level 1,
// and skip no level; they get ids from their words. An image alone in its
// paragraph with a "title" becomes a figure with a caption.
//
// Typography follows the language: French guillemets, apostrophes and no-break
// spaces, English curly quotes; never inside code, addresses or attributes.
//
// The package knows nothing of files, zones and addresses: Options.Resolve
// turns each destination into one, and Document.Links tells what was found.
package markdown

import (
	"bytes"
	"html/template"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"maillage/generator/site/report"
)

// Renderer renders texts of one language. It may be used by several goroutines.
type Renderer struct {
	lang     string
	goldmark goldmark.Markdown
}

// Options of one Render.
type Options struct {
	// Resolve turns a destination as written into an address. Nil keeps it.
	Resolve func(Link) Target
	// SkipLines is added to the line of every Problem and Link: the lines of the
	// file above the body.
	SkipLines int
}

// Link is a link or an image of the text.
type Link struct {
	Dest      string // as written
	Image     bool
	URL       string // as resolved; empty when refused
	Line, Col int
}

// Target is where a Link leads.
type Target struct {
	URL           string // empty: nowhere, and the resolver has said why
	Width, Height int    // of an image, 0 when unknown
}

// Heading is a heading of the text, levels 2 to 6.
type Heading struct {
	ID, Text string
	Level    int
}

// Document is a rendered text.
type Document struct {
	HTML     template.HTML   // the only place where template.HTML is made
	Text     string          // plain words, a line for each block
	Summary  string          // beginning of the first paragraph, at most 200 characters
	TOC      []Heading       // in order
	Links    []Link          // in order
	IDs      map[string]bool // every anchor
	Words    int
	Problems []report.Problem // without File
}

// New makes a renderer for a language, "fr" or "en".
func New(lang string) *Renderer {
	back := "Retour au texte"
	if lang == "en" {
		back = "Back to the text"
	}
	return &Renderer{lang: lang, goldmark: goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			extension.Strikethrough,
			extension.DefinitionList,
			extension.NewFootnote(extension.WithFootnoteBacklinkTitle(back)),
		),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&blocks{lang: lang}, 1))),
	)}
}

// Render renders a body. It never fails: what is wrong is in Document.Problems,
// and the HTML is then not to be published.
func (r *Renderer) Render(body []byte, options Options) Document {
	source := bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))
	tree := r.goldmark.Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext()))
	setTypography(tree, source, r.lang)

	in := &inspector{source: source, options: options, doc: Document{IDs: map[string]bool{}}}
	in.inspect(tree)

	var html bytes.Buffer
	html.Grow(len(source) * 3 / 2)
	if err := r.goldmark.Renderer().Render(&html, source, tree); err != nil {
		in.problem(0, report.Raw(err.Error()), report.Text{})
	}
	in.doc.HTML = template.HTML(html.String())
	return in.doc
}

// plain appends the words below n, as a reader sees them.
func plain(words []byte, n ast.Node, source []byte) []byte {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			words = append(words, unescape(c.Segment.Value(source), c.IsRaw())...)
			if c.SoftLineBreak() || c.HardLineBreak() {
				words = append(words, ' ')
			}
		case *ast.String:
			words = append(words, unescape(c.Value, c.IsRaw() || c.IsCode())...)
		case *ast.AutoLink:
			words = append(words, c.Label(source)...)
		default:
			words = plain(words, c, source)
		}
	}
	return words
}

func unescape(value []byte, raw bool) []byte {
	if raw || bytes.IndexByte(value, '\\') < 0 && bytes.IndexByte(value, '&') < 0 {
		return value
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
}
