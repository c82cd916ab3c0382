package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
)

// published is what a generator wrote, in memory.
type published struct {
	zones     string
	moves     string // fields of redirects.json
	documents map[string]string
}

func (p published) Zones(context.Context) (*movement.Zones, error) {
	return movement.ParseZones([]byte(p.zones))
}

func (p published) Moves(context.Context) (*movement.Moves, error) {
	return movement.ParseMoves([]byte("{" + p.moves + "}"))
}

func (p published) Document(_ context.Context, name string) (string, error) {
	if doc, ok := p.documents[name]; ok {
		return doc, nil
	}
	return "", &movement.Error{Kind: movement.NotFound, Message: "not-found"}
}

const twoSites = `{"zones":[
 {"id":"fr","slug":"fr","name":{"fr":"France"},"site":"/","pages":{"fr":{"join":"/adhesion/","joined":"/adhesion/merci/"},"en":{"join":"/en/join/"}}},
 {"id":"fr/r-11","slug":"fr/idf","name":{"fr":"Île-de-France"},"site":"/idf/","pages":{"fr":{"join":"/idf/adhesion/"},"en":{"join":"/en/idf/join/"}}}]}`

func shell(lang, zone string) string {
	return `<!doctype html><html lang="` + lang + `"><head><title>Thème ` + zone + `</title></head><body>` +
		`<svg role="img"><title>Logo</title></svg><main id="contenu" data-shell></main><footer>` + zone + `</footer></body></html>`
}

func newPages(t testing.TB) *Pages {
	t.Helper()
	texts, err := LoadTexts()
	if err != nil {
		t.Fatal(err)
	}
	return &Pages{Texts: texts, Published: published{zones: twoSites, documents: map[string]string{
		"shell/fr.fr.html": shell("fr", "France"), "shell/fr.en.html": shell("en", "France"), "shell/fr/idf.fr.html": shell("fr", "Île"),
		"form/join/fr.fr.html": themeForm, "form/join/fr/idf.fr.html": strings.Replace(themeForm, "Nom", "Nom (Île)", 1),
	}}}
}

// sent is a request whose form has been read.
func sent(values url.Values, language string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/api/membership/join", nil)
	r.Header.Set("Accept-Language", language)
	r.PostForm = values
	return r
}

func shown(t testing.TB, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("content type %q", got)
	}
	if lang := doc.Find("html").AttrOr("lang", ""); lang != w.Header().Get("Content-Language") || lang == "" {
		t.Errorf("language %q, header %q", lang, w.Header().Get("Content-Language"))
	}
	if n := doc.Find("main").Length(); n != 1 {
		t.Errorf("%d mains", n)
	}
	return doc
}

func TestFailShowsTheForm(t *testing.T) {
	p := newPages(t)
	invalid := &movement.Error{Kind: movement.Invalid, Message: "form.invalid", Fields: map[string]string{"name": "last_name.required", "postal_code": "postal_code.postcode"}}
	w := httptest.NewRecorder()
	r := sent(url.Values{"source": {"/idf/adhesion/"}, "postal_code": {"<75>"}, "terms": {"w-1"}}, "")
	p.fail(w, r, Route{Form: "join"}, invalid, http.StatusUnprocessableEntity)
	doc := shown(t, w)
	got := []string{doc.Find("head title").Text(), doc.Find("main h1").Text(), doc.Find("svg title").Text(), doc.Find("footer").Text(),
		doc.Find("label[for=f-name]").Text(), doc.Find("#f-code").AttrOr("value", ""), doc.Find("#f-name-error").Text(), doc.Find(".errors h2").Text()}
	want := []string{"Encore un instant\u00a0: quelques réponses sont à revoir", "Encore un instant\u00a0: quelques réponses sont à revoir", "Logo", "Île",
		"Nom (Île)", "<75>", "Indiquez votre nom.", "À corriger"}
	if diff := cmp.Diff(want, got); diff != "" || w.Code != http.StatusUnprocessableEntity || doc.Find("#f-terms[checked]").Length() != 1 {
		t.Errorf("status %d (-want +got):\n%s", w.Code, diff)
	}
}

func TestFailShowsANotice(t *testing.T) {
	tests := []struct {
		name, source, language string
		err                    movement.Error
		route                  Route
		title, help, link      string
		footer                 string
	}{
		{"expired", "/idf/confirmer/", "", movement.Error{Kind: movement.Expired, Message: "confirm.expired"}, Route{Form: "confirm"},
			"Ce lien n’est plus valable", "Il a peut-être plus de sept jours", "/idf/adhesion/", "Île"},
		{"in English", "/en/", "en-GB,fr;q=0.5", movement.Error{Kind: movement.Expired, Message: "confirm.expired"}, Route{},
			"This link is no longer valid", "It may be more than seven days old", "/en/join/", "France"},
		{"elsewhere", "", "de, *", movement.Error{Kind: movement.NotFound, Message: "not-found"}, Route{},
			"Cette page n’existe pas", "Elle a peut-être changé d’adresse.", "/", "France"},
		{"no shell in this language", "/idf/", "en", movement.Error{Kind: movement.NotFound, Message: "not-found"}, Route{},
			"This page does not exist", "It may have moved.", "/", ""},
		{"fields without a form", "/", "", movement.Error{Kind: movement.Invalid, Message: "form.invalid", Fields: map[string]string{"code": "code.wrong"}}, Route{Form: "confirm"},
			"Encore un instant\u00a0: quelques réponses sont à revoir", "Ce code ne correspond pas ou ne sert plus.", "/", "France"},
		{"an unknown message", "/", "", movement.Error{Message: "secret detail"}, Route{}, "Un problème est survenu de notre côté", "", "/", "France"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			newPages(t).fail(w, sent(url.Values{"source": {test.source}}, test.language), test.route, &test.err, http.StatusGone)
			doc := shown(t, w)
			got := []string{doc.Find("title").First().Text(), doc.Find("main h1").Text(), doc.Find("main a.button").AttrOr("href", ""), doc.Find("footer").Text()}
			if diff := cmp.Diff([]string{test.title, test.title, test.link, test.footer}, got); diff != "" || w.Code != http.StatusGone {
				t.Errorf("status %d (-want +got):\n%s", w.Code, diff)
			}
			if text := doc.Find("main p").Text(); !strings.Contains(text, test.help) || strings.Contains(doc.Text(), "secret detail") {
				t.Errorf("the notice says %q", text)
			}
		})
	}
}

