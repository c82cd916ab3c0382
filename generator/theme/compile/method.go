package compile

import (
	"fmt"
	"reflect"
)

// Method is a method that templates call without reflection. Getter and Lookup
// make them from method expressions, so that a list of them is checked by the Go
// compiler but for the name, which Compile checks.
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
