package site

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"

	"github.com/zeebo/xxh3"

	"maillage/generator/search"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// plan lists every output of a build.
func (e *Engine) plan() {
	e.round++
	e.planned = 0
	m, p := e.model, plan{Engine: e}
	p.planPages()
	for _, z := range m.sites {
		if !z.changed && p.groups["map "+z.ID] != nil {
			for _, lang := range languages {
				p.repeat(lang + " " + z.ID)
			}
			p.repeat("map " + z.ID)
			continue
		}
		both := uint64(1)
		for _, lang := range languages {
			sum := p.langSum(z, lang)
			both = mix(both, sum)
			p.planZone(z, lang, sum)
		}
		p.once("map "+z.ID, p.zoneSum(z, both), func(p plan) { p.planSitemaps(z) })
	}
	p.planAssets()
	e.planMedia(p)
	p.planHosts()
	p.planMoved()
	p.once("find", p.findSum(), plan.planFind)
	p.planCards()
	p.planData()
	e.notice()
}

// planPages adds the pages of every zone. A zone whose pages are where they were
// is not looked at.
func (p plan) planPages() {
	into := map[*zone]plan{}
	for _, z := range p.model.sites {
		key := "pages " + z.ID
		if !z.changed && p.groups[key] != nil {
			p.repeat(key)
			continue
		}
		inner := p
		inner.group = &group{round: p.round}
		p.groups[key] = inner.group
		into[z] = inner
	}
	for _, page := range p.model.pages {
		if inner, ok := into[page.zone]; ok && page.url != "" {
			inner.page(page.zone, page.data)
		}
	}
	for z, inner := range into {
		for _, lang := range languages {
			for _, d := range z.lists[lang].made {
				inner.page(z, d)
			}
		}
	}
}

// planZone adds what else a zone publishes in one language.
func (p plan) planZone(z *zone, lang string, sum uint64) {
	p.once(lang+" "+z.ID, sum, func(p plan) {
		p.planFeeds(z, lang)
		p.planCalendars(z, lang)
		p.planSearch(z, lang)
		p.functionFiles(z, lang)
	})
}

// langSum hashes what decides which outputs a zone has beside its pages, and what
// those are made from that no cell guards.
func (p plan) langSum(z *zone, lang string) uint64 {
	l, v := z.lists[lang], p.view(z, lang)
	sum := mix(p.cells.values[v.Info], p.cells.values[v.Events.Cell])
	for _, own := range l.dated {
		sum = mix(sum, own.serial) // makers keep the page itself
		if own.date.IsZero() {
			sum++ // search keeps them apart
		}
	}
	for _, own := range l.own[inEvents] {
		sum = mix(mix(sum, own.serial), xxh3.HashString(own.data.Path))
	}
	for _, id := range l.termIDs {
		sum = mix(sum, l.terms[id].key)
	}
	for _, d := range l.made {
		sum = mix(mix(sum, uint64(d.Meta)), p.cells.values[d.Meta])
	}
	return sum
}

// zoneSum hashes which pages a zone has in all languages.
func (p plan) zoneSum(z *zone, sum uint64) uint64 {
	for _, lang := range languages {
		for _, own := range z.lists[lang].dated {
			if !own.front.NoIndex {
				sum = mix(mix(sum, uint64(own.date.Year())), xxh3.HashString(own.data.Path))
			}
		}
	}
	return sum
}

// composed adds an output made from pages in an order, which it need not guard
// by a cell of its own.
func (p plan) composed(file, host string, list []*theme.PageData, make maker) {
	d := p.scratch.reset()
	for _, one := range list {
		d.number(uint64(one.Meta))
	}
	p.guarded(file, host, d.sum(), make)
}

// guarded adds an output that is made again when a hash changes, beside the
// cells that it reads itself.
func (p plan) guarded(file, host string, sum uint64, make maker) {
	cell := p.cells.of('G', file)
	p.cells.set(cell, sum)
	p.madeFrom(cell, file, host, func(c *theme.Context, dst []byte) ([]byte, error) {
		c.Read(cell)
		return make(c, dst)
	})
}

