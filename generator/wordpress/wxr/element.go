package wxr

import (
	"bytes"
	"iter"
)

const (
	lookahead = 128     // what must follow a mark, to tell what it is
	maxTag    = 1 << 16 // a longer tag is text
)

var (
	cdataStart   = []byte("<![CDATA[")
	cdataEnd     = []byte("]]>")
	commentStart = []byte("<!--")
	commentEnd   = []byte("-->")
)

// token is what a cursor met.
type token int

const (
	none  token = iota // nothing more in what there is
	more               // something begins that does not end in what there is
	start              // the start tag of an element that holds elements
	end                // an end tag
	whole              // an element from its first to its last byte
)

// element is a piece of the file. Its slices are those of the file and last
// until the scanner moves on.
type element struct {
	name, attrs, inner []byte
	from               int  // where its "<" is
	line               int  // of that "<" in the file, if a scanner says so
	open               bool // its end tag is missing
	alias              map[string]string
}

// cursor walks over the elements of b from at on. It knows two sorts: the few
// that hold elements, and leaves, in which a "<" is text unless it can be
// nothing else. So depth is bounded by construction and no byte is looked at
// more than a few times.
type cursor struct {
	b     []byte
	at    int
	last  bool              // nothing follows b
	flat  bool              // show the tags of containers, do not gather them
	alias map[string]string // prefixes that are not WordPress' usual ones
}

// next finds the next element with all it holds. Where it answers more, the
// cursor stands at the beginning of what is incomplete.
func (c *cursor) next(el *element) token {
	t := c.token(el)
	if t != start || c.flat || outer(el.name) {
		return t
	}
	found := *el
	inner := c.at
	for {
		t := c.token(el)
		finished := t == end && bytes.Equal(el.name, found.name)
		switch {
		case t == none || t == more:
			c.at = found.from
			return more
		case finished, t == end && (outer(el.name) || string(el.name) == "item"),
			t == start && string(el.name) == "item":
			if !finished {
				c.at = el.from
			}
			found.inner, found.open = c.b[inner:el.from], !finished
			*el = found
			return whole
		}
	}
}

// token is next without gathering what elements hold.
func (c *cursor) token(el *element) token {
	for {
		i := bytes.IndexByte(c.b[c.at:], '<')
		if i < 0 {
			c.at = len(c.b)
			return none
		}
		c.at += i
		rest := c.b[c.at:]
		if len(rest) < lookahead && !c.last {
			return more
		}
		if after, ok := markup(rest); ok {
			if after < 0 {
				return more
			}
			c.at += after
			continue
		}
		if t := c.tag(rest, el); t != none {
			return t
		}
		c.at++ // a "<" of the text
	}
}

// markup measures what is neither element nor text at the start of b. It is
// -1 long where its end is missing.
func markup(b []byte) (length int, ok bool) {
	last := []byte(">")
	switch {
	case bytes.HasPrefix(b, commentStart):
		last = commentEnd
	case bytes.HasPrefix(b, cdataStart):
		last = cdataEnd
	case bytes.HasPrefix(b, []byte("<?")):
		last = []byte("?>")
	case !bytes.HasPrefix(b, []byte("<!")):
		return 0, false
	}
	if i := bytes.Index(b, last); i >= 0 {
		return i + len(last), true
	}
	return -1, true
}

// tag reads the tag at the start of rest, and the leaf that it begins.
func (c *cursor) tag(rest []byte, el *element) token {
	*el = element{from: c.at, alias: c.alias}
	slash := 0
	if len(rest) > 1 && rest[1] == '/' {
		slash = 1
	}
	name := rest[1+slash:][:nameLength(rest[1+slash:])]
	if len(name) == 0 {
		return none
	}
	length := tagLength(rest, 1+slash+len(name), c.last)
	switch {
	case length < 0:
		return more
	case length == 0:
		return none
	}
	el.name, el.attrs = c.canonical(name), rest[1+slash+len(name):length-1]
	c.at += length
	switch {
	case slash == 1:
		return end
	case rest[length-2] == '/':
		return whole
	case outer(el.name) || holds(el.name):
		return start
	}
	inner, after := leafEnd(c.b[c.at:], name, c.last)
	if inner < 0 {
		c.at = el.from
		return more
	}
	el.inner, el.open = c.b[c.at:c.at+inner], inner == after
	c.at += after
	return whole
}

// canonical writes a name with the prefix WordPress gives it.
func (c *cursor) canonical(name []byte) []byte {
	if len(c.alias) == 0 {
		return name
	}
	if prefix, local, ok := bytes.Cut(name, []byte(":")); ok && c.alias[string(prefix)] != "" {
		return append([]byte(c.alias[string(prefix)]+":"), local...)
	}
	return name
}

func outer(name []byte) bool {
	switch string(name) {
	case "rss", "channel":
		return true
	}
	return false
}

func holds(name []byte) bool {
	switch string(name) {
	case "item", "wp:author", "wp:category", "wp:tag", "wp:term", "wp:termmeta",
		"wp:postmeta", "wp:comment", "wp:commentmeta":
		return true
	}
	return false
}

func nameLength(b []byte) int {
	b = b[:min(len(b), maxTag)]
	for i, c := range b {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c >= 0x80
		if !letter && (i == 0 || !('0' <= c && c <= '9' || c == ':' || c == '-' || c == '.')) {
			return i
		}
	}
	return len(b)
}

