// Package cursor writes the cursors of both engines: the place of the last item
// returned, bound to the query it was returned for.
//
// A cursor is base64url of an 8-byte digest of query and place, then the place.
// The digest catches another query's cursor and every damaged one; it is no
// authentication, as anybody can compute it.
package cursor

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"maillage/functions/table"
)

const digestBytes = 8

// Place is where a page ended. Sort is the sort key in the order of the query
// (GSK in the index), Key the primary key.
type Place struct {
	Sort string
	Key  table.Key
}

// Of is the place of an item in a query's order.
func Of(q table.Query, i table.Item) Place { return Place{Sort: q.Sort(i), Key: i.Key} }

// Encode makes the cursor that resumes q after p. Limit and Cursor of q play no
// part: the size of a page may change from one to the next.
func Encode(q table.Query, p Place) string {
	b := digest(q, p)
	for _, s := range []string{p.Sort, p.Key.PK, p.Key.SK} {
		b = field(b, s)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// Decode reads q.Cursor: nil where it is empty, table.ErrCursor where it is not
// one of q's.
func Decode(q table.Query) (*Place, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(q.Cursor)
	if err != nil || len(b) < digestBytes {
		return nil, table.ErrCursor
	}
	var p Place
	rest, ok := b[digestBytes:], true
	for _, s := range []*string{&p.Sort, &p.Key.PK, &p.Key.SK} {
		if *s, rest, ok = unfield(rest); !ok {
			return nil, table.ErrCursor
		}
	}
	if len(rest) > 0 || Encode(q, p) != q.Cursor || !fits(q, p) {
		return nil, table.ErrCursor
	}
	return &p, nil
}

// fits refuses a well-formed place outside the query's run, where an engine
// would answer with an error of its own.
func fits(q table.Query, p Place) bool {
	inPartition := q.Index || (p.Key.PK == q.PK && p.Key.SK == p.Sort)
	return inPartition && table.ValidateKey(p.Key) == nil && p.Sort != "" && len(p.Sort) <= table.MaxSKBytes && q.Contains(p.Sort)
}

func digest(q table.Query, p Place) []byte {
	b := make([]byte, 0, 256)
	for _, s := range []string{q.PK, q.Prefix, q.From, q.To, p.Sort, p.Key.PK, p.Key.SK} {
		b = field(b, s)
	}
	for _, flag := range []bool{q.Index, q.Desc} {
		if flag {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	}
	sum := sha256.Sum256(b)
	return sum[:digestBytes]
}

func field(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func unfield(b []byte) (s string, rest []byte, ok bool) {
	n, width := binary.Uvarint(b)
	if width <= 0 || n > uint64(len(b)-width) {
		return "", nil, false
	}
	b = b[width:]
	return string(b[:n]), b[n:], true
}
