package tabletest

import (
	"fmt"
	"math"
	"testing"

	"maillage/functions/table"
)

func testAdd(t *testing.T, f fixture) {
	counter := table.Item{Key: key("counter", "c"), Type: "count/1", TTL: f.in(60), GPK: "no", GSK: "no", Data: []byte("no")}
	want := table.Item{Key: counter.Key, Type: "count/1", TTL: counter.TTL}
	steps := []struct {
		delta  int64
		bounds table.Bounds
		ok     bool
	}{
		{11, table.Bounds{Max: 10}, false},
		{-1, table.Bounds{Max: 10}, false},
		{1, table.Bounds{Min: 2, Max: 10}, false},
		{4, table.Bounds{Max: 10}, true},
		{7, table.Bounds{Max: 10}, false},
		{6, table.Bounds{Max: 10}, true},
		{1, table.Bounds{Max: 10}, false},
		{1, table.Bounds{Max: 11}, true},
		{0, table.Bounds{Max: 10}, false},
		{-12, table.Bounds{Max: 10}, false},
		{-9, table.Bounds{Min: 3, Max: 10}, false},
		{-9, table.Bounds{Min: 2, Max: 2}, true},
		{-5, table.Bounds{Min: -3, Max: 10}, true},
		{3, table.Bounds{}, true},
	}
	for n, step := range steps {
		err := f.try(t, table.Add(counter, step.delta, step.bounds))
		if step.ok {
			want.N += step.delta
			if err != nil {
				t.Errorf("step %d: %v", n, err)
			}
		} else {
			refused(t, err, 0)
		}
		if want.N != 0 || n > 2 {
			f.stands(t, counter.Key, &want)
		}
	}
	// A put keeps N, an Add keeps the rest, whatever its item says.
	i := plain("counter", "c")
	i.GPK, i.GSK = "index", "c"
	f.must(t, table.Add(counter, 5, table.Bounds{Max: 9}))
	f.fill(t, i)
	f.must(t, table.Add(table.Item{Key: i.Key, TTL: f.in(1), Type: "other/1", Data: []byte("x")}, 2, table.Bounds{Max: 9}))
	i.N = 7
	f.stands(t, i.Key, stored(i, 1))
}

// testAddByCap goes through the life of one item whose cap is put, lowered,
// raised and taken away.
func testAddByCap(t *testing.T, f fixture) {
	own, free := table.Bounds{Own: true}, table.Bounds{Max: 10}
	atLeast3 := table.Bounds{Own: true, Min: 3}
	const without = -1
	steps := []struct {
		puts   []int64 // the cap to put first, or without
		delta  int64
		bounds table.Bounds
		ok     bool
		n      int64
	}{
		{nil, 1, own, false, 0}, // no item, no cap
		{[]int64{without}, 1, own, false, 0},
		{[]int64{5}, 6, own, false, 0},
		{nil, 3, own, true, 3},
		{nil, 3, own, false, 3},
		{nil, 2, own, true, 5},
		{[]int64{2}, 1, own, false, 5},
		{nil, -1, own, false, 5}, // 4 is above the cap still
		{nil, -3, own, true, 2},
		{nil, 1, own, false, 2},
		{[]int64{4}, 2, own, true, 4},
		{nil, -5, own, false, 4},
		{nil, -2, atLeast3, false, 4},
		{nil, -1, atLeast3, true, 3},
		{nil, 6, free, true, 9}, // past the cap, when asked
		{nil, -1, own, false, 9},
		{[]int64{without}, -1, own, false, 9},
		{nil, 1, free, true, 10},
		{nil, -1, own, false, 10}, // counted, and no cap still
		{nil, -1, free, true, 9},
		{[]int64{7, 9}, 0, own, true, 9},
		{nil, 1, own, false, 9},
		{nil, -9, own, true, 0},
	}
	seats := plain("event", "seats")
	for n, step := range steps {
		for _, limit := range step.puts {
			if seats.Cap = nil; limit != without {
				seats.Cap = &limit
			}
			f.fill(t, seats)
			seats.Version++
		}
		err := f.try(t, table.Add(table.Item{Key: seats.Key}, step.delta, step.bounds))
		if !step.ok {
			refused(t, err, 0)
		} else if err != nil {
			t.Errorf("step %d: %v", n, err)
		}
		if seats.N = step.n; seats.Version > 0 {
			f.stands(t, seats.Key, &seats)
		}
	}
}

func testAddExpired(t *testing.T, f fixture) {
	limit := int64(9)
	old := plain("p", "s")
	old.TTL, old.Cap, old.GPK, old.GSK = f.in(5), &limit, "index", "s"
	f.fill(t, old)
	f.must(t, table.Add(old, 9, table.Bounds{Own: true}))
	f.clock.Advance(5e9)
	again := table.Item{Key: old.Key, Type: "count/1", TTL: f.in(5)}
	failed := refused(t, f.try(t, table.Add(again, 9, table.Bounds{Max: 8})), 0)
	if failed.Failures[0].Item != nil {
		t.Errorf("failure shows the expired item %v", failed.Failures[0].Item)
	}
	refused(t, f.try(t, table.Add(again, 1, table.Bounds{Own: true})), 0)
	other := plain("p", "other")
	f.must(t, table.Add(again, 2, table.Bounds{Max: 8}), table.Put(other, table.Absent))
	again.N = 2
	f.stands(t, old.Key, &again)
	f.stands(t, other.Key, stored(other, 1))
	refused(t, f.try(t, table.Add(again, 1, table.Bounds{Own: true})), 0)
	if items := all(t.Context(), t, f, table.Query{PK: "index", Index: true, Limit: 5}); len(items) > 0 {
		t.Errorf("index still holds %v", items)
	}
	f.must(t, table.Add(again, 6, table.Bounds{Max: 8}))
	again.N = 8
	f.stands(t, old.Key, &again)
	f.clock.Advance(5e9)
	// A put over it starts anew too, with or without a condition.
	for n, cond := range []table.Cond{table.Always, table.Absent} {
		i := plain("p", "s")
		i.TTL, i.Cap = f.in(5), &limit
		f.must(t, table.Put(i, cond), table.Add(table.Item{Key: key("p", fmt.Sprint(n))}, 1, table.Bounds{Max: 1}))
		f.stands(t, i.Key, stored(i, 1))
		f.must(t, table.Add(i, 9, table.Bounds{Own: true}))
		f.clock.Advance(5e9)
	}
}

func testAddExtremes(t *testing.T, f fixture) {
	wide := table.Bounds{Min: math.MinInt64, Max: math.MaxInt64}
	steps := []struct {
		delta, want int64
		ok          bool
	}{
		{math.MaxInt64, math.MaxInt64, true},
		{1, math.MaxInt64, false},
		{math.MaxInt64, math.MaxInt64, false},
		{math.MinInt64, -1, true},
		{math.MinInt64, -1, false},
		{math.MinInt64 + 1, math.MinInt64, true},
		{-1, math.MinInt64, false},
		{math.MaxInt64, -1, true},
	}
	counter := table.Item{Key: key("p", "wide")}
	for n, step := range steps {
		err := f.try(t, table.Add(counter, step.delta, wide))
		if step.ok && err != nil {
			t.Errorf("step %d: %v", n, err)
		} else if !step.ok {
			refused(t, err, 0)
		}
		f.stands(t, counter.Key, &table.Item{Key: counter.Key, N: step.want})
	}
}
