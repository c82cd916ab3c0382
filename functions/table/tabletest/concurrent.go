package tabletest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"maillage/functions/table"
)

// together runs n goroutines and waits for them.
func together(n int, run func(n int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { run(i) })
	}
	wg.Wait()
}

// insist repeats a write, with its token, for as long as the table is busy.
func (f fixture) insist(t testing.TB, ops ...table.Op) error {
	token := f.token(t)
	for {
		err := f.Write(t.Context(), token, ops...)
		if !errors.Is(err, table.ErrBusy) {
			return err
		}
	}
}

// testClaims has 100 goroutines claim 50 items, half of them by version, half by
// a guard: each item has one winner.
func testClaims(t *testing.T, f fixture) {
	const items, claimants = 50, 100
	for n := range items {
		f.fill(t, plain("item", fmt.Sprint(n)))
	}
	var wins [items]atomic.Int64
	var won atomic.Int64
	together(claimants, func(c int) {
		for k := range items {
			if won.Load() == items {
				return
			}
			n := (k + c) % items
			claim := table.Put(plain("claim", fmt.Sprint(n)), table.Absent)
			if n%2 == 0 {
				claim = table.Put(plain("item", fmt.Sprint(n)), table.Match(1))
			}
			err := f.insist(t, claim, table.Put(plain("by", fmt.Sprintf("%d#%d", n, c)), table.Absent))
			var failed *table.ConditionError
			switch {
			case err == nil:
				wins[n].Add(1)
				won.Add(1)
				return // one item is enough
			case !errors.As(err, &failed):
				t.Errorf("claim: %v", err)
			}
		}
	})
	for n := range wins {
		if wins[n].Load() != 1 {
			t.Errorf("item %d has %d winners", n, wins[n].Load())
		}
	}
	if traces := len(all(t.Context(), t, f, table.Query{PK: "by", Limit: 100})); won.Load() != items || traces != items {
		t.Errorf("%d winners, %d traces, want %d", won.Load(), traces, items)
	}
}

func testConcurrentAdds(t *testing.T, f fixture) {
	const bound = 40
	limit := int64(bound)
	seats := plain("event", "seats")
	seats.Cap = &limit
	f.fill(t, seats)
	for _, bounds := range []table.Bounds{{Max: bound}, {Own: true}} {
		counter := seats.Key
		if !bounds.Own {
			counter = key("event", "plain")
		}
		var ok atomic.Int64
		together(25, func(int) {
			for range 3 {
				if err := f.insist(t, table.Add(table.Item{Key: counter}, 1, bounds)); err == nil {
					ok.Add(1)
				}
			}
		})
		got, err := f.Get(t.Context(), counter)
		if err != nil || got.N != bound || ok.Load() != bound {
			t.Errorf("%+v: n %d after %d adds, error %v, want %d", bounds, got.N, ok.Load(), err, bound)
		}
	}
}

func testToken(t *testing.T, f fixture) {
	token, counter := f.token(t), table.Item{Key: key("p", "n")}
	i := plain("p", "s")
	ops := []table.Op{table.Put(i, table.Absent), table.Add(counter, 2, table.Bounds{Max: 100})}
	for range 3 {
		if err := f.Write(t.Context(), token, ops...); err != nil {
			t.Fatalf("write: %v", err)
		}
		f.clock.Advance(60e9)
	}
	want := table.Item{Key: counter.Key, N: 2}
	f.stands(t, i.Key, stored(i, 1))
	f.stands(t, counter.Key, &want)
	others := map[string][]table.Op{
		"condition": {table.Put(i, table.Always), ops[1]},
		"delta":     {ops[0], table.Add(counter, 3, table.Bounds{Max: 100})},
		"bounds":    {ops[0], table.Add(counter, 2, table.Bounds{Max: 101})},
		"data":      {table.Put(table.Item{Key: i.Key, Type: i.Type, Data: []byte("9")}, table.Absent), ops[1]},
		"fewer":     ops[:1],
	}
	for name, ops := range others {
		if err := f.Write(t.Context(), token, ops...); !errors.Is(err, table.ErrInvalid) {
			t.Errorf("token with other %s: error %v, want ErrInvalid", name, err)
		}
	}
	f.stands(t, counter.Key, &want)
	// A refused write is judged again.
	token, guard := f.token(t), table.Check(key("p", "guard"), table.Present)
	refused(t, f.Write(t.Context(), token, guard, table.Add(counter, 1, table.Bounds{Max: 100})), 0)
	f.fill(t, plain("p", "guard"))
	for range 2 {
		if err := f.Write(t.Context(), token, guard, table.Add(counter, 1, table.Bounds{Max: 100})); err != nil {
			t.Errorf("write refused before: %v", err)
		}
	}
	want.N = 3
	f.stands(t, counter.Key, &want)
}

