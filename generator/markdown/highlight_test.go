package markdown

import (
	"strings"
	"testing"
)

// Each language is one that Chroma knows, by the names that people use.
func TestLanguages(t *testing.T) {
	for _, name := range append([]string{"js", "ts", "py", "sh", "yml", "html", "dockerfile", "c++", "golang"}, languages...) {
		if lexersByName()[strings.ToLower(name)] == nil {
			t.Errorf("no lexer for %s", name)
		}
	}
}

// Highlighting ends, whatever the code.
func FuzzHighlight(f *testing.F) {
	for i := range languages {
		f.Add(uint8(i), "a = \"b\" # c\n<?php if (1) { ?>\n{% x %}\n'''\n/* */ $d")
	}
	f.Fuzz(func(_ *testing.T, i uint8, code string) {
		highlight(strings.ToLower(languages[int(i)%len(languages)]), []byte(code+"\n"))
	})
}
