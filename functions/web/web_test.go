package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

var ticket = movement.Ticket{Organizer: "o_" + movement.OrganizerID(strings.Repeat("0", 26)), Secret: strings.Repeat("A", 43)}

// actors knows one ticket.
type actors struct{ grants []movement.Grant }

func (a actors) Actor(_ context.Context, t movement.Ticket) (movement.Organizer, error) {
	if t != ticket {
		return movement.Organizer{}, &movement.Error{Kind: movement.Unsigned, Message: "unsigned"}
	}
	return movement.Organizer{ID: t.Organizer, Grants: a.grants}, nil
}

func serve(t testing.TB, c Config, r *http.Request) (w *httptest.ResponseRecorder, log string) {
	t.Helper()
	var b bytes.Buffer
	c.Pages, c.Now, c.Log = newPages(t), time.Now, slog.New(slog.NewJSONHandler(&b, nil))
	w = httptest.NewRecorder()
	New(c).ServeHTTP(w, r)
	return w, b.String()
}

func answer(text string) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		_, err := fmt.Fprint(w, text)
		return err
	}
}

// TestSameOrigin is the matrix of ATK-8: what a request says of its origin, with
// and without a session.
func TestSameOrigin(t *testing.T) {
	tests := []struct {
		name, site, origin string
		without, with      int
	}{
		{"says nothing", "", "", 200, 403},
		{"same origin", "same-origin", "", 200, 200},
		{"typed in", "none", "", 200, 200},
		{"same site", "same-site", "", 403, 403},
		{"another site", "cross-site", "", 403, 403},
		{"same origin and its Origin", "same-origin", "https://example.com", 200, 200},
		{"another site in disguise", "cross-site", "https://example.com", 403, 403},
		{"an older browser", "", "https://example.com", 200, 200},
		{"an older browser elsewhere", "", "https://evil.example", 403, 403},
		{"an opaque origin", "", "null", 403, 403},
		{"another port", "", "https://example.com:8443", 403, 403},
	}
	for _, secure := range []bool{true, false} {
		cookies := Cookies{Secure: secure}
		config := Config{Cookies: cookies, Routes: []Route{{Pattern: "/api/x", Access: Public, Handler: answer("done")}}}
		for _, test := range tests {
			for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "GET", "HEAD"} {
				for session, want := range map[bool]int{false: test.without, true: test.with} {
					r := httptest.NewRequest(method, "https://example.com/api/x", nil)
					if test.site != "" {
						r.Header.Set("Sec-Fetch-Site", test.site)
					}
					if test.origin != "" {
						r.Header.Set("Origin", test.origin)
					}
					if session {
						r.AddCookie(&http.Cookie{Name: cookies.name(), Value: ticket.String()})
					}
					if method == "GET" || method == "HEAD" {
						want = 200
					}
					if w, _ := serve(t, config, r); w.Code != want {
						t.Errorf("%s, %s, session %t, secure %t: %d, want %d", test.name, method, session, secure, w.Code, want)
					}
				}
			}
		}
	}
}

