package body

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// notes are the footnotes of a body.
type notes struct {
	list     []Note
	stored   []storedNote          // from the meta
	contents map[string]string     // of those, by id
	texts    map[string]*html.Node // from a list in a rendered body, by the id that calls go to
	lists    map[*html.Node]bool   // those lists
	called   map[string]string     // ids of the source -> ours
	depth    int                   // notes that call each other
}

// read finds the texts of footnotes before their calls.
func (t *notes) read(r *renderer, source *html.Node) {
	t.stored = storedNotes(r.Footnotes)
	t.texts, t.lists, t.called, t.contents = map[string]*html.Node{}, map[*html.Node]bool{}, map[string]string{}, map[string]string{}
	for _, stored := range t.stored {
		t.contents[stored.ID] = stored.Content
	}
	for n := range source.Descendants() {
		if !(is(n, "ol") || is(n, "ul")) || !strings.Contains(attr(n, "class"), "footnote") {
			continue
		}
		for item := range n.ChildNodes() {
			if id := noteID(item); is(item, "li") && id != "" {
				t.texts[id] = item
				t.lists[n] = true
				dropBacklinks(item)
			}
		}
	}
}

// noteID is where the call of a note in a list goes to.
func noteID(item *html.Node) string {
	if id := attr(item, "id"); id != "" || item.Type != html.ElementNode {
		return id
	}
	if with := find(item, func(d *html.Node) bool { return hasAttr(d, "id") }); with != nil {
		return attr(with, "id")
	}
	return ""
}

// isList reports whether an element is a list of notes that calls have found.
func (t *notes) isList(n *html.Node) bool {
	if t.lists[n] {
		return true
	}
	list := find(n, func(d *html.Node) bool { return t.lists[d] })
	return list != nil && n.Data != "li"
}

// add makes a note without a text yet, and its number.
func (t *notes) add() string {
	id := strconv.Itoa(len(t.list) + 1)
	t.list = append(t.list, Note{ID: id})
	return id
}

// noteCall takes the call of a footnote: sup[data-fn], or a link to an item of the
// list of notes.
func (f *flow) noteCall(n *html.Node) bool {
	id := attr(n, "data-fn")
	if id == "" {
		link := n
		if n.Data == "sup" {
			link = onlyChild(n, "a")
		}
		if link == nil || len(f.r.notes.texts) == 0 {
			return false
		}
		target, ok := strings.CutPrefix(attr(link, "href"), "#")
		if !ok || f.r.notes.texts[target] == nil {
			return false
		}
		id = target
	}
	number, done := f.r.notes.called[id]
	var behind []*html.Node
	if !done {
		source := f.r.noteSource(id)
		if source == nil || f.r.notes.depth > maxNoteDepth {
			if attr(n, "data-fn") != "" {
				f.r.findings.add(MissingNote, id)
			}
			return false
		}
		number = f.r.notes.add()
		f.r.notes.called[id] = number
		behind = f.r.writeNote(source)
	}
	f.callNote(number)
	f.blocks(behind)
	return true
}

// maxNoteDepth is how many notes may call each other.
const maxNoteDepth = 4

func (f *flow) callNote(number string) {
	if f.gap.space && f.para != nil {
		f.gap = gap{} // a call follows its word
	}
	f.leaf(element("sup", "data-note", number))
}

// noteSource finds the text of a note, nil if there is none.
func (r *renderer) noteSource(id string) *html.Node {
	if content, ok := r.notes.contents[id]; ok {
		return r.fragment(content)
	}
	return r.notes.texts[id]
}

// writeNote writes the text of the last note; what a line cannot hold it gives
// back.
func (r *renderer) writeNote(source *html.Node) []*html.Node {
	note := len(r.notes.list) - 1
	r.notes.depth++
	nodes, behind := r.inlineNodes(source)
	r.notes.depth--
	r.notes.list[note].Nodes = nodes // the list may have grown
	return behind
}

// dropBacklinks removes the arrows that lead from a note to its call.
func dropBacklinks(item *html.Node) {
	var arrows []*html.Node
	for d := range item.Descendants() {
		if !is(d, "a") || !strings.HasPrefix(attr(d, "href"), "#") {
			continue
		}
		if text := strings.TrimSpace(textOf(d)); text == "" || strings.ContainsAny(text, "↩↑⏎^") || strings.Contains(attr(d, "class"), "back") {
			arrows = append(arrows, d)
		}
	}
	for _, a := range arrows {
		a.Parent.RemoveChild(a)
	}
}

// inlineNodes renders a part of a source as one line, and what a line cannot hold.
func (r *renderer) inlineNodes(source *html.Node) (nodes, behind []*html.Node) {
	paragraphs := r.paragraphs
	r.paragraphs = false
	line := element("span")
	g := &flow{r: r, out: line, para: line, fixed: true}
	g.children(source)
	g.finish()
	r.paragraphs = paragraphs
	trimLine(line)
	nodes = []*html.Node{}
	for c := line.FirstChild; c != nil; c = line.FirstChild {
		line.RemoveChild(c)
		nodes = append(nodes, c)
	}
	return nodes, g.hoisted
}

// writtenNote takes a note whose text stands where its call is.
func (f *flow) writtenNote(n *html.Node) {
	if strings.TrimSpace(textOf(n)) == "" && findTag(n, "img") == nil || f.r.notes.depth > maxNoteDepth {
		f.children(n)
		return
	}
	number := f.r.notes.add()
	behind := f.r.writeNote(n)
	f.callNote(number)
	f.blocks(behind)
}

// leaveNotes writes the notes that nothing calls as paragraphs: readers saw them.
func (r *renderer) leaveNotes() {
	for _, stored := range r.notes.stored {
		if _, called := r.notes.called[stored.ID]; called || strings.TrimSpace(stored.Content) == "" {
			continue
		}
		p := element("p")
		nodes, behind := r.inlineNodes(r.fragment(stored.Content))
		if _, called := r.notes.called[stored.ID]; called { // by itself
			continue
		}
		for _, n := range nodes {
			p.AppendChild(n)
		}
		if visible(p) {
			r.findings.add(UncalledNote, stored.ID)
			r.root.AppendChild(p)
		}
		for _, n := range behind {
			r.root.AppendChild(n)
		}
	}
}
