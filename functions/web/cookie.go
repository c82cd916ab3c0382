package web

import (
	"net/http"
	"time"

	"maillage/functions/movement"
)

// Cookies writes and reads the session cookie. Secure is for https: the name
// then has the __Host- prefix, which browsers tie to one host; over http, in
// development only, it is plain "session".
type Cookies struct{ Secure bool }

func (c Cookies) name() string {
	if c.Secure {
		return "__Host-session"
	}
	return "session"
}

// Ticket is the session ticket a request brings, with ok false when it brings
// none that could be one.
func (c Cookies) Ticket(r *http.Request) (t movement.Ticket, ok bool) {
	cookie, err := r.Cookie(c.name())
	if err != nil {
		return movement.Ticket{}, false
	}
	return movement.ParseTicket(cookie.Value)
}

// Set gives the ticket to the browser until the session's absolute end.
func (c Cookies) Set(w http.ResponseWriter, t movement.Ticket) {
	http.SetCookie(w, c.cookie(t.String(), int(movement.SessionAbsolute/time.Second)))
}

// Clear takes the ticket from the browser, with all it may have kept.
func (c Cookies) Clear(w http.ResponseWriter) {
	http.SetCookie(w, c.cookie("", -1))
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
}

func (c Cookies) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: c.name(), Value: value, Path: "/", MaxAge: maxAge,
		Secure: c.Secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}
