package tabletest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"maillage/functions/table"
	"maillage/functions/table/internal/cursor"
)

// Stale is a table whose index lags behind: a Query of the index answers as
// before the last writes. Everything else is as fresh as below.
type Stale struct {
	table.Table
	now func() time.Time
	lag int

	mu     sync.Mutex // held over each Write, so that its undo is right
	before []map[table.Key]*table.Item
}

// NewStale wraps a table; its index lags by so many successful writes made
// through the wrapper.
func NewStale(under table.Table, lag int, now func() time.Time) *Stale {
	return &Stale{Table: under, now: now, lag: lag}
}

// Write is Write of the table below, and is remembered.
func (s *Stale) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var keys []table.Key
	for _, op := range ops {
		keys = append(keys, op.Item.Key)
	}
	found, err := s.Table.GetMany(ctx, keys...)
	if err != nil {
		return err
	}
	if err := s.Table.Write(ctx, token, ops...); err != nil {
		return err
	}
	before := make(map[table.Key]*table.Item, len(keys))
	for _, k := range keys {
		before[k] = nil
		if i, ok := found[k]; ok {
			before[k] = &i
		}
	}
	s.before = append(s.before, before)
	s.before = s.before[max(0, len(s.before)-s.lag):]
	return nil
}

// Query is Query of the table below, of the index as it was.
func (s *Stale) Query(ctx context.Context, q table.Query) (table.Page, error) {
	if !q.Index {
		return s.Table.Query(ctx, q)
	}
	if err := q.Validate(); err != nil {
		return table.Page{}, err
	}
	after, err := cursor.Decode(q)
	if err != nil {
		return table.Page{}, err
	}
	items, err := s.past(ctx, q)
	if err != nil {
		return table.Page{}, err
	}
	order := func(a, b cursor.Place) int {
		n := cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Key.PK, b.Key.PK), cmp.Compare(a.Key.SK, b.Key.SK))
		if q.Desc {
			return -n
		}
		return n
	}
	slices.SortFunc(items, func(a, b table.Item) int { return order(cursor.Of(q, a), cursor.Of(q, b)) })
	if after != nil {
		items = slices.DeleteFunc(items, func(i table.Item) bool { return order(cursor.Of(q, i), *after) <= 0 })
	}
	page := table.Page{Items: items}
	if len(items) > q.Limit {
		page.Items = items[:q.Limit]
		page.Next = cursor.Encode(q, cursor.Of(q, items[q.Limit-1]))
	}
	return page, nil
}

// past is the whole run of a query, with what the last writes changed put back.
func (s *Stale) past(ctx context.Context, q table.Query) ([]table.Item, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := map[table.Key]*table.Item{}
	for _, before := range s.before {
		for k, i := range before {
			if _, older := was[k]; !older {
				was[k] = i
			}
		}
	}
	q.Limit, q.Cursor = table.MaxLimit, ""
	var items []table.Item
	for {
		page, err := s.Table.Query(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, i := range page.Items {
			if _, changed := was[i.Key]; !changed {
				items = append(items, i)
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	for _, i := range was {
		if i != nil && i.GPK == q.PK && q.Contains(i.GSK) && i.Live(s.now().Unix()) {
			items = append(items, *i)
		}
	}
	return items, nil
}
