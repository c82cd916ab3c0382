package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

func (c *Cache) path(key string) string {
	return filepath.Join(c.dir, key[:2], key)
}

// load reads an entry; a missing or damaged one is not ok. It renews the date of
// what is used, for Prune, at most once a day.
func (c *Cache) load(key string) ([]File, bool) {
	if c.dir == "" {
		return nil, false
	}
	data, err := os.ReadFile(c.path(key))
	if err != nil {
		return nil, false
	}
	files, ok := unpack(data)
	if info, err := os.Stat(c.path(key)); ok && err == nil && c.now().Sub(info.ModTime()) > 24*time.Hour {
		// An entry that cannot be renewed is made again after a pruning.
		_ = os.Chtimes(c.path(key), time.Time{}, c.now())
	}
	return files, ok
}

func (c *Cache) save(key string, files []File) error {
	if c.dir == "" {
		return nil
	}
	dir := filepath.Dir(c.path(key))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("write picture cache: %w", err)
	}
	temp, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return fmt.Errorf("write picture cache: %w", err)
	}
	defer os.Remove(temp.Name()) // gone already when all went well
	_, err = temp.Write(pack(files))
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), c.path(key))
	}
	if err != nil {
		return fmt.Errorf("write picture cache: %w", err)
	}
	return nil
}

// Prune removes the entries that nobody has used since a moment, give or take a
// day.
func (c *Cache) Prune(unusedSince time.Time) error {
	if c.dir == "" {
		return nil
	}
	return filepath.WalkDir(c.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.ModTime().Before(unusedSince) {
			err = os.Remove(path)
		}
		if errors.Is(err, fs.ErrNotExist) { // another program was faster
			return nil
		}
		return err
	})
}

// packed describes a file of an entry.
type packed struct {
	Type, Sum           string
	Width, Height, Size int
}

// pack writes an entry: a checksum, a line that describes the files, the files.
func pack(files []File) []byte {
	var list []packed
	for _, f := range files {
		list = append(list, packed{f.Type, f.Name, f.Width, f.Height, len(f.Data)})
	}
	body, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings and numbers only
	}
	body = append(body, '\n')
	for _, f := range files {
		body = append(body, f.Data...)
	}
	sum := sha256.Sum256(body)
	return append(sum[:], body...)
}

func unpack(data []byte) ([]File, bool) {
	if len(data) < sha256.Size {
		return nil, false
	}
	sum, body := data[:sha256.Size], data[sha256.Size:]
	if actual := sha256.Sum256(body); !bytes.Equal(actual[:], sum) {
		return nil, false
	}
	line, rest, _ := bytes.Cut(body, []byte("\n"))
	var list []packed
	if json.Unmarshal(line, &list) != nil {
		return nil, false
	}
	var files []File
	for _, p := range list {
		if p.Size < 0 || p.Size > len(rest) {
			return nil, false
		}
		files = append(files, File{Type: p.Type, Name: p.Sum, Width: p.Width, Height: p.Height, Data: rest[:p.Size:p.Size]})
		rest = rest[p.Size:]
	}
	return files, true
}
