package mail

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// Values are what a template says about one person: plain text, never markup.
// Line breaks and control characters in a value become spaces, and characters
// that reverse the direction of reading are dropped. A value used as a link
// must be an absolute http or https address.
type Values map[string]string

// maxValue bounds a value in bytes, so that a mail stays far below the 102 kB
// at which mail clients cut it.
const maxValue = 2000

var placeholder = regexp.MustCompile(`\{\{.*?\}\}`)

// filler replaces placeholders and remembers the first error and the values used.
type filler struct {
	values Values
	used   map[string]bool
	err    error
}

func (f *filler) fail(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(format, args...)
	}
}

// value returns what stands for a placeholder such as "{{code}}".
func (f *filler) value(hole string) string {
	name := strings.Trim(hole, "{}")
	f.used[name] = true
	value := strings.TrimSpace(strings.Map(plain, strings.ToValidUTF8(f.values[name], "")))
	switch {
	case value == "":
		f.fail("value %q is missing", name)
	case len(value) > maxValue:
		f.fail("value %q is longer than %d bytes", name, maxValue)
	}
	return value
}

func (f *filler) text(s string) string {
	return placeholder.ReplaceAllStringFunc(s, f.value)
}

func (f *filler) link(s string) string {
	s = f.text(s)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") || strings.ContainsAny(s, " \"'<>\\") {
		f.fail("a link must be an absolute http or https address")
		return ""
	}
	return s
}

func (f *filler) blocks(blocks []block) []block {
	filled := make([]block, len(blocks))
	for i, b := range blocks {
		filled[i] = block{kind: b.kind, level: b.level, spans: f.spans(b.spans), children: f.blocks(b.children)}
	}
	return filled
}

func (f *filler) spans(spans []span) []span {
	filled := make([]span, len(spans))
	for i, s := range spans {
		filled[i] = s
		filled[i].text = f.text(s.text)
		if s.link != "" {
			filled[i].link = f.link(s.link)
		}
	}
	return filled
}

// plain keeps a value on one line and in the reading direction of its sentence.
func plain(r rune) rune {
	switch {
	case r == '\u2028', r == '\u2029', unicode.IsControl(r):
		return ' '
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	}
	return r
}
