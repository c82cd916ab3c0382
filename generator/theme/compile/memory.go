package compile

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"text/template/parse"

	"github.com/zeebo/xxh3"
)

// Memory keeps what templates wrote: {{template "card" dict "Page" . "Lang" "fr"}}
// writes the same for the same page wherever it stands.
type Memory interface {
	// Recall appends what was kept under a key to dst.
	Recall(dst []byte, key Key) (result []byte, ok bool)
	// Learn begins to note what is read, until Keep.
	Learn() (mark int)
	// Keep is told what was written since Learn; it must copy what it keeps.
	Keep(key Key, mark int, written []byte)
}

// Key is a template and what it was called with.
type Key struct {
	Template uint64 // hash of its text, of that of all it calls, and of Options.Salt
	Of       any    // what the handle stands for
	Texts    [2]string
	Numbers  [2]int64
}

// remembered is a call with a record that asks the handle in it for its memory.
// There must be one handle; all other values must fit a Key.
func (b *builder) remembered(name string, record expr, run func(*frame)) (func(*frame), bool) {
	if b.env.handle.ask == nil {
		return nil, false
	}
	template, ok := b.env.textSum(name)
	handle, texts, numbers := -1, 0, 0
	var fill []func(*frame, *Key)
	vals, strs := 1, 0 // as passing puts them
	for _, field := range slices.Sorted(maps.Keys(record.fields)) {
		e := record.fields[field]
		switch at := vals; {
		case textual(e.typ):
			slot, to := strs, texts
			strs, texts = strs+1, texts+1
			fill = append(fill, func(f *frame, k *Key) { k.Texts[to] = f.freeStrs[slot] })
			continue
		case e.typ == b.env.handle.typ:
			ok = ok && handle < 0
			handle = at
		case isInt(e.kind()):
			to := numbers
			numbers++
			fill = append(fill, func(f *frame, k *Key) { k.Numbers[to] = f.freeVals[at].Int() })
		case e.kind() == reflect.Bool:
			to := numbers
			numbers++
			fill = append(fill, func(f *frame, k *Key) {
				if f.freeVals[at].Bool() {
					k.Numbers[to] = 1
				}
			})
		default:
			ok = false
		}
		vals++
	}
	if !ok || handle < 0 || texts > len(Key{}.Texts) || numbers > len(Key{}.Numbers) {
		return nil, false
	}
	// Templates called with other keys are others.
	template = xxh3.HashString(fmt.Sprint(template, slices.Sorted(maps.Keys(record.fields))))
	return func(f *frame) {
		memory, of := b.env.handle.ask(f.freeVals[handle].Interface())
		if memory == nil {
			run(f)
			return
		}
		key := Key{Template: template, Of: of}
		for _, set := range fill {
			set(f, &key)
		}
		if out, ok := memory.Recall(f.out, key); ok {
			f.out = out
			return
		}
		start, mark := len(f.out), memory.Learn()
		run(f)
		memory.Keep(key, mark, f.out[start:])
	}, true
}

// textSum hashes a template and all templates that it may call; ok is false when
// one of them is not there.
func (e *env) textSum(name string) (sum uint64, ok bool) {
	hash := xxh3.New()
	_, _ = hash.WriteString(e.salt)
	seen := map[string]bool{}
	ok = true
	var visit func(name string)
	visit = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		root, _, found := e.find(name)
		if !found {
			ok = false
			return
		}
		_, _ = hash.WriteString(name + "\x00" + root.String() + "\x00")
		for _, callee := range Callees(root) {
			visit(callee)
		}
	}
	visit(name)
	return hash.Sum64(), ok
}

// Callees are the templates that a list calls.
func Callees(list *parse.ListNode) (names []string) {
	walk(list, func(n parse.Node) {
		if call, ok := n.(*parse.TemplateNode); ok {
			names = append(names, call.Name)
		}
	})
	return names
}
