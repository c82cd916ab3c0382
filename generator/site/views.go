package site

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/zeebo/xxh3"

	"maillage/generator/markdown"
	"maillage/generator/theme"
)

// view is what templates see of a zone in a language; makeViews fills it.
func (e *Engine) view(z *zone, lang string) *theme.ZoneData {
	if z.views == nil {
		z.views = map[string]*theme.ZoneData{}
	}
	v := z.views[lang]
	if v == nil {
		key := func(kind byte) theme.Cell { return e.cells.of(kind, lang+" "+z.ID) }
		v = &theme.ZoneData{Info: key('I'), Tree: key('T')}
		for i, list := range zoneLists(v) {
			list.Cell = key('0' + byte(i))
		}
		v.Terms.Cell = key('W')
		z.views[lang] = v
	}
	return v
}

// zoneLists are the lists of a zone, in an order that the numbers of their cells
// follow.
func zoneLists(v *theme.ZoneData) []*theme.ListData {
	return []*theme.ListData{&v.Posts, &v.News, &v.Events, &v.Upcoming, &v.Past, &v.People, &v.Topics, &v.Proposals, &v.Documents,
		&v.Forms, &v.Petitions, &v.Pages, &v.Index}
}

// makeViews fills what templates see, and tells the cells what they hold now.
func (e *Engine) makeViews() {
	m := e.model
	for _, z := range m.sites { // parents first: children inherit
		moved := func(home *page) bool { return home != nil && !home.links.same } // its menu or blocks lead elsewhere
		if z.above != nil && z.above.retold || moved(z.home["fr"]) || moved(z.home["en"]) {
			z.changed = true
		}
		z.retold = false
		if z.changed {
			for _, lang := range languages {
				v := e.view(z, lang)
				before := e.cells.values[v.Info]
				e.zoneView(z, lang)
				z.retold = z.retold || before != e.cells.values[v.Info]
			}
		}
	}
	for _, p := range m.pages {
		if p.zone.home == nil || !p.zone.changed && p.front.Series == "" && p.links.same {
			continue
		}
		e.fill(p)
		e.tie(p)
	}
	for _, z := range m.sites {
		if !z.changed {
			continue
		}
		for _, lang := range languages {
			e.zoneLists(z, lang)
			for _, p := range z.lists[lang].made {
				e.tellSystem(p)
			}
		}
	}
	e.mapView()
}

// zoneName is how a zone is called in a language.
func (e *Engine) zoneName(z *zone, lang string) string {
	fr := z.home[languages[0]].front
	own := fr
	if home := z.home[lang]; home != nil {
		own = home.front
	}
	return cmp.Or(own.Name, z.Name[lang], fr.Name)
}

// zoneView is what a zone says of itself.
func (e *Engine) zoneView(z *zone, lang string) {
	m, v, l := e.model, e.view(z, lang), z.lists[lang]
	home := z.home[lang]
	first := z.home[languages[0]]
	v.ID, v.Slug, v.Lang, v.Host = z.ID, z.Slug, lang, z.host()
	v.Name, v.SiteName, v.Domain = e.zoneName(z, lang), m.siteName(), first.front.Domain
	v.Tagline = ""
	if home != nil {
		v.Tagline = markdown.Typography(lang, home.front.Tagline)
	}
	shown := cmp.Or(home, first)
	v.Path, v.Home = escaped(z.path(shown.url)), e.pageData(shown)
	v.Feeds = theme.Feeds{}
	if len(l.posts) > 0 {
		v.Feeds = e.feeds(z, m.site(z, lang))
	}
	if len(l.events) > 0 {
		v.Feeds.Calendar = escaped(z.path(m.site(z, lang))) + "agenda.ics"
	}
	v.Links = e.links(z, lang)
	v.Everywhere = ""
	if search := cmp.Or(z.domain, m.sites[0]).lists[lang].system[theme.Search]; search != nil {
		v.Everywhere = search.Path + "everywhere.json"
	}
	e.inherit(z, lang, v)
	v.Blocks = e.blocks(z, lang, home)
	e.relatives(z, lang, v)

	d := e.scratch.reset().text(v.Name).text(v.SiteName).text(v.Host).text(v.Path).number(first.links.sum).number(first.frontSum).flag(home != nil)
	if home != nil {
		d.number(home.links.sum).number(home.frontSum)
	}
	if z.above != nil {
		d.number(e.cells.values[z.above.views[lang].Info])
	}
	links := &v.Links
	for _, s := range []string{links.Home, links.Join, links.Posts, links.Agenda, links.Team, links.Manifesto, links.Documents, links.Search,
		links.Find, links.Legal, links.Privacy, links.Accessibility, v.Feeds.Atom, v.Feeds.Calendar, v.Everywhere} {
		d.text(s)
	}
	for _, link := range v.Menu {
		d.text(link.Label).text(link.URL)
	}
	e.cells.set(v.Info, d.sum())
}

