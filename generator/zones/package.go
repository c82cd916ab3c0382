package zones

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// territory is what the files of @etalab/decoupage-administratif say about a
// region, a département or a commune, as far as it matters here.
type territory struct {
	Code        string   `json:"code"` // INSEE
	Name        string   `json:"nom"`
	Zone        string   `json:"zone"`         // metro, drom, or com: a collectivité d'outre-mer
	Region      string   `json:"region"`       // of a département or commune
	Departement string   `json:"departement"`  // of a commune
	Type        string   `json:"type"`         // of a commune: commune-actuelle, or a part of one
	PostalCodes []string `json:"codesPostaux"` // of a commune
	Population  int      `json:"population"`   // of a commune
}

// france is the package's data.
type france struct {
	regions, departements []territory // without the collectivités
	communes              []territory // today's, without their parts
}

func readPackage(dir string) (*france, error) {
	var f france
	for name, list := range map[string]*[]territory{
		"regions.json": &f.regions, "departements.json": &f.departements, "communes.json": &f.communes,
	} {
		data, err := os.ReadFile(filepath.Join(dir, "data", name))
		if err != nil {
			return nil, fmt.Errorf("read npm package @etalab/decoupage-administratif: %w", err)
		}
		if err := json.Unmarshal(data, list); err != nil {
			return nil, fmt.Errorf("read %s of npm package @etalab/decoupage-administratif: %w", name, err)
		}
	}
	overseasCollectivity := func(t territory) bool { return t.Zone == "com" }
	f.regions = slices.DeleteFunc(f.regions, overseasCollectivity)
	f.departements = slices.DeleteFunc(f.departements, overseasCollectivity)
	f.communes = slices.DeleteFunc(f.communes, func(t territory) bool { return t.Type != "commune-actuelle" })
	return &f, nil
}

// claim is what one département has behind a postal code.
type claim struct {
	departement          string
	population, communes int
}

// claims are the départements of each postal code, its rightful one first: the
// most people, then the most communes, then the lower code. A commune with
// several codes counts with all its people at each: the package does not say
// how they are spread.
func (f *france) claims() map[string][]claim {
	claims := map[string][]claim{}
	for _, commune := range f.communes {
		for _, code := range commune.PostalCodes {
			i := slices.IndexFunc(claims[code], func(c claim) bool { return c.departement == commune.Departement })
			if i < 0 {
				i = len(claims[code])
				claims[code] = append(claims[code], claim{departement: commune.Departement})
			}
			claims[code][i].population += commune.Population
			claims[code][i].communes++
		}
	}
	for _, list := range claims {
		slices.SortFunc(list, func(a, b claim) int {
			return cmp.Or(cmp.Compare(b.population, a.population), cmp.Compare(b.communes, a.communes),
				cmp.Compare(a.departement, b.departement))
		})
	}
	return claims
}

// codeOf is the zone code of a département: "d-2a" for "2A".
func codeOf(departement string) string { return "d-" + strings.ToLower(departement) }
