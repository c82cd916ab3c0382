package movement

import (
	"encoding/base32"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// ContactID is the permanent name of a contact: "c_" and 26 characters of
// Crockford-like base32, drawn at random.
type ContactID string

// OrganizerID is the permanent name of an organizer: "o_" and 26 characters.
type OrganizerID string

// MailID is the name of an outbox item: "m_" and 26 characters.
type MailID string

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewContactID draws an id: 128 bits of rand.
func NewContactID(rand io.Reader) (ContactID, error) {
	s, err := newID(rand, "c_")
	return ContactID(s), err
}

// NewOrganizerID draws an id: 128 bits of rand.
func NewOrganizerID(rand io.Reader) (OrganizerID, error) {
	s, err := newID(rand, "o_")
	return OrganizerID(s), err
}

// NewMailID draws an id: 128 bits of rand.
func NewMailID(rand io.Reader) (MailID, error) {
	s, err := newID(rand, "m_")
	return MailID(s), err
}

func newID(rand io.Reader, prefix string) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw an id: %w", err)
	}
	return prefix + idEncoding.EncodeToString(b[:]), nil
}

var contactID = regexp.MustCompile(`^c_[0-9a-hjkmnp-tv-z]{26}$`)

// Valid reports whether the id has the shape of one; a foreign text never
// reaches a key otherwise.
func (id ContactID) Valid() bool { return contactID.MatchString(string(id)) }

// Valid reports whether the id has the shape of one.
func (id OrganizerID) Valid() bool {
	rest, ok := strings.CutPrefix(string(id), "o_")
	return ok && contactID.MatchString("c_"+rest)
}
