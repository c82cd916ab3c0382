package admin

import (
	"net/http"
	"slices"
	"time"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// meJSON is the signed-in organizer with all that they hold.
type meJSON struct {
	ID       movement.OrganizerID `json:"id"`
	Name     string               `json:"name"`
	Email    movement.Email       `json:"email"`
	Grants   []grantJSON          `json:"grants"`
	Zones    []*zoneJSON          `json:"zones"`
	Overlays []overlayJSON        `json:"overlays"`
}

// grantJSON is one live grant; Expires is empty for one without end.
type grantJSON struct {
	Permission movement.Permission `json:"permission"`
	Zone       string              `json:"zone"`
	Overlay    string              `json:"overlay"`
	Expires    string              `json:"expires"`
}

// zoneJSON is a zone the organizer holds, with those below it.
type zoneJSON struct {
	Slug        string                `json:"slug"`
	Name        string                `json:"name"`
	Permissions []movement.Permission `json:"permissions"`
	Children    []*zoneJSON           `json:"children"`
}

type overlayJSON struct {
	Slug        string                `json:"slug"`
	Name        string                `json:"name"`
	Permissions []movement.Permission `json:"permissions"`
}

func (s *Service) me(w http.ResponseWriter, r *http.Request) error {
	zones, err := s.Store.Zones(r.Context())
	if err != nil {
		return err
	}
	o, lang := web.Actor(r.Context()), web.Language(r)
	o.Grants = slices.DeleteFunc(slices.Clone(o.Grants), func(g movement.Grant) bool { return !g.Live(s.Now()) })
	me := meJSON{ID: o.ID, Name: o.Name, Email: o.Email, Grants: grants(o, zones), Zones: tree(o, zones, lang), Overlays: []overlayJSON{}}
	for _, overlay := range zones.Overlays() {
		held := held(o, func(g movement.Grant) bool { return g.Overlay == overlay.ID })
		if len(held) > 0 {
			me.Overlays = append(me.Overlays, overlayJSON{overlay.Slug, overlay.In(lang), held})
		}
	}
	return web.JSON(w, http.StatusOK, me)
}

func grants(o movement.Organizer, zones *movement.Zones) []grantJSON {
	all := []grantJSON{}
	for _, g := range o.Grants {
		zone, _ := zones.ByID(g.Zone)
		overlay, _ := zones.Overlay(g.Overlay)
		j := grantJSON{Permission: g.Permission, Zone: zone.Slug, Overlay: overlay.Slug}
		if !g.Expires.IsZero() {
			j.Expires = g.Expires.UTC().Format(time.RFC3339)
		}
		all = append(all, j)
	}
	return all
}

// held are the permissions of the organizer's grants that reach something.
func held(o movement.Organizer, reaches func(movement.Grant) bool) []movement.Permission {
	var all []movement.Permission
	for _, g := range o.Grants {
		if reaches(g) && !slices.Contains(all, g.Permission) {
			all = append(all, g.Permission)
		}
	}
	slices.Sort(all)
	return all
}

// tree nests the zones the organizer holds something in. The tops are the zones
// of their grants, not the root: what is above is not theirs to see.
func tree(o movement.Organizer, zones *movement.Zones, lang string) []*zoneJSON {
	tops, nodes := []*zoneJSON{}, map[movement.ZoneID]*zoneJSON{}
	for _, zone := range zones.All() {
		held := held(o, func(g movement.Grant) bool { return g.Zone.Contains(zone.ID) })
		if len(held) == 0 {
			continue
		}
		node := &zoneJSON{Slug: zone.Slug, Name: zone.In(lang), Permissions: held, Children: []*zoneJSON{}}
		nodes[zone.ID] = node
		ancestry := zone.ID.Ancestry()
		if parent, ok := nodes[ancestry[max(0, len(ancestry)-2)]]; ok && len(ancestry) > 1 {
			parent.Children = append(parent.Children, node)
		} else {
			tops = append(tops, node)
		}
	}
	return tops
}
