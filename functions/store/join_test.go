package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
	"maillage/functions/table/tabletest"
)

func TestJoinToMember(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		signup := f.camille(t)
		secret := f.mustJoin(t, signup)
		region, neighbour := scopeOf(t, movement.Grant{Zone: "fr/r-1"}), scopeOf(t, movement.Grant{Zone: "fr/r-11"})
		if ids := f.listed(t, region, movement.ContactQuery{Limit: 10}); len(ids) > 0 {
			t.Errorf("a pending contact is listed: %v", ids)
		}
		if _, _, err := f.Contact(t.Context(), region, signup.Contact); movement.KindOf(err) != movement.NotFound {
			t.Errorf("a pending contact is shown: %v", err)
		}
		f.clock.Advance(time.Minute)
		member := f.mustConfirm(t, secret)
		want := movement.Contact{ID: signup.Contact, Email: signup.Email, FirstName: "Camille", LastName: "Petit", PostalCode: "75011", Language: "fr",
			Zone: "fr/r-1/d-75", Status: movement.Member, Number: member.Number, Granted: []movement.Purpose{movement.PurposeMembership},
			JoinedAt: signup.At, ConfirmedAt: f.clock.Now(), Version: 2}
		got, consents, err := f.Contact(t.Context(), region, signup.Contact)
		if diff := cmp.Diff(want, got); diff != "" || err != nil || len(member.Number) != 8 {
			t.Errorf("member, error %v (-want +got):\n%s", err, diff)
		}
		lines := []movement.Consent{{Purpose: movement.PurposeMembership, Zone: "fr/r-1/d-75", Wording: movement.Wording{ID: "w-1", Text: "J’accepte la charte."},
			Language: "fr", Source: "/adhesion/", Method: "form", At: signup.At, ConfirmedAt: f.clock.Now()}}
		if diff := cmp.Diff(lines, consents); diff != "" {
			t.Errorf("consents (-want +got):\n%s", diff)
		}
		if ids := f.listed(t, region, movement.ContactQuery{Limit: 10}); !slices.Equal(ids, []movement.ContactID{signup.Contact}) {
			t.Errorf("the region lists %v", ids)
		}
		if ids := f.listed(t, neighbour, movement.ContactQuery{Limit: 10}); len(ids) > 0 {
			t.Errorf("the neighbour lists %v", ids)
		}
		if diff := cmp.Diff([]string{"welcome"}, templates(f.sendAll(t))); diff != "" {
			t.Errorf("mails (-want +got):\n%s", diff)
		}
		f.clock.Advance(2 * movement.PendingLife)
		if late, _, err := f.Contact(t.Context(), region, signup.Contact); err != nil || late.Number != member.Number {
			t.Errorf("a member expired: %v", err)
		}
	})
}

// TestConfirmAfterExpiry lets a pending contact expire while mails of later
// sign-ups can still be answered.
// TestConfirmAlone answers a mail whose guard and contact have expired, with no
// sign-up since.
func TestRejoin(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		signup := f.camille(t)
		member := f.mustConfirm(t, f.mustJoin(t, signup))
		f.sendAll(t)
		f.clock.Advance(time.Hour)
		again := f.camille(t)
		again.FirstName, again.PostalCode, again.Email = "Camille-Anne", "01000", "CAMILLE@exemple.fr"
		again.Boxes = append(again.Boxes, movement.Box{Purpose: movement.PurposeCalls, WordingID: "w-3"})
		if err := f.Join(t.Context(), f.joinOf(again)); err != nil {
			t.Fatal(err)
		}
		sent := f.sendAll(t)
		if !slices.Equal(templates(sent), []string{"update"}) || sent[0].to.Email != signup.Email {
			t.Fatalf("mails %+v", sent)
		}
		before, after := scopeOf(t, movement.Grant{Zone: "fr/r-1"}), scopeOf(t, movement.Grant{Zone: "fr/r-11/d-1"})
		if got, _, err := f.Contact(t.Context(), before, member.ID); err != nil || got.FirstName != "Camille" || got.Grants(movement.PurposeCalls) {
			t.Errorf("what a stranger could have sent changed %+v, error %v", got, err)
		}
		updated := f.mustConfirm(t, sent[0].secret)
		if updated.ID != member.ID || updated.Number != member.Number || updated.Zone != "fr/r-11/d-1" || !updated.Grants(movement.PurposeCalls) ||
			updated.Email != signup.Email || !updated.ConfirmedAt.Equal(member.ConfirmedAt) {
			t.Errorf("updated %+v", updated)
		}
		q := movement.ContactQuery{Limit: 10}
		if old, now := f.listed(t, before, q), f.listed(t, after, q); len(old) != 0 || !slices.Equal(now, []movement.ContactID{member.ID}) {
			t.Errorf("the old zone lists %v, the new one %v", old, now)
		}
		_, consents, err := f.Contact(t.Context(), after, member.ID)
		if len(consents) != 3 || err != nil || consents[1].Purpose != movement.PurposeCalls || consents[2].Zone != "fr/r-11/d-1" {
			t.Errorf("ledger %+v, error %v", consents, err)
		}
		if extra := templates(f.sendAll(t)); len(extra) != 0 {
			t.Errorf("mails after an update: %v", extra)
		}
	})
}

func TestJoinOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		join := f.joinOf(f.camille(t))
		join.Proof = "challenge-1"
		for range 3 {
			if err := f.Join(t.Context(), join); err != nil {
				t.Fatal(err)
			}
		}
		if sent := templates(f.sendAll(t)); !slices.Equal(sent, []string{"confirm"}) {
			t.Errorf("mails %v, want one", sent)
		}
		other := join
		other.Idempotency.Hash = "another payload"
		wantKind(t, f.Join(t.Context(), other), movement.Invalid)
		replay := join
		replay.Idempotency.Key = "another key"
		wantKind(t, f.Join(t.Context(), replay), movement.Conflict)
		f.clock.Advance(24*time.Hour + time.Second)
		replay.Proof = "challenge-2"
		if err := f.Join(t.Context(), other); movement.KindOf(err) == movement.Invalid {
			t.Errorf("the key is remembered for longer than it lives: %v", err)
		}
	})
}

func TestJoinParallelOnce(t *testing.T) {
	f := onSQLite(t)
	join := f.joinOf(f.camille(t))
	join.Proof = "challenge-1"
	errs := parallel(20, func(int) error { return f.Join(t.Context(), join) })
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if sent := templates(f.sendAll(t)); !slices.Equal(sent, []string{"confirm"}) {
		t.Errorf("mails %v, want one", sent)
	}
}

// parallel runs do n times at once.
func parallel(n int, do func(i int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = do(i) })
	}
	wg.Wait()
	return errs
}

func TestJoinLimits(t *testing.T) {
	f := onSQLite(t)
	f.clock.Set(time.Unix(f.clock.Now().Unix()/600*600, 0))
	limit := movement.Limit{Name: "join.network", Key: "192.0.2.1/32", Max: 3, Per: 10 * time.Minute}
	send := func(n int, key string) error {
		s := f.camille(t)
		s.Email = movement.Email(fmt.Sprintf("camille%d@exemple.fr", n))
		join := f.joinOf(s)
		join.Limits = []movement.Limit{limit, {Name: "join.all", Max: 1600, Per: time.Hour, Shards: 16}}
		join.Limits[0].Key = key
		return f.Join(t.Context(), join)
	}
	for n := range 3 {
		if err := send(n, limit.Key); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, send(4, limit.Key), movement.TooMany)
	if sent := f.sendAll(t); len(sent) != 3 {
		t.Errorf("%d mails after the limit, want 3", len(sent))
	}
	if err := send(5, "192.0.2.2/32"); err != nil {
		t.Errorf("another network: %v", err)
	}
	f.clock.Advance(10 * time.Minute)
	wantKind(t, send(6, limit.Key), movement.TooMany)
	f.clock.Advance(4 * time.Minute) // 3·6/10 of the past still count
	if err := send(7, limit.Key); err != nil {
		t.Error(err)
	}
}

// TestJoinCalls counts calls of the table: one read and one write, alike for an
// address that is known.
func TestJoinCalls(t *testing.T) {
	clock := tabletest.NewClock()
	counter := tabletest.NewCounter(onFile(t, clock))
	f := newFixture(t, counter, clock)
	if _, err := f.Zones(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"GetMany": 1, "Write": 1}
	for _, who := range []string{"unknown", "pending", "held back by the cap", "again"} {
		counter.Take()
		if err := f.Join(t.Context(), f.joinOf(f.camille(t))); err != nil {
			t.Fatal(err)
		}
		got := counter.Take()
		for method, n := range got {
			if n == 0 {
				delete(got, method)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("calls of a join with an %s address (-want +got):\n%s", who, diff)
		}
	}
	clock.Advance(dataLife)
	counter.Take()
	if err := f.Join(t.Context(), f.joinOf(f.camille(t))); err != nil || counter.Take()["GetMany"] != 1 {
		t.Errorf("reading the sites' data again costs a call of its own, error %v", err)
	}
}

func TestJoinMailCap(t *testing.T) {
	f := onSQLite(t)
	var secret movement.Secret
	for n := range 10 {
		if err := f.Join(t.Context(), f.joinOf(f.camille(t))); err != nil {
			t.Fatal(err)
		}
		for _, l := range f.sendAll(t) {
			secret = l.secret
			if n%2 != 0 {
				t.Error("a mail within ten minutes of another")
			}
		}
		f.clock.Advance(5*time.Minute + time.Second)
	}
	if m := f.mustConfirm(t, secret); m.Status != movement.Member || strings.Contains(fmt.Sprint(m), secret.Code) {
		t.Errorf("member %+v", m)
	}
}