// relatives are the zones around a zone.
func (e *Engine) relatives(z *zone, lang string, v *theme.ZoneData) {
	v.Parent, v.Ancestors, v.Children, v.Siblings = nil, v.Ancestors[:0], v.Children[:0], v.Siblings[:0]
	d := e.scratch.reset()
	for above := z.above; above != nil; above = above.above {
		v.Ancestors = append(v.Ancestors, e.view(above, lang))
		d.text(above.ID)
	}
	slices.Reverse(v.Ancestors)
	if z.above != nil {
		v.Parent = e.view(z.above, lang)
		for _, sibling := range z.above.below {
			if sibling != z {
				v.Siblings = append(v.Siblings, e.view(sibling, lang))
				d.text(sibling.ID)
			}
		}
	}
	d.number(0)
	for _, below := range z.below {
		v.Children = append(v.Children, e.view(below, lang))
		d.text(below.ID)
	}
	e.cells.set(v.Tree, d.text(cmp.Or(z.home[lang], z.home[languages[0]]).lang).sum())
}

// inherit takes what a zone does not say from its own first language, then from
// the zone above.
func (e *Engine) inherit(z *zone, lang string, v *theme.ZoneData) {
	v.Contact, v.Social, v.CTA, v.Menu, v.Legal = theme.Contact{}, nil, nil, nil, nil
	if z.above != nil {
		above := e.view(z.above, lang)
		v.Contact, v.Social, v.Legal = above.Contact, above.Social, above.Legal
		v.CTA, v.Menu = e.moved(z, above.CTA), e.movedMenu(z, lang)
	}
	for _, home := range []*page{z.home[languages[0]], z.home[lang]} {
		if home == nil {
			continue
		}
		front := &home.front
		if front.Contact != (frontContact{}) {
			v.Contact = theme.Contact(front.Contact)
		}
		if len(front.Social) > 0 {
			v.Social = make([]theme.Link, len(front.Social))
			for i, link := range front.Social {
				v.Social[i] = theme.Link(link)
			}
		}
		if front.Legal != nil {
			v.Legal = legalView(front.Legal)
		}
		if home.lang != lang {
			continue
		}
		if front.CTA != nil {
			v.CTA = &theme.Link{Label: markdown.Typography(lang, front.CTA.Label), URL: home.links.front["cta.url"].url}
		}
		for i, link := range front.Links {
			if i == 0 {
				v.Menu = nil
			}
			v.Menu = append(v.Menu, theme.Link{Label: markdown.Typography(lang, link.Label), URL: home.links.front[indexed("menu", i)+".url"].url})
		}
	}
	if v.Menu == nil {
		v.Menu = e.autoMenu(z, lang)
	}
}

// moved is a link of the zone above as its zone below writes it.
func (e *Engine) moved(z *zone, link *theme.Link) *theme.Link {
	if link == nil || z.domain == z.above.domain || !strings.HasPrefix(link.URL, "/") {
		return link
	}
	return &theme.Link{Label: link.Label, URL: e.origin(z.above.host()) + link.URL}
}

