package zones

import (
	"maps"
	"slices"
	"strings"
)

// homes is the zone, by ID, of every postal code of the package. A collectivité
// d'outre-mer is no zone, so its codes are the root's.
func (f *france) homes(t *Tree) map[string]string {
	ids := map[string]string{}
	for _, z := range t.Zones {
		ids[z.Code] = z.ID
	}
	homes := map[string]string{}
	for code, claims := range f.claims() {
		id, ok := ids[codeOf(claims[0].departement)]
		if !ok {
			id = t.Root().ID
		}
		homes[code] = id
	}
	return homes
}

// derive is the postal list of each zone, by ID: the few prefixes that send
// every known code home, and the ones of t that no known code begins with.
func derive(t *Tree, homes map[string]string) map[string][]string {
	c := cover{homes: homes, prefixes: map[string]string{}}
	codes := slices.Sorted(maps.Keys(homes))
	c.under("", t.Root().ID, codes)
	for prefix, id := range t.Postal {
		if len(beginning(codes, prefix)) == 0 {
			c.prefixes[prefix] = id
		}
	}
	lists := map[string][]string{}
	for _, prefix := range slices.Sorted(maps.Keys(c.prefixes)) {
		id := c.prefixes[prefix]
		lists[id] = append(lists[id], prefix)
	}
	return lists
}

// cover finds prefixes from the shortest down.
type cover struct {
	homes    map[string]string
	prefixes map[string]string
}

// under settles the codes that begin with prefix, which so far belong to zone.
// One digit is never a prefix: it stands for several regions.
func (c *cover) under(prefix, zone string, codes []string) {
	if len(codes) == 0 {
		return
	}
	if len(codes) == 1 {
		prefix = codes[0] // nothing is known of its neighbours, so nothing is claimed
	}
	if owner := c.owner(codes); len(prefix) > 1 && owner != "" && owner != zone {
		c.prefixes[prefix], zone = owner, owner
	}
	if len(prefix) == 5 {
		return
	}
	for _, digit := range "0123456789" {
		longer := prefix + string(digit)
		c.under(longer, zone, beginning(codes, longer))
	}
}

// owner is the zone with three quarters of codes: enough that the codes the
// package does not know are likely its own too. "20" has no owner: Corsica's
// two départements have about half of it each.
func (c *cover) owner(codes []string) string {
	count := map[string]int{}
	for _, code := range codes {
		count[c.homes[code]]++
	}
	for id, n := range count {
		if 4*n >= 3*len(codes) {
			return id
		}
	}
	return ""
}

// beginning is the part of sorted codes that begins with prefix.
func beginning(codes []string, prefix string) []string {
	from, _ := slices.BinarySearch(codes, prefix)
	n := 0
	for from+n < len(codes) && strings.HasPrefix(codes[from+n], prefix) {
		n++
	}
	return codes[from : from+n]
}
