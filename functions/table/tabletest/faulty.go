package tabletest

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"

	"maillage/functions/table"
)

// ErrInjected is what a failed call of Faulty returns.
var ErrInjected = errors.New("injected fault")

// Fault is what befalls a call.
type Fault int

// The faults. Busy, for a Write, is the refusal of a table under contention.
const (
	None       Fault = iota
	FailBefore       // nothing is done, ErrInjected
	Busy             // nothing is done, table.ErrBusy
	LoseReply        // done, then ErrInjected
	Twice            // done twice with the same arguments, the second answer
)

// Call is one call of a table: its place among all calls, from 1, and the name of
// its method.
type Call struct {
	N      int
	Method string
}

// Plan chooses the fault of each call. It is called in the order of the calls,
// one at a time.
type Plan func(Call) Fault

// At plans one fault, for the n-th call.
func At(n int, fault Fault) Plan {
	return func(c Call) Fault {
		if c.N == n {
			return fault
		}
		return None
	}
}

// Seeded plans one of the faults at the rate (0 to 1), the same ones for the
// same seed and order of calls.
func Seeded(seed uint64, rate float64, faults ...Fault) Plan {
	r := rand.New(rand.NewPCG(seed, 0))
	return func(Call) Fault {
		hit, which := r.Float64() < rate, r.IntN(len(faults))
		if !hit {
			return None
		}
		return faults[which]
	}
}

// Faulty is a table that fails as planned.
type Faulty struct {
	under table.Table
	mu    sync.Mutex
	plan  Plan
	calls int
}

var _ table.Table = (*Faulty)(nil)

// NewFaulty wraps a table.
func NewFaulty(under table.Table, plan Plan) *Faulty { return &Faulty{under: under, plan: plan} }

// Calls is how many calls there were.
func (f *Faulty) Calls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

// Replan changes the plan and counts calls from 1 again.
func (f *Faulty) Replan(plan Plan) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.plan, f.calls = plan, 0
}

// Get is Get of the table below, or a fault.
func (f *Faulty) Get(ctx context.Context, key table.Key) (i table.Item, err error) {
	err = f.call("Get", func() error { i, err = f.under.Get(ctx, key); return err })
	if err != nil {
		return table.Item{}, err
	}
	return i, nil
}

// GetMany is GetMany of the table below, or a fault.
func (f *Faulty) GetMany(ctx context.Context, keys ...table.Key) (items map[table.Key]table.Item, err error) {
	err = f.call("GetMany", func() error { items, err = f.under.GetMany(ctx, keys...); return err })
	if err != nil {
		return nil, err
	}
	return items, nil
}

// Query is Query of the table below, or a fault.
func (f *Faulty) Query(ctx context.Context, q table.Query) (page table.Page, err error) {
	err = f.call("Query", func() error { page, err = f.under.Query(ctx, q); return err })
	if err != nil {
		return table.Page{}, err
	}
	return page, nil
}

// Write is Write of the table below, or a fault.
func (f *Faulty) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	ops = slices.Clone(ops)
	return f.call("Write", func() error { return f.under.Write(ctx, token, ops...) })
}

func (f *Faulty) call(method string, do func() error) error {
	f.mu.Lock()
	f.calls++
	fault := f.plan(Call{f.calls, method})
	f.mu.Unlock()
	switch fault {
	case FailBefore:
		return ErrInjected
	case Busy:
		return table.ErrBusy
	case LoseReply:
		// The reply is lost whatever it says.
		_ = do()
		return ErrInjected
	case Twice:
		_ = do()
	}
	return do()
}
