package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// newProduct is the product with sites that no generator built.
func newProduct(t *testing.T, production bool) *product {
	t.Helper()
	p, err := open(t.Context(), settings{data: t.TempDir(), production: production, organisation: "Demain Ensemble", from: "a@demain.example",
		origin: "http://localhost:8080", adminOrigin: "https://admin.demain.example", smtpAddr: "127.0.0.1:1", smtpTLS: "none"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	for file, text := range map[string]string{
		"main/index.html": "principal", "main/404.html": "rien", "main/trouver/index.html": "chercher", "main/trouver/75/index.html": "75",
		"main/en/find/75/index.html": "75", "main/programme/index.html": "le programme",
		"main/ancien/index.html":          `<meta http-equiv="refresh" content="0; url=/nouveau/">`,
		"reunion.example/index.html":      "La Réunion",
		"reunion.example/404.html":        "rien à La Réunion",
		"reunion.example/trouver/75/x.js": "",
	} {
		file = filepath.Join(p.sites.out, "public", file)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	moves := `{"redirects":[{"from":"/programme/","to":"/projet/"},{"from":"/ancien/","to":"/nouveau/"},{"from":"/?p=12","to":"/actualites/douze/"},
 {"from":"/blog/*","to":"/actualites/:splat"},{"from":"/vieux/*","to":"/:splat"},{"from":"/bureau/","to":"/equipe/","host":"reunion.example"}]}`
	zones := `{"zones":[{"id":"fr","slug":"fr","name":{"fr":"France"},"site":"/"}]}`
	for name, data := range map[string]string{"redirects.json": moves, "zones.json": zones} {
		if err := p.app.Store.PutData(t.Context(), name, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// TestSites asks hosts for pages: who answers, and where what has moved is.
func TestSites(t *testing.T) {
	tests := []struct {
		name, host, target string
		status             int
		want               string // start of the body, or where it leads
	}{
		{"main host", "localhost:8080", "/", 200, "principal"},
		{"own domain", "reunion.example.localhost:8080", "/", 200, "La Réunion"},
		{"own domain in capitals", "Reunion.Example.localhost:8080", "/", 200, "La Réunion"},
		{"own domain without a port", "reunion.example.localhost", "/", 200, "La Réunion"},
		{"unknown domain", "autre.example.localhost:8080", "/", 200, "principal"},
		{"the main folder is no domain", "main.localhost:8080", "/", 200, "principal"},
		{"no way out of the folder", "..%2f..localhost:8080", "/", 200, "principal"},
		{"dots", "a..b.localhost:8080", "/", 200, "principal"},
		{"another machine's name", "reunion.example", "/", 421, ""},
		{"404 of the main host", "localhost:8080", "/rien/", 404, "rien"},
		{"404 of an own domain", "reunion.example.localhost:8080", "/programme/", 404, "rien à La Réunion"},

		{"a page that is there", "localhost:8080", "/programme/", 200, "le programme"},
		{"the same with a query", "localhost:8080", "/programme/?utm_source=x", 200, "le programme"},
		{"one that only leads on", "localhost:8080", "/ancien/", 301, "/nouveau/"},
		{"told by its query", "localhost:8080", "/?p=12", 301, "/actualites/douze/"},
		{"another query", "localhost:8080", "/?p=13", 200, "principal"},
		{"star", "localhost:8080", "/blog/2019/essai/", 301, "/actualites/2019/essai/"},
		{"to another host", "localhost:8080", "/vieux/%5Cevil.example/", 301, "/%5Cevil.example/"},
		{"a rule of an own domain", "reunion.example.localhost:8080", "/bureau/", 301, "/equipe/"},
		{"not elsewhere", "localhost:8080", "/bureau/", 404, "rien"},

		{"a postal code", "localhost:8080", "/trouver/?code=75011", 302, "/trouver/75/"},
		{"with spaces", "localhost:8080", "/trouver/?code=75+01%201", 302, "/trouver/75/"},
		{"in English", "localhost:8080", "/en/find/?code=75", 302, "/en/find/75/"},
		{"one digit", "localhost:8080", "/trouver/?code=7", 200, "chercher"},
		{"no digits", "localhost:8080", "/trouver/?code=//evil.example", 200, "chercher"},
		{"nobody there", "localhost:8080", "/trouver/?code=00", 200, "chercher"},
		{"on another host", "reunion.example.localhost:8080", "/trouver/?code=75", 404, "rien à La Réunion"},
	}
	handler := newProduct(t, false).handler()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkSite(t, handler, test.host, test.target, test.status, test.want) })
	}
}

// TestSitesInProduction: domains are what they are, and no name below localhost is.
func TestSitesInProduction(t *testing.T) {
	handler := newProduct(t, true).handler()
	checkSite(t, handler, "reunion.example", "/", 200, "La Réunion")
	checkSite(t, handler, "reunion.example", "/rien/", 404, "rien à La Réunion")
	checkSite(t, handler, "demain.example", "/", 200, "principal")
	checkSite(t, handler, "reunion.example.localhost", "/", 200, "principal")
}

func checkSite(t *testing.T, handler http.Handler, host, target string, status int, want string) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Host = host
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	got := w.Header().Get("Location")
	if w.Code < 300 || w.Code >= 400 {
		got = w.Body.String()[:min(len(want), w.Body.Len())]
	}
	if w.Code != status || got != want {
		t.Errorf("%s%s: status %d, %q; want %d, %q", host, target, w.Code, got, status, want)
	}
}
