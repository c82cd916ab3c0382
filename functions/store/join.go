package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// ownerDoc says which contact or organizer an address belongs to.
type ownerDoc struct {
	Contact   movement.ContactID   `json:"contact,omitempty"`
	Organizer movement.OrganizerID `json:"organizer,omitempty"`
	Pending   bool                 `json:"pending,omitempty"` // the contact has not answered its mail
	Agreed    *agreementDoc        `json:"agreed,omitempty"`  // while pending
}

// agreementDoc is a movement.Agreement as stored.
type agreementDoc struct {
	Purposes []movement.Purpose `json:"purposes,omitempty"`
	Phone    string             `json:"phone,omitempty"`
}

// agreed is what every form sent for the address agrees on, given one of them.
func (o ownerDoc) agreed(s movement.Signup) movement.Agreement {
	if o.Agreed == nil {
		return s.Agreement()
	}
	return movement.Agreement(*o.Agreed)
}

// joining is one attempt at a join: what is asked, what was drawn for it once,
// and what was read at a moment.
type joining struct {
	*Store
	movement.Join
	secret  movement.Secret
	mail    movement.MailID
	now     time.Time
	windows []window
	items   map[table.Key]table.Item
}

// Join writes a sign-up: one read of all it depends on, one write. It does the
// same work and answers the same whether or not the address is known; a mail
// held back by the cap is not told either.
//
// Errors: TooMany when a limit is reached, Invalid when the idempotency key was
// used for something else, Conflict when the proof of work was used before.
func (s *Store) Join(ctx context.Context, join movement.Join) error {
	secret, err := movement.NewSecret(s.rand)
	if err != nil {
		return err
	}
	mail, err := movement.NewMailID(s.rand)
	if err != nil {
		return err
	}
	return s.change(ctx, func(now time.Time) error {
		j := joining{Store: s, Join: join, secret: secret, mail: mail, now: now}
		if done, err := j.read(ctx); done || err != nil {
			return err
		}
		ops, err := j.ops(ctx)
		if err != nil {
			return err
		}
		return j.refusal(s.write(ctx, now, ops...))
	})
}

// read reads all that the join depends on; done is true when it was answered
// before.
func (j *joining) read(ctx context.Context) (done bool, err error) {
	if j.windows, err = j.Store.windows(j.Limits, j.now); err != nil {
		return false, err
	}
	email := j.Signup.Email
	keys := append(keysOf(j.windows), idemKey(j.Idempotency), contactEmailKey(email), capKey(movement.UnconfirmedCap(), email))
	if j.items, err = j.readMany(ctx, j.now, keys...); err != nil {
		return false, fmt.Errorf("read for a join: %w", err)
	}
	return answered(j.items, j.Idempotency)
}

func (j *joining) ops(ctx context.Context) ([]table.Op, error) {
	ops, err := count(j.windows, j.items, j.now)
	if err != nil {
		return nil, err
	}
	ops = append(ops, answerOp(j.Idempotency, j.now))
	if j.Proof != "" {
		used := expiring(encode(proofKey(j.Proof), "proof/1", struct{}{}), j.now.Add(24*time.Hour))
		ops = append(ops, table.Put(used, table.Absent))
	}
	zones, wordings, err := j.data.known()
	if err != nil {
		return nil, err
	}
	if !zones.HasPage(j.Signup.Source) {
		j.Signup.Source = ""
	}
	owner, person, err := j.person(zones, wordings)
	if err != nil {
		return nil, err
	}
	mail, err := j.confirmation(ctx, owner, zones)
	return append(append(ops, person...), mail...), err
}

// person are the ops that keep the sign-up. Where the address is new: a pending
// contact, its guard and the ledger lines. Where somebody has sent a form for it
// before: only what all of them agree on, for nobody knows yet whose form is
// right. All of it is gone after PendingLife unless the mail is answered.
func (j *joining) person(zones *movement.Zones, wordings movement.Wordings) (ownerDoc, []table.Op, error) {
	home := zones.ByPostalCode(j.Signup.PostalCode).ID
	guard := contactEmailKey(j.Signup.Email)
	item, known := j.items[guard]
	if known {
		return j.again(item)
	}
	end := j.now.Add(movement.PendingLife)
	agreed := agreementDoc(j.Signup.Agreement())
	owner := ownerDoc{Contact: j.Signup.Contact, Pending: true, Agreed: &agreed}
	ops := []table.Op{
		table.Put(expiring(encode(guard, "owner/1", owner), end), table.Absent),
		table.Put(expiring(contactItem(j.Signup.Pending(home)), end), table.Absent),
	}
	for _, line := range j.Signup.Consents(home, wordings, time.Time{}) {
		ops = append(ops, table.Put(expiring(consentItem(owner.Contact, line), end), table.Always))
	}
	return owner, ops, nil
}

// again are the ops of a form for an address that has an owner already.
func (j *joining) again(guard table.Item) (ownerDoc, []table.Op, error) {
	var owner ownerDoc
	if err := decode(guard, &owner); err != nil {
		return ownerDoc{}, nil, err
	}
	before := owner.agreed(j.Signup)
	if after := before.With(j.Signup); owner.Pending && !after.Equal(before) {
		agreed := agreementDoc(after)
		owner.Agreed = &agreed
		next := encode(guard.Key, "owner/1", owner)
		next.TTL = guard.TTL // as long as its contact lives
		return owner, []table.Op{table.Put(next, table.Match(guard.Version))}, nil
	}
	return owner, []table.Op{table.Check(guard.Key, table.Match(guard.Version))}, nil
}

// confirmation are the ops that owe the mail with the token; none when the cap
// holds it back.
func (j *joining) confirmation(ctx context.Context, owner ownerDoc, zones *movement.Zones) ([]table.Op, error) {
	email, mailCap := j.Signup.Email, movement.UnconfirmedCap()
	capped, ok, err := capOp(mailCap, email, j.items[capKey(mailCap, email)], j.now)
	if err != nil || !ok {
		return nil, err
	}
	m := movement.Mail{ID: j.mail, Template: "confirm", To: movement.Recipient{Contact: owner.Contact},
		Language: j.Signup.Language, Zone: zones.BySite(j.Signup.Source).ID, Due: j.now}
	if !owner.Pending {
		m.Template = "update"
	}
	t, err := j.issue(ctx, &m, j.secret, movement.ConfirmToken, j.now)
	if err != nil {
		return nil, err
	}
	t.Signup, t.Update = &j.Signup, !owner.Pending
	return append(issueOps(t, email), capped, table.Put(mailItem(m), table.Absent)), nil
}

// refusal tells the refusals that are answers from the races that are not.
func (j *joining) refusal(err error) error {
	var lost *table.ConditionError
	if !errors.As(err, &lost) || lost.Failed(idemKey(j.Idempotency)) {
		return err
	}
	if j.Proof != "" && lost.Failed(proofKey(j.Proof)) {
		return &movement.Error{Kind: movement.Conflict, Message: "challenge.used"}
	}
	return fullOr(err, j.windows)
}
