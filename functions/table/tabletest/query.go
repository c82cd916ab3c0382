package tabletest

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/table"
)

// testExpiredPages has runs of expired items before, inside and after the live
// ones: pages are full of live items all the same.
func testExpiredPages(t *testing.T, f fixture) {
	var want []string
	var items []table.Item
	for n := range 60 {
		i := plain("run", fmt.Sprintf("s%02d", n))
		i.GPK, i.GSK = "index", i.SK
		switch {
		case n < 7 || n > 50 || (n > 20 && n < 33) || n%5 == 0:
			i.TTL = f.in(10)
		case n%2 == 0:
			i.TTL = f.in(11)
			want = append(want, i.SK)
		default:
			want = append(want, i.SK)
		}
		items = append(items, i)
	}
	f.fill(t, items...)
	f.clock.Advance(10e9)
	for _, index := range []bool{false, true} {
		for _, desc := range []bool{false, true} {
			for _, limit := range []int{1, 4, 10, len(want), len(want) + 1} {
				q := table.Query{PK: "run", Index: index, Desc: desc, Limit: limit}
				if index {
					q.PK = "index"
				}
				order := slices.Clone(want)
				if desc {
					slices.Reverse(order)
				}
				if diff := cmp.Diff(order, sorts(all(t.Context(), t, f, q))); diff != "" {
					t.Errorf("%+v (-want +got):\n%s", q, diff)
				}
			}
		}
	}
}

func testIndexMoves(t *testing.T, f fixture) {
	i := plain("contact", "1")
	in := func(gpk string) []table.Item {
		t.Helper()
		return all(t.Context(), t, f, table.Query{PK: gpk, Index: true, Limit: 10})
	}
	expect := func(step string, want map[string][]table.Item) {
		t.Helper()
		for gpk, items := range want {
			if diff := cmp.Diff(items, in(gpk)); diff != "" {
				t.Errorf("%s, partition %s (-want +got):\n%s", step, gpk, diff)
			}
		}
	}
	i.GPK, i.GSK = "zone#a", "k1"
	f.fill(t, i)
	expect("put", map[string][]table.Item{"zone#a": {*stored(i, 1)}, "zone#b": nil})
	i.GSK = "k0"
	f.fill(t, i)
	expect("sort key changed", map[string][]table.Item{"zone#a": {*stored(i, 2)}, "zone#b": nil})
	i.GPK = "zone#b"
	f.fill(t, i)
	expect("partition changed", map[string][]table.Item{"zone#a": nil, "zone#b": {*stored(i, 3)}})
	f.must(t, table.Add(table.Item{Key: i.Key}, 4, table.Bounds{Max: 9}))
	i.N = 4
	expect("counted", map[string][]table.Item{"zone#b": {*stored(i, 3)}})
	gone := plain("contact", "1")
	f.fill(t, gone)
	gone.N = 4
	expect("removed", map[string][]table.Item{"zone#a": nil, "zone#b": nil})
	f.stands(t, gone.Key, stored(gone, 4))
	f.fill(t, i)
	expect("put back", map[string][]table.Item{"zone#b": {*stored(i, 5)}})
	f.must(t, table.Delete(i.Key, table.Present))
	expect("deleted", map[string][]table.Item{"zone#a": nil, "zone#b": nil})
}

func testCursors(t *testing.T, f fixture) {
	for n := range 9 {
		i := plain("run", fmt.Sprintf("s%d", n))
		i.GPK, i.GSK = "run", fmt.Sprintf("s%d", n)
		other := plain("other", fmt.Sprintf("s%d", n))
		f.fill(t, i, other)
	}
	q := table.Query{PK: "run", Prefix: "s", Limit: 3}
	first, err := f.Query(t.Context(), q)
	if err != nil || first.Next == "" {
		t.Fatalf("first page: %+v, error %v", first, err)
	}
	others := map[string]table.Query{
		"partition": {PK: "other", Prefix: "s", Limit: 3},
		"prefix":    {PK: "run", Limit: 3},
		"range":     {PK: "run", From: "s", Limit: 3},
		"index":     {PK: "run", Prefix: "s", Limit: 3, Index: true},
		"direction": {PK: "run", Prefix: "s", Limit: 3, Desc: true},
	}
	for name, other := range others {
		other.Cursor = first.Next
		if page, err := f.Query(t.Context(), other); !errors.Is(err, table.ErrCursor) {
			t.Errorf("cursor for another %s: %v, error %v, want ErrCursor", name, sorts(page.Items), err)
		}
	}
	raw, err := base64.RawURLEncoding.DecodeString(first.Next)
	if err != nil {
		t.Fatalf("cursor is not base64url: %v", err)
	}
	tampered := []string{"x", "!", first.Next + "A", first.Next[1:], first.Next[:len(first.Next)-2], strings.Repeat("A", 5000), first.Next + "="}
	for n := range raw {
		bad := slices.Clone(raw)
		bad[n] ^= 1
		tampered = append(tampered, base64.RawURLEncoding.EncodeToString(bad))
	}
	for _, cursor := range tampered {
		q.Cursor = cursor
		if page, err := f.Query(t.Context(), q); !errors.Is(err, table.ErrCursor) {
			t.Errorf("cursor %q: %v, error %v, want ErrCursor", cursor, sorts(page.Items), err)
		}
	}
	// The place may be gone, and the page may have another size.
	f.must(t, table.Delete(first.Items[2].Key, table.Present))
	q.Cursor, q.Limit = first.Next, 100
	if got, want := sorts(all(t.Context(), t, f, q)), []string{"s3", "s4", "s5", "s6", "s7", "s8"}; !slices.Equal(want, got) {
		t.Errorf("resumed at %q, want %q", got, want)
	}
}

func testInvalidQueries(t *testing.T, f fixture) {
	long := strings.Repeat("x", table.MaxPKBytes+1)
	for name, q := range map[string]table.Query{
		"no partition":     {Limit: 1},
		"no limit":         {PK: "p"},
		"limit too large":  {PK: "p", Limit: table.MaxLimit + 1},
		"prefix and from":  {PK: "p", Prefix: "a", From: "a", Limit: 1},
		"prefix and to":    {PK: "p", Prefix: "a", To: "b", Limit: 1},
		"partition length": {PK: long, Limit: 1},
		"prefix length":    {PK: "p", Prefix: long, Limit: 1},
		"not UTF-8":        {PK: "p", From: "\xff", Limit: 1},
	} {
		if _, err := f.Query(t.Context(), q); !errors.Is(err, table.ErrInvalid) {
			t.Errorf("%s: error %v, want ErrInvalid", name, err)
		}
	}
}
