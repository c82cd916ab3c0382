package compile

import (
	"cmp"
	"reflect"
	"slices"
	"text/template/parse"
)

// loop compiles {{range}}.
func (b *builder) loop(c *code, n *parse.RangeNode) {
	outer, dot := b.scope, b.dot
	e := b.commands(n.Pipe, n.Pipe.Cmds)
	list, store := b.keep(e)
	key, elem := rangeTypes(e.typ)
	element := b.room(elem)
	l := &loop{list: list.val, element: element.put(), names: len(n.Pipe.Decl)}
	b.loopVariables(l, n.Pipe, list, key, element.expr)
	b.dot = element.expr
	body := b.list(n.List)
	l.body = body.run
	if controls(n.List) {
		l.body = body.runUntil
	}
	b.scope, b.dot = outer, dot
	b.elseVariables(n, list)
	l.otherwise = b.runner(n.ElseList)
	b.scope = outer
	run := l.run
	if base := indirectType(e.typ); base != nil && base.Kind() == reflect.Slice {
		run = l.runSlice
	}
	c.do(func(f *frame) {
		if store != nil {
			store(f)
		}
		run(f)
	})
}

// loop is a {{range}} to run.
type loop struct {
	list      func(*frame) reflect.Value
	start     func(*frame)                // assigns the list itself, for {{range $x = .}}
	element   func(*frame, reflect.Value) // sets dot
	setKey    func(*frame, reflect.Value) // nil unless there are two variables
	setElem   func(*frame, reflect.Value) // nil without variables
	body      func(*frame)
	otherwise func(*frame)
	names     int
}

func indirectType(typ reflect.Type) reflect.Type {
	for typ != nil && typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	return typ
}

// rangeTypes are the types of keys and elements, nil where unknown.
func rangeTypes(typ reflect.Type) (key, elem reflect.Type) {
	typ = indirectType(typ)
	if typ == nil {
		return nil, nil
	}
	switch typ.Kind() {
	case reflect.Slice, reflect.Array:
		return reflect.TypeFor[int](), typ.Elem()
	case reflect.Map:
		return typ.Key(), typ.Elem()
	}
	return nil, nil
}

// loopVariables declares or finds the variables of a range: the element, or the
// key and the element.
func (b *builder) loopVariables(l *loop, p *parse.PipeNode, list expr, key reflect.Type, element expr) {
	if len(p.Decl) == 0 {
		return
	}
	if p.IsAssign {
		var starts []func(*frame)
		for _, decl := range p.Decl {
			starts = append(starts, b.assign(decl, list))
		}
		l.start = func(f *frame) {
			for _, start := range starts {
				start(f)
			}
		}
	}
	last := p.Decl[len(p.Decl)-1]
	if len(p.Decl) > 1 {
		l.setKey = b.loopVariable(p, p.Decl[0], key).put()
	}
	if !p.IsAssign && !b.assigned[last.Ident[0]] {
		b.declare(&variable{expr: element, decl: last}) // is dot
		return
	}
	l.setElem = b.loopVariable(p, last, element.typ).put()
}

func (b *builder) loopVariable(p *parse.PipeNode, decl *parse.VariableNode, typ reflect.Type) *variable {
	if p.IsAssign {
		return b.assignable(decl, typ)
	}
	v := b.variable(decl, typ)
	b.declare(v)
	return v
}

// elseVariables are what the variables of a range are in its else branch: the
// empty list.
func (b *builder) elseVariables(n *parse.RangeNode, list expr) {
	if n.ElseList == nil || n.Pipe.IsAssign {
		return
	}
	for _, decl := range n.Pipe.Decl {
		if b.assigned[decl.Ident[0]] {
			b.refuse(n, "an assignment to a variable of range")
		}
		b.declare(&variable{expr: list, decl: decl})
	}
}

// runSlice is run for what is known to be a slice.
func (l *loop) runSlice(f *frame) {
	list := l.list(f)
	for list.Kind() == reflect.Pointer {
		list = list.Elem()
	}
	n := list.Len()
	if l.start != nil {
		l.start(f)
	}
	for i := range n {
		if l.setKey != nil {
			l.setKey(f, reflect.ValueOf(i))
		}
		if !l.once(f, list.Index(i)) {
			return
		}
	}
	if n == 0 && l.otherwise != nil {
		l.otherwise(f)
	}
}

// once runs the body with an element, and reports whether to go on.
func (l *loop) once(f *frame, element reflect.Value) bool {
	if l.setElem != nil {
		l.setElem(f, element)
	}
	l.element(f, element)
	l.body(f)
	stop := f.ctl == breaking
	f.ctl = 0
	return !stop
}

func (l *loop) run(f *frame) {
	list := l.list(f)
	if l.start != nil {
		l.start(f)
	}
	ran := false
	each(indirect(list), l.names, func(key, element reflect.Value) bool {
		ran = true
		if l.setKey != nil {
			l.setKey(f, key)
		}
		return l.once(f, element)
	})
	if !ran && l.otherwise != nil {
		l.otherwise(f)
	}
}

// each goes through whatever {{range}} takes.
func each(list reflect.Value, names int, yield func(key, element reflect.Value) bool) {
	switch list.Kind() {
	case reflect.Invalid:
	case reflect.Array, reflect.Slice:
		for i := range list.Len() {
			if !yield(reflect.ValueOf(i), list.Index(i)) {
				return
			}
		}
	case reflect.Map:
		for _, k := range sortedKeys(list) {
			v := list.MapIndex(k)
			if !v.IsValid() {
				fail() // NaN
			}
			if !yield(k, v) {
				return
			}
		}
	case reflect.Chan:
		eachReceived(list, yield)
	default:
		eachComputed(list, names, yield)
	}
}

func eachReceived(list reflect.Value, yield func(key, element reflect.Value) bool) {
	if list.IsNil() {
		return
	}
	for i := 0; ; i++ {
		element, ok := list.Recv()
		if !ok || !yield(reflect.ValueOf(i), element) {
			return
		}
	}
}

// eachComputed counts to a number, or lets a function go through its values.
func eachComputed(list reflect.Value, names int, yield func(key, element reflect.Value) bool) {
	typ := list.Type()
	counts := list.CanInt() || list.CanUint()
	switch {
	case names < 2 && (counts || list.Kind() == reflect.Func && typ.CanSeq()):
		for v := range list.Seq() {
			if !yield(reflect.Value{}, v) {
				return
			}
		}
	case list.Kind() == reflect.Func && typ.CanSeq2():
		for k, v := range list.Seq2() {
			if names < 2 {
				k, v = reflect.Value{}, k
			}
			if !yield(k, v) {
				return
			}
		}
	default:
		fail()
	}
}

func sortedKeys(m reflect.Value) []reflect.Value {
	keys := m.MapKeys()
	if len(keys) > 1 && family(reflect.Zero(m.Type().Key())) == reflect.Invalid {
		fail()
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

func compareKeys(a, b reflect.Value) int {
	switch family(a) {
	case reflect.Int:
		return cmp.Compare(a.Int(), b.Int())
	case reflect.Uint:
		return cmp.Compare(a.Uint(), b.Uint())
	case reflect.Float64:
		return cmp.Compare(a.Float(), b.Float())
	case reflect.String:
		return cmp.Compare(a.String(), b.String())
	case reflect.Bool:
		if a.Bool() == b.Bool() {
			return 0
		} else if b.Bool() {
			return -1
		}
		return 1
	}
	fail()
	return 0
}
