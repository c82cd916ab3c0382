package site

import (
	"net/url"
	"path"
	"strings"

	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// reserved are first segments of the main host that belong to no page.
var reserved = map[string]bool{"admin": true, "api": true, "assets": true, "en": true, "membres": true}

// membersFolder starts the addresses of members-only pages within their zone.
const membersFolder = "membres/"

// addresser gives addresses and refuses those that are taken.
type addresser struct {
	*model
	zones map[string]*zone // by address
}

// address gives every page its address.
func (e *Engine) address() {
	m := e.model
	a := &addresser{m, map[string]*zone{}}
	for _, z := range m.zones {
		a.zones[z.url] = z
	}
	for _, z := range m.sites {
		if !z.changed {
			continue
		}
		if z.urls == nil {
			z.urls = map[string]*page{}
		}
		clear(z.urls)
		for _, lang := range languages {
			if home := z.home[lang]; home != nil {
				home.url = m.site(z, lang)
				z.urls[home.url] = home
			}
		}
	}
	e.systemPages()
	for _, found := range m.media {
		if z := found.source.zone; z.changed && z.home != nil {
			z.urls[found.url] = nil
		}
	}
	m.urlSum = 0
	for _, z := range m.sites {
		if z.changed {
			a.zone(z)
			z.addresses = z.urlSum()
		}
		m.urlSum += z.addresses
	}
}

// zone gives the pages of a zone their addresses.
func (a *addresser) zone(z *zone) {
	for _, lang := range languages {
		l := z.lists[lang]
		for in, segment := range segments[lang].sections {
			if in == inManifesto {
				continue
			}
			base := a.site(z, lang) + segment
			for _, p := range l.own[in] {
				a.claim(p, a.own(p, base))
			}
		}
		a.trees(l.pages, a.site(z, lang))
		a.trees(l.topics, a.site(z, lang)+segments[lang].sections[inManifesto])
	}
	for _, lang := range languages { // after all others, which keep their addresses
		for _, p := range z.lists[lang].members {
			address := a.site(z, lang) + membersFolder + segments[lang].sections[p.source.section]
			if p.slug != "" { // the first page of a manifesto has none
				address += p.slug + "/"
			}
			a.claim(p, address)
		}
	}
}

// byURL finds the page at an address written by hand; nil where a page without a
// text or a file stands.
func (m *model) byURL(url string) (p *page, ok bool) {
	p, ok = m.zoneAt(url).urls[url]
	return p, ok
}

func (m *model) site(z *zone, lang string) string { return siteURL(m.zones[0].Slug, z.Slug, lang) }

func (a *addresser) trees(pages []*page, above string) {
	for _, p := range pages {
		url := a.own(p, above)
		a.claim(p, url)
		a.trees(p.children, strings.TrimSuffix(strings.TrimSuffix(url, "/"), path.Ext(url))+"/")
	}
}

// own is the address of a text below another one, or the one it was given.
func (a *addresser) own(p *page, above string) string {
	if p.front.Address == "" {
		return above + p.slug + "/"
	}
	return a.site(p.zone, p.lang) + p.front.Address[1:]
}

// claim takes an address for a page unless it is somebody else's.
func (a *addresser) claim(p *page, address string) {
	p.url = address
	fail := func(message report.Text) {
		if p.front.unread {
			return // its address may be another
		}
		key := "slug"
		if p.front.Address != "" {
			key = "url"
		}
		a.blame(p.source.path, p.fail(key, message, report.T("url.hint")))
	}
	own := a.site(p.zone, languages[0])
	plain := own + strings.TrimPrefix(p.url, a.site(p.zone, p.lang)) // without the language
	if p.source.section == inPages {
		for i := len(own); i < len(plain); i++ {
			if z := a.zones[plain[:i+1]]; plain[i] == '/' && z != nil {
				fail(report.T("url.zone", z.url, z.Slug))
				return
			}
		}
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(plain, "/"), "/")
	taken, twice := p.zone.urls[p.url]
	switch {
	case reserved[first] && !p.front.Members:
		fail(report.T("url.reserved", "/"+first+"/"))
	case twice && taken == nil:
		fail(report.T("url.twice", p.url, report.T("url.system")))
	case twice && taken.front.unread:
	case twice:
		fail(report.T("url.twice", p.url, a.shown(taken.source.path)))
	default:
		p.zone.urls[p.url] = p
	}
}

// outputFile is where the page of an address is written, below Options.Out.
func outputFile(tree, host, address string) string {
	if host == "" {
		host = "main"
	}
	if strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	return tree + host + address
}

// publicFile is where a public page is written.
func publicFile(host, address string) string { return outputFile("public/", host, address) }

// fileOf is where a page is written.
func fileOf(p *theme.PageData) string {
	address := p.Path
	if strings.IndexByte(address, '%') >= 0 {
		if plain, err := url.PathUnescape(address); err == nil {
			address = plain
		}
	}
	if p.Members {
		return outputFile("members/", p.Host, address)
	}
	return publicFile(p.Host, address)
}

// escaped is a path as it stands in HTML and XML.
func escaped(address string) string {
	for i := range len(address) {
		if c := address[i]; c >= 0x80 || c <= ' ' || strings.IndexByte("\"%<>?[\\]^`{|}", c) >= 0 {
			return (&url.URL{Path: address}).EscapedPath()
		}
	}
	return address
}
