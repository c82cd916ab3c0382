// Package web is the rim between HTTP and the functions: what every route needs
// and none should write itself.
//
// A function package lists its routes in one table, the access each asks for on
// its own line, and writes handlers that decode, call the domain and the store,
// and answer, or return an error:
//
//	func (s *Service) Routes() []web.Route {
//		return []web.Route{
//			{Pattern: "POST /api/membership/join", Access: web.Public, Handler: s.join, Form: "join"},
//			{Pattern: "GET /api/admin/contacts", Access: web.Needs(movement.ReadContacts), Handler: s.contacts},
//		}
//	}
//
// [New] makes an http.Handler of the tables of one entry. It bounds bodies,
// refuses requests from other origins, finds the signed-in organizer, and turns
// errors into answers: a movement.Error by the one table of statuses, as
// problem+json (RFC 9457) or, for a browser, as a page of the zone's site with
// the form filled in again and each complaint beside its field. Anything that is
// no movement.Error is logged and answered as "something went wrong".
//
// Texts are in texts/<language>.json. Times and randomness come from the
// configuration. What runs a handler, net/http or [Gateway] (AWS), is no concern
// of the functions.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"maillage/functions/movement"
)

// MaxBody bounds the body of a request, in bytes.
const MaxBody = 64 << 10

// Handler answers a request or returns why it does not.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Route is one line of a function's table.
type Route struct {
	Pattern string // of net/http's ServeMux, such as "POST /api/confirm"
	Access  Access
	Handler Handler
	Form    string // the form posted here, shown again with what is wrong; empty: none
}

// Access is who may use a route.
type Access struct {
	signedIn   bool
	permission movement.Permission
}

// Public routes are open to everybody, SignedIn ones to every organizer.
var (
	Public   = Access{}
	SignedIn = Access{signedIn: true}
)

// Needs asks for an organizer who holds the permission somewhere. Where, the
// handler decides with a Scope.
func Needs(p movement.Permission) Access { return Access{signedIn: true, permission: p} }

// String names the access in words, for tables of routes.
func (a Access) String() string {
	switch {
	case a.permission != "":
		return string(a.permission)
	case a.signedIn:
		return "signed in"
	}
	return "public"
}

// Actors finds who a session ticket belongs to. The store does; it is an
// interface because web knows no storage.
type Actors interface {
	// Actor is the organizer with the rights of this moment, or an error of
	// Kind Unsigned.
	Actor(ctx context.Context, t movement.Ticket) (movement.Organizer, error)
}

// Config is what a server of routes works with; all of it is required but
// Actors, for an entry without signed-in routes.
type Config struct {
	Routes  []Route
	Actors  Actors
	Pages   *Pages
	Cookies Cookies
	Now     func() time.Time
	Log     *slog.Logger
}

type server struct {
	Config
	origin *http.CrossOriginProtection
}

// New makes the handler of one entry. What no route matches is a page that is
// missing, or NotFound below /api/.
func New(c Config) http.Handler {
	s := &server{Config: c, origin: http.NewCrossOriginProtection()}
	mux := http.NewServeMux()
	for _, route := range c.Routes {
		mux.Handle(route.Pattern, s.handle(route))
	}
	mux.Handle("/", s.handle(Route{Pattern: "/", Access: Public, Handler: s.missing}))
	return mux
}

func (s *server) missing(w http.ResponseWriter, r *http.Request) error {
	if reads := r.Method == http.MethodGet || r.Method == http.MethodHead; !reads || strings.HasPrefix(r.URL.Path, "/api/") {
		return notFound()
	}
	return s.Pages.Missing(w, r)
}

func notFound() error { return &movement.Error{Kind: movement.NotFound, Message: "not-found"} }

func (s *server) handle(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.Now()
		rec := &recorder{ResponseWriter: w}
		header := rec.Header()
		header.Set("Cache-Control", "no-store")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		r.Body = http.MaxBytesReader(rec, r.Body, MaxBody)
		err := s.run(route, rec, r)
		if err != nil {
			s.fail(rec, r, route, err)
		}
		level := slog.LevelInfo
		if rec.status >= 500 {
			level = slog.LevelError
		}
		attrs := []slog.Attr{slog.String("route", route.Pattern), slog.Int("status", rec.status),
			slog.Duration("took", s.Now().Sub(start))}
		if movement.KindOf(err) == movement.Internal && err != nil {
			attrs = append(attrs, slog.String("error", err.Error()))
		}
		s.Log.LogAttrs(r.Context(), level, "request", attrs...)
	})
}

// run guards and runs a handler; a panic is an internal error.
func (s *server) run(route Route, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = panicError{v}
		}
	}()
	if err := s.sameOrigin(r); err != nil {
		return err
	}
	if route.Access.signedIn {
		actor, err := s.actor(r)
		if err != nil {
			return err
		}
		if p := route.Access.permission; p != "" {
			if _, err := actor.Scope(p, movement.Area{}, s.Now()); err != nil {
				return &movement.Error{Kind: movement.Forbidden, Message: "forbidden"}
			}
		}
		r = r.WithContext(context.WithValue(r.Context(), actorKey{}, actor))
	}
	return route.Handler(w, r)
}

// sameOrigin refuses unsafe requests that come from another origin, and those
// that bring a session but do not say where they come from: every browser that
// can hold our cookie says so.
func (s *server) sameOrigin(r *http.Request) error {
	refused := &movement.Error{Kind: movement.Forbidden, Message: "cross-origin"}
	if s.origin.Check(r) != nil {
		return refused
	}
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead
	says := r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != ""
	if _, session := s.Cookies.Ticket(r); session && !safe && !says {
		return refused
	}
	return nil
}

func (s *server) actor(r *http.Request) (movement.Organizer, error) {
	ticket, ok := s.Cookies.Ticket(r)
	if !ok {
		return movement.Organizer{}, &movement.Error{Kind: movement.Unsigned, Message: "unsigned"}
	}
	return s.Actors.Actor(r.Context(), ticket)
}

type actorKey struct{}

// Actor is the organizer who sent the request; only in routes that ask for one.
func Actor(ctx context.Context) movement.Organizer {
	actor, ok := ctx.Value(actorKey{}).(movement.Organizer)
	if !ok {
		panic("web.Actor in a public route")
	}
	return actor
}

// recorder remembers the status for the log.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(p)
}
