package zones

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one fault of the file, at its place, told in French: the people who
// edit the tree read it.
type Error struct {
	File      string
	Line, Col int    // from 1
	Message   string // what is wrong
	Hint      string // what to do about it, may be empty
}

// Error is "file:line:col: message", with the hint on a line of its own.
func (e Error) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Message)
	if e.Hint != "" {
		s += "\n    " + e.Hint
	}
	return s
}

// Errors is every fault of a file, in its order.
type Errors []Error

// Error is all of them, one after the other.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

func (es Errors) sorted() Errors {
	slices.SortStableFunc(es, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return es
}
