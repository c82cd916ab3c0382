package compile

import "reflect"

// comparison compiles eq, ne, lt, le, gt and ge.
func comparison(name string, args []operand) expr {
	if len(args) < 2 || name != "eq" && len(args) != 2 {
		return failing(nil)
	}
	if fast := sameKind(name, args); fast != nil {
		return computed(fast)
	}
	left, right := args[0].e.val, args[1].e.val
	switch name {
	case "eq":
		return computed(func(f *frame) bool { return equalsAny(f, left(f), args[1:]) })
	case "ne":
		return computed(func(f *frame) bool { return !equal(left(f), right(f)) })
	case "lt":
		return computed(func(f *frame) bool { return less(left(f), right(f)) })
	case "ge":
		return computed(func(f *frame) bool { return !less(left(f), right(f)) })
	case "le":
		return computed(func(f *frame) bool { l, r := left(f), right(f); return less(l, r) || equal(l, r) })
	}
	return computed(func(f *frame) bool { l, r := left(f), right(f); return !less(l, r) && !equal(l, r) })
}

func equalsAny(f *frame, left reflect.Value, args []operand) bool {
	// All arguments are evaluated, as those of any function.
	found := false
	for _, a := range args {
		if right := a.e.val(f); !found {
			found = equal(left, right)
		}
	}
	return found
}

// sameKind compares two texts or two numbers of kind Int, nil for other types.
func sameKind(name string, args []operand) func(*frame) bool {
	if len(args) != 2 {
		return nil
	}
	l, r := args[0].e, args[1].e
	switch {
	case l.kind() == reflect.String && r.kind() == reflect.String:
		return ordered(name, l.text(), r.text())
	case isInt(l.kind()) && isInt(r.kind()):
		return ordered(name, l.integer(), r.integer())
	}
	return nil
}

func isInt(k reflect.Kind) bool { return reflect.Int <= k && k <= reflect.Int64 }

func ordered[T string | int64](name string, l, r func(*frame) T) func(*frame) bool {
	switch name {
	case "eq":
		return func(f *frame) bool { return l(f) == r(f) }
	case "ne":
		return func(f *frame) bool { return l(f) != r(f) }
	case "lt":
		return func(f *frame) bool { return l(f) < r(f) }
	case "le":
		return func(f *frame) bool { return l(f) <= r(f) }
	case "gt":
		return func(f *frame) bool { return l(f) > r(f) }
	}
	return func(f *frame) bool { return l(f) >= r(f) }
}

// family groups the kinds that compare with each other; 0 for the others.
func family(v reflect.Value) reflect.Kind {
	switch {
	case v.CanInt():
		return reflect.Int
	case v.CanUint():
		return reflect.Uint
	case v.CanFloat():
		return reflect.Float64
	case v.CanComplex():
		return reflect.Complex128
	case v.Kind() == reflect.Bool, v.Kind() == reflect.String:
		return v.Kind()
	}
	return reflect.Invalid
}

func concrete(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

func equal(l, r reflect.Value) bool {
	l, r = concrete(l), concrete(r)
	kind, other := family(l), family(r)
	switch {
	case kind == reflect.Int && other == reflect.Uint:
		return l.Int() >= 0 && uint64(l.Int()) == r.Uint()
	case kind == reflect.Uint && other == reflect.Int:
		return r.Int() >= 0 && uint64(r.Int()) == l.Uint()
	case kind != other:
		if l.IsValid() && r.IsValid() {
			fail()
		}
		return false
	}
	switch kind {
	case reflect.Int:
		return l.Int() == r.Int()
	case reflect.Uint:
		return l.Uint() == r.Uint()
	case reflect.Float64:
		return l.Float() == r.Float()
	case reflect.Complex128:
		return l.Complex() == r.Complex()
	case reflect.Bool:
		return l.Bool() == r.Bool()
	case reflect.String:
		return l.String() == r.String()
	}
	return identical(l, r)
}

// identical compares what is no basic kind: nil with anything, else values of
// one kind that Go can compare.
func identical(l, r reflect.Value) bool {
	if l.Kind() != r.Kind() && l.IsValid() && r.IsValid() {
		fail()
	}
	if isNil(l) || isNil(r) {
		return isNil(l) == isNil(r)
	}
	if !r.Type().Comparable() {
		fail()
	}
	return l.Interface() == r.Interface()
}

func isNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
		return v.IsNil()
	}
	return false
}

func less(l, r reflect.Value) bool {
	l, r = concrete(l), concrete(r)
	kind, other := family(l), family(r)
	switch {
	case kind == reflect.Int && other == reflect.Uint:
		return l.Int() < 0 || uint64(l.Int()) < r.Uint()
	case kind == reflect.Uint && other == reflect.Int:
		return r.Int() >= 0 && l.Uint() < uint64(r.Int())
	case kind != other:
		fail()
	}
	switch kind {
	case reflect.Int:
		return l.Int() < r.Int()
	case reflect.Uint:
		return l.Uint() < r.Uint()
	case reflect.Float64:
		return l.Float() < r.Float()
	case reflect.String:
		return l.String() < r.String()
	}
	fail()
	return false
}
