package picture

import (
	"image"
	"image/color"
)

// manyColours is where a PNG stops being a plan or a screenshot.
const manyColours = 4096

// nature is how a picture is best encoded.
type nature struct {
	lossless bool
	fallback kind
}

func inspect(k kind, m image.Image) nature {
	if k == jpegKind {
		return nature{fallback: jpegKind}
	}
	if len(colours(m, manyColours)) < manyColours {
		return nature{lossless: true, fallback: pngKind}
	}
	if o, ok := m.(interface{ Opaque() bool }); ok && o.Opaque() {
		return nature{fallback: jpegKind}
	}
	return nature{fallback: pngKind}
}

// colours lists the colours of a picture in the order of their appearance, and
// stops at a number.
func colours(m image.Image, limit int) map[color.NRGBA]int {
	found := make(map[color.NRGBA]int)
	var last color.NRGBA
	b := m.Bounds()
	at := pixelAt(m)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := at(x, y)
			if c == last && len(found) > 0 {
				continue
			}
			last = c
			if _, ok := found[c]; !ok {
				if len(found) == limit {
					return found
				}
				found[c] = len(found)
			}
		}
	}
	return found
}

// pixelAt reads pixels without an allocation each for the usual PNG.
func pixelAt(m image.Image) func(x, y int) color.NRGBA {
	switch m := m.(type) {
	case *image.NRGBA:
		return m.NRGBAAt
	case *image.RGBA: // from a PNG without alpha
		return func(x, y int) color.NRGBA { return color.NRGBA(m.RGBAAt(x, y)) }
	default:
		return func(x, y int) color.NRGBA { return color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA) }
	}
}

// reduce gives a picture of at most 256 colours a palette.
func reduce(m *image.NRGBA) image.Image {
	const most = 256
	found := colours(m, most+1)
	if len(found) > most {
		return m
	}
	palette := make(color.Palette, len(found))
	for c, i := range found {
		palette[i] = c
	}
	out := image.NewPaletted(m.Rect, palette)
	for y := m.Rect.Min.Y; y < m.Rect.Max.Y; y++ {
		for x := m.Rect.Min.X; x < m.Rect.Max.X; x++ {
			out.SetColorIndex(x, y, uint8(found[m.NRGBAAt(x, y)]))
		}
	}
	return out
}
