package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// mailDoc is an outbox item as stored.
type mailDoc struct {
	ID       movement.MailID    `json:"id"`
	Template string             `json:"template"`
	To       movement.Recipient `json:"to"`
	Language string             `json:"language,omitempty"`
	Zone     movement.ZoneID    `json:"zone"`
	Sealed   string             `json:"sealed,omitempty"`
	Due      time.Time          `json:"due"`
	Attempts int                `json:"attempts,omitempty"`
}

// mail is the item's value at a version.
func (d mailDoc) mail(version int64) movement.Mail {
	return movement.Mail{ID: d.ID, Template: d.Template, To: d.To, Language: d.Language, Zone: d.Zone, Sealed: d.Sealed,
		Due: d.Due, Attempts: d.Attempts, Version: version}
}

const (
	mailType     = "outbox/1"
	mailShards   = 4
	failedShard  = "failed"
	mailLease    = 5 * time.Minute     // how long a claimed mail is left to its sender
	mailKept     = 30 * 24 * time.Hour // a finished item's trace, without its secret
	dueSortWidth = "%012d"             // Unix seconds, so that text sorts as numbers
)

// mailItem is a mail that is owed: it stands in the index by its due time.
func mailItem(m movement.Mail) table.Item {
	item := encode(mailKey(m.ID), mailType, mailDoc{m.ID, m.Template, m.To, m.Language, m.Zone, m.Sealed, m.Due, m.Attempts})
	h := fnv.New32a()
	h.Write([]byte(m.ID))
	item.GPK = fmt.Sprintf("%s%d", outboxIndex, h.Sum32()%mailShards)
	item.GSK = fmt.Sprintf(dueSortWidth, m.Due.Unix()) + "#" + string(m.ID)
	return item
}

func sealPurpose(id movement.MailID) string { return "mail " + string(id) }

// issue draws up the token of a secret and hides the secret in the mail that
// will carry it.
func (s *Store) issue(ctx context.Context, m *movement.Mail, secret movement.Secret, p movement.TokenPurpose, now time.Time) (movement.Token, error) {
	secrets, err := s.secrets(ctx)
	if err != nil {
		return movement.Token{}, err
	}
	plain, err := json.Marshal(secret)
	if err != nil {
		return movement.Token{}, fmt.Errorf("encode a secret: %w", err)
	}
	if m.Sealed, err = secrets.Token.Seal(s.rand, sealPurpose(m.ID), plain); err != nil {
		return movement.Token{}, err
	}
	return movement.NewToken(secret, p, secrets.Token, now), nil
}

// Unseal is the secret of a mail; the zero Secret for one without.
func (s *Store) Unseal(ctx context.Context, m movement.Mail) (movement.Secret, error) {
	var secret movement.Secret
	if m.Sealed == "" {
		return secret, nil
	}
	secrets, err := s.secrets(ctx)
	if err != nil {
		return secret, err
	}
	plain, err := secrets.Token.Open(sealPurpose(m.ID), m.Sealed)
	if err != nil {
		return secret, fmt.Errorf("unseal mail %s: %w", m.ID, err)
	}
	return secret, json.Unmarshal(plain, &secret)
}

// DueMails lists mails that are owed by now, at most limit, earliest first in
// each part of the index. Some may be done already: ClaimMail decides.
func (s *Store) DueMails(ctx context.Context, limit int) ([]movement.MailID, error) {
	var ids []movement.MailID
	to := fmt.Sprintf(dueSortWidth, s.now().Unix()+1)
	for shard := range mailShards {
		q := table.Query{PK: fmt.Sprintf("%s%d", outboxIndex, shard), From: "0", To: to, Index: true, Limit: limit}
		page, err := s.table.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("query due mails: %w", err)
		}
		for _, item := range page.Items {
			ids = append(ids, movement.MailID(strings.TrimPrefix(item.PK, outboxPrefix)))
		}
	}
	return ids, nil
}

