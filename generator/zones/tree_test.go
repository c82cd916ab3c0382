package zones

import (
	"strings"
	"testing"
)

const shipped = "../../content/zones.yaml"

func load(t *testing.T) *Tree {
	t.Helper()
	tree, err := Load(shipped)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestByPostalCode(t *testing.T) {
	tree := load(t)
	for _, c := range []struct{ name, code, want string }{
		{"Paris 1er", "75001", "fr/r-11/d-75"},
		{"Paris 20e", "75020", "fr/r-11/d-75"},
		{"Paris 16e north", "75116", "fr/r-11/d-75"},
		{"a company in Paris (CEDEX)", "75380", "fr/r-11/d-75"},
		{"Lyon 9e", "69009", "fr/r-84/d-69"},
		{"written with a space", "69 009", "fr/r-84/d-69"},
		{"first zero kept", "01000", "fr/r-84/d-01"},
		{"region and département of the same number", "11000", "fr/r-76/d-11"},
		{"Saint-Denis", "93200", "fr/r-11/d-93"},
		{"Brest", "29200", "fr/r-53/d-29"},
		{"Toulouse", "31000", "fr/r-76/d-31"},
		{"Belfort", "90000", "fr/r-27/d-90"},

		{"Ajaccio", "20000", "fr/r-94/d-2a"},
		{"Sartène", "20100", "fr/r-94/d-2a"},
		{"Ajaccio (CEDEX)", "20704", "fr/r-94/d-2a"},
		{"Ajaccio, hospital (CEDEX)", "20303", "fr/r-94/d-2a"},
		{"Bastia", "20200", "fr/r-94/d-2b"},
		{"Biguglia", "20620", "fr/r-94/d-2b"},
		{"Bastia, prefecture (CEDEX)", "20401", "fr/r-94/d-2b"},

		{"Pointe-à-Pitre", "97110", "fr/r-01/d-971"},
		{"Fort-de-France", "97200", "fr/r-02/d-972"},
		{"Cayenne", "97300", "fr/r-03/d-973"},
		{"Saint-Denis de La Réunion", "97400", "fr/r-04/d-974"},
		{"Mamoudzou", "97600", "fr/r-06/d-976"},
		{"Saint-Barthélemy is no département", "97133", "fr"},
		{"Saint-Martin is no département", "97150", "fr"},
		{"Saint-Pierre-et-Miquelon", "97500", "fr"},
		{"Nouméa", "98800", "fr"},
		{"Papeete", "98714", "fr"},
		{"Monaco", "98000", "fr"},
		{"Clipperton", "98799", "fr"},

		{"Orly's terminals lie in Essonne", "94390", "fr/r-11/d-91"},
		{"Orly itself", "94310", "fr/r-11/d-94"},
		{"Valserhône, shared with Éloise (74)", "01200", "fr/r-84/d-01"},
		{"Lélex, shared with Lajoux (39)", "01410", "fr/r-84/d-01"},
		{"Dortan, shared with Chancia (39)", "01590", "fr/r-84/d-01"},
		{"La Saulce, shared with Curbans (04)", "05110", "fr/r-93/d-05"},
		{"Tallard, shared with Piégut (04)", "05130", "fr/r-93/d-05"},
		{"Savines-le-Lac, shared with Pontis (04)", "05160", "fr/r-93/d-05"},
		{"Serres, shared with Villebois-les-Pins (26)", "05700", "fr/r-93/d-05"},
		{"Puget-Théniers, shared with La Rochette (04)", "06260", "fr/r-93/d-06"},
		{"Cuges-les-Pins, shared with Riboux (83)", "13780", "fr/r-93/d-13"},
		{"Nolay, shared with Change (71)", "21340", "fr/r-27/d-21"},
		{"Pineuilh, shared with Port-Sainte-Foy (24)", "33220", "fr/r-75/d-33"},
		{"Descartes, shared with Buxeuil (86)", "37160", "fr/r-24/d-37"},
		{"Saint-Martin-d'Estréaux, shared with Saint-Pierre-Laval (03)", "42620", "fr/r-84/d-42"},
		{"Blesle, shared with Leyvaux (15)", "43450", "fr/r-84/d-43"},
		{"Mont Lozère, shared with Laveyrune (07)", "48250", "fr/r-76/d-48"},
		{"Saint-Dizier, shared with Saint-Eulien (51)", "52100", "fr/r-44/d-52"},

		{"military", "00100", "fr"},
		{"no such code", "00000", "fr"},
		{"abroad", "99999", "fr"},
		{"too short", "7500", "fr"},
		{"too long", "750011", "fr"},
		{"letters", "7500O", "fr"},
		{"Arabic digits", "٧٥٠٠١", "fr"},
		{"empty", "", "fr"},
	} {
		if got := tree.ByPostalCode(c.code); got.ID != c.want {
			t.Errorf("%s: %s belongs to %s (%s), want %s", c.name, c.code, got.ID, got.Name["fr"], c.want)
		}
	}
}

func TestShippedTree(t *testing.T) {
	tree := load(t)
	kinds := map[string]int{}
	seen := map[string]bool{"": true}
	for _, z := range tree.Zones {
		kind, _, _ := strings.Cut(z.Code, "-")
		kinds[kind]++
		if !seen[z.Parent] {
			t.Errorf("%s stands before its parent", z.ID)
		}
		seen[z.ID] = true
	}
	for kind, want := range map[string]int{"fr": 1, "r": 18, "d": 101, "x": 1} {
		if kinds[kind] != want {
			t.Errorf("%d zones of kind %s, want %d", kinds[kind], kind, want)
		}
	}
	if got := tree.Root(); got.ID != "fr" || got.Slug != "fr" || got.Parent != "" {
		t.Errorf("root is %+v", got)
	}
	for _, c := range []struct{ id, slug, fr, en string }{
		{"fr/r-11/d-75", "fr/ile-de-france/paris", "Paris", "Paris"},
		{"fr/r-53", "fr/bretagne", "Bretagne", "Brittany"},
		{"fr/r-01/d-971", "fr/guadeloupe/guadeloupe", "Guadeloupe", "Guadeloupe"},
		{"fr/r-94/d-2a", "fr/corse/corse-du-sud", "Corse-du-Sud", "Corse-du-Sud"},
		{"fr/x-etranger", "fr/francais-de-letranger", "Français de l’étranger", "French citizens abroad"},
	} {
		byID, _ := tree.ByID(c.id)
		bySlug, ok := tree.BySlug(c.slug)
		if !ok || byID.Slug != c.slug || bySlug.ID != c.id {
			t.Errorf("%s and %s do not name one zone", c.id, c.slug)
		}
		if byID.Name["fr"] != c.fr || byID.Name["en"] != c.en {
			t.Errorf("%s is called %v", c.id, byID.Name)
		}
	}
	if _, ok := tree.ByID("fr/r-11/d-7"); ok {
		t.Error("part of a code names a zone")
	}
	if len(tree.Overlays) == 0 || tree.Overlays[0].ID != "theme/climat" || tree.Overlays[0].Name["en"] != "Climate" {
		t.Errorf("overlays are %+v", tree.Overlays)
	}
}
