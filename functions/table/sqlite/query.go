package sqlite

import (
	"context"
	"fmt"
	"strings"

	"maillage/functions/table"
	"maillage/functions/table/internal/cursor"
)

// Query returns the live items of one partition. The index is as fresh as the
// table here, which callers must not rely on.
func (t *Table) Query(ctx context.Context, q table.Query) (table.Page, error) {
	if err := q.Validate(); err != nil {
		return table.Page{}, err
	}
	after, err := cursor.Decode(q)
	if err != nil {
		return table.Page{}, err
	}
	text, args := run(q, after)
	// One item more than the page tells whether another page follows.
	args = append(args, t.now().Unix(), q.Limit+1)
	items, err := t.reads.items(ctx, text, args)
	if err != nil {
		return table.Page{}, fmt.Errorf("query %s: %w", q.PK, err)
	}
	page := table.Page{Items: items}
	if len(items) > q.Limit {
		page.Items = items[:q.Limit:q.Limit]
		page.Next = cursor.Encode(q, cursor.Of(q, page.Items[q.Limit-1]))
	}
	return page, nil
}

// run is the statement of a query, resumed after a place, and its arguments but
// the moment and the limit.
func run(q table.Query, after *cursor.Place) (text string, args []any) {
	pk, sk, order, than, direction := "pk", "sk", []string{"sk"}, ">", ""
	if q.Index {
		pk, sk, order = "gpk", "gsk", []string{"gsk", "pk", "sk"}
	}
	if q.Desc {
		than, direction = "<", " DESC"
	}
	where := []string{pk + " = ?"}
	args = []any{q.PK}
	add := func(condition string, arg ...any) {
		where, args = append(where, condition), append(args, arg...)
	}
	low, high := q.From, q.To
	if q.Prefix != "" {
		low, high = q.Prefix, successor(q.Prefix)
	}
	if low != "" {
		add(sk+" >= ?", low)
	}
	if high != "" {
		add(sk+" < ?", high)
	}
	if after != nil && q.Index {
		add("(gsk, pk, sk) "+than+" (?, ?, ?)", after.Sort, after.Key.PK, after.Key.SK)
	} else if after != nil {
		add("sk "+than+" ?", after.Sort)
	}
	add("(ttl = 0 OR ttl > ?)")
	return "SELECT " + columns + " FROM item WHERE " + strings.Join(where, " AND ") +
		" ORDER BY " + strings.Join(order, direction+", ") + direction + " LIMIT ?", args
}

// successor is the least string above every string with the prefix. UTF-8 has no
// byte 0xff, so the last byte can always be raised.
func successor(prefix string) string {
	b := []byte(prefix)
	b[len(b)-1]++
	return string(b)
}
