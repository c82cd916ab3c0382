package zones

import (
	"fmt"
	"maps"
	"slices"
)

// faults are the ways in which t disagrees with the package: a region or
// département missing or hung elsewhere, a postal code sent to the wrong zone.
func (f *france) faults(t *Tree) []string {
	var faults []string
	root := t.Root().ID
	for _, r := range f.regions {
		if id := join(root, "r-"+r.Code); !t.has(id) {
			faults = append(faults, fmt.Sprintf("la région %s (%s) manque", id, r.Name))
		}
	}
	for _, d := range f.departements {
		if id := join(join(root, "r-"+d.Region), codeOf(d.Code)); !t.has(id) {
			faults = append(faults, fmt.Sprintf("le département %s (%s) manque", id, d.Name))
		}
	}
	homes := f.homes(t)
	for _, code := range slices.Sorted(maps.Keys(homes)) {
		if got := t.ByPostalCode(code); got.ID != homes[code] {
			faults = append(faults, fmt.Sprintf("le code postal %s mène à %s et non à %s", code, got.ID, homes[code]))
		}
	}
	return faults
}

func (t *Tree) has(id string) bool { _, ok := t.ByID(id); return ok }

// figures describes the data and what the rule for shared codes costs.
type figures struct {
	communes, codes, prefixes   int
	shared                      int // codes with communes of several départements
	neighbours, neighbourPeople int // communes, and their people, that a shared code sends to the neighbour
}

func (f *france) figures(t *Tree) figures {
	n := figures{communes: len(f.communes), prefixes: len(t.Postal)}
	for _, claims := range f.claims() {
		n.codes++
		if len(claims) > 1 {
			n.shared++
		}
		for _, c := range claims[1:] {
			n.neighbours += c.communes
			n.neighbourPeople += c.population
		}
	}
	return n
}

// String is the figures in a sentence.
func (n figures) String() string {
	return fmt.Sprintf("%d communes, %d codes postaux, %d préfixes ; %d codes sont communs à plusieurs départements, "+
		"si bien que %d communes (%d habitants) sont comptées chez le voisin", n.communes, n.codes, n.prefixes,
		n.shared, n.neighbours, n.neighbourPeople)
}
