package apptest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Schema is the part of JSON Schema that the description uses. Format and
// Description are for people.
type Schema struct {
	Ref         string `yaml:"$ref"`
	Type        string
	Format      string
	Description string
	Enum        []string
	Pattern     string
	Properties  map[string]*Schema
	Required    []string
	Additional  *bool `yaml:"additionalProperties"`
	Items       *Schema
}

// validate judges a value decoded from JSON; at is where it stands, for the
// error. It is strict: an object must say what it is made of.
func (a *API) validate(s *Schema, value any, at string) error {
	if s == nil {
		return fmt.Errorf("%s: no schema", at)
	}
	if s.Ref != "" {
		name, _ := strings.CutPrefix(s.Ref, "#/components/schemas/")
		return a.validate(a.Components.Schemas[name], value, at)
	}
	var ok bool
	switch s.Type {
	case "string":
		var text string
		if text, ok = value.(string); ok {
			return s.validateText(text, at)
		}
	case "integer":
		var number float64
		if number, ok = value.(float64); ok {
			ok = number == float64(int64(number))
		}
	case "boolean":
		_, ok = value.(bool)
	case "array":
		var list []any
		if list, ok = value.([]any); ok {
			return a.validateList(s, list, at)
		}
	case "object":
		var object map[string]any
		if object, ok = value.(map[string]any); ok {
			return a.validateObject(s, object, at)
		}
	}
	if !ok {
		return fmt.Errorf("%s: %v is no %s", at, value, s.Type)
	}
	return nil
}

func (s *Schema) validateText(text, at string) error {
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, text) {
		return fmt.Errorf("%s: %q is not among %q", at, text, s.Enum)
	}
	if s.Pattern == "" {
		return nil
	}
	ok, err := regexp.MatchString(s.Pattern, text)
	if err == nil && !ok {
		err = fmt.Errorf("%s: %q does not match %s", at, text, s.Pattern)
	}
	return err
}

func (a *API) validateList(s *Schema, list []any, at string) error {
	for i, value := range list {
		if err := a.validate(s.Items, value, fmt.Sprintf("%s.%d", at, i)); err != nil {
			return err
		}
	}
	return nil
}

func (a *API) validateObject(s *Schema, object map[string]any, at string) error {
	if s.Additional == nil || *s.Additional {
		return fmt.Errorf("%s: the schema does not close the object", at)
	}
	for _, name := range s.Required {
		if _, ok := object[name]; !ok {
			return fmt.Errorf("%s: no %s", at, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		property, ok := s.Properties[name]
		if !ok {
			return fmt.Errorf("%s: %s is not described", at, name)
		}
		if err := a.validate(property, object[name], at+"."+name); err != nil {
			return err
		}
	}
	return nil
}
