package site

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync/atomic"
)

const (
	manifest  = ".manifest" // paths of the files of the last build, one on a line
	temporary = ".part"     // ends the name of a file that is being written
)

// writer makes a folder hold exactly the files of a build. It reaches nothing
// outside, whatever the paths.
type writer struct{ root *os.Root }

func openWriter(folder string) (*writer, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder)
	return &writer{root}, err
}

func (w *writer) close() { w.root.Close() }

// sync writes the files that differ, then deletes those of earlier builds that
// are not among them. The manifest names every file before it is written, so
// that a build that is cut short leaves nothing unknown behind.
func (w *writer) sync(ctx context.Context, files []file, result *Result) error {
	now := make([]string, len(files))
	for i, f := range files {
		now[i] = f.path
	}
	before := w.readManifest()
	if err := w.writeManifest(append(slices.Clone(now), before...)); err != nil {
		return err
	}
	if err := w.writeAll(ctx, files, result); err != nil {
		return err
	}
	for _, gone := range before {
		if _, found := slices.BinarySearch(now, gone); found || !owned(gone) {
			continue
		}
		if err := w.remove(gone); err != nil {
			return err
		}
		result.Removed++
	}
	return w.writeManifest(now)
}

func (w *writer) writeAll(ctx context.Context, files []file, result *Result) error {
	var written, unchanged atomic.Int64
	failed := make(chan error, len(files))
	parallel(ctx, files, func(f file) {
		switch same, err := w.put(f); {
		case err != nil:
			failed <- err
		case same:
			unchanged.Add(1)
		default:
			written.Add(1)
		}
	})
	result.Written, result.Unchanged = int(written.Load()), int(unchanged.Load())
	close(failed)
	return cmp.Or(<-failed, ctx.Err())
}

// put replaces a file at once and reports whether it was the same already.
func (w *writer) put(f file) (same bool, err error) {
	if w.holds(f) {
		return true, nil
	}
	if err := w.root.MkdirAll(path.Dir(f.path), 0o755); err != nil {
		return false, fmt.Errorf("make folder of %s: %w", f.path, err)
	}
	part := f.path + temporary
	if err := w.root.WriteFile(part, f.data, 0o644); err != nil {
		return false, fmt.Errorf("write %s: %w", part, err)
	}
	return false, w.root.Rename(part, f.path)
}

// holds compares a file with what is there.
func (w *writer) holds(f file) bool {
	info, err := w.root.Stat(f.path)
	if err != nil || info.Size() != int64(len(f.data)) {
		return false
	}
	data, err := w.root.ReadFile(f.path)
	return err == nil && bytes.Equal(data, f.data)
}

// remove deletes a file and the folders it leaves empty.
func (w *writer) remove(name string) error {
	if err := w.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for folder := path.Dir(name); strings.Contains(folder, "/"); folder = path.Dir(folder) {
		if w.root.Remove(folder) != nil {
			break // not empty
		}
	}
	return nil
}

// owned says whether a path lies in a tree that a build may delete from.
func owned(name string) bool {
	return fs.ValidPath(name) && (strings.HasPrefix(name, "public/") || strings.HasPrefix(name, "data/"))
}

func (w *writer) readManifest() []string {
	data, err := w.root.ReadFile(manifest)
	if err != nil {
		return nil // a first build
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

func (w *writer) writeManifest(paths []string) error {
	slices.Sort(paths)
	_, err := w.put(file{manifest, []byte(strings.Join(slices.Compact(paths), "\n") + "\n")})
	return err
}
