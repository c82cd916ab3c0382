package movement_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

var noon = time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)

func in(zone movement.ZoneID, overlays ...movement.OverlayID) movement.Contact {
	return movement.Contact{Status: movement.Member, Zone: zone, Overlays: overlays}
}

func zoneGrant(z movement.ZoneID) movement.Grant {
	return movement.Grant{Permission: movement.ReadContacts, Zone: z}
}

func overlayGrant(o movement.OverlayID) movement.Grant {
	return movement.Grant{Permission: movement.ReadContacts, Overlay: o}
}

func until(g movement.Grant, end time.Time) movement.Grant {
	g.Expires = end
	return g
}

func TestScopeTable(t *testing.T) {
	other := movement.Grant{Permission: "contacts:export", Zone: "fr"}
	area := func(z movement.ZoneID) movement.Area { return movement.Area{Zone: z} }
	team := func(o movement.OverlayID) movement.Area { return movement.Area{Overlay: o} }
	type grants = []movement.Grant
	tests := []struct {
		name     string
		grants   grants
		within   movement.Area
		zones    []movement.ZoneID
		overlays []movement.OverlayID
	}{
		{"all I hold", grants{zoneGrant("fr/r-11"), overlayGrant("theme/climat")}, movement.Area{}, []movement.ZoneID{"fr/r-11"}, []movement.OverlayID{"theme/climat"}},
		{"the zone itself", grants{zoneGrant("fr/r-11")}, area("fr/r-11"), []movement.ZoneID{"fr/r-11"}, nil},
		{"a zone below", grants{zoneGrant("fr/r-11")}, area("fr/r-11/d-75"), []movement.ZoneID{"fr/r-11/d-75"}, nil},
		{"the zone above", grants{zoneGrant("fr/r-11")}, area("fr"), nil, nil},
		{"a zone beside", grants{zoneGrant("fr/r-11")}, area("fr/r-12"), nil, nil},
		{"a look-alike", grants{zoneGrant("fr/r-1")}, area("fr/r-11"), nil, nil},
		{"one inside the other", grants{zoneGrant("fr/r-11/d-75"), zoneGrant("fr/r-11"), zoneGrant("fr/r-11/d-77")}, movement.Area{}, []movement.ZoneID{"fr/r-11"}, nil},
		{"twice the same", grants{zoneGrant("fr/r-11"), zoneGrant("fr/r-11"), overlayGrant("t/a"), overlayGrant("t/a")}, movement.Area{}, []movement.ZoneID{"fr/r-11"}, []movement.OverlayID{"t/a"}},
		{"an overlay", grants{overlayGrant("t/a"), overlayGrant("t/b")}, team("t/b"), nil, []movement.OverlayID{"t/b"}},
		{"another overlay", grants{overlayGrant("t/a"), zoneGrant("fr")}, team("t/b"), nil, nil},
		{"an overlay gives no zone", grants{overlayGrant("t/a")}, area("fr"), nil, nil},
		{"expired", grants{until(zoneGrant("fr"), noon)}, movement.Area{}, nil, nil},
		{"about to expire", grants{until(zoneGrant("fr"), noon.Add(1))}, movement.Area{}, []movement.ZoneID{"fr"}, nil},
		{"expired over a live one", grants{until(zoneGrant("fr"), noon), zoneGrant("fr/r-11")}, movement.Area{}, []movement.ZoneID{"fr/r-11"}, nil},
		{"another permission", grants{other}, movement.Area{}, nil, nil},
		{"no grant", nil, movement.Area{}, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := movement.Organizer{ID: "o_x", Grants: test.grants}
			s, err := o.Scope(movement.ReadContacts, test.within, noon)
			if nothing := test.zones == nil && test.overlays == nil; nothing != (movement.KindOf(err) == movement.NotFound) {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(test.zones, s.Zones()); diff != "" {
				t.Errorf("zones (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.overlays, s.Overlays()); diff != "" {
				t.Errorf("overlays (-want +got):\n%s", diff)
			}
			if err == nil && (s.Organizer() != "o_x" || s.Permission() != movement.ReadContacts) {
				t.Errorf("scope of %s for %s", s.Organizer(), s.Permission())
			}
		})
	}
}

func TestScopeHolds(t *testing.T) {
	o := movement.Organizer{Grants: []movement.Grant{zoneGrant("fr/r-11"), overlayGrant("theme/climat")}}
	s, err := o.Scope(movement.ReadContacts, movement.Area{}, noon)
	if err != nil {
		t.Fatal(err)
	}
	pending := in("fr/r-11")
	pending.Status = movement.Pending
	tests := []struct {
		name    string
		contact movement.Contact
		want    bool
	}{
		{"in the zone", in("fr/r-11"), true},
		{"below it", in("fr/r-11/d-75"), true},
		{"above it", in("fr"), false},
		{"beside it", in("fr/r-12"), false},
		{"a look-alike", in("fr/r-110"), false},
		{"elsewhere, in the overlay", in("fr/r-12", "theme/sante", "theme/climat"), true},
		{"elsewhere, in another overlay", in("fr/r-12", "theme/climat-x"), false},
		{"at home nowhere", in(""), false},
		{"pending", pending, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := s.Holds(test.contact); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
			if (movement.Scope{}).Holds(test.contact) {
				t.Error("the zero Scope reaches them")
			}
		})
	}
}

