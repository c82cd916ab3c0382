package apptest

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"maillage/functions/movement"
	"maillage/functions/store"
)

// Site is what the generator would have written for the functions: a folder of
// zones.json, wordings.json, redirects.json, and one shell.<lang>.html,
// join.<lang>.html, confirm.<lang>.html and missing.<lang>.html that serve for every zone with a site. {{zone}} and
// {{source}} in them stand for the zone's name and the form's page.
type Site struct {
	Zones *movement.Zones
	files map[string][]byte
}

// ReadSite reads the folder.
func ReadSite(files fs.FS) (*Site, error) {
	s := &Site{files: map[string][]byte{}}
	for _, name := range []string{"zones.json", "wordings.json", "redirects.json"} {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		s.files[name] = data
		if !json.Valid(data) {
			return nil, fmt.Errorf("%s is no JSON", name)
		}
	}
	var err error
	if s.Zones, err = movement.ParseZones(s.files["zones.json"]); err != nil {
		return nil, err
	}
	for _, zone := range s.Zones.All() {
		for lang, pages := range zone.Pages {
			for name, page := range map[string]string{"shell": "", "missing": "", "join": pages["join"], "confirm": pages["confirm"]} {
				data, err := fs.ReadFile(files, name+"."+lang+".html")
				if err != nil {
					return nil, err
				}
				text := strings.NewReplacer("{{zone}}", zone.In(lang), "{{source}}", page).Replace(string(data))
				path := fmt.Sprintf("form/%s/%s.%s.html", name, zone.Slug, lang)
				if page == "" {
					path = fmt.Sprintf("%s/%s.%s.html", name, zone.Slug, lang)
				}
				s.files[path] = []byte(text)
			}
		}
	}
	return s, nil
}

// publish puts all of it into the table of a World, as the store would.
func (s *Site) publish(ctx context.Context, w *World) error {
	items := NewRecorder(nil)
	to := store.New(store.Config{Table: items, Secrets: secrets, Now: w.Clock.Now, Rand: w.rand})
	for name, data := range s.files {
		if err := to.PutData(ctx, name, data); err != nil {
			return err
		}
	}
	return items.copyTo(ctx, w, "data#")
}
