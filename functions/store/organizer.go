package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// organizerDoc is an organizer with their grants, one document, so that rights
// are read whole and at once.
type organizerDoc struct {
	ID       movement.OrganizerID `json:"id"`
	Name     string               `json:"name"`
	Email    movement.Email       `json:"email"`
	Language string               `json:"language"`
	Grants   []grantDoc           `json:"grants"`
	Epoch    int64                `json:"epoch"`
}

type grantDoc struct {
	Permission movement.Permission `json:"permission"`
	Zone       movement.ZoneID     `json:"zone,omitempty"`
	Overlay    movement.OverlayID  `json:"overlay,omitempty"`
	Expires    time.Time           `json:"expires,omitzero"`
}

func organizerItem(o movement.Organizer) table.Item {
	d := organizerDoc{ID: o.ID, Name: o.Name, Email: o.Email, Language: o.Language, Epoch: o.Epoch}
	for _, g := range o.Grants {
		d.Grants = append(d.Grants, grantDoc(g))
	}
	return encode(organizerKey(o.ID), "organizer/1", d)
}

func toOrganizer(item table.Item) (movement.Organizer, error) {
	var d organizerDoc
	err := decode(item, &d)
	o := movement.Organizer{ID: d.ID, Name: d.Name, Email: d.Email, Language: d.Language, Epoch: d.Epoch, Version: item.Version}
	for _, g := range d.Grants {
		o.Grants = append(o.Grants, movement.Grant(g))
	}
	return o, err
}

func (s *Store) organizer(ctx context.Context, id movement.OrganizerID) (movement.Organizer, error) {
	item, err := s.table.Get(ctx, organizerKey(id))
	if err != nil {
		return movement.Organizer{}, fmt.Errorf("get organizer %s: %w", id, err)
	}
	return toOrganizer(item)
}

// Appoint makes an organizer of whoever has the address, or gives them more
// grants when they are one already. It is for those who run the machine; what
// organizers may give one another is not decided here.
func (s *Store) Appoint(ctx context.Context, e movement.Email, name string, grants []movement.Grant) (movement.Organizer, error) {
	var o movement.Organizer
	err := s.change(ctx, func(now time.Time) error {
		var owner ownerDoc
		guard, known, err := s.get(ctx, organizerEmailKey(e), &owner)
		if err != nil {
			return err
		}
		if known {
			if o, err = s.organizer(ctx, owner.Organizer); err != nil {
				return err
			}
		} else {
			id, err := movement.NewOrganizerID(s.rand)
			if err != nil {
				return err
			}
			o = movement.Organizer{ID: id, Name: name, Email: e, Language: "fr"}
		}
		for _, g := range grants {
			if !slices.Contains(o.Grants, g) {
				o.Grants = append(o.Grants, g)
			}
		}
		entry, err := s.auditOp(movement.Audit{Organizer: o.ID, Action: "organizer.appointed", At: now})
		if err != nil {
			return err
		}
		return s.write(ctx, now, entry,
			table.Put(organizerItem(o), replaces(o.Version)),
			table.Put(encode(organizerEmailKey(e), "owner/1", ownerDoc{Organizer: o.ID}), replaces(guard)))
	})
	return o, err
}
