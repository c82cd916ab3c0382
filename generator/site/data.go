package site

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"time"

	"maillage/generator/theme"
)

// readMedia is a file of media/ as it is.
func (m *model) readMedia(found *media) ([]byte, error) {
	return fs.ReadFile(m.files, found.source.path)
}

// zonesJSON tells functions the zones, overlays and postal codes.
func (m *model) zonesJSON() ([]byte, error) {
	type zone struct {
		ID    string                       `json:"id"`
		Slug  string                       `json:"slug"`
		Name  map[string]string            `json:"name"`
		Site  string                       `json:"site,omitempty"`
		Pages map[string]map[string]string `json:"pages,omitempty"`
	}
	type overlay struct {
		ID   string            `json:"id"`
		Slug string            `json:"slug"`
		Name map[string]string `json:"name"`
	}
	file := struct {
		Zones    []zone            `json:"zones"`
		Overlays []overlay         `json:"overlays"`
		Postal   map[string]string `json:"postal"`
	}{Overlays: []overlay{}, Postal: m.tree.Postal}
	for _, z := range m.zones {
		out := zone{ID: z.ID, Slug: z.Slug, Name: z.Name}
		if z.home != nil {
			out.Site, out.Pages = z.url, map[string]map[string]string{}
			for lang, links := range z.links {
				out.Pages[lang] = map[string]string{"join": links.Join, "joined": links.Joined,
					"confirm": links.Confirm, "welcome": links.Welcome}
			}
		}
		file.Zones = append(file.Zones, out)
	}
	for _, o := range m.tree.Overlays {
		file.Overlays = append(file.Overlays, overlay{o.ID, o.Slug, o.Name})
	}
	return encode(file)
}

// consents are the boxes of the join form; their sentences are texts of the
// theme, `consent.<name>`.
var consents = []string{"newsletter", "calls", "terms", "age_15"}

// wordingsJSON tells functions the exact sentence beside each box.
func (m *model) wordingsJSON() ([]byte, error) {
	join := map[string]map[string]theme.Wording{}
	for _, lang := range languages {
		join[lang] = map[string]theme.Wording{}
		for _, name := range consents {
			wording, err := m.theme.Wording(lang, name)
			if err != nil {
				return nil, err
			}
			join[lang][name] = wording
		}
	}
	return encode(map[string]any{"join": join})
}

// nextJSON tells the scheduler when to build again: {"next": RFC 3339 or null}.
func (m *model) nextJSON() ([]byte, error) {
	next := map[string]any{"next": nil}
	if !m.next.IsZero() {
		next["next"] = m.next.Format(time.RFC3339)
	}
	return encode(next)
}

func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	err := encoder.Encode(value)
	return out.Bytes(), err
}
