package membership

import (
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
	"maillage/functions/web"
)

var full = joinForm{Email: "camille@exemple.fr", FirstName: "Camille", LastName: "Petit", PostalCode: "75011", Phone: "0612345678", Age15: "w-000000000000",
	Newsletter: "w-2", Calls: "w-3", Terms: "w-1", Source: "/adhesion/", Language: "fr"}

func TestBoxes(t *testing.T) {
	tests := []struct {
		name                     string
		terms, newsletter, calls string
		want                     []movement.Box
	}{
		{"all", "w-1", "w-2", "w-3", []movement.Box{{Purpose: "membership", WordingID: "w-1"}, {Purpose: "newsletter", WordingID: "w-2"}, {Purpose: "calls", WordingID: "w-3"}}},
		{"the charter alone", "w-1", "", "", []movement.Box{{Purpose: "membership", WordingID: "w-1"}}},
		{"a program's no", "true", "false", "0", []movement.Box{{Purpose: "membership", WordingID: "true"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			form := joinForm{Terms: test.terms, Newsletter: test.newsletter, Calls: test.calls, Age15: "w-0"}
			want := append([]movement.Box{{Purpose: movement.DeclaredAge, WordingID: "w-0"}}, test.want...)
			if diff := cmp.Diff(want, form.boxes()); diff != "" {
				t.Errorf("boxes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPayload changes each field in turn: what a person wrote changes the hash,
// what belongs to the challenge does not.
func TestPayload(t *testing.T) {
	challenge := []string{"altcha", "started", "idempotency_key", "website"}
	form := reflect.TypeFor[joinForm]()
	for i := range form.NumField() {
		name, changed := form.Field(i).Tag.Get("form"), full
		if field := reflect.ValueOf(&changed).Elem().Field(i); field.Kind() == reflect.Bool {
			field.SetBool(!field.Bool())
		} else {
			field.SetString(field.String() + "x")
		}
		if same := changed.payload() == full.payload(); same != slices.Contains(challenge, name) {
			t.Errorf("another %s gives the same payload: %t", name, same)
		}
	}
	shifted := full
	shifted.FirstName, shifted.LastName = "CamilleP", "etit"
	if shifted.payload() == full.payload() {
		t.Error("two names that join alike give the same payload")
	}
}

func TestIdempotency(t *testing.T) {
	keyed := full
	keyed.Key = "from the challenge"
	solved := keyed
	solved.Altcha = "solution"
	hash := full.payload()
	tests := []struct {
		name, header string
		form         joinForm
		want         movement.Idempotency
	}{
		{"by what was sent", "", full, movement.Idempotency{Route: "join", Key: hash, Hash: hash, Life: 10 * time.Minute}},
		{"by the form's key", "", keyed, movement.Idempotency{Route: "join", Key: "from the challenge", Hash: hash, Life: 24 * time.Hour}},
		{"by a signed page's key", "program", keyed, movement.Idempotency{Route: "join", Key: "from the challenge", Hash: hash, Life: 24 * time.Hour}},
		{"by the header", "program", solved, movement.Idempotency{Route: "join", Key: "program", Hash: hash, Life: 24 * time.Hour}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/", nil)
			r.Header.Set("Idempotency-Key", test.header)
			if diff := cmp.Diff(test.want, test.form.idempotency(r)); diff != "" {
				t.Errorf("idempotency (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	s := &Service{Now: time.Now, Rand: strings.NewReader(strings.Repeat("x", 100))}
	tests := []struct {
		name, from, proof string
		want              map[string]int64
	}{
		{"a person's network", "192.0.2.7:1", "proof", map[string]int64{"join.form /adhesion/": 60_000, "join.zone 75": 60_000, "join.all ": 100_000, "join.network 192.0.2.7": 10, "join.network.hour 192.0.2.7": 30}},
		{"without a proof", "[2001:db8::1]:1", "", map[string]int64{"join.form.unproven /adhesion/": 6_000, "join.zone.unproven 75": 6_000, "join.all.unproven ": 10_000,
			"join.network.unproven 2001:db8::/64": 1, "join.network.hour.unproven 2001:db8::/64": 3, "join.site.unproven 2001:db8::/48": 10}},
		{"this machine", "127.0.0.1:1", "proof", map[string]int64{"join.form /adhesion/": 60_000, "join.zone 75": 60_000, "join.all ": 100_000}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/", nil)
			r.RemoteAddr = test.from
			join, err := s.joinOf(r, full, test.proof)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]int64{}
			for _, l := range join.Limits {
				got[l.Name+" "+l.Key] = l.Max
			}
			if diff := cmp.Diff(test.want, got); diff != "" || join.Proof != test.proof {
				t.Errorf("limits (-want +got):\n%s", diff)
			}
		})
	}
}

func TestClaim(t *testing.T) {
	tests := []struct {
		name string
		form claimForm
		want movement.Claim
	}{
		{"a link", claimForm{Token: "abc"}, movement.Claim{Link: "abc"}},
		{"a link beside a code", claimForm{Token: "abc", Email: "a@b.fr", Code: "12345678"}, movement.Claim{Link: "abc"}},
		{"a code", claimForm{Email: "A@B.fr", Code: "1234 5678"}, movement.Claim{Email: "A@b.fr", Code: "12345678",
			Limits: []movement.Limit{{Name: "code.network", Key: "192.0.2.1", Max: 60, Per: 10 * time.Minute}}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.form.claim(httptest.NewRequest("POST", "/", nil))
			if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
				t.Errorf("claim, error %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestFormsOfTheTheme compares the default theme's forms with what is decoded: a
// field of one that the other lacks would be refused or never come.
func TestFormsOfTheTheme(t *testing.T) {
	names := regexp.MustCompile(`\bname="([a-z0-9_]+)"`)
	for file, form := range map[string]reflect.Type{"form-join": reflect.TypeFor[joinForm](), "form-confirm": reflect.TypeFor[claimForm]()} {
		text, err := os.ReadFile("../../themes/default/partials/" + file + ".html")
		if err != nil {
			t.Fatal(err)
		}
		var posted, decoded []string
		for _, match := range names.FindAllStringSubmatch(string(text), -1) {
			posted = append(posted, match[1])
		}
		for i := range form.NumField() {
			if name := form.Field(i).Tag.Get("form"); name != "source" || slices.Contains(posted, "source") {
				decoded = append(decoded, name)
			}
		}
		slices.Sort(posted)
		slices.Sort(decoded)
		if diff := cmp.Diff(posted, decoded); diff != "" {
			t.Errorf("%s (-posted +decoded):\n%s", file, diff)
		}
	}
}

// TestRoutesAreThePublicOnes lists the way in: nothing here asks for a session.
func TestRoutesAreThePublicOnes(t *testing.T) {
	var got []string
	for _, route := range (&Service{}).Routes() {
		got = append(got, route.Pattern)
		if route.Access != web.Public {
			t.Errorf("%s is for %s", route.Pattern, route.Access)
		}
	}
	want := []string{"GET /api/challenge", "POST /api/membership/join", "POST /api/confirm", "POST /api/session", "POST /api/session/verify", "POST /api/session/end"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("routes (-want +got):\n%s", diff)
	}
}
