package prose

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// table writes a table of one row of headings and rows of single lines.
func (w *scribe) table(n *html.Node) (text, reason string) {
	rows, reason := tableRows(n)
	if reason != "" {
		return "", reason
	}
	columns := len(rows[0])
	aligns := make([]string, columns)
	cells := make([][]string, 0, len(rows)+1)
	for i, row := range rows {
		line := make([]string, columns)
		for j, cell := range row {
			if i > 0 {
				align := alignment(cell)
				if i > 1 && align != aligns[j] {
					return "", reasonAligned
				}
				aligns[j] = align
			}
			inner := cell
			if p := only(cell); is(p, atom.P) {
				inner = p
			}
			line[j] = w.line(inner.FirstChild, nil, inCell)
		}
		cells = append(cells, line)
	}
	return drawn(cells, aligns), ""
}

// tableRows are the cells of a table that Markdown can say.
func tableRows(n *html.Node) (rows [][]*html.Node, reason string) {
	for c := n; c != nil; c = following(c, n) {
		switch {
		case is(c, atom.Caption):
			return nil, reasonCaption
		case is(c, atom.Tr):
			rows = append(rows, nil)
		case is(c, atom.Th) || is(c, atom.Td):
			if len(rows) == 0 || !isSimple(c) {
				return nil, reasonTable
			}
			if head := is(c, atom.Th); head != (len(rows) == 1) {
				if len(rows) == 1 {
					return nil, reasonHeadless
				}
				return nil, reasonTable
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], c)
		}
	}
	if len(rows) == 0 || len(rows[0]) == 0 {
		return nil, reasonTable
	}
	for _, row := range rows {
		if len(row) > len(rows[0]) || len(row) == 0 {
			return nil, reasonTable
		}
	}
	return rows, ""
}

// isSimple says whether a cell is one line in one column and row.
func isSimple(cell *html.Node) bool {
	if number(attr(cell, "colspan"), 1) > 1 || number(attr(cell, "rowspan"), 1) > 1 {
		return false
	}
	if p := only(cell); is(p, atom.P) {
		return true
	}
	return !holdsBlock(cell)
}

// widest is the width of a table that is still drawn with its columns aligned.
const widest = 120

// drawn is a table as people draw it.
func drawn(cells [][]string, aligns []string) string {
	widths := make([]int, len(aligns))
	for _, row := range cells {
		for j, cell := range row {
			widths[j] = max(widths[j], utf8.RuneCountInString(cell), 3)
		}
	}
	total := 1
	for _, width := range widths {
		total += width + 3
	}
	if total > widest {
		clear(widths)
	}
	var b strings.Builder
	for i, row := range cells {
		b.WriteString("|")
		for j, cell := range row {
			b.WriteString(" " + cell + strings.Repeat(" ", max(0, widths[j]-utf8.RuneCountInString(cell))) + " |")
		}
		if i == 0 {
			b.WriteString("\n|")
			for j, align := range aligns {
				b.WriteString(" " + rule(align, max(3, widths[j])) + " |")
			}
		}
		if i < len(cells)-1 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func rule(align string, width int) string {
	dashes := strings.Repeat("-", width-1)
	switch align {
	case "left":
		return ":" + dashes
	case "right":
		return dashes + ":"
	case "center":
		return ":" + dashes[1:] + ":"
	}
	return dashes + "-"
}
