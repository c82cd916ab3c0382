package wxr

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const maxSources = 10_000

// source is a file that may be an export.
type source struct {
	name  string // for people
	path  string
	entry int  // of the archive at path, -1 for a file of its own
	named bool // by the user, not found in a folder or an archive
}

// gather finds the files behind paths: those of a folder by their names.
func gather(paths []string, log *log) ([]source, error) {
	var all []source
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case err != nil:
			return nil, &Refusal{File: p, Key: KeyMissing, Args: []any{reason(err)}}
		case !info.IsDir():
			found, err := file(p, true)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		default:
			found, err := folder(p, log)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
		if len(all) > maxSources {
			return nil, &Refusal{File: p, Key: KeyTooMuch}
		}
	}
	return all, nil
}

// reason is what the system says without the path, which the refusal says.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return err.Error()
}

func folder(root string, log *log) ([]source, error) {
	var all []source
	err := filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return &Refusal{File: p, Key: KeyMissing, Args: []any{reason(err)}}
		case entry.IsDir() || !promising(p, ".xml", ".wxr", ".gz", ".zip"):
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			log.lost(Problem{File: filepath.ToSlash(p), Key: KeyLink})
			return nil
		case !entry.Type().IsRegular():
			return nil
		case len(all) > maxSources:
			return fs.SkipAll
		}
		found, err := file(p, false)
		var refusal *Refusal
		if errors.As(err, &refusal) && refusal.Key == KeyArchive {
			log.lost(Problem{File: refusal.File, Key: refusal.Key, Args: refusal.Args})
			return nil
		}
		all = append(all, found...)
		return err
	})
	return all, err
}

// promising reports whether a name ends in one of these, and is not one that
// macOS leaves in archives.
func promising(name string, endings ...string) bool {
	return slices.Contains(endings, strings.ToLower(path.Ext(filepath.ToSlash(name)))) &&
		!strings.HasPrefix(path.Base(filepath.ToSlash(name)), "._")
}

// file is the sources in a file: itself, or those of an archive.
func file(p string, named bool) ([]source, error) {
	name := filepath.ToSlash(p)
	info, err := os.Stat(p)
	if err == nil && !info.Mode().IsRegular() {
		return nil, &Refusal{File: name, Key: KeySpecial}
	}
	f, err := os.Open(p)
	if err != nil {
		return nil, &Refusal{File: name, Key: KeyMissing, Args: []any{reason(err)}}
	}
	defer f.Close()
	magic := make([]byte, 4)
	if _, err := io.ReadFull(f, magic); err == nil && string(magic) == "PK\x03\x04" {
		return entries(name, p)
	}
	return []source{{name: name, path: p, entry: -1, named: named}}, nil
}

// entries are the exports in an archive by their names.
func entries(name, p string) ([]source, error) {
	archive, f, err := openArchive(p)
	if err != nil {
		return nil, &Refusal{File: name, Key: KeyArchive, Args: []any{err.Error()}}
	}
	defer f.Close()
	var all []source
	for i, entry := range archive.File {
		local := strings.ReplaceAll(entry.Name, `\`, "/")
		switch {
		case !filepath.IsLocal(local):
			return nil, &Refusal{File: name, Key: KeyEscape, Args: []any{entry.Name}}
		case !entry.Mode().IsRegular() || !promising(local, ".xml", ".wxr"):
		case entry.Flags&1 != 0:
			return nil, &Refusal{File: name, Key: KeyArchive, Args: []any{"encrypted"}}
		default:
			all = append(all, source{name: name + ": " + local, path: p, entry: i})
		}
	}
	slices.SortStableFunc(all, func(a, b source) int { return strings.Compare(a.name, b.name) })
	return all, nil
}

// reading is a file as it is read: unpacked, in UTF-8 or nearly so.
type reading struct {
	io.Reader
	closer io.Closer
}

func (r reading) Close() error { return r.closer.Close() }

// open unpacks the file, within the limits.
func (s source) open(l *limits) (io.ReadCloser, error) {
	r, closer, err := s.unpack(l)
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewReader(r)
	mark, err := buffered.Peek(2)
	if err == nil && (string(mark) == "\xFF\xFE" || string(mark) == "\xFE\xFF") {
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return reading{transform.NewReader(buffered, decoder), closer}, nil
	}
	return reading{buffered, closer}, nil
}

func (s source) unpack(l *limits) (io.Reader, io.Closer, error) {
	if s.entry >= 0 {
		return s.unzip(l)
	}
	f, err := os.Open(s.path)
	if err != nil {
		return nil, nil, &Refusal{File: s.name, Key: KeyMissing, Args: []any{reason(err)}}
	}
	counted := &counter{in: f}
	buffered := bufio.NewReader(counted)
	if magic, _ := buffered.Peek(2); string(magic) != "\x1F\x8B" {
		return buffered, f, nil
	}
	unzipped, err := gzip.NewReader(buffered)
	if err != nil {
		f.Close()
		return nil, nil, &Refusal{File: s.name, Key: KeyArchive, Args: []any{err.Error()}}
	}
	return &unpacked{in: unzipped, packed: &counted.n, limits: l, file: s.name}, f, nil
}

func (s source) unzip(l *limits) (io.Reader, io.Closer, error) {
	archive, f, err := openArchive(s.path)
	if err != nil {
		return nil, nil, &Refusal{File: s.name, Key: KeyArchive, Args: []any{err.Error()}}
	}
	entry := archive.File[min(s.entry, len(archive.File)-1)]
	unzipped, err := entry.Open()
	if err != nil {
		f.Close()
		return nil, nil, &Refusal{File: s.name, Key: KeyArchive, Args: []any{err.Error()}}
	}
	packed := int64(entry.CompressedSize64)
	return &unpacked{in: unzipped, packed: &packed, limits: l, file: s.name}, f, nil
}
