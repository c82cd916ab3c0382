package theme

import (
	"sync"

	"maillage/generator/theme/compile"
)

// Memory keeps what partials wrote for a page, such as its card, while no fact
// changes: several workers may share it. Each of them tells it to its Context.
type Memory struct{ shelves [32]shelf }

type shelf struct {
	mu    sync.RWMutex
	kept  map[memoryKey]fragment
	bytes int
}

type memoryKey struct {
	compile.Key
	host     string
	absolute bool
}

// fragment is a part of a page and the cells that it was made from.
type fragment struct {
	html  []byte
	reads []Cell
}

// shelfLimit is how many bytes a shelf may hold; what is more is made each time.
const shelfLimit = 1 << 20

// noter is a Context seen by a template that asks for its memory.
type noter Context

// remember is the memory of a handle.
func remember(p *Page) (compile.Memory, any) {
	if p == nil || p.c.Memory == nil {
		return nil, nil
	}
	return (*noter)(p.c), p.d
}

func (n *noter) key(key compile.Key) (*shelf, memoryKey) {
	return &n.Memory.shelves[key.Of.(*PageData).Meta%Cell(len(n.Memory.shelves))], memoryKey{key, n.Host, n.Absolute}
}

func (n *noter) Recall(dst []byte, key compile.Key) ([]byte, bool) {
	s, full := n.key(key)
	s.mu.RLock()
	found, ok := s.kept[full]
	s.mu.RUnlock()
	if !ok {
		return dst, false
	}
	for _, cell := range found.reads {
		(*Context)(n).Read(cell)
	}
	return append(dst, found.html...), true
}

// Learn starts another round, so that every cell read is noted from here on.
func (n *noter) Learn() int {
	(*Context)(n).next()
	return len(n.reads)
}

func (n *noter) Keep(key compile.Key, mark int, written []byte) {
	s, full := n.key(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bytes > shelfLimit {
		return
	}
	if s.kept == nil {
		s.kept = map[memoryKey]fragment{}
	}
	s.kept[full] = fragment{append([]byte(nil), written...), append([]Cell(nil), n.reads[mark:]...)}
	s.bytes += len(written)
}
