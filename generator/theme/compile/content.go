package compile

import (
	"fmt"
	"html/template"
	"reflect"
)

// content is what html/template takes a text for, by its type.
type content uint8

const (
	plain content = iota
	safeHTML
	safeURL
	otherwise // CSS, JS…: left to the escapers of html/template
)

// contentOf tells the content of a type of kind String. ok is false where
// html/template prints a value of that type with fmt, which may do anything.
func contentOf(typ reflect.Type) (kind content, ok bool) {
	switch typ {
	case reflect.TypeFor[string]():
		return plain, true
	case reflect.TypeFor[template.HTML]():
		return safeHTML, true
	case reflect.TypeFor[template.URL]():
		return safeURL, true
	case reflect.TypeFor[template.CSS](), reflect.TypeFor[template.HTMLAttr](), reflect.TypeFor[template.JS](),
		reflect.TypeFor[template.JSStr](), reflect.TypeFor[template.Srcset]():
		return otherwise, true
	}
	return plain, typ != nil && typ.Kind() == reflect.String && typ.NumMethod() == 0
}

// stringify makes a text of an argument of an escaper.
func stringify(a any) (string, content) {
	switch s := a.(type) {
	case nil:
		return "", plain
	case string:
		return s, plain
	case template.HTML:
		return string(s), safeHTML
	case template.URL:
		return string(s), safeURL
	}
	v := reflect.ValueOf(a)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if kind, ok := contentOf(v.Type()); ok && (kind != plain || v.Type() == reflect.TypeFor[string]()) {
		return v.String(), kind
	}
	return fmt.Sprint(printable(a)), plain
}

var stringerType = reflect.TypeFor[fmt.Stringer]()

// printable follows pointers up to something that knows its own text.
func printable(a any) any {
	if a == nil {
		return nil
	}
	v := reflect.ValueOf(a)
	for v.Kind() == reflect.Pointer && !v.IsNil() && !v.Type().Implements(stringerType) && !v.Type().Implements(errorType) {
		v = v.Elem()
	}
	return v.Interface()
}

// evalArgs is what html/template puts before a predefined escaper with several
// arguments.
func evalArgs(args ...any) string {
	if len(args) == 1 {
		if s, ok := args[0].(string); ok {
			return s
		}
	}
	for i, a := range args {
		args[i] = printable(a)
	}
	return fmt.Sprint(args...)
}
