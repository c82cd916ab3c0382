package mail

import (
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

type kind int

const (
	paragraph kind = iota
	heading
	button
	code
	bullets
	numbers
	item
	quote
	divider
)

// block is one piece of a mail. A button has one span with a link, a code one
// without; items are the children of a list, paragraphs those of a quote.
type block struct {
	kind     kind
	level    int // of a heading, 1 or 2
	spans    []span
	children []block
}

// span is a run of text in one style; "\n" is a line break within a block.
type span struct {
	text         string
	link         string // where the words lead, or empty
	strong, emph bool
}

// parseBlocks reads Markdown and refuses what this package has no block for.
func parseBlocks(source string) ([]block, error) {
	r := reader{source: []byte(source)}
	blocks := r.blocks(goldmark.DefaultParser().Parse(text.NewReader(r.source)))
	return blocks, r.err
}

// reader turns goldmark's tree into blocks and keeps the first error.
type reader struct {
	source []byte
	err    error
}

func (r *reader) refuse(node ast.Node) {
	if r.err == nil {
		r.err = fmt.Errorf("a mail has no block for %s here", node.Kind())
	}
}

func (r *reader) blocks(parent ast.Node) []block {
	var blocks []block
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		blocks = append(blocks, r.block(node))
	}
	return blocks
}

func (r *reader) block(node ast.Node) block {
	switch node := node.(type) {
	case *ast.Heading:
		if node.Level > 2 {
			r.refuse(node)
		}
		return block{kind: heading, level: node.Level, spans: r.spans(node)}
	case *ast.Paragraph:
		return r.paragraph(node)
	case *ast.FencedCodeBlock:
		if string(node.Language(r.source)) != "code" || node.Lines().Len() != 1 {
			r.refuse(node)
			return block{}
		}
		line := node.Lines().At(0)
		return block{kind: code, spans: []span{{text: strings.TrimSpace(string(line.Value(r.source)))}}}
	case *ast.List:
		return r.list(node)
	case *ast.Blockquote:
		return block{kind: quote, children: r.blocks(node)}
	case *ast.ThematicBreak:
		return block{kind: divider}
	}
	r.refuse(node)
	return block{}
}

// paragraph knows a button by its shape: one link, titled "button", and nothing else.
func (r *reader) paragraph(node *ast.Paragraph) block {
	link, ok := node.FirstChild().(*ast.Link)
	if ok && node.ChildCount() == 1 && string(link.Title) == "button" {
		return block{kind: button, spans: r.spans(node)}
	}
	return block{kind: paragraph, spans: r.spans(node)}
}

func (r *reader) list(list *ast.List) block {
	b := block{kind: bullets}
	if list.IsOrdered() {
		b.kind = numbers
	}
	for node := list.FirstChild(); node != nil; node = node.NextSibling() {
		if node.ChildCount() != 1 || node.FirstChild().Kind() != ast.KindTextBlock {
			r.refuse(node)
			continue
		}
		b.children = append(b.children, block{kind: item, spans: r.spans(node.FirstChild())})
	}
	return b
}

func (r *reader) spans(parent ast.Node) []span { return r.inline(nil, parent, span{}) }

// inline appends the runs below parent, each in the style reached so far.
func (r *reader) inline(spans []span, parent ast.Node, style span) []span {
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		inner := style
		switch node := node.(type) {
		case *ast.Text:
			spans = join(spans, r.run(node, style))
			continue
		case *ast.Emphasis:
			inner.strong = style.strong || node.Level == 2
			inner.emph = style.emph || node.Level == 1
		case *ast.Link:
			inner.link = string(node.Destination)
		default:
			r.refuse(node)
			continue
		}
		spans = r.inline(spans, node, inner)
	}
	return spans
}

func (r *reader) run(node *ast.Text, style span) span {
	style.text = html.UnescapeString(string(node.Segment.Value(r.source)))
	switch {
	case node.HardLineBreak():
		style.text += "\n"
	case node.SoftLineBreak():
		style.text += " "
	}
	return style
}

// join merges runs of one style: goldmark cuts text at every possible
// delimiter, so {{first_name}} arrives in pieces.
func join(spans []span, next span) []span {
	if last := len(spans) - 1; last >= 0 {
		merged := next
		merged.text = spans[last].text
		if merged == spans[last] {
			spans[last].text += next.text
			return spans
		}
	}
	return append(spans, next)
}
