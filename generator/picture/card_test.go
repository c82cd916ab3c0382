package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/font/opentype"
)

func cardFont(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../../themes/default/card/bricolage.ttf")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func options(t testing.TB, title string) CardOptions {
	return CardOptions{
		Title: title, Kicker: "Paris · 12 novembre 2026", Site: "Maillage Île-de-France",
		Background: color.RGBA{0x0b, 0x33, 0x28, 255}, Foreground: color.RGBA{0xea, 0xf4, 0xee, 255}, Accent: color.RGBA{0xff, 0x9d, 0xb5, 255},
		Font: cardFont(t),
	}
}

func TestCard(t *testing.T) {
	titles := map[string]string{
		"short": "Réunion", "none": "", "emoji only": "🌹🌹", "long": strings.Repeat("Tout ce que le conseil municipal a voté ", 12),
		"endless": strings.Repeat("anticonstitutionnellement", 20), "usual": "Rendez-vous place Carnot : venez nombreux !",
	}
	for name, title := range titles {
		t.Run(name, func(t *testing.T) {
			first, err := Card(options(t, title))
			if err != nil {
				t.Fatal(err)
			}
			second, err := Card(options(t, title))
			if err != nil || !bytes.Equal(first, second) {
				t.Errorf("two cards of the same words differ (%v)", err)
			}
			if len(first) > 40<<10 {
				t.Errorf("%d bytes", len(first))
			}
			m, err := png.Decode(bytes.NewReader(first))
			if err != nil {
				t.Fatal(err)
			}
			if p, ok := m.(*image.Paletted); !ok || p.Rect.Size() != image.Pt(1200, 630) || len(p.Palette) != 16 {
				t.Errorf("a %T of %v", m, m.Bounds())
			}
			checkMargins(t, m)
		})
	}
}

// checkMargins finds letters that touch the edge or the weave.
func checkMargins(t *testing.T, m image.Image) {
	t.Helper()
	background := m.At(1, 1)
	for y := range cardHeight {
		for _, x := range []int{20, 60, cardMargin + textWidth + 12} {
			if m.At(x, y) != background {
				t.Fatalf("something is at %d,%d", x, y)
			}
		}
	}
}

func TestCardOfAnotherFont(t *testing.T) {
	o := options(t, "x")
	o.Font = []byte("wOF2")
	if _, err := Card(o); err == nil {
		t.Error("a file that is no TTF made a card")
	}
}

func TestCachedCard(t *testing.T) {
	dir := t.TempDir()
	want, err := Card(options(t, "Réunion"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, err := open(t, dir).Card(options(t, "Réunion")); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	}
	other := options(t, "Réunion")
	other.Accent.G++
	if _, err := open(t, dir).Card(other); err != nil || len(entries(t, dir)) != 2 {
		t.Errorf("entries %v, %v", entries(t, dir), err)
	}
}

func set(t testing.TB) *setter {
	t.Helper()
	face, err := opentype.Parse(cardFont(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &setter{font: face}
	s.rule = s.face(ruleSize)
	return s
}

func TestTitle(t *testing.T) {
	tests := []struct{ name, title, want string }{
		{"one line", "Réunion", "Réunion"},
		{"hard spaces", "Place Carnot : venez nombreux ! 1 250 € « ici »", "Place Carnot_:|venez nombreux_!|1_250_€ «_ici_»"},
		{"emoji", "Budget 2027 🎉👩🏽‍🚒 : oui ❤️ !", "Budget|2027_: oui_!"},
		{"unknown letters", "Łódź & Şişli, Москва", "Lódz & Sisli,"},
		{"balanced", "Our plan for cleaner buses, safer streets and a fairer city", "Our plan for cleaner|buses, safer streets|and a fairer city"},
		{"too long", strings.Repeat("dix mille logements ", 20), ""},
		{"endless", strings.Repeat("interminablement-", 20), ""},
	}
	s := set(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			size, lines := s.title(test.title)
			got := strings.NewReplacer(hard, "_", "\u202F", "_").Replace(strings.Join(lines, "|"))
			if test.want != "" && got != test.want {
				t.Errorf("(-want +got):\n%s", cmp.Diff(test.want, got))
			}
			if test.want == "" && (len(lines) != maxLines || !strings.HasSuffix(got, ellipsis)) {
				t.Errorf("%q, want four lines and an ellipsis", lines)
			}
			for _, line := range lines {
				if s.width(line, size) > textWidth {
					t.Errorf("%q is too wide", line)
				}
			}
		})
	}
}

func BenchmarkCard(b *testing.B) {
	o := options(b, "Rendez-vous place Carnot : venez nombreux !")
	for b.Loop() {
		if _, err := Card(o); err != nil {
			b.Fatal(err)
		}
	}
}