// movedMenu is the menu of the zone above, if somebody wrote it.
func (e *Engine) movedMenu(z *zone, lang string) []theme.Link {
	wrote := false
	for above := z.above; above != nil && !wrote; above = above.above {
		home := above.home[lang]
		wrote = home != nil && len(home.front.Links) > 0
	}
	if !wrote {
		return nil
	}
	menu := slices.Clone(e.view(z.above, lang).Menu)
	for i := range menu {
		menu[i] = *e.moved(z, &menu[i])
	}
	return menu
}

// autoMenu leads to the sections of a zone and to the pages that ask for it.
func (e *Engine) autoMenu(z *zone, lang string) []theme.Link {
	var menu []theme.Link
	l := z.lists[lang]
	add := func(p *theme.PageData) {
		if p != nil {
			menu = append(menu, theme.Link{Label: p.Title, URL: p.Path})
		}
	}
	for _, kind := range []theme.Kind{theme.List, theme.Agenda, theme.Manifesto, theme.Team} {
		add(l.system[kind])
	}
	var asking []*page
	for _, p := range l.own[inPages] {
		if p.front.Menu {
			asking = append(asking, p)
		}
	}
	slices.SortFunc(asking, byWeight)
	for _, p := range asking {
		menu = append(menu, theme.Link{Label: markdown.Typography(lang, p.front.Title), URL: escaped(z.path(p.url))})
	}
	return menu
}

// links are the addresses of a zone's pages without a file.
func (e *Engine) links(z *zone, lang string) theme.Links {
	l := z.lists[lang]
	at := func(kind theme.Kind) string {
		if p := l.system[kind]; p != nil {
			return p.Path
		}
		return ""
	}
	home := cmp.Or(z.home[lang], z.home[languages[0]])
	links := theme.Links{Home: escaped(z.path(home.url)), Join: at(theme.Join), Joined: at(theme.Joined), Confirm: at(theme.Confirm),
		Welcome: at(theme.Welcome), Posts: at(theme.List), Agenda: at(theme.Agenda), Team: at(theme.Team), Manifesto: at(theme.Manifesto),
		Documents: at(theme.Documents), Search: at(theme.Search), Find: at(theme.Find), Legal: at(theme.LegalNotice),
		Privacy: at(theme.Privacy), Accessibility: at(theme.Accessibility)}
	site, names := e.model.site(z, lang), segments[lang]
	for _, own := range []struct {
		link    *string
		segment string
	}{{&links.Legal, names.legal}, {&links.Privacy, names.privacy}, {&links.Accessibility, names.access}} {
		if *own.link == "" && e.model.written(l, site+own.segment, site) {
			*own.link = escaped(z.path(site + own.segment))
		}
	}
	if z.above != nil {
		above := e.view(z.above, lang).Links
		for _, pair := range [][2]*string{{&links.Find, &above.Find}, {&links.Legal, &above.Legal}, {&links.Privacy, &above.Privacy},
			{&links.Accessibility, &above.Accessibility}} {
			if *pair[0] == "" && *pair[1] != "" {
				*pair[0] = e.moved(z, &theme.Link{URL: *pair[1]}).URL
			}
		}
	}
	return links
}

func legalView(front *frontLegal) *theme.Legal {
	legal := &theme.Legal{Director: front.Director}
	legal.Controller = theme.LegalController(front.Controller)
	legal.Host = theme.LegalHost(front.Host)
	legal.DPO = theme.LegalDPO(front.DPO)
	legal.Access.Level, legal.Access.Date, legal.Access.Contact = front.Access.Level, front.Access.Date.Time, front.Access.Contact
	return legal
}

// defaultBlocks make the first page of a zone that names none.
var defaultBlocks = []string{"hero", "news", "agenda", "text", "teams", "contact"}

