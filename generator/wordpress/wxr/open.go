package wxr

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxExport is what one file may unpack to: four times the largest that the study
// of the field saw.
const maxExport = 4 << 30

// ErrBomb is about an archive that unpacks to far more than any export.
var ErrBomb = errors.New("the archive unpacks to more than an export can be")

// file is an export, maybe in an archive.
type file struct {
	name string
	open func() (io.ReadCloser, error)
}

// Open finds exports: .xml, .xml.gz and .zip files, and folders of them.
func Open(paths ...string) (*Export, error) {
	e := &Export{}
	for _, name := range paths {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			if err := e.add(name); err != nil {
				return nil, err
			}
			continue
		}
		err = filepath.WalkDir(name, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || !strings.Contains(".xml.gz.zip.wxr", strings.ToLower(filepath.Ext(file))) {
				return err
			}
			return e.add(file)
		})
		if err != nil {
			return nil, err
		}
	}
	if len(e.files) == 0 {
		return nil, fmt.Errorf("%s: %w", strings.Join(paths, ", "), ErrNotExport)
	}
	return e, nil
}

func (e *Export) add(name string) error {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".zip":
		return e.addZip(name)
	case ".gz":
		e.files = append(e.files, file{name, func() (io.ReadCloser, error) { return openGzip(name) }})
	default:
		e.files = append(e.files, file{name, func() (io.ReadCloser, error) { return os.Open(name) }})
	}
	return nil
}

// addZip adds the exports of an archive in the order of their names. Names are
// looked at only to tell exports from others: nothing is written anywhere.
func (e *Export) addZip(name string) error {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	defer archive.Close()
	var inside []string
	for _, entry := range archive.File {
		if ext := strings.ToLower(filepath.Ext(entry.Name)); (ext == ".xml" || ext == ".wxr") && !strings.Contains(entry.Name, "__MACOSX") {
			if entry.UncompressedSize64 > maxExport {
				return fmt.Errorf("read %s: %w", name, ErrBomb)
			}
			inside = append(inside, entry.Name)
		}
	}
	slices.Sort(inside)
	for _, entry := range slices.Compact(inside) {
		e.files = append(e.files, file{name + ": " + entry, func() (io.ReadCloser, error) { return openZip(name, entry) }})
	}
	return nil
}

// limited reads an archive as long as it is no bomb.
type limited struct {
	io.Reader
	packed func() int64 // bytes of the archive, 0 where not known
	read   int64
	close  []io.Closer
}

const (
	someBytes = 64 << 20 // up to here anything goes
	ratio     = 200      // text packs to a tenth, hardly ever to less than a hundredth
)

func (l *limited) Read(into []byte) (int, error) {
	n, err := l.Reader.Read(into)
	l.read += int64(n)
	if l.read > maxExport || l.read > someBytes && l.read/ratio > l.packed() {
		return n, ErrBomb
	}
	return n, err
}

func (l *limited) Close() error {
	var err error
	for _, c := range l.close {
		err = errors.Join(err, c.Close())
	}
	return err
}

func openGzip(name string) (io.ReadCloser, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := in.Stat()
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	unpacked, err := gzip.NewReader(in)
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return &limited{Reader: unpacked, packed: info.Size, close: []io.Closer{unpacked, in}}, nil
}

func openZip(name, inside string) (io.ReadCloser, error) {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	for _, entry := range archive.File {
		if entry.Name == inside {
			in, err := entry.Open()
			if err != nil {
				return nil, errors.Join(err, archive.Close())
			}
			return &limited{Reader: in, packed: func() int64 { return int64(entry.CompressedSize64) }, close: []io.Closer{in, archive}}, nil
		}
	}
	return nil, errors.Join(fs.ErrNotExist, archive.Close())
}