// testTokenExpired repeats writes that began over expired items: the second time
// they are alive.
func testTokenExpired(t *testing.T, f fixture) {
	bounds := table.Bounds{Max: 100}
	for name, kinds := range map[string]string{"put": "p", "add": "a", "both": "pa", "with others": "pafg"} {
		old, counter, other := plain(name, "s"), plain(name, "n"), plain(name, "m")
		old.TTL, counter.TTL = f.in(0), f.in(0)
		f.fill(t, old, counter)
		f.clock.Advance(5e9)
		fresh, sum, created := plain(name, "s"), table.Item{Key: counter.Key}, table.Item{Key: other.Key}
		var ops []table.Op
		for _, kind := range kinds {
			ops = append(ops, map[rune]table.Op{
				'p': table.Put(fresh, table.Always), 'a': table.Add(sum, 2, bounds), 'f': table.Add(created, 2, bounds),
				'g': table.Put(plain(name, "guard"), table.Absent),
			}[kind])
		}
		token := f.token(t)
		for n := range 3 {
			if err := f.Write(t.Context(), token, ops...); err != nil {
				t.Fatalf("%s: write %d: %v", name, n, err)
			}
		}
		// Another write may follow, and the repetition still has no effect.
		f.must(t, table.Put(fresh, table.Always), table.Add(sum, 3, bounds), table.Add(created, 3, bounds))
		if err := f.Write(t.Context(), token, ops...); err != nil {
			t.Errorf("%s: repeated after another write: %v", name, err)
		}
		version := int64(1)
		sum.N, created.N = 3, 3
		for _, kind := range kinds {
			switch kind {
			case 'p':
				version++
			case 'a':
				sum.N += 2
			case 'f':
				created.N += 2
			}
		}
		f.stands(t, fresh.Key, stored(fresh, version))
		f.stands(t, sum.Key, &sum)
		f.stands(t, created.Key, &created)
	}
}

func testTokenConcurrent(t *testing.T, f fixture) {
	token, counter := f.token(t), table.Item{Key: key("p", "n")}
	together(20, func(int) {
		for {
			err := f.Write(t.Context(), token, table.Add(counter, 1, table.Bounds{Max: 100}), table.Put(plain("p", "s"), table.Absent))
			if errors.Is(err, table.ErrBusy) {
				continue
			}
			if err != nil {
				t.Errorf("write: %v", err)
			}
			return
		}
	})
	f.stands(t, counter.Key, &table.Item{Key: counter.Key, N: 1})
}

// testLostReply loses the reply of each write and retries it with its token.
func testLostReply(t *testing.T, f fixture) {
	counter := table.Item{Key: key("p", "n")}
	faulty := NewFaulty(f.Table, func(c Call) Fault {
		if c.Method == "Write" && c.N%2 == 1 {
			return LoseReply
		}
		return None
	})
	for n := range 6 {
		i := plain("p", fmt.Sprint(n))
		token := f.token(t)
		write := func(ctx context.Context) error {
			return faulty.Write(ctx, token, table.Put(i, table.Absent), table.Add(counter, 1, table.Bounds{Max: 100}))
		}
		if err := write(t.Context()); !errors.Is(err, ErrInjected) {
			t.Fatalf("error %v, want the injected one", err)
		}
		if err := write(t.Context()); err != nil {
			t.Fatalf("retry: %v", err)
		}
		f.stands(t, i.Key, stored(i, 1))
	}
	f.stands(t, counter.Key, &table.Item{Key: counter.Key, N: 6})
}
