package site

import (
	"encoding/binary"

	"github.com/zeebo/xxh3"

	"maillage/generator/theme"
)

// cells number the facts that outputs are made from (theme.Cell) and know a hash
// of each. The keys are hashes of names, so that numbers and values survive in the
// state file.
type cells struct {
	index   map[uint64]theme.Cell // by hash of the key
	keys    []uint64
	values  []uint64
	changed []theme.Cell // since the last call of take
	marked  []bool       // by cell: it is in changed
}

func newCells() *cells { return &cells{index: map[uint64]theme.Cell{}} }

// of is the cell with a name; a new one has a value that nothing has.
func (c *cells) of(kind byte, name string) theme.Cell {
	key := xxh3.HashString(name) ^ uint64(kind)*0x9E3779B97F4A7C15
	if cell, ok := c.index[key]; ok {
		return cell
	}
	return c.add(key, 0)
}

func (c *cells) add(key, value uint64) theme.Cell {
	cell := theme.Cell(len(c.values))
	c.index[key] = cell
	c.keys, c.values, c.marked = append(c.keys, key), append(c.values, value), append(c.marked, false)
	return cell
}

// set tells a cell's hash.
func (c *cells) set(cell theme.Cell, value uint64) {
	if value == 0 {
		value = 1 // 0 is the value of what was never told
	}
	if c.values[cell] == value {
		return
	}
	c.values[cell] = value
	if !c.marked[cell] {
		c.marked[cell] = true
		c.changed = append(c.changed, cell)
	}
}

// take returns the cells that changed, and forgets that they did.
func (c *cells) take() []theme.Cell {
	changed := c.changed
	c.changed = nil
	for _, cell := range changed {
		c.marked[cell] = false
	}
	return changed
}

// digest hashes facts one after the other.
type digest struct{ buffer []byte }

func (d *digest) reset() *digest { d.buffer = d.buffer[:0]; return d }

func (d *digest) text(s string) *digest {
	d.buffer = append(binary.AppendUvarint(d.buffer, uint64(len(s))), s...)
	return d
}

func (d *digest) number(n uint64) *digest {
	d.buffer = binary.LittleEndian.AppendUint64(d.buffer, n)
	return d
}

func (d *digest) flag(b bool) *digest {
	if b {
		return d.number(1)
	}
	return d.number(0)
}

func (d *digest) sum() uint64 { return xxh3.Hash(d.buffer) }

// mix hashes one more number; the same number twice does not undo it.
func mix(sum, n uint64) uint64 {
	sum = (sum*0xBF58476D1CE4E5B9 ^ n) * 0x9E3779B97F4A7C15
	return sum ^ sum>>29
}
