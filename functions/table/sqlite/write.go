package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math"

	"maillage/functions/table"
)

const (
	putItem = "INSERT INTO item (" + columns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (pk, sk) DO UPDATE SET gpk = excluded.gpk, gsk = excluded.gsk, v = excluded.v,
	ttl = excluded.ttl, n = excluded.n, c = excluded.c, t = excluded.t, d = excluded.d`
	countItem  = "UPDATE item SET n = ? WHERE pk = ? AND sk = ?"
	removeItem = "DELETE FROM item WHERE pk = ? AND sk = ?"
)

// Write applies the ops, all or none, and returns once they are on the disk.
func (t *Table) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	if err := table.Validate(ops); err != nil {
		return err
	}
	now, err := token.At()
	if err != nil {
		return fmt.Errorf("%w: %w", table.ErrInvalid, err)
	}
	sum := digest(ops)
	return t.writes.do(ctx, func() (answer, err error) {
		known, answer, err := t.writes.known(token, sum)
		if known || err != nil {
			return answer, err
		}
		found, refused, err := t.writes.judge(ops, now)
		if err != nil || refused != nil {
			return refused, err
		}
		if err := t.writes.apply(ops, found); err != nil {
			return nil, err
		}
		return nil, t.writes.remember(token, sum)
	})
}

// judge reads what stands at the ops' keys and refuses where a condition or a
// bound does. All is judged before anything is changed.
func (w *writer) judge(ops []table.Op, now int64) (found []*table.Item, refused, err error) {
	found = make([]*table.Item, len(ops))
	var failures []table.Failure
	for i, op := range ops {
		there, err := stored(context.Background(), w.stmt.get, op.Item.Key)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", op.Item.Key, err)
		}
		if there != nil && !there.Live(now) {
			there = nil
		}
		found[i] = there
		if !holds(op, there, now) {
			failures = append(failures, table.Failure{Op: i, Key: op.Item.Key, Item: there})
		}
	}
	if failures != nil {
		return nil, &table.ConditionError{Failures: failures}, nil
	}
	return found, nil, nil
}

func holds(op table.Op, there *table.Item, now int64) bool {
	if op.Kind != table.KindAdd {
		return op.Cond.Holds(there, now)
	}
	var n int64
	var limit *int64
	if there != nil {
		n, limit = there.N, there.Cap
	}
	sum, ok := add(n, op.Delta)
	return ok && op.Bound.Holds(sum, limit)
}

func add(n, delta int64) (sum int64, ok bool) {
	if (delta > 0 && n > math.MaxInt64-delta) || (delta < 0 && n < math.MinInt64-delta) {
		return 0, false
	}
	return n + delta, true
}

// apply makes the changes of ops that hold, found being the live items.
func (w *writer) apply(ops []table.Op, found []*table.Item) error {
	for i, op := range ops {
		if err := w.change(op, found[i]); err != nil {
			return fmt.Errorf("write %s: %w", op.Item.Key, err)
		}
	}
	return nil
}

func (w *writer) change(op table.Op, there *table.Item) error {
	ctx, i := context.Background(), op.Item
	switch {
	case op.Kind == table.KindPut:
		i.Version, i.N = 1, 0
		if there != nil {
			i.Version, i.N = there.Version+1, there.N
		}
		return w.put(ctx, i)
	case op.Kind == table.KindAdd && there == nil:
		return w.put(ctx, table.Item{Key: i.Key, TTL: i.TTL, Type: i.Type, N: op.Delta})
	case op.Kind == table.KindAdd:
		_, err := w.stmt.count.ExecContext(ctx, there.N+op.Delta, i.PK, i.SK)
		return err
	case op.Kind == table.KindDelete:
		_, err := w.stmt.remove.ExecContext(ctx, i.PK, i.SK)
		return err
	}
	return nil
}

func (w *writer) put(ctx context.Context, i table.Item) error {
	indexed := i.GPK != ""
	var limit sql.NullInt64
	if i.Cap != nil {
		limit = sql.NullInt64{Int64: *i.Cap, Valid: true}
	}
	_, err := w.stmt.put.ExecContext(ctx, i.PK, i.SK,
		sql.NullString{String: i.GPK, Valid: indexed}, sql.NullString{String: i.GSK, Valid: indexed},
		i.Version, i.TTL, i.N, limit, i.Type, string(i.Data))
	return err
}
