package compile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// writer makes up templates: any expression in any place, most of which mean
// little, and many of which fail.
type writer struct {
	*rand.Rand
	vars  []string
	loops int
}

func (w *writer) pick(choices ...string) string { return choices[w.IntN(len(choices))] }

func (w *writer) field() string {
	path := w.pick(".Page", ".Page", ".Any", ".Map", ".Map.page", ".Map.list", ".Nums", ".N", ".S", ".P", ".PS", ".Nil", ".When", ".Level", ".Kind", ".HTML", ".URL", ".Anys", ".Words", ".Value", ".PP", ".U", ".F",
		".B", ".Err", ".Page.Tags", ".Page.Children", ".Page.Parent", ".Page.Parent.Children", ".Page.Date", ".Page.Value", ".Depth", ".Label", ".Page.Kind", ".Page.Above", ".Arr", ".Ints", ".Map.nil", ".Str")
	if w.IntN(3) == 0 {
		path += w.pick(".Title", ".Name", ".Shareable", ".Value.Upper", ".Kind", ".Year", ".a", ".A", ".Tags", ".Body", ".Pointed", ".String", ".Parent")
	}
	switch w.IntN(6) {
	case 0:
		return "$" + path
	case 1:
		return "."
	case 2:
		if len(w.vars) > 0 {
			return w.pick(w.vars...) + w.pick("", "", "", ".Title", ".A")
		}
	}
	return path
}

func (w *writer) operand(depth int) string {
	switch w.IntN(5) {
	case 0:
		return w.pick("1", "0", `"x<"`, `""`, "true", "nil", "2.5", "'a'", `"fr"`, "-1", "$")
	case 1:
		if depth > 0 {
			return "(" + w.pipeline(depth-1) + ")" + w.pick("", "", "", ".Title", ".A")
		}
	}
	return w.field()
}

func (w *writer) pipeline(depth int) string {
	command := w.operand(depth)
	a, b := w.operand(depth), w.operand(depth)
	switch w.IntN(6) {
	case 0:
		command = w.pick("and", "or", "eq", "ne", "lt", "le", "gt", "ge", "index", "slice", "print", "printf \"%s %v\"", "printf \"%d\"", "t", "dict \"k\"", "list", "anyway", "tn \"n\"") + " " + a + w.pick("", " "+b)
	case 1:
		command = w.pick("not", "len", "html", "urlquery", "js", "t", "raw", "abs", "anyway", "setting", ".Links", ".Page.Or", ".Page.Try", "print", "date .When", "reflect") + " " + a
	}
	for w.IntN(5) == 0 {
		command += " | " + w.pick("len", "not", "print", "printf \"%v\"", "html", "t", "or \"\"", "and 1", "index .Words", "anyway", "eq 1", "raw")
	}
	return command
}

func (w *writer) list(depth int) string {
	var s strings.Builder
	mark := len(w.vars)
	for range 1 + w.IntN(3) {
		s.WriteString(w.node(depth))
	}
	w.vars = w.vars[:mark]
	return s.String()
}

func (w *writer) node(depth int) string {
	p := w.pipeline(2)
	if depth == 0 {
		return w.place(p)
	}
	body := func() string { return w.list(depth - 1) }
	otherwise := func() string {
		if w.IntN(2) == 0 {
			return ""
		}
		return "{{else}}" + body()
	}
	switch w.IntN(9) {
	case 0, 1:
		return "{{if " + p + "}}" + body() + otherwise() + "{{end}}"
	case 2:
		return "{{with " + p + "}}" + body() + otherwise() + "{{end}}"
	case 3:
		w.loops++
		inner := body() + w.pick("", "", "{{if eq . 1}}{{break}}{{end}}", "{{with .}}{{continue}}{{end}}") + "; "
		w.loops--
		return "{{range " + w.pick("", "$i, $v := ", "$v := ") + p + "}}" + inner + otherwise() + "{{end}}"
	case 4:
		name := w.pick("$x", "$y")
		w.vars = append(w.vars, name)
		return "{{" + name + " := " + p + "}}"
	case 5:
		if len(w.vars) > 0 {
			return "{{" + w.pick(w.vars...) + " = " + p + "}}"
		}
	case 6:
		return `{{template "` + w.pick("t1", "t2") + `" ` + w.pick(p, `dict "Page" `+w.operand(1)+` "Lang" `+w.operand(1)) + "}}"
	}
	return w.place(p)
}

func (w *writer) place(p string) string {
	return fmt.Sprintf(w.pick("{{%s}}", "<p>{{%s}}</p>", `<a href="{{%s}}">`, `<a href="/x?y={{%s}}" title={{"x"}}>`, `<b title="{{%[1]s}}" id=x{{%[1]s}}>`, "<title>{{%s}}</title>", "<script>x({{%s}})</script>", `<p style="a: {{%s}}">`), p)
}

func TestRandom(t *testing.T) {
	n := 1500
	if testing.Short() {
		n = 300
	}
	worked := 0
	data := sample()
	for seed := range n {
		w := &writer{Rand: rand.New(rand.NewPCG(1, uint64(seed)))}
		text := `{{define "t1"}}` + w.pick("{{.Page}}{{.Lang}}", "{{with .Page}}{{.Title}}{{$.Lang}}{{end}}", "{{.}}") + `{{end}}{{define "t2"}}` + w.list(1) + "{{end}}" + w.list(w.IntN(4))
		set, err := parsedOrNot(text)
		if err != nil {
			continue
		}
		if set.Execute(&strings.Builder{}, data) == nil {
			worked++
		}
		same(t, text, data)
		same(t, text, asMap(data))
	}
	t.Logf("%d of %d made-up templates work", worked, n)
}
