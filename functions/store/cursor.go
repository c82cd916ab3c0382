package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"maillage/functions/movement"
)

// cursorLife is how long a list can be continued.
const cursorLife = 24 * time.Hour

// cursor is what a sealed cursor holds.
type cursor struct {
	Last    entry `json:"l"`
	Expires int64 `json:"e"`
}

// cursorPurpose binds a cursor to its reader, scope and query.
func cursorPurpose(scope movement.Scope, q movement.ContactQuery) string {
	return "contacts " + hashed(string(scope.Organizer()), string(scope.Permission()),
		fmt.Sprint(scope.Zones()), fmt.Sprint(scope.Overlays()), q.Text)
}

func (s *Store) sealCursor(ctx context.Context, scope movement.Scope, q movement.ContactQuery, last entry) (string, error) {
	secrets, err := s.secrets(ctx)
	if err != nil {
		return "", err
	}
	plain, err := json.Marshal(cursor{last, s.now().Add(cursorLife).Unix()})
	if err != nil {
		return "", fmt.Errorf("encode a cursor: %w", err)
	}
	return secrets.Cursor.Seal(s.rand, cursorPurpose(scope, q), plain)
}

func (s *Store) openCursor(ctx context.Context, scope movement.Scope, q movement.ContactQuery) (*entry, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	secrets, err := s.secrets(ctx)
	if err != nil {
		return nil, err
	}
	var c cursor
	plain, err := secrets.Cursor.Open(cursorPurpose(scope, q), q.Cursor)
	if err == nil {
		err = json.Unmarshal(plain, &c)
	}
	if err != nil || s.now().Unix() >= c.Expires {
		return nil, &movement.Error{Kind: movement.Malformed, Message: "cursor.invalid", Err: err}
	}
	return &c.Last, nil
}
