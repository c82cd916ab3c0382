package zones

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fields are the values of a mapping by key. A mapping with unknown or repeated
// keys is read as far as it goes; nil means that n is none.
func (l *loader) fields(n *yaml.Node, known ...string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		l.fail(n, "", "ici sont attendues les clés %s", strings.Join(known, ", "))
		return nil
	}
	fields := map[string]*yaml.Node{}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			l.fail(key, "clés connues ici : "+strings.Join(known, ", "), "clé inconnue « %s »", key.Value)
		case fields[key.Value] != nil:
			l.fail(key, "gardez-en une", "la clé « %s » est écrite deux fois", key.Value)
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
		l.fail(n, fmt.Sprintf("ajoutez « %s: … »", key), "la clé « %s » manque", key)
	}
	return value, ok
}

// list is the members of a sequence; none when there is no such field.
func (l *loader) list(n *yaml.Node) []*yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		l.fail(n, "", "une liste est attendue ici")
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
		l.fail(n, "un même "+what+" ne sert qu’une fois dans l’arbre", "%s « %s » est déjà écrit ligne %d", what, value, line)
		return false
	}
	seen[value] = n.Line
	return true
}

func (l *loader) fail(n *yaml.Node, hint, format string, args ...any) {
	l.errs = append(l.errs, Error{l.file, n.Line, n.Column, fmt.Sprintf(format, args...), hint})
}
