package compile

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"testing"
)

// shelf is a Memory that tells what it is asked.
type shelf struct {
	kept     map[Key]string
	recalled int
}

func (s *shelf) Recall(dst []byte, key Key) ([]byte, bool) {
	html, ok := s.kept[key]
	if ok {
		s.recalled++
	}
	return append(dst, html...), ok
}

func (s *shelf) Learn() int { return 7 }

func (s *shelf) Keep(key Key, mark int, written []byte) {
	if mark != 7 {
		panic("another mark")
	}
	s.kept[key] = string(written)
}

type handle struct {
	memory *shelf
	name   string
}

func (h *handle) Name() string { return h.name }

type shelfView struct {
	All  []*handle
	Lang string
}

// What a partial wrote for a handle is used again for the same handle and the same
// other values, and for nothing else.
func TestMemory(t *testing.T) {
	text := `{{define "card"}}<b title={{.Lang}}>{{.Page.Name}}{{with index . "Level"}} {{.}}{{end}}{{template "end" .Page}}</b>{{end}}{{define "end"}}.{{end}}` +
		`{{range .All}}{{template "card" dict "Page" . "Lang" $.Lang}}{{template "card" dict "Page" . "Lang" "en"}}{{template "card" dict "Page" . "Lang" "en" "Level" 2}}{{end}}`
	funcs := template.FuncMap{"dict": func(values ...any) (map[string]any, error) {
		m := map[string]any{}
		for i := 0; i < len(values); i += 2 {
			m[fmt.Sprint(values[i])] = values[i+1]
		}
		return m, nil
	}}
	programs := map[string]*Program{}
	for _, salt := range []string{"a", "b", "a, another end"} {
		set := template.Must(template.New("x").Funcs(funcs).Parse(text))
		if salt == "a, another end" {
			set = template.Must(set.Parse(`{{define "end"}}!{{end}}`))
			salt = "a"
			programs["!"] = nil
		}
		p, err := Compile(set, "x", Options{Data: reflect.TypeFor[shelfView](), Funcs: funcs, Dict: "dict", Salt: salt,
			Handle: HandleOf(func(h *handle) (Memory, any) { return h.memory, h.name })})
		if err != nil {
			t.Fatal(err)
		}
		if _, last := programs["!"]; last {
			programs["!"] = p
		} else {
			programs[salt] = p
		}
	}
	s := &shelf{kept: map[Key]string{}}
	un, deux := &handle{s, "un"}, &handle{s, "<deux>"}
	view := shelfView{[]*handle{un, deux, un}, "fr"}
	for i, test := range []struct {
		salt     string
		recalled int
	}{{"a", 3}, {"a", 12}, {"b", 15}, {"!", 18}} {
		if err := programs[test.salt].Verify(view); err != nil {
			t.Error(err)
		}
		if s.recalled != test.recalled {
			t.Errorf("execution %d: recalled %d times, want %d", i, s.recalled, test.recalled)
		}
	}
	if len(s.kept) != 18 || !slices.Contains(slices.Collect(func(yield func(string) bool) {
		for _, html := range s.kept {
			if !yield(html) {
				return
			}
		}
	}), "<b title=en>&lt;deux&gt; 2.</b>") {
		t.Errorf("kept %v", s.kept)
	}
}
