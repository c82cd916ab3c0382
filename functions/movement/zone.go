package movement

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// ZoneID is the permanent name of a zone: typed codes from the root down, such
// as "fr/r-11/d-75". It never changes, whatever the zone's name or address.
type ZoneID string

// Contains reports whether other is z or lies below it. Segments are compared
// whole: "fr/d-7" does not contain "fr/d-75". The empty id contains nothing.
func (z ZoneID) Contains(other ZoneID) bool {
	return z != "" && (z == other || strings.HasPrefix(string(other), string(z)+"/"))
}

// Ancestry lists the ids from the root down to z itself.
func (z ZoneID) Ancestry() []ZoneID {
	var ids []ZoneID
	for i := range len(z) {
		if z[i] == '/' {
			ids = append(ids, z[:i])
		}
	}
	return append(ids, z)
}

// FirstLevel is z's ancestor just below the root, or the root for the root.
func (z ZoneID) FirstLevel() ZoneID {
	ids := z.Ancestry()
	return ids[min(1, len(ids)-1)]
}

// OverlayID is the permanent name of an overlay, a team across zones such as
// "theme/climat".
type OverlayID string

// Zone is one territory of the tree.
type Zone struct {
	ID   ZoneID            `json:"id"`
	Slug string            `json:"slug"`           // slug path from the root, such as "fr/ile-de-france/paris"
	Name map[string]string `json:"name"`           // by language
	Site string            `json:"site,omitempty"` // path of its site, such as "/ile-de-france/"; empty: it has none
	// Pages are the addresses of its site that functions name, by language and
	// name: "join", "joined", "confirm", "welcome".
	Pages map[string]map[string]string `json:"pages,omitempty"`
	// Origin is where its site stands when not on the main host, such as
	// "https://reunion.example". Site, Pages and the paths that forms post are as if
	// on the main host; Prefix, such as "/la-reunion/", is what its own host leaves
	// out of them.
	Origin string `json:"origin,omitempty"`
	Prefix string `json:"prefix,omitempty"`
}

// Path is where a page of the zone's site, told as if on the main host, stands on
// the site's own host: "/en/la-reunion/join/" is "/en/join/" there.
func (z Zone) Path(page string) string {
	if z.Prefix == "" {
		return page
	}
	language, page := z.language(page)
	return language + "/" + strings.TrimPrefix(page, z.Prefix)
}

// URL is the absolute address of a page of the zone's site; origin is that of the
// main host.
func (z Zone) URL(origin, page string) string {
	return cmp.Or(z.Origin, origin) + z.Path(page)
}

// language cuts the language off the start of a path, so that "/en/join/" is "/en"
// and "/join/".
func (z Zone) language(path string) (language, rest string) {
	for language := range z.Pages {
		if rest, ok := strings.CutPrefix(path, "/"+language+"/"); ok {
			return "/" + language, "/" + rest
		}
	}
	return "", path
}

// Overlay is a team across zones, joined by choice.
type Overlay struct {
	ID   OverlayID         `json:"id"`
	Slug string            `json:"slug"`
	Name map[string]string `json:"name"`
}

// Zones is the tree of zones and the overlays, immutable, and the only
// translator between ids, slugs and postal codes.
type Zones struct {
	zones    []Zone // parents before children
	overlays []Overlay
	byID     map[ZoneID]int
	bySlug   map[string]int
	postal   map[string]ZoneID // postal code prefixes
}

