package wxr

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
)

// maxValue is the longest value that is read: an element beyond it is refused with
// its item. 32 MiB are ten thousand pages.
const maxValue = 32 << 20

var errLong = errors.New("element over 32 MiB")

// scanner reads the elements of an export one by one. It does not care for what
// makes other readers stop: bytes before the declaration, unknown entities, bytes
// that are no UTF-8, a ]]> inside a CDATA section, markup without CDATA.
type scanner struct {
	in    *bufio.Reader
	value []byte
}

func newScanner(in io.Reader) *scanner { return &scanner{in: bufio.NewReaderSize(in, 256<<10)} }

// tag is the start or the end of an element.
type tag struct {
	name  string // with its prefix: "wp:post_id"
	attrs string // as written
	end   bool
	empty bool // <name/>
}

// next finds the next tag; text between is left out.
func (s *scanner) next() (tag, error) {
	for {
		if err := s.skip('<'); err != nil {
			return tag{}, err
		}
		head, _ := s.in.Peek(8)
		switch {
		case bytes.HasPrefix(head, []byte("![CDATA[")):
			if err := s.cdata(nil); err != nil {
				return tag{}, err
			}
			continue
		case bytes.HasPrefix(head, []byte("!--")):
			if err := s.past("-->"); err != nil {
				return tag{}, err
			}
			continue
		case bytes.HasPrefix(head, []byte("!")), bytes.HasPrefix(head, []byte("?")):
			if err := s.skip('>'); err != nil {
				return tag{}, err
			}
			continue
		}
		return s.tag()
	}
}

// maxTag is the longest tag: what is longer is none.
const maxTag = 64 << 10

// tag reads what stands between < and >.
func (s *scanner) tag() (tag, error) {
	var text []byte
	for {
		part, err := s.in.ReadSlice('>')
		text = append(text, part...)
		if err == nil {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) || len(text) > maxTag {
			return tag{}, err
		}
	}
	inside := strings.TrimSpace(string(text[:len(text)-1]))
	t := tag{}
	inside, t.end = strings.CutPrefix(inside, "/")
	inside, t.empty = strings.CutSuffix(inside, "/")
	t.name, t.attrs, _ = strings.Cut(inside, " ")
	if i := strings.IndexAny(t.name, "\t\r\n"); i >= 0 {
		t.name, t.attrs = t.name[:i], inside[i:]
	}
	t.name = strings.TrimSpace(t.name)
	return t, nil
}

// attr is the value of an attribute.
func (t tag) attr(name string) string {
	for rest := t.attrs; ; {
		i := strings.Index(rest, name+"=")
		if i < 0 || i+len(name)+1 >= len(rest) {
			return ""
		}
		quote := rest[i+len(name)+1]
		value, _, ok := strings.Cut(rest[i+len(name)+2:], string(quote))
		if (i == 0 || rest[i-1] == ' ' || rest[i-1] == '\n' || rest[i-1] == '\t') && (quote == '"' || quote == '\'') && ok {
			return strings.TrimSpace(html.UnescapeString(string(clean([]byte(value)))))
		}
		rest = rest[i+len(name)+1:]
	}
}

// read is the value of an element whose start has been read: its text, decoded once.
// With keep false it is passed over.
func (s *scanner) read(name string, keep bool) (string, error) {
	s.value = s.value[:0]
	into := &s.value
	if !keep {
		into = nil
	}
	for {
		if err := s.text(into); err != nil {
			return "", err
		}
		head, _ := s.in.Peek(len(name) + 2)
		switch {
		case bytes.HasPrefix(head, []byte("![CDATA[")):
			if err := s.cdata(into); err != nil {
				return "", err
			}
		case bytes.HasPrefix(head, []byte("/"+name)) && (len(head) < len(name)+2 || head[len(name)+1] == '>' || head[len(name)+1] <= ' '):
			if err := s.skip('>'); err != nil {
				return "", err
			}
			return string(clean(s.value)), nil
		case bytes.HasPrefix(head, []byte("/item>")), bytes.HasPrefix(head, []byte("/channe")):
			return "", errOpen
		case into != nil:
			*into = append(*into, '<') // markup that nobody escaped
		}
		if len(s.value) > maxValue {
			return "", errLong
		}
	}
}

