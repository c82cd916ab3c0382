package site

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/zeebo/xxh3"

	"maillage/generator/markdown"
	"maillage/generator/search"
)

// bodies keeps rendered texts by a hash of their Markdown, language and renderer,
// so that no text is rendered twice on any build. They are in one file that grows;
// when half of it is of no more use it is written anew. The HTML is read from there
// when a page is written: memory holds only what other pages need to know.
type bodies struct {
	renderers map[string]*markdown.Renderer
	magic     []byte
	buffers   sync.Pool             // of *[]byte
	faulty    atomic.Pointer[error] // the file is not what it was

	mu      sync.Mutex
	path    string // of the file; "" keeps all in memory
	shelf   *shelf // the file, once there is one
	index   map[xxh3.Uint128]span
	used    map[xxh3.Uint128]bool // by this build
	written int64                 // size of the file
	added   []byte                // records to be written behind
	waiting []waiting             // what was rendered into added
	err     error                 // of the first record that could not be written
}

// span is a record in the file, without its head.
type span struct {
	at   int64
	size int
}

// waiting is a text that is held in memory until its record is on disk.
type waiting struct {
	text *text
	at   int64 // of its record
}

// text is a rendered text and the words that search finds in it.
type text struct {
	doc   *markdown.Document
	terms string // held in memory, or
	shelf *shelf // on disk
	at    int64
	size  int
	sum   uint64
}

// words are the words that search finds.
func (t *text) words() string {
	if t.shelf == nil {
		return t.terms
	}
	data := make([]byte, t.size)
	t.shelf.Fetch(data, t.at, t.sum)
	return string(data)
}

// shelve lets go of what stands in a record.
func (t *text) shelve(s *shelf, record int64, terms string) {
	prefix := int64(len(binary.AppendUvarint(nil, uint64(len(terms)))))
	t.terms, t.shelf, t.at, t.size, t.sum = "", s, record+prefix, len(terms), xxh3.HashString(terms)
	t.doc.Shelve(s, t.at+int64(t.size))
}

// shelf is a file of records. It stays open as long as a text is in it.
type shelf struct {
	file  *os.File
	fault *atomic.Pointer[error] // of bodies
}

// Fetch implements markdown.Shelf. What cannot be read is told by bodies.fault.
func (s *shelf) Fetch(dst []byte, at int64, sum uint64) {
	_, err := s.file.ReadAt(dst, at)
	if err == nil && xxh3.Hash(dst) != sum {
		err = fmt.Errorf("%s has been changed meanwhile: build again", s.file.Name())
	}
	if err != nil {
		s.fault.CompareAndSwap(nil, &err)
	}
}

func newBodies() *bodies {
	b := &bodies{renderers: map[string]*markdown.Renderer{}, index: map[xxh3.Uint128]span{}, used: map[xxh3.Uint128]bool{}}
	for _, lang := range languages {
		b.renderers[lang] = markdown.New(lang)
	}
	b.magic = []byte("maillage bodies 2 " + markdown.Version + " " + search.Version + "\n")
	b.buffers.New = func() any { return new([]byte) }
	return b
}

// fault tells that a text could not be read.
func (b *bodies) fault() error {
	if err := b.faulty.Load(); err != nil {
		return *err
	}
	return nil
}

// render gives a text and a hash of its Markdown.
func (b *bodies) render(lang string, body []byte) (*text, uint64) {
	key := xxh3.Hash128(body)
	if lang != languages[0] {
		key.Hi ^= xxh3.HashString(lang)
	}
	b.mu.Lock()
	found, ok := b.index[key]
	if ok {
		b.used[key] = true
	}
	written, from := b.written, b.shelf
	b.mu.Unlock()
	if ok && found.at+int64(found.size) <= written {
		if t := b.read(from, key, found); t != nil {
			return t, key.Lo
		}
	}
	t := &text{doc: b.renderers[lang].Render(body)}
	t.terms = search.Terms(t.doc.Text)
	t.doc.Text = ""
	if len(t.doc.Problems) == 0 && b.path != "" {
		b.add(key, t)
	}
	return t, key.Lo
}

// recordHead is the key, the length and a hash of a record.
const recordHead = 28

// read takes a record from the file, nil when it is not whole.
func (b *bodies) read(from *shelf, key xxh3.Uint128, found span) *text {
	buffer := b.buffers.Get().(*[]byte)
	defer b.buffers.Put(buffer)
	if cap(*buffer) < recordHead+found.size {
		*buffer = make([]byte, recordHead+found.size+found.size/4)
	}
	data := (*buffer)[:recordHead+found.size]
	if _, err := from.file.ReadAt(data, found.at-recordHead); err != nil {
		return nil
	}
	head, record := data[:recordHead], data[recordHead:]
	if keyOf(head) != key || binary.LittleEndian.Uint64(head[20:]) != xxh3.Hash(record) {
		return nil
	}
	n, size := binary.Uvarint(record)
	if size <= 0 || int(n) > len(record)-size {
		return nil
	}
	terms, rest := record[size:size+int(n)], record[size+int(n):]
	doc, err := markdown.DecodeDocument(rest)
	if err != nil {
		return nil
	}
	t := &text{doc: doc}
	t.shelve(from, found.at, string(terms))
	return t
}

