package site

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"maillage/generator/site/report"
)

// frontDecoder fills a struct from YAML nodes. The YAML library could do it, but
// would tell neither the column nor, in the author's words, what to write.
type frontDecoder struct {
	section  section
	at       map[string]place
	failed   map[string]bool // keys whose value was refused
	misspelt map[string]bool // keys that an unknown one was meant to be
	problems []report.Problem
}

func (d *frontDecoder) problem(at place, message, hint report.Text) {
	d.problems = append(d.problems, report.Problem{Line: at.line, Col: at.col, Message: message, Hint: hint})
}

// refuse is a problem with the value of a key.
func (d *frontDecoder) refuse(n *yaml.Node, path string, message, hint report.Text) {
	d.fail(path)
	d.problem(nodePlace(n), message, hint)
}

func (d *frontDecoder) fail(path string) {
	if d.failed == nil {
		d.failed = map[string]bool{}
	}
	d.failed[path] = true
}

// nodePlace is where a node stands in the file: the fence is its first line.
func nodePlace(n *yaml.Node) place { return place{n.Line + 1, n.Column} }

// place is where a key stands, else its parent, else the first line.
func (d *frontDecoder) place(key string) place {
	for {
		if at, ok := d.at[key]; ok {
			return at
		}
		i := strings.LastIndexByte(key, '.')
		if i < 0 {
			return place{1, 1}
		}
		key = key[:i]
	}
}

func (d *frontDecoder) root(n *yaml.Node, front *frontMatter) {
	if n.Kind != yaml.MappingNode {
		d.problem(nodePlace(n), report.T("front.mapping"), report.T("front.missing.hint"))
		return
	}
	d.mapping(n, reflect.ValueOf(front).Elem(), "")
}

// mapping fills the fields of a struct; prefix is "" or the path of its key and
// a dot.
func (d *frontDecoder) mapping(n *yaml.Node, into reflect.Value, prefix string) {
	fields := fieldsOf(into.Type(), d.section)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		path := prefix + key.Value
		index, ok := fields.here[key.Value]
		switch {
		case !ok && fields.elsewhere[key.Value]:
			d.problem(nodePlace(key), report.T("front.place", path), report.T("front.known", strings.Join(fields.known, ", ")))
		case !ok:
			d.unknown(key, prefix, fields.known)
		case seen[key.Value]:
			d.problem(nodePlace(key), report.T("front.twice", path), report.Text{})
		default:
			seen[key.Value] = true
			d.at[path] = nodePlace(value)
			d.value(value, into.Field(index), path)
		}
	}
}

// unknown refuses a key. The one it was meant to be is not missing: one mistake is
// told once.
func (d *frontDecoder) unknown(key *yaml.Node, prefix string, known []string) {
	hint := report.NearestHint(key.Value, known)
	if hint.Key == "" {
		hint = report.T("front.known", strings.Join(known, ", "))
	} else {
		if d.misspelt == nil {
			d.misspelt = map[string]bool{}
		}
		d.misspelt[prefix+report.Nearest(key.Value, known)] = true
	}
	d.problem(nodePlace(key), report.T("front.unknown", key.Value), hint)
}

// frontFields are the keys of a struct.
type frontFields struct {
	here      map[string]int // those that mean something in this section, by index
	elsewhere map[string]bool
	known     []string // the keys of here, as they stand in the struct
}

type fieldsKey struct {
	of reflect.Type
	in section
}

// allFields are the keys of frontMatter and of the structs in it, by section.
var allFields = sync.OnceValue(func() map[fieldsKey]*frontFields {
	all := map[fieldsKey]*frontFields{}
	for _, in := range sectionOf {
		addFields(all, reflect.TypeFor[frontMatter](), in)
	}
	addFields(all, reflect.TypeFor[frontMatter](), inHome)
	return all
})

func fieldsOf(t reflect.Type, in section) *frontFields { return allFields()[fieldsKey{t, in}] }

func addFields(all map[fieldsKey]*frontFields, t reflect.Type, in section) {
	fields := &frontFields{here: map[string]int{}, elsewhere: map[string]bool{}}
	all[fieldsKey{t, in}] = fields
	for i := range t.NumField() {
		field := t.Field(i)
		key := field.Tag.Get("yaml")
		if key == "" {
			continue
		}
		if !meansHere(field.Tag.Get("in"), in) {
			fields.elsewhere[key] = true
			continue
		}
		fields.here[key] = i
		fields.known = append(fields.known, key)
		inner := field.Type
		for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct && inner != reflect.TypeFor[moment]() {
			addFields(all, inner, in)
		}
	}
}

