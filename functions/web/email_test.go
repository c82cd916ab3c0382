package web

import (
	"strings"
	"testing"
	"unicode"

	"maillage/functions/movement"
)

func TestParseEmail(t *testing.T) {
	label := strings.Repeat("a", 63)
	tests := []struct {
		text string
		want movement.Email // empty: refused
	}{
		{"camille@exemple.fr", "camille@exemple.fr"},
		{"Camille.Petit+liste@Exemple.FR", "Camille.Petit+liste@exemple.fr"},
		{"o'brien_1@mail.example.co.uk", "o'brien_1@mail.example.co.uk"},
		{"a@bücher.example", "a@xn--bcher-kva.example"},
		{"a@BÜCHER.example", "a@xn--bcher-kva.example"},
		{"a@xn--bcher-kva.example", "a@xn--bcher-kva.example"},
		{"a@exemple。fr", "a@exemple.fr"},
		{strings.Repeat("a", 64) + "@exemple.fr", movement.Email(strings.Repeat("a", 64) + "@exemple.fr")},
		{"a@" + label + ".fr", movement.Email("a@" + label + ".fr")},
		{"", ""}, {"@", ""}, {"a", ""}, {"a@", ""}, {"@b.fr", ""}, {"a@b", ""}, {"a@localhost", ""},
		{"a@b..fr", ""}, {"a@.b.fr", ""}, {"a@b.fr.", ""}, {"a@-b.fr", ""}, {"a@b-.fr", ""}, {"a@b_c.fr", ""},
		{".a@b.fr", ""}, {"a.@b.fr", ""}, {"a..b@c.fr", ""}, {"a b@c.fr", ""}, {"a@b@c.fr", ""}, {`"a b"@c.fr`, ""},
		{"é@b.fr", ""}, {"a@b.fr\r\nBcc: x@y.fr", ""}, {"a\r\n@b.fr", ""}, {"a@b.fr\n", ""}, {"a@b.fr,c@d.fr", ""},
		{"A <a@b.fr>", ""}, {"<a@b.fr>", ""}, {"a@[127.0.0.1]", ""}, {"a\x00@b.fr", ""}, {"a@b\x00.fr", ""}, {"a@b.fr ", ""},
		{strings.Repeat("a", 65) + "@exemple.fr", ""},
		{"a@" + label + "a.fr", ""},
		{"a@" + strings.Repeat(label+".", 4) + "fr", ""},
		{"a@" + strings.Repeat("ü.", 80) + "fr", ""}, // longer in ASCII
		{"a@xn--a.fr", ""}, {"a@xn--.fr", ""},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			got, err := ParseEmail(test.text)
			if got != test.want || (err == nil) != (test.want != "") {
				t.Errorf("got %q, error %v, want %q", got, err, test.want)
			}
		})
	}
}

func FuzzParseEmail(f *testing.F) {
	f.Add("Camille@BÜCHER.example")
	f.Add("a@b.fr\r\nBcc: c@d.fr")
	f.Add("a@xn--bcher-kva.example")
	f.Add("a@ß。ﬁ.fr")
	f.Fuzz(func(t *testing.T, s string) {
		e, err := ParseEmail(s)
		if err != nil {
			return
		}
		outside := func(r rune) bool {
			return r > unicode.MaxASCII || r <= ' ' || r == 0x7f || strings.ContainsRune(`<>(),;:\"[]`, r)
		}
		if strings.ContainsFunc(string(e), outside) || strings.Count(string(e), "@") != 1 || len(e) > 254 {
			t.Errorf("%q is taken for %q", s, e)
		}
		if again, err := ParseEmail(string(e)); err != nil || again != e {
			t.Errorf("%q is taken for %q, and that for %q, error %v", s, e, again, err)
		}
	})
}
