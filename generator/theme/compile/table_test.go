package compile

import (
	"reflect"
	"strings"
	"testing"
)

// constructs has a template a line: what text/template can do.
const constructs = `
plain text
{{.S}} {{.N}} {{.F}} {{.B}} {{.U}} {{.C}} {{.Level}} {{.Kind}} {{.P}} {{.PS}} {{.Err}} {{.Str}} {{.Bytes}} {{.Arr}} {{.Nums}} {{.Words}} {{.Value}}
{{.Page.Title}} {{.Page.Parent.Title}} {{.Page.Name}} {{.Page.Above.Name}} {{.Page.Value.Pointed}} {{.Page.Value.Upper}} {{.Value.Upper}}
{{.Any.Title}} {{.Any.Name}} {{.Any.Parent.Title}} {{.Any.Above.Name}} {{.Map.page.Title}} {{.Map.b}} {{.Map.v.Upper}} {{.Map.html}} {{.PP.Title}} {{.PP.Name}}
{{.Label}} {{.Depth}} {{.Sum 1 2}} {{(.Links "fr").A}} {{(.Links .S).B}} {{.Page.Or "x"}} {{.Page.Or "x" 1 .N}} {{.Page.Try "x"}} {{"p" | .Page.Try}} {{.Page.Two nil .N}} {{.Page.Two .S 3}}
{{range .Page.Parent.Below 1}}{{.Title}}{{end}} {{range .Page.Above.Below .Page.Shareable}}{{end}}
{{.Page.Fail "x"}}
{{.Nil.Title}}
{{.Nil.Shareable}} {{.Nil}} {{with .Nil}}yes{{else}}no{{end}}
{{.Nil.Name}}
{{.Absent}}
{{.Page.hidden}}
{{.Page.Titre}}
{{.Map.absent}}
{{.Map.nil}} {{if .Map.nil}}x{{else}}y{{end}}
{{.Map.nil.x}}
{{.S.x}}
{{.Sum 1}}
{{.Sum "a" 2}}
{{.Page.Title 1}}
{{if .B}}yes{{else}}no{{end}} {{if .Nil}}a{{else if .N}}b{{else}}c{{end}} {{if not .S}}x{{end}} {{if .F}}f{{end}}{{if .C}}c{{end}}{{if .U}}u{{end}}{{if .Value}}v{{end}}{{if .Err}}e{{end}}{{if .Chan}}ch{{end}}{{if .Func}}fn{{end}}{{if .Arr}}arr{{end}}
{{with .Page}}{{.Title}} {{$.N}}{{end}} {{with $x := .S}}{{$x}}{{.}}{{else}}{{$x}}{{end}} {{with .Page.Kind}}{{.}}{{end}} {{with .Nil}}{{.}}{{else with .N}}{{.}}{{end}} {{with 5}}{{.}}{{end}}{{with ""}}{{else}}empty{{end}}
{{with .Any}}{{.Title}}{{end}}{{with .Map}}{{.b}}{{end}}{{with .HTML}}{{.}}{{end}}{{with .Level}}{{.}}{{end}}
{{range .Nums}}{{.}},{{end}} {{range $i, $v := .Nums}}{{$i}}={{$v}};{{end}} {{range $v := .Nums}}{{$v}}{{end}} {{range .Page.Tags}}<i>{{.}}</i>{{else}}none{{end}}
{{range .Page.Children}}x{{else}}none {{.N}}{{end}} {{range $i, $v := .Page.Children}}x{{else}}{{len $v}}{{end}} {{range .Nil}}{{end}}
{{range .Words}}{{.}}{{end}} {{range $k, $v := .Words}}{{$k}}:{{$v}}{{end}} {{range $k, $v := .Ints}}{{$k}}:{{$v}} {{end}} {{range $k, $v := .Map}}{{$k}} {{end}} {{range .Arr}}[{{.}}]{{end}}
{{range 3}}{{.}}{{end}} {{range $i := 3}}{{$i}}{{end}} {{range .N}}.{{end}} {{range 0}}x{{else}}zero{{end}} {{range $i := .U}}{{$i}}{{end}} {{range .Level}}{{.}}{{end}}
{{range $i, $v := 3}}{{end}}
{{range .Seq}}{{.}}{{end}} {{range $x := .Seq}}{{$x}}{{end}} {{range $k, $v := .Seq2}}{{$k}}{{$v}}{{end}} {{range $k := .Seq2}}{{$k}}{{end}} {{range .Chan}}{{else}}nil channel{{end}}
{{range .S}}{{end}}
{{range .Anys}}[{{.}}]{{end}} {{range $i, $v := .Anys}}{{if eq $i 3}}{{$v.Title}} {{.Name}}{{end}}{{end}}
{{range .Nums}}{{if eq . 1}}{{continue}}{{end}}{{.}}{{if gt . 100}}{{break}}{{end}};{{end}} {{range .Nums}}{{with .}}{{break}}{{end}}never{{end}} {{range .Nums}}{{range $.Page.Tags}}{{break}}{{end}}{{.}}{{end}}
{{range .Nums}}a{{range $.Page.Children}}{{else}}{{continue}}{{end}}b{{end}} {{range 5}}{{if true}}{{if eq . 2}}{{continue}}{{end}}{{end}}{{.}}{{end}}
{{$x := 1}}{{$x}}{{$x = 2}}{{$x}} {{if true}}{{$x = 3}}{{$y := 4}}{{$y}}{{end}}{{$x}} {{$x := "new"}}{{$x}} {{if .B}}{{$x := "inner"}}{{$x}}{{end}}{{$x}}
{{$x := 1}}{{$x}}{{$x = "text"}}{{$x}}{{$x = .Page}}{{$x.Title}}{{$x = nil}}
{{$x := ""}}{{range .Page.Tags}}{{$x = printf "%s%s" $x .}}{{end}}{{$x}} {{$year := 0}}{{range .Nums}}{{if ne . $year}}{{$year = .}}{{$year}}{{end}}{{end}}
{{$x := .Page.Title}}{{$x = .Kind}}{{$x}} {{$v := 0}}{{range $v = .Nums}}{{$v}}{{end}}{{$v}} {{$a := 0}}{{$b := 0}}{{range $a, $b = .Nums}}{{$a}}{{$b}}{{end}}{{$a}}{{$b}} {{range $i, $v := .Nums}}{{$v = 5}}{{$v}}{{.}}{{end}}
{{$p := .Page}}{{$p.Title}}{{$p.Parent.Title}}{{with $q := $p.Parent}}{{$q.Title}}{{end}} {{$l := .Links "x"}}{{$l.A}} {{$.N}} {{$.Page.Title}} {{$c := .Value}}{{$c.A}}{{$c.Pointed}}
{{and .B .S}} {{and .Nil .S}} {{or .Nil .S}} {{or .Nil "" 0}} {{or "" .Page.Title}} {{and 1 2 3}} {{not .B}} {{or .Nil .Page | print}} {{.B | and .S}} {{.S | or ""}} {{if or .Nil .B}}t{{end}}{{if and .B .Nil}}u{{end}} {{with or .Nil .Page}}{{.Title}}{{end}} {{or .Page.Kind .Kind}}
{{eq 1 1}} {{eq .N 42}} {{eq .N 1 2 42}} {{eq .S "x" .S}} {{eq .Kind "post<"}} {{eq .U 200}} {{eq .N .U}} {{eq .F 2.5}} {{eq .B true}} {{eq .C 1i}} {{eq .Page .Page}} {{eq .Nil nil}} {{eq nil nil}} {{eq .Any .Page}} {{ne .N 41}} {{ne .S "y"}} {{ne .Nil nil}} {{eq .Value .Value}} {{eq .Map.a 1}} {{eq .Err nil}}
{{eq .N "x"}}
{{eq .Nums .Nums}}
{{eq .Nums nil}} {{eq .Map nil}} {{eq .N nil}} {{eq .Page nil}}
{{eq 1}}
{{lt 1 2}} {{lt .N 2}} {{le .N 42}} {{gt .N 1}} {{ge .N 42}} {{lt "a" "b"}} {{le .S .S}} {{gt .F 1.0}} {{ge .U .N}} {{lt .N .U}} {{le .U 200}} {{lt .Map.a 5}} {{lt .Level 5}} {{ge 3 .Map.a}} {{gt .U .U}}
{{lt .B .B}}
{{lt 1 "x"}}
{{lt .F 1}}
{{len .S}} {{len .Nums}} {{len .Map}} {{len .Arr}} {{len "abc"}} {{len .Page.Tags}} {{len .Map.list}} {{len .Any.Tags}}
{{len .N}}
{{len .Nil}}
{{index .Nums 0}} {{index .Words "fr"}} {{index .Words "xx"}} {{index .Map "b"}} {{index .Map.list 1}} {{index .Arr 2}} {{index .S 0}} {{index .Page.Tags 1}} {{index .Ints 9}} {{index (setting "map") "fr"}} {{(index .Map "page").Title}} {{index .Nums .U | len}}
{{index .Nums 5}} 
{{index .Nums "x"}}
{{index .Anys 1}} {{(index .Anys 3).Title}} {{(index .Page.Parent.Children 0).Title}} {{index .Ints .U}} {{index .Nums}} {{index .Nil 1}}
{{slice .S 1 3}} {{slice .Nums 1}} {{slice .Nums}} {{slice "hello" 1 2}} {{slice .Nums 0 1 2}} {{slice .Map.list 1}} {{slice .Page.Title 0 3}} {{slice .Bytes 1 2}}
{{slice .Nums 2 1}}
{{print 1 2 "x"}} {{print .Page.Title .N}} {{printf "%s-%d-%v" .S .N .F}} {{printf "%s %s" .Kind .Page.Title}} {{printf "%d%%" .N}} {{printf "%5d|%q" .N .S}} {{printf "%s" .Level}} {{printf "%v" .Nil}} {{println "x"}} {{printf "%s"}} {{printf "%d" .U}} {{.S | printf "%s %s" "x"}} {{printf "%v %v" .S .N}} {{printf "x"}} {{printf .Page.Title}}
{{call .Func "x"}} {{call .Func "x" 1 2}} {{call .Func "x" .U}} {{.Func | len}}
{{call .Func 1}}
{{call .Nil}}
{{html .S}} {{.S | html}} {{js .S}} {{urlquery .S}} {{.S | urlquery}} {{html .S .N}} {{html "<" .PS}} {{.HTML | html}} {{.N | html}} {{.HTML | print}}
{{t "key"}} {{t "key" 1}} {{t "key" .S .N}} {{t (printf "lang.%s" .S)}} {{tn "k" 3}} {{tn "k" .N "x"}} {{date .When "long"}} {{date .Page.Date "iso"}} {{date .Any.Date "x"}} {{abs .Page.URL}} {{raw "<b>"}} {{setting "n"}} {{.S | t "piped"}} {{.N | tn "k"}} {{"x" | date .When}} {{anyway .S}} {{anyway nil}} {{reflect .S}} {{reflect .Page | len}}
{{reflect .N}} {{reflect "lit"}} {{reflect nil}} {{anyway .Err}} {{anyway .Page.Title | len}}
{{t "no.such"}}
before {{.N}} {{t .N}}
{{t .Kind}}
{{t .PS}} {{abs .Map.b}} {{tn "k" .P}} {{odd 1 2 3 nil nil}} {{odd -1 0x10 1.5 .Page .Page.Tags}} {{odd 'a' 1 1 nil .Map.list}}
{{boom}}
{{odd .N 1 1 nil nil}}
{{list 1 "a" .S | len}} {{range list 1 "a" nil}}{{.}}{{end}} {{(dict "a" .S).a}} {{with dict "p" .Page}}{{.p.Title}}{{end}} {{len (list)}}
{{true}} {{false}} {{1}} {{1.5}} {{0x10}} {{'a'}} {{1e3}} {{1_000}} {{-3}} {{"x<"}} {{` + "`raw<`" + `}} {{1i}} {{0b11}} {{"a" | printf "%s%s" "b"}}
{{/* comment */}}a {{- /* trimmed */ -}} b {{- "x" -}} c
{{define "a"}}[{{.}}]{{end}}{{template "a"}}{{template "a" .S}}{{template "a" .N}}{{template "a" .Page.Title}}{{template "a" 5}}{{template "a" nil}}
{{define "tree"}}<li>{{.Title}}{{with .Children}}<ul>{{range .}}{{template "tree" .}}{{end}}</ul>{{end}}</li>{{end}}{{template "tree" .Page.Parent}}{{template "tree" .Any}}
{{define "up"}}{{with .}}{{template "up" .Parent}}/{{.Title}}{{end}}{{end}}{{template "up" .Page}}{{template "up" .Map.page}}
{{define "card"}}{{with .Page}}{{.Title}} {{$.Lang}} {{.Name}}{{end}}{{if eq .Lang "fr"}}F{{end}}{{end}}{{template "card" dict "Page" .Page "Lang" "fr"}}{{range .Page.Parent.Children}}{{template "card" dict "Page" . "Lang" $.S}}{{end}}{{template "card" dict "Page" .Any "Lang" .Kind}}{{template "card" dict "Page" .Nil "Lang" "x"}}
{{define "whole"}}{{len .}}{{range $k, $v := .}}{{$k}}{{$v}}{{end}}{{end}}{{template "whole" dict "a" .S "b" 2}}
{{define "pass"}}{{template "in" .}}{{end}}{{define "in"}}{{.a}}{{end}}{{template "pass" dict "a" .S}}
{{define "miss"}}{{.b}}{{end}}{{template "miss" dict "a" .S}}
{{define "val"}}{{.v.A}}{{.v.Upper}}{{end}}{{template "val" dict "v" .Value}}{{template "val" dict "v" .Page.Value}}
{{define "val"}}{{.v.Pointed}}{{end}}{{template "val" dict "v" .Page.Value}}
{{define "n"}}{{.x}}{{if .x}}1{{end}}{{end}}{{template "n" dict "x" nil}}{{template "n" dict "x" .Map.nil}}{{template "n" dict "x" .Err}}{{template "n" dict "x" .Nums}}
{{define "loop"}}{{template "loop" .}}{{end}}{{if .Nil}}{{template "loop" .}}{{end}}ok
{{block "b" .Page}}{{.Title}}{{end}} {{define "v"}}{{$x := .}}{{$x.Title}}{{$}}{{end}}{{with .Page.Value}}{{.A}}{{end}}
{{template "none"}}
{{(.Page).Title}} {{(.Page.Parent).Title | len}} {{((1))}} {{(len .S) | printf "%d"}} {{(t "x") | len}} {{.Page.Tags | len}} {{"fr" | .Links}} {{nil | print}}
{{1 2}}
{{.N 3}}
{{$.Page.Above.Above.Name}}
{{define "static"}}<hr>{{end}}a{{template "static"}}b{{template "static" .}}c{{template "static" .Page.Title}}d{{if true}}e{{else}}f{{end}}{{if false}}g{{end}}h
{{template "static2" $y := .N}}{{$y}}{{define "static2"}}{{.}}{{end}}
{{if $x := .Page}}{{$x.Title}}{{else}}{{$x}}{{end}} {{if .S | len | eq 3}}{{else}}x{{end}} {{with .S | len}}{{.}}{{end}}
{{.When.Year}} {{.When.IsZero}} {{.Page.Date.Format "2006-01-02"}} {{.Any.Date.Year}} {{eq .Page.Date.Year 2026}} {{.When}}
`

