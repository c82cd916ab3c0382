package movement_test

import (
	"strings"
	"testing"
	"time"

	"maillage/functions/movement"
)

func TestSessionLive(t *testing.T) {
	o := movement.Organizer{ID: "o_a", Epoch: 3}
	session := movement.Ticket{Organizer: "o_a", Secret: "s"}.Open(o, noon)
	seen := func(after time.Duration) movement.Session {
		s := session
		s.SeenAt = noon.Add(after)
		return s
	}
	revoked, raised := o, o
	raised.Epoch, revoked.ID = 4, "o_b"
	lastVisit := movement.SessionAbsolute - time.Minute
	tests := []struct {
		name      string
		session   movement.Session
		organizer movement.Organizer
		at        time.Time
		want      bool
	}{
		{"at once", session, o, noon, true},
		{"just before idling out", session, o, noon.Add(movement.SessionIdle - 1), true},
		{"idle", session, o, noon.Add(movement.SessionIdle), false},
		{"seen in between", seen(time.Minute), o, noon.Add(movement.SessionIdle), true},
		{"just before its end", seen(lastVisit), o, noon.Add(movement.SessionAbsolute - 1), true},
		{"at its end, however busy", seen(lastVisit), o, noon.Add(movement.SessionAbsolute), false},
		{"epoch raised", session, raised, noon, false},
		{"another organizer's", session, revoked, noon, false},
		{"nobody's", movement.Session{}, movement.Organizer{}, noon, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.session.Live(test.organizer, test.at); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
	for _, s := range []movement.Session{session, seen(lastVisit)} {
		if end := s.Expires(); s.Live(o, end) || !s.Live(o, end.Add(-1)) {
			t.Errorf("a session seen at %s does not end at %s", s.SeenAt, end)
		}
	}
}

func TestTicket(t *testing.T) {
	id, err := movement.NewOrganizerID(seeded(1))
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := movement.NewTicket(id, seeded(2))
	if err != nil {
		t.Fatal(err)
	}
	if back, ok := movement.ParseTicket(ticket.String()); !ok || back != ticket {
		t.Errorf("%+v comes back as %+v, %t", ticket, back, ok)
	}
	if hash := string(ticket.Hash()); strings.Contains(hash, ticket.Secret) || ticket.Hash() != movement.HashToken(ticket.Secret) {
		t.Errorf("hash %q", hash)
	}
	for _, cookie := range []string{"", ".", string(id), string(id) + ".", string(id) + "." + ticket.Secret[1:],
		string(id) + "." + ticket.Secret + "x", "o_." + ticket.Secret, "." + ticket.Secret, string(id)[1:] + "." + ticket.Secret,
		strings.ToUpper(string(id)) + "." + ticket.Secret, string(id) + ".." + ticket.Secret} {
		if got, ok := movement.ParseTicket(cookie); ok {
			t.Errorf("%q is taken for %+v", cookie, got)
		}
	}
}

func FuzzParseTicket(f *testing.F) {
	f.Add("")
	f.Add("o_" + strings.Repeat("0", 26) + "." + strings.Repeat("A", 43))
	f.Add("o_" + strings.Repeat("0", 25) + "#." + strings.Repeat("A", 43))
	f.Fuzz(func(t *testing.T, cookie string) {
		ticket, ok := movement.ParseTicket(cookie)
		if ok && (ticket.String() != cookie || !ticket.Organizer.Valid() || strings.Contains(string(ticket.Organizer), "#")) {
			t.Errorf("%q is taken for %+v", cookie, ticket)
		}
	})
}
