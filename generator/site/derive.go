package site

import (
	"path"
	"time"

	"github.com/zeebo/xxh3"

	"maillage/generator/site/report"
)

// derive works out everything from the texts, for a moment. What a zone's pages
// say to each other is worked out again only where a hash of it has changed:
// an article more in one zone leaves the others as they are. Zones with a changed
// zone.md change all.
func (e *Engine) derive(at time.Time) {
	m := e.model
	e.derived++
	m.at, m.next, m.problems = at, time.Time{}, nil
	e.publish()
	if e.survey() {
		m.forgetSkins()
		m.makeSites()
		e.whole = false
		e.sumZones() // now that it is known which zones show what
		for _, z := range m.zones {
			z.sum = z.now
		}
	}
	if len(m.sites) == 0 || m.sites[0] != m.zones[0] {
		m.blame(m.zones[0].Slug+"/zone.md", report.Problem{Message: report.T("folder.root"), Hint: report.T("folder.hint", "zone.md")})
		e.whole = true
		return
	}
	m.makeLists()
	m.translate()
	e.address()
	e.link()
	if m.theme == nil || m.allProblems() != nil {
		e.whole = true
		return // nothing will be written
	}
	e.makeViews()
}

// publish finds the texts that are public now.
func (e *Engine) publish() {
	m := e.model
	m.pages = m.pages[:0]
	for _, p := range m.texts {
		public, next := p.publication(m.at)
		p.hidden = !public
		m.due(next)
		if public {
			m.pages = append(m.pages, p)
		}
	}
	m.sortByDate()
}

// survey finds the zones whose pages have changed, and reports whether zones
// themselves have: then all are worked out again.
func (e *Engine) survey() (whole bool) {
	m := e.model
	homes := e.sumZones()
	whole = e.whole || homes != e.homes
	e.homes = homes
	for _, z := range m.zones {
		z.changed = whole || z.now != z.sum
		z.sum = z.now
	}
	if len(m.sites) > 0 {
		m.sites[0].changed = true // it groups the texts of all
	}
	return whole
}

// sumZones hashes what each zone's pages say, into zone.now, and all zone.md.
func (e *Engine) sumZones() (homes uint64) {
	m := e.model
	homes = 1
	for _, z := range m.zones {
		z.now = 1
	}
	for _, p := range m.byDate {
		sum := mix(mix(p.key, p.id), uint64(p.date.Unix()))
		switch p.source.section {
		case inHome:
			homes = mix(homes, mix(p.frontSum, p.id))
			continue
		case inEvents:
			ends := p.ends()
			m.due(ends)
			if ends.After(m.at) {
				sum = mix(sum, 1)
			}
		}
		p.zone.now = mix(p.zone.now, sum)
		if len(p.front.Show) > 0 && e.settledSites() {
			for _, z := range m.showing(p, false) {
				z.now = mix(z.now, sum)
			}
		}
		if p.front.Translation != "" {
			e.surveyTranslation(p, sum)
		}
	}
	return homes
}

// settledSites reports whether the zones with a site are known: they are those of
// the last derive.
func (e *Engine) settledSites() bool { return !e.whole && len(e.model.sites) > 0 }

// surveyTranslation makes both zones of a translation change together.
func (e *Engine) surveyTranslation(p *page, sum uint64) {
	other := e.model.byPath[path.Join(path.Dir(p.source.path), p.front.Translation)]
	if other == nil || other.zone == p.zone {
		return
	}
	if other.hidden {
		sum++
	}
	other.zone.now = mix(other.zone.now, sum)
	p.zone.now = mix(p.zone.now, mix(other.id, sum))
}

// urlSum hashes the addresses of a zone.
func (z *zone) urlSum() uint64 {
	sum := uint64(0)
	for url := range z.urls {
		sum += xxh3.HashString(url) // in any order
	}
	return sum
}
