package sqlite

import (
	"context"
	"fmt"

	"maillage/functions/table"
)

// sweepItems takes a few at a time, so that no write waits long behind it.
const sweepItems = `DELETE FROM item WHERE (pk, sk) IN (
	SELECT pk, sk FROM item WHERE ttl > 0 AND ttl <= ? LIMIT 200)`

// Sweep deletes the items that expired at least table.TokenLife ago, when no
// write can be judged at a moment before their end any more. It returns how many
// there were.
func (t *Table) Sweep(ctx context.Context) (int, error) {
	swept := 0
	for {
		var n int64
		before := t.now().Unix() - int64(table.TokenLife.Seconds())
		err := t.writes.do(ctx, func() (answer, err error) {
			result, err := t.writes.stmt.sweep.ExecContext(context.Background(), before)
			if err != nil {
				return nil, err
			}
			n, err = result.RowsAffected()
			return nil, err
		})
		if err != nil {
			return swept, fmt.Errorf("sweep: %w", err)
		}
		if swept += int(n); n == 0 {
			return swept, nil
		}
	}
}
