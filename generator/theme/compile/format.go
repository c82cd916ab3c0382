package compile

import (
	"reflect"
	"strconv"
	"strings"
)

// printf compiles a format of %s, %d and %v for texts and numbers that have no
// methods; ok is false for all others, which fmt knows.
func printf(args []operand) (e expr, ok bool) {
	if len(args) == 0 || !args[0].e.known || args[0].e.typ != reflect.TypeFor[string]() {
		return expr{}, false
	}
	pieces := strings.Split(args[0].e.value.String(), "%")
	if len(pieces) != len(args) {
		return expr{}, false
	}
	verbs := make([]func(*frame, []byte) []byte, len(args)-1)
	for i, a := range args[1:] {
		if pieces[i+1] == "" {
			return expr{}, false
		}
		if verbs[i] = verb(pieces[i+1][0], a.e); verbs[i] == nil {
			return expr{}, false
		}
		pieces[i+1] = pieces[i+1][1:]
	}
	return computed(func(f *frame) string {
		var room [128]byte
		text := append(room[:0], pieces[0]...)
		for i, write := range verbs {
			text = append(write(f, text), pieces[i+1]...)
		}
		return string(text)
	}), true
}

func verb(c byte, e expr) func(*frame, []byte) []byte {
	if e.typ == nil || e.typ.NumMethod() > 0 {
		return nil
	}
	switch {
	case e.kind() == reflect.String && (c == 's' || c == 'v'):
		get := e.text()
		return func(f *frame, dst []byte) []byte { return append(dst, get(f)...) }
	case isInt(e.kind()) && (c == 'd' || c == 'v'):
		get := e.integer()
		return func(f *frame, dst []byte) []byte { return strconv.AppendInt(dst, get(f), 10) }
	}
	return nil
}