func keyOf(head []byte) xxh3.Uint128 {
	return xxh3.Uint128{Hi: binary.LittleEndian.Uint64(head), Lo: binary.LittleEndian.Uint64(head[8:])}
}

// flushSize is how many bytes wait to be written.
const flushSize = 1 << 19

// add makes a record of a text.
func (b *bodies) add(key xxh3.Uint128, t *text) {
	buffer := b.buffers.Get().(*[]byte)
	defer b.buffers.Put(buffer)
	record := append(binary.AppendUvarint((*buffer)[:0], uint64(len(t.terms))), t.terms...)
	record, err := t.doc.AppendBinary(record)
	*buffer = record
	if err != nil {
		return
	}
	sum := xxh3.Hash(record)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used[key] && b.index[key].size > 0 && b.index[key].at >= b.written { // rendered twice at once
		return
	}
	b.used[key] = true
	b.added = binary.LittleEndian.AppendUint64(b.added, key.Hi)
	b.added = binary.LittleEndian.AppendUint64(b.added, key.Lo)
	b.added = binary.LittleEndian.AppendUint32(b.added, uint32(len(record)))
	b.added = binary.LittleEndian.AppendUint64(b.added, sum)
	at := b.written + int64(len(b.added))
	b.added = append(b.added, record...)
	b.index[key] = span{at, len(record)}
	b.waiting = append(b.waiting, waiting{t, at})
	if len(b.added) >= flushSize {
		b.flush()
	}
}

// flush writes what was added; b.mu is held. What cannot be written stays in memory.
func (b *bodies) flush() {
	if b.err == nil && len(b.added) > 0 {
		b.err = b.writeAdded()
	}
	if b.err == nil {
		for _, w := range b.waiting {
			w.text.shelve(b.shelf, w.at, w.text.terms)
		}
		b.waiting = b.waiting[:0]
	}
}

func (b *bodies) writeAdded() error {
	if b.shelf == nil {
		if err := b.create(); err != nil {
			return err
		}
	}
	n, err := b.shelf.file.WriteAt(b.added, b.written)
	if err == nil {
		b.written += int64(n)
		b.added = b.added[:0]
	}
	return err
}

// create begins the file. Its first record stands behind the magic, where add
// expects it.
func (b *bodies) create() error {
	if err := os.MkdirAll(filepath.Dir(b.path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(b.path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
	if err == nil {
		b.shelf = &shelf{file, &b.faulty}
		_, err = file.Write(b.magic)
	}
	return err
}

// settle writes what was added, so that memory need not hold it.
func (b *bodies) settle() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.flush()
}

// load learns what is in the file of earlier builds. A record at the end that is
// not whole is forgotten.
func (b *bodies) load(path string) {
	b.path, b.written = path, int64(len(b.magic))
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return
	}
	head := make([]byte, max(recordHead, len(b.magic)))
	info, err := file.Stat()
	if n, _ := file.ReadAt(head[:len(b.magic)], 0); err != nil || string(head[:n]) != string(b.magic) {
		file.Close()
		return
	}
	b.shelf = &shelf{file, &b.faulty}
	for b.written+recordHead <= info.Size() {
		if _, err := file.ReadAt(head[:recordHead], b.written); err != nil {
			break
		}
		record := span{b.written + recordHead, int(binary.LittleEndian.Uint32(head[16:]))}
		if record.at+int64(record.size) > info.Size() {
			break
		}
		b.index[keyOf(head)] = record
		b.written = record.at + int64(record.size)
	}
}

// save ends a build: what was added is on disk, and a file that is mostly of no
// more use is written anew.
func (b *bodies) save() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.path == "" {
		return nil
	}
	b.flush()
	if b.err != nil {
		return b.err
	}
	live := int64(0)
	for key := range b.used {
		live += int64(b.index[key].size) + recordHead
	}
	if b.shelf == nil || b.written < 2*live+1<<20 {
		return nil
	}
	return b.compact()
}

// compact keeps the records that this build used. Texts that are in memory go on
// reading the old file.
func (b *bodies) compact() error {
	part := b.path + temporary
	file, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	index, at := map[xxh3.Uint128]span{}, int64(len(b.magic))
	_, err = file.Write(b.magic)
	for key := range b.used {
		old := b.index[key]
		if err != nil {
			break
		}
		_, err = io.Copy(file, io.NewSectionReader(b.shelf.file, old.at-recordHead, int64(recordHead+old.size)))
		index[key] = span{at + recordHead, old.size}
		at += int64(recordHead + old.size)
	}
	if err == nil {
		err = os.Rename(part, b.path)
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	b.shelf, b.index, b.written = &shelf{file, &b.faulty}, index, at
	return nil
}

// close frees the file.
func (b *bodies) close() error {
	if b.shelf == nil {
		return nil
	}
	return b.shelf.file.Close()
}
