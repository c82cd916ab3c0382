package picture

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"maillage/generator/picture/webp"
)

// version is part of every key: raise it when the same original must give other
// bytes, or the form of entries changes.
const version = "1"

// Cache makes pictures and cards once. It is safe for several goroutines and
// several programs.
type Cache struct {
	dir  string
	now  func() time.Time
	webp *webp.Encoder

	encoders chan struct{} // taken from decoding on
	slots    chan struct{} // taken while decoding
	large    sync.Mutex    // held by who takes all slots

	mu     sync.Mutex
	making map[string]*making
}

// making is an entry being made, or kept where there is no directory.
type making struct {
	done  chan struct{}
	files []File
	err   error
}

// Open makes a cache in a directory, created when missing; with "" it lasts as
// long as the program.
func Open(dir string) (*Cache, error) {
	if dir != "" {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("open picture cache: %w", err)
		}
	}
	return &Cache{
		dir: dir, now: time.Now, webp: new(webp.Encoder), making: map[string]*making{},
		encoders: make(chan struct{}, runtime.GOMAXPROCS(0)), slots: make(chan struct{}, 2),
	}, nil
}

// once gives the files of a key, made by build if there are none. Goroutines that
// ask for one key at a time wait for the first.
func (c *Cache) once(key string, build func() ([]File, error)) ([]File, error) {
	c.mu.Lock()
	if m := c.making[key]; m != nil {
		c.mu.Unlock()
		<-m.done
		return m.files, m.err
	}
	m := &making{done: make(chan struct{}), err: errors.New("making the picture failed")}
	c.making[key] = m
	c.mu.Unlock()
	defer func() {
		if c.dir != "" || m.err != nil {
			c.mu.Lock()
			delete(c.making, key)
			c.mu.Unlock()
		}
		close(m.done)
	}()
	if files, ok := c.load(key); ok {
		m.files, m.err = files, nil
		return files, nil
	}
	m.files, m.err = build()
	for i, f := range m.files {
		sum := sha256.Sum256(f.Data)
		m.files[i].Name = fmt.Sprintf("%X", sum[:4])
	}
	if m.err == nil {
		m.err = c.save(key, m.files)
	}
	return m.files, m.err
}

// keyOf hashes parts so that no two lists of parts meet.
func keyOf(parts ...[]byte) string {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:", len(part))
		hash.Write(part)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// admit waits until a picture may be decoded; the function returned lets the
// next one in. From largePixels on, a picture is decoded alone.
func (c *Cache) admit(size Size) (leave func()) {
	const largePixels = 30e6
	n := 1
	if size.Width*size.Height > largePixels {
		n = cap(c.slots)
		c.large.Lock()
		defer c.large.Unlock()
	}
	for range n {
		c.slots <- struct{}{}
	}
	return func() {
		for range n {
			<-c.slots
		}
	}
}
