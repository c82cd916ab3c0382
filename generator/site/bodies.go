package site

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"sync"

	"github.com/zeebo/xxh3"

	"maillage/generator/markdown"
	"maillage/generator/search"
)

// bodies keeps rendered texts by a hash of their Markdown, language and renderer,
// so that no text is rendered twice on any build. They are in one file that grows;
// when half of it is of no more use it is written anew.
type bodies struct {
	renderers map[string]*markdown.Renderer

	mu    sync.Mutex
	file  string                  // of earlier builds, and of what is added; "" keeps nothing
	out   *os.File                // open for adding
	w     *bufio.Writer           // of out
	known map[xxh3.Uint128][]byte // records of earlier builds
	used  map[xxh3.Uint128]int    // size of the records of this build
	size  int                     // of the file
	magic []byte
	err   error // of the first record that could not be written
}

func newBodies() *bodies {
	b := &bodies{renderers: map[string]*markdown.Renderer{}, known: map[xxh3.Uint128][]byte{}, used: map[xxh3.Uint128]int{}}
	for _, lang := range languages {
		b.renderers[lang] = markdown.New(lang)
	}
	b.magic = []byte("maillage bodies " + markdown.Version + " " + search.Version + "\n")
	return b
}

// render gives the document of a text, its words for the search, and its hash.
func (b *bodies) render(lang string, body []byte) (*markdown.Document, string, uint64) {
	key := xxh3.Hash128(body)
	if lang != languages[0] {
		key.Hi ^= xxh3.HashString(lang)
	}
	b.mu.Lock()
	record := b.known[key]
	if record != nil {
		b.used[key] = len(record)
	}
	b.mu.Unlock()
	if record != nil {
		if n, size := binary.Uvarint(record); size > 0 && int(n) <= len(record)-size {
			terms := string(record[size : size+int(n)])
			if doc, err := markdown.DecodeDocument(record[size+int(n):]); err == nil {
				return doc, terms, key.Lo
			}
		}
	}
	doc := b.renderers[lang].Render(body)
	terms := search.Terms(doc.Text)
	doc.Text = ""
	if len(doc.Problems) == 0 && b.file != "" {
		b.add(key, doc, terms)
	}
	return doc, terms, key.Lo
}

// add writes a record at the end of the file.
func (b *bodies) add(key xxh3.Uint128, doc *markdown.Document, terms string) {
	record := append(binary.AppendUvarint(nil, uint64(len(terms))), terms...)
	record, err := doc.AppendBinary(record)
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, twice := b.used[key]; err != nil || twice {
		return
	}
	b.used[key] = len(record)
	if b.out == nil && b.err == nil {
		b.err = b.open()
	}
	if b.err == nil {
		b.err = b.write(key, record)
	}
}

// open opens the file for adding.
func (b *bodies) open() error {
	if err := os.MkdirAll(filepath.Dir(b.file), 0o755); err != nil {
		return err
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_APPEND
	if b.size == 0 {
		flags |= os.O_TRUNC
	}
	var err error
	if b.out, err = os.OpenFile(b.file, flags, 0o644); err != nil {
		return err
	}
	b.w = bufio.NewWriterSize(b.out, 1<<18)
	if b.size == 0 {
		b.size, err = b.w.Write(b.magic)
	}
	return err
}

// recordHead is the key, the length and a hash of a record.
const recordHead = 28

func (b *bodies) write(key xxh3.Uint128, record []byte) error {
	var head [recordHead]byte
	binary.LittleEndian.PutUint64(head[:], key.Hi)
	binary.LittleEndian.PutUint64(head[8:], key.Lo)
	binary.LittleEndian.PutUint32(head[16:], uint32(len(record)))
	binary.LittleEndian.PutUint64(head[20:], xxh3.Hash(record))
	_, _ = b.w.Write(head[:]) // the next write tells
	_, err := b.w.Write(record)
	b.size += recordHead + len(record)
	return err
}

// load reads the file of earlier builds; whatever is not whole is left out.
func (b *bodies) load(file string) {
	b.file = file
	data, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(data, b.magic) {
		return
	}
	b.size = len(b.magic)
	for data = data[len(b.magic):]; len(data) >= recordHead; {
		key := xxh3.Uint128{Hi: binary.LittleEndian.Uint64(data), Lo: binary.LittleEndian.Uint64(data[8:])}
		length, sum := int(binary.LittleEndian.Uint32(data[16:])), binary.LittleEndian.Uint64(data[20:])
		if length > len(data)-recordHead || xxh3.Hash(data[recordHead:recordHead+length]) != sum {
			break
		}
		b.known[key] = data[recordHead : recordHead+length : recordHead+length]
		data = data[recordHead+length:]
		b.size += recordHead + length
	}
	if len(data) > 0 {
		_ = os.Truncate(file, int64(b.size)) // the end of a build that was cut short
	}
}

// save ends a build: what was added is on disk, and a file that is mostly of no
// more use is written anew.
func (b *bodies) save() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.out != nil {
		err := errors.Join(b.err, b.w.Flush(), b.out.Close())
		b.out, b.w, b.err = nil, nil, nil
		if err != nil {
			return err
		}
	}
	live := 0
	for _, size := range b.used {
		live += size + recordHead
	}
	if b.size < 2*live+1<<20 {
		return nil
	}
	return b.compact()
}

// compact keeps the records that this build used. Those that it added are lost
// where they are not known: they are rendered again when needed.
func (b *bodies) compact() error {
	old := b.file
	b.file, b.size = old+temporary, 0
	_ = os.Remove(b.file)
	err := b.open()
	for key := range b.used {
		if record := b.known[key]; record != nil && err == nil {
			err = b.write(key, record)
		}
	}
	part := b.file
	b.file = old
	if b.out != nil {
		err = errors.Join(err, b.w.Flush(), b.out.Close())
		b.out, b.w = nil, nil
	}
	if err != nil {
		return err
	}
	return os.Rename(part, old)
}
