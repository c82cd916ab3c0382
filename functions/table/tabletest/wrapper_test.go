package tabletest_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/table"
	"maillage/functions/table/sqlite"
	"maillage/functions/table/tabletest"
)

func open(t *testing.T, clock *tabletest.Clock) table.Table {
	t.Helper()
	opened, err := sqlite.Open(t.Context(), sqlite.Config{Path: sqlite.Memory, Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened
}

func write(t *testing.T, to table.Table, clock *tabletest.Clock, ops ...table.Op) error {
	t.Helper()
	token, err := table.NewToken(clock.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return to.Write(t.Context(), token, ops...)
}

// TestWrappers holds the wrappers to the contract while they have nothing to do.
func TestWrappers(t *testing.T) {
	tabletest.Run(t, func(t *testing.T, clock *tabletest.Clock) table.Table {
		quiet := func(tabletest.Call) tabletest.Fault { return tabletest.None }
		return tabletest.NewCounter(tabletest.NewStale(tabletest.NewFaulty(open(t, clock), quiet), 0, clock.Now))
	})
}

// TestFaultyTwice has every request come twice: the contract still holds.
func TestFaultyTwice(t *testing.T) {
	tabletest.Run(t, func(t *testing.T, clock *tabletest.Clock) table.Table {
		return tabletest.NewFaulty(open(t, clock), func(tabletest.Call) tabletest.Fault { return tabletest.Twice })
	})
}

func TestFaulty(t *testing.T) {
	counter := table.Item{Key: table.Key{PK: "p", SK: "n"}}
	tests := []struct {
		name  string
		fault tabletest.Fault
		err   error
		n     int64 // after one write with the fault and one without
	}{
		{"none", tabletest.None, nil, 2},
		{"fail before", tabletest.FailBefore, tabletest.ErrInjected, 1},
		{"busy", tabletest.Busy, table.ErrBusy, 1},
		{"lose reply", tabletest.LoseReply, tabletest.ErrInjected, 2},
		{"twice", tabletest.Twice, nil, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			clock := tabletest.NewClock()
			faulty := tabletest.NewFaulty(open(t, clock), tabletest.At(2, test.fault))
			for n, want := range []error{nil, test.err} {
				op := table.Add(counter, int64(n), table.Bounds{Max: 9})
				if err := write(t, faulty, clock, op); !errors.Is(err, want) {
					t.Errorf("call %d: error %v, want %v", n+1, err, want)
				}
			}
			if err := write(t, faulty, clock, table.Add(counter, 1, table.Bounds{Max: 9})); err != nil {
				t.Error(err)
			}
			got, err := faulty.Get(t.Context(), counter.Key)
			if err != nil || got.N != test.n {
				t.Errorf("n %d, error %v, want %d", got.N, err, test.n)
			}
			if faulty.Calls() != 4 {
				t.Errorf("%d calls, want 4", faulty.Calls())
			}
		})
	}
}

func TestSeeded(t *testing.T) {
	draw := func(seed uint64) (faults []tabletest.Fault) {
		plan := tabletest.Seeded(seed, 0.2, tabletest.Busy, tabletest.LoseReply)
		for n := range 1000 {
			faults = append(faults, plan(tabletest.Call{N: n + 1, Method: "Write"}))
		}
		return faults
	}
	if diff := cmp.Diff(draw(1), draw(1)); diff != "" {
		t.Errorf("same seed, other faults:\n%s", diff)
	}
	seen := map[tabletest.Fault]int{}
	for _, fault := range draw(1) {
		seen[fault]++
	}
	if seen[tabletest.None] < 700 || seen[tabletest.Busy] < 50 || seen[tabletest.LoseReply] < 50 {
		t.Errorf("faults %v of 1000 at a rate of 0.2", seen)
	}
}

func TestStale(t *testing.T) {
	clock := tabletest.NewClock()
	stale := tabletest.NewStale(open(t, clock), 2, clock.Now)
	put := func(sk, gpk string) {
		t.Helper()
		i := table.Item{Key: table.Key{PK: "p", SK: sk}, GPK: gpk, GSK: sk}
		if err := write(t, stale, clock, table.Put(i, table.Always)); err != nil {
			t.Fatal(err)
		}
	}
	see := func(gpk string) (seen []string) {
		t.Helper()
		q := table.Query{PK: gpk, Index: true, Limit: 2}
		for {
			page, err := stale.Query(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range page.Items {
				seen = append(seen, fmt.Sprintf("%s@%d", i.SK, i.Version))
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				return seen
			}
		}
	}
	steps := []struct {
		sk, gpk  string
		inA, inB []string
	}{
		{"1", "a", nil, nil},
		{"2", "a", nil, nil},
		{"3", "a", []string{"1@1"}, nil},
		{"1", "b", []string{"1@1", "2@1"}, nil},
		{"1", "b", []string{"1@1", "2@1", "3@1"}, nil},
		{"2", "a", []string{"2@1", "3@1"}, []string{"1@2"}},
		{"4", "b", []string{"2@1", "3@1"}, []string{"1@3"}},
	}
	for n, step := range steps {
		put(step.sk, step.gpk)
		if diff := cmp.Diff([][]string{step.inA, step.inB}, [][]string{see("a"), see("b")}); diff != "" {
			t.Errorf("after step %d (-want +got):\n%s", n, diff)
		}
	}
	fresh, err := stale.Query(t.Context(), table.Query{PK: "p", Limit: 10})
	if err != nil || len(fresh.Items) != 4 {
		t.Errorf("table: %d items, error %v, want 4", len(fresh.Items), err)
	}
}

func TestCounter(t *testing.T) {
	clock := tabletest.NewClock()
	counter := tabletest.NewCounter(open(t, clock))
	if err := write(t, counter, clock, table.Put(table.Item{Key: table.Key{PK: "p", SK: "s"}}, table.Absent)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := counter.GetMany(t.Context(), table.Key{PK: "p", SK: "s"}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(map[string]int{"Write": 1, "GetMany": 2}, counter.Take()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{}, counter.Take()); diff != "" {
		t.Errorf("calls after Take (-want +got):\n%s", diff)
	}
}
