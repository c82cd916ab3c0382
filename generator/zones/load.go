package zones

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"maillage/generator/site/report"
)

// Load reads the tree at path, such as "content/zones.yaml". What the file has
// wrong comes back as a report.List.
func Load(path string) (*Tree, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read zones: %w", err)
	}
	return Parse(path, data)
}

// Parse reads the tree from data; file is its name in errors.
func Parse(file string, data []byte) (*Tree, error) {
	top, err := document(data)
	if err != nil {
		return nil, report.List{syntaxError(file, err)}
	}
	l := &loader{file: file, tree: &Tree{Postal: map[string]string{}},
		codes: map[string]int{}, slugs: map[string]int{}, prefixes: map[string]int{}}
	fields := l.fields(top, "root", "overlays")
	if root, ok := l.required(top, fields, "root"); ok {
		l.zone(root, Zone{})
	}
	for _, n := range l.list(fields["overlays"]) {
		l.overlay(n)
	}
	if len(l.errs) > 0 {
		return nil, l.errs.Sorted()
	}
	return l.tree, nil
}

// document is the top node of the one YAML document in data.
func document(data []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var doc, more yaml.Node
	if err := decoder.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, fault{1, report.T("zones.empty")}
	} else if err != nil {
		return nil, err
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, fault{max(1, more.Line), report.T("zones.second")}
	}
	return doc.Content[0], nil
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// fault is what makes a file no YAML of ours.
type fault struct {
	line    int
	message report.Text
}

func (f fault) Error() string { return f.message.In("fr") }

func syntaxError(file string, err error) report.Problem {
	p := report.Problem{File: filepath.ToSlash(file), Line: 1, Col: 1, Hint: report.T("zones.yaml.hint")}
	var ours fault
	if errors.As(err, &ours) {
		p.Line, p.Message = ours.line, ours.message
		return p
	}
	message, line := err.Error(), 1
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		message = strings.TrimPrefix(message, m[0])
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	p.Line, p.Message = line, report.T("zones.yaml", message)
	return p
}

// loader walks the nodes, fills tree and collects errs. The maps hold the line
// where a thing was first seen.
type loader struct {
	file                   string
	tree                   *Tree
	errs                   report.List
	codes, slugs, prefixes map[string]int
}

// reserved are first segments of addresses that are not a zone's to take.
var reserved = []string{"admin", "api", "en"}

func (l *loader) zone(n *yaml.Node, parent Zone) {
	fields := l.fields(n, "code", "slug", "name", "postal", "zones")
	if fields == nil {
		return
	}
	z := Zone{Parent: parent.ID, Name: l.name(n, fields)}
	z.Code = l.word(n, fields, "code")
	z.ID = join(parent.ID, z.Code)
	z.Slug = join(parent.Slug, l.word(n, fields, "slug"))
	l.once(fields["code"], l.codes, z.Code, "code")
	l.once(fields["slug"], l.slugs, z.Slug, "slug")
	if segments := strings.Split(z.Slug, "/"); len(segments) == 2 && slices.Contains(reserved, segments[1]) {
		l.fail(fields["slug"], report.T("zones.reserved.hint"), report.T("zones.reserved", segments[1]))
	}
	l.tree.Zones = append(l.tree.Zones, z)
	for _, p := range l.list(fields["postal"]) {
		l.postal(p, z.ID)
	}
	for _, child := range l.list(fields["zones"]) {
		l.zone(child, z)
	}
}

func (l *loader) postal(n *yaml.Node, id string) {
	if n.Kind != yaml.ScalarNode || !isPrefix(n.Value) {
		l.fail(n, report.T("zones.postal.hint"), report.T("zones.postal", n.Value))
		return
	}
	if l.once(n, l.prefixes, n.Value, "postal") {
		l.tree.Postal[n.Value] = id
	}
}

func (l *loader) overlay(n *yaml.Node) {
	fields := l.fields(n, "id", "slug", "name")
	if fields == nil {
		return
	}
	o := Overlay{Name: l.name(n, fields), Slug: l.word(n, fields, "slug")}
	if id, ok := l.required(n, fields, "id"); ok {
		kind, code, _ := strings.Cut(id.Value, "/")
		if !isWord(kind) || !isWord(code) {
			l.fail(id, report.T("zones.overlay.hint"), report.T("zones.overlay", id.Value))
		}
		o.ID = id.Value
	}
	l.once(fields["id"], l.codes, o.ID, "id")
	l.once(fields["slug"], l.slugs, o.Slug, "slug")
	l.tree.Overlays = append(l.tree.Overlays, o)
}

// name reads a name given as text or by language.
func (l *loader) name(n *yaml.Node, fields map[string]*yaml.Node) map[string]string {
	node, ok := l.required(n, fields, "name")
	if !ok {
		return nil
	}
	languages := map[string]*yaml.Node{"fr": node}
	if node.Kind == yaml.MappingNode {
		languages = l.fields(node, "fr", "en")
		if _, ok := l.required(node, languages, "fr"); !ok {
			return nil
		}
	}
	names := map[string]string{}
	for language, text := range languages {
		names[language] = strings.TrimSpace(text.Value)
		if text.Kind != yaml.ScalarNode || text.Tag == "!!null" || names[language] == "" {
			l.fail(text, report.T("zones.name.hint"), report.T("zones.name"))
		}
	}
	if _, ok := names["en"]; !ok {
		names["en"] = names["fr"]
	}
	return names
}

// word reads a code or a slug.
func (l *loader) word(n *yaml.Node, fields map[string]*yaml.Node, key string) string {
	node, ok := l.required(n, fields, key)
	if ok && (node.Kind != yaml.ScalarNode || !isWord(node.Value)) {
		l.fail(node, report.T("zones.word.hint"), report.T("zones.word", node.Value, key))
	}
	if !ok {
		return ""
	}
	return node.Value
}

var word = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func isWord(s string) bool { return word.MatchString(s) }

func join(parent, segment string) string {
	if parent == "" {
		return segment
	}
	return parent + "/" + segment
}
