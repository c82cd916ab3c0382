package zones

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// writePackage makes a public data package of one region with one département.
func writePackage(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"regions.json":      `[{"code": "11", "nom": "Île-de-France", "zone": "metro"}, {"code": "987", "nom": "Polynésie", "zone": "com"}]`,
		"departements.json": `[{"code": "75", "nom": "Paris", "zone": "metro", "region": "11"}]`,
		"communes.json": `[{"code": "75056", "type": "commune-actuelle", "departement": "75", "codesPostaux": ["75001", "75002"], "population": 9},
			{"code": "98735", "type": "commune-actuelle", "departement": "987", "codesPostaux": ["98714"], "population": 5},
			{"code": "75101", "type": "arrondissement-municipal", "departement": "75", "codesPostaux": ["75001"], "population": 1}]`,
	} {
		if err := os.WriteFile(filepath.Join(dir, "data", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestCommand(t *testing.T) {
	dir, file := writePackage(t), filepath.Join(t.TempDir(), "zones.yaml")
	wrong := strings.Replace(small, `["75"]`, `["76"]`, 1)
	elsewhere := strings.Replace(small, "code: r-11", "code: r-12", 1)
	for _, c := range []struct {
		name, text, args string
		exit             int
		out, after       string
	}{
		{"check finds", wrong, "derive -check -package DIR FILE", 1,
			"FILE: le code postal 75001 mène à fr et non à fr/r-11/d-75\nFILE: le code postal 75002 mène à fr et non à fr/r-11/d-75\n", wrong},
		{"derive mends", strings.Replace(small, `["75"]`, `["75001"]`, 1), "derive -package DIR FILE", 0,
			"2 communes, 3 codes postaux, 1 préfixes ; 0 codes sont communs à plusieurs départements, si bien que 0 communes (0 habitants) sont comptées chez le voisin\n", small},
		{"a zone hangs elsewhere", elsewhere, "derive -check -package DIR FILE", 1,
			"FILE: la région fr/r-11 (Île-de-France) manque\nFILE: le département fr/r-11/d-75 (Paris) manque\n", elsewhere},
		{"the file is at fault", "root: 1\n", "derive -package DIR FILE", 1,
			"FILE:1:7: ici sont attendues les clés code, slug, name, postal, zones\n", "root: 1\n"},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		exit := Main(strings.Fields(strings.NewReplacer("DIR", dir, "FILE", file).Replace(c.args)), &out, &out)
		after, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(exit, "\n", strings.ReplaceAll(out.String(), file, "FILE"), string(after))
		if diff := cmp.Diff(fmt.Sprint(c.exit, "\n", c.out, c.after), got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range []string{"", "list", "derive", "derive zones.yaml", "derive -package DIR", "derive -package DIR a b", "derive -unknown"} {
		var out strings.Builder
		if exit := Main(strings.Fields(args), &out, &out); exit != 2 || !strings.Contains(out.String(), "usage :") {
			t.Errorf("%q: exit %d, %s", args, exit, &out)
		}
	}
}
