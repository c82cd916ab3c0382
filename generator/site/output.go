package site

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/zeebo/xxh3"

	"maillage/generator/theme"
)

// output is one file of the sites: a function of the cells it reads.
type output struct {
	path    string // below Options.Out
	host    string
	page    *theme.PageData // what base.html is executed with, or
	address string          // of page
	members bool            // of page
	make    maker           // what makes the bytes
	zone    *zone

	round uint32 // of the plan it was last in, or
	group *group // of which it is
	dirty bool   // what it read has changed
	known bool   // hash, size and time are those of the file on disk
	reads []theme.Cell
	more  []theme.Cell // read since the last time, not before
	hash  uint64
	size  int64
	time  int64 // of last change, in nanoseconds
}

// maker appends an output to dst; what it reads is told to c.
type maker func(c *theme.Context, dst []byte) ([]byte, error)

// plan collects the outputs of a build.
type plan struct {
	*Engine
	group *group
}

// out is the output at a path, in this round.
func (p plan) out(file string) *output {
	o := p.outputs[file]
	if o == nil {
		o = &output{path: file, dirty: true}
		p.outputs[file] = o
		p.dirty = append(p.dirty, o)
	}
	p.keep(o)
	return o
}

// keep counts an output as planned, once.
func (p plan) keep(o *output) {
	if p.current(o) {
		return
	}
	o.round, o.group = p.round, p.group
	p.planned++
	if p.group != nil {
		p.group.outputs = append(p.group.outputs, o)
	}
}

// current reports whether an output is planned in this round.
func (e *Engine) current(o *output) bool {
	return o.round == e.round || o.group != nil && o.group.round == e.round
}

func (p plan) page(z *zone, d *theme.PageData) {
	o, ok := d.Slot.(*output)
	if ok && o.page == d && o.address == d.Path && o.host == d.Host && o.members == d.Members && p.outputs[o.path] == o {
		p.keep(o)
	} else {
		o = p.out(fileOf(d))
		d.Slot = o
		p.replace(o, d.Meta)
	}
	o.host, o.page, o.zone, o.make, o.address, o.members = d.Host, d, z, nil, d.Path, d.Members
}

// group is the outputs that a function planned from facts with a hash: while that
// is the same, so are they.
type group struct {
	sum     uint64
	round   uint32 // it was last planned in, though its outputs may not know
	outputs []*output
}

// once plans outputs that depend on nothing but what sum is a hash of.
func (p plan) once(key string, sum uint64, do func(plan)) {
	if known := p.groups[key]; known != nil && known.sum == sum {
		p.repeat(key)
		return
	}
	p.group = &group{sum: sum, round: p.round}
	p.groups[key] = p.group
	do(p)
}

// repeat plans the outputs of a group as they were, without looking at any.
func (p plan) repeat(key string) {
	known := p.groups[key]
	known.round = p.round
	p.planned += len(known.outputs)
}

// made adds an output that reads cells.
func (p plan) made(file, host string, make maker) {
	o := p.out(file)
	o.host, o.page, o.make = host, nil, make
}

// madeFrom adds an output that always reads a cell: where the file that is there
// did not, it is another's.
func (p plan) madeFrom(cell theme.Cell, file, host string, make maker) {
	p.replace(p.out(file), cell)
	p.made(file, host, make)
}

// replace marks an output that stands where another was.
func (p plan) replace(o *output, cell theme.Cell) {
	if _, reads := slices.BinarySearch(o.reads, cell); !reads {
		p.soil(o)
	}
}

// notice marks the outputs that read what has changed.
func (e *Engine) notice() {
	changed := e.cells.take()
	if len(changed) == 0 {
		return
	}
	if e.readers != nil {
		for _, cell := range changed {
			if int(cell) < len(e.readers) {
				for _, o := range e.readers[cell] {
					e.soil(o)
				}
			}
		}
		return
	}
	marked := make([]bool, len(e.cells.values))
	for _, cell := range changed {
		marked[cell] = true
	}
	for _, o := range e.outputs {
		if slices.ContainsFunc(o.reads, func(c theme.Cell) bool { return marked[c] }) {
			e.soil(o)
		}
	}
}

// soil marks an output to be made again.
func (e *Engine) soil(o *output) {
	if !o.dirty {
		o.dirty = true
		e.dirty = append(e.dirty, o)
	}
}

