package wordpress

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"

	"maillage/generator/wordpress/fetch"
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
	if data == nil || !fetch.Allowed(name) {
		f.missing = true
		return nil
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return replace(root, name, data)
}

// media brings the files along that texts show, and puts stand-ins where pictures
// are missing.
func (im *importer) media(ctx context.Context) error {
	x := im.index
	if x.options.Media == MediaLink {
		return nil
	}
	wanted := map[string]*file{} // by address
	var ask []fetch.Wanted
	for _, id := range slices.Sorted(maps.Keys(x.files)) {
		f := x.files[id]
		name := path.Join(x.options.Zone, "media", f.path)
		if !f.used || f.path == "" || wanted[f.url] != nil {
			continue
		}
		wanted[f.url] = f
		if im.real(name, f) {
			im.report.Fetched++
			continue
		}
		ask = append(ask, fetch.Wanted{URL: f.url, Path: name})
	}
	faults, err := im.bring(ctx, ask)
	if err == nil {
		err = im.bringSmaller(ctx, ask, wanted, faults)
	}
	if err != nil {
		return err
	}
	for _, w := range ask {
		why, missing := faults[w.URL]
		if !missing {
			im.report.Fetched++
			continue
		}
		im.report.Files = append(im.report.Files, FileLine{w.URL, string(why)})
		if err := x.standIn(im.root, wanted[w.URL]); err != nil {
			return err
		}
	}
	return nil
}

// bringSmaller asks for the sizes that texts show of files whose original is gone.
func (im *importer) bringSmaller(ctx context.Context, ask []fetch.Wanted, wanted map[string]*file, faults map[string]fetch.Fault) error {
	var again []fetch.Wanted
	for _, w := range ask {
		if f := wanted[w.URL]; len(f.also) > 0 && (faults[w.URL] == fetch.Gone || faults[w.URL] == notThere) {
			again = append(again, fetch.Wanted{URL: f.also[len(f.also)-1], Path: w.Path})
		}
	}
	if len(again) == 0 {
		return nil
	}
	still, err := im.bring(ctx, again)
	for _, w := range ask {
		if f := wanted[w.URL]; len(f.also) > 0 && faults[w.URL] != "" && still[f.also[len(f.also)-1]] == "" && slices.ContainsFunc(again, func(a fetch.Wanted) bool { return a.Path == w.Path }) {
			delete(faults, w.URL)
		}
	}
	return err
}

// real says whether a file is there, and no stand-in.
func (im *importer) real(name string, f *file) bool {
	const largest = 1 << 18 // of stand-ins, which are of one colour
	info, err := im.root.Stat(name)
	if err != nil || info.Size() > largest {
		return err == nil
	}
	there, err := im.root.ReadFile(name)
	return err == nil && !bytes.Equal(there, stand(f))
}

// Faults of files beside those of package fetch.
const (
	notAsked fetch.Fault = "none"    // nothing was to be fetched
	notThere fetch.Fault = "uploads" // the folder of uploads has no such file
)

// bring fetches files, or takes them out of a folder of uploads.
func (im *importer) bring(ctx context.Context, ask []fetch.Wanted) (map[string]fetch.Fault, error) {
	faults := map[string]fetch.Fault{}
	switch {
	case im.options.Uploads != "":
		return im.copyUploads(ask)
	case im.options.Media == MediaNone:
		for _, w := range ask {
			faults[w.URL] = notAsked
		}
		return faults, nil
	}
	f := fetch.Files{Folder: im.root, Ledger: path.Join(im.options.Zone, ledgerFolder, im.name()+"-media.jsonl"),
		Agent: "Maillage (WordPress import)", Trust: im.options.Trust, Tell: im.progress}
	return f.Get(ctx, ask)
}

// copyUploads takes files out of a copy of wp-content/uploads/, a folder or a zip.
func (im *importer) copyUploads(ask []fetch.Wanted) (map[string]fetch.Fault, error) {
	var from fs.FS = os.DirFS(im.options.Uploads)
	if archive, err := zip.OpenReader(im.options.Uploads); err == nil {
		defer archive.Close()
		from = archive
	}
	faults := map[string]fetch.Fault{}
	for i, w := range ask {
		im.progress(i+1, len(ask))
		_, below, _ := strings.Cut(w.Path, "wp-content/uploads/")
		data, err := []byte(nil), fs.ErrNotExist
		if u, err := url.Parse(w.URL); err == nil {
			below = path.Join(path.Dir(below), path.Base(u.Path))
		}
		for _, folder := range []string{"", "uploads/", "wp-content/uploads/"} {
			if data, err = fs.ReadFile(from, folder+below); err == nil {
				break
			}
		}
		if err != nil || !fetch.Allowed(w.Path) || len(data) > fetch.MaxFile {
			faults[w.URL] = notThere
			continue
		}
		if err := im.root.MkdirAll(path.Dir(w.Path), 0o755); err != nil {
			return nil, fmt.Errorf("write %s: %w", w.Path, err)
		}
		if err := replace(im.root, w.Path, data); err != nil {
			return nil, err
		}
	}
	return faults, nil
}
