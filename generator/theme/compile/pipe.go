package compile

import (
	"reflect"
	"strings"
	"text/template/parse"
)

// pipe compiles a pipeline and what it declares or assigns. store must run
// before the expression is used; it may be nil.
func (b *builder) pipe(p *parse.PipeNode) (e expr, store func(*frame)) {
	e = b.commands(p, p.Cmds)
	if len(p.Decl) == 0 {
		return e, nil
	}
	decl := p.Decl[0]
	if p.IsAssign {
		v := b.assignable(decl, e.typ)
		return v.expr, v.set(e)
	}
	if e.known && !b.assigned[decl.Ident[0]] {
		b.declare(&variable{expr: e, decl: decl})
		return e, nil
	}
	v := b.variable(decl, e.typ)
	store = v.set(e)
	b.declare(v)
	return v.expr, store
}

// commands compiles commands, each of which gets the value of the one before.
func (b *builder) commands(p *parse.PipeNode, cmds []*parse.CommandNode) expr {
	var e expr
	for i, cmd := range cmds {
		var final []operand
		if i > 0 {
			final = []operand{{e: e}}
		}
		e = b.command(cmd, final).unwrapped()
	}
	return e
}

// parenthesized is a pipeline inside another.
func (b *builder) parenthesized(p *parse.PipeNode) expr {
	if len(p.Decl) > 0 {
		b.refuse(p, "a variable declared in parentheses")
	}
	return b.commands(p, p.Cmds)
}

func (b *builder) command(cmd *parse.CommandNode, final []operand) expr {
	if e, ok := b.optional(cmd); ok && len(final) == 0 {
		return e
	}
	args := append(b.operands(cmd.Args[1:]), final...)
	switch n := cmd.Args[0].(type) {
	case *parse.FieldNode:
		return b.fields(b.dot, n.Ident, args)
	case *parse.ChainNode:
		return b.chain(n, args)
	case *parse.IdentifierNode:
		return b.function(cmd, n.Ident, args)
	case *parse.VariableNode:
		return b.variableNode(n, args)
	}
	if len(args) > 0 {
		return failing(nil)
	}
	switch n := cmd.Args[0].(type) {
	case *parse.PipeNode:
		return b.parenthesized(n)
	case *parse.DotNode:
		return b.whole(b.dot)
	case *parse.BoolNode, *parse.NumberNode, *parse.StringNode:
		return ideal(n)
	}
	return failing(nil)
}

func (b *builder) variableNode(n *parse.VariableNode, args []operand) expr {
	v := b.lookup(n, n.Ident[0])
	if len(n.Ident) > 1 {
		return b.fields(v.expr, n.Ident[1:], args)
	}
	if len(args) > 0 {
		return failing(nil)
	}
	return b.whole(v.expr)
}

func (b *builder) chain(n *parse.ChainNode, args []operand) expr {
	if n.Node.Type() == parse.NodeNil {
		return failing(nil)
	}
	return b.fields(b.operand(n.Node).e, n.Field, args)
}

// operand is an argument of a function or method. Its type may depend on the
// parameter, for a literal.
type operand struct {
	node parse.Node // of a literal
	e    expr
}

func (b *builder) operands(nodes []parse.Node) []operand {
	var list []operand
	for _, n := range nodes {
		list = append(list, b.operand(n))
	}
	return list
}

func (b *builder) operand(n parse.Node) operand {
	switch n := n.(type) {
	case *parse.DotNode:
		return operand{e: b.whole(b.dot)}
	case *parse.FieldNode:
		return operand{e: b.fields(b.dot, n.Ident, nil)}
	case *parse.VariableNode:
		return operand{e: b.variableNode(n, nil)}
	case *parse.PipeNode:
		return operand{e: b.parenthesized(n)}
	case *parse.IdentifierNode:
		return operand{e: b.function(n, n.Ident, nil)}
	case *parse.ChainNode:
		return operand{e: b.chain(n, nil)}
	case *parse.NilNode:
		return operand{node: n, e: constant(reflect.Value{})}
	}
	return operand{node: n, e: ideal(n)}
}

// ideal is a literal where no type is asked for.
func ideal(n parse.Node) expr {
	switch n := n.(type) {
	case *parse.BoolNode:
		return constant(reflect.ValueOf(n.True))
	case *parse.StringNode:
		return constant(reflect.ValueOf(n.Text))
	case *parse.NumberNode:
		return number(n)
	}
	return failing(nil)
}

