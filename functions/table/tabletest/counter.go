package tabletest

import (
	"context"
	"maps"
	"sync"

	"maillage/functions/table"
)

// Counter is a table that counts its calls, for tests that promise how few a use
// case makes.
type Counter struct {
	under table.Table
	mu    sync.Mutex
	calls map[string]int
}

var _ table.Table = (*Counter)(nil)

// NewCounter wraps a table.
func NewCounter(under table.Table) *Counter {
	return &Counter{under: under, calls: map[string]int{}}
}

// Take returns how often each method was called since the last Take, by name.
func (c *Counter) Take() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := maps.Clone(c.calls)
	clear(c.calls)
	return taken
}

// Get counts and is Get of the table below.
func (c *Counter) Get(ctx context.Context, key table.Key) (table.Item, error) {
	c.count("Get")
	return c.under.Get(ctx, key)
}

// GetMany counts and is GetMany of the table below.
func (c *Counter) GetMany(ctx context.Context, keys ...table.Key) (map[table.Key]table.Item, error) {
	c.count("GetMany")
	return c.under.GetMany(ctx, keys...)
}

// Query counts and is Query of the table below.
func (c *Counter) Query(ctx context.Context, q table.Query) (table.Page, error) {
	c.count("Query")
	return c.under.Query(ctx, q)
}

// Write counts and is Write of the table below.
func (c *Counter) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	c.count("Write")
	return c.under.Write(ctx, token, ops...)
}

func (c *Counter) count(method string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[method]++
}
