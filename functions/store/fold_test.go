package store

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"Élodie", "elodie"},
		{"E\u0301lodie", "elodie"},
		{"d’Ormesson", "d ormesson"},
		{"  Le   Goff-Martin ", "le goff martin"},
		{"Œuvrard", "oeuvrard"},
		{"Ægir Straße", "aegir strasse"},
		{"NGUYỄN", "nguyen"},
		{"ŁUKASZ", "łukasz"},
		{"İpek", "ipek"},
		{"ﬁ Ⅷ ℃", "fi viii c"},
		{"李小龍", "李小龍"},
		{"#\t\n'\"", ""},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			if got := fold(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Add("℃ İ ǆ ﬁ")
	f.Fuzz(func(t *testing.T, s string) {
		for name, got := range map[string]string{"name": fold(s), "email": foldEmail(s)} {
			if len(got) > 400 || strings.Contains(got, rowEnd) || strings.Contains(got, "#") {
				t.Errorf("%s %q folds to %q", name, s, got)
			}
			if utf8.ValidString(s) && !utf8.ValidString(got) {
				t.Errorf("%s %q folds to %q, no UTF-8", name, s, got)
			}
		}
		got := fold(s)
		if len(got) < 400 && fold(got) != got {
			t.Errorf("%q folds to %q and that to %q", s, got, fold(got))
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			t.Errorf("%q folds to %q", s, got)
		}
	})
}
