package site

import (
	"net/url"
	"strings"

	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// segments are the parts of addresses that the engine names, by language.
var segments = map[string]struct{ posts, join, joined, confirm, welcome string }{
	"fr": {"actualites/", "adhesion/", "adhesion/merci/", "confirmer/", "bienvenue/"},
	"en": {"news/", "join/", "join/thanks/", "confirm/", "welcome/"},
}

// reserved are first segments of the main host that belong to no page.
var reserved = map[string]bool{"admin": true, "api": true, "assets": true, "en": true, "membres": true}

// address gives every page its address and refuses those that are taken.
func (m *model) address() {
	m.byURL = map[string]*page{}
	zones := map[string]*zone{}
	for _, z := range m.zones {
		zones[z.url] = z
	}
	for _, z := range m.sites {
		m.addressZone(z)
	}
	for _, found := range m.media {
		m.byURL[found.url] = nil
	}
	for _, z := range m.sites {
		for _, p := range z.posts {
			p.url = m.site(z, p.lang) + segments[p.lang].posts + p.slug + "/"
			m.claim(p, zones)
		}
		for _, p := range z.pages {
			m.addressTree(p, m.site(z, p.lang), zones)
		}
	}
}

func (m *model) site(z *zone, lang string) string { return siteURL(m.zones[0].Slug, z.Slug, lang) }

// addressZone sets the addresses of the pages that every site has.
func (m *model) addressZone(z *zone) {
	z.links = map[string]theme.Links{}
	for _, lang := range languages {
		site, names := m.site(z, lang), segments[lang]
		links := theme.Links{Home: m.site(z, languages[0]), Join: site + names.join, Joined: site + names.joined,
			Confirm: site + names.confirm, Welcome: site + names.welcome}
		if home := z.home[lang]; home != nil {
			home.url, links.Home = site, site
			m.byURL[site] = home
		}
		if lang == languages[0] || m.hasPosts(z, lang) {
			links.List = site + names.posts
			m.byURL[links.List] = nil
		}
		for _, url := range []string{links.Join, links.Joined, links.Confirm, links.Welcome} {
			m.byURL[url] = nil
		}
		z.links[lang] = links
	}
}

func (m *model) hasPosts(z *zone, lang string) bool {
	for _, p := range z.posts {
		if p.lang == lang {
			return true
		}
	}
	return false
}

func (m *model) addressTree(p *page, above string, zones map[string]*zone) {
	p.url = above + p.slug + "/"
	m.claim(p, zones)
	for _, child := range p.children {
		m.addressTree(child, p.url, zones)
	}
}

// claim takes an address for a page unless it is somebody else's.
func (m *model) claim(p *page, zones map[string]*zone) {
	fail := func(message report.Text) {
		at := p.front.at["slug"]
		m.blame(p.source.path, report.Problem{Line: at.line, Col: at.col, Message: message, Hint: report.T("url.hint")})
	}
	own := m.site(p.zone, languages[0])
	plain := own + strings.TrimPrefix(p.url, m.site(p.zone, p.lang)) // without the language
	for i := len(own); i < len(plain); i++ {
		if z := zones[plain[:i+1]]; plain[i] == '/' && z != nil {
			fail(report.T("url.zone", z.url, z.Slug))
			return
		}
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(plain, "/"), "/")
	taken, twice := m.byURL[p.url]
	switch {
	case reserved[first]:
		fail(report.T("url.reserved", "/"+first+"/"))
	case twice && taken == nil:
		fail(report.T("url.twice", p.url, report.T("url.system")))
	case twice:
		fail(report.T("url.twice", p.url, m.shown(taken.source.path)))
	default:
		m.byURL[p.url] = p
	}
}

// escaped is a path as it stands in HTML and XML.
func escaped(path string) string { return (&url.URL{Path: path}).EscapedPath() }
