// Package store keeps the domain's values in the table: one file per aggregate
// translates between values of functions/movement and items of functions/table,
// and key.go alone makes keys.
//
// A change of several things is one function here, which reads what it must
// know (one GetMany), lets the domain decide, and writes once with a condition
// for every assumption:
//
//	err := s.Join(ctx, movement.Join{Signup: …, Idempotency: …, Limits: …})
//
// When a condition fails because somebody was faster, the whole is read and
// decided again; attempts stops that at a number. Nothing here decides by the
// index: what it names is read again by key and checked.
//
// The sites' data (zones, wordings, pages to fill) come from the generator
// through PutData and are kept in memory for dataLife.
package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// Config is what a Store works with; all of it is required.
type Config struct {
	Table   table.Table
	Secrets movement.SecretSource
	Now     func() time.Time
	Rand    io.Reader // safe for concurrent use
}

// Store reads and writes the domain's values. It is safe for concurrent use.
type Store struct {
	table   table.Table
	secrets movement.SecretSource
	now     func() time.Time
	rand    io.Reader
	data    data
}

// New makes a Store.
func New(c Config) *Store {
	return &Store{table: c.Table, secrets: c.Secrets, now: c.Now, rand: c.Rand}
}

// attempts is how often a change is decided again after losing a race.
const attempts = 8

// change runs decide, which reads, decides and writes once, until no race is
// lost any more.
func (s *Store) change(ctx context.Context, decide func(now time.Time) error) error {
	var err error
	for range attempts {
		err = decide(s.now())
		var lost *table.ConditionError
		if !errors.As(err, &lost) {
			return unavailable(err)
		}
	}
	return &movement.Error{Kind: movement.Unavailable, Message: "busy", Err: err}
}

// unavailable gives the table's business a Kind that asks people to come again.
func unavailable(err error) error {
	if errors.Is(err, table.ErrBusy) {
		return &movement.Error{Kind: movement.Unavailable, Message: "busy", Err: err}
	}
	return err
}

func (s *Store) write(ctx context.Context, now time.Time, ops ...table.Op) error {
	token, err := table.NewToken(now, s.rand)
	if err != nil {
		return err
	}
	return s.table.Write(ctx, token, ops...)
}

// get reads one document; ok is false when it is absent.
func (s *Store) get(ctx context.Context, key table.Key, doc any) (version int64, ok bool, err error) {
	item, err := s.table.Get(ctx, key)
	if errors.Is(err, table.ErrNotFound) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("get %s: %w", item.Type, err)
	}
	return item.Version, true, decode(item, doc)
}

func decode(item table.Item, doc any) error {
	if err := json.Unmarshal(item.Data, doc); err != nil {
		return fmt.Errorf("decode %s: %w", item.Type, err)
	}
	return nil
}

// encode makes an item of a document. Documents are this package's own structs
// of strings, times and numbers, so encoding cannot fail.
func encode(key table.Key, kind string, doc any) table.Item {
	data, err := json.Marshal(doc)
	if err != nil {
		panic(fmt.Sprintf("encode %s: %v", kind, err))
	}
	return table.Item{Key: key, Type: kind, Data: data}
}

func expiring(item table.Item, at time.Time) table.Item {
	item.TTL = at.Unix()
	return item
}

// replaces is the condition under which a value read at version stands alone:
// the same version still, or nothing where nothing was.
func replaces(version int64) table.Cond {
	if version == 0 {
		return table.Absent
	}
	return table.Match(version)
}
