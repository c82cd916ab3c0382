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
// directions, a photograph is halved first, by averages.
func scale(source image.Image, to image.Point) *image.RGBA {
	for {
		size := source.Bounds().Size()
		if size.X < 2*to.X || size.Y < 2*to.Y {
			break
		}
		half := halve(source)
		if half == nil {
			break
		}
		source = half
	}
	out := image.NewRGBA(image.Rectangle{Max: to})
	b := source.Bounds()
	if m, ok := source.(*image.CMYK); ok { // the scaler would take this pixel by pixel
		plain := image.NewRGBA(b)
		draw.Draw(plain, b, m, b.Min, draw.Src)
		source = plain
	}
	if b.Size() == to {
		draw.Draw(out, out.Rect, source, b.Min, draw.Src)
	} else {
		draw.CatmullRom.Scale(out, out.Rect, source, b, draw.Src, nil)
	}
	return out
}

// halve gives a JPEG's planes at half the size, nil for other pictures.
func halve(m image.Image) image.Image {
	switch m := m.(type) {
	case *image.YCbCr:
		size := m.Rect.Size()
		out := image.NewYCbCr(image.Rect(0, 0, size.X/2, size.Y/2), m.SubsampleRatio)
		halvePlane(out.Y, out.YStride, m.Y, m.YStride)
		halvePlane(out.Cb, out.CStride, m.Cb, m.CStride)
		halvePlane(out.Cr, out.CStride, m.Cr, m.CStride)
		return out
	case *image.Gray:
		size := m.Rect.Size()
		out := image.NewGray(image.Rect(0, 0, size.X/2, size.Y/2))
		halvePlane(out.Pix, out.Stride, m.Pix, m.Stride)
		return out
	}
	return nil
}

// halvePlane fills to with the means of squares of four. A plane of odd size may
// lack its last column or row, whose neighbour counts twice.
func halvePlane(to []byte, stride int, from []byte, fromStride int) {
	for y := range len(to) / stride {
		upper := from[min(2*y*fromStride, len(from)-fromStride):][:fromStride]
		lower := from[min((2*y+1)*fromStride, len(from)-fromStride):][:fromStride]
		row := to[y*stride:][:stride]
		for x := range row {
			left := min(2*x, fromStride-1)
			right := min(2*x+1, fromStride-1)
			sum := int(upper[left]) + int(upper[right]) + int(lower[left]) + int(lower[right])
			row[x] = byte((sum + 2) >> 2)
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