// index makes readers.
func (e *Engine) index() {
	e.readers = make([][]*output, len(e.cells.values)+1024)
	for _, o := range e.outputs {
		e.register(o, o.reads)
	}
}

// register tells cells that an output reads them. An output that no longer does
// stays: it may be made once too often.
func (e *Engine) register(o *output, cells []theme.Cell) {
	for _, cell := range cells {
		if int(cell) >= len(e.readers) {
			e.readers = append(e.readers, make([][]*output, int(cell)+1024-len(e.readers))...)
		}
		e.readers[cell] = append(e.readers[cell], o)
	}
}

// newIn appends the cells of now that were not in before, both in ascending order.
func newIn(dst, before, now []theme.Cell) []theme.Cell {
	i := 0
	for _, cell := range now {
		for i < len(before) && before[i] < cell {
			i++
		}
		if i == len(before) || before[i] != cell {
			dst = append(dst, cell)
		}
	}
	return dst
}

// write makes the outputs that are dirty and writes those that differ, then
// deletes what is no longer planned.
func (e *Engine) write(ctx context.Context) (Result, error) {
	m := e.model
	result := Result{Sites: len(m.sites), Next: m.next}
	if e.writer == nil && e.options.Out != "" {
		e.writer = newWriter(e.options.Out)
	}
	if e.readers != nil && e.planned == len(e.outputs) { // all that is to be made is known already
		dirty := e.takeDirty()
		result.Pages, result.Unchanged = e.pages, len(e.outputs)-len(dirty)
		return result, e.produce(ctx, e.inOrder(dirty), &result)
	}
	e.dirty = e.dirty[:0]
	var dirty []*output
	var gone []string
	for file, o := range e.outputs {
		switch {
		case !e.current(o):
			gone = append(gone, file)
			continue
		case o.dirty || !o.known:
			dirty = append(dirty, o)
		default:
			result.Unchanged++
		}
		if o.page != nil {
			result.Pages++
		}
	}
	slices.SortFunc(dirty, func(a, b *output) int { return cmp.Compare(a.path, b.path) })
	e.pages = result.Pages
	if err := e.produce(ctx, e.inOrder(dirty), &result); err != nil {
		return result, err
	}
	for _, file := range gone {
		delete(e.outputs, file)
		if e.writer == nil || !owned(file) {
			continue
		}
		if err := e.writer.remove(file); err != nil {
			return result, err
		}
		result.Removed++
		result.Data = result.Data || strings.HasPrefix(file, "data/")
	}
	result.Slowest = e.costs.slowest()
	return result, ctx.Err()
}

// inOrder puts one page of each kind first, so that a broken layout is found
// before anything is written.
func (e *Engine) inOrder(outputs []*output) []*output {
	if e.tried {
		return outputs // since then, only texts have changed
	}
	e.memory.Hashes = e.cells.values
	var first, rest []*output
	seen := map[theme.Kind]bool{}
	for _, o := range outputs {
		if o.page != nil && !seen[o.page.Kind] {
			seen[o.page.Kind] = true
			first = append(first, o)
		} else {
			rest = append(rest, o)
		}
	}
	if len(first) == 0 {
		return outputs
	}
	var worker maker
	for _, o := range first {
		if _, err := e.render(e.context(0), o, nil); err != nil {
			worker = func(*theme.Context, []byte) ([]byte, error) { return nil, err }
			e.dirty = append(e.dirty, outputs...)
			return []*output{{path: o.path, make: worker}}
		}
	}
	return append(first, rest...)
}

// context is the context of a worker.
func (e *Engine) context(worker int) *theme.Context {
	for len(e.contexts) <= worker {
		e.contexts = append(e.contexts, &theme.Context{Origin: e.origin, Memory: &e.memory})
	}
	return e.contexts[worker]
}

// render makes the bytes of an output.
func (e *Engine) render(c *theme.Context, o *output, dst []byte) ([]byte, error) {
	c.Begin(o.host)
	if o.page == nil {
		return o.make(c, dst)
	}
	c.Read(o.page.Meta)
	c.Read(e.view(o.zone, o.page.Lang).Info) // its theme and words
	return e.skin(o.zone).Page(dst, theme.NewView(c, o.page, e.view(e.model.sites[0], o.page.Lang), e.siteView()))
}