// planFeeds adds the feeds of a zone, its sections and its words.
func (p plan) planFeeds(z *zone, lang string) {
	v, l := p.view(z, lang), z.lists[lang]
	name := func(more string) string { return feedTitle(v.SiteName, v.Name, z.above == nil, more) }
	f := feed{title: name(""), lang: lang, host: v.Host, page: v.Path, publisher: v.SiteName}
	if len(l.posts) > 0 {
		zoneFeed := f
		zoneFeed.full, zoneFeed.guard = true, v.Posts.Cell
		zoneFeed.entries = func() []*theme.PageData { return newestFirst(v.Posts.Pages) }
		p.planFeed(zoneFeed, v.Feeds)
	}
	for kind, list := range map[theme.Kind]*theme.ListData{theme.Agenda: &v.Upcoming, theme.Documents: &v.Documents} {
		if d := l.system[kind]; d != nil {
			section := f
			section.title, section.page, section.guard = name(d.Title), d.Path, list.Cell
			section.entries = func() []*theme.PageData { return list.Pages }
			p.planFeed(section, d.Feeds)
		}
	}
	for _, id := range l.termIDs {
		if d := l.terms[id].data; d.Feeds.Atom != "" {
			term := f
			term.title, term.page, term.guard = name(d.Title), d.Path, d.Ties
			term.entries = func() []*theme.PageData { return d.Items }
			p.planFeed(term, d.Feeds)
		}
	}
}

// newestFirst is a list without the pinned ones on top: a feed is in order of
// time.
func newestFirst(list []*theme.PageData) []*theme.PageData {
	pinned := 0
	for pinned < len(list) && list[pinned].Pinned {
		pinned++
	}
	if pinned == 0 {
		return list
	}
	merged := make([]*theme.PageData, 0, len(list))
	top, rest := list[:pinned], list[pinned:]
	for len(top)+len(rest) > 0 {
		if len(rest) == 0 || len(top) > 0 && !top[0].Date.Before(rest[0].Date) {
			merged, top = append(merged, top[0]), top[1:]
		} else {
			merged, rest = append(merged, rest[0]), rest[1:]
		}
	}
	return merged
}

// planSearch adds the index that the search page reads.
func (p plan) planSearch(z *zone, lang string) {
	v, l := p.view(z, lang), z.lists[lang]
	at := l.system[theme.Search]
	l.shards = search.Zone{}
	if at == nil {
		return
	}
	var dated, undated []*page
	for i := len(l.dated) - 1; i >= 0; i-- {
		if own := l.dated[i]; own.date.IsZero() {
			undated = append(undated, own)
		} else {
			dated = append(dated, own)
		}
	}
	var shards []string
	for _, group := range []struct {
		name  string
		pages []*page
	}{{"search-", dated}, {"search-pages-", undated}} {
		var names []string
		for n := 0; n*search.PerShard < len(group.pages); n++ {
			chunk := group.pages[n*search.PerShard : min(len(group.pages), (n+1)*search.PerShard)]
			name := fmt.Sprint(group.name, n+1, ".json")
			names = append([]string{name}, names...)
			list := make([]*theme.PageData, len(chunk))
			for i, own := range chunk {
				list[i] = own.data
			}
			p.composed(publicFile(v.Host, at.Path+name), v.Host, list, func(c *theme.Context, dst []byte) ([]byte, error) {
				return p.shard(c, dst, chunk), nil
			})
		}
		shards = append(shards, names...)
	}
	l.shards = search.Zone{Name: v.Name, Folder: at.Path, Shards: shards}
	p.guarded(publicFile(v.Host, at.Path+"search.json"), v.Host, sumOf(l.shards), func(_ *theme.Context, dst []byte) ([]byte, error) {
		return search.Manifest(dst, l.shards), nil
	})
}

func sumOf(zones ...search.Zone) uint64 {
	sum := uint64(1)
	for _, z := range zones {
		sum = mix(mix(sum, xxh3.HashString(z.Name)), xxh3.HashString(z.Folder))
		for _, shard := range z.Shards {
			sum = mix(sum, xxh3.HashString(shard))
		}
	}
	return sum
}

