package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/table/tabletest"
)

const alix movement.Email = "alix@exemple.fr"

// appoint makes an organizer and answers the secret of a sign-in mail.
func (f *fixture) appoint(t testing.TB) (movement.Organizer, movement.Secret) {
	t.Helper()
	o, err := f.Appoint(t.Context(), alix, "Alix", []movement.Grant{{Permission: movement.ReadContacts, Zone: "fr/r-1"}})
	if err != nil {
		t.Fatal(err)
	}
	return o, f.askSignIn(t)
}

func (f *fixture) askSignIn(t testing.TB) movement.Secret {
	t.Helper()
	if err := f.RequestSignIn(t.Context(), movement.SignIn{Email: "ALIX@exemple.fr", Language: "fr"}); err != nil {
		t.Fatal(err)
	}
	sent := f.sendAll(t)
	if len(sent) != 1 || sent[0].template != "sign-in" || sent[0].to.Email != alix {
		t.Fatalf("mails %+v", sent)
	}
	return sent[0].secret
}

func TestSignIn(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		o, secret := f.appoint(t)
		ticket, session, err := f.SignIn(t.Context(), movement.Claim{Link: secret.Link})
		if err != nil || ticket.Organizer != o.ID || session.Organizer != o.ID {
			t.Fatalf("ticket %+v, error %v", ticket, err)
		}
		got, err := f.Actor(t.Context(), ticket)
		o.Version = 1
		if diff := cmp.Diff(o, got); diff != "" || err != nil {
			t.Errorf("actor, error %v (-want +got):\n%s", err, diff)
		}
		for _, claim := range []movement.Claim{{Link: secret.Link}, {Email: alix, Code: secret.Code}, {Link: "x"}, {Link: string(ticket.Hash())}} {
			_, _, err := f.SignIn(t.Context(), claim)
			wantKind(t, err, movement.Expired)
		}
		if err := f.SignOut(t.Context(), ticket); err != nil {
			t.Error(err)
		}
		_, err = f.Actor(t.Context(), ticket)
		wantKind(t, err, movement.Unsigned)
		if err := f.SignOut(t.Context(), ticket); err != nil {
			t.Errorf("signing out twice: %v", err)
		}
	})
}

func TestSignInParallel(t *testing.T) {
	onBoth(t, func(t *testing.T, f *fixture) {
		_, secret := f.appoint(t)
		tickets := make([]movement.Ticket, 50)
		errs := parallel(50, func(i int) (err error) {
			tickets[i], _, err = f.SignIn(t.Context(), movement.Claim{Link: secret.Link})
			return err
		})
		opened := 0
		for i, err := range errs {
			if err == nil {
				opened++
				if _, err := f.Actor(t.Context(), tickets[i]); err != nil {
					t.Errorf("the winner's session: %v", err)
				}
			} else if kind := movement.KindOf(err); kind != movement.Expired && kind != movement.Unavailable || tickets[i].Secret != "" {
				t.Errorf("a loser got %+v, error %v", tickets[i], err)
			}
		}
		if opened != 1 {
			t.Errorf("%d sessions of one token, want 1", opened)
		}
	})
}

func TestSignInByCode(t *testing.T) {
	f := onSQLite(t)
	_, old := f.appoint(t)
	newer := f.askSignIn(t)
	_, _, err := f.SignIn(t.Context(), movement.Claim{Email: alix, Code: old.Code})
	wantKind(t, err, movement.Invalid) // the last mail's code counts
	_, _, err = f.SignIn(t.Context(), movement.Claim{Email: "camille@exemple.fr", Code: newer.Code})
	wantKind(t, err, movement.Invalid)
	if _, _, err := f.SignIn(t.Context(), movement.Claim{Email: "Alix@EXEMPLE.fr", Code: newer.Code}); err != nil {
		t.Error(err)
	}
	if _, _, err := f.SignIn(t.Context(), movement.Claim{Link: old.Link}); err != nil {
		t.Errorf("the older link, unused: %v", err)
	}
}

func TestSignInLate(t *testing.T) {
	f := onSQLite(t)
	_, secret := f.appoint(t)
	f.clock.Advance(10*time.Minute - time.Second)
	if _, _, err := f.SignIn(t.Context(), movement.Claim{Link: secret.Link}); err != nil {
		t.Errorf("in the last second: %v", err)
	}
	secret = f.askSignIn(t)
	f.clock.Advance(10 * time.Minute)
	for _, claim := range []movement.Claim{{Link: secret.Link}, {Email: alix, Code: secret.Code}} {
		if _, _, err := f.SignIn(t.Context(), claim); err == nil {
			t.Errorf("%+v opens a session after ten minutes", claim)
		}
	}
}

