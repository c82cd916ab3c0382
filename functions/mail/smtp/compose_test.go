package smtp

import (
	"bytes"
	"crypto/rand"
	"mime"
	netmail "net/mail"
	"testing"
	"time"

	"maillage/functions/mail"
)

// Whatever passes Check comes out as the headers that were meant and no other.
func FuzzCompose(f *testing.F) {
	f.Add("Bienvenue\u202f! Votre adhésion à Demain Ensemble est confirmée, et ce sujet est bien long", "Zoé", "auto-generated")
	f.Add("a\r\nBcc: b@c.example", "a\nb", "x\r\n\r\nbody")
	f.Add("a  b   c", "=?utf-8?q?x?=", "<https://a.example/>, <mailto:b@c.example>")
	f.Fuzz(func(t *testing.T, subject, name, value string) {
		m := mail.Message{
			From: mail.Address{Name: name, Email: "a@b.example"}, To: mail.Address{Email: "c@d.example"},
			Subject: subject, Text: "text", HTML: "<p>text</p>", Headers: map[string]string{"X-Value": value},
		}
		if m.Check() != nil {
			return
		}
		s := Sender{config: Config{Now: func() time.Time { return time.Unix(0, 0) }, Rand: rand.Reader}}
		data, err := s.compose(m)
		if err != nil {
			t.Fatal(err)
		}
		got, err := netmail.ReadMessage(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%v in %q", err, data)
		}
		if len(got.Header) != 8 {
			t.Errorf("%d headers: %v", len(got.Header), got.Header)
		}
		decoded, err := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
		if err != nil || decoded != subject {
			t.Errorf("subject %q, want %q (%v)", decoded, subject, err)
		}
		from, err := got.Header.AddressList("From")
		if err != nil || len(from) != 1 || from[0].Name != name {
			t.Errorf("From %v, want %q (%v)", from, name, err)
		}
		if got.Header.Get("X-Value") != value {
			t.Errorf("header %q, want %q", got.Header.Get("X-Value"), value)
		}
	})
}
