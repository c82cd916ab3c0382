package mail

import (
	"errors"
	"maps"
	netmail "net/mail"
	"strings"
	"testing"
)

func valid() Message {
	return Message{
		From: Address{"Demain Ensemble", "bonjour@demain-ensemble.example"}, To: Address{"Zoé Durand", "zoe@example.org"},
		Subject: "Bienvenue\u202f!", Text: "texte", HTML: "<p>texte</p>", Headers: map[string]string{"Auto-Submitted": "auto-generated"},
	}
}

type checkCase struct {
	name   string
	change func(*Message)
	want   string // in the error, empty for none
}

func checkCases() []checkCase {
	many := map[string]string{}
	for n := range maxHeaders + 1 {
		many["X-"+strings.Repeat("a", n+1)] = "b"
	}
	header := func(name, value string) func(*Message) {
		return func(m *Message) { m.Headers = map[string]string{name: value} }
	}
	return []checkCase{
		{"as it should be", func(*Message) {}, ""},
		{"no names", func(m *Message) { m.From.Name, m.To.Name = "", "" }, ""},
		{"reply address", func(m *Message) { m.ReplyTo = "equipe@example.org" }, ""},
		{"local host", func(m *Message) { m.To.Email = "a+b@localhost" }, ""},
		{"list header", header("List-Unsubscribe", "<https://a.example/x>, <mailto:b@c.example>"), ""},
		{"no recipient", func(m *Message) { m.To.Email = "" }, "To is not"},
		{"two recipients", func(m *Message) { m.To.Email = "a@b.example,c@d.example" }, "To is not"},
		{"recipient with a name", func(m *Message) { m.To.Email = "A <a@b.example>" }, "To is not"},
		{"recipient with a header", func(m *Message) { m.To.Email = "a@b.example\r\nBcc: c@d.example" }, "To is not"},
		{"recipient with a command", func(m *Message) { m.To.Email = "a@b.example>\r\nRCPT TO:<c@d.example" }, "To is not"},
		{"quoted recipient", func(m *Message) { m.To.Email = `"a b"@c.example` }, "To is not"},
		{"recipient beyond ASCII", func(m *Message) { m.To.Email = "zoé@example.org" }, "To is not"},
		{"long recipient", func(m *Message) { m.To.Email = "a@" + strings.Repeat("b.", 130) + "example" }, "To is not"},
		{"bad reply address", func(m *Message) { m.ReplyTo = "equipe" }, "Reply-To is not"},
		{"line break in a name", func(m *Message) { m.To.Name = "Zoé\r\nBcc: c@d.example" }, "name in To"},
		{"encoded word in a name", func(m *Message) { m.From.Name = "=?utf-8?q?Banque?=" }, "name in From"},
		{"line break in the subject", func(m *Message) { m.Subject = "a\nBcc: c@d.example" }, "subject"},
		{"no subject", func(m *Message) { m.Subject = "" }, "subject"},
		{"no text", func(m *Message) { m.Text = "" }, "text and HTML"},
		{"broken UTF-8", func(m *Message) { m.HTML = "\xff" }, "text and HTML"},
		{"line break in a header", header("X-A", "b\r\nBcc: c@d.example"), "X-A is not one line"},
		{"header beyond ASCII", header("X-A", "é"), "X-A is not one line"},
		{"header name with a colon", header("X-A: b\r\nBcc", "c"), "not for Headers"},
		{"another recipient by header", header("bcc", "c@d.example"), "not for Headers"},
		{"another type by header", header("Content-Type", "text/plain"), "not for Headers"},
		{"long header", header("X-A", strings.Repeat("b", maxHeader)), "longer than"},
		{"many headers", func(m *Message) { m.Headers = many }, "at most 15"},
	}
}

func TestCheck(t *testing.T) {
	for _, test := range checkCases() {
		t.Run(test.name, func(t *testing.T) {
			m := valid()
			test.change(&m)
			err := m.Check()
			if test.want == "" && err != nil {
				t.Fatal(err)
			}
			if test.want != "" && (!errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want ErrRefused with %q", err, test.want)
			}
		})
	}
}

func TestCheckLeavesTheMessageAlone(t *testing.T) {
	m, before := valid(), valid()
	if err := m.Check(); err != nil || !maps.Equal(m.Headers, before.Headers) || m.Subject != before.Subject {
		t.Errorf("got %+v, error %v", m, err)
	}
}

// Whatever passes Check is read back as the same name and address, and as one.
func FuzzAddress(f *testing.F) {
	f.Add("Zoé Durand", "zoe@example.org")
	f.Add(`"Durand", Zoé <x@y.example>`, "a+b@localhost")
	f.Add("a\r\nBcc: c@d.example", "a@b.example")
	f.Add("=?utf-8?q?a?=", "a..b@c.example")
	f.Fuzz(func(t *testing.T, name, address string) {
		m := valid()
		m.To = Address{name, address}
		if m.Check() != nil {
			return
		}
		got, err := netmail.ParseAddress(m.To.String())
		if err != nil {
			t.Fatalf("%q: %v", m.To.String(), err)
		}
		if got.Address != address || got.Name != name {
			t.Errorf("%q was read back as %q and %q", m.To.String(), got.Name, got.Address)
		}
	})
}
