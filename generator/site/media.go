package site

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/zeebo/xxh3"

	"maillage/generator/picture"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// media is a file of a media/ folder.
type media struct {
	source *source
	url    string // as if on the main host, not escaped
	bytes  int64  // size of the file

	sig     uint64 // of its state
	once    sync.Once
	picture picture.Picture
	err     error
	used    bool // a page shows it or leads to it
}

// forMembers says whether a file of a media/ folder is for members only: one below
// media/membres/ is.
func (s *source) forMembers() bool { return strings.HasPrefix(s.inside, membersFolder) }

// uploadsFolder of a media/ folder holds what an imported site had at addresses
// that others link to; its files keep them.
const uploadsFolder = "wp-content/"

// mediaPath is the address of a file of a media/ folder below that of its zone.
func (s *source) mediaPath() string {
	if s.forMembers() {
		return membersFolder + "media/" + strings.TrimPrefix(s.inside, membersFolder)
	}
	if strings.HasPrefix(s.inside, uploadsFolder) {
		return s.inside
	}
	return "media/" + s.inside
}

// file is where a media file, or another width of it, is written.
func (f *media) file(address string) string {
	if f.source.forMembers() {
		return outputFile("members/", f.source.zone.host(), address)
	}
	return publicFile(f.source.zone.host(), address)
}

// isPicture tells by the name whether a file can be shown in a page.
func (f *media) isPicture() bool {
	switch strings.ToLower(path.Ext(f.source.path)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif":
		return true
	}
	return false
}

// sign tells the state of the file without reading it, unless it was changed so
// lately that a later change could have the same time.
func (f *media) sign(e *Engine) {
	info, err := fs.Stat(e.files, f.source.path)
	if err != nil {
		f.err = err
		return
	}
	f.bytes = info.Size()
	d := digest{}
	d.number(uint64(info.Size())).number(uint64(info.ModTime().UnixNano()))
	if time.Since(info.ModTime()) < settled {
		data, err := fs.ReadFile(e.files, f.source.path)
		f.err = err
		d.number(xxh3.Hash(data))
	}
	f.sig = d.sum()
}

// pictures makes, once, the files that are published for a picture, or remembers
// which they were.
func (e *Engine) pictures(f *media) (picture.Picture, error) {
	f.once.Do(func() {
		if known, ok := e.remembered(f); ok {
			f.picture = known
			return
		}
		f.picture, f.err = e.encode(f)
		drop(&f.picture)
	})
	return f.picture, f.err
}

// encode makes the files of a picture.
func (e *Engine) encode(f *media) (picture.Picture, error) {
	if !f.isPicture() {
		return picture.Picture{}, picture.ErrNotImage
	}
	if e.options.Out == "" {
		return e.measure(f)
	}
	data, err := fs.ReadFile(e.files, f.source.path)
	if err != nil {
		return picture.Picture{}, err
	}
	return e.cache.Variants(data, path.Base(f.source.path))
}

// measure looks at the head of a picture alone: it is all that is needed where
// nothing is written. A drawing is read whole, for it may be unsafe.
func (e *Engine) measure(f *media) (picture.Picture, error) {
	name := path.Base(f.source.path)
	file, err := e.files.Open(f.source.path)
	if err != nil {
		return picture.Picture{}, err
	}
	defer file.Close()
	size, err := picture.Measure(file, path.Ext(name))
	if err == nil && strings.EqualFold(path.Ext(name), ".svg") {
		var data []byte
		if data, err = fs.ReadFile(e.files, f.source.path); err == nil {
			_, err = picture.Clean(data)
		}
	}
	return picture.Picture{Width: size.Width, Height: size.Height, Fallback: picture.File{Name: name}}, err
}

// drop lets go of the bytes of a picture: names and sizes are enough until they
// have to be written.
func drop(p *picture.Picture) {
	for _, files := range [][]picture.File{p.Files, p.Modern, p.Plain} {
		for i := range files {
			files[i].Data = nil
		}
	}
	p.Fallback.Data = nil
}

// mediaRecord is what the state file knows of a picture.
type mediaRecord struct {
	Sig     uint64
	Picture picture.Picture
}

func (e *Engine) remembered(f *media) (picture.Picture, bool) {
	record, ok := e.known.Media[f.source.path]
	return record.Picture, ok && record.Sig == f.sig
}

func (e *Engine) mediaRecords() map[string]mediaRecord {
	records := map[string]mediaRecord{}
	for name, f := range e.model.media {
		if f.err == nil && f.isPicture() {
			records[name] = mediaRecord{f.sig, f.picture}
		}
	}
	return records
}

// image is a picture ready for templates, its addresses relative to its host.
func (e *Engine) image(f *media) (theme.Image, error) {
	p, err := e.pictures(f)
	if err != nil {
		return theme.Image{}, err
	}
	folder := path.Dir(f.source.zone.path(f.url)) + "/"
	image := theme.Image{URL: escaped(folder + p.Fallback.Name), Width: cmp.Or(p.Fallback.Width, p.Width), Height: cmp.Or(p.Fallback.Height, p.Height)}
	if len(p.Plain) > 1 {
		image.Srcset = srcset(folder, p.Plain)
	}
	if len(p.Modern) > 0 {
		image.Modern, image.ModernType = srcset(folder, p.Modern), p.Modern[0].Type
	}
	return image, nil
}

func srcset(folder string, files []picture.File) string {
	var set strings.Builder
	for i, file := range files {
		if i > 0 {
			set.WriteString(", ")
		}
		set.WriteString(escaped(folder+file.Name) + " " + strconv.Itoa(file.Width) + "w")
	}
	return set.String()
}

// pictureProblem says in the author's words why a picture cannot be published.
func pictureProblem(err error, name string) report.Text {
	switch {
	case errors.Is(err, picture.ErrTooLarge):
		return report.T("image.large", name)
	case errors.Is(err, picture.ErrNotImage):
		return report.T("image.not", name)
	case errors.Is(err, picture.ErrDrawing):
		return report.T("image.drawing", name)
	}
	return report.T("image.read", name, reason(err))
}

// planMedia adds the media files: pictures under the names that pages use, and
// every file under its own.
func (e *Engine) planMedia(p plan) {
	if e.options.Out == "" {
		return
	}
	for _, f := range e.model.media {
		host, own := f.source.zone.host(), f.source.zone.path(f.url)
		if !f.isPicture() {
			p.guarded(f.file(own), host, f.sig, func(_ *theme.Context, dst []byte) ([]byte, error) {
				data, err := fs.ReadFile(e.files, f.source.path)
				return append(dst, data...), err
			})
			continue
		}
		variants, err := e.pictures(f)
		if err != nil {
			continue // a page that shows it has been blamed
		}
		names := map[string]bool{path.Base(own): true}
		p.variant(f, f.file(own), variants.Fallback.Name)
		for _, file := range variants.Files {
			if !names[file.Name] {
				names[file.Name] = true
				p.variant(f, f.file(path.Dir(own)+"/"+file.Name), file.Name)
			}
		}
	}
}

// variant adds one of the files of a picture, by its name among them.
func (p plan) variant(f *media, file, name string) {
	p.guarded(file, f.source.zone.host(), f.sig, func(_ *theme.Context, dst []byte) ([]byte, error) {
		made, err := p.encode(f)
		for _, variant := range made.Files {
			if variant.Name == name {
				return append(dst, variant.Data...), err
			}
		}
		return dst, cmp.Or(err, fmt.Errorf("%s is no file of %s any more: build again", name, f.source.path))
	})
}
