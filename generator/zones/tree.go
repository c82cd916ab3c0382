// Package zones reads content/zones.yaml: the tree of territories the movement
// is organised by, the overlays across them, and the postal codes that say in
// which territory a person lives.
//
//	root:
//	  code: fr
//	  slug: fr
//	  name: France
//	  zones:
//	    - code: r-11
//	      slug: ile-de-france
//	      name: Île-de-France
//	      zones:
//	        - {code: d-75, slug: paris, name: Paris, postal: ["75"]}
//	overlays:
//	  - {id: theme/climat, slug: climat, name: {fr: Climat, en: Climate}}
//
// A zone has two names. Its ID is its codes joined from the root down
// ("fr/r-11/d-75"): everything stored refers to it, so it never changes. Its
// Slug is its slugs joined ("fr/ile-de-france/paris"): folders and addresses,
// free to change. [Load] reads the file, strictly: an unknown key, a code or
// slug used twice, a postal prefix in two zones are [Errors], each with its
// place in the file, all reported at once.
//
// # Postal codes
//
// A zone's postal list holds prefixes of one to five digits. The longest that
// begins a five-digit code wins; a code that none begins belongs to the root.
// So "94" is Val-de-Marne but "94390", Orly's terminals, is Essonne, and
// "97133", Saint-Barthélemy, which is no département, is the root's.
//
// The lists are derived by [Main] from the public npm package
// @etalab/decoupage-administratif, which knows the postal codes and the
// population of every commune:
//
//	go run ./generator zones derive -package DIR content/zones.yaml
//	go run ./generator zones derive -check -package DIR content/zones.yaml
//
// A code shared by communes of several départements goes to the one with the
// most people behind that code, then the most communes, then the lower code:
// of 6,310 codes 16 are shared, and for 22 communes (about 9,000 people) the
// answer is therefore the neighbour; -check prints the figures of the day. The
// derived set is small because a prefix is given to whoever holds three
// quarters of the known codes it begins; codes of companies (CEDEX), which the
// package does not know, follow their prefix. A prefix that begins no commune's
// code is somebody's own addition and derive leaves it.
//
// The package decides nothing about sites: which zones have content, and where
// it is published, is known to generator/site.
package zones

import "strings"

// Zone is one territory of the tree.
type Zone struct {
	ID     string            // permanent: codes from the root down, "fr/r-11/d-75"
	Slug   string            // slugs from the root down, "fr/ile-de-france/paris"
	Code   string            // its own code, the last segment of ID, "d-75"
	Name   map[string]string // by language; fr and en are always there
	Parent string            // ID of the zone above, "" for the root
}

// Overlay is a team across zones, joined by choice whatever one's home zone.
type Overlay struct {
	ID   string            // permanent, "theme/climat"
	Slug string            // "climat"
	Name map[string]string // by language; fr and en are always there
}

// Tree is a file read without fault. Treat it as immutable.
type Tree struct {
	Zones    []Zone // parents before children, in the order of the file; the first is the root
	Overlays []Overlay
	Postal   map[string]string // prefix of a postal code -> ID of its zone
}

// Root is the zone above all others.
func (t *Tree) Root() Zone { return t.Zones[0] }

// ByID finds a zone by its permanent id.
func (t *Tree) ByID(id string) (Zone, bool) {
	return t.find(func(z Zone) bool { return z.ID == id })
}

// BySlug finds a zone by its slug path, such as "fr/ile-de-france".
func (t *Tree) BySlug(slug string) (Zone, bool) {
	return t.find(func(z Zone) bool { return z.Slug == slug })
}

func (t *Tree) find(match func(Zone) bool) (Zone, bool) {
	for _, z := range t.Zones {
		if match(z) {
			return z, true
		}
	}
	return Zone{}, false
}

// ByPostalCode is the zone of a French postal code, written with or without
// spaces; the root for an unknown or foreign one.
func (t *Tree) ByPostalCode(code string) Zone {
	code = strings.ReplaceAll(code, " ", "")
	if !isPrefix(code) || len(code) != 5 {
		return t.Root()
	}
	for n := len(code); n > 0; n-- {
		if id, ok := t.Postal[code[:n]]; ok {
			z, _ := t.ByID(id)
			return z
		}
	}
	return t.Root()
}

// isPrefix reports whether s can begin a postal code: one to five digits.
func isPrefix(s string) bool {
	return 0 < len(s) && len(s) <= 5 && strings.Trim(s, "0123456789") == ""
}
