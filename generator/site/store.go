package site

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/zeebo/xxh3"

	"maillage/generator/theme"
)

// stateFolder lies below Options.Out. It may be deleted at any time, or kept from
// one machine to the next: the output is the same, only slower to come.
const stateFolder = ".state"

// stateVersion changes with the meaning of the state file.
const stateVersion = "maillage state 1\n"

// store keeps what a build knows for the next one: the hashes of what outputs
// were made from, and of the outputs.
type store struct {
	folder string
	inputs uint64 // fingerprint of the input files as they were before this build read them; 0: unknown
}

// header is what tells that there is nothing to do.
type header struct {
	World  uint64 // hash of what every page is made from
	Inputs uint64 // hash of names, sizes and times of all input files
	At     int64  // the moment the sites were built for, in Unix seconds
	Next   int64  // when they change by themselves; 0: never
	Result Result
	Cells  int
	Out    int
	Media  map[string]mediaRecord
}

// load takes outputs and cells from the state file; on any doubt it takes nothing.
func (s *store) load(e *Engine) {
	data, err := os.ReadFile(filepath.Join(s.folder, "state"))
	r := stateReader{data: data}
	if err != nil || !r.open() {
		return
	}
	if gob.NewDecoder(bytes.NewReader(r.bytes())).Decode(&e.known) != nil {
		e.known = header{}
		return
	}
	for range e.known.Cells {
		key, value := r.fixed(), r.fixed()
		e.cells.add(key, value)
	}
	for range e.known.Out {
		o := &output{path: string(r.bytes()), known: true, hash: r.fixed(), size: int64(r.number()), time: int64(r.fixed())}
		o.reads = make([]theme.Cell, r.number())
		last := theme.Cell(0)
		for i := range o.reads {
			last += theme.Cell(r.number())
			o.reads[i] = last
			if int(last) >= e.known.Cells {
				r.failed = true
			}
		}
		if r.failed {
			break
		}
		e.outputs[o.path] = o
	}
	if r.failed {
		e.cells, e.known = newCells(), header{}
		clear(e.outputs)
		return
	}
	e.verify()
}

// verify forgets what is known of files that are not as they were left.
func (e *Engine) verify() {
	all := make([]*output, 0, len(e.outputs))
	for _, o := range e.outputs {
		all = append(all, o)
	}
	parallelIndex(context.Background(), len(all), func(i int) {
		o := all[i]
		size, changed, err := lookAt(e.options.Out + string(filepath.Separator) + filepath.FromSlash(o.path))
		o.known = err == nil && size == o.size && changed == o.time
	})
}

// remember writes the state of a build that ended well.
func (e *Engine) remember(at time.Time, result Result) error {
	if e.store == nil {
		return nil
	}
	result.Warnings = slices.Clone(result.Warnings)
	for i := range result.Warnings {
		result.Warnings[i] = result.Warnings[i].Plain()
	}
	e.known.Inputs, e.known.At, e.known.Next, e.known.Result = e.store.inputs, at.Unix(), 0, result
	if !result.Next.IsZero() {
		e.known.Next = result.Next.Unix()
	}
	return e.save()
}

// save writes the state file and the rendered texts.
func (e *Engine) save() error {
	if err := os.MkdirAll(e.store.folder, 0o755); err != nil {
		return err
	}
	head := &e.known
	head.Cells, head.Out, head.Media = len(e.cells.values), len(e.outputs), e.mediaRecords()
	var encoded bytes.Buffer
	if err := gob.NewEncoder(&encoded).Encode(head); err != nil {
		return err
	}
	out := append(make([]byte, 0, 1<<20), stateVersion...)
	out = append(out, 0, 0, 0, 0, 0, 0, 0, 0) // hash of the rest
	out = appendBytes(out, encoded.Bytes())
	for i, key := range e.cells.keys {
		out = binary.LittleEndian.AppendUint64(out, key)
		out = binary.LittleEndian.AppendUint64(out, e.cells.values[i])
	}
	for _, o := range e.outputs {
		out = appendBytes(out, []byte(o.path))
		out = binary.LittleEndian.AppendUint64(out, o.hash)
		out = binary.AppendUvarint(out, uint64(o.size))
		out = binary.LittleEndian.AppendUint64(out, uint64(o.time))
		out = binary.AppendUvarint(out, uint64(len(o.reads)))
		last := theme.Cell(0)
		for _, cell := range o.reads {
			out = binary.AppendUvarint(out, uint64(cell-last))
			last = cell
		}
	}
	rest := len(stateVersion) + 8
	binary.LittleEndian.PutUint64(out[len(stateVersion):], xxh3.Hash(out[rest:]))
	file := filepath.Join(e.store.folder, "state")
	err := os.WriteFile(file+temporary, out, 0o644)
	if err == nil {
		err = os.Rename(file+temporary, file)
	}
	return errors.Join(err, e.bodies.save())
}

func appendBytes(out, data []byte) []byte {
	return append(binary.AppendUvarint(out, uint64(len(data))), data...)
}

// stateReader reads a state file; after a fault everything is zero.
type stateReader struct {
	data   []byte
	failed bool
}

// open checks that the file is whole.
func (r *stateReader) open() bool {
	rest, ok := bytes.CutPrefix(r.data, []byte(stateVersion))
	if !ok || len(rest) < 8 || binary.LittleEndian.Uint64(rest) != xxh3.Hash(rest[8:]) {
		return false
	}
	r.data = rest[8:]
	return true
}

func (r *stateReader) fixed() uint64 {
	if len(r.data) < 8 {
		r.failed = true
		return 0
	}
	n := binary.LittleEndian.Uint64(r.data)
	r.data = r.data[8:]
	return n
}

func (r *stateReader) number() uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 || n > 1<<40 {
		r.failed = true
		return 0
	}
	r.data = r.data[size:]
	return n
}

func (r *stateReader) bytes() []byte {
	n := r.number()
	if n > uint64(len(r.data)) {
		r.failed = true
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

// fingerprint hashes the names, sizes and times of all files that a build reads.
// A file changed as late as the fingerprint is taken makes it worthless, since a
// change that follows at once could have the same time: then ok is false.
func fingerprint(at time.Time, folders ...string) (sum uint64, ok bool) {
	d := digest{}
	ok = true
	for _, folder := range folders {
		d.text(folder)
		_ = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil {
				d.text(err.Error())
				return nil
			}
			if entry.IsDir() {
				if base := entry.Name(); base == "node_modules" || base == ".git" {
					return filepath.SkipDir
				}
				d.text(entry.Name())
				return nil
			}
			info, err := entry.Info()
			if err != nil {
				d.text(err.Error())
				return nil
			}
			if at.Sub(info.ModTime()) < settled {
				ok = false
			}
			d.text(entry.Name()).number(uint64(info.Size())).number(uint64(info.ModTime().UnixNano()))
			return nil
		})
	}
	return d.sum(), ok
}

// settled is how long ago a file must have been changed for its time to tell it
// from what comes after: file systems count in steps.
const settled = 50 * time.Millisecond
