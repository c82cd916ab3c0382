package site

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/zeebo/xxh3"

	"maillage/generator/theme"
)

// planData adds the files that functions read.
func (p plan) planData() {
	zones := p.findSum()
	p.document("zones", zones, p.zonesJSON)
	p.document("wordings", 1, p.model.wordingsJSON)
	p.document("next", uint64(p.model.next.Unix()), p.model.nextJSON)
	moves := p.sumPages(func(own *page) bool { return len(own.front.Aliases) > 0 })
	for _, move := range p.model.moves {
		move = p.onHost(move)
		moves = mix(mix(mix(moves, xxh3.HashString(move.From)), xxh3.HashString(move.To)), xxh3.HashString(move.Host))
	}
	p.document("redirects", moves, func() ([]byte, error) {
		return encode(map[string]any{"redirects": p.oldAddresses()})
	})
	for name, in := range map[string]section{"events": inEvents, "forms": inForms, "petitions": inPetitions} {
		p.document(name, p.sumPages(func(own *page) bool { return own.source.section == in }), func() ([]byte, error) {
			if in == inEvents {
				return encode(map[string]any{name: p.eventsJSON()})
			}
			return encode(map[string]any{name: p.formsJSON(in)})
		})
	}
}

// document adds a file of data/ made from what sum is a hash of.
func (p plan) document(name string, sum uint64, make func() ([]byte, error)) {
	p.guarded("data/"+name+".json", "", sum, func(_ *theme.Context, dst []byte) ([]byte, error) {
		data, err := make()
		return append(dst, data...), err
	})
}

// sumPages hashes what some pages say of themselves.
func (p plan) sumPages(which func(*page) bool) uint64 {
	sum := uint64(1)
	for _, own := range p.model.pages {
		if own.zone.home != nil && which(own) {
			sum = mix(mix(sum, own.id), p.cells.values[own.data.Meta])
		}
	}
	return sum
}

// eventsJSON tells functions the events that people may sign up for.
func (p plan) eventsJSON() []map[string]any {
	list := []map[string]any{}
	for _, own := range p.model.pages {
		if own.source.section != inEvents || own.zone.home == nil {
			continue
		}
		event := own.data.Event
		list = append(list, compact(map[string]any{"id": event.ID, "zone": own.zone.ID, "lang": own.lang, "title": own.data.Title,
			"url": p.origin(own.data.Host) + own.data.Path, "start": stamp(event.Start), "end": stamp(event.End), "all_day": event.AllDay,
			"place": where(event), "online": event.Online, "capacity": event.Capacity, "guests": event.Guests, "waiting_list": event.WaitingList,
			"opens": stamp(event.Opens), "closes": stamp(event.Closes), "status": event.Status, "members": own.front.Members,
			"questions": questions(own.data.Form)}))
	}
	return list
}

// formsJSON tells functions what forms ask, or petitions.
func (p plan) formsJSON(in section) []map[string]any {
	list := []map[string]any{}
	for _, own := range p.model.pages {
		if own.source.section != in || own.zone.home == nil {
			continue
		}
		list = append(list, compact(map[string]any{"id": own.permanentID(), "zone": own.zone.ID, "lang": own.lang, "title": own.data.Title,
			"url": p.origin(own.data.Host) + own.data.Path, "opens": stamp(own.front.Opens.Time), "closes": stamp(own.front.Closes.Time),
			"limit": own.front.Limit, "goal": own.front.Goal, "notify": own.front.Notify, "members": own.front.Members,
			"questions": questions(own.data.Form)}))
	}
	return list
}

func questions(form *theme.Form) any {
	if form == nil {
		return nil
	}
	list := make([]map[string]any, len(form.Questions))
	for i, q := range form.Questions {
		list[i] = compact(map[string]any{"name": q.Name, "type": q.Type, "label": q.Label, "required": q.Required, "options": q.Options,
			"min": q.Min, "max": q.Max, "when": q.When, "is": q.Is})
	}
	return list
}

// compact leaves out what says nothing.
func compact(fields map[string]any) map[string]any {
	for key, value := range fields {
		switch v := value.(type) {
		case nil:
			delete(fields, key)
		case string:
			if v == "" {
				delete(fields, key)
			}
		case int:
			if v == 0 {
				delete(fields, key)
			}
		case bool:
			if !v {
				delete(fields, key)
			}
		case []string:
			if len(v) == 0 {
				delete(fields, key)
			}
		}
	}
	return fields
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

// zonesJSON tells functions the zones, overlays and postal codes. Addresses are as
// if all sites stood on the main host; of those that do not, origin and prefix say
// where they do and what is cut off there.
func (p plan) zonesJSON() ([]byte, error) {
	type zone struct {
		ID     string                       `json:"id"`
		Slug   string                       `json:"slug"`
		Name   map[string]string            `json:"name"`
		Site   string                       `json:"site,omitempty"`
		Pages  map[string]map[string]string `json:"pages,omitempty"`
		Origin string                       `json:"origin,omitempty"`
		Prefix string                       `json:"prefix,omitempty"`
	}
	m := p.model
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
			for _, lang := range languages {
				site, names := m.site(z, lang), segments[lang]
				out.Pages[lang] = map[string]string{"join": site + names.join, "joined": site + names.joined,
					"confirm": site + names.confirm, "welcome": site + names.welcome}
			}
			if z.domain != nil {
				out.Origin, out.Prefix = p.origin(z.host()), z.domain.url
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
