// Package membership is the way in: the join form, its confirmation by mail, and
// signing in and out. Its entry, membership.http, is public; it can neither read
// lists of contacts nor send mail.
//
// A form travels like this: [web.Decoder] (what was typed) -> [web.Challenges]
// (a person or a program) -> movement.Join (what it means) -> Store.Join (one
// read, one write) -> 303 to a page that is the same for every address. The mail
// it owes is an outbox item of that same write, sent by functions/newsletter.
//
// Events, forms and the members' own space come with their issues.
package membership

import (
	"context"
	"io"
	"net/http"
	"time"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// Store is what the package asks of storage, so that it knows none.
type Store interface {
	Zones(ctx context.Context) (*movement.Zones, error)
	Join(ctx context.Context, j movement.Join) error
	Confirm(ctx context.Context, c movement.Claim) (movement.Contact, error)
	RequestSignIn(ctx context.Context, r movement.SignIn) error
	SignIn(ctx context.Context, c movement.Claim) (movement.Ticket, movement.Session, error)
	SignOut(ctx context.Context, t movement.Ticket) error
}

// Service answers the package's routes; all fields are required.
type Service struct {
	Store      Store
	Pages      *web.Pages
	Challenges *web.Challenges
	Decoder    *web.Decoder
	Cookies    web.Cookies
	AdminPath  string // of the SPA on its host, such as "/admin/"
	Now        func() time.Time
	Rand       io.Reader
}

// Routes is the package's table of routes.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/challenge", Access: web.Public, Handler: s.challenge},
		{Pattern: "POST /api/membership/join", Access: web.Public, Handler: s.join, Form: "join"},
		{Pattern: "POST /api/confirm", Access: web.Public, Handler: s.confirm, Form: "confirm"},
		{Pattern: "POST /api/session", Access: web.Public, Handler: s.requestSignIn},
		{Pattern: "POST /api/session/verify", Access: web.Public, Handler: s.signIn},
		{Pattern: "POST /api/session/end", Access: web.Public, Handler: s.signOut},
	}
}

func (s *Service) challenge(w http.ResponseWriter, r *http.Request) error {
	c, err := s.Challenges.Issue(r.Context())
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, c)
}

// status is the answer to a program whose form was taken.
type status struct {
	Status string `json:"status"`
}
