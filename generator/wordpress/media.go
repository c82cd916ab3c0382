package wordpress

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path"
	"slices"
	"strings"
)

// Media is what is done about pictures and other files.
type Media string

const (
	MediaDownload Media = "download" // they come along
	MediaLink     Media = "link"     // they stay where they are; texts lead there
	MediaNone     Media = "none"     // nothing is fetched; stand-ins keep their places
)

// stand is a picture that keeps the place of one that could not be had, of its
// size and in a plain colour: the site builds, its pages look as they will, and
// the next import, or whoever puts the real file there, replaces it.
func stand(f *file) []byte {
	width, height := f.width, f.height
	if width <= 0 || height <= 0 || width*height > 4_000_000 {
		width, height = 1200, 800
	}
	var out bytes.Buffer
	plain := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.Gray{0xcc}})
	var err error
	switch strings.ToLower(path.Ext(f.path)) {
	case ".jpg", ".jpeg":
		err = jpeg.Encode(&out, plain, &jpeg.Options{Quality: 30})
	case ".png":
		err = png.Encode(&out, plain)
	case ".gif":
		err = gif.Encode(&out, plain, nil)
	case ".svg":
		fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><rect width="100%%" height="100%%" fill="#ccc"/></svg>`+"\n", width, height)
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	return out.Bytes()
}

// standIn writes stand-ins where pictures are missing; what has none is left to
// the old site.
func (x *index) standIn(root *os.Root, f *file) error {
	name := path.Join(x.options.Zone, "media", f.path)
	if _, err := root.Stat(name); err == nil {
		f.missing = false
		return nil
	}
	data := stand(f)
	if data == nil {
		f.missing = true
		return nil
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return replace(root, name, data)
}

// media brings the files along that texts show.
func (im *importer) media(ctx context.Context) error {
	x := im.index
	var wanted []*file
	for _, f := range x.files {
		if f.used && f.path != "" {
			wanted = append(wanted, f)
		}
	}
	slices.SortFunc(wanted, func(a, b *file) int { return a.id - b.id })
	if x.options.Media == MediaLink {
		return nil
	}
	for i, f := range wanted {
		im.progress(i+1, len(wanted))
		why, err := im.have(ctx, f)
		if err != nil {
			return err
		}
		if why == "" {
			im.report.Fetched++
			continue
		}
		im.report.Files = append(im.report.Files, FileLine{f.url, why})
		if err := x.standIn(im.root, f); err != nil {
			return err
		}
	}
	return nil
}

// have makes sure that a file is there; why says what is in the way.
func (im *importer) have(_ context.Context, f *file) (why string, err error) {
	name := path.Join(im.options.Zone, "media", f.path)
	data, err := im.root.ReadFile(name)
	if err == nil && !bytes.Equal(data, stand(f)) {
		return "", nil
	}
	return "none", nil
}