// contexts has a template a line, and %s for a value of any kind.
const contexts = `
<p>%s</p>
<p title="%s" class='%s' id=%s>
<a href="%s"></a><a href='%s'></a><a href=%s></a>
<a href="/x/%s/y"></a><a href="/x?q=%s&amp;r=%s#%s"></a><a href="#%s"></a><a href="mailto:%s">x</a><a href="tel:%s">x</a><a href="mailto:?subject=%s&amp;body=%s">
<img src="%s" srcset="%s 1x, /b.png 2x" alt=%s><img srcset="%s"><img srcset=%s>
<p style="color: %s; background: url(%s)">x</p><p style="background: url('%s')"><p style="content: '%s'">
<style>p { color: %s; background: url("%s?%s"); font: "%s" } /* %s */</style>
<script>var a = %s, b = "%s", c = '%s', d = /%s/, e = ` + "`%s`" + `; /* %s */</script><script type="application/json">{"a": %s}</script><script type="application/ld+json">{"a": %s, "b": "x"}</script>
<button onclick="f(%s, '%s')">x</button><button onclick='f(%s)'>
<title>%s</title><textarea>%s</textarea><title>a {{if .B}}%s{{end}}</title>
<!-- %s --><p>x</p>
<meta name="description" content="%s"><meta property="og:url" content='%s'><meta http-equiv="refresh" content="0; url=%s">
<p %s="x"><p data-%s="y"><input %s>
<svg><path d="%s"/></svg><form action="%s"><object data="%s">
{{define "x"}}%s{{end}}{{template "x" .}}<a title="{{template "x" .}}" href="{{template "x" .}}" id={{template "x" .}}><script>var x = {{template "x" .}}</script><title>{{template "x" .}}</title>
`

