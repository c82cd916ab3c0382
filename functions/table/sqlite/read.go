package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"

	"maillage/functions/table"
)

const (
	columns = "pk, sk, gpk, gsk, v, ttl, n, c, t, d"
	getItem = "SELECT " + columns + " FROM item WHERE pk = ? AND sk = ?"
)

// Get returns the live item at key, or table.ErrNotFound.
func (t *Table) Get(ctx context.Context, key table.Key) (table.Item, error) {
	if err := table.ValidateKey(key); err != nil {
		return table.Item{}, err
	}
	items, err := t.reads.items(ctx, getItem, []any{key.PK, key.SK})
	if err != nil {
		return table.Item{}, fmt.Errorf("get %s: %w", key, err)
	}
	if len(items) == 0 || !items[0].Live(t.now().Unix()) {
		return table.Item{}, table.ErrNotFound
	}
	return items[0], nil
}

// GetMany returns the live items among the keys, all as of one moment.
func (t *Table) GetMany(ctx context.Context, keys ...table.Key) (map[table.Key]table.Item, error) {
	keys, err := table.Distinct(keys)
	if err != nil || len(keys) == 0 {
		return map[table.Key]table.Item{}, err
	}
	width := roundUp(len(keys))
	args := make([]any, 0, 2*width)
	for i := range width {
		k := keys[min(i, len(keys)-1)]
		args = append(args, k.PK, k.SK)
	}
	query := "SELECT " + columns + " FROM item WHERE (pk, sk) IN (VALUES (?, ?)" + strings.Repeat(", (?, ?)", width-1) + ")"
	items, err := t.reads.items(ctx, query, args)
	if err != nil {
		return nil, fmt.Errorf("get %d items: %w", len(keys), err)
	}
	now, found := t.now().Unix(), make(map[table.Key]table.Item, len(items))
	for _, i := range items {
		if i.Live(now) {
			found[i.Key] = i
		}
	}
	return found, nil
}

// roundUp makes few statements serve all numbers of keys: the last key is asked
// for again until the statement is full.
func roundUp(n int) int {
	width := 4
	for width < n {
		width *= 2
	}
	return width
}

// statements are the prepared statements of the reading connections, by text.
type statements struct {
	db *sql.DB
	mu sync.RWMutex
	of map[string]*sql.Stmt
}

func newStatements(db *sql.DB) *statements {
	return &statements{db: db, of: make(map[string]*sql.Stmt)}
}

func (s *statements) close() error { return s.db.Close() }

func (s *statements) get(ctx context.Context, query string) (*sql.Stmt, error) {
	s.mu.RLock()
	stmt := s.of[query]
	s.mu.RUnlock()
	if stmt != nil {
		return stmt, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.of[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.db.PrepareContext(ctx, query)
	if err == nil {
		s.of[query] = stmt
	}
	return stmt, err
}

func (s *statements) items(ctx context.Context, query string, args []any) ([]table.Item, error) {
	stmt, err := s.get(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var items []table.Item
	for rows.Next() {
		i, err := scan(rows)
		if err != nil {
			return nil, err
		}
		items = append(items, i)
	}
	return items, rows.Err()
}

// scan reads the columns of one row.
func scan(row interface{ Scan(...any) error }) (table.Item, error) {
	var (
		i        table.Item
		gpk, gsk sql.NullString
		limit    sql.NullInt64
	)
	err := row.Scan(&i.PK, &i.SK, &gpk, &gsk, &i.Version, &i.TTL, &i.N, &limit, &i.Type, &i.Data)
	if err != nil {
		return table.Item{}, err
	}
	i.GPK, i.GSK = gpk.String, gsk.String
	if limit.Valid {
		i.Cap = &limit.Int64
	}
	if len(i.Data) == 0 {
		i.Data = nil
	}
	return i, nil
}

// stored is what stands at a key, expired or not; nil where nothing does.
func stored(ctx context.Context, get *sql.Stmt, key table.Key) (*table.Item, error) {
	i, err := scan(get.QueryRowContext(ctx, key.PK, key.SK))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &i, err
}
