package site

import (
	"path"
	"slices"

	"maillage/generator/site/report"
)

const heavyPicture = 2 << 20 // bytes; larger originals do not belong in git

// orphans are pages of the tree that nothing leads to, from the first pages down:
// neither a menu, nor a text, nor the index that they are below.
func (r *reviewer) orphans() {
	m := r.model
	reached := make(map[*page]bool, len(m.pages))
	var open []*page
	reach := func(p *page) {
		if p != nil && !p.hidden && !reached[p] {
			reached[p] = true
			open = append(open, p)
		}
	}
	for _, p := range m.pages {
		if p.source.section != inPages || m.inMenu(p) || m.isOurs(p) {
			reach(p)
		}
	}
	for len(open) > 0 {
		p := open[len(open)-1]
		open = open[:len(open)-1]
		for _, link := range p.links.to {
			reach(link.page)
		}
		for _, child := range p.children {
			reach(child)
		}
		reach(p.other)
	}
	for _, p := range m.pages {
		if !reached[p] && !p.front.Members && p.front.Archive == "" && p.zone.home != nil {
			hint := report.T("warn.orphan.hint")
			if home := m.writtenMenu(p); home != nil {
				hint = report.T("warn.orphan.menu", m.shown(home.source.path))
			}
			r.warn(p.source.path, place{1, 1}, report.T("warn.orphan"), hint)
		}
	}
}

// inMenu says whether a page stands in the menu that its zone has because nobody
// wrote one.
func (m *model) inMenu(p *page) bool { return p.front.Menu && m.writtenMenu(p) == nil }

// writtenMenu is the first page that says the menu of a page's zone, or nil.
func (m *model) writtenMenu(p *page) *page {
	for z := p.zone; z != nil; z = z.above {
		if home := z.home[p.lang]; home != nil && len(home.front.Links) > 0 {
			return home
		}
	}
	return nil
}

// isOurs says whether a page stands where every site has one, which themes lead
// to by themselves.
func (m *model) isOurs(p *page) bool {
	n := segments[p.lang]
	return p.parent == nil && slices.Contains([]string{n.join, n.joined, n.confirm, n.welcome, n.search, n.find, n.legal, n.privacy, n.access},
		p.slug+"/")
}

// media are remarks on files that nothing shows, and on pictures too large.
func (r *reviewer) media() {
	m := r.model
	waiting := map[string]bool{}
	for _, p := range m.texts {
		if p.hidden {
			for _, link := range hiddenLinks(p) {
				waiting[path.Join(path.Dir(p.source.path), link.Dest)] = true
			}
		}
	}
	for _, f := range m.media {
		if !f.used && !waiting[f.source.path] {
			r.warn(f.source.path, place{}, report.T("warn.media"), report.T("warn.media.hint"))
		}
		if f.isPicture() && f.bytes > heavyPicture {
			r.warn(f.source.path, place{}, report.T("warn.heavy", f.bytes/1000), report.T("warn.heavy.hint"))
		}
	}
}
