package app

import (
	"context"
	"strings"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// Appoint gives whoever has the address permissions in an area, without end. It
// is for those who run the machine: nobody asks whether they may.
func (a *App) Appoint(ctx context.Context, address string, in movement.Area, permissions []movement.Permission) (movement.Organizer, error) {
	email, err := web.ParseEmail(address)
	if err != nil {
		return movement.Organizer{}, &movement.Error{Kind: movement.Invalid, Message: "form.invalid",
			Fields: map[string]string{"email": "email.address"}, Err: err}
	}
	var grants []movement.Grant
	for _, p := range permissions {
		grants = append(grants, movement.Grant{Permission: p, Zone: in.Zone, Overlay: in.Overlay})
	}
	name, _, _ := strings.Cut(string(email), "@")
	return a.Store.Appoint(ctx, email, name, grants)
}
