package body

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// readNotes reads the footnotes that the editor stores beside a text.
func readNotes(field string) []Note {
	var stored []struct{ ID, Content string }
	if json.Unmarshal([]byte(field), &stored) != nil {
		return nil
	}
	var notes []Note
	for _, n := range stored {
		notes = append(notes, Note{n.ID, parse(n.Content)})
	}
	return notes
}

// call makes a footnote of words that a plugin had between brackets.
func (w *writer) call(content string) string {
	id := "n" + number(len(w.notes)+1)
	w.notes = append(w.notes, Note{id, parse(strings.TrimSpace(content))})
	return `<sup data-note="` + html.EscapeString(id) + `"></sup>`
}

// called is the number of the footnote that a <sup> calls, "" for any other.
func (w *writer) called(n *html.Node) string {
	if id := attr(n, "data-note"); id != "" {
		return id
	}
	id := attr(n, "data-fn")
	for _, note := range w.notes {
		if id != "" && note.ID == id {
			return id
		}
	}
	return ""
}
