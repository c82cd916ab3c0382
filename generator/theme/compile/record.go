package compile

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// A record stands for the map of {{template "card" dict "Page" . "Lang" "fr"}}:
// the called template gets the values in its first variables, and their types.

// wholeDict stops compiling a template that uses its dict as a value.
type wholeDict struct{}

// whole is an expression used for itself, not for one of its fields.
func (b *builder) whole(e expr) expr {
	if e.fields != nil {
		panic(wholeDict{})
	}
	return e
}

// signature tells the keys of a record and the types of their values.
func signature(e expr) string {
	var s strings.Builder
	for _, name := range slices.Sorted(maps.Keys(e.fields)) {
		fmt.Fprintf(&s, "%s %p,", name, e.fields[name].typ)
	}
	return s.String()
}

// parameters are the variables of a template that is called with a record.
func (b *builder) parameters(record expr) expr {
	fields := map[string]expr{}
	for _, name := range slices.Sorted(maps.Keys(record.fields)) {
		fields[name] = b.room(record.fields[name].typ).expr
	}
	return expr{fields: fields}
}

func (b *builder) parameter(record expr, name string) expr {
	if e, ok := record.fields[name]; ok {
		return e
	}
	panic(wholeDict{}) // a key that the map lacks, and perhaps has a use for
}

// optional reads {{index . "Key"}}, which templates ask for values that they may
// be called without.
func (b *builder) optional(cmd *parse.CommandNode) (expr, bool) {
	name, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok || name.Ident != "index" || len(cmd.Args) != 3 || b.env.funcs["index"].IsValid() {
		return expr{}, false
	}
	key, ok := cmd.Args[2].(*parse.StringNode)
	if !ok {
		return expr{}, false
	}
	of := b.dot
	switch n := cmd.Args[1].(type) {
	case *parse.DotNode:
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			return expr{}, false
		}
		of = b.lookup(n, n.Ident[0]).expr
	default:
		return expr{}, false
	}
	if of.fields == nil {
		return expr{}, false
	}
	if e, ok := of.fields[key.Text]; ok {
		return e, true
	}
	return constant(reflect.Zero(anyType)), true
}

// templateDict compiles a call with a record, if it can be.
func (b *builder) templateDict(c *code, n *parse.TemplateNode) bool {
	if b.env.noDicts[n.Name] {
		return false
	}
	record, ok := b.record(n.Pipe)
	if !ok {
		return false
	}
	callee := b.env.blockOf(n.Name, record)
	if callee == nil {
		b.env.noDicts[n.Name] = true
		return false
	}
	sets := passing(record)
	run := func(f *frame) {
		old := f.enter(callee)
		callee.code.run(f)
		f.leave(old)
	}
	if remembered, ok := b.remembered(n.Name, record, run); ok {
		run = remembered
	}
	c.do(func(f *frame) {
		f.reserve(callee)
		for _, set := range sets {
			set(f)
		}
		run(f)
	})
	return true
}

// record reads {{template "x" dict "Key" .Value}}.
func (b *builder) record(p *parse.PipeNode) (expr, bool) {
	if p == nil || len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args)%2 == 0 || len(p.Cmds[0].Args) < 3 {
		return expr{}, false
	}
	args := p.Cmds[0].Args
	if id, ok := args[0].(*parse.IdentifierNode); !ok || id.Ident != b.env.dict || !b.env.funcs[id.Ident].IsValid() {
		return expr{}, false
	}
	fields := map[string]expr{}
	for i := 1; i < len(args); i += 2 {
		key, ok := args[i].(*parse.StringNode)
		e := b.operand(args[i+1]).e
		if _, twice := fields[keyText(key)]; !ok || twice || e.known && !e.value.IsValid() {
			return expr{}, false
		}
		fields[key.Text] = detached(e)
	}
	return expr{fields: fields}, true
}

func keyText(n *parse.StringNode) string {
	if n == nil {
		return ""
	}
	return n.Text
}

// detached is a value as a map of any holds it: without an address.
func detached(e expr) expr {
	if e.kind() == reflect.Interface {
		e.typ, e.str, e.raw = nil, nil, nil
	}
	if textual(e.typ) || e.kind() == reflect.Pointer {
		return e
	}
	get := e.box()
	return expr{typ: e.typ, val: func(f *frame) reflect.Value { return reflect.ValueOf(get(f)) }}
}

// blockOf compiles a template for a record, or returns nil.
func (e *env) blockOf(name string, record expr) (b *block) {
	defer func() {
		if r := recover(); r != nil {
			if _, whole := r.(wholeDict); !whole {
				panic(r)
			}
			b = nil
		}
	}()
	return e.block(name, record)
}

// passing returns what evaluates the values of a record where the variables of
// the called template will be: nothing else uses that room meanwhile.
func passing(record expr) []func(*frame) {
	var sets []func(*frame)
	vals, strs := 1, 0
	for _, name := range slices.Sorted(maps.Keys(record.fields)) {
		e := record.fields[name]
		if textual(e.typ) {
			slot, get := strs, e.text()
			sets = append(sets, func(f *frame) { f.freeStrs[slot] = get(f) })
			strs++
			continue
		}
		slot, val := vals, e.val
		sets = append(sets, func(f *frame) { f.freeVals[slot] = val(f) })
		vals++
	}
	return sets
}
