package policy_test

import (
	"testing"

	"maillage/generator/markdown/policy"
)

func TestAllows(t *testing.T) {
	for _, test := range []struct {
		element, name, value string
		want                 bool
	}{
		{"td", "colspan", "2", true}, {"td", "colspan", "0", false}, {"td", "onclick", "x", false}, {"p", "style", "color:red", false},
		{"p", "class", "align-center", true}, {"p", "class", "button", false}, {"a", "class", "button", true}, {"a", "target", "_blank", false},
		{"span", "lang", "pt-BR", true}, {"span", "lang", "\"><b>", false}, {"p", "id", "lieu", true}, {"p", "id", "contenu", false}, {"p", "id", "fn:1", false},
		{"ol", "start", "-3", true}, {"ol", "type", "a", true}, {"ol", "type", "disc", false}, {"img", "srcset", "x", false}, {"figure", "class", "embed", true},
		{"code", "class", "language-go", true}, {"code", "class", "language-\"", false}, {"time", "datetime", "2026-05-01T10:00+02:00", true},
	} {
		if got := policy.Find(test.element).Allows(test.name, test.value); got != test.want {
			t.Errorf("%s=%q on <%s>: %v", test.name, test.value, test.element, got)
		}
	}
	for _, name := range []string{"script", "style", "iframe", "object", "form", "input", "svg", "math", "template", "noscript", "base", "meta", "link", "h1", "section"} {
		if policy.Find(name) != nil {
			t.Errorf("<%s> is allowed", name)
		}
	}
}
