// Package table is the storage contract of every function: one table of items
// with string keys, read by key or by key range, changed by all-or-nothing
// writes with conditions. Two packages fulfil it, functions/table/sqlite (one
// machine) and functions/table/dynamo (AWS), and functions/table/tabletest is
// the one suite that both pass.
//
// # Items
//
// An [Item] lives at a [Key] (partition and sort key). Its Data is one JSON
// document, opaque here. Version is set by Write and counts the Puts. N is a
// number that only [Add] changes. TTL is a moment in Unix seconds after which
// the item is absent for every read and every condition, whether or not the
// engine has deleted it yet: what is written over an expired item starts anew,
// with N 0 and, by a Put, Version 1. An item with an index key (GPK and GSK)
// also appears in the one index; without, it does not. Keys, Type and Data are
// UTF-8; sort keys are ordered by their bytes.
//
// # Reading
//
// Get, GetMany and a Query of the table are strongly consistent. A Query of the
// index is not: an item may be missing, stale or there still. Decide no
// uniqueness, capacity or authority from the index; read what it names again by
// key. There is no Scan.
//
// # Writing
//
// Write applies all of its ops or none:
//
//	err := t.Write(ctx, table.NewToken(now, rand),
//		table.Put(guard, table.Absent),
//		table.Put(contact, table.Match(contact.Version)),
//		table.Add(window, 1, table.Bounds{Max: 10}),
//	)
//	var failed *table.ConditionError
//	if errors.As(err, &failed) { … failed.Failures names every op that refused … }
//
// The token names the write across its retries: the same token with the same
// ops within ten minutes has one effect, and once that is there the answer is
// success. A refused write leaves nothing behind, its token neither: repeated,
// it is judged again. Conditions are judged at the token's time, in whole
// seconds.
//
// The package knows nothing of what is stored: keys and documents belong to
// functions/store.
package table

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Limits that both implementations enforce, DynamoDB's own.
const (
	MaxItemBytes  = 400 << 10 // of one item, names and values
	MaxWriteBytes = 4 << 20   // of one Write
	MaxOps        = 100       // of one Write
	MaxGet        = 100       // keys of one GetMany
	MaxPKBytes    = 2048
	MaxSKBytes    = 1024
	TokenLife     = 10 * time.Minute
)

// A Table stores items. Its errors are the ones of this package; anything else
// means that the engine could not be reached and that a Write may or may not
// have happened.
type Table interface {
	// Get returns the live item at key, or ErrNotFound.
	Get(ctx context.Context, key Key) (Item, error)
	// GetMany returns the live items among at most MaxGet distinct keys, by
	// key; those that are absent are missing from the map. A key named twice
	// counts once.
	GetMany(ctx context.Context, keys ...Key) (map[Key]Item, error)
	// Query returns the live items of one partition in the order of their
	// sort keys.
	Query(ctx context.Context, q Query) (Page, error)
	// Write applies ops, all or none. It returns a *ConditionError when a
	// condition or a bound refused, with every op that did.
	Write(ctx context.Context, token Token, ops ...Op) error
}

// Key is the primary key of an item: partition and sort key, never empty.
type Key struct{ PK, SK string }

func (k Key) String() string { return k.PK + "|" + k.SK }

// Item is one stored document with what the engine must know of it.
type Item struct {
	Key
	GPK, GSK string // the index key; both or neither
	Version  int64  // set by Write: 1 at first, one more at each Put
	TTL      int64  // Unix seconds from which the item is absent; 0: never
	N        int64  // changed by Add alone
	Cap      *int64 // the upper bound of N for Add with Bounds{Own: true}; nil: none
	Type     string // type and schema number of Data, such as "contact/1"
	Data     []byte // one JSON document; nil where it is empty
}

// Live reports whether the item is there at a moment in Unix seconds.
func (i Item) Live(now int64) bool { return i.TTL == 0 || i.TTL > now }

// Token names one write across its retries and carries the moment, in whole
// seconds, at which its conditions are judged.
type Token string

// NewToken draws a token for a write at now. Source: 16 bytes of rand.
func NewToken(now time.Time, rand io.Reader) (Token, error) {
	var b [16]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw write token: %w", err)
	}
	return Token(strconv.FormatInt(now.Unix(), 10) + "-" + base64.RawURLEncoding.EncodeToString(b[:])), nil
}

// At is the token's moment in Unix seconds.
func (t Token) At() (int64, error) {
	sec, _, ok := strings.Cut(string(t), "-")
	at, err := strconv.ParseInt(sec, 10, 64)
	if !ok || err != nil {
		return 0, fmt.Errorf("write token %q: not made by NewToken", string(t))
	}
	return at, nil
}

// Errors of a Table.
var (
	ErrNotFound = errors.New("no such item")
	// ErrCursor: the cursor is not one of this query's.
	ErrCursor = errors.New("cursor does not belong to this query")
	// ErrInvalid wraps every refusal of a request that breaks the contract:
	// sizes, empty keys, two ops on one key, a token used with other ops.
	ErrInvalid = errors.New("invalid table request")
	// ErrBusy: conflicts or throttling outlasted the retries; nothing was
	// written.
	ErrBusy = errors.New("table is busy")
)

// ConditionError says that a Write did nothing because conditions refused.
type ConditionError struct {
	Failures []Failure // in the order of the ops
}

// Failure is one op that refused.
type Failure struct {
	Op   int   // its place in the Write
	Key  Key   // its item
	Item *Item // what stands there, nil when absent
}

func (e *ConditionError) Error() string {
	var b strings.Builder
	b.WriteString("write refused by")
	for _, f := range e.Failures {
		fmt.Fprintf(&b, " op %d on %s", f.Op, f.Key)
	}
	return b.String()
}

// Failed reports whether the op on key is among the failures.
func (e *ConditionError) Failed(key Key) bool {
	for _, f := range e.Failures {
		if f.Key == key {
			return true
		}
	}
	return false
}
