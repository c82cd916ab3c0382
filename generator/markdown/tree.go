package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"maillage/generator/site/report"
)

// parse renders a text by way of goldmark, which knows all of the language.
func (r *Renderer) parse(source []byte) *Document {
	tree := r.goldmark.Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext()))
	w := treeWriter{composer: composer{lang: r.lang}}
	w.begin(source)
	w.blocks(tree)
	w.footnotes()
	return w.finish()
}

// treeWriter hands goldmark's tree to the composer.
type treeWriter struct{ composer }

func (w *treeWriter) blocks(parent ast.Node) {
	before := len(w.open)
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.block(n)
	}
	if len(w.open) > before {
		w.unclosed(before, nil)
	}
}

func (w *treeWriter) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		w.read(n)
		w.heading(n.Level, n.Pos())
	case *ast.Paragraph:
		w.read(n)
		w.paragraph(n.Parent().Kind() == ast.KindDocument)
	case *ast.TextBlock:
		w.read(n)
		w.bare()
		if n.NextSibling() != nil && n.FirstChild() != nil {
			w.write("\n")
		}
	case *ast.ThematicBreak:
		w.write("<hr>\n")
	case *ast.CodeBlock:
		w.codeBlock(nil, n.Lines().Value(w.source))
	case *ast.FencedCodeBlock:
		var info []byte
		if n.Info != nil {
			info = n.Info.Segment.Value(w.source)
		}
		w.codeBlock(info, n.Lines().Value(w.source))
	case *ast.Blockquote:
		w.quote(n)
	case *ast.List:
		w.openList(n.IsOrdered(), n.Start)
		w.blocks(n)
		w.closeList(n.IsOrdered())
	case *ast.ListItem:
		w.item(n)
	case *ast.HTMLBlock:
		w.html(n)
	case *extast.Table:
		w.table(n)
	default:
		w.rareBlock(n)
	}
}

// rareBlock writes definition lists and footnotes.
func (w *treeWriter) rareBlock(n ast.Node) {
	switch n := n.(type) {
	case *extast.DefinitionList:
		w.write("<dl>\n")
		w.blocks(n)
		w.write("</dl>\n")
	case *extast.DefinitionTerm:
		w.read(n)
		w.within("<dt>", "</dt>\n")
	case *extast.DefinitionDescription:
		w.write("<dd>")
		if !n.IsTight {
			w.write("\n")
		}
		w.blocks(n)
		w.write("</dd>\n")
	case *extast.FootnoteList:
		w.write("<div class=\"footnotes\" role=\"doc-endnotes\">\n<hr>\n<ol>\n")
		w.blocks(n)
		w.write("</ol>\n</div>\n")
	case *extast.Footnote:
		id := "fn:" + strconv.Itoa(n.Index)
		w.doc.anchors = append(w.doc.anchors, id)
		w.write(`<li id="` + id + "\">\n")
		w.blocks(n)
		w.write("</li>\n")
	case *extast.FootnoteBacklink:
		w.note(&token{kind: tokenBack, start: int32(n.Index), end: int32(n.RefIndex)})
	}
}

func (w *treeWriter) item(n *ast.ListItem) {
	w.write("<li>")
	if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		w.write("\n")
	}
	w.blocks(n)
	w.write("</li>\n")
}

func (w *treeWriter) quote(n *ast.Blockquote) {
	kind, _ := n.AttributeString(calloutAttribute)
	if kind, ok := kind.(int); ok {
		w.beginBlock()
		first := n.FirstChild()
		if first != nil && first.Kind() == kindCalloutTitle {
			w.read(first)
			n.RemoveChild(n, first)
		}
		w.openCallout(kind)
		w.blocks(n)
		w.closeCallout()
		return
	}
	w.write("<blockquote>\n")
	w.blocks(n)
	w.write("</blockquote>\n")
}

func (w *treeWriter) table(n *extast.Table) {
	w.openTable()
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		head := row.Kind() == extast.KindTableHeader
		if !head {
			w.write("<tr>\n")
		}
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			align := ""
			if cell := c.(*extast.TableCell); cell.Alignment != extast.AlignNone {
				align = cell.Alignment.String()
			}
			w.read(c)
			w.cell(head, align)
		}
		w.write("</tr>\n")
		switch last := row.NextSibling() == nil; {
		case head && last:
			w.write("</thead>\n")
		case head:
			w.write("</thead>\n<tbody>\n")
		case last:
			w.write("</tbody>\n")
		}
	}
	w.closeTable()
}

