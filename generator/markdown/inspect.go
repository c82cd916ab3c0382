package markdown

import (
	"bytes"
	"net/url"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"maillage/generator/site/report"
)

// inspector walks a parsed text once: it collects what Document promises,
// refuses what may not be published and prepares nodes for rendering.
type inspector struct {
	source  []byte
	options Options
	doc     Document
	lines   []int // offset of each line, made when first needed
	level   int   // of the last heading
	text    []byte
	remove  []ast.Node
	figures []*ast.Image
}

func (in *inspector) inspect(tree ast.Node) {
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return in.visit(n), nil
	})
	for _, n := range in.remove {
		n.Parent().RemoveChild(n.Parent(), n)
	}
	for _, image := range in.figures {
		makeFigure(image)
	}
	in.footnotes()
	in.doc.Text = strings.TrimSuffix(string(in.text), "\n")
	in.doc.Words = countWords(in.text)
}

var footnote = regexp.MustCompile(`(?m)^ {0,3}(\[\^[^\]\s]+\]):`)

// footnotes refuses a note that the text never calls: it would be left out.
func (in *inspector) footnotes() {
	for _, found := range footnote.FindAllSubmatchIndex(in.source, -1) {
		if call := in.source[found[2]:found[3]]; bytes.Count(in.source, call) == 1 {
			in.problem(found[2], report.T("md.footnote", call), report.Text{})
		}
	}
}

// countWords counts what stands between spaces, no-break spaces not counting:
// "oui !" is one word.
func countWords(text []byte) (n int) {
	inside := false
	for _, b := range text {
		space := b == ' ' || b == '\n' || b == '\t'
		if inside && space {
			n++
		}
		inside = !space
	}
	if inside {
		n++
	}
	return n
}

func (in *inspector) visit(n ast.Node) ast.WalkStatus {
	switch n := n.(type) {
	case *ast.Heading:
		in.heading(n)
	case *ast.Paragraph, *ast.TextBlock, *extast.TableCell, *extast.DefinitionTerm:
		in.words(n)
		if cell, ok := n.(*extast.TableCell); ok {
			align(cell)
		}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		in.text = append(append(in.text, n.Lines().Value(in.source)...), '\n')
	case *ast.HTMLBlock:
		html := n.Lines().Value(in.source)
		if n.HasClosure() {
			html = append(bytes.Clone(html), n.ClosureLine.Value(in.source)...)
		}
		in.html(n, html)
	case *ast.RawHTML:
		in.html(n, n.Segments.Value(in.source))
	case *ast.Link:
		in.link(n)
	case *ast.AutoLink:
		in.autoLink(n)
	case *ast.Image:
		in.image(n)
	case *extast.FootnoteLink:
		in.doc.IDs["fnref:"+strconv.Itoa(n.Index)] = true
	case *extast.Footnote:
		in.doc.IDs["fn:"+strconv.Itoa(n.Index)] = true
	}
	return ast.WalkContinue
}

// words keeps the plain text of a block that holds words.
func (in *inspector) words(n ast.Node) {
	start := len(in.text)
	in.text = plain(in.text, n, in.source)
	words := bytes.TrimSpace(in.text[start:])
	if len(words) == 0 {
		in.text = in.text[:start]
		return
	}
	if in.doc.Summary == "" && n.Kind() == ast.KindParagraph && n.Parent().Kind() == ast.KindDocument {
		in.doc.Summary = Shorten(string(words), 200)
	}
	in.text = append(in.text, '\n')
}

func (in *inspector) heading(n *ast.Heading) {
	words := strings.TrimSpace(string(plain(nil, n, in.source)))
	hint := report.T("md.skip.hint", strings.Repeat("#", max(2, min(in.level+1, 6))))
	switch {
	case words == "":
		in.problem(n.Pos(), report.T("md.heading"), report.Text{})
	case n.Level == 1:
		in.problem(n.Pos(), report.T("md.h1"), report.T("md.h1.hint"))
	case in.level == 0 && n.Level != 2:
		in.problem(n.Pos(), report.T("md.first", n.Level), hint)
	case in.level > 0 && n.Level > in.level+1:
		in.problem(n.Pos(), report.T("md.skip", n.Level, in.level), hint)
	}
	in.level = max(2, n.Level)
	id := in.id(Slug(words))
	n.SetAttributeString("id", []byte(id))
	in.doc.TOC = append(in.doc.TOC, Heading{ID: id, Text: words, Level: n.Level})
	in.text = append(append(in.text, words...), '\n')
}

// id is an anchor of its own for a heading. The element around every text has
// the id "contenu".
func (in *inspector) id(slug string) string {
	if slug == "" || slug == "contenu" {
		slug = "section"
	}
	id := slug
	for i := 2; in.doc.IDs[id]; i++ {
		id = slug + "-" + strconv.Itoa(i)
	}
	in.doc.IDs[id] = true
	return id
}

