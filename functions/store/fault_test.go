package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"maillage/functions/movement"
	"maillage/functions/table/tabletest"
)

// path is one person's way: joined, mailed, confirmed, greeted. Whoever meets an
// error tries again with the same key, as a browser or the sweep would.
func (f *fixture) path(t *testing.T, join movement.Join) movement.Contact {
	t.Helper()
	f.until(t, func() error { return f.Join(t.Context(), join) })
	var secret movement.Secret
	for _, l := range f.patientlySend(t) {
		secret = l.secret
	}
	var member movement.Contact
	f.until(t, func() (err error) {
		member, err = f.Confirm(t.Context(), movement.Claim{Link: secret.Link})
		return err
	})
	if sent := f.patientlySend(t); !slices.Equal(templates(sent), []string{"welcome"}) {
		t.Errorf("mails %v, want one welcome", templates(sent))
	}
	return member
}

// until tries again after errors that say nothing but "try again".
func (f *fixture) until(t *testing.T, do func() error) {
	t.Helper()
	var err error
	for range 30 {
		if err = do(); err == nil {
			return
		}
		if kind := movement.KindOf(err); kind != movement.Internal && kind != movement.Unavailable {
			break
		}
	}
	t.Fatal(err)
}

// patientlySend sends what is due, and once more when leases have lapsed: a
// letter that is handed over twice is the same letter.
func (f *fixture) patientlySend(t *testing.T) []letter {
	t.Helper()
	sent := map[movement.MailID]letter{}
	for range 3 {
		var ids []movement.MailID
		f.until(t, func() (err error) { ids, err = f.DueMails(t.Context(), 10); return err })
		for _, id := range ids {
			m, ok, err := f.ClaimMail(t.Context(), id)
			if err != nil || !ok {
				continue // another try when the lease is over
			}
			l := letter{template: m.Template}
			if l.secret, err = f.Unseal(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			sent[id] = l
			_ = f.FinishMail(t.Context(), m)
		}
		f.clock.Advance(mailLease)
	}
	var letters []letter
	for _, l := range sent {
		letters = append(letters, l)
	}
	return letters
}

// check demands one member with one number and one ledger line, listed once, and
// nothing left to send.
func (f *fixture) check(t *testing.T, member movement.Contact) {
	t.Helper()
	all := scopeOf(t, movement.Grant{Zone: "fr"})
	if ids := f.listed(t, all, movement.ContactQuery{Text: string(member.Email), Limit: 10}); !slices.Equal(ids, []movement.ContactID{member.ID}) {
		t.Errorf("listed %v, want %s alone", ids, member.ID)
	}
	got, consents, err := f.Contact(t.Context(), all, member.ID)
	if err != nil || got.Number != member.Number || got.Number == "" || len(consents) != 1 || consents[0].ConfirmedAt.IsZero() {
		t.Errorf("contact %+v, consents %+v, error %v", got, consents, err)
	}
	f.clock.Advance(time.Hour)
	if due := f.due(t); len(due) > 0 {
		t.Errorf("mails %v are still due", due)
	}
}

// newcomer is a sending by the n-th person.
func (f *fixture) newcomer(t *testing.T, n int) movement.Join {
	s := f.camille(t)
	s.Email = movement.Email(fmt.Sprintf("camille%d@exemple.fr", n))
	return f.joinOf(s)
}

// TestFaultAtEveryCall lets each call on the way fail in each manner.
func TestFaultAtEveryCall(t *testing.T) {
	faults := map[string]tabletest.Fault{"fails": tabletest.FailBefore, "is busy": tabletest.Busy, "loses its reply": tabletest.LoseReply, "is doubled": tabletest.Twice}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			f := onSQLite(t)
			under := f.Store.table
			for n, last := 1, false; !last; n++ {
				join := f.newcomer(t, n)
				join.Proof = join.Idempotency.Key
				faulty := tabletest.NewFaulty(under, tabletest.At(n, fault))
				f.Store.table = faulty
				member := f.path(t, join)
				last = faulty.Calls() < n
				f.Store.table = under
				f.check(t, member)
				if t.Failed() {
					t.Fatalf("when call %d %s", n, name)
				}
			}
		})
	}
}

// TestRandomFaults goes the way again and again on a table where a fifth of the
// calls that join and confirm fail.
func TestRandomFaults(t *testing.T) {
	f := onSQLite(t)
	under := f.Store.table
	for seed := range 40 {
		join := f.newcomer(t, seed)
		f.Store.table = tabletest.NewFaulty(under, tabletest.Seeded(uint64(seed), 0.2, tabletest.FailBefore, tabletest.Busy, tabletest.LoseReply, tabletest.Twice))
		faulty := f.Store.table
		f.until(t, func() error { return f.Join(t.Context(), join) })
		f.Store.table = under
		sent := f.patientlySend(t)
		if !slices.Equal(templates(sent), []string{"confirm"}) {
			t.Fatalf("seed %d: mails %v", seed, templates(sent))
		}
		f.Store.table = faulty
		var member movement.Contact
		f.until(t, func() (err error) {
			member, err = f.Confirm(t.Context(), movement.Claim{Link: sent[0].secret.Link})
			return err
		})
		f.Store.table = under
		f.patientlySend(t)
		f.check(t, member)
	}
}
