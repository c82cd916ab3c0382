package prose

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// notes are the footnotes of a text, numbered as it calls them.
type notes struct {
	byID   map[string]note
	number map[string]int
	called []note
}

type note struct {
	id   string
	body *html.Node
}

// newNotes settles the notes with the settler of the text that calls them.
func newNotes(all []Note, s *settler) *notes {
	n := &notes{byID: map[string]note{}, number: map[string]int{}}
	s.isNote = n.has
	for _, said := range all {
		body := element(atom.Li)
		for _, c := range said.Nodes {
			if c.Parent != nil {
				c.Parent.RemoveChild(c)
			}
			body.AppendChild(c)
		}
		s.children(body, 0)
		if holds(body) {
			n.byID[said.ID] = note{said.ID, body}
		}
	}
	return n
}

func (n *notes) has(id string) bool {
	_, ok := n.byID[id]
	return ok
}

// call is the number of a note; "" when there is no such note.
func (n *notes) call(id string) string {
	note, ok := n.byID[id]
	if !ok {
		return ""
	}
	number, ok := n.number[id]
	if !ok {
		n.called = append(n.called, note)
		number = len(n.called)
		n.number[id] = number
	}
	return strconv.Itoa(number)
}

func marker(i int) string { return "[^" + strconv.Itoa(i+1) + "]" }

// define is a text with the notes that it calls below it. A note that only HTML
// calls is a paragraph: Markdown has no other way to it.
func (n *notes) define(text string, w *scribe) string {
	if len(n.called) == 0 {
		return text
	}
	var b strings.Builder
	b.WriteString(text)
	for i := 0; i < len(n.called); i++ { // a note may call another
		body := join(w.parts(n.called[i].body), "\n\n")
		if strings.Contains(b.String(), marker(i)) {
			fmt.Fprintf(&b, "\n%s\n", prefixed(body, marker(i)+": ", "    "))
		} else {
			fmt.Fprintf(&b, "\n<sup>%d</sup> %s\n", i+1, body)
		}
	}
	return b.String()
}

// stubs stand for the notes that a block calls.
func (n *notes) stubs(block string) string {
	var b strings.Builder
	for i := range n.called {
		if strings.Contains(block, marker(i)) {
			b.WriteString("\n" + marker(i) + ": x\n")
		}
	}
	return b.String()
}
