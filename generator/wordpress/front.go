package wordpress

import (
	"fmt"
	"strings"
	"unicode"
)

// front writes front matter as a person would: plain words plainly, the rest
// between quotes.
type front struct{ strings.Builder }

func (f *front) set(key, value string) {
	if value != "" {
		fmt.Fprintf(f, "%s: %s\n", key, quote(value))
	}
}

// raw sets a key to a value that needs no quotes, such as true or a date.
func (f *front) raw(key, value string) {
	if value != "" {
		fmt.Fprintf(f, "%s: %s\n", key, value)
	}
}

func (f *front) flag(key string, on bool) {
	if on {
		f.raw(key, "true")
	}
}

func (f *front) list(key string, values []string) {
	if len(values) == 0 {
		return
	}
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = value
		if !plain(value) || strings.ContainsAny(value, ",[]{}") {
			quoted[i] = quote(value)
		}
	}
	f.raw(key, "["+strings.Join(quoted, ", ")+"]")
}

// quote is a value between double quotes, as YAML reads them.
func quote(value string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range value {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n' || r == '\r' || r == '\t' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// plain says whether a word needs no quotes in a list: it starts with a letter and
// nothing in it means something to YAML.
func plain(value string) bool {
	for i, r := range value {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && !strings.ContainsRune(" -’'", r)) {
			return false
		}
	}
	switch strings.ToLower(value) {
	case "", "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		return false
	}
	return value == strings.TrimSpace(value)
}
