package tabletest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/table"
)

// testConditions tries each condition with each op on an item in each state.
func testConditions(t *testing.T, f fixture) {
	conditions := []struct {
		name                   string
		cond                   table.Cond
		missing, live, expired bool
	}{
		{"always", table.Always, true, true, true},
		{"absent", table.Absent, true, false, true},
		{"present", table.Present, false, true, false},
		{"match", table.Match(2), false, true, false},
		{"match other", table.Match(1), false, false, false},
		{"match none", table.Match(0), false, false, false},
	}
	for _, c := range conditions {
		for state, want := range map[string]bool{"missing": c.missing, "live": c.live, "expired": c.expired} {
			for _, kind := range []table.Kind{table.KindPut, table.KindDelete, table.KindCheck} {
				if kind == table.KindCheck && c.cond.IsAlways() {
					continue
				}
				name := fmt.Sprintf("%s/%s/%d", c.name, state, kind)
				t.Run(name, func(t *testing.T) { testCondition(t, f, conditionCase{name, state, kind, c.cond, want}) })
			}
		}
	}
}

type conditionCase struct {
	name, state string
	kind        table.Kind
	cond        table.Cond
	want        bool
}

func testCondition(t *testing.T, f fixture, c conditionCase) {
	before := plain("item", c.name)
	before.GPK, before.GSK = "index", c.name
	var there *table.Item
	switch c.state {
	case "live":
		before.TTL = f.in(1)
		there = stored(before, 2)
	case "expired":
		before.TTL = f.in(0)
	}
	if c.state != "missing" {
		f.fill(t, before)
		f.must(t, table.Put(before, table.Always))
	}
	if c.state == "expired" {
		// Twice put at its end, it has started anew twice.
		f.stands(t, before.Key, nil)
	}
	after := table.Item{Key: before.Key, Type: "note/2", Data: []byte("2")}
	op := map[table.Kind]table.Op{
		table.KindPut:    table.Put(after, c.cond),
		table.KindDelete: table.Delete(before.Key, c.cond),
		table.KindCheck:  table.Check(before.Key, c.cond),
	}[c.kind]
	companion := plain("companion", c.name)
	err := f.try(t, table.Put(companion, table.Always), op)
	if !c.want {
		failed := refused(t, err, 1)
		if diff := cmp.Diff(table.Failure{Op: 1, Key: before.Key, Item: there}, failed.Failures[0]); diff != "" {
			t.Errorf("failure (-want +got):\n%s", diff)
		}
		f.stands(t, companion.Key, nil)
		f.stands(t, before.Key, there)
		return
	}
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	f.stands(t, companion.Key, stored(companion, 1))
	switch {
	case c.kind == table.KindDelete:
		there = nil
	case c.kind == table.KindPut && there != nil:
		there = stored(after, 3)
	case c.kind == table.KindPut:
		there = stored(after, 1)
	}
	f.stands(t, before.Key, there)
}

func testVersions(t *testing.T, f fixture) {
	i := plain("p", "s")
	for n := range int64(4) {
		i.Data = fmt.Appendf(nil, "%d", n)
		i.Version, i.N = 99, 99 // of no effect
		f.must(t, table.Put(i, table.Always))
		i.N = 0
		f.stands(t, i.Key, stored(i, n+1))
	}
	f.must(t, table.Put(i, table.Match(4)))
	failed := refused(t, f.try(t, table.Put(i, table.Match(4))), 0)
	if diff := cmp.Diff(stored(i, 5), failed.Failures[0].Item); diff != "" {
		t.Errorf("item of the failure (-want +got):\n%s", diff)
	}
	f.must(t, table.Delete(i.Key, table.Match(5)))
	f.must(t, table.Put(i, table.Absent))
	i.TTL = f.in(0)
	f.must(t, table.Add(table.Item{Key: i.Key}, 3, table.Bounds{Max: 3}), table.Check(key("p", "none"), table.Absent))
	f.must(t, table.Put(i, table.Match(1)))
	i.TTL = f.in(5)
	for _, cond := range []table.Cond{table.Always, table.Absent} {
		f.must(t, table.Put(i, cond))
		f.stands(t, i.Key, stored(i, 1))
		f.clock.Advance(5e9)
		i.TTL = f.in(5)
	}
	counted := key("p", "counted")
	f.must(t, table.Add(table.Item{Key: counted, Type: "count/1"}, 3, table.Bounds{Max: 3}))
	f.stands(t, counted, &table.Item{Key: counted, N: 3, Type: "count/1"})
	f.must(t, table.Put(plain("p", "counted"), table.Match(0)))
	want := plain("p", "counted")
	want.N = 3
	f.stands(t, counted, stored(want, 1))
}

