package zones

import (
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"maillage/generator/site/report"
)

// fields are the values of a mapping by key. A mapping with unknown or repeated
// keys is read as far as it goes; nil means that n is none.
func (l *loader) fields(n *yaml.Node, known ...string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		l.fail(n, report.Text{}, report.T("zones.keys", strings.Join(known, ", ")))
		return nil
	}
	fields := map[string]*yaml.Node{}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			l.fail(key, report.T("zones.unknown.hint", strings.Join(known, ", ")), report.T("zones.unknown", key.Value))
		case fields[key.Value] != nil:
			l.fail(key, report.T("zones.twice.hint"), report.T("zones.twice", key.Value))
		default:
			fields[key.Value] = value
		}
	}
	return fields
}

// required is a field that must be there; n is what lacks it.
func (l *loader) required(n *yaml.Node, fields map[string]*yaml.Node, key string) (*yaml.Node, bool) {
	value, ok := fields[key]
	if !ok && fields != nil {
		l.fail(n, report.T("zones.missing.hint", key), report.T("zones.missing", key))
	}
	return value, ok
}

// list is the members of a sequence; none when there is no such field.
func (l *loader) list(n *yaml.Node) []*yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		l.fail(n, report.Text{}, report.T("zones.list"))
		return nil
	}
	return n.Content
}

// once reports whether value is new, and records the line of n as its first;
// the empty value has been complained about already.
func (l *loader) once(n *yaml.Node, seen map[string]int, value, what string) bool {
	if n == nil || value == "" {
		return false
	}
	if line, ok := seen[value]; ok {
		l.fail(n, report.T("zones.once.hint", what), report.T("zones.once", what, value, line))
		return false
	}
	seen[value] = n.Line
	return true
}

func (l *loader) fail(n *yaml.Node, hint, message report.Text) {
	l.errs = append(l.errs, report.Problem{File: filepath.ToSlash(l.file), Line: n.Line, Col: n.Column, Message: message, Hint: hint})
}
