package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// blocks renders what goldmark has no HTML for: figures, and tables that can be
// scrolled sideways by keyboard on a small screen.
type blocks struct{ lang string }

// RegisterFuncs implements renderer.NodeRenderer.
func (b *blocks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindFigure, b.figure)
	r.Register(extast.KindTable, b.table)
}

var kindFigure = ast.NewNodeKind("Figure")

// figure stands around an image with a caption, in place of its paragraph.
type figure struct {
	ast.BaseBlock
	caption []byte
}

func (*figure) Kind() ast.NodeKind { return kindFigure }

func (f *figure) Dump(source []byte, level int) { ast.DumpHelper(f, source, level, nil, nil) }

func makeFigure(image *ast.Image) {
	paragraph := image.Parent()
	f := &figure{caption: image.Title}
	image.Title = nil
	paragraph.Parent().ReplaceChild(paragraph.Parent(), paragraph, f)
	f.AppendChild(f, image)
}

func (b *blocks) figure(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<figure>")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<figcaption>")
	html.DefaultWriter.Write(w, n.(*figure).caption)
	_, _ = w.WriteString("</figcaption></figure>\n")
	return ast.WalkContinue, nil
}

func (b *blocks) table(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	label := "Tableau"
	if b.lang == "en" {
		label = "Table"
	}
	if entering {
		_, _ = w.WriteString(`<div class="table" role="group" aria-label="` + label + `" tabindex="0">` + "\n<table")
		html.RenderAttributes(w, n, extension.TableAttributeFilter)
		_, _ = w.WriteString(">\n")
	} else {
		_, _ = w.WriteString("</table>\n</div>\n")
	}
	return ast.WalkContinue, nil
}

// align says the alignment of a column by a class: a style attribute would be
// refused by the pages' content security policy.
func align(cell *extast.TableCell) {
	if cell.Alignment != extast.AlignNone {
		cell.SetAttributeString("class", []byte("align-"+cell.Alignment.String()))
	}
	if cell.Parent().Kind() == extast.KindTableHeader {
		cell.SetAttributeString("scope", []byte("col"))
	}
}