// TestFailWithoutSites answers while nothing is published: a bare page, in the
// reader's language.
func TestFailWithoutSites(t *testing.T) {
	p := newPages(t)
	p.Published = published{zones: "{}"}
	w := httptest.NewRecorder()
	p.fail(w, sent(nil, "en"), Route{Form: "join"}, &movement.Error{Kind: movement.Unavailable, Message: "busy"}, http.StatusServiceUnavailable)
	if doc := shown(t, w); doc.Find("h1").Text() != "Too many people at once" || doc.Find("html").AttrOr("lang", "") != "en" {
		t.Errorf("page %s", doc.Text())
	}
}

func TestSecondStep(t *testing.T) {
	p := newPages(t)
	for _, text := range hostileTexts {
		values := url.Values{"source": {"/idf/adhesion/"}, "name": {text}, text: {"x"}, "altcha": {"old"}, "started": {"old"}, "idempotency_key": {"old"}, "website": {""}}
		w := httptest.NewRecorder()
		if err := p.SecondStep(w, sent(values, ""), Started{Text: "1.sum", Key: "k"}, false); err != nil {
			t.Fatal(err)
		}
		doc := shown(t, w)
		got := url.Values{}
		doc.Find(`form[method=post][action="/api/membership/join"] input[type=hidden]`).Each(func(_ int, s *goquery.Selection) {
			got.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
		})
		want := url.Values{"source": {"/idf/adhesion/"}, "name": {text}, text: {"x"}, "started": {"1.sum"}, "idempotency_key": {"k"}}
		if diff := cmp.Diff(want, got); diff != "" || w.Code != http.StatusOK {
			t.Errorf("status %d, carried (-want +got):\n%s", w.Code, diff)
		}
		if doc.Find("script, img, b, form form").Length() > 0 || doc.Find("main form button").Length() != 1 {
			t.Errorf("%q brings elements of its own", text)
		}
	}
	first, early := httptest.NewRecorder(), httptest.NewRecorder()
	_ = p.SecondStep(first, sent(url.Values{}, "en"), Started{}, false)
	_ = p.SecondStep(early, sent(url.Values{}, "en"), Started{}, true)
	said, saidEarly := shown(t, first).Find("main p").First().Text(), shown(t, early).Find("main p").First().Text()
	if said != p.Texts.T("en", "second.help") || saidEarly != p.Texts.T("en", "second.early") {
		t.Errorf("the page says %q, and pressed early %q", said, saidEarly)
	}
}

func TestPlacePage(t *testing.T) {
	p := newPages(t)
	p.Published = published{zones: strings.Replace(twoSites, "]}", `,
 {"id":"fr/r-4","slug":"fr/reunion","name":{"fr":"La Réunion"},"site":"/reunion/","origin":"https://reunion.example","prefix":"/reunion/",
  "pages":{"fr":{"join":"/reunion/adhesion/"},"en":{"join":"/en/reunion/join/"}}}]}`, 1)}
	tests := []struct{ host, source, lang, page, want string }{
		{"", "/idf/adhesion/", "fr", "join", "/idf/adhesion/"},
		{"", "/en/idf/join/", "en", "join", "/en/idf/join/"},
		{"", "/", "fr", "joined", "/adhesion/merci/"},
		{"", "/", "de", "join", "/adhesion/"},
		{"", "/idf/", "fr", "joined", "/"},
		{"", "https://evil.example/", "fr", "join", "/adhesion/"},
		{"", "/reunion/adhesion/", "fr", "join", "/adhesion/"}, // not of this host
		{"reunion.example", "/reunion/adhesion/", "fr", "join", "/adhesion/"},
		{"Reunion.example", "/en/reunion/join/", "en", "join", "/en/join/"},
		{"reunion.example", "/idf/adhesion/", "fr", "join", "/adhesion/"}, // not of this host
		{"reunion.example", "", "en", "join", "/en/join/"},
	}
	for _, test := range tests {
		r := sent(nil, test.lang)
		r.Host = test.host
		at, err := p.Place(r, test.source)
		if got := at.Page(test.page); got != test.want || err != nil {
			t.Errorf("%s of %s in %s: %q, error %v, want %q", test.page, test.source, test.lang, got, err, test.want)
		}
	}
}
