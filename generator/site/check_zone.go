package site

import (
	"path"
	"strings"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
)

// zones are remarks on what first pages say of their zones.
func (r *reviewer) zones() {
	for _, z := range r.model.sites {
		home, english := z.home[languages[0]], z.home["en"]
		if own := home.front.Contact; own != (frontContact{}) && !reachable(own) {
			r.about(home, "contact", report.T("warn.contact"), report.T("warn.contact.hint"))
		}
		if english != nil && english.front.Tagline == "" && home.front.Tagline != "" {
			r.warn(english.source.path, place{1, 1}, report.T("warn.tagline"), report.T("warn.tagline.hint"))
		}
	}
}

// translated is the remark on an English text that no French one goes with.
func (r *reviewer) translated(p *page) {
	if p.lang == languages[0] || p.other != nil || p.source.section == inHome || r.model.promised(p) {
		return
	}
	hint := report.T("warn.translation.hint")
	if twin := r.model.twin(p); twin != nil {
		hint = report.T("warn.translation.twin", relative(p.source.path, twin.source.path))
	}
	r.warn(p.source.path, place{1, 1}, report.T("warn.translation"), hint)
}

// promised says whether a text or one that is not public yet names the other.
func (m *model) promised(p *page) bool {
	if p.front.Translation != "" {
		return true // a wrong one is an error already
	}
	for _, other := range m.texts {
		if other.hidden && other.front.Translation != "" && path.Join(path.Dir(other.source.path), other.front.Translation) == p.source.path {
			return true
		}
	}
	return false
}

// twin is the French text at the same place as an English one.
func (m *model) twin(p *page) *page {
	for _, other := range p.zone.lists[languages[0]].own[p.source.section] {
		if other.slug == p.slug && other.other == nil {
			return other
		}
	}
	return nil
}

// titles are remarks on texts of one section of a zone that readers cannot tell
// apart. Meetings that come back are told apart by their days.
func (r *reviewer) titles() {
	for _, z := range r.model.sites {
		for _, lang := range languages {
			for in, pages := range z.lists[lang].own {
				if in != inEvents {
					r.sameTitles(pages)
				}
			}
		}
	}
}

func (r *reviewer) sameTitles(pages []*page) {
	first := make(map[string]*page, len(pages))
	for _, p := range pages {
		key := strings.ToLower(strings.Join(strings.Fields(markdown.Typography(p.lang, p.front.Title)), " "))
		known := first[key]
		if known == nil {
			first[key] = p
			continue
		}
		if known.source.path > p.source.path {
			known, p, first[key] = p, known, p
		}
		r.about(p, "title", report.T("warn.title.twice", r.model.shown(known.source.path)), report.Text{})
	}
}
