package smtp_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/mail"
	"maillage/functions/mail/smtp"
)

// now is the product's clock, on purpose not the real one.
func now() time.Time { return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC) }

func message(t *testing.T) mail.Message {
	t.Helper()
	m, err := mail.Render(mail.Welcome, "fr", mail.Values{
		"organisation": "Demain Ensemble", "first_name": "Zoé", "number": "20481632", "zone": "Île-de-France", "newsletter": "oui", "calls": "non",
		"site": "https://demain-ensemble.example/ile-de-france/",
	})
	if err != nil {
		t.Fatal(err)
	}
	m.Key = "outbox-1"
	m.From = mail.Address{Name: "Demain Ensemble – Île-de-France", Email: "bonjour@demain-ensemble.example"}
	m.To = mail.Address{Name: "Zoé d’Été", Email: "zoe@example.org"}
	m.ReplyTo = "equipe@demain-ensemble.example"
	m.Text += ".a line that begins with a dot\n" + strings.Repeat("a long line ", 200) + "\n"
	m.Headers["List-Unsubscribe"] = "<https://demain-ensemble.example/" + strings.Repeat("u", 300) + ">, <mailto:stop@demain-ensemble.example>"
	return m
}

func sender(t *testing.T, s *server, config smtp.Config) *smtp.Sender {
	t.Helper()
	config.Addr, config.Now, config.Rand = s.addr, now, rand.Reader
	sender, err := smtp.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

func TestSendOverEveryKindOfConnection(t *testing.T) {
	tls, roots := certificate(t)
	tests := []struct {
		name   string
		server *server
		config smtp.Config
	}{
		{"starttls and password", &server{tls: tls, starttls: true, password: "secret"}, smtp.Config{Roots: roots, Username: "maillage", Password: "secret"}},
		{"tls and password", &server{tls: tls, implicit: true, password: "secret"}, smtp.Config{Mode: smtp.ImplicitTLS, Roots: roots, Username: "maillage", Password: "secret"}},
		{"clear on this machine", &server{}, smtp.Config{Mode: smtp.Clear}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.server.start(t)
			m := message(t)
			if err := sender(t, test.server, test.config).Send(t.Context(), m); err != nil {
				t.Fatal(err)
			}
			got := test.server.deliveries()
			if len(got) != 1 {
				t.Fatalf("%d deliveries", len(got))
			}
			want := delivery{
				hello: "demain-ensemble.example", user: test.config.Username, from: m.From.Email, to: m.To.Email,
				encrypted: test.config.Mode != smtp.Clear, data: got[0].data,
			}
			if diff := cmp.Diff(want, got[0], cmp.AllowUnexported(delivery{})); diff != "" {
				t.Error(diff)
			}
			compare(t, m, got[0].data)
		})
	}
}

// compare reads the received bytes as a mail program would.
func compare(t *testing.T, want mail.Message, data []byte) {
	t.Helper()
	for line := range bytes.Lines(data) {
		if len(bytes.TrimRight(line, "\r\n")) > 998 || bytes.ContainsFunc(line, func(r rune) bool { return r > 127 }) {
			t.Errorf("a line that SMTP does not carry: %q", line)
		}
	}
	m, err := netmail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	headers := decodeHeaders(t, m)
	compareHeaders(t, want, headers)
	kind, params, err := mime.ParseMediaType(headers["Content-Type"])
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("Content-Type %s: %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	comparePart(t, parts, "text/plain; charset=utf-8", want.Text)
	comparePart(t, parts, "text/html; charset=utf-8", want.HTML)
	if _, err := parts.NextPart(); err != io.EOF {
		t.Errorf("after the last part: %v", err)
	}
}

func decodeHeaders(t *testing.T, m *netmail.Message) map[string]string {
	t.Helper()
	headers := map[string]string{}
	for name := range m.Header {
		value, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get(name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		headers[name] = value
	}
	return headers
}

func compareHeaders(t *testing.T, want mail.Message, headers map[string]string) {
	t.Helper()
	wanted := map[string]string{
		"From": want.From.Name + " <" + want.From.Email + ">", "To": want.To.Name + " <" + want.To.Email + ">",
		"Reply-To": "<" + want.ReplyTo + ">", "Subject": want.Subject, "Date": "Fri, 01 May 2026 12:00:00 +0000",
		"Message-Id": headers["Message-Id"], "Mime-Version": "1.0", "Content-Type": headers["Content-Type"], "Content-Language": "fr",
	}
	maps.Copy(wanted, want.Headers)
	if diff := cmp.Diff(wanted, headers); diff != "" {
		t.Error(diff)
	}
	if id := headers["Message-Id"]; !strings.HasSuffix(id, "@demain-ensemble.example>") || strings.Contains(id, want.Key) {
		t.Errorf("Message-ID %s", id)
	}
}

func comparePart(t *testing.T, parts *multipart.Reader, kind, want string) {
	t.Helper()
	part, err := parts.NextPart() // decodes quoted-printable
	if err != nil {
		t.Fatal(err)
	}
	if got := part.Header.Get("Content-Type"); got != kind {
		t.Errorf("part of type %s, want %s", got, kind)
	}
	body, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, strings.ReplaceAll(string(body), "\r\n", "\n")); diff != "" {
		t.Errorf("%s: %s", kind, diff)
	}
}

func TestMessageIDIsThatOfTheKey(t *testing.T) {
	s := &server{}
	s.start(t)
	m := message(t)
	for _, key := range []string{"a", "a", "b", "", ""} {
		m.Key = key
		if err := sender(t, s, smtp.Config{Mode: smtp.Clear}).Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for _, d := range s.deliveries() {
		m, err := netmail.ReadMessage(bytes.NewReader(d.data))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.Header.Get("Message-ID"))
	}
	if ids[0] != ids[1] || ids[1] == ids[2] || ids[3] == ids[4] {
		t.Errorf("keys a a b and none twice gave %q", ids)
	}
}

func TestAnswersOfTheServer(t *testing.T) {
	tests := []struct {
		name, verb, answer string
		refused            bool
		delivered          int
	}{
		{"sender refused", "MAIL", "550 5.7.1 not from here", true, 0},
		{"sender later", "MAIL", "451 try later", false, 0},
		{"sign-in wanted", "MAIL", "530 5.7.0 sign in first", false, 0},
		{"no such person", "RCPT", "550 5.1.1 unknown", true, 0},
		{"greylisted", "RCPT", "450 4.2.0 greylisted", false, 0},
		{"content announced in vain", "DATA", "554 no", true, 0},
		{"content refused", ".", "554 5.7.1 spam", true, 0},
		{"content later", ".", "452 4.3.1 disk full", false, 0},
		{"closing", "RCPT", "421 bye", false, 0},
		{"lost before the content", "DATA", "-", false, 0},
		{"lost after the content", ".", "-", false, 1},
		{"lost at the farewell", "QUIT", "-", false, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := &server{answer: func(verb string) string {
				if verb == test.verb {
					return test.answer
				}
				return ""
			}}
			s.start(t)
			err := sender(t, s, smtp.Config{Mode: smtp.Clear}).Send(t.Context(), message(t))
			if (err == nil) != (test.verb == "QUIT") || errors.Is(err, mail.ErrRefused) != test.refused {
				t.Errorf("error %v, want refused %t", err, test.refused)
			}
			if got := len(s.deliveries()); got != test.delivered {
				t.Errorf("%d deliveries, want %d", got, test.delivered)
			}
		})
	}
}

