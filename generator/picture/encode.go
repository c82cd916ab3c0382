package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"maillage/generator/picture/webp"
)

const (
	fallbackWidth = 960
	jpegQuality   = 82
	webpQuality   = 80
	// Method 4 takes three times the time of 2 to save 3 % of a photograph.
	webpMethod = 2
)

// widthsOf lists the widths to publish: the steps that the original reaches,
// and its own where that is clearly more than the last.
func widthsOf(original int) (widths []int) {
	steps := [...]int{480, 960, 1440, 1920}
	for _, step := range steps {
		if step <= original {
			widths = append(widths, step)
		}
	}
	last := steps[len(steps)-1]
	if original < last && (len(widths) == 0 || original*100 > widths[len(widths)-1]*115) {
		widths = append(widths, original)
	}
	return widths
}

// encodeAll decodes a JPEG or PNG and makes its files; a small one stays one
// file.
func (c *Cache) encodeAll(k kind, data []byte, size Size, orientation int, small bool) ([]File, error) {
	defer c.admit(size)()
	source, err := decode(k, data)
	if err != nil {
		return nil, err
	}
	s := inspect(k, source)
	widths := widthsOf(size.Width)
	if small {
		widths = []int{size.Width}
	}
	profile := profileOf(k, data)
	ladder := scaleAll(source, orientation, size, widths)
	files := []File{{Type: s.fallback.mediaType(), Width: size.Width, Height: size.Height}}
	for _, m := range ladder {
		if !small && m.Rect.Dy() <= webp.MaxSide {
			modern, err := c.webp.Encode(m, webp.Options{Quality: webpQuality, Method: webpMethod, Lossless: s.lossless})
			if err != nil {
				return nil, err
			}
			files = append(files, fileOf(webpKind, m, modern, profile))
		}
	}
	if s.lossless {
		files = dropHeavier(files)
	}
	plain := widest(ladder, fallbackWidth)
	encoded, err := encodePlain(s.fallback, plain)
	if err != nil {
		return nil, err
	}
	fallback := fileOf(s.fallback, plain, encoded, profile)
	if k == pngKind && s.fallback == pngKind && plain.Rect.Dx() == size.Width {
		if original, err := strip(k, data); err == nil && len(original) < len(fallback.Data) {
			fallback.Data = original
		}
	}
	return append(files, fallback), nil
}

func fileOf(k kind, m *image.NRGBA, data, profile []byte) File {
	return withProfile(k, File{Type: k.mediaType(), Width: m.Rect.Dx(), Height: m.Rect.Dy(), Data: data}, profile)
}

// widest gives the widest picture up to a width, else the narrowest.
func widest(ladder []*image.NRGBA, width int) *image.NRGBA {
	best := ladder[0]
	for _, m := range ladder {
		if m.Rect.Dx() <= width {
			best = m
		}
	}
	return best
}

// dropHeavier leaves out what weighs more than a wider file, as lossless files
// of sharp edges do once they are scaled. The first is the original.
func dropHeavier(files []File) []File {
	kept := files[:1:1]
	for i, f := range files[1:] {
		if rest := files[i+2:]; len(rest) == 0 || len(f.Data) < len(rest[len(rest)-1].Data) {
			kept = append(kept, f)
		}
	}
	return kept
}

func decode(k kind, data []byte) (m image.Image, err error) {
	if k == jpegKind {
		m, err = jpeg.Decode(bytes.NewReader(data))
	} else {
		m, err = png.Decode(bytes.NewReader(data))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return m, nil
}

func encodePlain(k kind, m *image.NRGBA) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if k == jpegKind {
		// An opaque picture is the same in both forms; this one is encoded faster.
		opaque := &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
		err = jpeg.Encode(&out, opaque, &jpeg.Options{Quality: jpegQuality})
	} else {
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		err = encoder.Encode(&out, reduce(m))
	}
	return out.Bytes(), err
}

// admit waits until a picture may be decoded; the function returned lets the
// next one in. From largePixels on, a picture is decoded alone.
func (c *Cache) admit(size Size) (leave func()) {
	const largePixels = 30e6
	n := 1
	if size.Width*size.Height > largePixels {
		n = cap(c.slots)
		c.large.Lock()
		defer c.large.Unlock()
	}
	for range n {
		c.slots <- struct{}{}
	}
	return func() {
		for range n {
			<-c.slots
		}
	}
}
