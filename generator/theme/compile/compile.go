// Package compile turns a set of html/template into closures that append the
// very bytes html/template would write, many times faster. Templates stay
// standard: html/template parses and escapes them, and whatever a closure cannot
// or must not do is done by html/template.
//
//	program, err := compile.Compile(set, "base", compile.Options{
//		Data:    reflect.TypeFor[theme.View](),
//		Funcs:   functions,
//		Pure:    []string{"t", "asset"},
//		Dict:    "dict",
//		Methods: compile.Methods[*theme.Page](),
//	})
//	page, err = program.Execute(page[:0], view)
//
// How it works. Types are known from Options.Data downwards: a field becomes an
// index, eq of two texts a comparison of texts. Each template is compiled once
// for every type of its dot; values of unknown type (inside an any) are
// resolved when they are met, and the result is kept where they were met.
//
// Errors. A compiled execution never says what went wrong: it gives up and
// html/template executes the same data again, for its error or, where only the
// closures were short of something, for its output. So functions and methods
// may be called twice, and must only read.
//
// What is left to html/template entirely (see [Program.Interpreted]): templates
// with a variable declared between parentheses, with an assignment to $, or with
// one to a variable of a range that has an else. What gives up each time it is
// met: range over maps whose keys are neither texts, numbers nor booleans, and
// values that html/template does not escape when they have an address. Tests of
// a theme find these with [Program.Verify].
//
// Execute is safe for concurrent use. The set must not be changed afterwards.
package compile

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"sync"
)

// Options tell what a set does not show.
type Options struct {
	// Data is the type that Execute will usually get. Other types work too.
	Data reflect.Type
	// Funcs are the functions that the set was given.
	Funcs template.FuncMap
	// Pure names functions that always answer the same to the same constants:
	// such calls are made once, by Compile, which fails when they do. Fields and
	// methods of their results, and if and with on them, are decided then too.
	Pure []string
	// Methods are called without reflection, which costs 175 ns each time. Those
	// of time.Time always are.
	Methods []Method
	// Dict names the function (...any) (map[string]any, error) that makes a map
	// of keys and values: {{template "card" dict "Page" .}} then makes no map.
	Dict string
	// Handle tells what a handle stands for, and who remembers what was written
	// for it; nil when nobody does. A template that is called with one handle and
	// otherwise only texts and numbers must write the same for the same of these.
	Handle Handle
	// Salt tells sets apart that share a Memory and have other functions.
	Salt string
}

// Handle is a func(H) (Memory, any) for handles of the type H.
type Handle struct {
	typ reflect.Type
	ask func(any) (Memory, any)
}

// HandleOf makes a Handle.
func HandleOf[H any](ask func(H) (Memory, any)) Handle {
	return Handle{reflect.TypeFor[H](), func(v any) (Memory, any) { return ask(v.(H)) }}
}

// Program is a compiled template.
type Program struct {
	env    *env
	entry  call
	reason string
	frames sync.Pool
}

// Compile escapes the set and compiles its template name. It fails as
// html/template does (a template that cannot be escaped) or because a pure
// function refused its constants, with the message of html/template for both.
func Compile(set *template.Template, name string, o Options) (*Program, error) {
	if err := escape(set, name); err != nil {
		return nil, err
	}
	env, err := newEnv(set, name, o)
	if err != nil {
		return nil, err
	}
	p := &Program{env: env, entry: call{env: env, name: name}}
	p.frames.New = func() any { return newFrame() }
	if err := p.compile(o.Data); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Program) compile(data reflect.Type) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case refused:
			p.reason = string(e)
		case foldError:
			err = e.err
		default:
			panic(e)
		}
	}()
	if data == nil {
		data = reflect.TypeFor[any]()
	}
	p.env.mu.Lock()
	defer p.env.mu.Unlock()
	p.env.block(p.entry.name, expr{typ: data})
	return nil
}

// Interpreted tells what keeps the template from being compiled, or "". An
// interpreted program works, at the speed of html/template.
func (p *Program) Interpreted() string { return p.reason }

// Execute appends the page of data to dst. On an error it returns dst as it was.
func (p *Program) Execute(dst []byte, data any) ([]byte, error) {
	if p.reason == "" {
		if page, ok := p.run(dst, data); ok {
			return page, nil
		}
	}
	buffer := bytes.NewBuffer(dst)
	if err := p.env.set.ExecuteTemplate(buffer, p.env.name, data); err != nil {
		return dst, err
	}
	return buffer.Bytes(), nil
}

// Verify executes data with the closures and with html/template and tells where
// they differ, or that the closures gave up where html/template does not. It is
// for the tests of a theme.
func (p *Program) Verify(data any) error {
	var want bytes.Buffer
	if p.reason != "" {
		return errors.New(p.reason)
	}
	if p.env.set.ExecuteTemplate(&want, p.env.name, data) != nil {
		return nil // then Execute fails with the same error
	}
	got, ok := p.run(nil, data)
	if !ok {
		return fmt.Errorf("%s: only html/template can execute this", p.env.name)
	}
	wanted := want.Bytes()
	for i := range min(len(got), len(wanted)) {
		if got[i] != wanted[i] {
			return fmt.Errorf("%s, byte %d: %q instead of %q", p.env.name, i, got[i:min(i+60, len(got))], wanted[i:min(i+60, len(wanted))])
		}
	}
	if len(got) != len(wanted) {
		return fmt.Errorf("%s: %d bytes instead of %d", p.env.name, len(got), len(wanted))
	}
	return nil
}

// run reports whether the closures did it all. A frame that failed is not used
// again: its locals are those of the place where it stopped.
func (p *Program) run(dst []byte, data any) (page []byte, ok bool) {
	f := p.frames.Get().(*frame)
	defer func() {
		if !ok {
			_ = recover() // html/template will find the same, and can tell it
		}
	}()
	f.out = dst
	p.entry.run(f, reflect.ValueOf(data))
	page = f.out
	f.clear()
	p.frames.Put(f)
	return page, true
}

// refused says that a construct is left to html/template: the whole program is.
type refused string

// foldError is a call with constants that a pure function refused.
type foldError struct{ err error }

// fail stops an execution that html/template has to do.
func fail() { panic(giveUp{}) }

type giveUp struct{}

func (e foldError) Error() string { return fmt.Sprint(e.err) }
