package compile

import (
	"reflect"
	"text/template/parse"
)

// scope is a variable and those declared before it.
type scope struct {
	outer *scope
	name  string
	*variable
}

// variable is where a value is kept; expr reads it.
type variable struct {
	expr
	decl *parse.VariableNode
	slot int
}

// lookup finds a variable, as the parser did.
func (b *builder) lookup(n parse.Node, name string) *variable {
	for s := b.scope; s != nil; s = s.outer {
		if s.name == name {
			return s.variable
		}
	}
	b.refuse(n, "a variable declared in parentheses")
	return nil
}

// declare brings a variable into scope.
func (b *builder) declare(v *variable) {
	b.scope = &scope{b.scope, v.decl.Ident[0], v}
}

// textual reports whether values of a type can be kept as a string: their
// address is of no use to a template.
func textual(typ reflect.Type) bool {
	return typ != nil && typ.Kind() == reflect.String && reflect.PointerTo(typ).NumMethod() == 0
}

// room makes a place for values of a type, nil for any type.
func (b *builder) room(typ reflect.Type) *variable {
	if !textual(typ) {
		slot := b.vals
		b.vals++
		return &variable{slot: slot, expr: expr{typ: typ, val: func(f *frame) reflect.Value { return f.vals[slot] }}}
	}
	slot := b.strs
	b.strs++
	str := func(f *frame) string { return f.strs[slot] }
	e := computed(str)
	if e.typ != typ {
		e = expr{typ: typ, str: str, val: func(f *frame) reflect.Value { return reflect.ValueOf(f.strs[slot]).Convert(typ) }}
	}
	return &variable{slot: slot, expr: e}
}

// set returns what puts the value of e, which has the type of v or any if v has
// none.
func (v *variable) set(e expr) func(*frame) {
	slot := v.slot
	if textual(v.typ) {
		get := e.text()
		return func(f *frame) { f.strs[slot] = get(f) }
	}
	val := e.val
	return func(f *frame) { f.vals[slot] = val(f) }
}

// put is set for a value at run time.
func (v *variable) put() func(*frame, reflect.Value) {
	slot := v.slot
	if textual(v.typ) {
		return func(f *frame, value reflect.Value) { f.strs[slot] = value.String() }
	}
	return func(f *frame, value reflect.Value) { f.vals[slot] = value }
}

// variable makes room for a declared variable that will first hold a type.
func (b *builder) variable(decl *parse.VariableNode, typ reflect.Type) *variable {
	if b.changing[decl] {
		typ = nil
	}
	v := b.room(typ)
	v.decl = decl
	return v
}

// assign returns what gives an existing variable a value. If it has another type
// than those before, the block is compiled again with that known.
func (b *builder) assign(n *parse.VariableNode, e expr) func(*frame) {
	return b.assignable(n, e.typ).set(e)
}

func (b *builder) assignable(n *parse.VariableNode, typ reflect.Type) *variable {
	v := b.lookup(n, n.Ident[0])
	if v.decl == nil {
		b.refuse(n, "an assignment to $")
	}
	if v.typ != nil && v.typ != typ {
		b.changing[v.decl] = true
		panic(retry{})
	}
	return v
}

// keep stores a value once, for what uses it several times. Constants and
// variables already are stored.
func (b *builder) keep(e expr) (read expr, store func(*frame)) {
	if e.known {
		return e, nil
	}
	v := b.room(e.typ)
	return v.expr, v.set(e)
}

// assigned lists the variables that a template assigns to.
func assigned(root *parse.ListNode) map[string]bool {
	names := map[string]bool{}
	walk(root, func(n parse.Node) {
		if pipe, ok := n.(*parse.PipeNode); ok && pipe.IsAssign {
			for _, v := range pipe.Decl {
				names[v.Ident[0]] = true
			}
		}
	})
	return names
}

// walk visits the nodes of a list, in order: actions, branches and calls, and the
// pipelines in them.
func walk(list *parse.ListNode, visit func(parse.Node)) {
	if list == nil {
		return
	}
	pipe := func(p *parse.PipeNode) {
		if p != nil {
			visit(p)
		}
	}
	branch := func(n *parse.BranchNode) {
		pipe(n.Pipe)
		walk(n.List, visit)
		walk(n.ElseList, visit)
	}
	for _, n := range list.Nodes {
		visit(n)
		switch n := n.(type) {
		case *parse.ActionNode:
			pipe(n.Pipe)
		case *parse.TemplateNode:
			pipe(n.Pipe)
		case *parse.IfNode:
			branch(&n.BranchNode)
		case *parse.WithNode:
			branch(&n.BranchNode)
		case *parse.RangeNode:
			branch(&n.BranchNode)
		}
	}
}
