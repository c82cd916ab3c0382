package movement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

// departements lists a zone for every code in use and for every code that is a
// piece of one, in two regions, so that each is a neighbour of its look-alikes.
func departements() []movement.ZoneID {
	var codes []string
	for n := 1; n <= 95; n++ {
		codes = append(codes, fmt.Sprintf("%02d", n), fmt.Sprint(n))
	}
	codes = append(codes, "2a", "2b", "971", "972", "973", "974", "976", "9")
	slices.Sort(codes)
	var ids []movement.ZoneID
	for _, region := range []string{"r-1", "r-11"} {
		for _, code := range slices.Compact(codes) {
			ids = append(ids, movement.ZoneID("fr/"+region+"/d-"+code))
		}
	}
	return ids
}

func TestContainsWholeSegments(t *testing.T) {
	ids := departements()
	for _, a := range ids {
		for _, b := range ids {
			if got, want := a.Contains(b), a == b; got != want {
				t.Errorf("%s contains %s: %t, want %t", a, b, got, want)
			}
			if below := b + "/c-1"; a.Contains(below) != (a == b) {
				t.Errorf("%s contains %s: %t, want %t", a, below, a != b, a == b)
			}
		}
		for _, above := range []movement.ZoneID{"fr", a[:strings.LastIndexByte(string(a), '/')]} {
			if !above.Contains(a) || a.Contains(above) {
				t.Errorf("%s and %s: containment is not one way", above, a)
			}
		}
	}
}

func TestContainsEdges(t *testing.T) {
	tests := []struct {
		name        string
		zone, other movement.ZoneID
		want        bool
	}{
		{name: "empty contains nothing", zone: "", other: "fr", want: false},
		{name: "empty contains not even itself", zone: "", other: "", want: false},
		{name: "nothing contains the empty one", zone: "fr", other: "", want: false},
		{name: "another root", zone: "fr", other: "france/r-11", want: false},
		{name: "case matters", zone: "fr", other: "FR/r-11", want: false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.zone.Contains(test.other); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func TestAncestry(t *testing.T) {
	tests := []struct {
		id    movement.ZoneID
		want  []movement.ZoneID
		first movement.ZoneID
	}{
		{"fr", []movement.ZoneID{"fr"}, "fr"},
		{"fr/r-11", []movement.ZoneID{"fr", "fr/r-11"}, "fr/r-11"},
		{"fr/r-94/d-2a/c-1", []movement.ZoneID{"fr", "fr/r-94", "fr/r-94/d-2a", "fr/r-94/d-2a/c-1"}, "fr/r-94"},
	}
	for _, test := range tests {
		t.Run(string(test.id), func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.id.Ancestry()); diff != "" {
				t.Errorf("ancestry (-want +got):\n%s", diff)
			}
			if got := test.id.FirstLevel(); got != test.first {
				t.Errorf("first level %s, want %s", got, test.first)
			}
		})
	}
}

const sampleZones = `{"zones":[
 {"id":"fr","slug":"fr","name":{"fr":"France","en":"France"},"site":"/","pages":{"fr":{"join":"/adhesion/"},"en":{"join":"/en/join/"}}},
 {"id":"fr/r-11","slug":"fr/ile-de-france","name":{"fr":"Île-de-France"},"site":"/ile-de-france/","pages":{"fr":{"join":"/ile-de-france/adhesion/"},"en":{}}},
 {"id":"fr/r-11/d-75","slug":"fr/ile-de-france/paris","name":{"fr":"Paris"},"site":"/ile-de-france/paris/","pages":{"fr":{},"en":{}}},
 {"id":"fr/r-11/d-77","slug":"fr/ile-de-france/seine-et-marne","name":{"fr":"Seine-et-Marne"}},
 {"id":"fr/r-94","slug":"fr/corse","name":{"fr":"Corse","en":"Corsica"}},
 {"id":"fr/r-94/d-2a","slug":"fr/corse/corse-du-sud","name":{"fr":"Corse-du-Sud"}},
 {"id":"fr/r-94/d-2b","slug":"fr/corse/haute-corse","name":{"fr":"Haute-Corse"}}],
"overlays":[{"id":"theme/climat","slug":"climat","name":{"fr":"Climat","en":"Climate"}}],
"postal":{"75":"fr/r-11/d-75","77":"fr/r-11/d-77","201":"fr/r-94/d-2a","20":"fr/r-94/d-2b","20137":"fr/r-94/d-2b"}}`

func zones(t testing.TB) *movement.Zones {
	t.Helper()
	z, err := movement.ParseZones([]byte(sampleZones))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestParseZonesRefuses(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"nothing", ``, "parse zones"},
		{"no JSON", `zones:`, "parse zones"},
		{"another shape", `{"zones":{"fr":{}}}`, "parse zones"},
		{"no zone", `{"zones":[]}`, "there is no root"},
		{"child first", `{"zones":[{"id":"fr"},{"id":"fr/r-11/d-75"},{"id":"fr/r-11"}]}`, "fr/r-11/d-75 stands before its parent"},
		{"two roots", `{"zones":[{"id":"fr"},{"id":"be"}]}`, "be stands before its parent"},
		{"unknown postal zone", `{"zones":[{"id":"fr"}],"postal":{"75":"fr/d-75"}}`, "unknown zone fr/d-75"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := movement.ParseZones([]byte(test.data))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q in it", err, test.want)
			}
		})
	}
}

