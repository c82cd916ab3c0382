package zones

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// etalab is where `npm ci` in infra/e2e puts the public data.
const etalab = "../../infra/e2e/node_modules/@etalab/decoupage-administratif"

func publicData(t *testing.T) *france {
	t.Helper()
	if _, err := os.Stat(etalab); err != nil {
		const missing = "the public data is not installed: run `npm ci` in infra/e2e"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	f, err := readPackage(etalab)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestEveryCommune(t *testing.T) {
	f, tree := publicData(t), load(t)
	for _, fault := range f.faults(tree) {
		t.Error(fault)
	}
	got := f.figures(tree)
	want := figures{communes: 34969, codes: 6310, prefixes: 109, shared: 16, neighbours: 22, neighbourPeople: 9087}
	if got != want {
		t.Errorf("the figures in the package comment are out of date: %v", got)
	}
}

func TestDeriveIsSettled(t *testing.T) {
	f, tree := publicData(t), load(t)
	data, err := os.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	lists := derive(tree, f.homes(tree))
	rewritten, err := rewrite(data, lists)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(data), string(rewritten)); diff != "" {
		t.Errorf("content/zones.yaml is not what derive writes: %s", diff)
	}
}

func TestNoPrefixIsSpare(t *testing.T) {
	f, tree := publicData(t), load(t)
	homes := f.homes(tree)
	known := slices.Sorted(maps.Keys(homes))
	for prefix, id := range maps.Clone(tree.Postal) {
		codes := beginning(known, prefix)
		delete(tree.Postal, prefix)
		needed := slices.ContainsFunc(codes, func(code string) bool { return tree.ByPostalCode(code).ID != homes[code] })
		if !needed && len(codes) > 0 { // without codes it is somebody's own
			t.Errorf("prefix %s of %s changes nothing", prefix, id)
		}
		tree.Postal[prefix] = id
	}
}

func TestClaims(t *testing.T) {
	commune := func(departement string, population int, codes ...string) territory {
		return territory{Departement: departement, Population: population, PostalCodes: codes}
	}
	f := &france{communes: []territory{
		commune("11", 10, "11000"), commune("12", 30, "11000"), commune("11", 15, "11000"), // more people
		commune("11", 20, "11100"), commune("12", 10, "11100"), commune("12", 10, "11100"), // more communes
		commune("2B", 5, "20100"), commune("2A", 5, "20100"), // the lower code
	}}
	got := map[string]string{}
	for code, claims := range f.claims() {
		got[code] = claims[0].departement
	}
	want := map[string]string{"11000": "12", "11100": "12", "20100": "2A"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDerive(t *testing.T) {
	tree := &Tree{Zones: []Zone{{ID: "fr"}}, Postal: map[string]string{"203": "a", "99": "b", "10": "b"}}
	homes := map[string]string{
		"10000": "a", "10100": "a", "10200": "a", "10300": "b", // three quarters are a's
		"20000": "a", "20100": "a", "20200": "b", "20210": "b", // nobody's at two digits
		"97110": "a", "97120": "a", "97130": "a", "97133": "fr", "97140": "a", // an exception to the root
		"97200": "b", "97210": "b",
		"98000": "fr", "98100": "fr",
	}
	want := map[string][]string{
		"a":  {"10", "20000", "20100", "203", "971"},
		"b":  {"10300", "202", "972", "99"},
		"fr": {"97133"},
	}
	if diff := cmp.Diff(want, derive(tree, homes)); diff != "" {
		t.Error(diff)
	}
}

func TestRewrite(t *testing.T) {
	const before = `# How to edit.
root:
  code: fr
  slug: fr # the first
  name: France
  zones:
    # South
    - code: r-1
      slug: sud
      name: "Sud"
      zones:
        - {code: d-11, slug: aude, name: Aude}
        - {code: d-12, slug: aveyron, name: Aveyron, postal: ["12", "13"]}
        - {code: d-13, slug: vide, name: Vide, postal: ["14"]}
        - {code: d-14, slug: reste, name: Reste, postal: ["15"]} # as it was
`
	after := strings.NewReplacer(
		"name: France\n", "name: France\n  postal: [\"9\"]\n",
		"name: Aude}", `name: Aude, postal: ["110", "111"]}`,
		`["12", "13"]`, `["12"]`,
		`, postal: ["14"]`, "",
	).Replace(before)
	got, err := rewrite([]byte(before), map[string][]string{
		"fr": {"9"}, "fr/r-1/d-11": {"110", "111"}, "fr/r-1/d-12": {"12"}, "fr/r-1/d-14": {"15"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, string(got)); diff != "" {
		t.Error(diff)
	}
}
