package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// sessionDoc is a session as stored, under the hash of its secret.
type sessionDoc struct {
	Hash      movement.TokenHash   `json:"hash"`
	Organizer movement.OrganizerID `json:"organizer"`
	Epoch     int64                `json:"epoch"`
	CreatedAt time.Time            `json:"created_at"`
	SeenAt    time.Time            `json:"seen_at"`
}

func sessionItem(s movement.Session) table.Item {
	item := encode(sessionKey(s.Hash), "session/1", sessionDoc{s.Hash, s.Organizer, s.Epoch, s.CreatedAt, s.SeenAt})
	return expiring(item, s.Expires())
}

// RequestSignIn owes a sign-in mail to the organizer with the address. For any
// other address it does the same work and owes a mail to nobody.
func (s *Store) RequestSignIn(ctx context.Context, r movement.SignIn) error {
	secret, err := movement.NewSecret(s.rand)
	if err != nil {
		return err
	}
	id, err := movement.NewMailID(s.rand)
	if err != nil {
		return err
	}
	return s.change(ctx, func(now time.Time) error {
		ws, err := s.windows(r.Limits, now)
		if err != nil {
			return err
		}
		keys := append(keysOf(ws), organizerEmailKey(r.Email))
		for _, c := range movement.SignInCaps(r.Network) {
			keys = append(keys, capKey(c, r.Email))
		}
		items, err := s.readMany(ctx, now, keys...)
		if err != nil {
			return fmt.Errorf("read for a sign-in: %w", err)
		}
		ops, err := count(ws, items, now)
		if err != nil {
			return err
		}
		m := movement.Mail{ID: id, Template: "sign-in", Language: r.Language, Due: now}
		mail, err := s.signInMail(ctx, r, m, outgoing{secret, items, now})
		if err != nil {
			return err
		}
		if ops = append(ops, mail...); len(ops) == 0 {
			return nil
		}
		return fullOr(s.write(ctx, now, ops...), ws)
	})
}

// outgoing is what a sign-in mail is made of: its secret and what was read.
type outgoing struct {
	secret movement.Secret
	items  map[table.Key]table.Item
	now    time.Time
}

// signInMail are the ops that owe the mail and issue its token; none when a
// cap holds it back.
func (s *Store) signInMail(ctx context.Context, r movement.SignIn, m movement.Mail, out outgoing) ([]table.Op, error) {
	var ops []table.Op
	for _, c := range movement.SignInCaps(r.Network) {
		op, ok, err := capOp(c, r.Email, out.items[capKey(c, r.Email)], out.now)
		if err != nil || !ok {
			return nil, err
		}
		ops = append(ops, op)
	}
	var err error
	if m.To.Organizer, err = ownerOf(out.items, organizerEmailKey(r.Email)); err != nil {
		return nil, err
	}
	t, err := s.issue(ctx, &m, out.secret, movement.SignInToken, out.now)
	if err != nil {
		return nil, err
	}
	t.Organizer = m.To.Organizer
	return append(append(ops, issueOps(t, r.Email)...), table.Put(mailItem(m), table.Absent)), nil
}

func ownerOf(items map[table.Key]table.Item, guard table.Key) (movement.OrganizerID, error) {
	item, ok := items[guard]
	if !ok {
		return "", nil
	}
	var owner ownerDoc
	err := decode(item, &owner)
	return owner.Organizer, err
}

// SignIn opens a session for whoever brings back a sign-in link or code. Of two
// who bring the same, one gets the session.
//
// Errors: Expired for a link that is too old, unknown or used, Invalid with the
// field code for a code that is wrong, unknown or used up, TooMany when a limit
// is reached.
func (s *Store) SignIn(ctx context.Context, claim movement.Claim) (movement.Ticket, movement.Session, error) {
	t, err := s.claimed(ctx, claim, movement.SignInToken)
	if err != nil {
		return movement.Ticket{}, movement.Session{}, err
	}
	gone := &movement.Error{Kind: movement.Expired, Message: "sign-in.expired"}
	if t.Used || t.Organizer == "" {
		return movement.Ticket{}, movement.Session{}, gone
	}
	o, err := s.organizer(ctx, t.Organizer)
	if err != nil {
		return movement.Ticket{}, movement.Session{}, err
	}
	now := s.now()
	ticket, err := movement.NewTicket(o.ID, s.rand)
	if err != nil {
		return ticket, movement.Session{}, err
	}
	entry, err := s.auditOp(movement.Audit{Organizer: o.ID, Action: "session.opened", At: now})
	if err != nil {
		return ticket, movement.Session{}, err
	}
	session := ticket.Open(o, now)
	t.Used = true
	err = s.write(ctx, now, entry,
		table.Put(tokenItem(t), table.Match(t.Version)),
		table.Put(sessionItem(session), table.Absent))
	var lost *table.ConditionError
	if errors.As(err, &lost) {
		return movement.Ticket{}, movement.Session{}, gone
	}
	return ticket, session, unavailable(err)
}

// Actor is the organizer of a ticket with the rights they have now, in one read;
// Unsigned when the session is over. It notes the visit every SessionTouch.
func (s *Store) Actor(ctx context.Context, ticket movement.Ticket) (movement.Organizer, error) {
	unsigned := &movement.Error{Kind: movement.Unsigned, Message: "unsigned"}
	now := s.now()
	sk, ok := sessionKey(ticket.Hash()), organizerKey(ticket.Organizer)
	items, err := s.readMany(ctx, now, sk, ok)
	if err != nil {
		return movement.Organizer{}, fmt.Errorf("read a session: %w", err)
	}
	sessionFound, organizerFound := items[sk], items[ok]
	if sessionFound.Version == 0 || organizerFound.Version == 0 {
		return movement.Organizer{}, unsigned
	}
	o, err := toOrganizer(organizerFound)
	if err != nil {
		return o, err
	}
	var d sessionDoc
	if err := decode(sessionFound, &d); err != nil {
		return o, err
	}
	session := movement.Session{Hash: d.Hash, Organizer: d.Organizer, Epoch: d.Epoch, CreatedAt: d.CreatedAt, SeenAt: d.SeenAt}
	if !session.Live(o, now) {
		return movement.Organizer{}, unsigned
	}
	if now.Sub(session.SeenAt) >= movement.SessionTouch {
		session.SeenAt = now
		err := s.write(ctx, now, table.Put(sessionItem(session), table.Match(sessionFound.Version)))
		if lost := new(table.ConditionError); err != nil && !errors.As(err, &lost) {
			return o, fmt.Errorf("touch a session: %w", unavailable(err))
		}
	}
	return o, nil
}

// SignOut ends a ticket's session at once; it is no error when there is none.
func (s *Store) SignOut(ctx context.Context, ticket movement.Ticket) error {
	if err := s.write(ctx, s.now(), table.Delete(sessionKey(ticket.Hash()), table.Always)); err != nil {
		return fmt.Errorf("delete a session: %w", unavailable(err))
	}
	return nil
}
