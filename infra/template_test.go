// Package infra_test holds infra/template.yaml against the rest of the house and
// against rules that no linter knows: who may read what, what is private, what
// is kept how long. The linters run here too (lint_test.go).
package infra_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// template is the part of template.yaml that tests read. Values are plain Go
// values; a short intrinsic such as !Ref X is map[string]any{"Ref": "X"}.
type template struct {
	Parameters map[string]any `yaml:"Parameters"`
	Globals    struct {
		Function map[string]any `yaml:"Function"`
	} `yaml:"Globals"`
	Resources map[string]resource `yaml:"Resources"`
}

type resource struct {
	Type                string         `yaml:"Type"`
	DeletionPolicy      string         `yaml:"DeletionPolicy"`
	UpdateReplacePolicy string         `yaml:"UpdateReplacePolicy"`
	Properties          map[string]any `yaml:"Properties"`
}

func readTemplate(t *testing.T) template {
	t.Helper()
	text, err := os.ReadFile("template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	expand(&document)
	var read template
	if err := document.Decode(&read); err != nil {
		t.Fatal(err)
	}
	return read
}

// expand writes the short intrinsics of CloudFormation in their long form,
// which is ordinary YAML.
func expand(n *yaml.Node) {
	for _, child := range n.Content {
		expand(child)
	}
	if !strings.HasPrefix(n.Tag, "!") || strings.HasPrefix(n.Tag, "!!") {
		return
	}
	name := "Fn::" + n.Tag[1:]
	if n.Tag == "!Ref" {
		name = "Ref"
	}
	value := *n
	value.Tag, value.Anchor = "", ""
	if value.Kind == yaml.ScalarNode {
		value.Tag = "!!str"
	}
	*n = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Anchor: n.Anchor, Content: []*yaml.Node{
		{Kind: yaml.ScalarNode, Tag: "!!str", Value: name}, &value,
	}}
}

// ofType returns the names of the resources of one type, sorted.
func (t template) ofType(kind string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(t.Resources)) {
		if t.Resources[name].Type == kind {
			names = append(names, name)
		}
	}
	return names
}

// at goes down a path of mapping keys and returns nil where it ends early.
func at(value any, path ...string) any {
	for _, key := range path {
		mapping, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = mapping[key]
	}
	return value
}

// list reads a value that CloudFormation lets stand alone or in a list.
func list(value any) []any {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{value}
}

// text spells a value in one line: a string as it is, an intrinsic by what it
// names, such as "Ref Table" or "Fn::GetAtt Table.Arn".
func text(value any) string {
	mapping, ok := value.(map[string]any)
	if !ok || len(mapping) != 1 {
		return fmt.Sprint(value)
	}
	for name, argument := range mapping {
		return fmt.Sprintf("%s %v", name, argument)
	}
	return ""
}

func texts(value any) []string {
	var out []string
	for _, v := range list(value) {
		out = append(out, text(v))
	}
	return out
}