// blocks are the parts of a first page.
func (e *Engine) blocks(z *zone, lang string, home *page) []theme.Block {
	if home == nil || len(home.front.Blocks) == 0 {
		blocks := make([]theme.Block, len(defaultBlocks))
		for i, kind := range defaultBlocks {
			blocks[i] = theme.Block{Type: kind, Count: blockCount(kind, 0)}
		}
		return blocks
	}
	set := func(s string) string { return markdown.Typography(lang, s) }
	blocks := make([]theme.Block, len(home.front.Blocks))
	for i, front := range home.front.Blocks {
		key := indexed("blocks", i)
		link := home.links.front[key+".url"]
		block := theme.Block{Type: front.Type, Title: set(front.Title), Text: set(front.Text), Quote: set(front.Quote), Name: set(front.Name),
			Role: set(front.Role), Label: set(front.Label), URL: link.url, Count: blockCount(front.Type, front.Count)}
		if link.to != nil {
			block.To = e.pageData(link.to)
		}
		if front.Image != nil {
			image := home.links.front[key+".image.src"].image
			image.Alt, image.Caption = set(front.Image.Alt), set(front.Image.Caption)
			block.Image = &image
		}
		for j, item := range front.Items {
			block.Items = append(block.Items, theme.BlockItem{Value: set(string(item.Value)), Label: set(item.Label), Text: set(item.Text),
				URL: home.links.front[indexed(key+".items", j)+".url"].url})
		}
		blocks[i] = block
	}
	return blocks
}

func blockCount(kind string, asked int) int {
	if asked > 0 {
		return asked
	}
	switch kind {
	case "news":
		return 5
	case "people", "manifesto":
		return 6
	}
	return 4
}

// zoneLists fills the lists of a zone.
func (e *Engine) zoneLists(z *zone, lang string) {
	v, l := e.view(z, lang), z.lists[lang]
	news := l.posts
	if len(news) == 0 {
		news = z.lists[languages[0]].posts
	}
	past := slices.Clone(l.events[:l.past()])
	slices.Reverse(past)
	var proposals []*page
	for _, topic := range l.topics {
		proposals = append(proposals, topic.children...)
	}
	for i, pages := range [][]*page{l.posts, news, l.events, l.events[l.past():], past, l.own[inPeople], l.topics, proposals,
		l.own[inDocuments], l.own[inForms], l.own[inPetitions], l.pages, index(l)} {
		list := zoneLists(v)[i]
		e.list(list, pages, i < 2)
	}
	d := e.scratch.reset()
	v.Terms.Terms = v.Terms.Terms[:0]
	for _, id := range l.termIDs {
		t := l.terms[id]
		link := theme.TermLink{Taxonomy: t.taxonomy, Name: markdown.Typography(lang, t.name), Host: v.Host, Path: escaped(z.path(t.url))}
		v.Terms.Terms = append(v.Terms.Terms, theme.TermCount{TermLink: link, Count: len(t.pages)})
		d.text(link.Name).text(link.Path)
	}
	e.cells.set(v.Terms.Cell, d.sum())
}

// past is the index of the first event that is not over, all before it being so
// or under way.
func (l *lists) past() int { return l.upcoming }

// indexedPosts is how many posts the index of a zone names; older ones are in the
// archive of its list.
const indexedPosts = 200

// index is every page that the search finds.
func index(l *lists) []*page {
	all := slices.Clone(l.pages)
	for _, p := range l.pages {
		all = appendTree(all, p.children)
	}
	all = append(all, l.topics...)
	for _, topic := range l.topics {
		all = append(all, topic.children...)
	}
	for _, in := range []section{inPeople, inDocuments, inForms, inPetitions} {
		all = append(all, l.own[in]...)
	}
	all = append(all, l.events...)
	return append(all, l.posts[:min(len(l.posts), indexedPosts)]...)
}

func appendTree(all, pages []*page) []*page {
	for _, p := range pages {
		all = appendTree(append(all, p), p.children)
	}
	return all
}

