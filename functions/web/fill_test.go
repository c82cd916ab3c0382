package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// themeForm has the shapes of controls that a theme may use.
const themeForm = `<form action="/api/sample" method="post" data-form="join">
  <fieldset>
    <legend>Vous</legend>
    <div class="field">
      <label for="f-name">Nom</label>
      <input id="f-name" name="name" type="text" autocomplete="family-name" required>
    </div>
    <div class="field field-short">
      <label for="f-code">Code postal</label>
      <p class="help" id="f-code-help">En France, cinq chiffres.</p>
      <input id="f-code" name="postal_code" type="text" aria-describedby="f-code-help" value="old">
    </div>
    <div class="field"><label for="f-about">Mots</label><textarea id="f-about" name="about">old</textarea></div>
    <div class="field"><label for="f-pick">Choix</label>
      <select id="f-pick" name="pick"><option value="a" selected>A</option><option value="b">B</option></select></div>
    <div class="field field-away" aria-hidden="true"><label for="f-website">Site</label><input id="f-website" name="website" type="text"></div>
  </fieldset>
  <div class="field field-box"><input id="f-terms" name="terms" type="checkbox" value="w-1"><label for="f-terms">J’accepte.</label></div>
  <div class="field field-box"><input id="f-calls" name="calls" type="checkbox" value="w-2"><label for="f-calls">Appelez-moi.</label></div>
  <fieldset class="field"><legend>Jour</legend>
    <input id="f-day-1" name="day" type="radio" value="1" checked><label for="f-day-1">Un</label>
    <input id="f-day-2" name="day" type="radio" value="2"><label for="f-day-2">Deux</label>
  </fieldset>
  <input name="source" type="hidden" value="/adhesion/"><input name="altcha" type="hidden" value=""><input name="started" type="hidden" value="">
  <input name="idempotency_key" type="hidden" value="">
  <button class="button" type="submit">Envoyer</button>
</form>`

func filled(t testing.TB, form string, values url.Values, c complaints) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(fillForm(form, values, c)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// hostileTexts try to leave the attribute or the element they are put into.
var hostileTexts = []string{"Zoé d’Ormesson", `"><script>alert(1)</script>`, "'><img src=x onerror=alert(1)>", "</textarea><b>", "</p></div><form action=//evil.example>",
	"&quot;&lt;&amp;#34;", "a&b=c;", "\u202eabc", "\n\nfirst lines", "tab\tand\u00a0nbsp", "<!--", "]]>", "{{.}}", "${1} $0", "javascript:alert(1)", strings.Repeat("🜁", 1000)}

func TestFillKeepsValues(t *testing.T) {
	for _, text := range hostileTexts {
		sent := url.Values{"name": {text}, "postal_code": {text}, "about": {text}, "pick": {"b"}, "terms": {"w-1"}, "day": {"2"}, "source": {text}}
		doc := filled(t, themeForm, sent, complaints{title: text, fields: map[string]string{"name": text, "unknown": text}})
		got := map[string]string{"about": doc.Find("#f-about").Text(), "title": doc.Find(".errors h2").Text(), "error": doc.Find("#f-name-error").Text()}
		for _, name := range []string{"name", "postal_code", "source"} {
			got[name] = doc.Find("form [name="+name+"]").AttrOr("value", "no value")
		}
		want := map[string]string{"name": text, "postal_code": text, "about": text, "source": text, "title": text, "error": text}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("kept of %q (-want +got):\n%s", text, diff)
		}
		if n := doc.Find("script, img, b, form form, [onerror]").Length(); n > 0 || doc.Find("form").Length() != 1 {
			t.Errorf("%q brings %d elements of its own", text, n)
		}
	}
}

func TestFillChoices(t *testing.T) {
	doc := filled(t, themeForm, url.Values{"terms": {"w-1"}, "calls": {"off"}, "pick": {"b"}, "day": {"2"}}, complaints{})
	var on []string
	doc.Find("[checked], [selected]").Each(func(_ int, s *goquery.Selection) { on = append(on, s.AttrOr("id", s.AttrOr("value", ""))) })
	if diff := cmp.Diff([]string{"b", "f-terms", "f-day-2"}, on); diff != "" {
		t.Errorf("chosen (-want +got):\n%s", diff)
	}
	untouched := filled(t, themeForm, url.Values{}, complaints{})
	if v := untouched.Find("#f-code").AttrOr("value", ""); v != "old" || untouched.Find("#f-day-1[checked]").Length() != 1 {
		t.Errorf("nothing sent changes the form: %q", v)
	}
}

func TestFillForgetsTheChallenge(t *testing.T) {
	old := url.Values{"altcha": {"x"}, "started": {"x"}, "idempotency_key": {"x"}, "website": {"x"}}
	doc := filled(t, themeForm, old, complaints{})
	for name := range old {
		if v := doc.Find("[name="+name+"]").AttrOr("value", ""); v != "" {
			t.Errorf("%s is sent again: %q", name, v)
		}
	}
}

