package compile

import (
	"bytes"
	"html/template"
	"io"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func TestMissingKeys(t *testing.T) {
	for _, mode := range []string{"error", "zero", "default"} {
		for _, text := range []string{"{{.absent}}", "{{.absent.x}}", "{{.Words.absent}}", "{{.Words.absent.x}}", "{{.Map.absent}}", "{{.Map.absent.x}}", "{{.Map.nil.x}}", "{{.Map.nil}}",
			"{{if .Map.absent}}x{{else}}y{{end}}", "{{eq .Map.absent nil}}", "{{len .Words.absent}}", `<a href="{{.Map.absent}}" title={{.Words.absent}}>`, "<script>{{.Map.absent}}</script>"} {
			for _, data := range []any{sample(), asMap(sample())} {
				var want strings.Builder
				wantErr := parsed(t, text).Option("missingkey="+mode).Execute(&want, data)
				p, err := Compile(parsed(t, text).Option("missingkey="+mode), "main", testOptions(data))
				if err != nil {
					t.Fatal(err)
				}
				got, err := p.Execute(nil, data)
				if (err == nil) != (wantErr == nil) || err == nil && string(got) != want.String() || err != nil && err.Error() != wantErr.Error() {
					t.Errorf("%s, %s: got %q, %v; want %q, %v", mode, text, got, err, want.String(), wantErr)
				}
			}
		}
	}
}

func TestPure(t *testing.T) {
	calls := 0
	funcs := testFuncs()
	told := funcs["t"].(func(string, ...any) (string, error))
	funcs["t"] = func(key string, args ...any) (string, error) { calls++; return told(key, args...) }
	compile := func(text string) (*Program, error) {
		set := template.Must(template.New("layouts/x.html").Funcs(funcs).Parse(text))
		return Compile(set, "layouts/x.html", Options{Data: reflect.TypeFor[doc](), Funcs: funcs, Pure: []string{"t", "setting", "raw"}})
	}

	p, err := compile(`<p>{{t "a<"}}</p>{{if eq (setting "n") 2}}two{{end}}{{raw "<b>"}}{{index (setting "map") "fr"}}{{t (printf "%s" "x")}}`)
	if err != nil {
		t.Fatal(err)
	}
	calls = 0
	page, err := p.Execute(nil, sample())
	if want := "<p>a&lt;</p>two<b>/x/x"; err != nil || string(page) != want || calls != 0 {
		t.Errorf("got %q, error %v and %d calls, want %q", page, err, calls, want)
	}
	if text, ok := p.env.block("layouts/x.html", expr{typ: reflect.TypeFor[doc]()}).code.static(); !ok || text != string(page) {
		t.Errorf("the page is not one text: %q", text)
	}

	broken := "\n  {{if .B}}{{t \"no.such\"}}{{end}}"
	_, err = compile(broken)
	set := template.Must(template.New("layouts/x.html").Funcs(funcs).Parse(broken))
	if want := set.Execute(io.Discard, sample()); err == nil || err.Error() != want.Error() {
		t.Errorf("got error %v, want %v", err, want)
	}
}

func TestEndlessRecursion(t *testing.T) {
	same(t, `{{define "loop"}}{{template "loop" .}}{{end}}{{template "loop" .}}`, sample())
}

func TestInterpreted(t *testing.T) {
	text := `{{if eq ($x := .N) 42}}{{$x}}{{end}}`
	p, err := Compile(parsed(t, text), "main", testOptions(sample()))
	if err != nil {
		t.Fatal(err)
	}
	if want := "main:1:9: a variable declared in parentheses"; p.Interpreted() != want {
		t.Errorf("interpreted because of %q, want %q", p.Interpreted(), want)
	}
	if page, err := p.Execute([]byte("a "), sample()); string(page) != "a 42" || err != nil {
		t.Errorf("got %q, %v", page, err)
	}
}

func TestMethodNames(t *testing.T) {
	o := testOptions(sample())
	o.Methods = []Method{Getter("Title", (*page).Name)}
	if _, err := Compile(parsed(t, "x"), "main", o); err == nil || !strings.Contains(err.Error(), "has no method Title") {
		t.Errorf("got error %v", err)
	}
}

// TestConcurrent has values of several types meet at one place.
func TestConcurrent(t *testing.T) {
	text := `{{define "x"}}{{.Title}} {{.Value.A}}{{end}}{{range .Anys}}{{with .}}{{.Title}}{{end}}{{template "x" .}}{{end}}`
	type other struct {
		Title int
		Value value
	}
	data := doc{Anys: []any{&page{Title: "a"}, other{Title: 1}, map[string]any{"Title": "m", "Value": value{A: "v"}}, &other{Title: 2}}}
	p, err := Compile(parsed(t, text), "main", testOptions(data))
	if err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := parsed(t, text).Execute(&want, data); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if page, ok := p.run(nil, data); !ok || string(page) != want.String() {
					t.Errorf("got %q, want %q", page, want.String())
				}
			}
		})
	}
	group.Wait()
}
