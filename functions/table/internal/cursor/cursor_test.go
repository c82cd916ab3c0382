package cursor

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/table"
)

var place = Place{Sort: "s#é\n2", Key: table.Key{PK: "contact", SK: "7"}}

func TestDecode(t *testing.T) {
	q := table.Query{PK: "zone", From: "s", To: "t", Index: true, Limit: 3}
	with := func(change func(*table.Query)) table.Query {
		other := q
		change(&other)
		return other
	}
	tests := []struct {
		name string
		from table.Query
		ok   bool
	}{
		{"same query", q, true},
		{"other limit", with(func(q *table.Query) { q.Limit = 50 }), true},
		{"other partition", with(func(q *table.Query) { q.PK = "zones" }), false},
		{"other range", with(func(q *table.Query) { q.To = "u" }), false},
		{"field moved", with(func(q *table.Query) { q.PK, q.From = "zones", "" }), false},
		{"other direction", with(func(q *table.Query) { q.Desc = true }), false},
		{"table", with(func(q *table.Query) { q.Index = false }), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ask := q
			ask.Cursor = Encode(test.from, place)
			got, err := Decode(ask)
			if test.ok {
				if diff := cmp.Diff(&place, got); diff != "" || err != nil {
					t.Errorf("place (-want +got), error %v:\n%s", err, diff)
				}
			} else if !errors.Is(err, table.ErrCursor) {
				t.Errorf("error %v, want ErrCursor", err)
			}
		})
	}
}

func TestDecodeOutsideRun(t *testing.T) {
	tests := []struct {
		name  string
		query table.Query
	}{
		{"prefix", table.Query{PK: "z", Prefix: "u", Index: true}},
		{"range", table.Query{PK: "z", From: "t", Index: true}},
		{"partition", table.Query{PK: "z"}},
		{"sort key", table.Query{PK: "contact"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.query.Cursor = Encode(test.query, place)
			if _, err := Decode(test.query); !errors.Is(err, table.ErrCursor) {
				t.Errorf("error %v, want ErrCursor", err)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	q := table.Query{PK: "zone", Prefix: "s", Index: true}
	good := Encode(q, place)
	for _, seed := range []string{good, good[:len(good)-1], good + "A", "AAAAAAAAAAD_____", "é", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ask := q
		ask.Cursor = s
		p, err := Decode(ask)
		switch {
		case err != nil && !errors.Is(err, table.ErrCursor):
			t.Errorf("error %v, want ErrCursor", err)
		case p == nil && err == nil && s != "":
			t.Error("cursor ignored")
		case p != nil && Encode(q, *p) != s:
			t.Errorf("%q reads as %v, which is written otherwise", s, *p)
		}
	})
}
