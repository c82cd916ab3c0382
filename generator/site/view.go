package site

import (
	"cmp"
	"slices"

	"maillage/generator/markdown"
	"maillage/generator/theme"
)

// makeViews turns zones and pages into what templates see: one graph of zones
// for each language, so that every name and address speaks the page's language.
func (m *model) makeViews() {
	for _, z := range m.sites {
		z.views = map[string]*theme.Zone{}
		for _, lang := range languages {
			z.views[lang] = m.zoneView(z, lang)
		}
	}
	for _, p := range m.pages {
		p.view = m.pageView(p)
	}
	for _, p := range m.pages {
		m.relate(p)
	}
	for _, z := range m.sites {
		for _, lang := range languages {
			m.fillZone(z, lang)
		}
	}
}

// zoneView is a zone without its relations and pages.
func (m *model) zoneView(z *zone, lang string) *theme.Zone {
	fr := z.home[languages[0]].front
	own := fr
	home := z.home[lang]
	if home != nil {
		own = home.front
	}
	contact := own.Contact
	if contact == (frontContact{}) {
		contact = fr.Contact
	}
	social := own.Social
	if len(social) == 0 {
		social = fr.Social
	}
	view := &theme.Zone{ID: z.ID, Slug: z.Slug, Lang: lang, Name: cmp.Or(own.Name, z.Name[lang], fr.Name),
		Tagline: markdown.Typography(lang, own.Tagline), URL: z.links[lang].Home, Contact: theme.Contact(contact), Addresses: z.links}
	if home == nil {
		view.Tagline = ""
	}
	for _, link := range social {
		view.Social = append(view.Social, theme.Link(link))
	}
	return view
}

// fillZone relates a zone's view to the others and to its pages.
func (m *model) fillZone(z *zone, lang string) {
	view := z.views[lang]
	for above := z.above; above != nil; above = above.above {
		view.Ancestors = append(view.Ancestors, above.views[lang])
	}
	slices.Reverse(view.Ancestors)
	if z.above != nil {
		view.Parent = z.above.views[lang]
		for _, sibling := range z.above.below {
			if sibling != z {
				view.Siblings = append(view.Siblings, sibling.views[lang])
			}
		}
	}
	for _, below := range z.below {
		view.Children = append(view.Children, below.views[lang])
	}
	home := z.home[lang]
	if home == nil {
		home = z.home[languages[0]]
	}
	view.Home, view.CTA = home.view, home.cta
	for _, p := range z.posts {
		view.Posts = append(view.Posts, p.view)
	}
	if m.hasPosts(z, lang) {
		view.FeedURL = m.site(z, lang) + "feed.xml"
	}
	var menu []*page
	for _, p := range z.pages {
		if p.lang == lang {
			view.Pages = append(view.Pages, p.view)
			menu = inMenu(menu, p)
		}
	}
	slices.SortFunc(menu, byWeight)
	for _, p := range menu {
		view.Menu = append(view.Menu, p.view)
	}
}

// inMenu collects the pages of a tree that ask to be in the menu.
func inMenu(menu []*page, p *page) []*page {
	if p.front.Menu {
		menu = append(menu, p)
	}
	for _, child := range p.children {
		menu = inMenu(menu, child)
	}
	return menu
}

// kinds are the kinds of pages by the section of their file.
var kinds = map[section]theme.Kind{inHome: theme.Home, inPosts: theme.Post, inPages: theme.Static}

// pageView is a page without its relations.
func (m *model) pageView(p *page) *theme.Page {
	view := &theme.Page{
		Kind: kinds[p.source.section], Lang: p.lang, URL: p.url, Permalink: m.options.BaseURL + p.url,
		Title:       markdown.Typography(p.lang, p.front.Title),
		Description: markdown.Typography(p.lang, cmp.Or(p.front.Description, p.doc.Summary)),
		Date:        p.date, Updated: p.front.Updated.Time, Author: p.front.Author, Tags: p.front.Tags,
		Image: p.image, Body: p.doc.HTML, Zone: p.zone.views[p.lang],
	}
	if view.Updated.IsZero() {
		view.Updated = p.date
	}
	if p.doc.Words > 0 {
		view.ReadingMinutes = (p.doc.Words + 199) / 200
	}
	for _, heading := range p.doc.TOC {
		view.TOC = append(view.TOC, theme.Heading(heading))
	}
	return view
}

// relate binds a page's view to those of other pages.
func (m *model) relate(p *page) {
	if p.parent != nil {
		p.view.Parent = p.parent.view
	}
	for _, child := range p.children {
		p.view.Children = append(p.view.Children, child.view)
	}
	if p.other != nil {
		p.view.Translations = []*theme.Page{p.other.view}
	}
	if p.source.section != inPosts {
		return
	}
	i, _ := slices.BinarySearchFunc(p.zone.posts, p, newest)
	for before := i - 1; before >= 0 && p.view.Next == nil; before-- {
		if q := p.zone.posts[before]; q.lang == p.lang {
			p.view.Next = q.view
		}
	}
	for after := i + 1; after < len(p.zone.posts) && p.view.Prev == nil; after++ {
		if q := p.zone.posts[after]; q.lang == p.lang {
			p.view.Prev = q.view
		}
	}
}

// view is what the theme executes a page with.
func (m *model) view(z *zone, p *theme.Page) theme.View {
	return theme.View{Page: p, Zone: z.views[p.Lang], Root: m.sites[0].views[p.Lang], Lang: p.Lang, Site: m.siteView()}
}

func (m *model) siteView() theme.Site {
	root := m.sites[0].home[languages[0]].front
	return theme.Site{Name: cmp.Or(root.Name, root.Title), BaseURL: m.options.BaseURL, Languages: languages,
		Settings: m.theme.Settings}
}
