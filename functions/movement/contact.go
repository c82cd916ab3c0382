package movement

import (
	"slices"
	"strings"
	"time"
)

// Email is a mail address as its owner wrote it, the domain in lower case.
type Email string

// Key is what makes two addresses the same one: the whole in lower case.
func (e Email) Key() string { return strings.ToLower(string(e)) }

// Mailbox is what counts as one mailbox for what it may be sent: the key without
// a "+tag", which most providers deliver to the same person.
func (e Email) Mailbox() string {
	local, domain, _ := strings.Cut(e.Key(), "@")
	local, _, _ = strings.Cut(local, "+")
	return local + "@" + domain
}

// Status says how far a contact has come.
type Status string

// The statuses of a contact. A pending one was typed into a form and has not
// answered its mail: nobody sees it and it is gone after PendingLife.
const (
	Pending Status = "pending"
	Member  Status = "member"
)

// PendingLife is how long an unconfirmed sign-up is kept.
const PendingLife = 7 * 24 * time.Hour

// Contact is one person the movement knows.
type Contact struct {
	ID          ContactID
	Email       Email
	FirstName   string
	LastName    string
	PostalCode  string
	Phone       string // as written; empty when not given
	Language    string // of mails, such as "fr"
	Zone        ZoneID // the home zone
	Overlays    []OverlayID
	Status      Status
	Number      string    // of the membership, eight digits; empty while pending
	Granted     []Purpose // what the person agrees to now; the ledger says why
	JoinedAt    time.Time // the form was sent
	ConfirmedAt time.Time // the mail was answered; zero while pending
	Version     int64     // of the stored item, for optimistic writes
}

// Grants reports whether the person agrees to a purpose at present.
func (c Contact) Grants(p Purpose) bool { return slices.Contains(c.Granted, p) }

// ContactQuery asks for a page of contacts in the order of their names.
type ContactQuery struct {
	Text   string // the beginning of a name, in either order, or of an address; empty: all
	Limit  int    // 1 to 100
	Cursor string // ContactPage.Next of the page before, of the same query and scope
}

// ContactPage is a run of contacts; Next is empty at the end and otherwise
// sealed for its reader and its query.
type ContactPage struct {
	Contacts []Contact
	Next     string
}
