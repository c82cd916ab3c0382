package store

import (
	"context"
	"fmt"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// consentDoc is one ledger line as stored.
type consentDoc struct {
	Purpose     movement.Purpose `json:"purpose"`
	Channel     string           `json:"channel"`
	Zone        movement.ZoneID  `json:"zone"`
	WordingID   string           `json:"wording_id"`
	Wording     string           `json:"wording"`
	Language    string           `json:"language"`
	Source      string           `json:"source"`
	Method      string           `json:"method"`
	At          time.Time        `json:"at"`
	ConfirmedAt time.Time        `json:"confirmed_at,omitzero"`
	WithdrawnAt time.Time        `json:"withdrawn_at,omitzero"`
}

func consentItem(id movement.ContactID, c movement.Consent) table.Item {
	return encode(consentKey(id, c), "consent/1", consentDoc{c.Purpose, c.Channel, c.Zone, c.Wording.ID, c.Wording.Text,
		c.Language, c.Source, c.Method, c.At, c.ConfirmedAt, c.WithdrawnAt})
}

// consents reads a contact's ledger, oldest line first.
func (s *Store) consents(ctx context.Context, id movement.ContactID) ([]movement.Consent, error) {
	q := table.Query{PK: contactKey(id).PK, Prefix: consentSK, Limit: 1000}
	var lines []movement.Consent
	for {
		page, err := s.table.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("query consents of %s: %w", id, err)
		}
		for _, item := range page.Items {
			var d consentDoc
			if err := decode(item, &d); err != nil {
				return nil, err
			}
			lines = append(lines, movement.Consent{Purpose: d.Purpose, Channel: d.Channel, Zone: d.Zone,
				Wording: movement.Wording{ID: d.WordingID, Text: d.Wording}, Language: d.Language, Source: d.Source,
				Method: d.Method, At: d.At, ConfirmedAt: d.ConfirmedAt, WithdrawnAt: d.WithdrawnAt})
		}
		if page.Next == "" {
			return lines, nil
		}
		q.Cursor = page.Next
	}
}
