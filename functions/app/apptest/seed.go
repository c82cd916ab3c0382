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

// recorder is a table that remembers what its last writes left, to be copied
// into another in few writes: DynamoDB Local takes its time for each. Without a
// table below it starts empty and knows Get and Write alone.
type recorder struct {
	table.Table
	mu    sync.Mutex
	items map[table.Key]table.Item
}

// Write writes below and remembers.
func (r *recorder) Write(ctx context.Context, token table.Token, ops ...table.Op) error {
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
func (r *recorder) Get(ctx context.Context, key table.Key) (table.Item, error) {
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
func (r *recorder) copyTo(ctx context.Context, w *World, prefix string) error {
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
	made := &recorder{Table: scratch, items: map[table.Key]table.Item{}}
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
	found := letterLink.FindStringSubmatch(message.Text)
	if found == nil {
		return fmt.Errorf("no link in the mail to %s", message.To.Email)
	}
	_, err := w.App.Store.Confirm(ctx, movement.Claim{Link: found[1]})
	return err
}
