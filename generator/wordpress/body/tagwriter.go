package body

import (
	"slices"
	"strings"
)

// Limits of what goes to the parser of HTML, whose time may grow with the square
// of what is open or out of place.
const (
	maxDepth   = 150     // elements in elements
	maxTags    = 200_000 // in a body; behind them tags are dropped, text stays
	maxStyling = 30      // b, i, a… open at a time: they are opened anew in each paragraph
	maxCopies  = 400_000 // of open b, i, a… in paragraphs
	maxStray   = 200     // pieces that stand in a table, but in no cell
)

// tagWriter writes HTML that the parser reads in linear time: end tags only of
// what is open, cells only in tables, nothing too deep. It follows what is open
// roughly; the parser decides.
type tagWriter struct {
	b       strings.Builder
	found   *findings
	open    []string       // names of open elements
	skipped map[string]int // start tags that were dropped and whose end tags will come
	cells   []bool         // for each open table, whether we are in a cell
	tags    int
	copies  int
	stray   int
}

var (
	voidElements = fields("area base br embed hr img input link meta param source track wbr col frame keygen bgsound")
	styling      = fields("a b big code em font i nobr s small strike strong tt u")
	tableParts   = fields("tr td th tbody thead tfoot caption")
	neverWritten = fields("html head body frame frameset col colgroup plaintext base meta link basefont bgsound keygen")
	blockLevel   = fields("p div ul ol li dl dt dd blockquote table pre h1 h2 h3 h4 h5 h6 section article figure figcaption details summary td th address center aside header footer main nav form fieldset")
)

// text writes text with its entities.
func (w *tagWriter) text(s string) {
	if s == "" {
		return
	}
	if w.foster() && strings.Trim(s, " \t\r\n\f") != "" {
		w.straying()
	}
	w.b.WriteString(strings.ReplaceAll(s, "<", "&lt;"))
}

// comment writes a comment, which may stand anywhere.
func (w *tagWriter) comment(data string) {
	if w.tags++; w.tags <= maxTags {
		w.b.WriteString("<!--" + strings.ReplaceAll(data, "--", "") + "-->")
	}
}

// start writes a start tag, given as a whole.
func (w *tagWriter) start(name, tag string) {
	switch {
	case neverWritten[name]:
		return
	case w.full():
		w.b.WriteByte('\n')
		return
	case tableParts[name]:
		w.cell(name, tag)
		return
	case name == "form" && slices.Contains(w.open, "form"):
		return
	}
	if w.foster() && name != "table" {
		w.straying()
	}
	if voidElements[name] || name == "p" {
		w.count(name)
		w.b.WriteString(tag)
		return
	}
	w.closeItem(name)
	if !w.room(name) {
		w.skip(name)
		return
	}
	w.count(name)
	w.open = append(w.open, name)
	if name == "table" {
		w.cells = append(w.cells, false)
	}
	w.b.WriteString(tag)
}

// end writes an end tag.
func (w *tagWriter) end(name string) {
	switch {
	case neverWritten[name] || w.full():
		return
	case name == "br":
		w.start("br", "<br>")
		return
	case name == "p":
		w.tags++ // it makes a paragraph if there is none
		w.b.WriteString("</p>")
		return
	case tableParts[name]:
		if n := len(w.cells); n > 0 && (w.cells[n-1] || name == "tr" || name == "tbody") {
			w.cells[n-1] = false
			w.b.WriteString("</" + name + ">")
		}
		return
	case w.skipped[name] > 0:
		w.skipped[name]--
		return
	}
	at := len(w.open) - 1
	for at >= 0 && w.open[at] != name {
		at--
	}
	if at < 0 {
		return
	}
	w.b.WriteString("</" + name + ">")
	w.closeFrom(at)
}

// closeFrom forgets the element at a place of the stack and, unless it is mere
// styling, all in it that is none.
func (w *tagWriter) closeFrom(at int) {
	inner := w.open[at+1:]
	if !styling[w.open[at]] {
		inner = slices.DeleteFunc(slices.Clone(inner), func(name string) bool {
			if name == "table" && len(w.cells) > 0 {
				w.cells = w.cells[:len(w.cells)-1]
			}
			return !styling[name]
		})
	}
	if w.open[at] == "table" && len(w.cells) > 0 {
		w.cells = w.cells[:len(w.cells)-1]
	}
	w.open = append(w.open[:at], inner...)
}

// closeItem forgets the item that a new one ends without a word.
func (w *tagWriter) closeItem(name string) {
	if name != "li" && name != "dd" && name != "dt" && name != "option" {
		return
	}
	for i := len(w.open) - 1; i >= 0; i-- {
		switch open := w.open[i]; {
		case open == name, name == "dt" && open == "dd", name == "dd" && open == "dt":
			w.closeFrom(i)
			return
		case open == "ul", open == "ol", open == "dl", open == "table":
			return
		}
	}
}

// room reports whether one more element may be opened.
func (w *tagWriter) room(name string) bool {
	if len(w.open) >= maxDepth {
		w.found.add(TooMuch, "depth")
		return false
	}
	if !styling[name] {
		return true
	}
	if w.copies >= maxCopies {
		return false
	}
	n := 0
	for _, open := range w.open {
		if styling[open] {
			n++
		}
	}
	return n < maxStyling
}

func (w *tagWriter) skip(name string) {
	if w.skipped == nil {
		w.skipped = map[string]int{}
	}
	w.skipped[name]++
	w.b.WriteByte('\n')
}

func (w *tagWriter) full() bool {
	if w.tags < maxTags {
		return false
	}
	if w.tags == maxTags {
		w.tags++
		w.found.add(TooMuch, "tags")
	}
	return true
}

// count counts a tag, and the copies of open styling that a block makes for the
// parser. When there are too many, styling ends for good.
func (w *tagWriter) count(name string) {
	w.tags++
	if !blockLevel[name] {
		return
	}
	for _, open := range w.open {
		if styling[open] {
			w.copies++
		}
	}
	if w.copies < maxCopies {
		return
	}
	for i := len(w.open) - 1; i >= 0; i-- {
		if styling[w.open[i]] {
			w.found.add(TooMuch, "styling")
			w.b.WriteString("</" + w.open[i] + ">")
			w.open = slices.Delete(w.open, i, i+1)
		}
	}
}

// foster reports whether the parser would move what comes next out of a table.
func (w *tagWriter) foster() bool { return len(w.cells) > 0 && !w.cells[len(w.cells)-1] }

// straying counts what stands in a table but in no cell, and ends by making cells
// for it.
func (w *tagWriter) straying() {
	if w.stray++; w.stray > maxStray {
		w.b.WriteString("<td>")
		w.cells[len(w.cells)-1] = true
	}
}

// cell writes a start tag that only tables know.
func (w *tagWriter) cell(name, tag string) {
	n := len(w.cells)
	if n == 0 {
		w.b.WriteByte('\n')
		return
	}
	w.count(name)
	w.closeCell()
	w.cells[n-1] = name == "td" || name == "th" || name == "caption"
	w.b.WriteString(tag)
}

// closeCell forgets what a cell has left open.
func (w *tagWriter) closeCell() {
	at := len(w.open) - 1
	for at >= 0 && w.open[at] != "table" {
		at--
	}
	inner := slices.DeleteFunc(slices.Clone(w.open[at+1:]), func(name string) bool { return !styling[name] })
	w.open = append(w.open[:at+1], inner...)
}
