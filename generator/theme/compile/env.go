package compile

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"text/template/parse"
	"time"
)

// env is what all templates of a program share.
type env struct {
	*trees
	name    string
	funcs   map[string]reflect.Value
	pure    map[string]bool
	methods map[methodKey]Method
	dict    string
	handle  Handle
	salt    string
	escapes map[string]escaper

	mu      sync.Mutex // guards compiling, which goes on at run time
	blocks  map[blockKey]*block
	noDicts map[string]bool // templates that use their dict as a whole
}

// blockKey is a template and the type of its dot: for a dict that is not made,
// the keys and their types.
type blockKey struct {
	name   string
	typ    reflect.Type
	record string
}

func newEnv(set *template.Template, name string, o Options) (*env, error) {
	trees, err := newTrees(set)
	if err != nil {
		return nil, err
	}
	e := &env{trees: trees, name: name, dict: o.Dict, handle: o.Handle, salt: o.Salt, funcs: map[string]reflect.Value{}, pure: map[string]bool{},
		methods: map[methodKey]Method{}, blocks: map[blockKey]*block{}, noDicts: map[string]bool{}}
	for name, fn := range o.Funcs {
		e.funcs[name] = reflect.ValueOf(fn)
	}
	for _, name := range o.Pure {
		e.pure[name] = true
	}
	for _, m := range slices.Concat(Methods[time.Time](), o.Methods) {
		if err := m.check(); err != nil {
			return nil, err
		}
		e.methods[methodKey{m.receiver, m.name}] = m
	}
	if fn, ok := o.Funcs[o.Dict]; o.Dict != "" && ok {
		if _, ok := fn.(func(...any) (map[string]any, error)); !ok {
			return nil, fmt.Errorf("%s is no func(...any) (map[string]any, error), but %T", o.Dict, fn)
		}
	}
	e.escapes = e.escapers()
	return e, nil
}

// block is a template compiled for one type of dot.
type block struct {
	code       code
	vals, strs int  // variables it needs
	done       bool // false while it is compiled, when it may already be called
}

// builder compiles one block.
type builder struct {
	*env
	*block
	name     string
	tree     *parse.Tree
	dot      expr
	scope    *scope
	assigned map[string]bool              // variables that are not only declared
	changing map[*parse.VariableNode]bool // variables that hold several types
}

// retry starts a block again, with something new in changing.
type retry struct{}

// block returns a template compiled for a dot; env.mu is held. Of dot, only its
// type counts, or its fields.
func (e *env) block(name string, dot expr) *block {
	key := blockKey{name, dot.typ, signature(dot)}
	if b, ok := e.blocks[key]; ok {
		return b
	}
	root, tree, ok := e.find(name)
	if !ok {
		return &block{code: giveUpCode()}
	}
	b := &builder{env: e, block: &block{}, name: name, tree: tree, assigned: assigned(root), changing: map[*parse.VariableNode]bool{}}
	e.blocks[key] = b.block
	defer func() {
		if !b.done {
			delete(e.blocks, key)
			b.code = giveUpCode() // for those that call it already
		}
	}()
	for !b.try(root, dot) {
	}
	b.done = true
	return b.block
}

func giveUpCode() code { return code{{run: func(*frame) { fail() }}} }

func (b *builder) try(root *parse.ListNode, dot expr) (ok bool) {
	defer func() {
		if e := recover(); e != nil {
			if _, again := e.(retry); !again {
				panic(e)
			}
		}
	}()
	b.vals, b.strs = 1, 0
	if dot.fields != nil {
		b.dot = b.parameters(dot)
	} else {
		b.dot = expr{typ: dot.typ, val: func(f *frame) reflect.Value { return f.vals[0] }}
		if dot.typ == nil || dot.typ == anyType { // data, or the result of a pipeline
			b.dot.typ = nil
		}
	}
	b.scope = &scope{name: "$", variable: &variable{expr: b.dot}}
	b.code = b.list(root)
	return true
}

// call calls a template whose dot has a type that only executions know.
type call struct {
	env  *env
	name string
	last atomic.Pointer[resolvedCall]
}

type resolvedCall struct {
	typ   reflect.Type
	block *block
}

func (c *call) run(f *frame, dot reflect.Value) {
	var typ reflect.Type
	if dot.IsValid() {
		typ = dot.Type()
	}
	last := c.last.Load()
	if last == nil || last.typ != typ {
		last = &resolvedCall{typ, c.resolve(typ)}
		c.last.Store(last)
	}
	f.call(last.block, dot)
}

func (c *call) resolve(typ reflect.Type) *block {
	c.env.mu.Lock()
	defer c.env.mu.Unlock()
	return c.env.block(c.name, expr{typ: typ})
}

// call executes a block with its dot.
func (f *frame) call(b *block, dot reflect.Value) {
	old := f.enter(b)
	f.vals[0] = dot
	b.code.run(f)
	f.leave(old)
}

// refuse leaves the program to html/template.
func (b *builder) refuse(n parse.Node, what string) {
	place, _ := b.tree.ErrorContext(n)
	panic(refused(fmt.Sprintf("%s: %s", place, what)))
}
