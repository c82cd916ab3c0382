package site

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// temporary ends the name of a file that is being written.
const temporary = ".part"

// writer writes below one folder.
type writer struct {
	folder string
	made   sync.Map // folders that are there
}

func newWriter(folder string) *writer { return &writer{folder: folder} }

// put writes a file, unless the same is there already, and tells when the file
// was last changed. A file that is there is replaced at once, so that nobody reads
// half of it; known says that it is another than data. In place, it is written
// over, which is three times as fast.
func (w *writer) put(name string, data []byte, known, inPlace bool) (same bool, changed int64, err error) {
	if !fs.ValidPath(name) {
		return false, 0, fmt.Errorf("write %s: not a path", name)
	}
	full := filepath.Join(w.folder, filepath.FromSlash(name))
	if known && inPlace {
		if changed, err = overwriteFile(full, data); err == nil {
			return false, changed, nil
		}
	}
	if !known {
		if changed, err = w.create(full, data); err == nil || !errors.Is(err, fs.ErrExist) {
			return false, changed, err
		}
		if info, err := os.Lstat(full); err == nil && info.Size() == int64(len(data)) && info.Mode().IsRegular() {
			if there, err := os.ReadFile(full); err == nil && bytes.Equal(there, data) {
				return true, info.ModTime().UnixNano(), nil
			}
		}
	}
	part := full + temporary
	_ = os.Remove(part) // of a build that was cut short
	if changed, err = w.create(part, data); err != nil {
		return false, 0, err
	}
	return false, changed, os.Rename(part, full)
}

// create writes a file that is not there yet.
func (w *writer) create(full string, data []byte) (changed int64, err error) {
	if err := w.folders(filepath.Dir(full)); err != nil {
		return 0, err
	}
	changed, err = createFile(full, data)
	if errors.Is(err, fs.ErrNotExist) { // somebody took the folder away
		w.made.Clear()
		if err := w.folders(filepath.Dir(full)); err != nil {
			return 0, err
		}
		changed, err = createFile(full, data)
	}
	return changed, err
}

// folders makes a folder and those above it. Most are new below one that is there,
// so it is made before anybody looks.
func (w *writer) folders(folder string) error {
	if _, there := w.made.Load(folder); there {
		return nil
	}
	err := os.Mkdir(folder, 0o755)
	switch {
	case errors.Is(err, fs.ErrNotExist) && filepath.Dir(folder) != folder:
		if err = w.folders(filepath.Dir(folder)); err == nil {
			return w.folders(folder)
		}
	case errors.Is(err, fs.ErrExist):
		if info, failed := os.Stat(folder); failed != nil || info.IsDir() {
			err = failed
		}
	}
	if err == nil {
		w.made.Store(folder, true)
	}
	return err
}

// remove deletes a file and the folders it leaves empty.
func (w *writer) remove(name string) error {
	if err := os.Remove(filepath.Join(w.folder, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		full := filepath.Join(w.folder, filepath.FromSlash(folder))
		w.made.Delete(full)
		if os.Remove(full) != nil {
			break // not empty
		}
	}
	return nil
}

// owned says whether a path lies in a tree that a build may delete from.
func owned(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	return fs.ValidPath(name) && (top == "public" || top == "members" || top == "data")
}