// planHosts adds what each host has once: the index of its sitemaps, the rules
// for robots, the manifest of all its zones.
func (p plan) planHosts() {
	for _, z := range p.model.sites {
		if z.above != nil && z.domain != z {
			continue
		}
		host := z.host()
		sum, maps := uint64(1), []string(nil)
		for _, other := range p.model.sites {
			if other.host() == host {
				maps = append(maps, other.maps...)
			}
		}
		slices.Sort(maps)
		for _, address := range maps {
			sum = mix(sum, xxh3.HashString(address))
		}
		origin := p.origin(host)
		p.guarded(publicFile(host, "/sitemap.xml"), host, sum, func(_ *theme.Context, dst []byte) ([]byte, error) {
			return append(dst, sitemapIndex(origin, maps)...), nil
		})
		p.made(publicFile(host, "/robots.txt"), host, func(_ *theme.Context, dst []byte) ([]byte, error) {
			return append(dst, "User-agent: *\nDisallow: /api/\nDisallow: /admin/\n\nSitemap: "+origin+"/sitemap.xml\n"...), nil
		})
		for _, lang := range languages {
			if at := z.lists[lang].system[theme.Search]; at != nil {
				zones := p.everywhere(host, lang)
				p.guarded(publicFile(host, at.Path+"everywhere.json"), host, sumOf(zones...), func(_ *theme.Context, dst []byte) ([]byte, error) {
					return search.Manifest(dst, zones...), nil
				})
			}
		}
	}
}

// everywhere are the indexes of all zones on a host; pages of other hosts may not
// be read from there.
func (p plan) everywhere(host, lang string) (zones []search.Zone) {
	for _, z := range p.model.sites {
		if shards := z.lists[lang].shards; len(shards.Shards) > 0 && z.host() == host {
			zones = append(zones, shards)
		}
	}
	return zones
}

// shard is the pages of one file of the index.
func (p plan) shard(c *theme.Context, dst []byte, pages []*page) []byte {
	entries := make([]search.Entry, len(pages))
	for i, own := range pages {
		d := own.data
		c.Read(d.Meta)
		c.Read(d.Content)
		c.Read(d.Ties)
		words := d.Title
		for _, term := range d.Terms {
			words += " " + term.Name
		}
		entries[i] = search.Entry{URL: d.Path, Title: d.Title, Description: d.Description, Kind: p.kindLabel(c, own), Date: day(d.Date),
			Terms: search.Terms(words) + " " + own.text.words()}
	}
	return search.Shard(dst, entries)
}

// kindLabel is what readers call the section of a page.
func (p plan) kindLabel(c *theme.Context, own *page) string {
	for kind, in := range map[theme.Kind]section{theme.List: inPosts, theme.Agenda: inEvents, theme.Team: inPeople, theme.Manifesto: inManifesto,
		theme.Documents: inDocuments} {
		if d := own.zone.lists[own.lang].system[kind]; in == own.source.section && d != nil {
			c.Read(d.Meta)
			return d.Title
		}
	}
	return ""
}

// functionFiles are the shell and the forms that functions fill, and the page that
// they answer where there is none.
func (p plan) functionFiles(z *zone, lang string) {
	name := z.Slug + "." + lang + ".html"
	shell := p.shellPage(z, lang)
	p.made("data/shell/"+name, z.host(), func(c *theme.Context, dst []byte) ([]byte, error) {
		c.Read(p.view(z, lang).Info) // its theme and words
		page, err := p.skin(z).Page(dst, theme.NewView(c, shell, p.view(p.model.sites[0], lang), p.siteView()))
		if err == nil && len(emptyMain.FindAll(page, 2)) != 1 {
			err = p.themeProblem(z, "layouts/base.html", report.T("theme.shell"))
		}
		return page, err
	})
	for _, kind := range []theme.Kind{theme.Join, theme.Confirm} {
		page := z.lists[lang].system[kind]
		p.made("data/form/"+string(kind)+"/"+name, z.host(), func(c *theme.Context, dst []byte) ([]byte, error) {
			return p.formFile(c, z, page, dst)
		})
	}
	missing := z.lists[lang].system[theme.Missing]
	p.made("data/missing/"+name, z.host(), func(c *theme.Context, dst []byte) ([]byte, error) {
		c.Read(p.view(z, lang).Info) // its theme and words
		return p.skin(z).Page(dst, theme.NewView(c, missing, p.view(p.model.sites[0], lang), p.siteView()))
	})
}

