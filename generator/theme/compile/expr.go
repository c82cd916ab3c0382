package compile

import "reflect"

// expr is a compiled expression. val always works; the other forms are faster
// ways to the same value, and may be nil.
type expr struct {
	typ  reflect.Type // nil when only known at run time: val may then be invalid, as for nil
	val  func(*frame) reflect.Value
	raw  any                 // func(*frame) T, for T the exact typ
	str  func(*frame) string // of kind String
	test func(*frame) bool   // its truth
	// write appends HTML that need not be made for it.
	write func(*frame)
	// known expressions are constants.
	known bool
	value reflect.Value
	// fields are those of a dict that is not made: see record.go. Such an
	// expression has no val.
	fields map[string]expr
}

var (
	anyType   = reflect.TypeFor[any]()
	errorType = reflect.TypeFor[error]()
	valueType = reflect.TypeFor[reflect.Value]()
)

// constant is the expression of a value known now; invalid is nil.
func constant(v reflect.Value) expr {
	e := expr{known: true, value: v, val: func(*frame) reflect.Value { return v }}
	if v.IsValid() {
		e.typ = v.Type()
	}
	return e
}

// typed returns how to get a value of the static type T, which e has.
func typed[T any](e expr) func(*frame) T {
	if get, ok := e.raw.(func(*frame) T); ok {
		return get
	}
	if get, ok := any(e.str).(func(*frame) T); ok && e.str != nil {
		return get
	}
	val := e.val
	if e.known {
		known := e.value.Interface().(T)
		return func(*frame) T { return known }
	}
	switch e.typ.Kind() {
	case reflect.String:
		if get, ok := any(func(f *frame) string { return val(f).String() }).(func(*frame) T); ok {
			return get
		}
	case reflect.Pointer:
		return func(f *frame) T { return val(f).Interface().(T) }
	}
	return func(f *frame) T {
		v := val(f)
		if v.CanAddr() {
			return *v.Addr().Interface().(*T) // an any of a pointer allocates nothing
		}
		return v.Interface().(T)
	}
}

// computed is the expression of a Go function of the frame.
func computed[T any](get func(*frame) T) expr {
	typ := reflect.TypeFor[T]()
	e := expr{typ: typ, raw: get}
	if str, ok := any(get).(func(*frame) string); ok {
		e.str = str
	}
	if test, ok := any(get).(func(*frame) bool); ok {
		e.test = test
	}
	e.val = func(f *frame) reflect.Value { return reflect.ValueOf(get(f)) }
	if typ.Kind() == reflect.Interface {
		// Not addressable, as a result of a function, and still an interface.
		e.val = func(f *frame) reflect.Value { return reflect.ValueOf([1]T{get(f)}).Index(0) }
	}
	return e
}

// failing is an expression that html/template refuses to evaluate, or that
// nothing here evaluates.
func failing(typ reflect.Type) expr {
	return expr{typ: typ, val: func(*frame) reflect.Value { fail(); return reflect.Value{} }}
}

func (e expr) kind() reflect.Kind {
	if e.typ == nil {
		return reflect.Invalid
	}
	return e.typ.Kind()
}

// dynamic reports whether only an execution knows the type of the value.
func (e expr) dynamic() bool { return e.kind() == reflect.Invalid || e.kind() == reflect.Interface }

// text returns how to get the characters of a kind String.
func (e expr) text() func(*frame) string {
	switch {
	case e.str != nil:
		return e.str
	case e.known:
		s := e.value.String()
		return func(*frame) string { return s }
	}
	val := e.val
	return func(f *frame) string { return val(f).String() }
}

// integer returns how to get a number of a kind Int.
func (e expr) integer() func(*frame) int64 {
	if get, ok := e.raw.(func(*frame) int); ok {
		return func(f *frame) int64 { return int64(get(f)) }
	}
	if e.known {
		n := e.value.Int()
		return func(*frame) int64 { return n }
	}
	val := e.val
	return func(f *frame) int64 { return val(f).Int() }
}

// box returns how to get the value as an argument of type any.
func (e expr) box() func(*frame) any {
	if e.known {
		known := boxed(e.value)
		return func(*frame) any { return known }
	}
	if get, ok := e.raw.(func(*frame) any); ok {
		return get
	}
	if e.typ == reflect.TypeFor[string]() {
		get := e.text()
		return func(f *frame) any { return get(f) }
	}
	val := e.val
	return func(f *frame) any { return boxed(val(f)) }
}

func boxed(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	return v.Interface()
}

// unwrapped is the result of a command in a pipeline: what an any holds.
func (e expr) unwrapped() expr {
	if e.typ != nil && (e.typ.Kind() != reflect.Interface || e.typ.NumMethod() > 0) {
		return e
	}
	if e.known {
		return constant(unwrap(e.value))
	}
	val := e.val
	return expr{test: e.truth(), val: func(f *frame) reflect.Value { return unwrap(val(f)) }}
}

func unwrap(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface && v.NumMethod() == 0 {
		return v.Elem()
	}
	return v
}

// truth returns whether {{if}} takes the value for true.
func (e expr) truth() func(*frame) bool {
	if e.test != nil {
		return e.test
	}
	if e.known {
		known := truth(e.value)
		return func(*frame) bool { return known }
	}
	val := e.val
	switch e.kind() {
	case reflect.String:
		get := e.text()
		return func(f *frame) bool { return get(f) != "" }
	case reflect.Bool:
		return func(f *frame) bool { return val(f).Bool() }
	case reflect.Pointer:
		return func(f *frame) bool { return !val(f).IsNil() }
	case reflect.Slice, reflect.Map:
		return func(f *frame) bool { return val(f).Len() > 0 }
	}
	return func(f *frame) bool { return truth(val(f)) }
}

func truth(v reflect.Value) bool {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() > 0
	case reflect.Struct:
		return true
	case reflect.Float32, reflect.Float64:
		return v.Float() != 0 // not IsZero: -0 is false
	case reflect.Complex64, reflect.Complex128:
		return v.Complex() != 0
	}
	return !v.IsZero()
}
