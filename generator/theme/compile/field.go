package compile

import (
	"reflect"
	"sync/atomic"
)

// fields compiles a chain of fields and methods; the last gets the arguments.
func (b *builder) fields(e expr, names []string, args []operand) expr {
	if e.fields != nil {
		e, names = b.parameter(e, names[0]), names[1:]
		if len(names) == 0 {
			if len(args) > 0 {
				return failing(nil)
			}
			return e
		}
	}
	for i, name := range names {
		if i == len(names)-1 {
			return b.field(e, name, args)
		}
		e = b.field(e, name, nil)
	}
	return e
}

func (b *builder) field(e expr, name string, args []operand) expr {
	if e.known && constants(args) {
		return folded(b.env.member(e, name, args))
	}
	if e.dynamic() {
		return b.late(e, name, args)
	}
	return b.env.member(e, name, args)
}

// member is a method, a field or a key of an expression whose type is known.
func (e *env) member(recv expr, name string, args []operand) expr {
	if recv.typ == nil {
		return failing(nil)
	}
	if m, ok := e.method(recv, name, args); ok {
		return m
	}
	base, pointers := recv.typ, 0
	for base.Kind() == reflect.Pointer {
		base, pointers = base.Elem(), pointers+1
	}
	switch {
	case len(args) > 0:
	case base.Kind() == reflect.Struct:
		return structField(recv, base, pointers, name)
	case base.Kind() == reflect.Map && reflect.TypeFor[string]().AssignableTo(base.Key()):
		return e.mapKey(recv, base, name)
	}
	return failing(nil)
}

// method compiles a method, as text/template finds it: on the last pointer of
// several, or on the address of what has one.
func (e *env) method(recv expr, name string, args []operand) (expr, bool) {
	for recv.typ.Kind() == reflect.Pointer && recv.typ.Elem().Kind() == reflect.Pointer {
		recv = dereferenced(recv)
	}
	if recv.typ.Kind() == reflect.Pointer && recv.typ.Elem().Kind() == reflect.Interface {
		return failing(nil), true // seldom enough
	}
	if fast, ok := e.methods[methodKey{recv.typ, name}]; ok && len(args) == fast.arguments {
		return fast.bind(recv, args), true
	}
	if m, ok := recv.typ.MethodByName(name); ok {
		if recv.typ.Kind() == reflect.Pointer {
			if fast, ok := e.methods[methodKey{recv.typ.Elem(), name}]; ok && len(args) == fast.arguments {
				return fast.bind(dereferenced(recv), args), true
			}
		}
		return e.call(m.Func, append([]operand{{e: recv}}, args...)), true
	}
	if m, ok := reflect.PointerTo(recv.typ).MethodByName(name); ok {
		address := addressed(recv)
		if fast, ok := e.methods[methodKey{address.typ, name}]; ok && len(args) == fast.arguments {
			return fast.bind(address, args), true
		}
		return e.call(m.Func, append([]operand{{e: address}}, args...)), true
	}
	return expr{}, false
}

func addressed(e expr) expr {
	val := e.val
	return expr{typ: reflect.PointerTo(e.typ), val: func(f *frame) reflect.Value {
		v := val(f)
		if !v.CanAddr() {
			fail()
		}
		return v.Addr()
	}}
}

func dereferenced(e expr) expr {
	val := e.val
	return expr{typ: e.typ.Elem(), val: func(f *frame) reflect.Value { return val(f).Elem() }}
}

// structField reads a field. A nil pointer on the way panics, which is a failure.
func structField(recv expr, base reflect.Type, pointers int, name string) expr {
	field, ok := base.FieldByName(name)
	if !ok || !field.IsExported() {
		return failing(nil)
	}
	for range pointers - 1 {
		recv = dereferenced(recv)
	}
	val, i := recv.val, field.Index[0]
	e := expr{typ: field.Type}
	switch {
	case len(field.Index) > 1 && pointers > 0:
		e.val = func(f *frame) reflect.Value { return val(f).Elem().FieldByIndex(field.Index) }
	case len(field.Index) > 1:
		e.val = func(f *frame) reflect.Value { return val(f).FieldByIndex(field.Index) }
	case pointers > 0:
		e.val = func(f *frame) reflect.Value { return val(f).Elem().Field(i) }
	default:
		e.val = func(f *frame) reflect.Value { return val(f).Field(i) }
	}
	if field.Type.Kind() == reflect.String {
		get := e.val
		e.str = func(f *frame) string { return get(f).String() }
	}
	return e
}

// mapKey reads a key of a map.
func (e *env) mapKey(recv expr, base reflect.Type, name string) expr {
	if recv.typ == reflect.TypeFor[map[string]any]() && e.mode == missingError {
		get := typed[map[string]any](recv)
		return expr{val: func(f *frame) reflect.Value {
			value, ok := get(f)[name]
			if !ok {
				fail()
			}
			return reflect.ValueOf(value)
		}}
	}
	for recv.typ.Kind() == reflect.Pointer {
		recv = dereferenced(recv)
	}
	val, key := recv.val, reflect.ValueOf(name)
	result := expr{typ: base.Elem()}
	if e.mode == missingInvalid {
		result.typ = nil
	}
	result.val = func(f *frame) reflect.Value {
		v := val(f).MapIndex(key)
		if v.IsValid() {
			return v
		}
		switch e.mode {
		case missingError:
			fail()
		case missingZero:
			return reflect.Zero(base.Elem())
		}
		return v
	}
	return result
}

// late compiles a member of something whose type only executions know: once for
// the type met last.
func (b *builder) late(recv expr, name string, args []operand) expr {
	held := b.room(nil)
	store, val, mode := held.put(), recv.val, b.env.mode
	site := &lateSite{env: b.env, slot: held.slot, name: name, args: args}
	return expr{val: func(f *frame) reflect.Value {
		v := val(f)
		if v.Kind() == reflect.Interface {
			if v.IsNil() {
				fail()
			}
			v = v.Elem()
		}
		if !v.IsValid() {
			if mode == missingError {
				fail()
			}
			return v
		}
		member := site.resolve(v.Type())
		store(f, v)
		return member(f)
	}}
}

// lateSite is a place where a member of a dynamic value is taken.
type lateSite struct {
	env  *env
	slot int
	name string
	args []operand
	last atomic.Pointer[lateMember]
}

type lateMember struct {
	typ reflect.Type
	val func(*frame) reflect.Value
}

func (s *lateSite) resolve(typ reflect.Type) func(*frame) reflect.Value {
	last := s.last.Load()
	if last == nil || last.typ != typ {
		slot := s.slot
		held := expr{typ: typ, val: func(f *frame) reflect.Value { return f.vals[slot] }}
		last = &lateMember{typ, s.env.member(held, s.name, s.args).val}
		s.last.Store(last)
	}
	return last.val
}
