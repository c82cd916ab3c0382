package mail

import (
	"errors"
	"flag"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// samples are complete values for every mail of the catalogue.
func samples() map[Name]Values {
	link := "https://demain-ensemble.example/confirmer/#t=Zk3vQ9pX-1_b&a=2"
	return map[Name]Values{
		Confirm: {"organisation": "Demain Ensemble", "link": link, "code": "12345678", "days": "7"},
		Update:  {"organisation": "Demain Ensemble", "link": link, "code": "12345678", "days": "7"},
		Welcome: {
			"organisation": "Demain Ensemble", "first_name": "Zoé", "number": "20481632", "zone": "Seine-Saint-Denis", "newsletter": "oui", "calls": "non",
			"site": "https://demain-ensemble.example/ile-de-france/seine-saint-denis/",
		},
		SignIn: {"organisation": "Demain Ensemble", "link": "https://admin.demain-ensemble.example/admin/#/sign-in/Zk3vQ9pX", "code": "12345678", "minutes": "10"},
	}
}

// each runs a test on every mail in every language of the catalogue.
func each(t *testing.T, test func(t *testing.T, name Name, m Message)) {
	for name, values := range samples() {
		for _, lang := range languages() {
			t.Run(string(name)+" "+lang, func(t *testing.T) {
				m, err := Render(name, lang, values)
				if err != nil {
					t.Fatal(err)
				}
				test(t, name, m)
			})
		}
	}
}

func TestGolden(t *testing.T) {
	each(t, func(t *testing.T, name Name, m Message) {
		base := filepath.Join("testdata", string(name)+"."+m.Language)
		golden(t, base+".html", m.HTML)
		golden(t, base+".txt", "Subject: "+m.Subject+"\n\n"+m.Text)
	})
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (rewrite with -update):\n%s", file, diff)
	}
}

func TestCataloguesAgree(t *testing.T) {
	holes := map[string]map[string][]string{} // language -> mail -> values
	for _, lang := range languages() {
		holes[lang] = map[string][]string{}
		entries, err := templates.ReadDir("templates/" + lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			source, err := templates.ReadFile("templates/" + lang + "/" + entry.Name())
			if err != nil {
				t.Fatal(err)
			}
			found := placeholder.FindAllString(string(source), -1)
			slices.Sort(found)
			holes[lang][strings.TrimSuffix(entry.Name(), ".md")] = slices.Compact(found)
		}
	}
	want := map[string][]string{}
	for name, values := range samples() {
		for value := range values {
			want[string(name)] = append(want[string(name)], "{{"+value+"}}")
		}
		slices.Sort(want[string(name)])
	}
	for lang, got := range holes {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
	}
}

// A stranger can type anything into a form sent with somebody else's address:
// none of it may reach that address before it is confirmed.
func TestUnconfirmedMailsHaveNoPlaceForAStrangersWords(t *testing.T) {
	ours := []string{"code", "days", "link", "organisation"}
	for _, name := range []Name{Confirm, Update} {
		got := slices.Sorted(maps.Keys(samples()[name]))
		if diff := cmp.Diff(ours, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestFrenchTypography(t *testing.T) {
	entries, err := templates.ReadDir("templates/fr")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		m, err := Render(Name(strings.TrimSuffix(entry.Name(), path.Ext(entry.Name()))), "fr", samples()[Name(strings.TrimSuffix(entry.Name(), ".md"))])
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(m.Subject+"\n"+m.Text, "https:", "https\u00a0:")
		for _, wrong := range []string{" ?", " !", " ;", " :", "'"} {
			if strings.Contains(text, wrong) {
				t.Errorf("%s holds %q", entry.Name(), wrong)
			}
		}
		for mark, space := range map[string]string{"?": "\u202f", "!": "\u202f", ";": "\u202f", ":": "\u00a0"} {
			if strings.Count(text, mark) != strings.Count(text, space+mark) {
				t.Errorf("%s: a %q without the space that French puts before it", entry.Name(), mark)
			}
		}
	}
}

func TestRenderChoosesTheLanguage(t *testing.T) {
	for lang, want := range map[string]string{"fr": "fr", "en": "en", "en-GB": "en", "FR-ca": "fr", "de": "fr", "": "fr", "../en": "fr"} {
		m, err := Render(Confirm, lang, samples()[Confirm])
		if err != nil || m.Language != want {
			t.Errorf("Render(%q): language %q, error %v; want %q", lang, m.Language, err, want)
		}
	}
}

func TestAccountMailSaysThatAMachineWroteIt(t *testing.T) {
	each(t, func(t *testing.T, _ Name, m Message) {
		want := map[string]string{"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
		if diff := cmp.Diff(want, m.Headers); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRenderRefuses(t *testing.T) {
	with := func(name, value string) Values {
		values := maps.Clone(samples()[Confirm])
		values[name] = value
		return values
	}
	without := maps.Clone(samples()[Confirm])
	delete(without, "code")
	tests := []struct {
		name   string
		mail   Name
		values Values
		want   string // in the error
	}{
		{"a mail that does not exist", "goodbye", Values{}, "goodbye"},
		{"a mail outside the catalogue", "../en/confirm", samples()[Confirm], "no such template"},
		{"a missing value", Confirm, without, `"code" is missing`},
		{"an empty value", Confirm, with("code", " \r\n"), `"code" is missing`},
		{"an unknown value", Confirm, with("first_name", "Zoé"), `"first_name" has no place`},
		{"a value without end", Confirm, with("organisation", strings.Repeat("a", maxValue+1)), "longer than"},
		{"a script as link", Confirm, with("link", "javascript:alert(1)"), "absolute http"},
		{"a relative link", Confirm, with("link", "/confirmer"), "absolute http"},
		{"a link with a password", Confirm, with("link", "https://demain@evil.example/"), "absolute http"},
		{"a link in two lines", Confirm, with("link", "https://a.example/\r\nBcc: b@c.example"), "absolute http"},
		{"a link that leaves its attribute", Confirm, with("link", `https://a.example/"onclick="x`), "absolute http"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Render(test.mail, "fr", test.values)
			if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want ErrRefused with %q", err, test.want)
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	values := samples()[Confirm]
	for b.Loop() {
		if _, err := Render(Confirm, "fr", values); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAnswer(t *testing.T) {
	for _, test := range []struct {
		lang string
		yes  bool
		want string
	}{{"fr", true, "oui"}, {"fr", false, "non"}, {"en-GB", true, "yes"}, {"en", false, "no"}, {"../x", true, "oui"}} {
		if got := Answer(test.lang, test.yes); got != test.want {
			t.Errorf("Answer(%q, %v) = %q, want %q", test.lang, test.yes, got, test.want)
		}
	}
}
