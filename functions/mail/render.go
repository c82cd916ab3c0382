package mail

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Name is a mail of the catalogue; the comment of each name lists its values.
type Name string

const (
	// Confirm asks the owner of an address to confirm a membership: organisation,
	// link, code, days. It has no place for anything typed in the form.
	Confirm Name = "confirm"
	// Update answers a form sent with the address of a confirmed member:
	// organisation, link, code, days.
	Update Name = "update"
	// Welcome greets a member who has just confirmed: organisation, first_name,
	// number, zone (its name), newsletter and calls (answers), site (address of
	// the zone's pages).
	Welcome Name = "welcome"
	// SignIn lets an organizer in: organisation, link, code, minutes.
	SignIn Name = "sign-in"
)

// DefaultLanguage is used where a mail does not exist in the language asked for.
const DefaultLanguage = "fr"

//go:embed templates
var templates embed.FS

//go:embed answers
var answers embed.FS

// Answer is the word for yes or no in a language, for values that are answers.
func Answer(lang string, yes bool) string {
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	words, err := answers.ReadFile("answers/" + primary + ".txt")
	if err != nil {
		words, _ = answers.ReadFile("answers/" + DefaultLanguage + ".txt") // embedded with the code
	}
	first, second, _ := strings.Cut(strings.TrimSpace(string(words)), "\n")
	if yes {
		return first
	}
	return second
}

// Render fills the subject, both bodies, the language and the headers of
// account mail; the caller adds Key, From, To and Date. lang is a language tag
// ("en", "en-GB"); an unknown one falls back to DefaultLanguage. Values must be
// exactly those of the template. Every error wraps ErrRefused: another attempt
// would fail alike.
func Render(name Name, lang string, values Values) (Message, error) {
	message, err := render(name, lang, values)
	if err != nil {
		return Message{}, fmt.Errorf("render mail %q: %w: %w", name, ErrRefused, err)
	}
	return message, nil
}

func render(name Name, lang string, values Values) (Message, error) {
	lang, source, err := find(name, lang)
	if err != nil {
		return Message{}, err
	}
	t, err := parse(source)
	if err != nil {
		return Message{}, err
	}
	t, err = t.fill(values)
	if err != nil {
		return Message{}, err
	}
	return Message{
		Subject:  t.subject,
		HTML:     t.html(lang),
		Text:     t.text(),
		Language: lang,
		Headers: map[string]string{
			"Auto-Submitted":           "auto-generated",
			"X-Auto-Response-Suppress": "All", // Exchange heeds this one only
		},
	}, nil
}

// find returns the source of a template and the language it is written in.
func find(name Name, lang string) (string, string, error) {
	if strings.ContainsAny(string(name), "./\\") {
		return "", "", fmt.Errorf("no such template")
	}
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if !slices.Contains(languages(), primary) {
		primary = DefaultLanguage
	}
	source, err := templates.ReadFile("templates/" + primary + "/" + string(name) + ".md")
	return primary, string(source), err
}

// languages are the folders of the catalogue.
func languages() []string {
	entries, _ := fs.ReadDir(templates, "templates")
	list := make([]string, 0, len(entries))
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return list
}

// template is a parsed mail, before or after its values are filled in.
type template struct {
	subject string
	body    []block
	footer  []block
}

// parse reads the three parts of a template file.
func parse(source string) (template, error) {
	rest, ok := strings.CutPrefix(source, "---\n")
	parts := strings.SplitN(rest, "\n---\n", 3)
	if !ok || len(parts) != 3 {
		return template{}, fmt.Errorf("want front matter, body and small print, each separated by a line of ---")
	}
	subject, ok := strings.CutPrefix(parts[0], "subject: ")
	if !ok || strings.Contains(subject, "\n") {
		return template{}, fmt.Errorf("want a front matter of one line: subject: …")
	}
	body, err := parseBlocks(parts[1])
	if err != nil {
		return template{}, fmt.Errorf("body: %w", err)
	}
	footer, err := parseBlocks(parts[2])
	if err != nil {
		return template{}, fmt.Errorf("small print: %w", err)
	}
	return template{subject, body, footer}, nil
}

// fill replaces the placeholders and insists that values and placeholders are
// the same set: a mail with a hole, or a value that reaches nobody, is a bug.
func (t template) fill(values Values) (template, error) {
	f := filler{values: values, used: map[string]bool{}}
	filled := template{f.text(t.subject), f.blocks(t.body), f.blocks(t.footer)}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !f.used[name] {
			f.fail("value %q has no place in this mail", name)
		}
	}
	return filled, f.err
}
