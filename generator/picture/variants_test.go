package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "golang.org/x/image/webp"

	"maillage/generator/picture/webp"
)

// encoder is one for all tests, since to start one takes a while.
var encoder = sync.OnceValue(func() *webp.Encoder { return new(webp.Encoder) })

func open(t testing.TB, dir string) *Cache {
	t.Helper()
	cache, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	cache.webp = encoder()
	return cache
}

func variants(t testing.TB, data []byte, name string) Picture {
	t.Helper()
	p, err := open(t, "").Variants(data, name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// list tells the files of a picture: kind, size, and "=" before the fallback.
func list(p Picture) string {
	lines := []string{fmt.Sprintf("%dx%d", p.Width, p.Height)}
	for _, f := range p.Files {
		line := fmt.Sprintf("%s %dx%d", extension(f.Type), f.Width, f.Height)
		if f.Name == p.Fallback.Name {
			line = "=" + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

func TestVariants(t *testing.T) {
	clear := photograph(700, 30)
	clear.Pix[3] = 0
	deep := image.NewNRGBA64(image.Rect(0, 0, 520, 60))
	for i := range deep.Pix {
		deep.Pix[i] = uint8(i * i / 7 * (i >> 3))
	}
	tests := []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"photograph", "a.jpg", toJPEG(t, photograph(2000, 100)), "2000x100, webp 480x24, webp 960x48, webp 1440x72, webp 1920x96, =jpg 960x48"},
		{"upright", "a.JPEG", taken(toJPEG(t, photograph(200, 600)), 8), "600x200, webp 480x160, webp 600x200, =jpg 600x200"},
		{"near a step", "a.jpg", toJPEG(t, photograph(1000, 100)), "1000x100, webp 480x48, webp 960x96, =jpg 960x96"},
		{"narrow", "a.jpg", toJPEG(t, photograph(480, 600)), "480x600, =jpg 480x600"},
		{"narrow and turned", "a.jpg", taken(toJPEG(t, photograph(600, 300)), 6), "300x600, =jpg 300x600"},
		{"light", "a.jpg", flatJPEG(1100, 90, false, 200), "1100x90, =jpg 1100x90"},
		{"plan", "a.png", withChunks(toPNG(t, plan(1500, 300)), pngChunk("teSt", strings.Repeat("x", 20<<10))),
			"1500x300, webp 480x96, webp 1440x288, =png 960x192"},
		{"photograph as PNG", "a.png", toPNG(t, photograph(700, 30)), "700x30, webp 480x21, webp 700x30, =jpg 700x30"},
		{"transparent photograph", "a.png", toPNG(t, clear), "700x30, webp 480x21, webp 700x30, =png 700x30"},
		{"16 bits", "a.png", toPNG(t, deep), "520x60, webp 480x55, =png 480x55"},
		{"animation", "a.gif", toGIF(t, 1000, 9), "1000x9, =gif 1000x9"},
		{"WebP", "a.webp", toWebP(t, photograph(700, 300)), "700x300, =webp 700x300"},
		{"AVIF", "a.avif", toAVIF(4000, 3000, false), "4000x3000, =avif 4000x3000"},
		{"SVG", "a.svg", []byte(`<svg width="8" height="9"/>`), "8x9, =svg 8x9"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := variants(t, test.data, test.file)
			if diff := cmp.Diff(test.want, list(p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, f := range p.Files {
				checkFile(t, f)
			}
		})
	}
}

// checkFile decodes a file, where the library can, and compares it with its
// description.
func checkFile(t *testing.T, f File) {
	t.Helper()
	if bytes.Contains(f.Data, []byte(secret)) {
		t.Errorf("%s tells the place", f.Name)
	}
	if f.Type == "image/avif" || f.Type == "image/svg+xml" {
		return
	}
	m, format, err := image.Decode(bytes.NewReader(f.Data))
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	if got := m.Bounds().Size(); got != image.Pt(f.Width, f.Height) || "image/"+format != f.Type {
		t.Errorf("%s is a %s of %v", f.Name, format, got)
	}
}

// TestForms decodes what JPEG has been since 1992.
func TestForms(t *testing.T) {
	long := string(segment(0xFE, strings.Repeat("x", smallBytes)))
	tests := []struct {
		name        string
		progressive bool
		components  []int
		want        color.NRGBA
	}{
		{"grey", false, []int{200}, color.NRGBA{200, 200, 200, 255}},
		{"progressive grey", true, []int{90}, color.NRGBA{90, 90, 90, 255}},
		{"progressive", true, []int{76, 85, 255}, color.NRGBA{254, 0, 0, 255}},
		{"CMYK", false, []int{255, 0, 0, 255}, color.NRGBA{255, 0, 0, 255}},
		{"progressive CMYK", true, []int{0, 255, 255, 255}, color.NRGBA{0, 255, 255, 255}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data := flatJPEG(1000, 40, test.progressive, test.components...)
			p := variants(t, slices.Concat(data[:2], []byte(long), data[2:]), "a.jpg")
			if got := list(p); got != "1000x40, webp 480x19, webp 960x38, =jpg 960x38" {
				t.Error(got)
			}
			m, _, err := image.Decode(bytes.NewReader(p.Fallback.Data))
			if err != nil {
				t.Fatal(err)
			}
			if got := m.At(9, 9); !near(got, test.want) {
				t.Errorf("colour %v, want %v", color.NRGBAModel.Convert(got), test.want)
			}
		})
	}
}

func TestTallForWebP(t *testing.T) {
	tall := prepared{ladder: []*image.NRGBA{image.NewNRGBA(image.Rect(0, 0, 1, 17000))}, nature: nature{lossless: true}}
	if files, err := open(t, "").modern(tall); err != nil || len(files) > 0 {
		t.Errorf("%d files, %v, want none", len(files), err)
	}
}

func TestNames(t *testing.T) {
	p := variants(t, toGIF(t, 20, 10), "media/Été 2026.v2.gif")
	if want := "Été 2026.v2-20-"; !strings.HasPrefix(p.Fallback.Name, want) || len(p.Fallback.Name) != len(want+"3F2A9C41.gif") {
		t.Errorf("name %q, want %s and a hash", p.Fallback.Name, want)
	}
	if p := variants(t, []byte("<svg/>"), "logo.svg"); strings.Count(p.Fallback.Name, "-") != 1 {
		t.Errorf("name %q of a drawing without size", p.Fallback.Name)
	}
}

func TestRefused(t *testing.T) {
	huge := toPNG(t, plan(9, 9))
	copy(huge[16:], "\x00\x00\x4E\x20\x00\x00\x4E\x20")
	tests := []struct {
		name, file string
		data       []byte
		want       error
	}{
		{"bomb", "a.png", huge, ErrTooLarge},
		{"large JPEG", "a.jpg", segmentsOnly(65000, 65000), ErrTooLarge},
		{"large AVIF", "a.avif", toAVIF(65000, 65000, false), ErrTooLarge},
		{"large WebP", "a.webp", riff(riffChunk("VP8X", "\x02\x00\x00\x00\xFF\xFF\x00\xFF\xFF\x00")), ErrTooLarge},
		{"another kind", "a.jpg", toPNG(t, plan(9, 9)), ErrNotImage},
		{"no picture", "a.pdf", []byte("%PDF"), ErrNotImage},
		{"half", "a.jpg", toJPEG(t, photograph(600, 200))[:30000], ErrDamaged},
		{"half and small", "a.png", toPNG(t, plan(90, 90))[:60], ErrDamaged},
		{"damaged drawing", "a.svg", []byte("<svg><g></svg>"), ErrDrawing},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if p, err := open(t, t.TempDir()).Variants(test.data, test.file); !errors.Is(err, test.want) {
				t.Errorf("%s, %v, want %v", list(p), err, test.want)
			}
		})
	}
}

// segmentsOnly is a JPEG that tells its size and has no pixels.
func segmentsOnly(width, height int) []byte {
	frame := []byte{8, byte(height >> 8), byte(height), byte(width >> 8), byte(width), 1, 1, 0x11, 0}
	return append([]byte{0xFF, 0xD8}, segment(0xC0, string(frame))...)
}

func TestOrientation(t *testing.T) {
	red, green, blue, white := color.NRGBA{235, 15, 15, 255}, color.NRGBA{15, 215, 15, 255}, color.NRGBA{15, 15, 235, 255}, color.NRGBA{235, 235, 235, 255}
	tests := [][4]color.NRGBA{ // upper left, upper right, lower left, lower right
		1: {red, green, blue, white}, 2: {green, red, white, blue}, 3: {white, blue, green, red}, 4: {blue, white, red, green},
		5: {red, blue, green, white}, 6: {blue, red, white, green}, 7: {white, green, blue, red}, 8: {green, white, red, blue},
	}
	for orientation, want := range tests {
		if orientation == 0 {
			continue
		}
		photo := photograph(490, 120)
		if orientation >= 5 {
			photo = photograph(120, 490)
		}
		p := variants(t, taken(toJPEG(t, photo), orientation), "a.jpg")
		if got := list(p); got != "490x120, webp 480x118, =jpg 480x118" {
			t.Errorf("orientation %d: %s", orientation, got)
		}
		for _, f := range p.Files {
			m, _, err := image.Decode(bytes.NewReader(f.Data))
			if err != nil {
				t.Fatal(err)
			}
			w, h := f.Width, f.Height
			for i, at := range []image.Point{{w / 4, h / 4}, {w * 3 / 4, h / 4}, {w / 4, h * 3 / 4}, {w * 3 / 4, h * 3 / 4}} {
				if got := m.At(at.X, at.Y); !near(got, want[i]) {
					t.Errorf("orientation %d, %s: quarter %d is %v, want %v", orientation, f.Name, i, got, want[i])
				}
			}
		}
	}
}

func near(a, b color.Color) bool {
	const enough = 50 << 8
	close := func(x, y uint32) bool { return x < y+enough && y < x+enough }
	r, g, bl, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	return close(r, r2) && close(g, g2) && close(bl, b2)
}
