package picture

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/math/fixed"
)

// ink is the number of the last of the shades, in the palette, from the
// background to a colour. With the background there are 16: four bits a pixel.
type ink int

const (
	foreground ink = 9
	accent     ink = 15
)

func (i ink) shades() int {
	if i == accent {
		return int(accent - foreground)
	}
	return int(foreground)
}

// index gives the colour of a pixel covered from 0 to 1.
func (i ink) index(cover float64) uint8 {
	if n := int(cover*float64(i.shades()) + .5); n > 0 {
		return uint8(int(i) - i.shades() + n)
	}
	return 0
}

// paper is a card being drawn.
type paper struct{ image *image.Paletted }

func newPaper(background, front, third color.RGBA) *paper {
	background.A = 255
	palette := color.Palette{background}
	for _, p := range []struct {
		ink ink
		to  color.RGBA
	}{{foreground, front}, {accent, third}} {
		for n := 1; n <= p.ink.shades(); n++ {
			palette = append(palette, mix(background, p.to, n, p.ink.shades()))
		}
	}
	return &paper{image.NewPaletted(image.Rect(0, 0, cardWidth, cardHeight), palette)}
}

func mix(from, to color.RGBA, n, of int) color.RGBA {
	between := func(a, b uint8) uint8 { return uint8((int(a)*(of-n) + int(b)*n + of/2) / of) }
	return color.RGBA{between(from.R, to.R), between(from.G, to.G), between(from.B, to.B), 255}
}

// cover darkens a pixel, never lightens.
func (p *paper) cover(x, y int, i ink, by float64) {
	if image.Pt(x, y).In(p.image.Rect) {
		pixel := &p.image.Pix[y*p.image.Stride+x]
		*pixel = max(*pixel, i.index(by))
	}
}

// thread draws a level or upright line with round ends.
func (p *paper) thread(i ink, x0, y0, x1, y1, thickness float64) {
	r := thickness / 2
	area := image.Rect(int(x0-r), int(y0-r), int(x1+r)+1, int(y1+r)+1).Intersect(p.image.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := p.image.Pix[y*p.image.Stride:]
		cy := float64(y) + .5
		dy := cy - min(max(cy, y0), y1)
		for x := area.Min.X; x < area.Max.X; x++ {
			cx := float64(x) + .5
			dx := cx - min(max(cx, x0), x1)
			switch square := dx*dx + dy*dy; {
			case square <= (r-.5)*(r-.5):
				row[x] = uint8(i)
			case square < (r+.5)*(r+.5):
				p.cover(x, y, i, r+.5-math.Sqrt(square))
			}
		}
	}
}

// weave fills the right of the card, from a column on, with threads that pass
// over one another by turns; it goes on beyond the edges.
func (p *paper) weave(left int) {
	const cell, reach, thickness = 90., .35 * 90, .56 * 90
	for row := 0.; row*cell <= cardHeight; row++ {
		for column := 0.; ; column++ {
			x, y := float64(left)+cell*(column+2./3), row*cell
			if x > cardWidth+cell {
				break
			}
			if int(row+column)%2 == 0 {
				p.thread(accent, x-reach, y, x+reach, y, thickness)
			} else {
				p.thread(foreground, x, y-reach, x, y+reach, thickness)
			}
		}
	}
}

// mark draws four threads in a square of a size.
func (p *paper) mark(x, y, size int) {
	left, top, step := float64(x), float64(y), float64(size)/4
	for n := range 4 {
		cx, cy := left+step*float64(1+n%2*2), top+step*float64(1+n/2*2)
		if n == 0 || n == 3 {
			p.thread(accent, cx-step*.45, cy, cx+step*.45, cy, step*1.15)
		} else {
			p.thread(foreground, cx, cy-step*.45, cx, cy+step*.45, step*1.15)
		}
	}
}

// draw sets a line of text with its left end and baseline at a place.
func (s *setter) draw(p *paper, i ink, text string, size, x, baseline int) {
	face := s.face(size)
	dot, previous := fixed.P(x, baseline), rune(-1)
	for _, r := range text {
		if previous >= 0 {
			dot.X += face.Kern(previous, r)
		}
		area, mask, at, advance, ok := face.Glyph(dot, r)
		if alpha, isAlpha := mask.(*image.Alpha); ok && isAlpha {
			for y := area.Min.Y; y < area.Max.Y; y++ {
				for x := area.Min.X; x < area.Max.X; x++ {
					p.cover(x, y, i, float64(alpha.AlphaAt(at.X+x-area.Min.X, at.Y+y-area.Min.Y).A)/255)
				}
			}
		}
		dot.X, previous = dot.X+advance, r
	}
}
