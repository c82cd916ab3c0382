package site

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // dates are those of Paris on any machine

	"maillage/generator/site/report"
	"maillage/generator/theme"
	"maillage/generator/zones"
)

// zone is a territory with what was found in its folder.
type zone struct {
	zones.Zone
	url   string           // of its site in French, or where that would be
	home  map[string]*page // by language; empty: it has no site
	above *zone            // nearest zone above with a site
	below []*zone          // nearest zones below with a site
	posts []*page          // newest first
	pages []*page          // of the first level, all languages
	views map[string]*theme.Zone
	links map[string]theme.Links // by language
}

// makeZones makes the zones of the tree, still empty, by slug.
func (m *model) makeZones() map[string]*zone {
	bySlug := map[string]*zone{}
	root := m.tree.Root().Slug
	for _, z := range m.tree.Zones {
		made := &zone{Zone: z, url: siteURL(root, z.Slug, languages[0]), home: map[string]*page{}}
		m.zones = append(m.zones, made)
		bySlug[z.Slug] = made
	}
	return bySlug
}

// makeSites gives the pages to their zones and finds the zones with a site.
func (m *model) makeSites() {
	for _, p := range m.pages {
		switch p.source.section {
		case inHome:
			p.zone.home[p.lang] = p
		case inPosts:
			p.zone.posts = append(p.zone.posts, p)
		}
	}
	byID := map[string]*zone{}
	for _, z := range m.zones {
		if above := byID[z.Parent]; above != nil {
			z.above = above
			if len(above.home) == 0 {
				z.above = above.above
			}
		}
		byID[z.ID] = z
		if z.home[languages[0]] == nil {
			z.home = nil
			continue
		}
		m.sites = append(m.sites, z)
		if z.above != nil {
			z.above.below = append(z.above.below, z)
		}
	}
	for _, z := range m.sites {
		slices.SortFunc(z.posts, newest)
		slices.SortFunc(z.below, func(a, b *zone) int { return cmp.Compare(path.Base(a.Slug), path.Base(b.Slug)) })
	}
	m.makeTrees()
}

// makeTrees hangs each page below the index of its folder, or of the nearest
// folder above that has one in the same language.
func (m *model) makeTrees() {
	for _, p := range m.pages {
		if p.source.section != inPages {
			continue
		}
		folder := path.Dir(p.source.inside)
		if path.Base(p.source.inside) == "index.md" {
			folder = path.Dir(folder)
		}
		for ; folder != "." && p.parent == nil; folder = path.Dir(folder) {
			if index := m.byPath[p.zone.Slug+"/pages/"+folder+"/index.md"]; index != nil && index.lang == p.lang {
				p.parent = index
				index.children = append(index.children, p)
			}
		}
		if p.parent == nil {
			p.zone.pages = append(p.zone.pages, p)
		}
	}
	for _, p := range m.pages {
		slices.SortFunc(p.children, byWeight)
	}
	for _, z := range m.zones {
		slices.SortFunc(z.pages, byWeight)
	}
}

// siteURL is the address of a zone's site: the root's slug is left out.
func siteURL(root, slug, lang string) string {
	url := strings.TrimPrefix(slug, root) + "/"
	if lang != languages[0] {
		url = "/" + lang + url
	}
	return url
}

// paris is the place of all dates that name none.
var paris = sync.OnceValue(func() *time.Location {
	location, err := time.LoadLocation("Europe/Paris")
	if err != nil { // cannot be: tzdata is in the program
		return time.UTC
	}
	return location
})

// translate binds the two languages of each text.
func (m *model) translate() {
	for _, z := range m.sites {
		if fr, en := z.home["fr"], z.home["en"]; fr != nil && en != nil {
			fr.other, en.other = en, fr
		}
	}
	for _, p := range m.pages {
		if p.front.Translation != "" {
			m.bind(p)
		}
	}
}

// bind follows the key translation of p.
func (m *model) bind(p *page) {
	at := p.front.at["translation"]
	fail := func(message, hint report.Text) {
		m.blame(p.source.path, report.Problem{Line: at.line, Col: at.col, Message: message, Hint: hint})
	}
	file := path.Join(path.Dir(p.source.path), p.front.Translation)
	other := m.byPath[file]
	switch {
	case m.hidden[file]:
	case other == nil:
		fail(report.T("link.file", p.front.Translation), m.nearFile(p.source.path, file))
	case other.lang == p.lang:
		fail(report.T("front.translation", p.front.Translation), report.Text{})
	case p.other != nil && p.other != other, other.other != nil && other.other != p:
		fail(report.T("front.back", p.front.Translation), report.Text{})
	default:
		p.other, other.other = other, p
	}
}
