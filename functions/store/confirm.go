package store

import (
	"context"
	"fmt"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// Confirm makes a member of whoever brings back a confirmation's link or code.
// A second time, or at the same time, it answers the same member and changes
// nothing.
//
// Errors: Expired for a link that is too old or unknown, Invalid with the field
// code for a code that is wrong, unknown or used up, TooMany when a limit is
// reached.
func (s *Store) Confirm(ctx context.Context, claim movement.Claim) (movement.Contact, error) {
	var member movement.Contact
	t, err := s.claimed(ctx, claim, movement.ConfirmToken)
	if err != nil {
		return member, err
	}
	err = s.change(ctx, func(now time.Time) error {
		var err error
		if t, err = s.token(ctx, t.Hash, movement.ConfirmToken); err != nil {
			return err
		}
		member, err = s.confirm(ctx, t, now)
		return err
	})
	return member, err
}

// confirm applies a token. What a member is known by is changed by a token of
// their own only: one that was issued before they were a member, for whoever's
// form, does nothing any more.
func (s *Store) confirm(ctx context.Context, t movement.Token, now time.Time) (movement.Contact, error) {
	known, owner, err := s.signedUp(ctx, t, now)
	if err != nil || t.Used {
		return known, err
	}
	zones, wordings, err := s.data.known()
	if err != nil {
		return known, err
	}
	if known.Status == movement.Member && !t.Update {
		t.Used, t.Contact = true, known.ID
		return known, s.write(ctx, now, table.Put(tokenItem(t), table.Match(t.Version)))
	}
	number, err := movement.NewNumber(s.rand)
	if err != nil {
		return known, err
	}
	signup := *t.Signup
	if known.Status != movement.Member {
		signup = signup.Within(owner.agreed(signup))
	}
	home := zones.ByPostalCode(signup.PostalCode).ID
	member := signup.Confirm(known, home, number, now)
	t.Used, t.Contact = true, member.ID
	ops := []table.Op{
		table.Put(tokenItem(t), table.Match(t.Version)),
		table.Put(encode(contactEmailKey(member.Email), "owner/1", ownerDoc{Contact: member.ID}), replaces(owner.version)),
		table.Put(contactItem(member), replaces(known.Version)),
	}
	for _, line := range signup.Consents(home, wordings, now) {
		ops = append(ops, table.Put(consentItem(member.ID, line), table.Always))
	}
	ops = append(ops, rowOps(known, member)...)
	if known.Status != movement.Member {
		welcome, err := s.welcome(member, number, zones.BySite(signup.Source).ID, now)
		if err != nil {
			return known, err
		}
		ops = append(ops, welcome...)
	}
	return member, s.write(ctx, now, ops...)
}

// guard is an address's owner as read, version 0 for none.
type guard struct {
	ownerDoc
	version int64
}

// signedUp reads who the token's address belongs to now: the contact the
// sign-up made, another one made since, or, when all of it has expired, the
// contact to make.
func (s *Store) signedUp(ctx context.Context, t movement.Token, now time.Time) (c movement.Contact, owner guard, err error) {
	id := t.Signup.Contact
	key := contactEmailKey(t.Signup.Email)
	items, err := s.readMany(ctx, now, key, contactKey(id))
	if err != nil {
		return c, owner, fmt.Errorf("read for a confirmation: %w", err)
	}
	if item, ok := items[key]; ok {
		if err := decode(item, &owner.ownerDoc); err != nil {
			return c, owner, err
		}
		if owner.version = item.Version; owner.Contact != id {
			id = owner.Contact
			if items, err = s.table.GetMany(ctx, contactKey(id)); err != nil {
				return c, owner, fmt.Errorf("read for a confirmation: %w", err)
			}
		}
	}
	c, ok, err := contactAmong(items, id)
	if err == nil && !ok {
		c = movement.Contact{ID: id, Email: t.Signup.Email, JoinedAt: t.Signup.At, Status: movement.Pending}
	}
	return c, owner, err
}

// welcome are the ops that take the number for a new member and owe them a mail.
func (s *Store) welcome(member movement.Contact, number string, zone movement.ZoneID, now time.Time) ([]table.Op, error) {
	id, err := movement.NewMailID(s.rand)
	if err != nil {
		return nil, err
	}
	m := movement.Mail{ID: id, Template: "welcome", To: movement.Recipient{Contact: member.ID},
		Language: member.Language, Zone: zone, Due: now}
	taken := encode(numberKey(number), "number/1", ownerDoc{Contact: member.ID})
	return []table.Op{table.Put(taken, table.Absent), table.Put(mailItem(m), table.Absent)}, nil
}
