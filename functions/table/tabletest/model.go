package tabletest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/table"
)

// model is the contract in its shortest form: a map judged by Cond.Holds and
// Bounds.Holds.
type model map[table.Key]table.Item

func (m model) at(k table.Key, now int64) *table.Item {
	if i, ok := m[k]; ok && i.Live(now) {
		return &i
	}
	return nil
}

func (m model) write(now int64, ops []table.Op) (failures []table.Failure) {
	next := maps.Clone(m)
	for n, op := range ops {
		i, there := op.Item, m.at(op.Item.Key, now)
		ok := op.Cond.Holds(there, now)
		switch op.Kind {
		case table.KindPut:
			if i.Version, i.N = 1, 0; there != nil {
				i.Version, i.N = there.Version+1, there.N
			}
			next[i.Key] = i
		case table.KindDelete:
			delete(next, i.Key)
		case table.KindAdd:
			sum := table.Item{Key: i.Key, Type: i.Type, TTL: i.TTL}
			if there != nil {
				sum = *there
			}
			sum.N += op.Delta
			ok = op.Bound.Holds(sum.N, sum.Cap)
			next[i.Key] = sum
		}
		if !ok {
			failures = append(failures, table.Failure{Op: n, Key: i.Key, Item: there})
		}
	}
	if failures == nil {
		clear(m)
		maps.Copy(m, next)
	}
	return failures
}

func (m model) query(now int64, q table.Query) (items []table.Item) {
	for _, i := range m {
		in := i.PK == q.PK
		if q.Index {
			in = i.GPK == q.PK
		}
		if in && i.Live(now) && q.Contains(q.Sort(i)) {
			items = append(items, i)
		}
	}
	slices.SortFunc(items, func(a, b table.Item) int {
		order := strings.Compare(q.Sort(a), q.Sort(b))
		if q.Desc {
			return -order
		}
		return order
	})
	return items
}

// testModel makes random writes, from one seed, and demands that the table stays
// what the model says.
func testModel(t *testing.T, f fixture) {
	r := rand.New(rand.NewPCG(2, 5))
	m := model{}
	for step := range 300 {
		now := f.in(0)
		var ops []table.Op
		for _, n := range r.Perm(12)[:1+r.IntN(4)] {
			ops = append(ops, randomOp(r, key("p", fmt.Sprintf("s%02d", n)), now))
		}
		want := m.write(now, ops)
		var got []table.Failure
		var failed *table.ConditionError
		if err := f.try(t, ops...); errors.As(err, &failed) {
			got = failed.Failures
		} else if err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("step %d, %+v: failures (-want +got):\n%s", step, ops, diff)
		}
		f.clock.Advance(1e9)
		f.agrees(t, r, m)
	}
}

func (f fixture) agrees(t *testing.T, r *rand.Rand, m model) {
	t.Helper()
	q := table.Query{PK: "p", Limit: 1 + r.IntN(6), Desc: r.IntN(2) == 0, Index: r.IntN(2) == 0}
	if q.Index {
		q.PK = []string{"ga", "gb"}[r.IntN(2)]
	}
	if diff := cmp.Diff(m.query(f.in(0), q), all(t.Context(), t, f, q)); diff != "" {
		t.Fatalf("%+v (-want +got):\n%s", q, diff)
	}
}

func randomOp(r *rand.Rand, k table.Key, now int64) table.Op {
	cond := []table.Cond{table.Always, table.Always, table.Absent, table.Present, table.Match(int64(1 + r.IntN(3)))}[r.IntN(5)]
	i := table.Item{Key: k, Type: "note/1", Data: fmt.Appendf(nil, "%d", r.IntN(9))}
	if r.IntN(2) == 0 {
		i.TTL = now + int64(r.IntN(12))
	}
	if g := r.IntN(3); g > 0 {
		i.GPK, i.GSK = []string{"", "ga", "gb"}[g], k.SK
	}
	if r.IntN(2) == 0 {
		limit := int64(r.IntN(8))
		i.Cap = &limit
	}
	switch r.IntN(8) {
	case 0:
		return table.Delete(k, cond)
	case 1:
		if !cond.IsAlways() {
			return table.Check(k, cond)
		}
		return table.Check(k, table.Present)
	case 2, 3, 4:
		return table.Add(i, int64(r.IntN(7)-2), table.Bounds{Min: 0, Max: int64(r.IntN(12)), Own: r.IntN(2) == 0})
	}
	return table.Put(i, cond)
}
