package compile

import (
	"html/template"
	"time"
)

// directMore goes on with the signatures of direct.
func directMore(fn any, args []operand) (expr, bool) {
	switch fn := fn.(type) {
	case func(time.Time, string) string:
		return call2(fn, args), true
	case func(time.Time, string) (string, error):
		return try2(fn, args), true
	case func(...any) string:
		return callAll(fn, args), true
	case func(...any) []any:
		return callAll(fn, args), true
	case func(...any) (map[string]any, error):
		return tryAll(fn, args), true
	case func(string, ...any) string:
		return callRest(fn, args), true
	case func(string, ...any) template.HTML:
		return callRest(fn, args), true
	case func(string, ...any) (string, error):
		return tryRest(fn, args), true
	case func(string, ...any) (template.HTML, error):
		return tryRest(fn, args), true
	case func(string, int, ...any) (string, error):
		return tryCount(fn, args), true
	}
	return expr{}, false
}

func call1[A, R any](fn func(A) R, args []operand) expr {
	a := argument[A](args[0])
	return computed(func(f *frame) R { return fn(a(f)) })
}

func call2[A, B, R any](fn func(A, B) R, args []operand) expr {
	a, b := argument[A](args[0]), argument[B](args[1])
	return computed(func(f *frame) R { return fn(a(f), b(f)) })
}

func callAll[R any](fn func(...any) R, args []operand) expr {
	rest := anys(args)
	return computed(func(f *frame) R { return fn(list(f, rest)...) })
}

func callRest[A, R any](fn func(A, ...any) R, args []operand) expr {
	a, rest := argument[A](args[0]), anys(args[1:])
	return computed(func(f *frame) R { return fn(a(f), list(f, rest)...) })
}

func try1[A, R any](fn func(A) (R, error), args []operand) expr {
	a := argument[A](args[0])
	return computed(func(f *frame) R {
		result, err := fn(a(f))
		return checked(f, result, err)
	})
}

func try2[A, B, R any](fn func(A, B) (R, error), args []operand) expr {
	a, b := argument[A](args[0]), argument[B](args[1])
	return computed(func(f *frame) R {
		result, err := fn(a(f), b(f))
		return checked(f, result, err)
	})
}

func tryAll[R any](fn func(...any) (R, error), args []operand) expr {
	rest := anys(args)
	return computed(func(f *frame) R {
		result, err := fn(list(f, rest)...)
		return checked(f, result, err)
	})
}

func tryRest[A, R any](fn func(A, ...any) (R, error), args []operand) expr {
	a, rest := argument[A](args[0]), anys(args[1:])
	return computed(func(f *frame) R {
		result, err := fn(a(f), list(f, rest)...)
		return checked(f, result, err)
	})
}

func tryCount[A, B, R any](fn func(A, B, ...any) (R, error), args []operand) expr {
	a, b, rest := argument[A](args[0]), argument[B](args[1]), anys(args[2:])
	return computed(func(f *frame) R {
		result, err := fn(a(f), b(f), list(f, rest)...)
		return checked(f, result, err)
	})
}

func checked[R any](f *frame, result R, err error) R {
	if err != nil {
		f.refuse(err)
	}
	return result
}

func anys(args []operand) []func(*frame) any {
	var list []func(*frame) any
	for _, a := range args {
		list = append(list, argument[any](a))
	}
	return list
}

// list evaluates variadic arguments, in a slice of their own: functions may
// keep or change it.
func list(f *frame, args []func(*frame) any) []any {
	if len(args) == 0 {
		return nil
	}
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg(f)
	}
	return values
}
