package compile

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"time"
)

// Method is a method that templates call without reflection. Methods and
// Returning find many of a type, Getter, Text, HTML and Lookup name one.
type Method struct {
	receiver  reflect.Type
	name      string
	arguments int
	function  reflect.Value
	bind      func(recv expr, args []operand) expr
}

type methodKey struct {
	receiver reflect.Type
	name     string
}

// Methods are those of R, with no argument or with a string or an int, that
// return a usual type: string, bool, int, time.Time, template.HTML, R or []R.
func Methods[R any]() []Method {
	return slices.Concat(Returning[R, string](), Returning[R, bool](), Returning[R, int](), Returning[R, time.Time](),
		Returning[R, template.HTML](), Returning[R, R](), Returning[R, []R]())
}

// Returning are the methods of R, with no argument or with a string or an int,
// that return a V: Returning[*Page, *Image]().
func Returning[R, V any]() []Method {
	var list []Method
	for m := range reflect.TypeFor[R]().Methods() {
		switch fn := m.Func.Interface().(type) {
		case func(R) V:
			list = append(list, Getter(m.Name, fn))
		case func(R, string) V:
			list = append(list, Lookup(m.Name, fn))
		case func(R, int) V:
			list = append(list, Lookup(m.Name, fn))
		}
	}
	return list
}

// Getter is a method without arguments: Getter("Title", (*Page).Title).
func Getter[R, V any](name string, get func(R) V) Method {
	return Method{
		receiver: reflect.TypeFor[R](), name: name, function: reflect.ValueOf(get),
		bind: func(recv expr, _ []operand) expr {
			self := typed[R](recv)
			return computed(func(f *frame) V { return get(self(f)) })
		},
	}
}

// Text is a Getter for a named type of string.
func Text[R any, V ~string](name string, get func(R) V) Method {
	m := Getter(name, get)
	getter := m.bind
	m.bind = func(recv expr, args []operand) expr {
		self, e := typed[R](recv), getter(recv, args)
		e.str = func(f *frame) string { return string(get(self(f))) }
		return e
	}
	return m
}

// HTML is a Getter of HTML that can be appended to the page without being made.
func HTML[R any](name string, get func(R) template.HTML, write func(R, []byte) []byte) Method {
	m := Getter(name, get)
	getter := m.bind
	m.bind = func(recv expr, args []operand) expr {
		self, e := typed[R](recv), getter(recv, args)
		e.write = func(f *frame) { f.out = write(self(f), f.out) }
		return e
	}
	return m
}

// Lookup is a method with one argument: Lookup("PostsIn", (*Zone).PostsIn).
func Lookup[R, A, V any](name string, get func(R, A) V) Method {
	return Method{
		receiver: reflect.TypeFor[R](), name: name, arguments: 1, function: reflect.ValueOf(get),
		bind: func(recv expr, args []operand) expr {
			self, arg := typed[R](recv), argument[A](args[0])
			return computed(func(f *frame) V { return get(self(f), arg(f)) })
		},
	}
}

// check reports a name that is not the method's.
func (m Method) check() error {
	found, ok := m.receiver.MethodByName(m.name)
	if !ok || found.Func.Type() != m.function.Type() {
		return fmt.Errorf("%v has no method %s that is a %v", m.receiver, m.name, m.function.Type())
	}
	return nil
}
