package admin

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
	"maillage/functions/web"
)

const zonesJSON = `{"zones":[{"id":"fr","slug":"fr","name":{"fr":"France"},"site":"/"},
 {"id":"fr/r-11","slug":"fr/idf","name":{"fr":"Île-de-France"}},{"id":"fr/r-11/d-75","slug":"fr/idf/paris","name":{"fr":"Paris"}},
 {"id":"fr/r-11/d-77","slug":"fr/idf/seine-et-marne","name":{"fr":"Seine-et-Marne"}},{"id":"fr/r-94","slug":"fr/corse","name":{"fr":"Corse","en":"Corsica"}}],
"overlays":[{"id":"theme/climat","slug":"climat","name":{"fr":"Climat"}}]}`

var (
	noon    = time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)
	ticket  = movement.Ticket{Organizer: "o_" + movement.OrganizerID(strings.Repeat("0", 26)), Secret: strings.Repeat("A", 43)}
	camille = movement.Contact{ID: "c_1", Email: "camille@exemple.fr", FirstName: "Camille", LastName: "Petit", PostalCode: "75011", Zone: "fr/r-11/d-75",
		Overlays: []movement.OverlayID{"theme/climat", "theme/gone"}, Status: movement.Member, Number: "12345678", Granted: []movement.Purpose{"calls"}, JoinedAt: noon, ConfirmedAt: noon}
)

// shelf is a store that holds one contact and notes what is asked of it.
type shelf struct {
	organizer movement.Organizer
	scope     movement.Scope
	query     movement.ContactQuery
	audits    []movement.Audit
	failing   error
}

func (s *shelf) Zones(context.Context) (*movement.Zones, error) {
	return movement.ParseZones([]byte(zonesJSON))
}

func (s *shelf) Moves(context.Context) (*movement.Moves, error) { return &movement.Moves{}, nil }

func (s *shelf) Document(context.Context, string) (string, error) {
	return "", &movement.Error{Kind: movement.NotFound}
}

func (s *shelf) Actor(context.Context, movement.Ticket) (movement.Organizer, error) {
	return s.organizer, nil
}

func (s *shelf) Contacts(_ context.Context, scope movement.Scope, q movement.ContactQuery) (movement.ContactPage, error) {
	s.scope, s.query = scope, q
	if !scope.Holds(camille) {
		return movement.ContactPage{}, nil
	}
	return movement.ContactPage{Contacts: []movement.Contact{camille}, Next: "next"}, nil
}

func (s *shelf) Contact(_ context.Context, scope movement.Scope, id movement.ContactID) (movement.Contact, []movement.Consent, error) {
	s.scope = scope
	if id != camille.ID || !scope.Holds(camille) {
		return movement.Contact{}, nil, &movement.Error{Kind: movement.NotFound, Message: "not-found"}
	}
	return camille, []movement.Consent{{Purpose: "calls", Channel: "phone", Wording: movement.Wording{ID: "w-3", Text: "On peut m’appeler."},
		Language: "fr", Source: "/adhesion/", Method: "form", At: noon}}, nil
}

func (s *shelf) Audit(_ context.Context, a movement.Audit) error {
	s.audits = append(s.audits, a)
	return s.failing
}

// holds makes a shelf asked by somebody who may read contacts in zones, or, for
// "theme/…", in overlays.
func holds(areas ...string) *shelf {
	s := &shelf{organizer: movement.Organizer{ID: ticket.Organizer, Name: "Alix", Email: "alix@exemple.fr"}}
	for _, area := range areas {
		g := movement.Grant{Permission: movement.ReadContacts, Zone: movement.ZoneID(area)}
		if strings.HasPrefix(area, "theme/") {
			g = movement.Grant{Permission: movement.ReadContacts, Overlay: movement.OverlayID(area)}
		}
		s.organizer.Grants = append(s.organizer.Grants, g)
	}
	return s
}

