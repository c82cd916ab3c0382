package site

import (
	"encoding/xml"
	"errors"
	"image"
	_ "image/gif"  // for DecodeConfig
	_ "image/jpeg" // for DecodeConfig
	_ "image/png"  // for DecodeConfig
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"
)

// media is a file published as it is.
type media struct {
	source *source
	url    string // as a path, not escaped

	once sync.Once
	size image.Config
	err  error
}

var errNotImage = errors.New("not a picture")

// dimensions reads the width and height of a picture, once; both are 0 where the
// format hides them.
func (f *media) dimensions(files fs.FS) (image.Config, error) {
	f.once.Do(func() {
		switch strings.ToLower(path.Ext(f.source.path)) {
		case ".jpg", ".jpeg", ".png", ".gif":
			f.size, f.err = decode(files, f.source.path, func(r io.Reader) (image.Config, error) {
				size, _, err := image.DecodeConfig(r)
				return size, err
			})
		case ".svg":
			f.size, f.err = decode(files, f.source.path, decodeSVG)
		case ".webp", ".avif":
		default:
			f.err = errNotImage
		}
	})
	return f.size, f.err
}

func decode(files fs.FS, name string, read func(io.Reader) (image.Config, error)) (image.Config, error) {
	file, err := files.Open(name)
	if err != nil {
		return image.Config{}, err
	}
	defer file.Close()
	return read(file)
}

// decodeSVG finds the size of a drawing in its width and height, else in its
// viewBox.
func decodeSVG(r io.Reader) (image.Config, error) {
	decoder := xml.NewDecoder(r)
	decoder.Strict = false
	for {
		token, err := decoder.Token()
		if err != nil {
			return image.Config{}, err
		}
		if svg, ok := token.(xml.StartElement); ok {
			if svg.Name.Local != "svg" {
				return image.Config{}, errNotImage
			}
			return svgSize(svg), nil
		}
	}
}

func svgSize(svg xml.StartElement) (size image.Config) {
	attributes := map[string]string{}
	for _, a := range svg.Attr {
		attributes[a.Name.Local] = a.Value
	}
	size.Width, size.Height = pixels(attributes["width"]), pixels(attributes["height"])
	box := strings.FieldsFunc(attributes["viewBox"], func(r rune) bool { return r == ' ' || r == ',' })
	if (size.Width == 0 || size.Height == 0) && len(box) == 4 {
		size.Width, size.Height = pixels(box[2]), pixels(box[3])
	}
	return size
}

func pixels(length string) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(length, "px"), 64)
	if err != nil || !(n > 0 && n < 1e5) {
		return 0
	}
	return int(n + 0.5)
}
