package compile

import (
	"bytes"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
)

// action compiles {{pipeline}}, the last commands of which are the escapers that
// html/template added.
func (b *builder) action(c *code, n *parse.ActionNode) {
	if len(n.Pipe.Decl) > 0 {
		_, store := b.pipe(n.Pipe)
		c.do(store)
		return
	}
	cmds, chain := n.Pipe.Cmds, escaper(nil)
	var names []string
	for len(cmds) > 1 && isEscaper(cmds[len(cmds)-1]) {
		last := cmds[len(cmds)-1].Args[0].(*parse.IdentifierNode)
		names = append([]string{last.Ident}, names...)
		cmds = cmds[:len(cmds)-1]
	}
	e := b.commands(n.Pipe, cmds)
	if len(names) == 0 {
		b.printed(c, e)
		return
	}
	if chain = b.env.chain(names); chain == nil {
		b.refuse(n, strings.Join(names, " | "))
	}
	write := e.write
	if write == nil || len(names) > 1 || names[0] != "_html_template_htmlescaper" {
		write = b.escaped(e, chain, numeric(names))
	}
	if e.known {
		var f frame
		write(&f)
		c.add(string(f.out))
		return
	}
	c.do(write)
}

func isEscaper(cmd *parse.CommandNode) bool {
	id, ok := cmd.Args[0].(*parse.IdentifierNode)
	return ok && len(cmd.Args) == 1 && strings.HasPrefix(id.Ident, "_html_template_")
}

// escaped appends an expression through escapers. digits tells that these leave
// numbers as they are.
func (b *builder) escaped(e expr, chain escaper, digits bool) func(*frame) {
	if kind, ok := contentOf(e.typ); ok && kind != otherwise {
		get := e.text()
		return func(f *frame) { f.out = chain(f.out, get(f), kind, textOnly{}) }
	}
	if digits && isInt(e.kind()) && e.typ.NumMethod() == 0 {
		get := e.integer()
		return func(f *frame) { f.out = strconv.AppendInt(f.out, get(f), 10) }
	}
	get := e.box()
	return func(f *frame) {
		a := get(f)
		if n, ok := a.(int); ok && digits {
			f.out = strconv.AppendInt(f.out, int64(n), 10)
			return
		}
		s, kind := stringify(a)
		f.out = chain(f.out, s, kind, a)
	}
}

// printed appends an expression that html/template does not escape.
func (b *builder) printed(c *code, e expr) {
	val := e.val
	c.do(func(f *frame) {
		v := val(f)
		if v.Kind() == reflect.Pointer {
			v = indirect(v)
		}
		if !v.IsValid() || v.CanAddr() {
			fail() // seldom: text/template knows
		}
		if k := v.Kind(); k == reflect.Chan || k == reflect.Func {
			fail()
		}
		f.out = fmt.Append(f.out, v.Interface())
	})
}

// escaper appends a text made safe for its place. a is the value that the text
// was made of, or textOnly.
type escaper func(dst []byte, s string, kind content, a any) []byte

type textOnly struct{}

// numeric reports whether escapers leave digits and a minus sign alone.
func numeric(names []string) bool {
	for _, name := range names {
		switch name {
		case "_html_template_htmlescaper", "_html_template_attrescaper", "_html_template_rcdataescaper", "_html_template_nospaceescaper",
			"_html_template_urlfilter", "_html_template_urlnormalizer", "_html_template_urlescaper":
		default:
			return false
		}
	}
	return true
}

// escapers are those of html/template: the usual ones rewritten, the others
// called through it.
func (e *env) escapers() map[string]escaper {
	all := map[string]escaper{}
	for _, name := range []string{"cssescaper", "cssvaluefilter", "htmlnamefilter", "jsregexpescaper", "jsstrescaper",
		"jstmpllitescaper", "jsvalescaper", "srcsetescaper"} {
		all["_html_template_"+name] = foreign(name)
	}
	attr, nospace := foreign("attrescaper"), foreign("nospaceescaper")
	all["_html_template_htmlescaper"] = htmlEscaper
	all["_html_template_rcdataescaper"] = rcdataEscaper
	all["_html_template_attrescaper"] = func(dst []byte, s string, kind content, a any) []byte {
		if kind == safeHTML {
			return attr(dst, s, kind, a)
		}
		return appendHTML(dst, s)
	}
	all["_html_template_nospaceescaper"] = func(dst []byte, s string, kind content, a any) []byte {
		if kind == safeHTML {
			return nospace(dst, s, kind, a)
		}
		return appendNospace(dst, s)
	}
	all["_html_template_urlfilter"] = urlFilter
	all["_html_template_urlnormalizer"] = func(dst []byte, s string, _ content, _ any) []byte { return appendURL(dst, s, true) }
	all["_html_template_urlescaper"] = func(dst []byte, s string, kind content, _ any) []byte {
		return appendURL(dst, s, kind == safeURL)
	}
	all["_html_template_commentescaper"] = func(dst []byte, _ string, _ content, _ any) []byte { return dst }
	return all
}

// chain is escapers one after the other, nil if one of them is unknown.
func (e *env) chain(names []string) escaper {
	key := strings.Join(names, "|")
	switch key {
	case "_html_template_urlfilter|_html_template_urlnormalizer|_html_template_attrescaper":
		return urlAttribute
	case "_html_template_urlescaper|_html_template_attrescaper":
		return queryAttribute
	}
	chain := make([]escaper, len(names))
	for i, name := range names {
		if chain[i] = e.escapes[name]; chain[i] == nil {
			return nil
		}
	}
	if len(chain) == 1 {
		return chain[0]
	}
	return func(dst []byte, s string, kind content, a any) []byte {
		last := len(chain) - 1
		for _, escape := range chain[:last] {
			s, kind, a = string(escape(nil, s, kind, a)), plain, textOnly{}
		}
		return chain[last](dst, s, kind, a)
	}
}

// foreign calls an escaper of html/template, which exports none: a template
// is escaped, and then made to call that escaper.
func foreign(name string) escaper {
	caller := sync.OnceValue(func() *template.Template {
		t := template.Must(template.New("").Parse("{{.}}"))
		_ = t.Execute(stop{}, nil)
		pipe := t.Tree.Root.Nodes[0].(*parse.ActionNode).Pipe
		pipe.Cmds[1].Args[0].(*parse.IdentifierNode).Ident = "_html_template_" + name
		return t
	})
	return func(dst []byte, s string, kind content, a any) []byte {
		if a == (textOnly{}) {
			a = typedText(s, kind)
		}
		buffer := bytes.NewBuffer(dst)
		if caller().Execute(buffer, a) != nil {
			fail()
		}
		return buffer.Bytes()
	}
}

// typedText is the value that a text was.
func typedText(s string, kind content) any {
	switch kind {
	case safeHTML:
		return template.HTML(s)
	case safeURL:
		return template.URL(s)
	}
	return s
}
