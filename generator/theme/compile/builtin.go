package compile

import (
	"fmt"
	"html/template"
	"reflect"
)

// builtin compiles the functions that every template has. pure ones may be
// evaluated at once.
func (b *builder) builtin(name string, args []operand) (e expr, pure bool) {
	switch name {
	case "and", "or":
		return shortcut(name == "or", args), true
	case "not":
		if len(args) != 1 {
			return failing(nil), false
		}
		test := args[0].e.truth()
		return computed(func(f *frame) bool { return !test(f) }), true
	case "eq", "ne", "lt", "le", "gt", "ge":
		return comparison(name, args), true
	case "len":
		return length(args), true
	case "index":
		return indexed(args), true
	case "slice":
		return sliced(args), true
	case "call":
		return called(args), false
	case "printf":
		if e, ok := printf(args); ok {
			return e, true
		}
	}
	if fn := printer(name); fn != nil {
		return b.env.call(reflect.ValueOf(fn), args), true
	}
	if escape := b.env.escapes[name]; escape != nil && len(args) == 1 {
		get := args[0].e.box()
		return computed(func(f *frame) string {
			a := get(f)
			s, kind := stringify(a)
			return string(escape(nil, s, kind, a))
		}), true
	}
	return failing(nil), false
}

// printer is a function that makes a text of any values.
func printer(name string) any {
	switch name {
	case "print":
		return fmt.Sprint
	case "printf":
		return fmt.Sprintf
	case "println":
		return fmt.Sprintln
	case "html":
		return template.HTMLEscaper
	case "js":
		return template.JSEscaper
	case "urlquery":
		return template.URLQueryEscaper
	case "_eval_args_":
		return evalArgs
	}
	return nil
}

// shortcut is "and" and "or": the first argument that decides, or the last.
func shortcut(or bool, args []operand) expr {
	if len(args) == 0 {
		return failing(nil)
	}
	vals := make([]func(*frame) reflect.Value, len(args))
	tests := make([]func(*frame) bool, len(args))
	typ := args[0].e.typ
	for i, a := range args {
		vals[i], tests[i] = a.e.val, a.e.truth()
		if a.e.typ != typ {
			typ = nil
		}
	}
	last := len(args) - 1
	e := expr{typ: typ, val: func(f *frame) reflect.Value {
		for _, val := range vals[:last] {
			if v := val(f); truth(v) == or {
				return v
			}
		}
		return vals[last](f)
	}}
	e.test = func(f *frame) bool {
		for _, test := range tests {
			if test(f) == or {
				return or
			}
		}
		return !or
	}
	if e.kind() == reflect.String {
		e.str = shortcutText(or, args)
	}
	if typ == reflect.TypeFor[bool]() {
		e.raw = e.test
	}
	return e
}

func shortcutText(or bool, args []operand) func(*frame) string {
	texts := make([]func(*frame) string, len(args))
	for i, a := range args {
		texts[i] = a.e.text()
	}
	return func(f *frame) (s string) {
		for _, text := range texts {
			if s = text(f); (s != "") == or {
				return s
			}
		}
		return s
	}
}

func length(args []operand) expr {
	if len(args) != 1 {
		return failing(nil)
	}
	switch e := args[0].e; e.kind() {
	case reflect.String:
		get := e.text()
		return computed(func(f *frame) int { return len(get(f)) })
	default:
		val := e.val
		return computed(func(f *frame) int { return indirect(val(f)).Len() })
	}
}

// indirect follows pointers and interfaces, none of which may be nil.
func indirect(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v = v.Elem(); !v.IsValid() {
			fail()
		}
	}
	return v
}

func indexed(args []operand) expr {
	if len(args) == 0 {
		return failing(nil)
	}
	item := args[0].e.val
	at := make([]func(*frame) reflect.Value, len(args)-1)
	typ := args[0].e.typ
	if args[0].e.dynamic() {
		typ = nil
	}
	for i, a := range args[1:] {
		at[i] = a.e.val
		typ = elementType(typ)
	}
	return expr{typ: typ, val: func(f *frame) reflect.Value {
		v := item(f)
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if !v.IsValid() {
			fail()
		}
		for _, i := range at {
			v = element(indirect(v), i(f))
		}
		return v
	}}
}

// elementType is the type of what index takes out of a type, or nil.
func elementType(typ reflect.Type) reflect.Type {
	for typ != nil && typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ == nil {
		return nil
	}
	switch typ.Kind() {
	case reflect.Array, reflect.Slice, reflect.Map:
		return typ.Elem()
	case reflect.String:
		return reflect.TypeFor[uint8]()
	}
	return nil
}

func element(item, at reflect.Value) reflect.Value {
	if at.Kind() == reflect.Interface {
		at = at.Elem()
	}
	if item.Kind() != reflect.Map {
		return item.Index(position(at))
	}
	if v := item.MapIndex(key(at, item.Type().Key())); v.IsValid() {
		return v
	}
	return reflect.Zero(item.Type().Elem())
}

func position(v reflect.Value) int {
	if v.CanInt() {
		return int(v.Int())
	}
	return int(v.Uint())
}

// key makes a value fit the keys of a map, or the parameter of a call.
func key(v reflect.Value, typ reflect.Type) reflect.Value {
	switch {
	case !v.IsValid():
		return validate(v, typ)
	case v.Type().AssignableTo(typ):
		return v
	case (v.CanInt() || v.CanUint()) && (isInteger(typ)):
		return v.Convert(typ)
	}
	fail()
	return v
}

func isInteger(typ reflect.Type) bool {
	zero := reflect.Zero(typ)
	return zero.CanInt() || zero.CanUint()
}

func sliced(args []operand) expr {
	if len(args) == 0 || len(args) > 4 {
		return failing(nil)
	}
	typ := args[0].e.typ
	if typ != nil && typ.Kind() != reflect.String && typ.Kind() != reflect.Slice {
		typ = nil // slicing an array gives another type
	}
	val, at := args[0].e.val, args[1:]
	return expr{typ: typ, val: func(f *frame) reflect.Value {
		v := indirect(val(f))
		bounds := [3]int{0, v.Len()}
		for i, a := range at {
			index := a.e.val(f)
			if index.Kind() == reflect.Interface {
				index = index.Elem()
			}
			bounds[i] = position(index)
		}
		if len(at) == 3 {
			return v.Slice3(bounds[0], bounds[1], bounds[2])
		}
		return v.Slice(bounds[0], bounds[1])
	}}
}

// called is the function "call".
func called(args []operand) expr {
	if len(args) == 0 {
		return failing(nil)
	}
	return expr{val: func(f *frame) reflect.Value {
		fn := args[0].e.val(f)
		if fn.Kind() == reflect.Interface {
			fn = fn.Elem()
		}
		typ := fn.Type()
		if out := typ.NumOut(); out != 1 && (out != 2 || typ.Out(1) != errorType) {
			fail()
		}
		in := make([]func(*frame) reflect.Value, len(args)-1)
		for i, a := range args[1:] {
			in[i] = func(f *frame) reflect.Value {
				v := a.e.val(f)
				if v.Kind() == reflect.Interface {
					v = v.Elem()
				}
				if typ.IsVariadic() && i >= typ.NumIn()-1 {
					return key(v, typ.In(typ.NumIn()-1).Elem())
				}
				return key(v, typ.In(i))
			}
		}
		return reflected(fn, in).val(f)
	}}
}
