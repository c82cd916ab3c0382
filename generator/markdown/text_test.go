package markdown_test

import (
	"testing"

	"maillage/generator/markdown"
)

func TestSlug(t *testing.T) {
	tests := []struct{ words, want string }{
		{"L’été, à Évry : 10 idées !", "l-ete-a-evry-10-idees"},
		{"Œuvre & cœur", "oeuvre-coeur"},
		{"  --  ", ""},
		{"日本", ""},
		{"déjà-fait", "deja-fait"},
		{"Ça ½ ² Łódź", "ca-1-2-2-odz"},
	}
	for _, test := range tests {
		if got := markdown.Slug(test.words); got != test.want {
			t.Errorf("Slug(%q) = %q, want %q", test.words, got, test.want)
		}
	}
}

func TestValidSlug(t *testing.T) {
	tests := []struct {
		slug string
		want bool
	}{
		{"un-texte-2", true},
		{"fete-🎉", true},
		{"🏳️‍🌈-fierte", true},
		{"🇫🇷", true},
		{"", false},
		{"-a", false},
		{"a--b", false},
		{"a-", false},
		{"Été", false},
		{"a b", false},
		{"a/b", false},
		{"日本", false},
	}
	for _, test := range tests {
		if got := markdown.ValidSlug(test.slug); got != test.want {
			t.Errorf("ValidSlug(%q) = %t, want %t", test.slug, got, test.want)
		}
	}
}

func TestShorten(t *testing.T) {
	tests := []struct {
		words string
		limit int
		want  string
	}{
		{" un \n deux\ttrois ", 20, "un deux trois"},
		{"un deux trois", 13, "un deux trois"},
		{"un deux, trois", 13, "un deux…"},
		{"été été été", 8, "été…"},
		{"anticonstitutionnellement", 10, "anticonst…"},
	}
	for _, test := range tests {
		if got := markdown.Shorten(test.words, test.limit); got != test.want {
			t.Errorf("Shorten(%q, %d) = %q, want %q", test.words, test.limit, got, test.want)
		}
	}
}

func TestTypographyOfTitles(t *testing.T) {
	tests := []struct{ lang, in, want string }{
		{"fr", `Pourquoi "nous" ?`, "Pourquoi «\u202fnous\u202f»\u202f?"},
		{"fr", "Île-de-France: l'essentiel", "Île-de-France\u00a0: l’essentiel"},
		{"fr", "a & b; c", "a & b\u202f; c"},
		{"en", `Why "we"?`, "Why “we”?"},
		{"fr", "de 9 h à 14 h 30, 3 heures, 5 h, 12 h 300", "de 9\u00a0h à 14\u00a0h\u00a030, 3 heures, 5\u00a0h, 12\u00a0h 300"},
		{"fr", "un &nbsp; et R&D; fin", "un &nbsp; et R&D; fin"},
		{"fr", "à 18 h", "à 18\u00a0h"},
	}
	for _, test := range tests {
		got := markdown.Typography(test.lang, test.in)
		if got != test.want {
			t.Errorf("Typography(%q) = %q, want %q", test.in, got, test.want)
		}
		if again := markdown.Typography(test.lang, got); again != got {
			t.Errorf("Typography(%q) = %q: well-set text changed", got, again)
		}
	}
}
