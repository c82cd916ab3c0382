package site

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"maillage/generator/theme"
)

// findPages are the pages that say whose team answers for a postal code: one with
// the form, and one for each pair of first digits, which works without a script
// and without a server.
func (e *Engine) findPages(z *zone, lang, url string) {
	m := e.model
	found := map[string]map[string]*theme.Place{} // by first digits, by territory
	for code, id := range m.tree.Postal {
		territory := m.byID[id]
		if territory == nil || len(code) < 2 {
			continue
		}
		places := found[code[:2]]
		if places == nil {
			places = map[string]*theme.Place{}
			found[code[:2]] = places
		}
		place := places[id]
		if place == nil {
			place = &theme.Place{Name: territory.Name[lang], To: e.view(nearestSite(territory), lang)}
			places[id] = place
		}
		place.Codes = append(place.Codes, code)
	}
	first := z.lists[lang].system[theme.Find]
	if first == nil {
		return
	}
	var digits []string
	for pair := range found {
		digits = append(digits, pair)
	}
	slices.Sort(digits)
	for _, pair := range digits {
		p := e.newSystem(z, lang, theme.Find, url+pair+"/", e.text(z, lang, "find.title_code", pair), first.Description)
		p.Parent = first
		p.Places = sortedPlaces(found[pair])
		first.Children = append(first.Children, p)
	}
}

func sortedPlaces(found map[string]*theme.Place) []theme.Place {
	places := make([]theme.Place, 0, len(found))
	for _, place := range found {
		slices.Sort(place.Codes)
		places = append(places, *place)
	}
	slices.SortFunc(places, func(a, b theme.Place) int {
		return cmp.Or(cmp.Compare(len(a.Codes[0]), len(b.Codes[0])), cmp.Compare(a.Codes[0], b.Codes[0]))
	})
	return places
}

// planFind adds what find.js reads.
func (p plan) planFind() {
	m := p.model
	for _, lang := range languages {
		find := m.sites[0].lists[lang].system[theme.Find]
		if find == nil {
			continue
		}
		p.guarded(publicFile(find.Host, find.Path+"codes.json"), find.Host, p.findSum(), func(_ *theme.Context, dst []byte) ([]byte, error) {
			data, err := p.codes(lang)
			return append(dst, data...), err
		})
	}
}

// findSum hashes what zones say of themselves.
func (p plan) findSum() uint64 {
	sum := mix(1, p.model.treeSum)
	for _, z := range p.model.sites {
		for _, lang := range languages {
			sum = mix(sum, p.cells.values[p.view(z, lang).Info])
		}
	}
	return sum
}

// codes says which zone each beginning of a postal code leads to; the first zone
// is the root.
func (p plan) codes(lang string) ([]byte, error) {
	file := struct {
		Zones [][]string     `json:"zones"`
		Codes map[string]int `json:"codes"`
	}{Codes: map[string]int{}}
	numbers := map[string]int{}
	add := func(territory *zone) int {
		if n, ok := numbers[territory.ID]; ok {
			return n
		}
		v := p.view(nearestSite(territory), lang)
		address := v.Path
		if v.Host != "" {
			address = p.origin(v.Host) + v.Path
		}
		name := territory.Name[lang]
		if territory.home != nil {
			name = v.Name
		}
		numbers[territory.ID] = len(file.Zones)
		file.Zones = append(file.Zones, []string{name, address, v.Tagline})
		return numbers[territory.ID]
	}
	add(p.model.sites[0])
	var codes []string
	for code := range p.model.tree.Postal {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		if territory := p.model.byID[p.model.tree.Postal[code]]; territory != nil {
			file.Codes[code] = add(territory)
		}
	}
	data, err := json.Marshal(file)
	return append(data, '\n'), err
}

// steps are the answers of a scale from one number to another.
func steps(from, to string) []string {
	digits := func(s, otherwise string) int {
		n := 0
		for _, r := range cmp.Or(s, otherwise) {
			if r < '0' || r > '9' || n > 100 {
				return -1
			}
			n = n*10 + int(r-'0')
		}
		return n
	}
	first, last := digits(from, "1"), digits(to, "5")
	if first < 0 || last < first || last-first > 20 {
		return nil
	}
	var list []string
	for n := first; n <= last; n++ {
		list = append(list, strconv.Itoa(n))
	}
	return list
}
