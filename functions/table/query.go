package table

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxLimit is the most items that one Query returns.
const MaxLimit = 1000

// Query selects a run of one partition. Prefix, or From and To, narrow the sort
// key; both together are an error.
type Query struct {
	PK     string // partition key, or the index's (GPK) with Index
	Prefix string // of the sort key
	From   string // least sort key, included
	To     string // greatest sort key, excluded
	Index  bool   // query the index by (GPK, GSK)
	Desc   bool   // greatest sort key first
	Limit  int    // live items to return, 1 to MaxLimit
	Cursor string // Page.Next of the page before, of the same query
}

// Page is one run of a query's answer, in the order of the sort keys; items of
// the index with the same GSK follow each other in no promised order. Next is
// empty exactly when no live item follows; it is not secret nor authentic: seal
// it before it leaves the server.
type Page struct {
	Items []Item
	Next  string
}

// Validate refuses what breaks the contract of Query, its cursor apart.
func (q Query) Validate() error {
	switch {
	case q.PK == "" || len(q.PK) > MaxPKBytes:
		return fmt.Errorf("%w: query of an empty or oversized partition key", ErrInvalid)
	case q.Limit < 1 || q.Limit > MaxLimit:
		return fmt.Errorf("%w: query limit %d, want 1 to %d", ErrInvalid, q.Limit, MaxLimit)
	case q.Prefix != "" && (q.From != "" || q.To != ""):
		return fmt.Errorf("%w: query by prefix and by range at once", ErrInvalid)
	}
	for _, s := range []string{q.PK, q.Prefix, q.From, q.To} {
		if !utf8.ValidString(s) {
			return fmt.Errorf("%w: query of %q, not UTF-8", ErrInvalid, s)
		}
	}
	for _, s := range []string{q.Prefix, q.From, q.To} {
		if len(s) > MaxSKBytes {
			return fmt.Errorf("%w: query of an oversized sort key", ErrInvalid)
		}
	}
	return nil
}

// Contains reports whether a sort key lies in the run.
func (q Query) Contains(sort string) bool {
	return strings.HasPrefix(sort, q.Prefix) && sort >= q.From && (q.To == "" || sort < q.To)
}

// Sort is the item's sort key for this query: GSK in the index, else SK.
func (q Query) Sort(i Item) string {
	if q.Index {
		return i.GSK
	}
	return i.SK
}