// list fills a list; pinned posts come first where that is asked for.
func (e *Engine) list(list *theme.ListData, pages []*page, pins bool) {
	list.Pages = list.Pages[:0]
	d := e.scratch.reset()
	add := func(p *page) {
		list.Pages = append(list.Pages, e.pageData(p))
		d.number(p.id)
	}
	if pins {
		for _, p := range pages {
			if p.front.Pinned {
				add(p)
			}
		}
	}
	for _, p := range pages {
		if !pins || !p.front.Pinned {
			add(p)
		}
	}
	e.cells.set(list.Cell, d.sum())
}

// tellSystem tells the cells of a page without a file.
func (e *Engine) tellSystem(p *theme.PageData) {
	d := e.scratch.reset().text(p.Title).text(p.Description).text(p.Host).text(p.Path).text(p.Source).text(p.Feeds.Atom)
	if p.Share != nil {
		d.text(p.Share.URL)
	}
	e.cells.set(p.Meta, d.sum())
	e.cells.set(p.Ties, e.ties(p))
	e.cells.set(p.Content, 1)
}

// ties hashes what a page is tied to.
func (e *Engine) ties(p *theme.PageData) uint64 {
	sum := uint64(len(p.Children))
	one := func(q *theme.PageData) {
		if q == nil {
			sum = mix(sum, 1)
			return
		}
		sum = mix(sum, uint64(q.Meta)+2)
	}
	one(p.Parent)
	one(p.Prev)
	one(p.Next)
	for _, list := range [...][]*theme.PageData{p.Children, p.Translations, p.Items, p.Related} {
		sum = mix(sum, uint64(len(list)))
		for _, q := range list {
			sum = mix(sum, uint64(q.Meta)+2)
		}
	}
	for i := range p.Terms {
		t := &p.Terms[i]
		sum = mix(mix(mix(sum, xxh3.HashString(t.Name)), xxh3.HashString(t.Path)), uint64(t.Part)<<32|uint64(t.Of))
		sum = mix(sum, uint64(len(t.Host)+len(t.Taxonomy)<<16))
	}
	if pager := p.Pager; pager != nil {
		sum = mix(mix(sum, uint64(pager.Number)), xxh3.HashString(pager.Newer))
		for _, link := range pager.Pages {
			sum = mix(sum, xxh3.HashString(link.URL))
		}
	}
	for _, place := range p.Places {
		sum = mix(mix(sum, xxh3.HashString(place.Name)), xxh3.HashString(place.To.ID))
		for _, code := range place.Codes {
			sum = mix(sum, xxh3.HashString(code))
		}
	}
	return sum
}

// mapView is the map of the movement, for the root.
func (e *Engine) mapView() {
	m := e.model
	if m.shapes == nil {
		return
	}
	byCode := map[string]*zone{}
	for _, z := range m.zones {
		byCode[z.Code] = z
	}
	for _, lang := range languages {
		data := &theme.MapData{Cell: e.cells.of('M', lang), ViewBox: m.shapes.ViewBox, Credit: markdown.Typography(lang, m.shapes.Credit)}
		d := digest{}
		d.text(m.shapes.ViewBox).text(data.Credit)
		for _, s := range m.shapes.Shapes {
			shape := theme.ShapeData{D: s.D}
			d.text(s.D)
			if z := byCode[s.Code]; z != nil {
				shape.Name = z.Name[lang]
				if to := nearestSite(z); to != m.sites[0] {
					shape.Zone = e.view(to, lang)
				}
				d.text(shape.Name).flag(shape.Zone != nil)
				if shape.Zone != nil {
					d.text(shape.Zone.ID)
				}
			}
			data.Shapes = append(data.Shapes, shape)
		}
		e.cells.set(data.Cell, d.sum())
		for _, z := range m.sites {
			e.view(z, lang).Map = data
		}
	}
}

// nearestSite is a zone itself if it has a site, else the nearest above that has.
func nearestSite(z *zone) *zone {
	if z.home != nil || z.above == nil {
		return z
	}
	return z.above
}

// day is a date as JSON and addresses write it.
func day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(paris()).Format("2006-01-02")
}
