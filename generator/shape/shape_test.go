package shape

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/zones"
)

const small = `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" fill="#ccc">
<!-- Île -->
<path id="frame" d="M1 1h8v8H1z"/>
<path id="d-2a" d="M12 3l4 5-3 2zm.5-1e1,2 3"/>
</svg>
`

func TestParse(t *testing.T) {
	got, err := Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	want := Map{ViewBox: "0 0 20 10", Width: 20, Height: 10, Frame: "M1 1h8v8H1z",
		Shapes: []Shape{{Code: "d-2a", D: "M12 3l4 5-3 2zm.5-1e1,2 3"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("map (-want +got):\n%s", diff)
	}
}

func TestCredit(t *testing.T) {
	got, err := Parse([]byte(strings.Replace(small, "<!-- Île -->", "<desc>\n\tCarte : Une  Telle &amp; Cie\n</desc>", 1)))
	if want := "Carte : Une Telle & Cie"; err != nil || got.Credit != want {
		t.Errorf("got %q, %v, want %q", got.Credit, err, want)
	}
	if _, err := Parse([]byte(strings.Replace(small, "<!-- Île -->", "<desc>a<b>b</b></desc>", 1))); err == nil {
		t.Error("an element inside desc is taken")
	}
}

// Each case changes one place of the small map.
func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"no XML", "</svg>", "", "ligne 7 : ce fichier n’est pas du SVG lisible : unexpected EOF"},
		{"a group", `<path id="d-2a"`, `<g><path id="d-2a"`, "ligne 5 : <g> n’a pas sa place ici ; un <svg> ne contient que des <path> et un <desc>, sans groupes ni styles"},
		{"a script", "<!-- Île -->", "<script>x</script>", "ligne 3 : <script> n’a pas sa place ici ; un <svg> ne contient que des <path> et un <desc>, sans groupes ni styles"},
		{"a script's attribute", `id="d-2a"`, `id="d-2a" onclick="x"`, "ligne 5 : attribut inconnu « onclick » ; connus : id, d"},
		{"a foreign attribute", `fill="#ccc"`, `xmlns:x="y"`, "ligne 2 : attribut inconnu « x » ; connus : xmlns, viewBox, fill, stroke"},
		{"text", "<!-- Île -->", "Île", "ligne 3 : « Île » : il n’y a pas de texte dans la carte"},
		{"an entity's declaration", "<!-- Île -->", "<!ENTITY a \"b\">", "ligne 3 : les déclarations <!…> ne sont pas admises"},
		{"no size", ` viewBox="0 0 20 10"`, "", `ligne 2 : écrivez viewBox="0 0 largeur hauteur", en nombres entiers`},
		{"a size from elsewhere", "0 0 20", "5 0 20", `ligne 2 : écrivez viewBox="0 0 largeur hauteur", en nombres entiers`},
		{"no code", `id="d-2a" `, "", "ligne 5 : id «  » : écrivez le code d’une zone de zones.yaml, comme d-75"},
		{"a capital letter", "d-2a", "d-2A", "ligne 5 : id « d-2A » : écrivez le code d’une zone de zones.yaml, comme d-75"},
		{"a code twice", `id="d-2a"`, `id="frame"`, "ligne 5 : id « frame » est déjà plus haut"},
		{"no path", "M12 3l4 5-3 2zm.5-1e1,2 3", "", "ligne 5 : le tracé de « d-2a » est faux : il commence par M"},
		{"a number too few", "l4 5-3 2", "l4 5-3", "ligne 5 : le tracé de « d-2a » est faux : l ne va pas avec 3 nombres, dans « l4 5-3zm.5-1e1,2 3 »"},
		{"a number too many", "zm", "z 1m", "ligne 5 : le tracé de « d-2a » est faux : z ne va pas avec 1 nombres, dans « z 1m.5-1e1,2 3 »"},
		{"no command", "zm", "&quot;m", "ligne 5 : le tracé de « d-2a » est faux : « \"m.5-1e1,2 3 »"},
		{"nothing but a frame", `<path id="d-2a" d="M12 3l4 5-3 2zm.5-1e1,2 3"/>`, "", "ligne 1 : cette carte ne contient aucun tracé"},
		{"a second map", "</svg>", "</svg><svg viewBox=\"0 0 1 1\"/>", "ligne 6 : <svg> n’a pas sa place ici ; un <svg> ne contient que des <path> et un <desc>, sans groupes ni styles"},
	} {
		_, err := Parse([]byte(strings.Replace(small, c.old, c.new, 1)))
		var fault Error
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v is no Error", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestOurMap holds the map of the site to its tree of zones.
func TestOurMap(t *testing.T) {
	svg, err := os.ReadFile("../../content/map.svg")
	if err != nil {
		t.Fatal(err)
	}
	m, err := Parse(svg)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := zones.Load("../../content/zones.yaml")
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]bool{}
	for _, s := range m.Shapes {
		drawn[s.Code] = true
	}
	for _, z := range tree.Zones {
		if strings.HasPrefix(z.Code, "d-") && !drawn[z.Code] {
			t.Errorf("%s is not on the map", z.ID)
		}
		delete(drawn, z.Code)
	}
	for code := range drawn {
		t.Errorf("%s is on the map and no zone", code)
	}
	if limit := 35_000; len(svg) > limit {
		t.Errorf("the map takes %d bytes, at most %d are wanted: it goes into pages", len(svg), limit)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Fuzz(func(t *testing.T, svg []byte) {
		m, err := Parse(svg)
		for _, s := range append(m.Shapes, Shape{D: m.Frame}) {
			if err == nil && strings.ContainsAny(s.Code+s.D, `<>"'&`) {
				t.Errorf("%q would end its attribute", s)
			}
		}
	})
}