func testAllOrNothing(t *testing.T, f fixture) {
	there, old, full := plain("p", "there"), plain("p", "old"), plain("p", "full")
	old.TTL = f.in(0)
	limit := int64(2)
	full.Cap = &limit
	f.fill(t, there, old, full)
	f.must(t, table.Add(full, 2, table.Bounds{Own: true}))
	fresh := plain("p", "fresh")
	err := f.try(t,
		table.Put(fresh, table.Absent),                                            // 0 holds
		table.Put(there, table.Absent),                                            // 1
		table.Put(old, table.Present),                                             // 2
		table.Delete(key("p", "none"), table.Present),                             // 3
		table.Check(key("p", "none2"), table.Absent),                              // 4 holds
		table.Check(key("p", "there2"), table.Match(1)),                           // 5
		table.Add(full, 1, table.Bounds{Own: true}),                               // 6
		table.Add(plain("p", "new"), 5, table.Bounds{Max: 4}),                     // 7
		table.Add(plain("p", "new2"), 5, table.Bounds{Max: 5}),                    // 8 holds
		table.Add(table.Item{Key: key("p", "nocap")}, 1, table.Bounds{Own: true}), // 9
		table.Delete(key("p", "none3"), table.Always),                             // 10 holds
	)
	failed := refused(t, err, 1, 2, 3, 5, 6, 7, 9)
	full.N = 2
	items := map[int]*table.Item{1: stored(there, 1), 6: stored(full, 1)}
	for _, failure := range failed.Failures {
		if diff := cmp.Diff(items[failure.Op], failure.Item); diff != "" {
			t.Errorf("item of op %d (-want +got):\n%s", failure.Op, diff)
		}
		if !failed.Failed(failure.Key) {
			t.Errorf("Failed(%s) is false", failure.Key)
		}
	}
	f.stands(t, fresh.Key, nil)
	f.stands(t, there.Key, stored(there, 1))
	f.stands(t, full.Key, stored(full, 1))
	f.stands(t, key("p", "new2"), nil)
	if failed.Failed(fresh.Key) {
		t.Error("Failed of an op that held is true")
	}
}

// testTokenTime judges by the token's moment, whatever the clock says by then.
func testTokenTime(t *testing.T, f fixture) {
	i := plain("p", "s")
	i.TTL = f.in(5)
	f.fill(t, i)
	early := f.token(t)
	f.clock.Advance(5e9)
	late := f.token(t)
	if err := f.Write(t.Context(), early, table.Check(i.Key, table.Present)); err != nil {
		t.Errorf("check at the time before the end: %v", err)
	}
	refused(t, f.Write(t.Context(), late, table.Check(i.Key, table.Present)), 0)
}

func testInvalidWrites(t *testing.T, f fixture) {
	there := plain("p", "there")
	f.fill(t, there)
	tests := map[string][]table.Op{
		"no ops":              nil,
		"two ops on one key":  {table.Put(plain("p", "a"), table.Always), table.Delete(key("p", "a"), table.Always)},
		"check and put":       {table.Check(there.Key, table.Present), table.Put(there, table.Always)},
		"empty partition key": {table.Put(plain("", "a"), table.Always)},
		"empty sort key":      {table.Delete(key("p", ""), table.Always)},
		"half an index key":   {table.Put(table.Item{Key: key("p", "a"), GPK: "g"}, table.Always)},
		"other half":          {table.Put(table.Item{Key: key("p", "a"), GSK: "g"}, table.Always)},
		"key not UTF-8":       {table.Put(plain("p", "\xff"), table.Always)},
		"data not UTF-8":      {table.Put(table.Item{Key: key("p", "a"), Data: []byte("\xff")}, table.Always)},
		"checks nothing":      {table.Check(there.Key, table.Always)},
		"negative TTL":        {table.Put(table.Item{Key: key("p", "a"), TTL: -1}, table.Always)},
		"no kind":             {{Item: there}},
	}
	for name, ops := range tests {
		if err := f.try(t, ops...); !errors.Is(err, table.ErrInvalid) {
			t.Errorf("%s: error %v, want ErrInvalid", name, err)
		}
	}
	for _, token := range []table.Token{"", "x", "12"} {
		if err := f.Write(t.Context(), token, table.Delete(there.Key, table.Always)); !errors.Is(err, table.ErrInvalid) {
			t.Errorf("token %q: error %v, want ErrInvalid", token, err)
		}
	}
	f.stands(t, there.Key, stored(there, 1))
}

// testLimits stores what is as large as allowed and refuses one byte more.
func testLimits(t *testing.T, f fixture) {
	largest := table.Item{
		Key: key(strings.Repeat("p", table.MaxPKBytes), strings.Repeat("é", table.MaxSKBytes/2)),
		GPK: strings.Repeat("g", table.MaxPKBytes), GSK: strings.Repeat("s", table.MaxSKBytes),
	}
	largest.Data = make([]byte, table.MaxItemBytes-table.Size(largest))
	for n := range largest.Data {
		largest.Data[n] = 'x'
	}
	f.fill(t, largest)
	f.stands(t, largest.Key, stored(largest, 1))
	f.must(t, table.Add(largest, 1<<62, table.Bounds{Max: 1 << 62}))
	larger, longPK, longSK, longGSK := largest, largest, largest, largest
	larger.Data = append([]byte("x"), largest.Data...)
	longPK.PK += "p"
	longSK.SK += "s"
	longGSK.Data, longGSK.GSK = nil, longGSK.GSK+"s"
	for name, i := range map[string]table.Item{"item": larger, "partition key": longPK, "sort key": longSK, "index key": longGSK} {
		if err := f.try(t, table.Put(i, table.Always)); !errors.Is(err, table.ErrInvalid) {
			t.Errorf("%s too large: error %v, want ErrInvalid", name, err)
		}
	}
	var heavy, many []table.Op
	for n := range 11 {
		i := plain("heavy", fmt.Sprint(n))
		i.Data = largest.Data[:380<<10]
		heavy = append(heavy, table.Put(i, table.Always))
	}
	for n := range table.MaxOps + 1 {
		many = append(many, table.Put(plain("many", fmt.Sprint(n)), table.Absent))
	}
	for name, ops := range map[string][]table.Op{"write": heavy, "ops": many} {
		if err := f.try(t, ops...); !errors.Is(err, table.ErrInvalid) {
			t.Errorf("%s too large: error %v, want ErrInvalid", name, err)
		}
	}
	f.must(t, heavy[:10]...)
	f.must(t, many[:table.MaxOps]...)
	refused(t, f.try(t, many[1:]...), func() (ops []int) {
		for n := range table.MaxOps - 1 {
			ops = append(ops, n)
		}
		return ops
	}()...)
}