func lines(text string) []string { return strings.Split(strings.Trim(text, "\n"), "\n") }

func TestConstructs(t *testing.T) {
	for _, text := range lines(constructs) {
		t.Run(text, func(t *testing.T) {
			data := sample()
			same(t, text, data)
			same(t, text, &data)
			same(t, text, asMap(data))
		})
	}
}

// TestPieces runs each action of the lines alone: one that fails hides those after it.
func TestPieces(t *testing.T) {
	data := sample()
	for _, line := range lines(constructs) {
		for _, text := range strings.Split(line, "}} ") {
			if strings.Count(text, "{{") != 1 || strings.Contains(text, "/*") || strings.Contains(text, "end") || strings.Contains(text, "$x") {
				continue
			}
			text = strings.TrimSuffix(text, "}}") + "}}"
			if !strings.HasPrefix(text, "{{if") && !strings.HasPrefix(text, "{{define") && !strings.Contains(text, "else") && strings.HasPrefix(text, "{{") {
				same(t, text, data)
				same(t, "<a href="+text+">", &data)
				same(t, text, asMap(data))
			}
		}
	}
}

// asMap is the same data without types: all of it is resolved at run time.
func asMap(d doc) map[string]any {
	m := map[string]any{}
	v := reflect.ValueOf(d)
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.IsExported() {
			m[field.Name] = v.Field(i).Interface()
		}
	}
	return m
}

func TestContexts(t *testing.T) {
	data := sample()
	values := []string{".S", ".N", ".F", ".B", ".Level", ".Kind", ".HTML", ".URL", ".JS", ".CSS", ".Attr", ".Set", ".Page.URL", ".Page.Title", ".Page.Name", ".Map.html", ".Nil", ".PS", ".Err", ".Str",
		".Nums", ".Map.list", `""`, `"https://x.org/?a=b&c=d"`, ".Map.nil", ".P", ".U", ".Any.URL", ".When", ".Page.Tags", `.S | html`, `.S | urlquery`, "index .Anys 1"}
	for _, text := range lines(contexts) {
		for _, v := range values {
			same(t, strings.ReplaceAll(text, "%s", "{{"+v+"}}"), data)
			same(t, strings.ReplaceAll(text, "%s", "{{"+v+"}}"), asMap(data))
		}
	}
}