// HastenMails makes every owed mail due now. It is for a machine that starts
// and knows that no other is sending: what a killed one had claimed, or put off,
// need not wait.
func (s *Store) HastenMails(ctx context.Context) error {
	now := s.now()
	for shard := range mailShards {
		q := table.Query{PK: fmt.Sprintf("%s%d", outboxIndex, shard), From: fmt.Sprintf(dueSortWidth, now.Unix()+1), To: "9", Index: true, Limit: 100}
		for more := true; more; {
			page, err := s.table.Query(ctx, q)
			if err != nil {
				return fmt.Errorf("query put-off mails: %w", err)
			}
			for _, item := range page.Items {
				var d mailDoc
				if err := decode(item, &d); err != nil {
					return err
				}
				m := d.mail(item.Version)
				m.Due = now
				if err := s.settle(ctx, m, mailItem(m)); err != nil {
					return fmt.Errorf("hasten mail %s: %w", m.ID, err)
				}
			}
			q.Cursor, more = page.Next, page.Next != ""
		}
	}
	return nil
}

// ClaimMail takes a due mail for the one who is about to send it; nobody else
// gets it for mailLease. ok is false when it is done, not due or another's.
func (s *Store) ClaimMail(ctx context.Context, id movement.MailID) (m movement.Mail, ok bool, err error) {
	now := s.now()
	var d mailDoc
	version, found, err := s.get(ctx, mailKey(id), &d)
	if err != nil || !found || d.Template == "" || d.Due.After(now) {
		return movement.Mail{}, false, err
	}
	m = d.mail(version)
	if m.Attempts >= movement.MailAttempts { // every sender so far has died of it
		return movement.Mail{}, false, s.settle(ctx, m, aside(mailItem(m)))
	}
	m.Due, m.Attempts, m.Version = now.Add(mailLease), m.Attempts+1, version+1
	err = s.write(ctx, now, table.Put(mailItem(m), table.Match(version)))
	var lost *table.ConditionError
	if errors.As(err, &lost) {
		return movement.Mail{}, false, nil
	}
	return m, err == nil, err
}

// FinishMail ends a claimed mail: it leaves the index, and its secret is gone.
func (s *Store) FinishMail(ctx context.Context, m movement.Mail) error {
	done := expiring(encode(mailKey(m.ID), mailType, mailDoc{ID: m.ID, To: m.To, Zone: m.Zone, Due: m.Due, Attempts: m.Attempts}),
		s.now().Add(mailKept))
	return s.settle(ctx, m, done)
}

// PostponeMail gives a claimed mail back to be tried again later, or puts it
// aside as failed when it has been tried MailAttempts times or refused for good.
func (s *Store) PostponeMail(ctx context.Context, m movement.Mail, refused bool) (failed bool, err error) {
	failed = refused || m.Attempts >= movement.MailAttempts
	m.Due = m.Retry(s.now())
	item := mailItem(m)
	if failed {
		item = aside(item)
	}
	return failed, s.settle(ctx, m, item)
}

// aside moves a mail that failed for good to the index partition of those.
func aside(item table.Item) table.Item {
	item.GPK = outboxIndex + failedShard
	return item
}

// settle replaces a claimed mail. Losing it to somebody whose claim came after
// ours has expired is no error: they will settle it.
func (s *Store) settle(ctx context.Context, m movement.Mail, item table.Item) error {
	err := s.write(ctx, s.now(), table.Put(item, table.Match(m.Version)))
	var lost *table.ConditionError
	if errors.As(err, &lost) {
		return nil
	}
	return err
}

// Addressee reads the recipient of a mail; ok is false when there is none, or
// none any more.
func (s *Store) Addressee(ctx context.Context, m movement.Mail) (a movement.Addressee, ok bool, err error) {
	switch {
	case m.To.Contact != "":
		var d contactDoc
		_, ok, err = s.get(ctx, contactKey(m.To.Contact), &d)
		return movement.Addressee{Email: d.Email, Language: d.Language, FirstName: d.FirstName, Number: d.Number, Zone: d.Zone,
			Newsletter: slices.Contains(d.Granted, movement.PurposeNewsletter),
			Calls:      slices.Contains(d.Granted, movement.PurposeCalls)}, ok, err
	case m.To.Organizer != "":
		var d organizerDoc
		_, ok, err = s.get(ctx, organizerKey(m.To.Organizer), &d)
		return movement.Addressee{Email: d.Email, Language: d.Language, FirstName: d.Name}, ok, err
	}
	return movement.Addressee{}, false, nil
}