// TestScopeIsItsOwn changes what accessors answered: the scope stays as it was.
func TestScopeIsItsOwn(t *testing.T) {
	o := movement.Organizer{Grants: []movement.Grant{zoneGrant("fr/r-11"), overlayGrant("t/a")}}
	s, _ := o.Scope(movement.ReadContacts, movement.Area{}, noon)
	s.Zones()[0], s.Overlays()[0] = "fr", "t/b"
	o.Grants[0].Zone = "fr"
	if s.Holds(in("fr/r-12")) || s.Holds(in("fr/r-12", "t/b")) {
		t.Error("a scope was widened from outside")
	}
}

// reaches is the definition of a scope in its longest form: some live grant of
// the permission covers the contact, and so does the area asked for.
func reaches(o movement.Organizer, within movement.Area, c movement.Contact) bool {
	inside := func(top, z movement.ZoneID) bool {
		a, b := strings.Split(string(top), "/"), strings.Split(string(z), "/")
		return top != "" && len(a) <= len(b) && slices.Equal(a, b[:len(a)])
	}
	if c.Status != movement.Member {
		return false
	}
	for _, g := range o.Grants {
		if g.Permission != movement.ReadContacts || !g.Expires.IsZero() && !g.Expires.After(noon) {
			continue
		}
		byZone := inside(g.Zone, c.Zone)
		byOverlay := g.Overlay != "" && slices.Contains(c.Overlays, g.Overlay)
		switch {
		case within.Zone != "":
			if inside(g.Zone, within.Zone) && inside(within.Zone, c.Zone) {
				return true
			}
		case within.Overlay != "":
			if byOverlay && g.Overlay == within.Overlay {
				return true
			}
		case byZone || byOverlay:
			return true
		}
	}
	return false
}

func TestScopeAgainstModel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 2000 {
		tree := randomTree(r)
		zone := func() movement.ZoneID { return tree[r.IntN(len(tree))] }
		overlay := func() movement.OverlayID { return movement.OverlayID(fmt.Sprintf("t/%d", r.IntN(4))) }
		var o movement.Organizer
		for range r.IntN(5) {
			g := zoneGrant(zone())
			if r.IntN(3) == 0 {
				g = overlayGrant(overlay())
			}
			if r.IntN(4) == 0 {
				g.Expires = noon.Add(time.Duration(r.IntN(3)-1) * time.Nanosecond)
			}
			if r.IntN(6) == 0 {
				g.Permission = "contacts:export"
			}
			o.Grants = append(o.Grants, g)
		}
		within := []movement.Area{{}, {Zone: zone()}, {Overlay: overlay()}}[r.IntN(3)]
		s, err := o.Scope(movement.ReadContacts, within, noon)
		if err != nil && movement.KindOf(err) != movement.NotFound {
			t.Fatal(err)
		}
		for range 30 {
			c := in(zone())
			for range r.IntN(3) {
				c.Overlays = append(c.Overlays, overlay())
			}
			if r.IntN(5) == 0 {
				c.Status = movement.Pending
			}
			if got, want := s.Holds(c), reaches(o, within, c); got != want {
				t.Fatalf("round %d: grants %v within %v hold %s in %s %v: %t, want %t", round, o.Grants, within, c.Status, c.Zone, c.Overlays, got, want)
			}
		}
	}
}

// randomTree has codes that are beginnings of one another at every level.
func randomTree(r *rand.Rand) []movement.ZoneID {
	tree := []movement.ZoneID{"fr"}
	for range 5 + r.IntN(40) {
		parent := tree[r.IntN(len(tree))]
		tree = append(tree, movement.ZoneID(fmt.Sprintf("%s/d-%s", parent, strings.Repeat("1", 1+r.IntN(3)))))
	}
	return tree
}