// meansHere reads the tag `in`: nothing is everywhere, "text" all but home.
func meansHere(tag string, in section) bool {
	return tag == "" || tag == "text" && in != inHome || slices.Contains(strings.Fields(tag), string(in))
}

// value decodes one node into a field of any type that frontMatter uses.
func (d *frontDecoder) value(n *yaml.Node, into reflect.Value, path string) {
	if n.Kind == yaml.AliasNode {
		d.refuse(n, path, report.T("front.alias"), report.Text{})
		return
	}
	if _, ok := into.Interface().(moment); ok {
		d.moment(n, into, path)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		d.value(n, into.Elem(), path)
	case reflect.Struct:
		if n.Kind != yaml.MappingNode {
			hint := report.Text{}
			if into.Type() == reflect.TypeFor[frontImage]() {
				hint = report.T("front.image.hint", n.Value)
				d.fail(path + ".src")
				d.fail(path + ".alt")
			}
			d.refuse(n, path, report.T("front.block", path), hint)
			return
		}
		d.mapping(n, into, path+".")
	case reflect.Map:
		d.words(n, into, path)
	case reflect.Slice:
		d.list(n, into, path)
	default:
		d.scalar(n, into, path)
	}
}

func (d *frontDecoder) list(n *yaml.Node, into reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		d.refuse(n, path, report.T("front.list", path), report.T("front.list.hint"))
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.at[indexed(path, i)] = nodePlace(item)
		d.value(item, into.Index(i), indexed(path, i))
	}
}

// indexed names an item of a list, the first one 1.
func indexed(key string, i int) string { return key + "." + strconv.Itoa(i+1) }

// words fills a map from names to words.
func (d *frontDecoder) words(n *yaml.Node, into reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.refuse(n, path, report.T("front.block", path), report.Text{})
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for i := 0; i+1 < len(n.Content); i += 2 {
		value := reflect.New(into.Type().Elem()).Elem()
		d.at[path+"."+n.Content[i].Value] = nodePlace(n.Content[i])
		d.value(n.Content[i+1], value, path+"."+n.Content[i].Value)
		into.SetMapIndex(reflect.ValueOf(n.Content[i].Value), value)
	}
}

func (d *frontDecoder) scalar(n *yaml.Node, into reflect.Value, path string) {
	tag := n.ShortTag()
	switch into.Kind() {
	case reflect.String:
		if n.Kind == yaml.ScalarNode && tag != "!!null" && into.Type() == reflect.TypeFor[word]() {
			into.SetString(strings.TrimSpace(n.Value))
			return
		}
		if n.Kind == yaml.ScalarNode && tag == "!!str" {
			into.SetString(strings.TrimSpace(n.Value))
			return
		}
		hint := report.Text{}
		if n.Kind == yaml.ScalarNode && tag != "!!null" {
			hint = report.T("front.text.hint", n.Value)
		}
		d.refuse(n, path, report.T("front.text", path), hint)
	case reflect.Int:
		number, err := strconv.Atoi(n.Value)
		if tag != "!!int" || err != nil {
			d.refuse(n, path, report.T("front.number", path), report.Text{})
			return
		}
		into.SetInt(int64(number))
	case reflect.Float64:
		number, err := strconv.ParseFloat(n.Value, 64)
		if tag != "!!int" && tag != "!!float" || err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
			d.refuse(n, path, report.T("front.decimal", path), report.Text{})
			return
		}
		into.SetFloat(number)
	case reflect.Bool:
		if tag != "!!bool" {
			d.refuse(n, path, report.T("front.bool", path), report.Text{})
			return
		}
		into.SetBool(strings.EqualFold(n.Value, "true"))
	}
}

func (d *frontDecoder) moment(n *yaml.Node, into reflect.Value, path string) {
	at, err := parseMoment(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		hint := report.T("front.date.hint")
		if meant := isoDate(n.Value); meant != "" {
			hint = report.T("front.date.write", meant)
		}
		d.refuse(n, path, report.T("front.date", n.Value), hint)
		return
	}
	into.Set(reflect.ValueOf(moment{at}))
}

// parseMoment reads 2026-05-01, 2026-05-01T18:30 (Paris) or RFC 3339.
func parseMoment(value string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, value); err == nil {
		return at.In(paris()), nil
	}
	if at, err := time.ParseInLocation("2006-01-02T15:04", value, paris()); err == nil {
		return at, nil
	}
	return time.ParseInLocation("2006-01-02", value, paris())
}
