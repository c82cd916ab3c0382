package markdown

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"maillage/generator/site/report"
)

// AppendBinary appends all of the document but Text and Problems, for
// DecodeDocument.
func (d *Document) AppendBinary(dst []byte) ([]byte, error) {
	e := encoder{dst: dst}
	e.number(len(d.html))
	e.dst = append(e.dst, d.html...)
	e.text(d.Summary)
	e.number(d.Words)
	e.number(len(d.TOC))
	for _, h := range d.TOC {
		e.text(h.ID)
		e.text(h.Text)
		e.number(h.Level)
	}
	e.number(len(d.Links))
	for _, l := range d.Links {
		e.text(l.Dest)
		e.number(bit(l.Image) | bit(l.Embed)<<1)
		e.number(l.Line)
		e.number(l.Col)
	}
	e.number(len(d.anchors))
	for _, id := range d.anchors {
		e.text(id)
	}
	e.number(len(d.slots))
	from := uint32(0)
	for _, s := range d.slots {
		e.number(int(s.kind))
		e.number(int(s.link))
		e.number(int(s.offset - from))
		from = s.offset
	}
	e.number(len(d.Remarks))
	for _, p := range d.Remarks {
		e.number(p.Line)
		e.number(p.Col)
		e.sentence(p.Message)
		e.sentence(p.Hint)
	}
	return e.dst, e.err
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

type encoder struct {
	dst []byte
	err error
}

func (e *encoder) number(n int) { e.dst = binary.AppendUvarint(e.dst, uint64(n)) }

func (e *encoder) text(s string) {
	e.number(len(s))
	e.dst = append(e.dst, s...)
}

func (e *encoder) sentence(t report.Text) {
	e.text(t.Key)
	e.number(len(t.Args))
	for _, arg := range t.Args {
		s, ok := arg.(string)
		if !ok {
			e.err = fmt.Errorf("remark %s: cannot keep a %T", t.Key, arg)
		}
		e.text(s)
	}
}

// DecodeDocument reads what AppendBinary wrote. The document keeps data, which
// must not change. Anything else gives an error.
func DecodeDocument(data []byte) (*Document, error) {
	d := &decoder{rest: data}
	size := d.number()
	if size > len(d.rest) {
		return nil, errCorrupt
	}
	doc := &Document{html: d.rest[:size:size]}
	d.rest = d.rest[size:]
	d.words = string(d.rest)
	doc.Summary, doc.Words = d.text(), d.number()
	if n := d.count(3); n > 0 {
		doc.TOC = make([]Heading, n)
	}
	for i := range doc.TOC {
		doc.TOC[i] = Heading{ID: d.text(), Text: d.text(), Level: d.number()}
	}
	if n := d.count(4); n > 0 {
		doc.Links = make([]Link, n)
	}
	for i := range doc.Links {
		dest, flags := d.text(), d.number()
		doc.Links[i] = Link{Dest: dest, Image: flags&1 != 0, Embed: flags&2 != 0, Line: d.number(), Col: d.number()}
	}
	for range d.count(1) {
		doc.anchors = append(doc.anchors, d.text())
	}
	d.slots(doc)
	for range d.count(6) {
		doc.Remarks = append(doc.Remarks, report.Problem{Line: d.number(), Col: d.number(), Message: d.sentence(), Hint: d.sentence()})
	}
	if d.broken || len(d.rest) > 0 {
		return nil, errCorrupt
	}
	return doc, nil
}

var errCorrupt = errors.New("no rendered text")

// decoder reads numbers and texts; after the first fault it reads only zeros.
type decoder struct {
	rest   []byte
	words  string // ends where rest ends: texts are parts of it
	broken bool
}

func (d *decoder) number() int {
	n, size := binary.Uvarint(d.rest)
	if size <= 0 || n > math.MaxInt32 {
		d.broken, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[size:]
	return int(n)
}

// count is a number of things of at least size bytes each, which must be there.
func (d *decoder) count(size int) int {
	n := d.number()
	if n > len(d.rest)/size {
		d.broken, d.rest = true, nil
		return 0
	}
	return n
}

func (d *decoder) text() string {
	n := d.count(1)
	start := len(d.words) - len(d.rest)
	d.rest = d.rest[n:]
	return d.words[start : start+n]
}

func (d *decoder) sentence() report.Text {
	t := report.Text{Key: d.text()}
	for range d.count(1) {
		t.Args = append(t.Args, d.text())
	}
	return t
}

// slots reads the slots, which AppendHTML trusts.
func (d *decoder) slots(doc *Document) {
	if n := d.count(3); n > 0 {
		doc.slots = make([]slot, n)
	}
	offset := 0
	for i := range doc.slots {
		kind, link := d.number(), d.number()
		offset += d.number()
		if kind >= int(slotKinds) || offset > len(doc.html) {
			d.broken = true
			return
		}
		doc.slots[i] = slot{kind: slotKind(kind), link: uint32(link), offset: uint32(offset)}
	}
}
