package wxr

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
)

const (
	firstBuffer = 256 << 10
	maxElement  = 32 << 20 // a larger item is skipped
	lostHead    = 64 << 10 // what is kept of a lost element, to say which it was
)

var (
	errLarge = errors.New("an element is too large")
	errCut   = errors.New("the file ends in the middle")
)

// scanner reads the elements of a file one after the other, in a buffer that
// grows to the largest of them.
type scanner struct {
	in     io.Reader
	limit  int // of an element, maxElement outside of tests
	cursor cursor
	buffer []byte
	line   int // at cursor.at
	open   bool
	lost   element // what errLarge and errCut speak of
	broken error   // why in could not be read to its end
}

func newScanner(in io.Reader) *scanner {
	return &scanner{in: in, limit: maxElement, buffer: make([]byte, firstBuffer), line: 1}
}

// next is the next element of the channel, io.EOF after the last one. After
// errLarge it goes on behind the element. errCut comes instead of io.EOF.
func (s *scanner) next(el *element) error {
	for {
		from := s.cursor.at
		t := s.cursor.next(el)
		switch t {
		case whole:
			s.count(from, el.from)
			el.line = s.line
			s.count(el.from, s.cursor.at)
			return nil
		case start, end:
			s.count(from, s.cursor.at)
			s.root(el, t)
			continue
		}
		s.count(from, s.cursor.at)
		if s.cursor.last {
			return s.finish(t)
		}
		if err := s.fill(); err == errLarge {
			s.lose()
			return s.skip()
		} else if err != nil {
			return err
		}
	}
}

func (s *scanner) count(from, to int) { s.line += bytes.Count(s.cursor.b[from:to], []byte("\n")) }

// root is told the tags of rss and channel, and end tags of nothing.
func (s *scanner) root(el *element, t token) {
	switch {
	case t == start:
		s.open = true
	case outer(el.name):
		s.open = false
	}
	if t != start || string(el.name) != "rss" {
		return
	}
	for prefix, uri := range attributes(el.attrs) {
		usual := usualPrefix(uri)
		if prefix, ok := strings.CutPrefix(prefix, "xmlns:"); ok && usual != "" && prefix != usual {
			if s.cursor.alias == nil {
				s.cursor.alias = map[string]string{}
			}
			s.cursor.alias[prefix] = usual
		}
	}
}

// usualPrefix is how WordPress abbreviates a namespace, whatever its version
// and scheme.
func usualPrefix(uri string) string {
	uri = strings.TrimSuffix(uri, "/")
	switch {
	case strings.Contains(uri, "wordpress.org/export/") && strings.HasSuffix(uri, "/excerpt"):
		return "excerpt"
	case strings.Contains(uri, "wordpress.org/export/"):
		return "wp"
	case strings.HasSuffix(uri, "purl.org/rss/1.0/modules/content"):
		return "content"
	case strings.Contains(uri, "purl.org/dc/elements/"):
		return "dc"
	}
	return ""
}

func (s *scanner) finish(t token) error {
	switch {
	case t == more:
		s.lose()
		return errCut
	case s.open || s.broken != nil:
		s.lost = element{line: s.line}
		return errCut
	}
	return io.EOF
}

// lose keeps the head of the element at the cursor.
func (s *scanner) lose() {
	head := s.cursor.b[s.cursor.at:]
	s.lost = element{inner: bytes.Clone(head[:min(len(head), lostHead)]), line: s.line}
}

// fill reads on, keeping what the cursor has not passed.
func (s *scanner) fill() error {
	kept := copy(s.buffer, s.cursor.b[s.cursor.at:])
	if kept == len(s.buffer) {
		if kept >= s.limit {
			return errLarge
		}
		s.buffer = append(s.buffer, make([]byte, min(kept, s.limit-kept))...)
	}
	n := kept
	var err error
	for n < len(s.buffer) && err == nil {
		var read int
		read, err = s.in.Read(s.buffer[n:])
		n += read
	}
	s.cursor.b, s.cursor.at = s.buffer[:n], 0
	var refusal *Refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		return err
	case err != io.EOF:
		s.broken = err
	}
	s.cursor.last = true
	return nil
}

// skip passes the item at the cursor, by the first end tag behind which another
// item or the end of the channel stands.
func (s *scanner) skip() error {
	last := []byte("</item>")
	for {
		from, b := s.cursor.at, s.cursor.b
		i := bytes.Index(b[from:], last)
		if i >= 0 {
			s.cursor.at += i + len(last)
			following := trimLeft(b[s.cursor.at:])
			found := bytes.HasPrefix(following, []byte("<item")) || bytes.HasPrefix(following, []byte("</channel"))
			if found {
				s.count(from, s.cursor.at)
				return errLarge
			}
			if len(following) >= lookahead || s.cursor.last {
				s.count(from, s.cursor.at)
				continue
			}
			s.cursor.at -= len(last) // until what follows is in the buffer
		} else {
			s.cursor.at = max(from, len(b)-len(last))
		}
		s.count(from, s.cursor.at)
		if s.cursor.last {
			return errLarge
		}
		if err := s.fill(); err != nil {
			return err
		}
	}
}

// attributes are the names and decoded values of a start tag.
func attributes(b []byte) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for {
			name, rest, ok := bytes.Cut(b, []byte("="))
			rest = trimLeft(rest)
			if !ok || len(rest) == 0 {
				return
			}
			value, after, ok := bytes.Cut(rest[1:], rest[:1])
			if quoted := rest[0] == '"' || rest[0] == '\''; !quoted || !ok {
				value, after, _ = bytes.Cut(rest, []byte(" "))
			}
			if !yield(string(bytes.TrimSpace(name)), text(value, new(repair))) {
				return
			}
			b = after
		}
	}
}
