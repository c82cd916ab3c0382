package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// auditLife is how long the audit log is kept.
const auditLife = 365 * 24 * time.Hour

// auditDoc is one line of the audit log. It holds ids, never names or addresses.
type auditDoc struct {
	Organizer movement.OrganizerID `json:"organizer"`
	Action    string               `json:"action"`
	Zones     []movement.ZoneID    `json:"zones,omitempty"`
	Overlays  []movement.OverlayID `json:"overlays,omitempty"`
	Contacts  []movement.ContactID `json:"contacts,omitempty"`
	At        time.Time            `json:"at"`
}

// Audit adds a line to the log. What it tells of must not be answered when it
// fails.
func (s *Store) Audit(ctx context.Context, a movement.Audit) error {
	a.At = s.now()
	op, err := s.auditOp(a)
	if err != nil {
		return err
	}
	if err := s.write(ctx, a.At, op); err != nil {
		return fmt.Errorf("audit %s: %w", a.Action, unavailable(err))
	}
	return nil
}

func (s *Store) auditOp(a movement.Audit) (table.Op, error) {
	var b [6]byte
	if _, err := io.ReadFull(s.rand, b[:]); err != nil {
		return table.Op{}, fmt.Errorf("draw an audit mark: %w", err)
	}
	key := auditKey(a, base64.RawURLEncoding.EncodeToString(b[:]))
	item := encode(key, "audit/1", auditDoc{a.Organizer, a.Action, a.Zones, a.Overlays, a.Contacts, a.At})
	return table.Put(expiring(item, a.At.Add(auditLife)), table.Absent), nil
}