func number(n *parse.NumberNode) expr {
	rune := strings.HasPrefix(n.Text, "'")
	hexadecimal := len(n.Text) > 2 && (n.Text[:2] == "0x" || n.Text[:2] == "0X") && !strings.ContainsAny(n.Text, "pP")
	switch {
	case n.IsComplex:
		return constant(reflect.ValueOf(n.Complex128))
	case n.IsFloat && !rune && !hexadecimal && strings.ContainsAny(n.Text, ".eEpP"):
		return constant(reflect.ValueOf(n.Float64))
	case n.IsInt && int64(int(n.Int64)) == n.Int64:
		return constant(reflect.ValueOf(int(n.Int64)))
	}
	return failing(nil)
}

// as is the operand for a parameter of a type.
func (o operand) as(typ reflect.Type) expr {
	switch n := o.node.(type) {
	case nil:
		return convert(o.e, typ)
	case *parse.NilNode:
		if typ == valueType {
			return constant(reflect.Zero(typ))
		}
		switch typ.Kind() {
		case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
			return constant(reflect.Zero(typ))
		}
		return failing(typ)
	default:
		return literal(n, typ)
	}
}

// literal is a literal for a parameter of a type.
func literal(n parse.Node, typ reflect.Type) expr {
	v := reflect.New(typ).Elem()
	number, isNumber := n.(*parse.NumberNode)
	switch kind := typ.Kind(); {
	case kind == reflect.Interface && typ.NumMethod() == 0:
		return ideal(n)
	case typ == valueType:
		return convert(ideal(n), typ)
	case kind == reflect.Bool && n.Type() == parse.NodeBool:
		v.SetBool(n.(*parse.BoolNode).True)
	case kind == reflect.String && n.Type() == parse.NodeString:
		v.SetString(n.(*parse.StringNode).Text)
	case isNumber && v.CanInt() && number.IsInt:
		v.SetInt(number.Int64)
	case isNumber && v.CanUint() && number.IsUint:
		v.SetUint(number.Uint64)
	case isNumber && v.CanFloat() && number.IsFloat:
		v.SetFloat(number.Float64)
	case isNumber && v.CanComplex() && number.IsComplex:
		v.SetComplex(number.Complex128)
	default:
		return failing(typ)
	}
	return constant(reflect.ValueOf(v.Interface()))
}

// convert makes an expression fit a parameter, where text/template does.
func convert(e expr, typ reflect.Type) expr {
	switch {
	case e.typ == typ, typ == anyType:
		return e
	case e.known && !e.value.IsValid(), e.dynamic():
		val := e.val
		return expr{typ: typ, val: func(f *frame) reflect.Value { return validate(val(f), typ) }}
	}
	if _, ok := fit(e.typ, typ); !ok && typ != valueType {
		return failing(typ)
	}
	val := e.val
	fitted := expr{typ: typ, val: func(f *frame) reflect.Value { return validate(val(f), typ) }}
	if e.known {
		return folded(fitted)
	}
	return fitted
}

type fitting uint8

const (
	assigns fitting = iota
	derefs
	addresses
)

func fit(from, to reflect.Type) (fitting, bool) {
	switch {
	case from.AssignableTo(to):
		return assigns, true
	case from.Kind() == reflect.Pointer && from.Elem().AssignableTo(to):
		return derefs, true
	case reflect.PointerTo(from).AssignableTo(to):
		return addresses, true
	}
	return 0, false
}

// validate gives a value the type of a parameter, or fails.
func validate(v reflect.Value, typ reflect.Type) reflect.Value {
	if typ == valueType && (!v.IsValid() || v.Type() != typ) {
		return reflect.ValueOf(v)
	}
	if !v.IsValid() {
		switch typ.Kind() {
		case reflect.Chan, reflect.Func, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice:
			return reflect.Zero(typ)
		}
		fail()
	}
	if v.Kind() == reflect.Interface && !v.IsNil() && !v.Type().AssignableTo(typ) {
		v = v.Elem()
	}
	how, ok := fit(v.Type(), typ)
	switch {
	case !ok || how == addresses && !v.CanAddr():
		fail()
	case how == derefs:
		v = v.Elem() // invalid for nil: Convert panics
	case how == addresses:
		v = v.Addr()
	}
	if v.Type() == typ {
		return v
	}
	return v.Convert(typ)
}
