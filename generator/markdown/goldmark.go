package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// newGoldmark is a parser of the language; what it renders by itself is not used.
func newGoldmark() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.DefinitionList, extension.Footnote),
		goldmark.WithParserOptions(
			parser.WithParagraphTransformers(util.Prioritized(calloutReader{}, 50)),
			parser.WithInlineParsers(util.Prioritized(urlReader{}, 999)),
		),
	)
}

const calloutAttribute = "callout" // of a quotation: the kind

var kindCalloutTitle = ast.NewNodeKind("CalloutTitle")

// calloutTitle is the first child of a callout that has a title of its own.
type calloutTitle struct{ ast.BaseBlock }

func (*calloutTitle) Kind() ast.NodeKind { return kindCalloutTitle }

func (t *calloutTitle) Dump(source []byte, level int) { ast.DumpHelper(t, source, level, nil, nil) }

// calloutReader takes the marker and the title off the first paragraph of a
// quotation.
type calloutReader struct{}

// Transform implements parser.ParagraphTransformer.
func (calloutReader) Transform(n *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := n.Parent().(*ast.Blockquote)
	if !ok || n.PreviousSibling() != nil || n.Lines().Len() == 0 {
		return
	}
	if _, already := quote.AttributeString(calloutAttribute); already {
		return
	}
	lines := n.Lines()
	line := lines.At(0)
	kind, start, end := calloutMarker(reader.Source()[line.Start:line.Stop])
	if kind == 0 {
		return
	}
	quote.SetAttributeString(calloutAttribute, kind)
	if start < end {
		title := &calloutTitle{}
		title.Lines().Append(text.NewSegment(line.Start+start, line.Start+end))
		quote.InsertBefore(quote, n, title)
	}
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		quote.RemoveChild(quote, n)
	}
}

// urlReader makes links of addresses in the words of a text.
type urlReader struct{}

// Trigger implements parser.InlineParser.
func (urlReader) Trigger() []byte { return []byte{':'} }

// Parse implements parser.InlineParser. The scheme is in the words before the
// colon already.
func (urlReader) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.Segment.Stop != segment.Start || before.SoftLineBreak() || before.HardLineBreak() || pc.IsInLinkLabel() {
		return nil
	}
	start, end := bareURL(block.Source(), before.Segment.Start, segment.Start, segment.Start+len(line)-segment.Padding)
	if end == 0 {
		return nil
	}
	before.Segment = before.Segment.WithStop(start)
	if before.Segment.IsEmpty() {
		parent.RemoveChild(parent, before)
	}
	block.Advance(end - segment.Start)
	link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(start, end)))
	link.SetPos(start)
	return link
}
