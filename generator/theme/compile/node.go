package compile

import (
	"reflect"
	"text/template/parse"
)

// list compiles the nodes of a list; variables they declare end with it.
func (b *builder) list(l *parse.ListNode) code {
	var c code
	if l == nil {
		return c
	}
	outer := b.scope
	for _, n := range l.Nodes {
		b.node(&c, n)
	}
	b.scope = outer
	return c
}

func (b *builder) node(c *code, n parse.Node) {
	switch n := n.(type) {
	case *parse.TextNode:
		c.add(string(n.Text))
	case *parse.ActionNode:
		b.action(c, n)
	case *parse.IfNode:
		b.branch(c, &n.BranchNode, false)
	case *parse.WithNode:
		b.branch(c, &n.BranchNode, true)
	case *parse.RangeNode:
		b.loop(c, n)
	case *parse.TemplateNode:
		b.template(c, n)
	case *parse.BreakNode:
		c.do(func(f *frame) { f.ctl = breaking })
	case *parse.ContinueNode:
		c.do(func(f *frame) { f.ctl = continuing })
	case *parse.CommentNode:
	default:
		b.refuse(n, n.String())
	}
}

// branch compiles {{if}} and {{with}}, which sets dot.
func (b *builder) branch(c *code, n *parse.BranchNode, sets bool) {
	outer, dot := b.scope, b.dot
	e, store := b.pipe(n.Pipe)
	if sets && store == nil {
		e, store = b.keep(e)
	}
	if sets {
		b.dot = e
	}
	if e.known {
		c.do(store)
		if e.truth()(nil) {
			c.join(b.list(n.List))
			b.dot = dot
		} else {
			b.dot = dot
			c.join(b.list(n.ElseList))
		}
		b.scope = outer
		return
	}
	yes := b.runner(n.List)
	b.dot = dot
	no := b.runner(n.ElseList)
	b.scope = outer
	c.do(choice(store, e.truth(), yes, no))
}

func choice(store func(*frame), test func(*frame) bool, yes, no func(*frame)) func(*frame) {
	switch {
	case store == nil && no == nil && yes != nil:
		return func(f *frame) {
			if test(f) {
				yes(f)
			}
		}
	case store != nil && no == nil && yes != nil:
		return func(f *frame) {
			if store(f); test(f) {
				yes(f)
			}
		}
	}
	return func(f *frame) {
		if store != nil {
			store(f)
		}
		if test(f) {
			if yes != nil {
				yes(f)
			}
		} else if no != nil {
			no(f)
		}
	}
}

// runner compiles a list to one function, nil for an empty list.
func (b *builder) runner(l *parse.ListNode) func(*frame) {
	c := b.list(l)
	switch {
	case len(c) == 0:
		return nil
	case len(c) == 1 && c[0].run == nil:
		text := c[0].text
		return func(f *frame) { f.out = append(f.out, text...) }
	case len(c) == 1 && c[0].text == "":
		return c[0].run
	case controls(l):
		return c.runUntil
	}
	return c.run
}

// controls reports whether a list breaks or continues the loop it is in.
func controls(l *parse.ListNode) bool {
	if l == nil {
		return false
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.BreakNode, *parse.ContinueNode:
			return true
		case *parse.IfNode:
			if controls(n.List) || controls(n.ElseList) {
				return true
			}
		case *parse.WithNode:
			if controls(n.List) || controls(n.ElseList) {
				return true
			}
		case *parse.RangeNode:
			if controls(n.ElseList) { // belongs to the loop around
				return true
			}
		}
	}
	return false
}

// template compiles {{template}}.
func (b *builder) template(c *code, n *parse.TemplateNode) {
	if b.templateDict(c, n) {
		return
	}
	dot, store := constant(reflect.Value{}), (func(*frame))(nil)
	if n.Pipe != nil {
		dot, store = b.pipe(n.Pipe)
	}
	c.do(store)
	if dot.typ == nil && !dot.known {
		callee, val := &call{env: b.env, name: n.Name}, dot.val
		c.do(func(f *frame) { callee.run(f, val(f)) })
		return
	}
	callee := b.env.block(n.Name, expr{typ: dot.typ})
	val := dot.val
	if text, ok := callee.code.static(); ok && callee.done {
		if !dot.known {
			c.do(func(f *frame) { val(f) }) // for its error
		}
		c.add(text)
		return
	}
	c.do(func(f *frame) { f.call(callee, val(f)) })
}
