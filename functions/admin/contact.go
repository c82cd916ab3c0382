package admin

import (
	"net/http"
	"strconv"
	"time"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// contactJSON is a contact in a list.
type contactJSON struct {
	ID         movement.ContactID `json:"id"`
	FirstName  string             `json:"first_name"`
	LastName   string             `json:"last_name"`
	Email      movement.Email     `json:"email"`
	Phone      string             `json:"phone"`
	PostalCode string             `json:"postal_code"`
	Zone       string             `json:"zone"` // slug path
	ZoneName   string             `json:"zone_name"`
	Number     string             `json:"number"`
	Status     movement.Status    `json:"status"`
	JoinedAt   time.Time          `json:"joined_at"`
	Newsletter bool               `json:"newsletter"`
	Calls      bool               `json:"calls"`
}

// contactPageJSON is a page of contacts; Next is empty at the end.
type contactPageJSON struct {
	Contacts []contactJSON `json:"contacts"`
	Next     string        `json:"next"`
}

// contactDetailJSON is a contact with the ledger of their consents.
type contactDetailJSON struct {
	contactJSON
	Overlays    []string      `json:"overlays"`
	ConfirmedAt time.Time     `json:"confirmed_at"`
	Consents    []consentJSON `json:"consents"`
}

// consentJSON is one line of the ledger.
type consentJSON struct {
	Purpose     movement.Purpose `json:"purpose"`
	Channel     string           `json:"channel"`
	Wording     string           `json:"wording"`
	WordingID   string           `json:"wording_id"`
	Language    string           `json:"lang"`
	Source      string           `json:"source"`
	Method      string           `json:"method"`
	At          time.Time        `json:"at"`
	ConfirmedAt string           `json:"confirmed_at"` // empty while it is not
	WithdrawnAt string           `json:"withdrawn_at"` // empty while it holds
}

// contacts lists or searches the contacts of the zone, the overlay or all that
// the actor holds.
func (s *Service) contacts(w http.ResponseWriter, r *http.Request) error {
	scope, zones, err := s.scope(r, movement.ReadContacts)
	if err != nil {
		return err
	}
	query, err := contactQuery(r)
	if err != nil {
		return err
	}
	page, err := s.Store.Contacts(r.Context(), scope, query)
	if err != nil {
		return err
	}
	answer := contactPageJSON{Contacts: []contactJSON{}, Next: page.Next}
	var shown []movement.ContactID
	for _, c := range page.Contacts {
		answer.Contacts = append(answer.Contacts, toJSON(c, zones, web.Language(r)))
		shown = append(shown, c.ID)
	}
	err = s.Store.Audit(r.Context(), movement.Audit{Organizer: scope.Organizer(), Action: "contacts.list",
		Zones: scope.Zones(), Overlays: scope.Overlays(), Contacts: shown})
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, answer)
}

// contactQuery reads q, limit (50 when absent, at most 100) and cursor.
func contactQuery(r *http.Request) (movement.ContactQuery, error) {
	values := r.URL.Query()
	q := movement.ContactQuery{Text: values.Get("q"), Limit: 50, Cursor: values.Get("cursor")}
	if text := values.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 100 {
			return q, &movement.Error{Kind: movement.Malformed, Message: "limit.invalid"}
		}
		q.Limit = n
	}
	if len(q.Text) > 200 {
		return q, &movement.Error{Kind: movement.Malformed, Message: "query.long"}
	}
	return q, nil
}

// contact shows one contact of those the actor reaches.
func (s *Service) contact(w http.ResponseWriter, r *http.Request) error {
	scope, zones, err := s.scope(r, movement.ReadContacts)
	if err != nil {
		return err
	}
	c, consents, err := s.Store.Contact(r.Context(), scope, movement.ContactID(r.PathValue("id")))
	if err != nil {
		return err
	}
	err = s.Store.Audit(r.Context(), movement.Audit{Organizer: scope.Organizer(), Action: "contact.read",
		Zones: []movement.ZoneID{c.Zone}, Overlays: c.Overlays, Contacts: []movement.ContactID{c.ID}})
	if err != nil {
		return err
	}
	answer := contactDetailJSON{contactJSON: toJSON(c, zones, web.Language(r)), Overlays: []string{},
		ConfirmedAt: c.ConfirmedAt, Consents: []consentJSON{}}
	for _, id := range c.Overlays {
		if overlay, ok := zones.Overlay(id); ok {
			answer.Overlays = append(answer.Overlays, overlay.Slug)
		}
	}
	for _, line := range consents {
		answer.Consents = append(answer.Consents, consentJSON{line.Purpose, line.Channel, line.Wording.Text, line.Wording.ID,
			line.Language, line.Source, line.Method, line.At, moment(line.ConfirmedAt), moment(line.WithdrawnAt)})
	}
	return web.JSON(w, http.StatusOK, answer)
}

// moment is a time as text, empty for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func toJSON(c movement.Contact, zones *movement.Zones, lang string) contactJSON {
	zone, _ := zones.ByID(c.Zone)
	return contactJSON{ID: c.ID, FirstName: c.FirstName, LastName: c.LastName, Email: c.Email, Phone: c.Phone,
		PostalCode: c.PostalCode, Zone: zone.Slug, ZoneName: zone.In(lang), Number: c.Number, Status: c.Status,
		JoinedAt: c.JoinedAt, Newsletter: c.Grants(movement.PurposeNewsletter), Calls: c.Grants(movement.PurposeCalls)}
}
