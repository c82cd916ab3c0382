package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"slices"

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

// prepared is a picture ready to be encoded.
type prepared struct {
	nature
	ladder  []*image.NRGBA // ascending widths
	profile []byte
	small   bool // to become one file
}

// encodeAll decodes a JPEG or PNG and makes its files. What waits for the
// encoder is bounded, since it takes memory too.
func (c *Cache) encodeAll(k kind, data []byte, size Size, orientation int, small bool) ([]File, error) {
	c.encoders <- struct{}{}
	defer func() { <-c.encoders }()
	p, err := c.prepare(k, data, size, orientation, small)
	if err != nil {
		return nil, err
	}
	files := []File{{Type: p.fallback.mediaType(), Width: size.Width, Height: size.Height}}
	modern, err := c.modern(p)
	if err != nil {
		return nil, err
	}
	fallback, err := p.plain()
	if err != nil {
		return nil, err
	}
	if k == pngKind && p.fallback == pngKind && fallback.Width == size.Width {
		if original, err := strip(k, data); err == nil && len(original) < len(fallback.Data) {
			fallback.Data = original
		}
	}
	return append(append(files, modern...), fallback), nil
}

// prepare decodes and scales; then the original's pixels are no longer held.
func (c *Cache) prepare(k kind, data []byte, size Size, orientation int, small bool) (prepared, error) {
	defer c.admit(size)()
	source, err := decode(k, data)
	if err != nil {
		return prepared{}, err
	}
	widths := widthsOf(size.Width)
	if small {
		widths = []int{size.Width}
	}
	return prepared{
		nature: inspect(k, source), ladder: scaleAll(source, orientation, size, widths),
		profile: profileOf(k, data), small: small,
	}, nil
}

func (c *Cache) modern(p prepared) (files []File, err error) {
	if p.small {
		return nil, nil
	}
	for _, m := range p.ladder {
		if m.Rect.Dy() > webp.MaxSide {
			continue
		}
		data, err := c.webp.Encode(m, webp.Options{Quality: webpQuality, Method: webpMethod, Lossless: p.lossless})
		if err != nil {
			return nil, err
		}
		files = append(files, fileOf(webpKind, m, data, p.profile))
	}
	if p.lossless {
		files = dropHeavier(files)
	}
	return files, nil
}

func (p prepared) plain() (File, error) {
	m := widest(p.ladder, fallbackWidth)
	data, err := encodePlain(p.fallback, m)
	return fileOf(p.fallback, m, data, p.profile), err
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

// dropHeavier leaves out what weighs more than the widest file, as lossless files
// of sharp edges do once they are scaled.
func dropHeavier(files []File) []File {
	if len(files) == 0 {
		return nil
	}
	widest := files[len(files)-1]
	return slices.DeleteFunc(files, func(f File) bool {
		return f.Width < widest.Width && len(f.Data) >= len(widest.Data)
	})
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
