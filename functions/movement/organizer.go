package movement

import (
	"slices"
	"time"
)

// Permission is one thing an organizer may do, named "subject:verb".
type Permission string

// The permissions that exist so far.
const (
	ReadContacts Permission = "contacts:read"
)

// Permissions lists every permission; "all" grants mean these.
func Permissions() []Permission { return []Permission{ReadContacts} }

// Grant lets an organizer do one thing in one zone and below, or in one
// overlay, until it expires.
type Grant struct {
	Permission Permission
	Zone       ZoneID    // the top of a subtree; empty for an overlay
	Overlay    OverlayID // empty for a zone
	Expires    time.Time // zero: it does not
}

// Live reports whether the grant still holds.
func (g Grant) Live(at time.Time) bool { return g.Expires.IsZero() || at.Before(g.Expires) }

// Organizer is a person who answers for zones.
type Organizer struct {
	ID       OrganizerID
	Name     string
	Email    Email
	Language string
	Grants   []Grant // some may have expired
	Epoch    int64   // raised to end every session at once
	Version  int64
}

// Area is where an organizer wants to work: a zone and below, an overlay, or,
// when both are empty, everywhere they may.
type Area struct {
	Zone    ZoneID
	Overlay OverlayID
}

// Scope is the reach of one permission of one organizer: zones with all below
// them, and overlays. Only Organizer.Scope makes one; the zero Scope reaches
// nobody.
type Scope struct {
	organizer  OrganizerID
	permission Permission
	zones      []ZoneID // none inside another, sorted
	overlays   []OverlayID
}

// Scope grants the reach of a permission within an area. Its error has the Kind
// NotFound when nothing of the area is held: for who may not see it, a zone does
// not exist.
func (o Organizer) Scope(p Permission, within Area, at time.Time) (Scope, error) {
	s := Scope{organizer: o.ID, permission: p}
	for _, g := range o.Grants {
		switch {
		case g.Permission != p || !g.Live(at):
		case within == Area{}:
			s.add(g)
		case g.Zone != "" && g.Zone.Contains(within.Zone):
			s.add(Grant{Zone: within.Zone})
		case g.Overlay != "" && g.Overlay == within.Overlay && within.Zone == "":
			s.add(Grant{Overlay: g.Overlay})
		}
	}
	if len(s.zones)+len(s.overlays) == 0 {
		return Scope{}, &Error{Kind: NotFound, Message: "not-found"}
	}
	slices.Sort(s.zones)
	slices.Sort(s.overlays)
	return s, nil
}

// add widens the scope by a grant, keeping no zone that lies inside another.
func (s *Scope) add(g Grant) {
	if g.Overlay != "" {
		if !slices.Contains(s.overlays, g.Overlay) {
			s.overlays = append(s.overlays, g.Overlay)
		}
		return
	}
	for _, z := range s.zones {
		if z.Contains(g.Zone) {
			return
		}
	}
	s.zones = slices.DeleteFunc(s.zones, g.Zone.Contains)
	s.zones = append(s.zones, g.Zone)
}

// Organizer is who holds the scope.
func (s Scope) Organizer() OrganizerID { return s.organizer }

// Permission is what the scope allows.
func (s Scope) Permission() Permission { return s.permission }

// Zones lists the tops of the subtrees in reach, none inside another.
func (s Scope) Zones() []ZoneID { return slices.Clone(s.zones) }

// Overlays lists the overlays in reach.
func (s Scope) Overlays() []OverlayID { return slices.Clone(s.overlays) }

// Holds reports whether a contact is in reach: by home zone or by overlay, and
// never while pending.
func (s Scope) Holds(c Contact) bool {
	if c.Status == Pending {
		return false
	}
	for _, z := range s.zones {
		if z.Contains(c.Zone) {
			return true
		}
	}
	for _, o := range s.overlays {
		if slices.Contains(c.Overlays, o) {
			return true
		}
	}
	return false
}
