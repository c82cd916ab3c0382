package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"maillage/functions/table"
)

const (
	findToken     = "SELECT ops FROM token WHERE token = ?"
	rememberToken = "INSERT INTO token (token, ops, at) VALUES (?, ?, ?)"
	forgetTokens  = "DELETE FROM token WHERE at <= ?"

	// forgetEvery spaces the deletions of old tokens, in seconds.
	forgetEvery = 60
)

// known reports whether the token's write is already there, with the answer it
// gets: success, or a refusal when it had other ops.
func (w *writer) known(token table.Token, sum [sha256.Size]byte) (known bool, answer, err error) {
	var before []byte
	err = w.stmt.token.QueryRowContext(context.Background(), string(token)).Scan(&before)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil, nil
	case err != nil:
		return false, nil, fmt.Errorf("find write token: %w", err)
	case string(before) != string(sum[:]):
		return true, fmt.Errorf("%w: write token used with other ops", table.ErrInvalid), nil
	}
	return true, nil, nil
}

func (w *writer) remember(token table.Token, sum [sha256.Size]byte) error {
	_, err := w.stmt.remember.ExecContext(context.Background(), string(token), sum[:], w.now().Unix())
	if err != nil {
		return fmt.Errorf("remember write token: %w", err)
	}
	return nil
}

// forgetTokens deletes the tokens past their life, now and then.
func (w *writer) forgetTokens() error {
	now := w.now().Unix()
	if now >= w.forgot && now < w.forgot+forgetEvery {
		return nil
	}
	if _, err := w.stmt.forget.ExecContext(context.Background(), now-int64(table.TokenLife.Seconds())); err != nil {
		return fmt.Errorf("forget write tokens: %w", err)
	}
	w.forgot = now
	return nil
}

// digest tells ops from others by all that Write reads of them.
func digest(ops []table.Op) [sha256.Size]byte {
	h := sha256.New()
	var b []byte
	for _, op := range ops {
		version, match := op.Cond.Version()
		b = binary.AppendVarint(b[:0], int64(op.Kind))
		b = fmt.Appendf(b, "%t%t%t", op.Cond.IsAlways(), op.Cond.IsAbsent(), match)
		for _, n := range []int64{version, op.Delta, op.Bound.Min, op.Bound.Max, op.Item.TTL} {
			b = binary.AppendVarint(b, n)
		}
		b = fmt.Appendf(b, "%t%t", op.Bound.Own, op.Item.Cap != nil)
		if op.Item.Cap != nil {
			b = binary.AppendVarint(b, *op.Item.Cap)
		}
		for _, s := range []string{op.Item.PK, op.Item.SK, op.Item.GPK, op.Item.GSK, op.Item.Type, string(op.Item.Data)} {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
		h.Write(b)
	}
	return [sha256.Size]byte(h.Sum(nil))
}
