package compile

import (
	"html/template"
	"strings"
	"testing"
)

// everywhere puts a text, of every type that escapers know, in every place.
func everywhere() string {
	var text strings.Builder
	for _, line := range lines(contexts) {
		if strings.Contains(line, "define") || strings.Contains(line, "<p %s=") || strings.Contains(line, "<input") {
			continue
		}
		for _, v := range []string{".S", ".H", ".U", ".K", ".A", ".P"} {
			text.WriteString(strings.ReplaceAll(strings.ReplaceAll(line, "%s", "{{"+v+"}}"), "{{if .B}}", "{{if true}}"))
			if !strings.HasSuffix(line, ">") {
				text.WriteString(">")
			}
			text.WriteString("\n")
		}
	}
	return text.String()
}

type fuzzed struct {
	S string
	H template.HTML
	U template.URL
	K kind
	A any
	P *string
}

func FuzzEscapers(f *testing.F) {
	for _, seed := range []string{"", "plain", `<a href="x">'&+`, "\x00\x01\t\n\v\f\r", "\xff\xfe é ☃", "\u2028\ufdd0\uffff", "javascript:x", "HTTP://x/?a=b&c=d%20%zz%", "mailto:a+b@c.d",
		"a:b/c", "/a:b", "&amp;&lt;", "</script><!--", "expression(1)", "x 1x, javascript:y 2x", "--", "%", "%4", "`${x}`", "[]*!@,;=?$()"} {
		f.Add(seed)
	}
	set := parsed(f, everywhere())
	if err := set.Execute(&strings.Builder{}, fuzzed{}); err != nil {
		f.Fatal(err)
	}
	p, err := Compile(parsed(f, everywhere()), "main", testOptions(fuzzed{}))
	if err != nil || p.Interpreted() != "" {
		f.Fatal(err, p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		data := fuzzed{s, template.HTML(s), template.URL(s), kind(s), template.HTML(s), &s}
		var want strings.Builder
		if err := set.Execute(&want, data); err != nil {
			t.Fatal(err)
		}
		got, ok := p.run(nil, data)
		if !ok || string(got) != want.String() {
			wants, gots := strings.Split(want.String(), "\n"), strings.Split(string(got), "\n")
			for i := range min(len(wants), len(gots)) {
				if wants[i] != gots[i] {
					t.Fatalf("%q:\ngot  %q\nwant %q", s, gots[i], wants[i])
				}
			}
			t.Fatalf("%q: ok %v, %d lines, want %d", s, ok, len(gots), len(wants))
		}
	})
}
