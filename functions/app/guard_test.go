package app_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"maillage/functions/app/apptest"
	"maillage/functions/movement"
	"maillage/functions/table/tabletest"
)

// leaking answers with whatever ids it was told, in the body or in a header: the
// bug that INV-14 is about.
type leaking struct{ ids []string }

func (l *leaking) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Has("header") {
		w.Header().Set("X-Contacts", strings.Join(l.ids, " "))
		return
	}
	_ = json.NewEncoder(w).Encode(l.ids)
}

// TestGuard plants a handler that leaks, and shows who may be told what.
func TestGuard(t *testing.T) {
	clock, leak := tabletest.NewClock(), &leaking{}
	world := apptest.New(t, apptest.Config{Table: openSQLite(t, clock), Clock: clock, Site: readSite(t),
		Extra: map[string]http.Handler{"/planted": leak}})
	visitors := apptest.Play(t, world, "testdata/planted/people.txt")
	id := idsOf(t, world, visitors)
	if world.Guard.Checked() < 2 {
		t.Errorf("%d ids were judged, want those of two lists", world.Guard.Checked())
	}
	paris, provence, pending := id["camille@example.org"], id["sacha@example.org"], pendingContact(t, world)
	for _, test := range []struct {
		name, actor, query string
		ids                []string
		leaks              int
	}{
		{"own", "paris", "", []string{paris}, 0},
		{"neighbour", "paris", "", []string{provence}, 1},
		{"own and neighbour", "paris", "", []string{paris, provence}, 1},
		{"neighbour in a header", "paris", "?header", []string{provence}, 1},
		{"all of the root", "national", "", []string{paris, provence}, 0},
		{"pending", "national", "", []string{pending}, 1},
		{"unknown", "national", "", []string{"c_00000000000000000000000000"}, 1},
		{"to nobody", "nobody", "", []string{paris}, 1},
		{"nothing to nobody", "nobody", "", nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			leak.ids = test.ids
			before := len(world.Guard.Leaks())
			visitor := visitors[test.actor]
			if visitor == nil {
				visitor = &apptest.Visitor{}
			}
			world.Send(t.Context(), visitor, apptest.Request{Method: "GET", Target: "/planted" + test.query, Host: apptest.Host, IP: "192.0.2.1"})
			if got := world.Guard.Leaks()[before:]; len(got) != test.leaks {
				t.Errorf("found %q, want %d leaks", got, test.leaks)
			}
		})
	}
}

// idsOf are the ids that the visitors' own lists show, by address.
func idsOf(t *testing.T, world *apptest.World, visitors map[string]*apptest.Visitor) map[string]string {
	t.Helper()
	id := map[string]string{}
	for name, visitor := range visitors {
		answer := world.Send(t.Context(), visitor, apptest.Request{Method: "GET", Target: "/api/admin/contacts", Host: apptest.Host, IP: "192.0.2.1"})
		var page struct{ Contacts []struct{ ID, Email string } }
		if err := json.Unmarshal([]byte(answer.Body), &page); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, c := range page.Contacts {
			id[c.Email] = c.ID
		}
	}
	return id
}

// pendingContact is the id of somebody who has not answered their mail.
func pendingContact(t *testing.T, world *apptest.World) string {
	t.Helper()
	id, err := movement.NewContactID(strings.NewReader("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	join := movement.Join{Idempotency: movement.Idempotency{Route: "test", Key: "pending"},
		Signup: movement.Signup{Contact: id, Email: "pending@example.org", PostalCode: "75011", At: world.Clock.Now()}}
	if err := world.App.Store.Join(t.Context(), join); err != nil {
		t.Fatal(err)
	}
	return string(id)
}

// TestLogCanFail plants a line with somebody's address.
func TestLogCanFail(t *testing.T) {
	var log apptest.Log
	log.Forbid("camille@example.org")
	if _, err := log.Write([]byte(`{"msg":"request","route":"POST /api/confirm"}` + "\n")); err != nil {
		t.Fatal(err)
	}
	if leaks := log.Leaks(); len(leaks) != 0 {
		t.Errorf("found %q in an innocent line", leaks)
	}
	if _, err := log.Write([]byte(`{"msg":"sent","to":"Camille@Example.org"}` + "\n")); err != nil {
		t.Fatal(err)
	}
	if leaks := log.Leaks(); len(leaks) != 1 {
		t.Errorf("found %q, want the planted line", leaks)
	}
}

// TestGuardPassesOn: the guard changes no answer.
func TestGuardPassesOn(t *testing.T) {
	guard := &apptest.Guard{}
	rec := httptest.NewRecorder()
	guard.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Test", "yes")
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("short and stout"))
	})).ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/", nil))
	if rec.Code != http.StatusTeapot || rec.Header().Get("X-Test") != "yes" || rec.Body.String() != "short and stout" {
		t.Errorf("got %d %v %q", rec.Code, rec.Header(), rec.Body)
	}
}