func TestFillComplains(t *testing.T) {
	doc := filled(t, themeForm, url.Values{"postal_code": {"x"}}, complaints{title: "À corriger", fields: map[string]string{
		"name": "Indiquez votre nom.", "postal_code": "Code ?", "terms": "Acceptez.", "day": "Quel jour ?", "altcha": "Encore."}})
	type place struct{ Text, Invalid, Described, Link string }
	got := map[string]place{}
	for _, id := range []string{"f-name", "f-code", "f-terms", "f-day-1"} {
		control := doc.Find("#" + id)
		last := control.Closest(".field").Children().Last()
		link := doc.Find(`.errors[role=alert][tabindex="-1"] li a[href="#` + id + `"]`)
		if !last.Is("p.error#" + id + "-error") {
			t.Errorf("the complaint about %s is not last in its field", id)
		}
		got[id] = place{last.Text(), control.AttrOr("aria-invalid", ""), control.AttrOr("aria-describedby", ""), link.Text()}
	}
	want := map[string]place{
		"f-name":  {"Indiquez votre nom.", "true", "f-name-error", "Indiquez votre nom."},
		"f-code":  {"Code ?", "true", "f-code-help f-code-error", "Code ?"},
		"f-terms": {"Acceptez.", "true", "f-terms-error", "Acceptez."},
		"f-day-1": {"Quel jour ?", "true", "f-day-1-error", "Quel jour ?"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("complaints (-want +got):\n%s", diff)
	}
	doc.Find("[aria-describedby]").Each(func(_ int, s *goquery.Selection) {
		for _, id := range strings.Fields(s.AttrOr("aria-describedby", "")) {
			if doc.Find("#"+id).Length() != 1 {
				t.Errorf("described by #%s, which is there %d times", id, doc.Find("#"+id).Length())
			}
		}
	})
	if doc.Find("p.error").Length() != 4 || doc.Find("[aria-invalid]").Length() != 4 || doc.Find(".errors li").Length() != 5 {
		t.Errorf("%d complaints beside fields, %d above", doc.Find("p.error").Length(), doc.Find(".errors li").Length())
	}
	if !doc.Find("form").Prev().Is(".errors") {
		t.Error("the summary does not stand before the form")
	}
}

// TestFillOddThemes fills forms that keep less to the contract: nothing is lost.
func TestFillOddThemes(t *testing.T) {
	for _, form := range []string{"", "plain text", "<form><input name=name></form>", "<form><input name=name", "<input name=name>",
		`<form><div class="fields"><input id=a name=name></div></form>`, "<form><svg><title>x</title></svg><input name=name></form>"} {
		doc := filled(t, form, url.Values{"name": {"Zoé"}}, complaints{title: "T", fields: map[string]string{"name": "N"}})
		if doc.Find(".errors li").Text() != "N" {
			t.Errorf("%q: the summary says %q", form, doc.Find(".errors").Text())
		}
		if input := doc.Find("form input"); input.Length() == 1 && input.AttrOr("value", "") != "Zoé" {
			t.Errorf("%q loses the value", form)
		}
	}
}

// FuzzFill re-parses what was filled: whatever was sent, there are the same
// elements and attributes in the same order as with harmless words, and every
// value is exactly what was sent.
func FuzzFill(f *testing.F) {
	for _, text := range hostileTexts {
		f.Add(text, "a", text)
	}
	shape := func(doc *goquery.Document) []string {
		var all []string
		doc.Find("*").Each(func(_ int, s *goquery.Selection) {
			line := goquery.NodeName(s)
			for _, a := range s.Nodes[0].Attr {
				line += " " + a.Key
			}
			all = append(all, line)
		})
		return all
	}
	fill := func(t *testing.T, name, about, complaint string) *goquery.Document {
		return filled(t, themeForm, url.Values{"name": {name}, "about": {about}, "terms": {"w-1"}},
			complaints{title: complaint, fields: map[string]string{"name": complaint, "other": complaint}})
	}
	f.Fuzz(func(t *testing.T, name, about, complaint string) {
		doc := fill(t, name, about, complaint)
		if want, got := shape(fill(t, "a", "a", "a")), shape(doc); !slices.Equal(want, got) {
			t.Fatalf("%q %q %q change the page (-want +got):\n%s", name, about, complaint, cmp.Diff(want, got))
		}
		// Parsers drop or replace NUL and make one of CR and LF; no field takes either.
		if s := name + about; strings.ContainsAny(s, "\x00\r") || strings.ToValidUTF8(s, "") != s {
			return
		}
		if got := doc.Find("#f-name").AttrOr("value", ""); got != name {
			t.Errorf("value %q, want %q", got, name)
		}
		if got := doc.Find("#f-about").Text(); got != about {
			t.Errorf("text %q, want %q", got, about)
		}
	})
}