// html writes a block of raw HTML; a comment is the author's own business and is
// left out.
func (w *treeWriter) html(n *ast.HTMLBlock) {
	lines := n.Lines().Sliced(0, n.Lines().Len())
	if n.HasClosure() {
		lines = append(slices.Clip(lines), n.ClosureLine)
	}
	var block []byte
	for _, line := range lines {
		block = append(block, line.Value(w.source)...)
	}
	if isComment(block) {
		return
	}
	w.htmlBlock(block, func(offset int) int {
		for _, line := range lines {
			if size := line.Len() + line.Padding; offset > size {
				offset -= size
				continue
			}
			return line.Start + max(0, offset-line.Padding)
		}
		return n.Pos()
	})
}

func isComment(html []byte) bool {
	html = bytes.TrimSpace(html)
	return bytes.HasPrefix(html, []byte("<!--")) && bytes.HasSuffix(html, []byte("-->")) && bytes.Count(html, []byte("-->")) == 1
}

var footnote = regexp.MustCompile(`(?m)^ {0,3}(\[\^[^\]\s]+\]):`)

// footnotes refuses a note that the text never calls: it would be left out.
func (w *treeWriter) footnotes() {
	if !bytes.Contains(w.source, []byte("[^")) {
		return
	}
	for _, found := range footnote.FindAllSubmatchIndex(w.source, -1) {
		if call := w.source[found[2]:found[3]]; bytes.Count(w.source, call) == 1 {
			w.problem(found[2], report.T("md.footnote", call), report.Text{})
		}
	}
}

// read makes the tokens of a block.
func (w *treeWriter) read(n ast.Node) {
	w.beginBlock()
	w.children(n)
}

func (w *treeWriter) children(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.inlineNode(n)
	}
}

func (w *treeWriter) inlineNode(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.wordsToken(n.Segment.Start, n.Segment.Stop)
		if n.HardLineBreak() {
			w.token(tokenBreak, 1)
		} else if n.SoftLineBreak() {
			w.token(tokenBreak, 0)
		}
	case *ast.CodeSpan:
		w.codeSpan(n)
	case *ast.Emphasis:
		w.style(n, uint8(n.Level))
	case *extast.Strikethrough:
		w.style(n, levelDel)
	case *ast.Link:
		w.linkToken(tokenLink, 0, linkText{dest: n.Destination, title: n.Title, pos: n.Pos()})
		w.children(n)
		w.token(tokenLinkEnd, 0)
	case *ast.Image:
		w.linkToken(tokenImage, 0, linkText{dest: n.Destination, title: n.Title, pos: n.Pos()})
		w.children(n)
		w.token(tokenImageEnd, 0)
	case *ast.AutoLink:
		level := uint8(0)
		if n.AutoLinkType == ast.AutoLinkEmail {
			level = 1
		}
		w.linkToken(tokenAuto, level, linkText{dest: n.Label(w.source), pos: n.Pos()})
	case *ast.RawHTML:
		if html := n.Segments.Value(w.source); !isComment(html) && n.Segments.Len() > 0 {
			w.tagged = true
			w.linkToken(tokenTag, 0, linkText{dest: html, pos: n.Segments.At(0).Start})
		}
	case *extast.FootnoteLink:
		w.tokens = append(w.tokens, token{kind: tokenCall, start: int32(n.Index), end: int32(n.RefIndex)})
	case *extast.FootnoteBacklink:
		w.tokens = append(w.tokens, token{kind: tokenBack, start: int32(n.Index), end: int32(n.RefIndex)})
	}
}

func (w *treeWriter) style(n ast.Node, level uint8) {
	w.token(tokenStyle, level)
	w.children(n)
	w.token(tokenStyleEnd, level)
}

func (w *treeWriter) codeSpan(n *ast.CodeSpan) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		segment, level := c.(*ast.Text).Segment, uint8(0)
		if c == n.FirstChild() {
			level |= codeFirst
		}
		if c == n.LastChild() {
			level |= codeLast
		}
		w.tokens = append(w.tokens, token{kind: tokenCode, level: level, start: int32(segment.Start), end: int32(segment.Stop)})
	}
}