// errOpen is about an element that is never closed.
var errOpen = errors.New("element without an end")

// text reads up to the next <, which it takes too.
func (s *scanner) text(into *[]byte) error {
	if into == nil {
		return s.skip('<')
	}
	from := len(*into)
	for {
		part, err := s.in.ReadSlice('<')
		*into = append(*into, part...)
		if err == nil {
			*into = (*into)[:len(*into)-1]
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		if len(*into) > maxValue {
			return errLong
		}
	}
	if bytes.IndexByte((*into)[from:], '&') >= 0 {
		*into = append((*into)[:from], html.UnescapeString(string((*into)[from:]))...)
	}
	return nil
}

// cdata reads a section that begins at the reader. Its end is a ]]> that a tag or
// another section follows; any other is text.
func (s *scanner) cdata(into *[]byte) error {
	s.in.Discard(len("![CDATA["))
	size := 0
	last := [2]byte{}
	for {
		part, err := s.in.ReadSlice('>')
		if into != nil {
			*into = append(*into, part...)
		}
		if n := len(part); n >= 3 {
			last = [2]byte{part[n-3], part[n-2]}
		} else if n == 2 {
			last = [2]byte{last[1], part[0]}
		} else {
			last = [2]byte{}
		}
		if size += len(part); size > maxValue {
			return errLong
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		if err == nil && last == [2]byte{']', ']'} && s.closed() {
			if into != nil {
				*into = (*into)[:len(*into)-3]
			}
			return nil
		}
	}
}

// closed says whether a section can end here.
func (s *scanner) closed() bool {
	for n := 64; ; n *= 4 {
		head, err := s.in.Peek(n)
		rest := bytes.TrimLeft(head, " \t\r\n")
		if len(rest) >= 9 || err != nil || n > 16<<10 {
			return len(rest) == 0 || bytes.HasPrefix(rest, []byte("<![CDATA[")) || fieldEnd(rest)
		}
	}
}

// fieldEnd says whether the end of an element of the export, and not of HTML,
// follows.
func fieldEnd(rest []byte) bool {
	name, ended := bytes.CutPrefix(rest, []byte("</"))
	name, _, closed := bytes.Cut(name[:min(len(name), 60)], []byte(">"))
	if !ended || !closed {
		return false
	}
	switch strings.TrimSpace(string(name)) {
	case "title", "category", "description", "link", "guid", "language", "pubDate", "generator":
		return true
	}
	return bytes.IndexByte(name, ':') > 0
}

// skip passes a byte.
func (s *scanner) skip(until byte) error {
	for {
		_, err := s.in.ReadSlice(until)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// past passes a mark.
func (s *scanner) past(mark string) error {
	seen := ""
	for {
		b, err := s.in.ReadByte()
		if err != nil {
			return err
		}
		if seen += string(rune(b)); len(seen) > len(mark) {
			seen = seen[1:]
		}
		if seen == mark {
			return nil
		}
	}
}

// clean takes out what no text holds, and reads bytes that are no UTF-8 as the
// Windows-1252 that they mostly are.
func clean(value []byte) []byte {
	fine := utf8.Valid(value)
	for _, b := range value {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' || b == 0x7F || b == 0xEF {
			fine = false
			break
		}
	}
	if fine {
		return value
	}
	out := make([]byte, 0, len(value))
	for len(value) > 0 {
		r, size := utf8.DecodeRune(value)
		switch {
		case r == utf8.RuneError && size == 1:
			if r = charmap.Windows1252.DecodeByte(value[0]); r != utf8.RuneError {
				out = utf8.AppendRune(out, r)
			}
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7F, r == 0xFFFE, r == 0xFFFF, r == 0xFEFF:
		default:
			out = append(out, value[:size]...)
		}
		value = value[size:]
	}
	return out
}
