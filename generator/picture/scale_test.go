package picture

import (
	"image"
	"image/color"
	"image/color/palette"
	"testing"

	"golang.org/x/image/draw"
)

// TestScale makes every form of picture smaller, by halves and by the scaler.
func TestScale(t *testing.T) {
	want := color.RGBA{200, 40, 90, 255}
	bounds := image.Rect(0, 0, 203, 101)
	forms := map[string]draw.Image{
		"RGBA": image.NewRGBA(bounds), "NRGBA": image.NewNRGBA(bounds), "NRGBA64": image.NewNRGBA64(bounds),
		"CMYK": image.NewCMYK(bounds), "Paletted": image.NewPaletted(bounds, append(color.Palette{want}, palette.Plan9[:200]...)),
		"Gray": image.NewGray(bounds), "Gray16": image.NewGray16(bounds),
	}
	for name, m := range forms {
		t.Run(name, func(t *testing.T) {
			draw.Draw(m, bounds, image.NewUniform(want), image.Point{}, draw.Src)
			want := color.RGBAModel.Convert(m.At(9, 9)).(color.RGBA)
			checkFlat(t, m, want)
		})
	}
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		t.Run(ratio.String(), func(t *testing.T) {
			m := image.NewYCbCr(bounds, ratio)
			fill(m.Y, 90)
			fill(m.Cb, 120)
			fill(m.Cr, 180)
			checkFlat(t, m, color.RGBAModel.Convert(m.At(9, 9)).(color.RGBA))
		})
	}
}

func fill(plane []byte, with byte) {
	for i := range plane {
		plane[i] = with
	}
}

// checkFlat scales a picture of one colour, which must stay.
func checkFlat(t *testing.T, m image.Image, want color.RGBA) {
	t.Helper()
	for _, to := range []image.Point{{203, 101}, {150, 75}, {101, 50}, {50, 25}, {7, 3}, {1, 1}} {
		got := scale(m, to)
		if got.Rect.Size() != to {
			t.Errorf("size %v, want %v", got.Rect.Size(), to)
		}
		for y := range to.Y {
			for x := range to.X {
				if c := got.RGBAAt(x, y); !near(c, want) || c.A != 255 {
					t.Fatalf("%v: pixel %d,%d is %v, want %v", to, x, y, c, want)
				}
			}
		}
	}
}

// TestHalve compares halves with the mean of their pixels.
func TestHalve(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 5, 3))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * 4)
	}
	half := halve(m).(*image.RGBA)
	if half.Rect.Size() != image.Pt(2, 1) {
		t.Fatalf("size %v", half.Rect.Size())
	}
	for x := range 2 {
		for n := range 4 {
			sum := 2
			for _, at := range []int{m.PixOffset(2*x, 0), m.PixOffset(2*x+1, 0), m.PixOffset(2*x, 1), m.PixOffset(2*x+1, 1)} {
				sum += int(m.Pix[at+n])
			}
			if got := half.Pix[4*x+n]; got != uint8(sum/4) {
				t.Errorf("pixel %d, byte %d is %d, want %d", x, n, got, sum/4)
			}
		}
	}
}
