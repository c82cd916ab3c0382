// Package tabletest holds what every table.Table must do, as one suite that
// both engines pass, and the tables that tests of other packages need: [Faulty],
// which fails as told, and [Counter], which counts calls.
//
//	func TestTable(t *testing.T) {
//		tabletest.Run(t, func(t *testing.T, clock *tabletest.Clock) table.Table { … })
//	}
package tabletest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/table"
)

// Clock is a clock that stands until it is set. Its zero value is of no use: see
// NewClock.
type Clock struct{ nanos atomic.Int64 }

// NewClock stands at noon UTC of 1 May 2031.
func NewClock() *Clock {
	c := new(Clock)
	c.Set(time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC))
	return c
}

// Now is where the clock stands.
func (c *Clock) Now() time.Time { return time.Unix(0, c.nanos.Load()).UTC() }

// Set puts the clock at t.
func (c *Clock) Set(t time.Time) { c.nanos.Store(t.UnixNano()) }

// Advance moves the clock by d.
func (c *Clock) Advance(d time.Duration) { c.nanos.Add(int64(d)) }

// Run runs the suite. open makes an empty table that reads the clock, and closes
// it at the end of the test.
func Run(t *testing.T, open func(t *testing.T, clock *Clock) table.Table) {
	for _, test := range suite {
		t.Run(test.name, func(t *testing.T) {
			clock := NewClock()
			test.run(t, fixture{open(t, clock), clock})
		})
	}
}

var suite = []struct {
	name string
	run  func(*testing.T, fixture)
}{
	{"get", testGet},
	{"get many", testGetMany},
	{"pages", testPages},
	{"pages of ties", testTies},
	{"pages of large items", testLargePages},
	{"ranges", testRanges},
	{"order", testOrder},
	{"expired in pages", testExpiredPages},
	{"index moves", testIndexMoves},
	{"cursors", testCursors},
	{"invalid queries", testInvalidQueries},
	{"conditions", testConditions},
	{"versions", testVersions},
	{"all or nothing", testAllOrNothing},
	{"token time", testTokenTime},
	{"add", testAdd},
	{"add by cap", testAddByCap},
	{"add on expired", testAddExpired},
	{"add at extremes", testAddExtremes},
	{"invalid writes", testInvalidWrites},
	{"limits", testLimits},
	{"claims", testClaims},
	{"concurrent adds", testConcurrentAdds},
	{"token", testToken},
	{"token over expired", testTokenExpired},
	{"token at once", testTokenConcurrent},
	{"lost reply", testLostReply},
	{"against model", testModel},
}

// fixture is a table under test and its clock.
type fixture struct {
	table.Table
	clock *Clock
}

func (f fixture) token(t testing.TB) table.Token {
	t.Helper()
	token, err := table.NewToken(f.clock.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// in is the Unix second that lies n seconds ahead of the clock.
func (f fixture) in(n int64) int64 { return f.clock.Now().Unix() + n }

func (f fixture) try(t testing.TB, ops ...table.Op) error {
	t.Helper()
	return f.Write(t.Context(), f.token(t), ops...)
}

func (f fixture) must(t testing.TB, ops ...table.Op) {
	t.Helper()
	if err := f.try(t, ops...); err != nil {
		t.Fatalf("write: %v", err)
	}
}

// fill puts items, as many in one write as it takes.
func (f fixture) fill(t testing.TB, items ...table.Item) {
	t.Helper()
	for len(items) > 0 {
		n := min(len(items), table.MaxOps)
		var ops []table.Op
		for _, i := range items[:n] {
			ops = append(ops, table.Put(i, table.Always))
		}
		f.must(t, ops...)
		items = items[n:]
	}
}

// refused demands that a write was refused by the ops at exactly these places.
func refused(t testing.TB, err error, ops ...int) *table.ConditionError {
	t.Helper()
	var failed *table.ConditionError
	if !errors.As(err, &failed) {
		t.Fatalf("error %v, want a refusal by ops %v", err, ops)
	}
	var got []int
	for _, f := range failed.Failures {
		got = append(got, f.Op)
	}
	if diff := cmp.Diff(ops, got); diff != "" {
		t.Fatalf("refusing ops (-want +got):\n%s", diff)
	}
	return failed
}

// stands demands that exactly this item, or nothing for nil, is at its key.
func (f fixture) stands(t testing.TB, key table.Key, want *table.Item) {
	t.Helper()
	got, err := f.Get(t.Context(), key)
	if want == nil {
		if !errors.Is(err, table.ErrNotFound) {
			t.Errorf("%s: item %v, error %v, want ErrNotFound", key, got, err)
		}
		return
	}
	if err != nil {
		t.Errorf("get %s: %v", key, err)
		return
	}
	if diff := cmp.Diff(*want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", key, diff)
	}
}

// all reads a query to its end, demanding full pages and no empty last one.
func all(ctx context.Context, t testing.TB, f fixture, q table.Query) []table.Item {
	t.Helper()
	var items []table.Item
	for {
		page, err := f.Query(ctx, q)
		if err != nil {
			t.Fatalf("query %+v: %v", q, err)
		}
		if page.Next != "" && len(page.Items) != q.Limit {
			t.Fatalf("page of %d items with more to come, want %d: %+v", len(page.Items), q.Limit, q)
		}
		if len(page.Items) == 0 && q.Cursor != "" {
			t.Fatalf("cursor led to an empty page: %+v", q)
		}
		items = append(items, page.Items...)
		if page.Next == "" {
			return items
		}
		q.Cursor = page.Next
	}
}

func key(pk, sk string) table.Key { return table.Key{PK: pk, SK: sk} }

func plain(pk, sk string) table.Item {
	return table.Item{Key: key(pk, sk), Type: "note/1", Data: fmt.Appendf(nil, "{%q:1}", sk)}
}

// stored is the item as a read returns it after so many puts.
func stored(i table.Item, version int64) *table.Item {
	i.Version = version
	return &i
}

func sorts(items []table.Item) []string {
	var out []string
	for _, i := range items {
		out = append(out, i.SK)
	}
	return out
}
