package theme

import "slices"

// Cell names one fact that pages are made from: what a page says of itself, its
// text, what it is tied to, the posts of a zone. The engine numbers the cells and
// knows a hash of each; a page that read only cells whose hashes are as before
// would come out as before, so it is not written again.
type Cell uint32

// Context is one execution: the host whose page is written, and the cells it has
// read. A Context serves one goroutine; Begin makes it new.
type Context struct {
	Host     string                   // host being written; "" is the main one
	Absolute bool                     // every address is written with its origin (feeds)
	Origin   func(host string) string // "https://example.org", without a final slash
	Memory   *Memory                  // of partials; may be nil

	reads []Cell
	seen  []uint32 // by cell: round in which it was read last
	round uint32
}

// Begin starts an execution for a host.
func (c *Context) Begin(host string) {
	c.Host, c.Absolute, c.reads = host, false, c.reads[:0]
	c.next()
}

// next forgets which cells are in reads already.
func (c *Context) next() {
	if c.round++; c.round == 0 { // once in four billion rounds
		clear(c.seen)
		c.round = 1
	}
}

// Read notes that a cell is being read.
func (c *Context) Read(cell Cell) {
	if int(cell) >= len(c.seen) {
		c.seen = append(c.seen, make([]uint32, int(cell)+1024-len(c.seen))...)
	}
	if c.seen[cell] != c.round {
		c.seen[cell] = c.round
		c.reads = append(c.reads, cell)
	}
}

// Reads are the cells read since Begin, each once, in ascending order. The slice
// is good until the next Begin.
func (c *Context) Reads() []Cell {
	slices.Sort(c.reads)
	c.reads = slices.Compact(c.reads)
	return c.reads
}

// URL is an address as the page being written must write it: root-relative on its
// own host, absolute for another.
func (c *Context) URL(host, path string) string {
	if path == "" || host == c.Host && !c.Absolute || hasScheme(path) {
		return path
	}
	return c.Origin(host) + path
}

// hasScheme tells an address with a scheme from a path.
func hasScheme(url string) bool { return url != "" && url[0] != '/' && url[0] != '#' }