// TestRequestSignInOfStranger asks for somebody who is no organizer: the same
// calls and as many ops, a mail to nobody, and no session whatever comes back.
func TestRequestSignInOfStranger(t *testing.T) {
	clock := tabletest.NewClock()
	counter := tabletest.NewCounter(onFile(t, clock))
	f := newFixture(t, counter, clock)
	f.appoint(t)
	counter.Take()
	if err := f.RequestSignIn(t.Context(), movement.SignIn{Email: alix, Language: "fr"}); err != nil {
		t.Fatal(err)
	}
	known := counter.Take()
	f.sendAll(t)
	counter.Take()
	if err := f.RequestSignIn(t.Context(), movement.SignIn{Email: "camille@exemple.fr", Language: "fr"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(known, counter.Take()); diff != "" {
		t.Errorf("calls (-known +unknown):\n%s", diff)
	}
	sent := f.sendAll(t)
	if len(sent) != 1 || sent[0].known || sent[0].secret.Link == "" {
		t.Fatalf("mails %+v", sent)
	}
	_, _, err := f.SignIn(t.Context(), movement.Claim{Link: sent[0].secret.Link})
	wantKind(t, err, movement.Expired)
}

func TestActor(t *testing.T) {
	f := onSQLite(t)
	signIn := func() movement.Ticket {
		f.clock.Advance(16 * time.Minute) // beyond the cap's shortest span
		ticket, _, err := f.SignIn(t.Context(), movement.Claim{Link: f.askSignIn(t).Link})
		if err != nil {
			t.Fatal(err)
		}
		return ticket
	}
	o, _ := f.appoint(t)
	ticket := signIn()
	live := func(want bool, when string) {
		t.Helper()
		if _, err := f.Actor(t.Context(), ticket); (err == nil) != want || err != nil && movement.KindOf(err) != movement.Unsigned {
			t.Errorf("%s: error %v", when, err)
		}
	}
	live(true, "at once")
	f.clock.Advance(movement.SessionIdle - time.Second)
	live(true, "in the last idle second")
	f.clock.Advance(movement.SessionIdle - time.Second)
	live(true, "after a visit")
	f.clock.Advance(movement.SessionIdle)
	live(false, "idle")

	ticket = signIn()
	for range int(movement.SessionAbsolute/(20*time.Minute)) - 1 {
		f.clock.Advance(20 * time.Minute)
		live(true, "busy")
	}
	f.clock.Advance(20 * time.Minute)
	live(false, "after twelve busy hours")

	ticket = signIn()
	swapped := movement.Ticket{Organizer: "o_" + movement.OrganizerID(strings.Repeat("0", 26)), Secret: ticket.Secret}
	if _, err := f.Actor(t.Context(), swapped); movement.KindOf(err) != movement.Unsigned {
		t.Errorf("another organizer's ticket: %v", err)
	}
	item, err := f.table.Get(t.Context(), organizerKey(o.ID))
	if err != nil {
		t.Fatal(err)
	}
	raised, _ := toOrganizer(item)
	raised.Epoch++
	if err := f.write(t.Context(), f.now(), table.Put(organizerItem(raised), table.Match(raised.Version))); err != nil {
		t.Fatal(err)
	}
	live(false, "after the epoch was raised")
}

// TestActorCalls reads a session and its organizer in one call, and writes only
// when the last visit was long ago.
func TestActorCalls(t *testing.T) {
	clock := tabletest.NewClock()
	counter := tabletest.NewCounter(onFile(t, clock))
	f := newFixture(t, counter, clock)
	_, secret := f.appoint(t)
	ticket, _, err := f.SignIn(t.Context(), movement.Claim{Link: secret.Link})
	if err != nil {
		t.Fatal(err)
	}
	var writes []int
	for range 8 {
		counter.Take()
		if _, err := f.Actor(t.Context(), ticket); err != nil {
			t.Fatal(err)
		}
		calls := counter.Take()
		if calls["GetMany"] != 1 || calls["Get"] != 0 {
			t.Errorf("calls %v", calls)
		}
		writes = append(writes, calls["Write"])
		clock.Advance(movement.SessionTouch / 2)
	}
	if want := []int{0, 0, 1, 0, 1, 0, 1, 0}; !slices.Equal(writes, want) {
		t.Errorf("writes at visits %v, want %v", writes, want)
	}
}

func TestAppointAgain(t *testing.T) {
	f := onSQLite(t)
	first, _ := f.appoint(t)
	more := movement.Grant{Permission: movement.ReadContacts, Overlay: climate, Expires: f.clock.Now().Add(time.Hour)}
	second, err := f.Appoint(t.Context(), "ALIX@exemple.fr", "Somebody else", []movement.Grant{more})
	if err != nil || second.ID != first.ID || second.Name != "Alix" || !slices.Equal(second.Grants, append(first.Grants, more)) {
		t.Errorf("appointed again: %+v, error %v", second, err)
	}
}

// TestSignInCapsByNetwork has a stranger ask for an organizer's mails until no
// more come: the organizer still gets theirs.
func TestSignInCapsByNetwork(t *testing.T) {
	f := onSQLite(t)
	f.appoint(t)
	ask := func(network string) (mails int) {
		err := f.RequestSignIn(t.Context(), movement.SignIn{Email: alix, Language: "fr", Network: network})
		if err != nil {
			t.Fatal(err)
		}
		return len(f.sendAll(t))
	}
	got := 0
	for range 30 {
		got += ask("198.51.100.1/32")
	}
	if got != 5 || ask("192.0.2.1/32") != 1 {
		t.Errorf("a stranger had %d mails sent, and the organizer none", got)
	}
}
