package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// window is a limit at one moment: the counter it counts in now and the one
// before, of a shard drawn for this request.
type window struct {
	limit         movement.Limit
	shard         int
	current, last table.Key
}

// windows draws a shard for each limit.
func (s *Store) windows(limits []movement.Limit, now time.Time) ([]window, error) {
	ws := make([]window, len(limits))
	for i, l := range limits {
		shard := 0
		if l.Shards > 1 {
			var b [1]byte
			if _, err := s.rand.Read(b[:]); err != nil {
				return nil, fmt.Errorf("draw a shard: %w", err)
			}
			shard = int(b[0]) % l.Shards
		}
		start := l.Window(now)
		ws[i] = window{l, shard, windowKey(l, shard, start), windowKey(l, shard, start-int64(l.Per/time.Second))}
	}
	return ws, nil
}

// keysOf are the keys to read before counting: the windows before the current
// ones. The current ones refuse by themselves.
func keysOf(ws []window) []table.Key {
	keys := make([]table.Key, len(ws))
	for i, w := range ws {
		keys[i] = w.last
	}
	return keys
}

// count are the ops that count one more in each window, or TooMany where one is
// full already.
func count(ws []window, items map[table.Key]table.Item, now time.Time) ([]table.Op, error) {
	ops := make([]table.Op, len(ws))
	for i, w := range ws {
		left := w.limit.Left(items[w.last].N, now)
		if left < 1 {
			return nil, tooMany(w.limit.Name)
		}
		counter := table.Item{Key: w.current, Type: "window/1", TTL: w.limit.Window(now) + 2*int64(w.limit.Per/time.Second)}
		ops[i] = table.Add(counter, 1, table.Bounds{Max: left})
	}
	return ops, nil
}

// fullOr is TooMany when a write failed because a window had filled up
// meanwhile, else the write's own error.
func fullOr(err error, ws []window) error {
	var lost *table.ConditionError
	if errors.As(err, &lost) {
		for _, w := range ws {
			if lost.Failed(w.current) {
				return tooMany(w.limit.Name)
			}
		}
	}
	return err
}

func tooMany(limit string) error {
	return &movement.Error{Kind: movement.TooMany, Message: "too-many", Err: fmt.Errorf("limit %s reached", limit)}
}

// capDoc is when the last mails of one cap went to one address, in Unix seconds.
type capDoc struct {
	Sent []int64 `json:"sent"`
}

// capOp is the op that counts one more mail, with ok false when the cap holds
// the mail back. item is what stands at capKey.
func capOp(c movement.MailCap, e movement.Email, item table.Item, now time.Time) (op table.Op, ok bool, err error) {
	var doc capDoc
	if item.Version != 0 {
		if err := json.Unmarshal(item.Data, &doc); err != nil {
			return table.Op{}, false, fmt.Errorf("decode mail cap: %w", err)
		}
	}
	history, ok := c.Allows(doc.Sent, now)
	next := expiring(encode(capKey(c, e), "cap/1", capDoc{history}), now.Add(c.Span()))
	return table.Put(next, replaces(item.Version)), ok, nil
}