func (s *shelf) get(t testing.TB, path string, into any) int {
	t.Helper()
	texts, err := web.LoadTexts()
	if err != nil {
		t.Fatal(err)
	}
	service := &Service{Store: s, Now: func() time.Time { return noon }}
	handler := web.New(web.Config{Routes: service.Routes(), Actors: s, Pages: &web.Pages{Published: s, Texts: texts}, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: ticket.String()})
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if into != nil {
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			t.Fatalf("%s: %v: %s", path, err, w.Body)
		}
	}
	return w.Code
}

func TestContactsWithin(t *testing.T) {
	tests := []struct {
		name     string
		holds    []string
		query    string
		status   int
		zones    []movement.ZoneID
		overlays []movement.OverlayID
	}{
		{"all I hold", []string{"fr/r-11", "theme/climat"}, "", 200, []movement.ZoneID{"fr/r-11"}, []movement.OverlayID{"theme/climat"}},
		{"a zone of mine", []string{"fr/r-11"}, "zone=fr/idf", 200, []movement.ZoneID{"fr/r-11"}, nil},
		{"below it", []string{"fr/r-11"}, "zone=fr/idf/paris", 200, []movement.ZoneID{"fr/r-11/d-75"}, nil},
		{"above it", []string{"fr/r-11"}, "zone=fr", 404, nil, nil},
		{"beside it", []string{"fr/r-11"}, "zone=fr/corse", 404, nil, nil},
		{"no such zone", []string{"fr"}, "zone=fr/nowhere", 404, nil, nil},
		{"an id for a slug", []string{"fr"}, "zone=fr/r-11", 404, nil, nil},
		{"my overlay", []string{"fr/r-94", "theme/climat"}, "overlay=climat", 200, nil, []movement.OverlayID{"theme/climat"}},
		{"another's overlay", []string{"fr"}, "overlay=climat", 404, nil, nil},
		{"no such overlay", []string{"fr"}, "overlay=theme/climat", 404, nil, nil},
		{"both", []string{"fr", "theme/climat"}, "zone=fr&overlay=climat", 404, nil, nil},
		{"nothing held", nil, "", 403, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := holds(test.holds...)
			if got := s.get(t, "/api/admin/contacts?"+test.query, nil); got != test.status {
				t.Errorf("status %d, want %d", got, test.status)
			}
			if diff := cmp.Diff(test.zones, s.scope.Zones()); diff != "" {
				t.Errorf("zones (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.overlays, s.scope.Overlays()); diff != "" {
				t.Errorf("overlays (-want +got):\n%s", diff)
			}
			if want := map[bool]int{true: 1}[test.status == 200]; len(s.audits) != want {
				t.Errorf("%d audit lines, want %d", len(s.audits), want)
			}
		})
	}
}

func TestContactQuery(t *testing.T) {
	tests := []struct {
		query  string
		want   movement.ContactQuery
		status int
	}{
		{"", movement.ContactQuery{Limit: 50}, 200},
		{"q=Élo&limit=100&cursor=abc", movement.ContactQuery{Text: "Élo", Limit: 100, Cursor: "abc"}, 200},
		{"limit=1", movement.ContactQuery{Limit: 1}, 200},
		{"q=" + strings.Repeat("a", 200), movement.ContactQuery{Text: strings.Repeat("a", 200), Limit: 50}, 200},
		{"limit=0", movement.ContactQuery{}, 400}, {"limit=101", movement.ContactQuery{}, 400}, {"limit=-1", movement.ContactQuery{}, 400},
		{"limit=ten", movement.ContactQuery{}, 400}, {"limit=1e2", movement.ContactQuery{}, 400}, {"limit=99999999999999999999", movement.ContactQuery{}, 400},
		{"q=" + strings.Repeat("a", 201), movement.ContactQuery{}, 400},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			s := holds("fr")
			if got := s.get(t, "/api/admin/contacts?"+test.query, nil); got != test.status || s.query != test.want {
				t.Errorf("status %d, query %+v, want %d and %+v", got, s.query, test.status, test.want)
			}
		})
	}
}

