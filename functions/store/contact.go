package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// contactDoc is a contact as stored.
type contactDoc struct {
	ID          movement.ContactID   `json:"id"`
	Email       movement.Email       `json:"email"`
	FirstName   string               `json:"first_name"`
	LastName    string               `json:"last_name"`
	PostalCode  string               `json:"postal_code"`
	Phone       string               `json:"phone,omitempty"`
	Language    string               `json:"language"`
	Zone        movement.ZoneID      `json:"zone"`
	Overlays    []movement.OverlayID `json:"overlays,omitempty"`
	Status      movement.Status      `json:"status"`
	Number      string               `json:"number,omitempty"`
	Granted     []movement.Purpose   `json:"granted,omitempty"`
	JoinedAt    time.Time            `json:"joined_at"`
	ConfirmedAt time.Time            `json:"confirmed_at,omitzero"`
}

func contactItem(c movement.Contact) table.Item {
	return encode(contactKey(c.ID), "contact/1", contactDoc{c.ID, c.Email, c.FirstName, c.LastName, c.PostalCode, c.Phone,
		c.Language, c.Zone, c.Overlays, c.Status, c.Number, c.Granted, c.JoinedAt, c.ConfirmedAt})
}

func toContact(item table.Item) (movement.Contact, error) {
	var d contactDoc
	err := decode(item, &d)
	return movement.Contact{ID: d.ID, Email: d.Email, FirstName: d.FirstName, LastName: d.LastName, PostalCode: d.PostalCode,
		Phone: d.Phone, Language: d.Language, Zone: d.Zone, Overlays: d.Overlays, Status: d.Status, Number: d.Number,
		Granted: d.Granted, JoinedAt: d.JoinedAt, ConfirmedAt: d.ConfirmedAt, Version: item.Version}, err
}

// contactAmong finds a contact among items read.
func contactAmong(items map[table.Key]table.Item, id movement.ContactID) (movement.Contact, bool, error) {
	item, ok := items[contactKey(id)]
	if !ok {
		return movement.Contact{}, false, nil
	}
	c, err := toContact(item)
	return c, err == nil, err
}

// Contact is one contact in reach of the scope with their consents, oldest
// first; NotFound for anybody else, as for nobody.
func (s *Store) Contact(ctx context.Context, scope movement.Scope, id movement.ContactID) (movement.Contact, []movement.Consent, error) {
	notFound := &movement.Error{Kind: movement.NotFound, Message: "not-found"}
	if !id.Valid() {
		return movement.Contact{}, nil, notFound
	}
	items, err := s.readMany(ctx, s.now(), contactKey(id))
	if err != nil {
		return movement.Contact{}, nil, err
	}
	c, ok, err := contactAmong(items, id)
	if err != nil {
		return movement.Contact{}, nil, err
	}
	if !ok || !scope.Holds(c) {
		return movement.Contact{}, nil, notFound
	}
	consents, err := s.consents(ctx, id)
	return c, consents, err
}

// row is one place of a contact in an ordered list: an area's members by one
// order. It is an item of its own in the contact's partition and in the index.
type row struct {
	area  string // areaOf a zone or an overlay
	order string
	text  string // folded; what the order sorts by
}

// The orders of lists.
const (
	byName  = "name"  // last name, first name
	byFirst = "first" // first name, last name
	byEmail = "email"
)

func zoneArea(z movement.ZoneID) string       { return "z:" + string(z) }
func overlayArea(o movement.OverlayID) string { return "o:" + string(o) }

// rows lists where a contact stands: in every zone from the first level down to
// its own (the root's own contacts under the root) and in its overlays, in every
// order. A pending contact stands nowhere.
func rows(c movement.Contact) []row {
	if c.Status == movement.Pending {
		return nil
	}
	ancestry := c.Zone.Ancestry()
	if len(ancestry) > 1 {
		ancestry = ancestry[1:]
	}
	var areas []string
	for _, z := range ancestry {
		areas = append(areas, zoneArea(z))
	}
	for _, o := range c.Overlays {
		areas = append(areas, overlayArea(o))
	}
	texts := map[string]string{
		byName:  fold(c.LastName + " " + c.FirstName),
		byFirst: fold(c.FirstName + " " + c.LastName),
		byEmail: foldEmail(string(c.Email)),
	}
	var all []row
	for _, area := range areas {
		for order, text := range texts {
			all = append(all, row{area, order, text})
		}
	}
	slices.SortFunc(all, func(a, b row) int { return strings.Compare(a.area+a.order, b.area+b.order) })
	return all
}

// rowOps are the ops that move a contact's rows from where they were to where
// they belong.
func rowOps(before, after movement.Contact) []table.Op {
	stay := map[table.Key]bool{}
	var ops []table.Op
	for _, r := range rows(after) {
		item := encode(rowKey(after.ID, r), "row/1", struct{}{})
		item.GPK, item.GSK = contactIndex+r.area, rowSort(r.order, r.text, after.ID)
		stay[item.Key] = true
		ops = append(ops, table.Put(item, table.Always))
	}
	for _, r := range rows(before) {
		if key := rowKey(before.ID, r); !stay[key] {
			ops = append(ops, table.Delete(key, table.Always))
		}
	}
	return ops
}

// rowEnd stands between a row's text and its contact. It sorts before every
// character of a folded text, so that the index has the order of the texts:
// "martin anne" before "martin anne marie".
const rowEnd = "\t"

// rowSort is a row's sort key in the index.
func rowSort(order, text string, id movement.ContactID) string {
	return order + "#" + text + rowEnd + string(id)
}
