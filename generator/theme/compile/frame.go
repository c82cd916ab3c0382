package compile

import "reflect"

// maxDepth is how deep text/template lets templates call each other.
const maxDepth = 100000

// frame is the state of one execution.
type frame struct {
	out     []byte
	ctl     control
	depth   int
	refusal *error // set while compiling, for the error of a pure function
	locals
	allVals []reflect.Value
	allStrs []string
}

// locals are the variables of the template being executed, and the room left
// for those of the templates it calls. Texts are kept apart from other values:
// putting a text into a reflect.Value allocates.
type locals struct {
	vals, freeVals []reflect.Value
	strs, freeStrs []string
}

// control is what {{break}} and {{continue}} leave for the loop around them.
type control uint8

const (
	breaking control = iota + 1
	continuing
)

func newFrame() *frame {
	f := &frame{allVals: make([]reflect.Value, 96), allStrs: make([]string, 48)}
	f.freeVals, f.freeStrs = f.allVals, f.allStrs
	return f
}

// clear forgets the page, so that a resting frame keeps no site alive.
func (f *frame) clear() {
	f.out = nil
	clear(f.allVals)
	clear(f.allStrs)
}

// enter makes room for a template's variables, the first of which is its dot.
func (f *frame) enter(b *block) locals {
	f.reserve(b)
	old := f.locals
	if f.depth++; f.depth > maxDepth {
		fail()
	}
	f.vals, f.freeVals = f.freeVals[:b.vals], f.freeVals[b.vals:]
	f.strs, f.freeStrs = f.freeStrs[:b.strs], f.freeStrs[b.strs:]
	return old
}

// reserve makes sure that there is room for a template's variables.
func (f *frame) reserve(b *block) {
	if len(f.freeVals) < b.vals {
		f.freeVals = make([]reflect.Value, 256+b.vals)
	}
	if len(f.freeStrs) < b.strs {
		f.freeStrs = make([]string, 128+b.strs)
	}
}

func (f *frame) leave(old locals) {
	f.locals = old
	f.depth--
}

// code is a list of static texts, each followed by an action.
type code []step

type step struct {
	text string
	run  func(*frame) // nil at the end
}

func (c code) run(f *frame) {
	for i := range c {
		f.out = append(f.out, c[i].text...)
		if c[i].run != nil {
			c[i].run(f)
		}
	}
}

// runUntil is run for the body of a loop that has a break or a continue.
func (c code) runUntil(f *frame) {
	for i := range c {
		f.out = append(f.out, c[i].text...)
		if c[i].run != nil {
			if c[i].run(f); f.ctl != 0 {
				return
			}
		}
	}
}

// add appends a text, joining it to the one before.
func (c *code) add(text string) {
	if n := len(*c); n > 0 && (*c)[n-1].run == nil {
		(*c)[n-1].text += text
		return
	}
	*c = append(*c, step{text: text})
}

// do appends an action.
func (c *code) do(run func(*frame)) {
	if run == nil {
		return
	}
	if n := len(*c); n > 0 && (*c)[n-1].run == nil {
		(*c)[n-1].run = run
		return
	}
	*c = append(*c, step{run: run})
}

// join appends other code.
func (c *code) join(other code) {
	for _, s := range other {
		c.add(s.text)
		c.do(s.run)
	}
}

// static tells the text of code that does nothing else.
func (c code) static() (string, bool) {
	switch {
	case len(c) == 0:
		return "", true
	case len(c) == 1 && c[0].run == nil:
		return c[0].text, true
	}
	return "", false
}
