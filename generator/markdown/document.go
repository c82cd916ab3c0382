package markdown

import (
	"encoding/binary"
	"html/template"
	"slices"
	"strconv"
	"sync"

	"github.com/zeebo/xxh3"

	"maillage/generator/site/report"
)

// Link is a link, an image or an embed of the text.
type Link struct {
	Dest      string // as written, escapes and entities resolved
	Image     bool
	Embed     bool // a card for a video or a post
	Line, Col int  // from 1, Col in characters
}

// Target is where a Link leads. The zero Target leads nowhere.
type Target struct {
	URL           string
	Width, Height int      // of an image, 0 when unknown
	Sources       []Source // of an image, modern formats first
	Srcset        string   // of an image, sizes of the format of URL
}

// Source is a format of an image.
type Source struct{ Type, Srcset string }

// Heading is a heading of the text, levels 2 to 6.
type Heading struct {
	ID, Text string
	Level    int
}

// Document is a rendered text.
type Document struct {
	Text     string    // plain words, a line for each block; AppendBinary leaves it out
	Summary  string    // beginning of the first paragraph, at most 200 characters
	TOC      []Heading // in order
	Links    []Link    // in order
	Words    int
	Problems []report.Problem // without File: must be put right
	Remarks  []report.Problem // without File: worth a look, such as a phone number in a public text

	anchors []string // ids beside those of headings
	html    []byte   // with holes at slots, or
	shelved shelved  // where it is
	slots   []slot   // by offset
}

// Shelf keeps the HTML of documents outside memory.
type Shelf interface {
	// Fetch fills dst with what stands at a place; sum is its xxh3.
	Fetch(dst []byte, at int64, sum uint64)
}

type shelved struct {
	shelf Shelf
	at    int64
	size  int
	sum   uint64
}

// Shelve lets go of the HTML: from now on it is read from a shelf, where what
// AppendBinary wrote begins at a place.
func (d *Document) Shelve(s Shelf, at int64) {
	prefix := len(binary.AppendUvarint(nil, uint64(len(d.html))))
	d.shelved = shelved{s, at + int64(prefix), len(d.html), xxh3.Hash(d.html)}
	d.html = nil
}

// size is that of the HTML without what stands in slots.
func (d *Document) size() int { return len(d.html) + d.shelved.size }

var fetched = sync.Pool{New: func() any { return new([]byte) }}

// slot is a place of the HTML where AppendHTML writes what depends on the site.
type slot struct {
	kind   slotKind
	link   uint32 // index in Links
	offset uint32
}

type slotKind uint8

const (
	slotURL     slotKind = iota // address of a link
	slotPicture                 // <picture> with its sources, <img with its files
	slotSize                    // size of the image, its end and that of <picture>
	slotPage                    // permalink before #fragment
	slotKinds
)

// sizes tells browsers how wide a picture is shown: a column of prose is at most
// 40rem and fills narrower screens but for 1rem on either side.
const sizes = "(min-width: 42rem) 40rem, calc(100vw - 2rem)"

// HasID says whether the text has an anchor.
func (d *Document) HasID(id string) bool {
	return slices.ContainsFunc(d.TOC, func(h Heading) bool { return h.ID == id }) || slices.Contains(d.anchors, id)
}

// HTML is what AppendHTML appends, as trusted HTML. It is the only place that
// makes template.HTML.
func (d *Document) HTML(targets []Target, permalink string) template.HTML {
	return template.HTML(d.AppendHTML(make([]byte, 0, d.size()+64*len(d.slots)), targets, permalink))
}

// AppendHTML appends the text as HTML. targets are parallel to Links; those of
// destinations with a scheme or only a #fragment are not looked at, and missing
// ones lead nowhere. With a permalink, links to places of the text lead there:
// for feeds, where a text stands among others.
func (d *Document) AppendHTML(dst []byte, targets []Target, permalink string) []byte {
	html := d.html
	if d.shelved.shelf != nil {
		buffer := fetched.Get().(*[]byte)
		defer fetched.Put(buffer)
		*buffer = slices.Grow((*buffer)[:0], d.shelved.size)[:d.shelved.size]
		html = *buffer
		d.shelved.shelf.Fetch(html, d.shelved.at, d.shelved.sum)
	}
	from := uint32(0)
	for _, s := range d.slots {
		dst = append(dst, html[from:s.offset]...)
		from = s.offset
		if s.kind == slotPage {
			dst = appendEscaped(dst, permalink)
			continue
		}
		var none Target
		target := &none
		if int(s.link) < len(targets) {
			target = &targets[s.link]
		}
		switch s.kind {
		case slotURL:
			dst = appendEscaped(dst, target.URL)
		case slotPicture:
			dst = target.appendPicture(dst)
		case slotSize:
			dst = target.appendSize(dst)
		}
	}
	return append(dst, html[from:]...)
}

// appendPicture appends a picture up to the address of its image.
func (t *Target) appendPicture(dst []byte) []byte {
	if len(t.Sources) > 0 {
		dst = append(dst, "<picture>"...)
		for _, source := range t.Sources {
			dst = appendEscaped(append(dst, `<source type="`...), source.Type)
			dst = appendSrcset(append(dst, '"'), source.Srcset)
			dst = append(dst, '>')
		}
	}
	dst = appendEscaped(append(dst, `<img src="`...), t.URL)
	dst = append(dst, '"')
	if t.Srcset != "" {
		dst = appendSrcset(dst, t.Srcset)
	}
	return dst
}

func appendSrcset(dst []byte, srcset string) []byte {
	dst = appendEscaped(append(dst, ` srcset="`...), srcset)
	return append(dst, `" sizes="`+sizes+`"`...)
}

func (t *Target) appendSize(dst []byte) []byte {
	if t.Width > 0 {
		dst = strconv.AppendInt(append(dst, ` width="`...), int64(t.Width), 10)
		dst = strconv.AppendInt(append(dst, `" height="`...), int64(t.Height), 10)
		dst = append(dst, '"')
	}
	dst = append(dst, ` loading="lazy" decoding="async">`...)
	if len(t.Sources) > 0 {
		dst = append(dst, "</picture>"...)
	}
	return dst
}

// Anchors are the places of the text that links may lead to, beside headings.
func (d *Document) Anchors() []string { return slices.Clone(d.anchors) }