func TestByPostalCode(t *testing.T) {
	z := zones(t)
	tests := []struct {
		name, code string
		want       movement.ZoneID
	}{
		{"a prefix", "75011", "fr/r-11/d-75"},
		{"spaces", " 75 011 ", "fr/r-11/d-75"},
		{"longest prefix", "20100", "fr/r-94/d-2a"},
		{"a whole code wins", "20137", "fr/r-94/d-2b"},
		{"shorter prefix", "20200", "fr/r-94/d-2b"},
		{"unknown prefix", "99999", "fr"},
		{"four digits are not French", "7501", "fr"},
		{"six digits are not French", "750110", "fr"},
		{"Dutch", "7511 AB", "fr"},
		{"British", "SW1A 1AA", "fr"},
		{"letters in it", "75O11", "fr"},
		{"other digits", "７５０１１", "fr"},
		{"five bytes of a foreign script", "75é1", "fr"},
		{"empty", "", "fr"},
		{"garbage", "\x00\xff#/..", "fr"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := z.ByPostalCode(test.code).ID; got != test.want {
				t.Errorf("%q is at home in %s, want %s", test.code, got, test.want)
			}
		})
	}
}

func TestBySite(t *testing.T) {
	z := zones(t)
	tests := []struct {
		path string
		want movement.ZoneID
	}{
		{"/", "fr"},
		{"/adhesion/", "fr"},
		{"/en/join/", "fr"},
		{"/ile-de-france/adhesion/", "fr/r-11"},
		{"/en/ile-de-france/join/", "fr/r-11"},
		{"/ile-de-france/paris/", "fr/r-11/d-75"},
		{"/en/ile-de-france/paris/join/thanks/", "fr/r-11/d-75"},
		{"/ile-de-france/paris-plage/", "fr/r-11"},
		{"/ile-de-france/seine-et-marne/", "fr/r-11"},
		{"/ile-de-francette/", "fr"},
		{"/corse/", "fr"},
		{"", "fr"},
		{"ile-de-france/paris/", "fr"},
		{"//ile-de-france/paris/", "fr"},
		{"https://evil.example/ile-de-france/", "fr"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			if got := z.BySite(test.path).ID; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestHasPage(t *testing.T) {
	z := zones(t)
	for path, want := range map[string]bool{"/": true, "/adhesion/": true, "/en/join/": true, "/ile-de-france/": true, "/ile-de-france/adhesion/": true,
		"": false, "/adhesion": false, "/ile-de-france/bilan/": false, "//evil.example/": false, "https://evil.example/": false} {
		if got := z.HasPage(path); got != want {
			t.Errorf("%q: %t, want %t", path, got, want)
		}
	}
}

// TestOwnHost: a site on a host of its own is told as if on the main one, and
// stands under shorter addresses.
func TestOwnHost(t *testing.T) {
	z, err := movement.ParseZones([]byte(`{"zones":[{"id":"fr","slug":"fr","site":"/","pages":{"fr":{},"en":{}}},
		{"id":"fr/r-1","slug":"fr/sud","site":"/sud/","pages":{"fr":{},"en":{}}},
		{"id":"fr/r-4","slug":"fr/reunion","site":"/reunion/","pages":{"fr":{},"en":{}},"origin":"https://reunion.example","prefix":"/reunion/"},
		{"id":"fr/r-4/c-1","slug":"fr/reunion/nord","site":"/reunion/nord/","pages":{"fr":{},"en":{}},"origin":"https://reunion.example","prefix":"/reunion/"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		host, path string // as asked for
		zone       movement.ZoneID
		page, url  string // as if on the main host, and in full
	}{
		{"demain.example", "/", "fr", "/", "https://demain.example/"},
		{"demain.example", "/en/sud/join/", "fr/r-1", "/en/sud/join/", "https://demain.example/en/sud/join/"},
		{"reunion.example", "/", "fr/r-4", "/reunion/", "https://reunion.example/"},
		{"Reunion.Example", "/en/", "fr/r-4", "/en/reunion/", "https://reunion.example/en/"},
		{"reunion.example", "/adhesion/", "fr/r-4", "/reunion/adhesion/", "https://reunion.example/adhesion/"},
		{"reunion.example", "/nord/adhesion/", "fr/r-4/c-1", "/reunion/nord/adhesion/", "https://reunion.example/nord/adhesion/"},
		{"reunion.example", "/en/nord/", "fr/r-4/c-1", "/en/reunion/nord/", "https://reunion.example/en/nord/"},
		{"reunion.example.evil.example", "/sud/", "fr/r-1", "/sud/", "https://demain.example/sud/"},
		{"", "/nowhere", "fr", "/nowhere", "https://demain.example/nowhere"},
	}
	for _, test := range tests {
		t.Run(test.host+test.path, func(t *testing.T) {
			zone, page := z.Here(test.host, test.path)
			if url := zone.URL("https://demain.example", page); zone.ID != test.zone || page != test.page || url != test.url {
				t.Errorf("got %s, %s, %s", zone.ID, page, url)
			}
			if path := zone.Path(page); path != test.path {
				t.Errorf("back to %s", path)
			}
		})
	}
}

func TestFindZones(t *testing.T) {
	z := zones(t)
	for _, zone := range z.All() {
		byID, okID := z.ByID(zone.ID)
		bySlug, okSlug := z.BySlug(zone.Slug)
		if !okID || !okSlug || byID.ID != zone.ID || bySlug.ID != zone.ID {
			t.Errorf("%s: by id %s %t, by slug %s %t", zone.ID, byID.ID, okID, bySlug.ID, okSlug)
		}
	}
	for _, unknown := range []string{"", "fr/", "FR", "paris", "fr/r-11/d-7", "theme/climat"} {
		byID, okID := z.ByID(movement.ZoneID(unknown))
		bySlug, okSlug := z.BySlug(unknown)
		if okID || okSlug || byID.ID+bySlug.ID != "" {
			t.Errorf("%q is found", unknown)
		}
	}
	nearest := map[movement.ZoneID]movement.ZoneID{"fr": "fr", "fr/r-11/d-75": "fr/r-11/d-75", "fr/r-11/d-77": "fr/r-11",
		"fr/r-94/d-2a": "fr", "xx/unknown": "fr", "": "fr"}
	for id, want := range nearest {
		if got := z.Nearest(id).ID; got != want {
			t.Errorf("nearest site of %q is %s, want %s", id, got, want)
		}
	}
	corsica, _ := z.BySlug("fr/corse")
	paris, _ := z.BySlug("fr/ile-de-france/paris")
	overlay, ok := z.OverlayBySlug("climat")
	same, okID := z.Overlay("theme/climat")
	got := []string{corsica.In("en"), corsica.In("fr"), paris.In("en"), overlay.In("en"), overlay.In("de"), same.Slug}
	if diff := cmp.Diff([]string{"Corsica", "Corse", "Paris", "Climate", "Climat", "climat"}, got); diff != "" || !ok || !okID {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if _, ok := z.Overlay("climat"); ok {
		t.Error("an overlay is found under its slug by id")
	}
}

func FuzzParseZones(f *testing.F) {
	f.Add([]byte(sampleZones), "75011", "/en/ile-de-france/")
	f.Add([]byte(`{"zones":[{"id":""},{"id":"/"}],"postal":{"":""}}`), "", "/")
	f.Fuzz(func(t *testing.T, data []byte, code, path string) {
		z, err := movement.ParseZones(data)
		if err != nil {
			return
		}
		for _, zone := range z.All() {
			if _, ok := z.ByID(zone.ID); !ok {
				t.Errorf("zone %q is listed and not found", zone.ID)
			}
		}
		for _, zone := range []movement.Zone{z.ByPostalCode(code), z.BySite(path), z.Nearest(movement.ZoneID(code))} {
			if _, ok := z.ByID(zone.ID); !ok {
				t.Errorf("zone %q is answered and unknown", zone.ID)
			}
		}
	})
}
