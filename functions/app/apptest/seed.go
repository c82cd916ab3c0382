package apptest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"maillage/functions/mail"
	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/table/sqlite"
)

// Recorder is a table that remembers what its Puts and Deletes left: to be looked
// through, which a table cannot be, or to be copied into another in few writes,
// for DynamoDB Local takes its time for each. Without a table below it starts
// empty and knows Get and Write alone.
type Recorder struct {
	table.Table
	mu    sync.Mutex
	items map[table.Key]table.Item
}

// NewRecorder wraps a table that is empty; nil for none.
func NewRecorder(under table.Table) *Recorder {
	return &Recorder{Table: under, items: map[table.Key]table.Item{}}
}

// Items are the items whose partition keys begin with prefix and whose sort keys
// are sk.
func (r *Recorder) Items(prefix, sk string) []table.Item {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []table.Item
	for key, item := range r.items {
		if strings.HasPrefix(key.PK, prefix) && key.SK == sk {
			found = append(found, item)
		}
	}
	return found
}

// Write writes below and remembers.
func (r *Recorder) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
	if r.Table != nil {
		if err := r.Table.Write(ctx, token, ops...); err != nil {
			return err
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, op := range ops {
		switch op.Kind {
		case table.KindPut:
			r.items[op.Item.Key] = op.Item
		case table.KindDelete:
			delete(r.items, op.Item.Key)
		}
	}
	return nil
}

// Get reads below, or what was written.
func (r *Recorder) Get(ctx context.Context, key table.Key) (table.Item, error) {
	if r.Table != nil {
		return r.Table.Get(ctx, key)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if item, ok := r.items[key]; ok {
		return item, nil
	}
	return table.Item{}, table.ErrNotFound
}

// copyTo writes the items whose partition keys begin with prefix.
func (r *Recorder) copyTo(ctx context.Context, w *World, prefix string) error {
	var ops []table.Op
	flush := func() error {
		token, err := table.NewToken(w.Clock.Now(), w.rand)
		if err == nil {
			err = w.config.Table.Write(ctx, token, ops...)
		}
		ops = nil
		return err
	}
	for key, item := range r.items {
		if strings.HasPrefix(key.PK, prefix) {
			ops = append(ops, table.Put(item, table.Always))
		}
		if len(ops) == table.MaxOps {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if len(ops) == 0 {
		return nil
	}
	return flush()
}

// members is "COUNT POSTALCODE": members made in a product of their own and
// copied into the table, as far as lists go.
func (r *run) members(s statement) error {
	count, postal, _ := strings.Cut(s.rest, " ")
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	scratch, err := sqlite.Open(r.ctx, sqlite.Config{Path: sqlite.Memory, Now: r.w.Clock.Now})
	if err != nil {
		return err
	}
	defer func() { _ = scratch.Close() }() // nothing of it is kept
	made := NewRecorder(scratch)
	w := New(r.t, Config{Table: made, Clock: r.w.Clock, Site: r.w.config.Site, Seed: "members of " + r.w.config.Seed})
	for i := range n {
		err := w.join(r.ctx, movement.Signup{Email: movement.Email(fmt.Sprintf("m%d@example.org", i+1)),
			FirstName: "Prénom" + strconv.Itoa(i+1), LastName: "Nom" + strconv.Itoa(n-i), PostalCode: postal})
		if err != nil {
			return err
		}
	}
	if err := w.Dispatch(r.ctx); err != nil {
		return err
	}
	for _, message := range w.Inbox.Messages() {
		if err := w.confirm(r.ctx, message); err != nil {
			return err
		}
	}
	return made.copyTo(r.ctx, r.w, "contact#")
}

// join sends a sign-up in to the store, without limits.
func (w *World) join(ctx context.Context, signup movement.Signup) error {
	var err error
	if signup.Contact, err = movement.NewContactID(w.rand); err != nil {
		return err
	}
	signup.At, signup.Language, signup.Source = w.Clock.Now(), "fr", "/"
	signup.Boxes = []movement.Box{{Purpose: movement.PurposeMembership}}
	return w.App.Store.Join(ctx, movement.Join{Signup: signup,
		Idempotency: movement.Idempotency{Route: "members", Key: string(signup.Contact), Life: time.Hour}})
}

func (w *World) confirm(ctx context.Context, message mail.Message) error {
	_, err := w.App.Store.Confirm(ctx, movement.Claim{Link: Link(message)})
	return err
}