// produce makes and writes outputs on all cores. After a failure nothing more is
// written.
func (e *Engine) produce(ctx context.Context, outputs []*output, result *Result) error {
	workers := min(runtime.GOMAXPROCS(0), len(outputs))
	e.memory.Hashes = e.cells.values
	e.siteView() // workers only read it
	for i := range workers {
		e.context(i)
	}
	var next, written, unchanged atomic.Int64
	var failed, data atomic.Bool
	first, fault := len(outputs), error(nil) // of those that failed
	var wait sync.WaitGroup
	all := make([]costs, workers)
	for i := range workers {
		all[i] = costs{}
		wait.Go(func() {
			buffer := make([]byte, 0, 1<<16)
			for ctx.Err() == nil && !failed.Load() {
				n := int(next.Add(1)) - 1
				if n >= len(outputs) {
					return
				}
				if e.options.Progress != nil && n%progressStep == progressStep-1 {
					e.options.Progress(n+1, len(outputs))
				}
				same, err := e.one(e.contexts[i], outputs[n], &buffer, all[i])
				switch {
				case err != nil:
					failed.Store(true)
					e.model.mu.Lock()
					if n < first { // whoever is faster, the same is told
						first, fault = n, err
					}
					e.model.mu.Unlock()
				case same:
					unchanged.Add(1)
				default:
					written.Add(1)
					if strings.HasPrefix(outputs[n].path, "data/") {
						data.Store(true)
					}
				}
			}
		})
	}
	wait.Wait()
	if fault != nil {
		e.model.problems = append(e.model.problems, asProblems(outputs[first].path, fault)...)
	}
	for _, c := range all {
		e.costs.add(c)
	}
	for _, o := range outputs {
		if o.dirty { // not reached
			e.dirty = append(e.dirty, o)
		}
	}
	result.Written, result.Unchanged = int(written.Load()), result.Unchanged+int(unchanged.Load())
	result.Data = result.Data || data.Load()
	if e.readers != nil {
		for _, o := range outputs {
			e.register(o, o.more)
		}
	}
	return cmp.Or(ctx.Err(), e.model.problems.Err())
}

// progressStep is after how many files somebody is told.
const progressStep = 250

// one makes one output and writes it unless it is on disk as it is.
func (e *Engine) one(c *theme.Context, o *output, buffer *[]byte, spent costs) (same bool, err error) {
	start := time.Now()
	data, err := e.render(c, o, (*buffer)[:0])
	if err = cmp.Or(err, e.bodies.fault()); err != nil {
		return false, err
	}
	*buffer = data
	if o.page != nil {
		spent.note(string(o.page.Kind), time.Since(start))
	}
	hash := xxh3.Hash(data)
	same = o.known && o.hash == hash && o.size == int64(len(data))
	if !same && e.writer != nil {
		if same, o.time, err = e.writer.put(o.path, data, o.known, e.options.InPlace && e.readers != nil); err != nil {
			return false, err
		}
	}
	o.hash, o.size, o.known, o.dirty = hash, int64(len(data)), true, false
	reads := c.Reads()
	o.more = newIn(o.more[:0], o.reads, reads)
	if len(o.more) > 0 || len(reads) != len(o.reads) {
		o.reads = slices.Clone(reads)
	}
	return same, nil
}

// costs is the time spent in layouts.
type costs map[string]Cost

// Cost is what the pages of one layout cost to make.
type Cost struct {
	Layout string
	Pages  int
	Time   time.Duration
}

func (c costs) note(layout string, spent time.Duration) {
	cost := c[layout]
	c[layout] = Cost{layout, cost.Pages + 1, cost.Time + spent}
}

func (c costs) add(other costs) {
	for layout, more := range other {
		cost := c[layout]
		c[layout] = Cost{layout, cost.Pages + more.Pages, cost.Time + more.Time}
	}
}

// slowest are the layouts that took most time, and begins anew.
func (c costs) slowest() []Cost {
	var list []Cost
	for _, cost := range c {
		list = append(list, cost)
	}
	clear(c)
	slices.SortFunc(list, func(a, b Cost) int { return cmp.Or(cmp.Compare(b.Time, a.Time), cmp.Compare(a.Layout, b.Layout)) })
	return list[:min(3, len(list))]
}
