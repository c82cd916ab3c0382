package compile

import (
	"fmt"
	"html/template"
	"reflect"
	texttemplate "text/template"
	"text/template/parse"
)

// function compiles the call of a function. cmd is the command, or the name
// alone.
func (b *builder) function(cmd parse.Node, name string, args []operand) expr {
	fn, ok := b.env.funcs[name]
	if !ok {
		e, pure := b.builtin(name, args)
		if pure && constants(args) {
			return folded(e)
		}
		return e
	}
	e := b.env.call(fn, args)
	if b.env.pure[name] && constants(args) {
		return b.fold(cmd, name, e)
	}
	return e
}

func constants(args []operand) bool {
	for _, a := range args {
		if !a.e.known {
			return false
		}
	}
	return true
}

// folded evaluates an expression of constants, if it can be.
func folded(e expr) (result expr) {
	defer func() {
		if recover() != nil {
			result = e
		}
	}()
	return constant(e.val(&frame{})) // constants need no variables
}

// fold is folded for a pure function, whose refusal is told.
func (b *builder) fold(cmd parse.Node, name string, e expr) expr {
	f := &frame{refusal: new(error)}
	result := e
	func() {
		defer func() {
			if recover() == nil || *f.refusal == nil {
				return
			}
			place, context := b.tree.ErrorContext(cmd)
			panic(foldError{texttemplate.ExecError{Name: b.name, Err: fmt.Errorf(
				"template: %s: executing %q at <%s>: error calling %s: %w", place, b.name, context, name, *f.refusal)}})
		}()
		result = constant(e.val(f))
	}()
	return result
}

// argument returns how to get an argument for a parameter of type T.
func argument[T any](o operand) func(*frame) T {
	typ := reflect.TypeFor[T]()
	e := o.as(typ)
	if typ == anyType {
		return any(e.box()).(func(*frame) T)
	}
	return typed[T](e)
}

// call compiles the call of a Go function or method expression.
func (e *env) call(fn reflect.Value, args []operand) expr {
	typ := fn.Type()
	fixed := typ.NumIn()
	if typ.IsVariadic() {
		fixed--
	}
	if len(args) < fixed || !typ.IsVariadic() && len(args) > fixed {
		return failing(nil)
	}
	if out := typ.NumOut(); out != 1 && (out != 2 || typ.Out(1) != errorType) {
		return failing(nil)
	}
	if known, ok := direct(fn.Interface(), args); ok {
		return known
	}
	in := make([]func(*frame) reflect.Value, len(args))
	for i, a := range args {
		if i < fixed {
			in[i] = a.value(typ.In(i))
		} else {
			in[i] = a.value(typ.In(fixed).Elem())
		}
	}
	return reflected(fn, in)
}

// value returns how to get an argument for a call with reflection.
func (o operand) value(typ reflect.Type) func(*frame) reflect.Value {
	val := o.as(typ).val
	if typ != anyType {
		return val
	}
	return func(f *frame) reflect.Value {
		if v := val(f); v.IsValid() {
			return v
		}
		return reflect.Zero(typ)
	}
}

// reflected calls with reflection.
func reflected(fn reflect.Value, in []func(*frame) reflect.Value) expr {
	result := fn.Type().Out(0)
	call := func(f *frame) reflect.Value {
		var few [4]reflect.Value
		args := few[:0]
		for _, arg := range in {
			args = append(args, arg(f))
		}
		out := fn.Call(args)
		if len(out) == 2 && !out[1].IsNil() {
			f.refuse(out[1].Interface().(error))
		}
		return out[0]
	}
	if result == valueType {
		return expr{val: func(f *frame) reflect.Value { return call(f).Interface().(reflect.Value) }}
	}
	return expr{typ: result, val: call}
}

// refuse fails because a function did; the error is only told while compiling.
func (f *frame) refuse(err error) {
	if f.refusal != nil {
		*f.refusal = err
	}
	fail()
}

// direct calls functions of usual signatures without reflection.
func direct(fn any, args []operand) (expr, bool) {
	switch fn := fn.(type) {
	case func(string) string:
		return call1(fn, args), true
	case func(any) string:
		return call1(fn, args), true
	case func(any) template.HTML:
		return call1(fn, args), true
	case func(string) template.HTML:
		return call1(fn, args), true
	case func(string) bool:
		return call1(fn, args), true
	case func(string) (string, error):
		return try1(fn, args), true
	case func(string) (any, error):
		return try1(fn, args), true
	case func(any) (string, error):
		return try1(fn, args), true
	case func(string, string) string:
		return call2(fn, args), true
	case func(string, string) bool:
		return call2(fn, args), true
	case func(string, string) (string, error):
		return try2(fn, args), true
	}
	return directMore(fn, args)
}
