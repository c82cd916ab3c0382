// Package admin is what organizers work with: the API behind the SPA in
// themes/admin. Every route asks for a signed-in organizer; every list and every
// contact is read through a movement.Scope, made of what the organizer holds at
// that moment and of the zone they ask for. What lies outside answers 404, like
// what does not exist.
//
// What was shown is written to the audit log before it is answered.
package admin

import (
	"context"
	"net/http"
	"time"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// Store is what the package asks of storage.
type Store interface {
	Zones(ctx context.Context) (*movement.Zones, error)
	Contacts(ctx context.Context, scope movement.Scope, q movement.ContactQuery) (movement.ContactPage, error)
	Contact(ctx context.Context, scope movement.Scope, id movement.ContactID) (movement.Contact, []movement.Consent, error)
	Audit(ctx context.Context, a movement.Audit) error
}

// Service answers the package's routes; all fields are required.
type Service struct {
	Store Store
	Now   func() time.Time
}

// Routes is the package's table of routes.
func (s *Service) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/admin/me", Access: web.SignedIn, Handler: s.me},
		{Pattern: "GET /api/admin/contacts", Access: web.Needs(movement.ReadContacts), Handler: s.contacts},
		{Pattern: "GET /api/admin/contacts/{id}", Access: web.Needs(movement.ReadContacts), Handler: s.contact},
	}
}

// scope is the actor's reach of a permission in the zone or the overlay the
// request names, or everywhere they hold it, with the zones it was judged by.
func (s *Service) scope(r *http.Request, p movement.Permission) (movement.Scope, *movement.Zones, error) {
	zones, err := s.Store.Zones(r.Context())
	if err != nil {
		return movement.Scope{}, nil, err
	}
	var within movement.Area
	notFound := &movement.Error{Kind: movement.NotFound, Message: "not-found"}
	query := r.URL.Query()
	if slug := query.Get("zone"); slug != "" {
		zone, ok := zones.BySlug(slug)
		if !ok {
			return movement.Scope{}, nil, notFound
		}
		within.Zone = zone.ID
	}
	if slug := query.Get("overlay"); slug != "" {
		overlay, ok := zones.OverlayBySlug(slug)
		if !ok || within.Zone != "" {
			return movement.Scope{}, nil, notFound
		}
		within.Overlay = overlay.ID
	}
	scope, err := web.Actor(r.Context()).Scope(p, within, s.Now())
	return scope, zones, err
}
