package movement

import (
	"io"
	"strings"
	"time"
)

// How long an organizer's session lives.
const (
	SessionIdle     = 30 * time.Minute
	SessionAbsolute = 12 * time.Hour
	SessionTouch    = 5 * time.Minute // SeenAt is written at most this often
)

// Session is a signed-in organizer's. Its secret is only in their cookie.
type Session struct {
	Hash      TokenHash
	Organizer OrganizerID
	Epoch     int64 // of the organizer at sign-in; another one ends the session
	CreatedAt time.Time
	SeenAt    time.Time
	Version   int64
}

// Ticket is what the session cookie carries: who, and the secret whose hash
// names the session, so that both can be read at once.
type Ticket struct {
	Organizer OrganizerID
	Secret    string
}

// NewTicket draws the ticket of a new session.
func NewTicket(o OrganizerID, rand io.Reader) (Ticket, error) {
	secret, err := NewSecret(rand)
	return Ticket{Organizer: o, Secret: secret.Link}, err
}

// ParseTicket reads a cookie; ok is false for anything else.
func ParseTicket(cookie string) (t Ticket, ok bool) {
	id, secret, found := strings.Cut(cookie, ".")
	t = Ticket{Organizer: OrganizerID(id), Secret: secret}
	return t, found && t.Organizer.Valid() && len(secret) == 43
}

func (t Ticket) String() string { return string(t.Organizer) + "." + t.Secret }

// Hash names the ticket's session.
func (t Ticket) Hash() TokenHash { return HashToken(t.Secret) }

// Open is the session a ticket of organizer o begins.
func (t Ticket) Open(o Organizer, at time.Time) Session {
	return Session{Hash: t.Hash(), Organizer: o.ID, Epoch: o.Epoch, CreatedAt: at, SeenAt: at}
}

// Live reports whether the session still stands for its organizer.
func (s Session) Live(o Organizer, at time.Time) bool {
	return s.Organizer == o.ID && s.Epoch == o.Epoch &&
		at.Before(s.SeenAt.Add(SessionIdle)) && at.Before(s.CreatedAt.Add(SessionAbsolute))
}

// Expires is when the session ends if nobody comes back.
func (s Session) Expires() time.Time {
	if idle, end := s.SeenAt.Add(SessionIdle), s.CreatedAt.Add(SessionAbsolute); idle.Before(end) {
		return idle
	}
	return s.CreatedAt.Add(SessionAbsolute)
}

// SignIn is a request for a sign-in mail.
type SignIn struct {
	Email    Email
	Language string
	Network  string // it comes from; empty when unknown
	Limits   []Limit
}