// html refuses a tag; a comment is the author's own business and is left out.
func (in *inspector) html(n ast.Node, html []byte) {
	html = bytes.TrimSpace(html)
	if bytes.HasPrefix(html, []byte("<!--")) && bytes.HasSuffix(html, []byte("-->")) && bytes.Count(html, []byte("-->")) == 1 {
		in.remove = append(in.remove, n)
		return
	}
	pos := n.Pos()
	if raw, ok := n.(*ast.RawHTML); ok && raw.Segments.Len() > 0 {
		pos = raw.Segments.At(0).Start
	}
	in.problem(pos, report.T("md.html"), report.T("md.html.hint"))
}

func (in *inspector) link(n *ast.Link) {
	link := in.place(Link{Dest: string(unescape(n.Destination, false))}, n.Pos())
	if len(bytes.TrimSpace(plain(nil, n, in.source))) == 0 && !holdsImage(n) {
		in.problem(n.Pos(), report.T("md.link.text"), report.Text{})
	}
	n.Destination = []byte(in.resolve(link, n.Pos()).URL)
}

func (in *inspector) autoLink(n *ast.AutoLink) {
	if n.AutoLinkType == ast.AutoLinkURL {
		in.resolve(in.place(Link{Dest: string(n.URL(in.source))}, n.Pos()), n.Pos())
	}
}

func holdsImage(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == ast.KindImage || holdsImage(c) {
			return true
		}
	}
	return false
}

func (in *inspector) image(n *ast.Image) {
	link := in.place(Link{Dest: string(unescape(n.Destination, false)), Image: true}, n.Pos())
	if len(bytes.TrimSpace(plain(nil, n, in.source))) == 0 {
		in.problem(n.Pos(), report.T("md.alt"), report.T("md.alt.hint", link.Dest))
	}
	target := in.resolve(link, n.Pos())
	n.Destination = []byte(target.URL)
	if target.Width > 0 {
		n.SetAttributeString("width", []byte(strconv.Itoa(target.Width)))
		n.SetAttributeString("height", []byte(strconv.Itoa(target.Height)))
	}
	n.SetAttributeString("loading", []byte("lazy"))
	n.SetAttributeString("decoding", []byte("async"))
	if p := n.Parent(); len(n.Title) > 0 && p.Kind() == ast.KindParagraph && p.ChildCount() == 1 {
		in.figures = append(in.figures, n)
	}
}

// resolve finds where a link leads and keeps it in the document.
func (in *inspector) resolve(link Link, pos int) Target {
	target := Target{URL: link.Dest}
	scheme := scheme(link.Dest)
	switch {
	case link.Dest == "":
		in.problem(pos, report.T("md.link.empty"), report.T("md.link.hint"))
		target = Target{}
	case strings.HasPrefix(link.Dest, "//"), !allowed(scheme):
		in.problem(pos, report.T("md.link.scheme", scheme), report.T("md.link.hint"))
		target = Target{}
	case scheme != "" && link.Image:
		in.problem(pos, report.T("md.image.remote"), report.T("md.image.hint"))
		target = Target{}
	case scheme == "" && in.options.Resolve != nil:
		target = in.options.Resolve(link)
	}
	link.URL = target.URL
	in.doc.Links = append(in.doc.Links, link)
	return target
}

// scheme is the part of an address before its colon, in small letters; "" for a
// path.
func scheme(dest string) string {
	before, _, ok := strings.Cut(dest, ":")
	if !ok || strings.ContainsAny(before, "/?#") {
		return ""
	}
	if unescaped, err := url.PathUnescape(before); err == nil {
		before = unescaped
	}
	return strings.ToLower(before)
}

func allowed(scheme string) bool {
	switch scheme {
	case "", "http", "https", "mailto", "tel":
		return true
	}
	return false
}

func (in *inspector) place(link Link, pos int) Link {
	link.Line, link.Col = in.position(pos)
	return link
}

func (in *inspector) problem(pos int, message, hint report.Text) {
	line, col := in.position(pos)
	in.doc.Problems = append(in.doc.Problems, report.Problem{Line: line, Col: col, Message: message, Hint: hint})
}

// position turns an offset of the body into a line of the file and a column.
func (in *inspector) position(pos int) (line, col int) {
	if in.lines == nil {
		in.lines = []int{0}
		for i, b := range in.source {
			if b == '\n' {
				in.lines = append(in.lines, i+1)
			}
		}
	}
	pos = max(0, min(pos, len(in.source)))
	line = sort.SearchInts(in.lines, pos+1)
	col = utf8.RuneCount(in.source[in.lines[line-1]:pos]) + 1
	return line + in.options.SkipLines, col
}
