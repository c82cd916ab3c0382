package prose

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maillage/generator/markdown/policy"
)

// kept is a block as HTML: a line for each block within, and no blank line, which
// would end it.
func kept(n *html.Node, notes *notes) string {
	k := keeper{notes: notes}
	if is(n, atom.Audio) || is(n, atom.Video) { // alone, these would not start a block
		k.raw("<figure>")
		k.node(n)
		k.raw("</figure>")
	} else {
		k.node(n)
	}
	return strings.Trim(k.out.String(), "\n")
}

type keeper struct {
	notes *notes
	out   strings.Builder
	end   byte // last that was written
	pre   bool
	row   bool // of cells that are written on one line
}

func (k *keeper) raw(s string) {
	if s != "" {
		k.out.WriteString(s)
		k.end = s[len(s)-1]
	}
}

// newLine starts a line, unless one has just started.
func (k *keeper) newLine() {
	if k.end != '\n' && k.end != 0 {
		k.raw("\n")
	}
}

func (k *keeper) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		k.text(n, n.Data)
		return
	case html.ElementNode:
	default:
		return
	}
	if isNote(n) {
		k.raw("<sup>" + k.notes.call(attr(n, "data-note")) + "</sup>")
		return
	}
	if !isBlock(n) || k.pre || k.row {
		k.element(n)
		return
	}
	k.newLine()
	k.element(n)
	k.newLine()
}

// element writes n, and blocks within on lines of their own.
func (k *keeper) element(n *html.Node) {
	k.tag(n)
	if isVoid(n) {
		return
	}
	inLine := k.pre || k.row
	k.row = inLine || is(n, atom.Tr) && isPlainRow(n)
	k.pre = k.pre || is(n, atom.Pre)
	opens := !k.row && !k.pre && holdsBlock(n)
	if opens {
		k.newLine()
	}
	if is(n, atom.Pre) && strings.HasPrefix(words(n), "\n") {
		k.raw("&#10;&#10;") // a parser drops the first
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		k.node(c)
	}
	if !inLine {
		k.row, k.pre = false, false
	}
	if opens {
		k.newLine()
	}
	k.raw("</" + n.Data + ">")
}

// isPlainRow says whether no cell of a row holds blocks.
func isPlainRow(row *html.Node) bool {
	for c := row.FirstChild; c != nil; c = c.NextSibling {
		if holdsBlock(c) {
			return false
		}
	}
	return true
}

func isVoid(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Br, atom.Hr, atom.Img, atom.Source, atom.Track:
		return true
	}
	return false
}

// text writes words on one line, and code as it is. A line feed that would leave
// a blank line is an entity.
func (k *keeper) text(n *html.Node, s string) {
	if !k.pre {
		words := strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' })
		if len(words) == 0 {
			if s != "" && k.end != '\n' && k.end != 0 && !isBlockGap(n) {
				k.raw(" ")
			}
			return
		}
		if s[0] <= ' ' && k.end != '\n' {
			k.raw(" ")
		}
		k.raw(textEscaper.Replace(strings.Join(words, " ")))
		if s[len(s)-1] <= ' ' {
			k.raw(" ")
		}
		return
	}
	blank := k.end == '\n'
	for _, line := range strings.SplitAfter(textEscaper.Replace(s), "\n") {
		if line == "" {
			continue
		}
		if blank && strings.TrimSpace(line) == "" && strings.HasSuffix(line, "\n") {
			k.raw(strings.TrimSuffix(line, "\n") + "&#10;")
			continue
		}
		k.raw(line)
		blank = strings.HasSuffix(line, "\n")
	}
}

// isBlockGap says whether blanks stand beside a block, where nobody sees them.
func isBlockGap(n *html.Node) bool {
	if n.PrevSibling != nil && isBlock(n.PrevSibling) || n.NextSibling != nil && isBlock(n.NextSibling) {
		return true
	}
	return (n.PrevSibling == nil || n.NextSibling == nil) && isBlock(n.Parent)
}

var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// tag writes the tag that opens n, with what texts may say of it.
func (k *keeper) tag(n *html.Node) {
	k.raw("<" + n.Data)
	known := policy.Find(n.Data)
	for _, a := range n.Attr {
		switch a.Key {
		case "style": // no page has styles of its own
			a.Key, a.Val = "class", "align-"+strings.TrimPrefix(strings.ReplaceAll(a.Val, " ", ""), "text-align:")
		case "controls", "reversed", "open":
			k.raw(" " + a.Key)
			continue
		}
		if known != nil && known.Allows(a.Key, a.Val) {
			k.raw(" " + a.Key + `="` + attributeValue(a.Val) + `"`)
		}
	}
	if lang := attr(n.Parent, "data-lang"); is(n, atom.Code) && is(n.Parent, atom.Pre) && lang != "" {
		if class := "language-" + lang; known.Allows("class", class) {
			k.raw(` class="` + class + `"`)
		}
	}
	k.raw(">")
}