// ParseZones reads the generator's data/zones.json: {"zones": […], "overlays":
// […], "postal": {prefix: zone id}}. Zones stand parents first; the first is
// the root.
func ParseZones(data []byte) (*Zones, error) {
	var file struct {
		Zones    []Zone            `json:"zones"`
		Overlays []Overlay         `json:"overlays"`
		Postal   map[string]ZoneID `json:"postal"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("parse zones: %w", err)
	}
	z := &Zones{zones: file.Zones, overlays: file.Overlays, postal: file.Postal,
		byID: map[ZoneID]int{}, bySlug: map[string]int{}}
	for i, zone := range z.zones {
		if i > 0 {
			ids := zone.ID.Ancestry()
			if _, ok := z.byID[ids[max(0, len(ids)-2)]]; !ok || len(ids) < 2 {
				return nil, fmt.Errorf("parse zones: %s stands before its parent", zone.ID)
			}
		}
		z.byID[zone.ID], z.bySlug[zone.Slug] = i, i
	}
	if len(z.zones) == 0 {
		return nil, fmt.Errorf("parse zones: there is no root")
	}
	for prefix, id := range z.postal {
		if _, ok := z.byID[id]; !ok {
			return nil, fmt.Errorf("parse zones: postal prefix %s names unknown zone %s", prefix, id)
		}
	}
	return z, nil
}

// Root is the zone above all others.
func (z *Zones) Root() Zone { return z.zones[0] }

// All lists every zone, parents before children.
func (z *Zones) All() []Zone { return slices.Clone(z.zones) }

// Overlays lists every overlay.
func (z *Zones) Overlays() []Overlay { return slices.Clone(z.overlays) }

// ByID finds a zone by its permanent id.
func (z *Zones) ByID(id ZoneID) (Zone, bool) { return z.find(z.byID[id], has(z.byID, id)) }

// BySlug finds a zone by its slug path, such as "fr/ile-de-france".
func (z *Zones) BySlug(slug string) (Zone, bool) { return z.find(z.bySlug[slug], has(z.bySlug, slug)) }

func (z *Zones) find(i int, ok bool) (Zone, bool) {
	if !ok {
		return Zone{}, false
	}
	return z.zones[i], true
}

func has[K comparable, V any](m map[K]V, k K) bool { _, ok := m[k]; return ok }

// ByPostalCode is the home zone of a French postal code: the zone of the
// longest known prefix, the root for an unknown or foreign code.
func (z *Zones) ByPostalCode(code string) Zone {
	code = strings.ReplaceAll(code, " ", "")
	if len(code) == 5 && strings.Trim(code, "0123456789") == "" {
		for n := len(code); n > 0; n-- {
			if id, ok := z.postal[code[:n]]; ok {
				return z.zones[z.byID[id]]
			}
		}
	}
	return z.Root()
}

// BySite is the zone whose site holds the page at path, such as
// "/ile-de-france/adhesion/" or "/en/ile-de-france/join/"; the root when no
// other does.
func (z *Zones) BySite(path string) Zone {
	best := z.Root()
	_, path = best.language(path)
	for _, zone := range z.zones {
		if zone.Site != "" && strings.HasPrefix(path, zone.Site) && len(zone.Site) > len(best.Site) {
			best = zone
		}
	}
	return best
}

// OnHost is the uppermost zone whose site stands on a host, such as
// "reunion.example"; the root for any other host.
func (z *Zones) OnHost(host string) Zone {
	for _, zone := range z.zones {
		if _, own, ok := strings.Cut(zone.Origin, "://"); ok && strings.EqualFold(own, host) {
			return zone
		}
	}
	return z.Root()
}

// Here is the zone and the path, told as if on the main host, of a path that was
// asked of a host.
func (z *Zones) Here(host, path string) (Zone, string) {
	if top := z.OnHost(host); top.Prefix != "" {
		language, rest := top.language(path)
		path = language + top.Prefix + strings.TrimPrefix(rest, "/")
	}
	return z.BySite(path), path
}

// HasPage reports whether a path is one of the sites' first pages or of those that
// functions name; no other is believed of a form that says where it stood.
func (z *Zones) HasPage(path string) bool {
	for _, zone := range z.zones {
		if path != "" && path == zone.Site {
			return true
		}
		for _, pages := range zone.Pages {
			for _, page := range pages {
				if page == path {
					return true
				}
			}
		}
	}
	return false
}

// Nearest is the zone itself if it has a site, or the nearest one above that
// has.
func (z *Zones) Nearest(id ZoneID) Zone {
	ancestry := id.Ancestry()
	for i := len(ancestry) - 1; i >= 0; i-- {
		if zone, ok := z.ByID(ancestry[i]); ok && zone.Site != "" {
			return zone
		}
	}
	return z.Root()
}

// In is the zone's name in a language, in French where it has none.
func (z Zone) In(language string) string { return named(z.Name, language) }

// In is the overlay's name in a language, in French where it has none.
func (o Overlay) In(language string) string { return named(o.Name, language) }

func named(names map[string]string, language string) string {
	if name, ok := names[language]; ok {
		return name
	}
	return names["fr"]
}

// Overlay finds an overlay by its permanent id.
func (z *Zones) Overlay(id OverlayID) (Overlay, bool) {
	return z.overlay(func(o Overlay) bool { return o.ID == id })
}

// OverlayBySlug finds an overlay by its slug, such as "climat".
func (z *Zones) OverlayBySlug(slug string) (Overlay, bool) {
	return z.overlay(func(o Overlay) bool { return o.Slug == slug })
}

func (z *Zones) overlay(is func(Overlay) bool) (Overlay, bool) {
	i := slices.IndexFunc(z.overlays, is)
	if i < 0 {
		return Overlay{}, false
	}
	return z.overlays[i], true
}
