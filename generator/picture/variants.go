package picture

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// Variants gives the files to publish for an original; its name gives their
// kind and the start of their names.
func (c *Cache) Variants(data []byte, name string) (Picture, error) {
	k, ok := kindOf(path.Ext(name))
	if !ok {
		return Picture{}, fmt.Errorf("%s: %w", name, ErrNotImage)
	}
	files, err := c.once(variantsKey(k, data), func() ([]File, error) {
		return c.make(k, data)
	})
	if err != nil {
		return Picture{}, fmt.Errorf("%s: %w", name, err)
	}
	return assemble(files, name), nil
}

func variantsKey(k kind, data []byte) string {
	return keyOf([]byte("variants "+version), []byte(k), data)
}

// assemble names the files of an entry and sorts them out. The first is never
// published: it tells the size of the original and the type of the fallback.
func assemble(files []File, name string) Picture {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	original, files := files[0], files[1:]
	p := Picture{Width: original.Width, Height: original.Height}
	for _, f := range files {
		f.Name = fileName(base, f)
		p.Files = append(p.Files, f)
		if f.Type == original.Type {
			p.Plain = append(p.Plain, f)
			p.Fallback = f
		} else {
			p.Modern = append(p.Modern, f)
		}
	}
	return p
}

// fileName is "place-640-3F2A9C41.webp"; a drawing without a size has no width.
// In an entry, the name of a file is the start of its hash alone.
func fileName(base string, f File) string {
	if f.Width > 0 {
		base += fmt.Sprintf("-%d", f.Width)
	}
	return fmt.Sprintf("%s-%s.%s", base, f.Name, extension(f.Type))
}

func extension(mediaType string) string {
	switch kind := strings.TrimPrefix(mediaType, "image/"); kind {
	case "jpeg":
		return "jpg"
	case "svg+xml":
		return "svg"
	default:
		return kind
	}
}

const (
	smallWidth = 480
	smallBytes = 20 << 10
)

// make makes the files of an entry, as assemble reads them.
func (c *Cache) make(k kind, data []byte) ([]File, error) {
	if k == svgKind {
		return drawingFile(data)
	}
	size, orientation, err := measureHead(bytes.NewReader(data), k)
	if err != nil {
		return nil, err
	}
	if size.Width*size.Height > maxPixels {
		return nil, ErrTooLarge
	}
	small := size.Width <= smallWidth || len(data) <= smallBytes
	if k != jpegKind && k != pngKind || small && orientation == 1 {
		stripped, err := strip(k, data)
		return single(k, size, stripped), err
	}
	return c.encodeAll(k, data, size, orientation, small)
}

func drawingFile(data []byte) ([]File, error) {
	clean, err := Clean(data)
	if err != nil {
		return nil, err
	}
	size, err := measureSVG(bytes.NewReader(clean))
	return single(svgKind, size, clean), err
}

// single is an entry of one file, of the size of the original.
func single(k kind, size Size, data []byte) []File {
	f := File{Type: k.mediaType(), Width: size.Width, Height: size.Height}
	published := f
	published.Data = data
	return []File{f, published}
}