func TestContactShown(t *testing.T) {
	s := holds("fr/r-11")
	var got contactDetailJSON
	status := s.get(t, "/api/admin/contacts/c_1", &got)
	want := contactDetailJSON{
		contactJSON: contactJSON{ID: "c_1", FirstName: "Camille", LastName: "Petit", Email: "camille@exemple.fr", PostalCode: "75011", Zone: "fr/idf/paris", ZoneName: "Paris",
			Number: "12345678", Status: "member", JoinedAt: noon, Calls: true},
		Overlays: []string{"climat"}, ConfirmedAt: noon,
		Consents: []consentJSON{{Purpose: "calls", Channel: "phone", Wording: "On peut m’appeler.", WordingID: "w-3", Language: "fr", Source: "/adhesion/", Method: "form", At: noon}}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(contactDetailJSON{})); diff != "" || status != 200 {
		t.Errorf("status %d (-want +got):\n%s", status, diff)
	}
	audit := []movement.Audit{{Organizer: ticket.Organizer, Action: "contact.read", Zones: []movement.ZoneID{"fr/r-11/d-75"}, Overlays: []movement.OverlayID{"theme/climat", "theme/gone"}, Contacts: []movement.ContactID{"c_1"}}}
	if diff := cmp.Diff(audit, s.audits); diff != "" {
		t.Errorf("audit (-want +got):\n%s", diff)
	}
	for _, path := range []string{"/api/admin/contacts/c_2", "/api/admin/contacts/c_1?zone=fr/corse", "/api/admin/contacts/..%2fme"} {
		if status := holds("fr/r-11").get(t, path, nil); status != 404 {
			t.Errorf("%s: %d, want 404", path, status)
		}
	}
	if status := holds("fr/r-94").get(t, "/api/admin/contacts/c_1", nil); status != 404 {
		t.Errorf("out of scope: %d, want 404", status)
	}
}

// TestAuditFirst shows nothing that could not be noted.
func TestAuditFirst(t *testing.T) {
	for _, path := range []string{"/api/admin/contacts", "/api/admin/contacts/c_1"} {
		s := holds("fr")
		s.failing = errors.New("disk full")
		var got map[string]any
		if status := s.get(t, path, &got); status != 500 || got["contacts"] != nil || got["email"] != nil {
			t.Errorf("%s: %d, %v", path, status, got)
		}
	}
}

func TestMe(t *testing.T) {
	s := holds("fr/r-94", "fr/r-11/d-75", "fr/r-11", "theme/climat")
	s.organizer.Grants[0].Expires = noon.Add(time.Hour)
	s.organizer.Grants = append(s.organizer.Grants, movement.Grant{Permission: movement.ReadContacts, Zone: "fr", Expires: noon})
	var got meJSON
	if status := s.get(t, "/api/admin/me", &got); status != 200 {
		t.Fatalf("status %d", status)
	}
	read := []movement.Permission{movement.ReadContacts}
	leaf := func(slug, name string) *zoneJSON { return &zoneJSON{slug, name, read, []*zoneJSON{}} }
	want := meJSON{ID: ticket.Organizer, Name: "Alix", Email: "alix@exemple.fr",
		Grants: []grantJSON{{movement.ReadContacts, "fr/corse", "", "2031-05-01T13:00:00Z"}, {movement.ReadContacts, "fr/idf/paris", "", ""},
			{movement.ReadContacts, "fr/idf", "", ""}, {movement.ReadContacts, "", "climat", ""}},
		Zones: []*zoneJSON{{"fr/idf", "Île-de-France", read, []*zoneJSON{leaf("fr/idf/paris", "Paris"), leaf("fr/idf/seine-et-marne", "Seine-et-Marne")}},
			leaf("fr/corse", "Corse")},
		Overlays: []overlayJSON{{"climat", "Climat", read}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("me (-want +got):\n%s", diff)
	}
	var nobody meJSON
	if status := holds().get(t, "/api/admin/me", &nobody); status != 200 || nobody.Zones == nil || len(nobody.Zones)+len(nobody.Grants)+len(nobody.Overlays) != 0 {
		t.Errorf("an organizer without grants: %d, %+v", status, nobody)
	}
}
