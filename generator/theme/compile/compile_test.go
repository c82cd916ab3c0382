package compile

import (
	"errors"
	"fmt"
	"html/template"
	"iter"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The types of the tests have what types of themes have: pointers, methods on
// values and on pointers, embedding, maps and interfaces.
type (
	doc struct {
		Page  *page
		Any   any
		Map   map[string]any
		Words map[string]string
		Ints  map[int]string
		Nums  []int
		N     int
		U     uint8
		F     float64
		C     complex128
		B     bool
		S     string
		P     *int
		PS    *string
		Nil   *page
		When  time.Time
		Err   error
		Str   fmt.Stringer
		Level level
		Kind  kind
		HTML  template.HTML
		URL   template.URL
		JS    template.JS
		CSS   template.CSS
		Attr  template.HTMLAttr
		Set   template.Srcset
		Bytes []byte
		Arr   [3]string
		Anys  []any
		Func  func(string, ...int) string
		Seq   iter.Seq[int]
		Seq2  iter.Seq2[string, int]
		Chan  chan int
		Value value
		PP    **page
		link
		*deep
	}
	page struct {
		Title, URL string
		Parent     *page
		Children   []*page
		Tags       []string
		Date       time.Time
		Body       template.HTML
		Kind       kind
		Value      value
		hidden     string //lint:ignore U1000 templates ask for it, in vain
	}
	level int
	kind  string
	value struct{ A, B string }
	link  struct{ Label string }
	deep  struct{ Depth int }
)

func (l level) String() string                   { return fmt.Sprintf("<level %d>", int(l)) }
func (p *page) Name() string                     { return p.Title + " & co" }
func (p *page) Shareable() bool                  { return p != nil && p.URL != "" }
func (p *page) Above() *page                     { return p.Parent }
func (p *page) Below(n int) []*page              { return p.Children[:n] }
func (p *page) Or(s string, more ...any) string  { return fmt.Sprint(s, len(more), p.Title) }
func (p *page) Fail(s string) (string, error)    { return s, errors.New("told to fail") }
func (p *page) Try(s string) (string, error)     { return s + "!", nil }
func (v value) Upper() string                    { return strings.ToUpper(v.A) }
func (v *value) Pointed() string                 { return "*" + v.A }
func (d doc) Sum(a, b int) int                   { return a + b }
func (d doc) Links(lang string) value            { return value{A: lang + "/<a>", B: "b&"} }
func (p page) Two(a any, b reflect.Value) string { return fmt.Sprint(a, b) }

func sample() doc {
	n, s := 7, "pointed <s>"
	root := &page{Title: "Racine & <b>", URL: "/racine/"}
	child := &page{Title: "Enfant “1”", URL: "/a b/?x=1&y=2+3", Parent: root, Tags: []string{"un", "d'eux", "<trois>"},
		Date: time.Date(2026, 5, 1, 18, 30, 0, 0, time.UTC), Body: "<p>corps &amp; <em>âme</em></p>", Kind: "post", Value: value{A: "pv"}}
	root.Children = []*page{child, {Title: "Second", URL: "javascript:alert(1)"}}
	return doc{
		Page: child, Any: child, Map: map[string]any{"page": child, "b": "<2>", "a": 1, "nil": nil, "list": []string{"x", "y"}, "v": value{A: "boxed"}, "html": template.HTML("<i>")},
		Words: map[string]string{"fr": "/privé/", "en": "/privacy/"}, Ints: map[int]string{10: "dix", 9: "neuf", -1: "moins"},
		Nums: []int{3, 1, 300}, N: 42, U: 200, F: 2.5, C: 1 + 2i, B: true, S: `<a href="x">'&+` + "\x00\xff</a>", P: &n, PS: &s, When: child.Date,
		Err: errors.New("<err>"), Str: level(4), Level: 3, Kind: "post<", HTML: "<b>gras & \"fort\"</b>", URL: "javascript:ok('&+')", JS: "f(1)", CSS: "color: red", Attr: `data-x="1"`,
		Set: "a.png 1x, b.png 2x", Bytes: []byte("octets"), Arr: [3]string{"x", "", "z"}, Anys: []any{1, "deux", nil, child, 2.5},
		Func: func(s string, n ...int) string { return fmt.Sprint(s, n) },
		Seq:  func(yield func(int) bool) { _ = yield(5) && yield(6) }, Seq2: maps.All(map[string]int{"k": 9}), Value: value{A: "va"}, PP: &child,
		link: link{"promoted"}, deep: &deep{8},
	}
}

func testFuncs() template.FuncMap {
	return template.FuncMap{
		"t": func(key string, args ...any) (string, error) {
			if strings.HasPrefix(key, "no.") {
				return "", errors.New("no text " + key)
			}
			return key + fmt.Sprint(args...), nil
		},
		"tn":   func(key string, n int, args ...any) (string, error) { return fmt.Sprint(key, n, args), nil },
		"date": func(d time.Time, style string) (string, error) { return d.Format("2006") + style, nil },
		"abs":  func(url string) string { return "https://example.org" + url },
		"setting": func(key string) (any, error) {
			return map[string]any{"n": 2, "map": map[string]any{"fr": "/x/"}}[key], nil
		},
		"dict": func(pairs ...any) (map[string]any, error) {
			m := map[string]any{}
			for i := 0; i+1 < len(pairs); i += 2 {
				m[pairs[i].(string)] = pairs[i+1]
			}
			return m, nil
		},
		"list":    func(values ...any) []any { return values },
		"raw":     func(s string) template.HTML { return template.HTML(s) },
		"boom":    func() string { panic("boom") },
		"odd":     func(a int8, b uint16, c float32, d *page, e []string) string { return fmt.Sprint(a, b, c, d == nil, e) },
		"reflect": func(v reflect.Value) reflect.Value { return v },
		"anyway":  func(v any) any { return v },
	}
}

func parsedOrNot(text string) (*template.Template, error) {
	return template.New("main").Funcs(testFuncs()).Option("missingkey=error").Parse(text)
}

func parsed(t testing.TB, text string) *template.Template {
	t.Helper()
	set, err := parsedOrNot(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return set
}

func testOptions(data any) Options {
	return Options{Data: reflect.TypeOf(data), Funcs: testFuncs(), Dict: "dict", Methods: []Method{
		Getter("Name", (*page).Name), Getter("Shareable", (*page).Shareable), Getter("Above", (*page).Above), Lookup("Below", (*page).Below),
	}}
}

// same compares a template's compiled execution with html/template's. Where the
// latter succeeds the closures must do it alone.
func same(t *testing.T, text string, data any) {
	t.Helper()
	var want strings.Builder
	wantErr := parsed(t, text).Execute(&want, data)
	p, err := Compile(parsed(t, text), "main", testOptions(data))
	if err != nil {
		if wantErr == nil || err.Error() != wantErr.Error() {
			t.Errorf("%s\ncompile: %v\nwant: %v", text, err, wantErr)
		}
		return
	}
	if p.Interpreted() != "" {
		t.Errorf("%s: interpreted: %s", text, p.Interpreted())
	}
	got, ok := p.run([]byte("before "), data)
	if ok != (wantErr == nil) {
		t.Errorf("%s: compiled execution works: %v, html/template: %v", text, ok, wantErr)
	}
	if ok {
		if diff := cmp.Diff("before "+want.String(), string(got)); diff != "" {
			t.Errorf("%s: (-html/template +compiled)\n%s", text, diff)
		}
		return
	}
	got, err = p.Execute([]byte("before "), data)
	if err == nil || wantErr == nil || err.Error() != wantErr.Error() || string(got) != "before " {
		t.Errorf("%s: got %q, error %v, want %v", text, got, err, wantErr)
	}
}
