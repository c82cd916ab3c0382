package movement

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Signup is a sent and checked membership form: all that its confirmation will
// need, kept with the token that was mailed, so that each mail confirms what was
// sent with it and nothing a stranger sent later.
type Signup struct {
	Contact    ContactID // of the person if the address is new
	Email      Email
	FirstName  string
	LastName   string
	PostalCode string
	Phone      string
	Language   string
	Source     string // path of the page whose form it was
	Boxes      []Box  // the ticked ones
	At         time.Time
}

// Box is a ticked box of a form and the id of the wording that stood beside it,
// empty where the sender did not say.
type Box struct {
	Purpose   Purpose
	WordingID string
}

// Pending is the contact a sign-up makes before its mail is answered.
func (s Signup) Pending(home ZoneID) Contact {
	c := Contact{ID: s.Contact, Email: s.Email, Status: Pending, JoinedAt: s.At}
	return s.apply(c, home)
}

// Confirm makes known a member: a new one with the number, or the member they
// already are with what they have just sent.
func (s Signup) Confirm(known Contact, home ZoneID, number string, at time.Time) Contact {
	known = s.apply(known, home)
	if known.Status != Member {
		known.Status, known.Number, known.ConfirmedAt = Member, number, at
	}
	known.Granted = slices.Clone(known.Granted)
	for _, box := range s.Boxes {
		if !known.Grants(box.Purpose) {
			known.Granted = append(known.Granted, box.Purpose)
		}
	}
	slices.Sort(known.Granted)
	return known
}

func (s Signup) apply(c Contact, home ZoneID) Contact {
	c.FirstName, c.LastName = s.FirstName, s.LastName
	c.PostalCode, c.Language, c.Zone = s.PostalCode, s.Language, home
	if s.Phone != "" {
		c.Phone = s.Phone
	}
	return c
}

// Consents are the ledger lines of the ticked boxes. A box that came with the id
// of another wording than today's, from a page that has changed since, is
// recorded with that id and without a text; the id is the hash of the text.
func (s Signup) Consents(home ZoneID, wordings Wordings, confirmed time.Time) []Consent {
	var lines []Consent
	for _, box := range s.Boxes {
		name := string(box.Purpose)
		if box.Purpose == PurposeMembership {
			name = "terms"
		}
		wording, _ := wordings.Find("join", s.Language, name)
		if strings.HasPrefix(box.WordingID, "w-") && box.WordingID != wording.ID {
			wording = Wording{ID: box.WordingID}
		}
		lines = append(lines, Consent{Purpose: box.Purpose, Channel: box.Purpose.Channel(), Zone: home,
			Wording: wording, Language: s.Language, Source: s.Source, Method: "form", At: s.At, ConfirmedAt: confirmed})
	}
	return lines
}

// NewNumber draws a membership number: eight digits, the first not 0.
func NewNumber(rand io.Reader) (string, error) {
	n, err := digits(rand, 90_000_000)
	return fmt.Sprintf("%08d", 10_000_000+n), err
}

// Join is a sign-up as it is asked of the store: with what makes it happen once,
// and what it counts against.
type Join struct {
	Signup      Signup
	Idempotency Idempotency
	Proof       string // names the solved challenge, which may be used once; empty without one
	Limits      []Limit
}
