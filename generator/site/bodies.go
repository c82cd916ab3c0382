package site

import (
	"bufio"
	"bytes"
	"encoding/binary"
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
	known map[xxh3.Uint128][]byte // record in data, or added since
	added []bodyRecord
	used  map[xxh3.Uint128]bool
	size  int // of the file
	magic []byte
}

type bodyRecord struct {
	key  xxh3.Uint128
	data []byte
}

func newBodies() *bodies {
	b := &bodies{renderers: map[string]*markdown.Renderer{}, known: map[xxh3.Uint128][]byte{}, used: map[xxh3.Uint128]bool{}}
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
	b.used[key] = true
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
	if len(doc.Problems) == 0 {
		record := append(binary.AppendUvarint(nil, uint64(len(terms))), terms...)
		if record, err := doc.AppendBinary(record); err == nil {
			b.mu.Lock()
			b.added = append(b.added, bodyRecord{key, record})
			b.known[key] = record
			b.mu.Unlock()
		}
	}
	return doc, terms, key.Lo
}

// load reads the file of earlier builds; whatever is not whole is left out.
func (b *bodies) load(file string) {
	data, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(data, b.magic) {
		return
	}
	b.size = len(data)
	for data = data[len(b.magic):]; len(data) >= 28; {
		key := xxh3.Uint128{Hi: binary.LittleEndian.Uint64(data), Lo: binary.LittleEndian.Uint64(data[8:])}
		length, sum := int(binary.LittleEndian.Uint32(data[16:])), binary.LittleEndian.Uint64(data[20:])
		if length > len(data)-28 || xxh3.Hash(data[28:28+length]) != sum {
			return
		}
		b.known[key] = data[28 : 28+length : 28+length]
		data = data[28+length:]
	}
}

// save adds what is new to the file, or writes it anew.
func (b *bodies) save(file string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.added) == 0 {
		return nil
	}
	live := 0
	for key := range b.used {
		live += len(b.known[key]) + 28
	}
	if b.size > 0 && b.size < 2*live+1<<16 {
		return b.appendTo(file)
	}
	b.added = b.added[:0]
	for key := range b.used {
		if record := b.known[key]; record != nil {
			b.added = append(b.added, bodyRecord{key, record})
		}
	}
	part := file + temporary
	b.size = 0
	if err := b.appendTo(part); err != nil {
		return err
	}
	return os.Rename(part, file)
}

func (b *bodies) appendTo(file string) error {
	flags := os.O_WRONLY | os.O_CREATE | os.O_APPEND
	if b.size == 0 {
		flags |= os.O_TRUNC
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(file, flags, 0o644)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<18)
	if b.size == 0 {
		_, _ = w.Write(b.magic)
		b.size = len(b.magic)
	}
	var head [28]byte
	for _, r := range b.added {
		binary.LittleEndian.PutUint64(head[:], r.key.Hi)
		binary.LittleEndian.PutUint64(head[8:], r.key.Lo)
		binary.LittleEndian.PutUint32(head[16:], uint32(len(r.data)))
		binary.LittleEndian.PutUint64(head[20:], xxh3.Hash(r.data))
		_, _ = w.Write(head[:])
		_, _ = w.Write(r.data)
		b.size += len(head) + len(r.data)
	}
	b.added = nil
	if err := w.Flush(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
