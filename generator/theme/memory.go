package theme

import (
	"slices"
	"sync"

	"maillage/generator/theme/compile"
)

// Memory keeps what partials wrote for a page, such as its card, as long as no cell
// that they read has another hash. Several workers may share it: each of them tells
// it to its Context.
type Memory struct {
	Hashes  []uint64 // by cell; they stay as they are while anybody writes
	shelves [32]shelf
}

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
	sum   uint64 // of their hashes
}

// shelfLimit is how many bytes a shelf may hold before it begins anew.
const shelfLimit = 1 << 20

// sum mixes the hashes of cells.
func (m *Memory) sum(cells []Cell) uint64 {
	sum := uint64(len(cells))
	for _, cell := range cells {
		sum = (sum ^ m.Hashes[cell]) * 0x9E3779B97F4A7C15
		sum ^= sum >> 29
	}
	return sum
}

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
	if !ok || found.sum != n.Memory.sum(found.reads) {
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
	made := fragment{html: slices.Clone(written), reads: slices.Clone(n.reads[mark:])}
	made.sum = n.Memory.sum(made.reads)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes += len(written) - len(s.kept[full].html)
	if s.kept == nil || s.bytes > shelfLimit {
		s.kept, s.bytes = map[memoryKey]fragment{}, len(written)
	}
	s.kept[full] = made
}