// A set-up that is wrong must lose no mail and give no password away.
func TestWrongSetUpIsNeverTheFaultOfTheMail(t *testing.T) {
	tls, roots := certificate(t)
	tests := []struct {
		name   string
		server *server
		config smtp.Config
	}{
		{"no STARTTLS", &server{password: "secret"}, smtp.Config{Roots: roots, Username: "maillage", Password: "secret"}},
		{"wrong password", &server{tls: tls, starttls: true, password: "secret"}, smtp.Config{Roots: roots, Username: "maillage", Password: "guess"}},
		{"no AUTH", &server{tls: tls, starttls: true}, smtp.Config{Roots: roots, Username: "maillage", Password: "secret"}},
		{"unknown certificate", &server{tls: tls, starttls: true, password: "secret"}, smtp.Config{Roots: x509.NewCertPool(), Username: "maillage", Password: "secret"}},
		{"clear where TLS is spoken", &server{tls: tls, starttls: true}, smtp.Config{Mode: smtp.ImplicitTLS, Roots: roots}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.server.start(t)
			err := sender(t, test.server, test.config).Send(t.Context(), message(t))
			if err == nil || errors.Is(err, mail.ErrRefused) || len(test.server.deliveries()) != 0 {
				t.Errorf("error %v and %d deliveries, want an error that may be retried and none", err, len(test.server.deliveries()))
			}
		})
	}
}

func TestSendStopsWithItsContext(t *testing.T) {
	asked := make(chan struct{})
	s := &server{answer: func(verb string) string {
		if verb == "MAIL" {
			close(asked)
			return "…"
		}
		return ""
	}}
	s.start(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	if err := sender(t, s, smtp.Config{Mode: smtp.Clear}).Send(ctx, message(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSendRefusesInjection(t *testing.T) {
	s := &server{}
	s.start(t)
	for name, change := range map[string]func(*mail.Message){
		"subject":   func(m *mail.Message) { m.Subject = "a\r\nBcc: x@y.example" },
		"name":      func(m *mail.Message) { m.To.Name = "a\r\nBcc: x@y.example" },
		"recipient": func(m *mail.Message) { m.To.Email = "a@b.example>\r\nRCPT TO:<x@y.example" },
		"header":    func(m *mail.Message) { m.Headers["X-A"] = "a\r\nBcc: x@y.example" },
	} {
		m := message(t)
		change(&m)
		if err := sender(t, s, smtp.Config{Mode: smtp.Clear}).Send(t.Context(), m); !errors.Is(err, mail.ErrRefused) || len(s.deliveries()) != 0 {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, config := range map[string]smtp.Config{
		"no port":            {Addr: "mail.example.org", Now: now, Rand: rand.Reader},
		"clear to elsewhere": {Addr: "mail.example.org:25", Mode: smtp.Clear, Now: now, Rand: rand.Reader},
		"no clock":           {Addr: "mail.example.org:587", Rand: rand.Reader},
	} {
		if _, err := smtp.New(config); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
