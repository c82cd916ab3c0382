package picture

import (
	"image"
	"slices"

	"golang.org/x/image/draw"
)

// scaleAll gives a picture upright in ascending widths; size is its own, upright.
// Each is made from the next wider one: going back to the original every time
// takes three times as long and cannot be told from it.
func scaleAll(source image.Image, orientation int, size Size, widths []int) []*image.NRGBA {
	ladder := make([]*image.NRGBA, 0, len(widths))
	var wider *image.RGBA
	for _, width := range slices.Backward(widths) {
		to := image.Pt(width, max(1, (size.Height*width+size.Width/2)/size.Width))
		switch {
		case wider != nil:
			wider = scale(wider, to)
		case orientation >= 5:
			wider = turn(scale(source, image.Pt(to.Y, to.X)), orientation)
		default:
			wider = turn(scale(source, to), orientation)
		}
		ladder = append(ladder, straight(wider))
	}
	slices.Reverse(ladder)
	return ladder
}

// scale makes a picture smaller. While it is more than twice as large in both
// directions it is halved first, by averages: the scaler needs 32 bytes for
// each of its rows' pixels.
func scale(source image.Image, to image.Point) *image.RGBA {
	source = scalable(source)
	for b := source.Bounds(); b.Dx() >= 2*to.X && b.Dy() >= 2*to.Y; b = source.Bounds() {
		source = halve(source)
	}
	out := image.NewRGBA(image.Rectangle{Max: to})
	b := source.Bounds()
	if b.Size() == to {
		draw.Draw(out, out.Rect, source, b.Min, draw.Src)
	} else {
		draw.CatmullRom.Scale(out, out.Rect, source, b, draw.Src, nil)
	}
	return out
}

// scalable gives a picture in one of the forms that halve knows and the scaler
// does not take pixel by pixel.
func scalable(m image.Image) image.Image {
	switch m := m.(type) {
	case *image.YCbCr, *image.Gray, *image.RGBA:
		return m
	case *image.NRGBA:
		if m.Opaque() {
			return &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
		}
	}
	out := image.NewRGBA(m.Bounds())
	draw.Draw(out, out.Rect, m, out.Rect.Min, draw.Src)
	return out
}

// halve gives what scalable gave at half the size.
func halve(m image.Image) image.Image {
	half := image.Rectangle{Max: m.Bounds().Size().Div(2)}
	switch m := m.(type) {
	case *image.YCbCr:
		out := image.NewYCbCr(half, m.SubsampleRatio)
		halvePlane(out.Y, out.YStride, m.Y, m.YStride, 1)
		halvePlane(out.Cb, out.CStride, m.Cb, m.CStride, 1)
		halvePlane(out.Cr, out.CStride, m.Cr, m.CStride, 1)
		return out
	case *image.Gray:
		out := image.NewGray(half)
		halvePlane(out.Pix, out.Stride, m.Pix, m.Stride, 1)
		return out
	case *image.RGBA:
		out := image.NewRGBA(half)
		halvePlane(out.Pix, out.Stride, m.Pix, m.Stride, 4)
		return out
	}
	panic("a picture that is not scalable")
}

// halvePlane fills to with the means of squares of four pixels, of some bytes
// each. A plane of odd size may lack its last column or row, whose neighbour
// counts twice.
func halvePlane(to []byte, stride int, from []byte, fromStride, bytes int) {
	for y := range len(to) / stride {
		upper := from[min(2*y*fromStride, len(from)-fromStride):][:fromStride]
		lower := from[min((2*y+1)*fromStride, len(from)-fromStride):][:fromStride]
		row := to[y*stride:][:stride]
		for x := 0; x < stride; x += bytes {
			left, right := min(2*x, fromStride-bytes), min(2*x+bytes, fromStride-bytes)
			for n := range bytes {
				sum := int(upper[left+n]) + int(upper[right+n]) + int(lower[left+n]) + int(lower[right+n])
				row[x+n] = byte((sum + 2) >> 2)
			}
		}
	}
}

// turn makes a picture upright that EXIF says to be turned or mirrored.
func turn(m *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			at := upright(x, y, w-1, h-1, orientation)
			copy(out.Pix[out.PixOffset(at.X, at.Y):][:4], m.Pix[m.PixOffset(x, y):])
		}
	}
	return out
}

// upright tells where a pixel goes.
func upright(x, y, right, bottom, orientation int) image.Point {
	switch orientation {
	case 2:
		return image.Pt(right-x, y)
	case 3:
		return image.Pt(right-x, bottom-y)
	case 4:
		return image.Pt(x, bottom-y)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(bottom-y, x)
	case 7:
		return image.Pt(bottom-y, right-x)
	case 8:
		return image.Pt(y, right-x)
	default:
		return image.Pt(x, y)
	}
}

// straight gives a picture whose colours are not multiplied by their alpha, as
// files hold them. An opaque one shares its pixels.
func straight(m *image.RGBA) *image.NRGBA {
	out := &image.NRGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
	if m.Opaque() {
		return out
	}
	out.Pix = make([]byte, len(m.Pix))
	for i := 0; i < len(m.Pix); i += 4 {
		alpha := uint32(m.Pix[i+3])
		out.Pix[i+3] = m.Pix[i+3]
		for j := i; j < i+3 && alpha > 0; j++ {
			out.Pix[j] = byte(min(255, (uint32(m.Pix[j])*255+alpha/2)/alpha))
		}
	}
	return out
}
