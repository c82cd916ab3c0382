package wxr

import (
	"archive/zip"
	"errors"
	"io"
	"os"
)

const (
	maxUnpacked  = 4 << 30   // of all archives together
	freeUnpacked = 256 << 20 // of a file, before its ratio matters
	maxRatio     = 200       // of unpacked to packed bytes; text has 3 to 20
	maxDirectory = 8 << 20   // of an archive: some 60,000 names
)

// limits are what archives may unpack to in one pass over the files.
type limits struct {
	left int64 // of maxUnpacked
	free int64
}

func usualLimits() limits { return limits{left: maxUnpacked, free: freeUnpacked} }

// unpacked refuses bombs while it reads.
type unpacked struct {
	in     io.Reader
	out    int64
	packed *int64
	limits *limits
	file   string
}

// Read implements io.Reader.
func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.in.Read(p)
	u.out += int64(n)
	u.limits.left -= int64(n)
	if u.limits.left < 0 || u.out > u.limits.free && u.out/maxRatio > *u.packed {
		return 0, &Refusal{File: u.file, Key: KeyBomb}
	}
	return n, err
}

// counter counts what is read of a file.
type counter struct {
	in io.Reader
	n  int64
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

var errDirectory = errors.New("too many names")

// directory lets a reader have so many bytes of an archive as its list of
// names may be long; the list says nothing true about its own length.
type directory struct {
	file *os.File
	left int
	read bool // the list
}

// ReadAt implements io.ReaderAt.
func (d *directory) ReadAt(p []byte, at int64) (int, error) {
	if !d.read {
		if d.left -= len(p); d.left < 0 {
			return 0, errDirectory
		}
	}
	return d.file.ReadAt(p, at)
}

func openArchive(p string) (*zip.Reader, io.Closer, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	d := &directory{file: f, left: maxDirectory}
	archive, err := zip.NewReader(d, info.Size())
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	d.read = true
	return archive, f, nil
}
