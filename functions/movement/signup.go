package movement

import (
	"fmt"
	"io"
	"regexp"
	"slices"
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
	if known.Status != Member {
		known.Phone = "" // of whoever sent the first form
	}
	known = s.apply(known, home)
	if known.Status != Member {
		known.Status, known.Number, known.ConfirmedAt = Member, number, at
	}
	known.Granted = slices.Clone(known.Granted)
	for _, box := range s.Boxes {
		if box.Purpose != DeclaredAge && !known.Grants(box.Purpose) {
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

var wordingID = regexp.MustCompile(`^w-[0-9a-f]{12}$`)

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
		if wordingID.MatchString(box.WordingID) && box.WordingID != wording.ID {
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

// Agreement is what every form sent for an address agrees on while nobody has
// confirmed it. A stranger who sends a form with somebody's address cannot add
// to it: confirming gives consent to no more than this.
type Agreement struct {
	Purposes []Purpose
	Phone    string
}

// Agreement is that of one form alone.
func (s Signup) Agreement() Agreement {
	a := Agreement{Phone: s.Phone}
	for _, box := range s.Boxes {
		a.Purposes = append(a.Purposes, box.Purpose)
	}
	return a
}

// With is the agreement with one more form.
func (a Agreement) With(s Signup) Agreement {
	both := Agreement{}
	for _, p := range a.Purposes {
		if slices.ContainsFunc(s.Boxes, func(b Box) bool { return b.Purpose == p }) {
			both.Purposes = append(both.Purposes, p)
		}
	}
	if a.Phone == s.Phone {
		both.Phone = a.Phone
	}
	return both
}

// Equal reports whether two agreements say the same.
func (a Agreement) Equal(b Agreement) bool {
	return a.Phone == b.Phone && slices.Equal(a.Purposes, b.Purposes)
}

// Within is the sign-up without what the agreement lacks.
func (s Signup) Within(a Agreement) Signup {
	s.Boxes = slices.DeleteFunc(slices.Clone(s.Boxes), func(b Box) bool { return !slices.Contains(a.Purposes, b.Purpose) })
	if s.Phone != a.Phone {
		s.Phone = ""
	}
	return s
}

// Join is a sign-up as it is asked of the store: with what makes it happen once,
// and what it counts against.
type Join struct {
	Signup      Signup
	Idempotency Idempotency
	Proof       string // names the solved challenge, which may be used once; empty without one
	Limits      []Limit
}