var emptyMain = regexp.MustCompile(`<main id="contenu"[^>]* data-shell[^>]*>\s*</main>`)

// shellPage is the page whose main the functions fill.
func (e *Engine) shellPage(z *zone, lang string) *theme.PageData {
	p := e.data("shell " + lang + " " + z.ID)
	v := e.view(z, lang)
	p.Kind, p.Title, p.Lang, p.Host, p.Path, p.Zone, p.NoIndex = theme.Shell, e.model.siteName(), lang, v.Host, v.Path, v, true
	p.Source = e.model.site(z, lang)
	e.tellSystem(p)
	return p
}

// formFile is the <form> element of a partial, without what the theme puts around.
func (p plan) formFile(c *theme.Context, z *zone, page *theme.PageData, dst []byte) ([]byte, error) {
	partial := "form-" + string(page.Kind)
	c.Read(p.view(z, page.Lang).Info)
	html, err := p.skin(z).Partial(nil, partial, theme.NewView(c, page, p.view(p.model.sites[0], page.Lang), p.siteView()))
	if err != nil {
		return nil, err
	}
	start, end := bytes.Index(html, []byte("<form")), bytes.LastIndex(html, []byte("</form>"))
	if start < 0 || end < start || bytes.Count(html, []byte("<form")) != 1 {
		return nil, p.themeProblem(z, "partials/"+partial+".html", report.T("theme.form"))
	}
	return append(append(dst, html[start:end]...), "</form>\n"...), nil
}

func (e *Engine) themeProblem(z *zone, file string, message report.Text) error {
	return report.List{{File: path.Join(e.skin(z).Folder(), file), Message: message}}
}

// planAssets adds the assets of every theme in use to every host that uses it.
func (p plan) planAssets() {
	for _, z := range p.model.sites {
		if z.above != nil && z.host() == z.above.host() && p.skin(z) == p.skin(z.above) {
			continue
		}
		for _, asset := range p.skin(z).Assets {
			p.bytes(publicFile(z.host(), asset.URL), asset.Data)
		}
	}
}

// bytes adds a file with a content that is known already.
func (p plan) bytes(file string, data []byte) {
	p.guarded(file, "", xxh3.Hash(data), func(_ *theme.Context, dst []byte) ([]byte, error) { return append(dst, data...), nil })
}

// planMoved adds pages at old addresses that lead to the new ones.
func (p plan) planMoved() {
	for _, own := range p.model.pages {
		for _, alias := range own.front.Aliases {
			move := redirect{From: alias, Host: own.zone.host()}
			file, ok := aliasFile(move)
			if !ok || own.front.Members || p.outputs[file] != nil && p.current(p.outputs[file]) {
				continue // only functions can answer there, or a page does already
			}
			d := p.data("moved " + move.Host + alias)
			d.Kind, d.Lang, d.Host, d.Path, d.Title, d.Zone, d.Parent, d.NoIndex = theme.Moved, own.lang, own.zone.host(), alias, own.data.Title,
				own.data.Zone, own.data, true
			p.tellSystem(d)
			z := own.zone
			p.madeFrom(d.Meta, file, d.Host, func(c *theme.Context, dst []byte) ([]byte, error) {
				c.Read(d.Meta)
				c.Read(p.view(z, d.Lang).Info)
				return p.skin(z).Partial(dst, "moved", theme.NewView(c, d, p.view(p.model.sites[0], d.Lang), p.siteView()))
			})
		}
	}
}

// siteView is what all pages share.
func (e *Engine) siteView() *theme.Site {
	if e.site == nil || e.site.Name != e.model.siteName() {
		e.site = &theme.Site{Name: e.model.siteName(), BaseURL: e.options.BaseURL, Languages: languages, Settings: e.model.theme.Settings, Data: e.model.data}
	}
	return e.site
}