// tagLength measures the tag at the start of b, whose name ends at from: 0 for
// no tag, -1 if its end is yet to come. A ">" between quotes is no end,
// unless the quotes are not closed.
func tagLength(b []byte, from int, last bool) int {
	window := b[:min(len(b), maxTag)]
	quote := byte(0)
scan:
	for i := min(from, len(window)); i < len(window); i++ {
		switch c := window[i]; {
		case c == '<':
			window = window[:i]
			break scan
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && c == '>':
			return i + 1
		}
	}
	if len(window) == len(b) && len(b) < maxTag && !last {
		return -1
	}
	return bytes.IndexByte(window, '>') + 1
}

// leafEnd finds the end tag of a leaf at the start of b: where its text ends
// and where the tag does. They are the same where another element begins
// although the tag is missing, and -1 where b is too short to tell.
func leafEnd(b, name []byte, last bool) (inner, after int) {
	for i := 0; ; {
		j := bytes.IndexByte(b[i:], '<')
		if j < 0 {
			return -1, -1
		}
		i += j
		rest := b[i:]
		if !last && len(rest) < max(lookahead, len(name)+8) {
			return -1, -1
		}
		if bytes.HasPrefix(rest, cdataStart) {
			length := sectionLength(rest[len(cdataStart):], name, last)
			if length < 0 {
				return -1, -1
			}
			i += len(cdataStart) + length + len(cdataEnd)
			continue
		}
		if length := closes(rest, name); length > 0 {
			return i, i + length
		}
		if foreign(rest) {
			return i, i
		}
		i++
	}
}

// sectionLength measures the text of a CDATA section that b begins with, -1 if
// b is too short to tell. Old exports do not escape a "]]>" of the text, so one
// is the end of the section only if what follows makes sense.
func sectionLength(b, name []byte, last bool) int {
	for i := 0; ; i += len(cdataEnd) {
		j := bytes.Index(b[i:], cdataEnd)
		if j < 0 {
			return -1
		}
		i += j
		ends, known := endsSection(b[i+len(cdataEnd):], name, last)
		if !known {
			return -1
		}
		if ends {
			return i
		}
	}
}

// endsSection reports whether a section ends before rest: if text without
// another "]]>" follows, and behind it another section or the end of the
// element. That is what XML allows, and tags that it would not.
func endsSection(rest, name []byte, last bool) (ends, known bool) {
	const usual = 64 // white space, so that the long search is rare
	i, another := bytes.IndexByte(rest[:min(len(rest), usual)], '<'), -1
	if i >= 0 {
		another = bytes.Index(rest[:i], cdataEnd)
	} else if another = bytes.Index(rest, cdataEnd); another < 0 {
		i = bytes.IndexByte(rest, '<')
	} else {
		i = bytes.IndexByte(rest[:another], '<')
	}
	switch {
	case i < 0 || another >= 0 && another < i:
		return another < 0, another >= 0 || last
	case !last && len(rest)-i < max(lookahead, len(name)+8):
		return false, false
	}
	tag := rest[i:]
	if bytes.HasPrefix(tag, cdataStart) || closes(tag, name) > 0 || bytes.HasPrefix(tag, []byte("</")) && foreign(tag) {
		return true, true
	}
	if another = bytes.Index(tag, cdataEnd); another >= 0 {
		tag = tag[:another]
	}
	ends = endsBefore(tag, name) || another < 0 && last
	return ends, ends || another >= 0
}

// endsBefore reports whether the element ends in text, before a section begins.
func endsBefore(text, name []byte) bool {
	i := bytes.Index(text, append([]byte("</"), name...))
	return i >= 0 && closes(text[i:], name) > 0 && !bytes.Contains(text[:i], cdataStart)
}

// closes measures the end tag of an element at the start of b, 0 for none.
func closes(b, name []byte) int {
	if !bytes.HasPrefix(b, []byte("</")) || !bytes.HasPrefix(b[2:], name) {
		return 0
	}
	rest := trimLeft(b[2+len(name):])
	if len(rest) == 0 || rest[0] != '>' {
		return 0
	}
	return len(b) - len(rest) + 1
}

// trimLeft is bytes.TrimLeft for white space, which is called for every tag.
func trimLeft(b []byte) []byte {
	for i, c := range b {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return b[i:]
		}
	}
	return nil
}

// foreign reports whether b begins with a tag that no text of a site holds.
func foreign(b []byte) bool {
	name, _ := bytes.CutPrefix(b[1:], []byte("/"))
	for _, prefix := range [...]string{"wp:", "item>", "channel>", "dc:creator", "content:encoded", "excerpt:encoded"} {
		if bytes.HasPrefix(name, []byte(prefix)) {
			return true
		}
	}
	return false
}

// children are the elements in an element. What is cut off is not among them;
// where a container is, what it holds is shown instead.
func children(el *element) iter.Seq[element] {
	return func(yield func(element) bool) {
		c := cursor{b: el.inner, last: true, alias: el.alias}
		for {
			var child element
			switch c.next(&child) {
			case whole:
				if !yield(child) {
					return
				}
			case more:
				if c.flat {
					return
				}
				c.flat = true
			case none:
				return
			}
		}
	}
}