func TestAccess(t *testing.T) {
	mine := []movement.Grant{{Permission: movement.ReadContacts, Zone: "fr"}}
	expired := []movement.Grant{{Permission: movement.ReadContacts, Zone: "fr", Expires: time.Unix(1, 0)}}
	tests := []struct {
		name   string
		access Access
		grants []movement.Grant
		cookie string
		want   int
	}{
		{"public", Public, nil, "", 200},
		{"signed in", SignedIn, nil, ticket.String(), 200},
		{"nobody", SignedIn, nil, "", 401},
		{"a forged ticket", SignedIn, nil, string(ticket.Organizer) + "." + strings.Repeat("B", 43), 401},
		{"no ticket at all", SignedIn, nil, "x", 401},
		{"permitted", Needs(movement.ReadContacts), mine, ticket.String(), 200},
		{"not permitted", Needs(movement.ReadContacts), nil, ticket.String(), 403},
		{"permitted before", Needs(movement.ReadContacts), expired, ticket.String(), 403},
		{"permitted otherwise", Needs("contacts:export"), mine, ticket.String(), 403},
		{"permitted, signed out", Needs(movement.ReadContacts), mine, "", 401},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/api/x", nil)
			if test.cookie != "" {
				r.AddCookie(&http.Cookie{Name: "session", Value: test.cookie})
			}
			handler := answer("done")
			if test.access != Public {
				handler = func(_ http.ResponseWriter, r *http.Request) error {
					if Actor(r.Context()).ID != ticket.Organizer {
						return errors.New("another actor")
					}
					return nil
				}
			}
			w, _ := serve(t, Config{Actors: actors{test.grants}, Routes: []Route{{Pattern: "GET /api/x", Access: test.access, Handler: handler}}}, r)
			if w.Code != test.want {
				t.Errorf("status %d, want %d", w.Code, test.want)
			}
		})
	}
	if got := []string{Public.String(), SignedIn.String(), Needs(movement.ReadContacts).String()}; !cmp.Equal(got, []string{"public", "signed in", "contacts:read"}) {
		t.Errorf("accesses %v", got)
	}
}

func TestFailures(t *testing.T) {
	secret := errors.New("pq: camille@exemple.fr is a duplicate")
	tests := []struct {
		name    string
		handler Handler
		status  int
		title   string
		logged  string
	}{
		{"an error of the house", func(http.ResponseWriter, *http.Request) error {
			return fmt.Errorf("read: %w", &movement.Error{Kind: movement.Conflict, Message: "challenge.used", Err: secret})
		}, 409, "This form has already been sent", ""},
		{"any other", func(http.ResponseWriter, *http.Request) error { return secret }, 500, "Something went wrong on our side", "duplicate"},
		{"a panic", func(http.ResponseWriter, *http.Request) error { panic("nil map") }, 500, "Something went wrong on our side", "panic: nil map"},
		{"Actor in a public route", func(_ http.ResponseWriter, r *http.Request) error { Actor(r.Context()); return nil }, 500, "Something went wrong on our side", "public route"},
		{"too many", func(http.ResponseWriter, *http.Request) error {
			return &movement.Error{Kind: movement.TooMany, Message: "too-many"}
		}, 429, "Too many requests in a short time", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/api/x", nil)
			r.Header.Set("Accept", "application/json")
			r.Header.Set("Accept-Language", "en")
			w, log := serve(t, Config{Routes: []Route{{Pattern: "GET /api/x", Access: Public, Handler: test.handler}}}, r)
			var got problem
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Fatalf("%s, error %v", w.Body, err)
			}
			if diff := cmp.Diff(problem{Type: "about:blank", Title: test.title, Status: test.status}, got); diff != "" || w.Code != test.status {
				t.Errorf("status %d, problem (-want +got):\n%s", w.Code, diff)
			}
			if retry := w.Header().Get("Retry-After"); (retry != "") != (test.status == 429) {
				t.Errorf("Retry-After %q", retry)
			}
			if !strings.Contains(log, test.logged) || test.status < 500 && strings.Contains(log, "camille") {
				t.Errorf("log %s", log)
			}
		})
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	routes := []Route{{Pattern: "GET /api/x", Access: Public, Handler: answer("done")}}
	for _, path := range []string{"/api/x", "/", "/api/unknown", "/api/x/"} {
		w, _ := serve(t, Config{Routes: routes}, httptest.NewRequest(http.MethodGet, path, nil))
		got := []string{w.Header().Get("Cache-Control"), w.Header().Get("X-Content-Type-Options"), w.Header().Get("Referrer-Policy")}
		if diff := cmp.Diff([]string{"no-store", "nosniff", "same-origin"}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
		if want := map[bool]int{true: 200, false: 404}[path == "/api/x"]; w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
}
