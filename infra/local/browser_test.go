package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"maillage/functions/web"
)

// browser is a client that keeps cookies and does not follow redirections.
type browser struct {
	t    *testing.T
	http *http.Client
	base string // of the server, such as "http://127.0.0.1:1234"
	host string // asked for; empty: base's
}

func newBrowser(t *testing.T, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, base: base, http: &http.Client{Jar: jar, Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// answer is a response, read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) do(method, path string, form url.Values) (answer, error) {
	r, err := http.NewRequest(method, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	r.Host = b.host
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := b.http.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(body)}, err
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	a, err := b.do("GET", path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

func (b *browser) post(path string, form url.Values) answer {
	b.t.Helper()
	a, err := b.do("POST", path, form)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

// solved fetches a challenge and solves it as a browser does.
func (b *browser) solved() url.Values {
	b.t.Helper()
	var c web.Challenge
	if err := json.Unmarshal([]byte(b.get("/api/challenge").body), &c); err != nil {
		b.t.Fatal(err)
	}
	for n := range c.MaxNumber + 1 {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s%d", c.Salt, n))
		if hex.EncodeToString(sum[:]) == c.Challenge {
			payload, err := json.Marshal(map[string]any{"algorithm": c.Algorithm, "challenge": c.Challenge, "number": n,
				"salt": c.Salt, "signature": c.Signature})
			if err != nil {
				b.t.Fatal(err)
			}
			return url.Values{"altcha": {base64.StdEncoding.EncodeToString(payload)}, "started": {c.Started},
				"idempotency_key": {c.IdempotencyKey}}
		}
	}
	b.t.Fatal("the challenge has no solution")
	return nil
}

func joinForm(email string, solved url.Values) url.Values {
	form := url.Values{"email": {email}, "first_name": {"Camille"}, "last_name": {"Essai"}, "postal_code": {"75011"},
		"age_15": {"1"}, "terms": {"1"}, "source": {"/adhesion/"}, "lang": {"fr"}}
	for name, values := range solved {
		form[name] = values
	}
	return form
}

// mailed are the confirmation tokens in the inbox, by address.
func (b *browser) mailed() map[string]string {
	b.t.Helper()
	var entries []struct{ To, Text string }
	if err := json.Unmarshal([]byte(b.get("/_dev/mail.json").body), &entries); err != nil {
		b.t.Fatal(err)
	}
	tokens := map[string]string{}
	for _, e := range entries {
		if found := regexp.MustCompile(`#t=(\S+)`).FindStringSubmatch(e.Text); found != nil {
			tokens[e.To] = found[1]
		}
	}
	return tokens
}
