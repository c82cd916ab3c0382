package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

func TestStatuses(t *testing.T) {
	want := map[movement.Kind]int{movement.Internal: 500, movement.Malformed: 400, movement.TooLarge: 413, movement.Invalid: 422, movement.NotFound: 404,
		movement.Unsigned: 401, movement.Forbidden: 403, movement.Expired: 410, movement.Conflict: 409, movement.TooMany: 429, movement.Unavailable: 503}
	if diff := cmp.Diff(want, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
	for kind := range movement.Unavailable + 1 {
		if statuses[kind] < 400 {
			t.Errorf("kind %d has no status", kind)
		}
	}
}

func TestWantsJSON(t *testing.T) {
	tests := []struct {
		name, path, accept, kind string
		want                     bool
	}{
		{"a browser", "/api/confirm", "text/html,application/xhtml+xml,*/*;q=0.8", urlencoded, false},
		{"a browser that knows JSON", "/api/confirm", "text/html,application/json", "", false},
		{"a form without a wish", "/api/confirm", "", urlencoded, false},
		{"anything", "/api/confirm", "*/*", urlencoded, false},
		{"the SPA", "/api/session", "application/json", "", true},
		{"problems", "/api/session", "application/problem+json", "", true},
		{"JSON sent", "/api/session", "*/*", "application/json; charset=utf-8", true},
		{"JSON sent by a page", "/api/session", "text/html", jsonType, false},
		{"administration", "/api/admin/me", "", "", true},
		{"administration, opened in a tab", "/api/admin/me", "text/html", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, test.path, nil)
			r.Header.Set("Accept", test.accept)
			r.Header.Set("Content-Type", test.kind)
			if got := WantsJSON(r); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func TestSeeOther(t *testing.T) {
	tests := []struct{ path, want string }{
		{"/", "/"},
		{"/adhesion/merci/", "/adhesion/merci/"},
		{"/admin/#/sign-in", "/admin/#/sign-in"},
		{"/a?next=https://evil.example", "/a?next=https://evil.example"},
		{"", "/"}, {"adhesion/", "/"}, {"//evil.example", "/"}, {"///evil.example", "/"}, {`/\evil.example`, "/"}, {`\\evil.example`, "/"},
		{"https://evil.example/", "/"}, {"HTTPS:evil.example", "/"}, {"javascript:alert(1)", "/"}, {"data:text/html,x", "/"},
		{"/a\r\nSet-Cookie: session=x", "/"}, {"/\n/evil.example", "/"}, {"/\t/evil.example", "/"}, {" //evil.example", "/"}, {"\x00/a", "/"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			w := httptest.NewRecorder()
			if err := SeeOther(w, httptest.NewRequest(http.MethodPost, "/api/x", nil), test.path); err != nil {
				t.Fatal(err)
			}
			if got := w.Header().Get("Location"); got != test.want || w.Code != http.StatusSeeOther || len(w.Header()["Set-Cookie"]) > 0 {
				t.Errorf("%d to %q, want %q", w.Code, got, test.want)
			}
		})
	}
}

func TestCookies(t *testing.T) {
	for _, secure := range []bool{true, false} {
		name := map[bool]string{true: "__Host-session", false: "session"}[secure]
		set, cleared := httptest.NewRecorder(), httptest.NewRecorder()
		Cookies{secure}.Set(set, ticket)
		Cookies{secure}.Clear(cleared)
		line := set.Result().Cookies()[0]
		if line.Name != name || line.Value != ticket.String() || line.Path != "/" || line.Domain != "" || !line.HttpOnly ||
			line.Secure != secure || line.SameSite != http.SameSiteLaxMode || line.MaxAge != 12*60*60 {
			t.Errorf("cookie %s", line)
		}
		gone := cleared.Result().Cookies()[0]
		if gone.Name != name || gone.Value != "" || gone.MaxAge >= 0 || gone.Path != "/" || cleared.Header().Get("Clear-Site-Data") != `"cache", "storage"` {
			t.Errorf("cleared by %s, %v", gone, cleared.Header())
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: "session", Value: ticket.String()})
		if _, ok := (Cookies{true}).Ticket(r); ok {
			t.Error("a cookie that any host could set is taken over https")
		}
		r.AddCookie(&http.Cookie{Name: name, Value: ticket.String()})
		if got, ok := (Cookies{secure}).Ticket(r); !ok || got != ticket {
			t.Errorf("ticket %+v, %t", got, ok)
		}
	}
}

func TestClientNetwork(t *testing.T) {
	tests := map[string]string{
		"192.0.2.7:1234":              "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:1234": "2001:db8:1:2::/64",
		"[::ffff:192.0.2.7]:1234":     "192.0.2.7",
		"[fe80::1%eth0]:1234":         "fe80::/64",
		"127.0.0.1:1234":              "",
		"[::1]:1234":                  "",
		"[::ffff:127.0.0.1]:1":        "",
		"192.0.2.7":                   "",
		"":                            "",
		"evil, 192.0.2.7:1":           "",
	}
	for addr, want := range tests {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = addr
		r.Header.Set("X-Forwarded-For", "198.51.100.1")
		if got, ok := ClientNetwork(r); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %t, want %q", addr, got, ok, want)
		}
	}
}

func TestClientSite(t *testing.T) {
	for addr, want := range map[string]string{"[2001:db8:1:2:3:4:5:6]:1234": "2001:db8:1::/48", "192.0.2.7:1234": "", "[::ffff:192.0.2.7]:1": "", "[::1]:1": "", "": ""} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = addr
		if got, ok := ClientSite(r); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %t, want %q", addr, got, ok, want)
		}
	}
}
