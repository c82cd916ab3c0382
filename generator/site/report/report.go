// Package report says what is wrong with content and themes, in the language
// of the person who wrote them.
//
//	p := report.Problem{File: "content/fr/zone.md", Line: 3, Col: 1,
//		Message: report.T("front.unknown", "titel"), Hint: report.T("hint.nearest", "title")}
//	fmt.Println(p.In("fr"))
//
// prints
//
//	content/fr/zone.md:3:1: clé inconnue « titel »
//	    vouliez-vous écrire « title » ?
//
// A Problem is found in one place and told in another: its texts are keys of a
// catalogue (texts.go) and arguments until somebody reads them. Problems are
// collected in a List, so that an author sees all of them at once.
package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Text is a sentence of the catalogue with its arguments. The zero Text says
// nothing.
type Text struct {
	Key  string
	Args []any
}

// T is the sentence under key, filled with args as by fmt.Sprintf; an argument
// may be a Text itself.
func T(key string, args ...any) Text { return Text{Key: key, Args: args} }

// Raw is a sentence that is in no catalogue, such as a library's own message.
func Raw(s string) Text { return T("raw", s) }

// In is the sentence in a language, French for an unknown one. An unknown key
// is returned as it is: a missing text must not hide a problem.
func (t Text) In(lang string) string {
	if t.Key == "" {
		return ""
	}
	if t.Key == "both" && len(t.Args) == 2 {
		return fmt.Sprint(t.Args[map[bool]int{true: 1}[lang == "en"]])
	}
	sentence, ok := texts[t.Key]
	if !ok {
		return strings.TrimSpace(fmt.Sprintln(append([]any{t.Key}, t.Args...)...))
	}
	format := sentence.fr
	if lang == "en" {
		format = sentence.en
	}
	if len(t.Args) == 0 {
		return format
	}
	args := slices.Clone(t.Args)
	for i, arg := range args {
		if text, ok := arg.(Text); ok {
			args[i] = text.In(lang)
		}
	}
	return fmt.Sprintf(format, args...)
}

// Problem is one thing to put right. Line and Col count from 1, Col in
// characters; they are 0 where no place in the file is to blame.
type Problem struct {
	File      string // slash path as the author knows it: "content/fr/zone.md"
	Line, Col int
	Message   Text
	Hint      Text // how to put it right; may be zero
}

// In is "file:line:col: message" and, on a line of its own, the hint.
func (p Problem) In(lang string) string {
	s := p.File
	if p.Line > 0 {
		s = fmt.Sprintf("%s:%d:%d", p.File, p.Line, max(1, p.Col))
	}
	s += ": " + p.Message.In(lang)
	if hint := p.Hint.In(lang); hint != "" {
		s += "\n    " + hint
	}
	return s
}

// Plain is the problem with its texts in words already, in all languages: it can
// be kept outside the program.
func (p Problem) Plain() Problem {
	p.Message, p.Hint = p.Message.plain(), p.Hint.plain()
	return p
}

func (t Text) plain() Text {
	if t.Key == "" {
		return t
	}
	return T("both", t.In("fr"), t.In("en"))
}

// List is a set of problems and, as an error, the reason why nothing was built.
type List []Problem

// Error tells all problems in French, the product's first language; use In for
// another.
func (l List) Error() string { return l.In("fr") }

// In tells all problems, one after the other.
func (l List) In(lang string) string {
	lines := make([]string, len(l))
	for i, p := range l {
		lines[i] = p.In(lang)
	}
	return strings.Join(lines, "\n")
}

// Sorted is the list by file, line and column, without repetitions of one
// message at one place.
func (l List) Sorted() List {
	sorted := slices.Clone(l)
	slices.SortFunc(sorted, func(a, b Problem) int {
		return cmp.Or(samePlace(a, b), cmp.Compare(a.Hint.In("fr"), b.Hint.In("fr")))
	})
	return slices.CompactFunc(sorted, func(a, b Problem) bool { return samePlace(a, b) == 0 })
}

func samePlace(a, b Problem) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
		cmp.Compare(a.Message.In("fr"), b.Message.In("fr")))
}

// Err is the sorted list as an error, or nil when there is no problem.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l.Sorted()
}
