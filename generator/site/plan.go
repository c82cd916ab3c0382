package site

import (
	"bytes"
	"fmt"
	"path"
	"regexp"

	"maillage/generator/search"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// plan lists every output of a build.
func (e *Engine) plan() {
	e.round++
	m, p := e.model, plan{e}
	for _, page := range m.pages {
		if page.zone.home != nil && page.url != "" {
			p.page(page.zone, page.data)
		}
	}
	for _, z := range m.sites {
		for _, lang := range languages {
			l := z.lists[lang]
			for _, d := range l.made {
				p.page(z, d)
			}
			p.planFeeds(z, lang)
			p.planCalendars(z, lang)
			p.planSearch(z, lang)
			p.functionFiles(z, lang)
		}
	}
	p.planAssets()
	e.planMedia(p)
	p.planSitemaps()
	p.planMoved()
	p.planFind()
	p.planCards()
	p.planData()
	e.notice()
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
	p.made(file, host, func(c *theme.Context, dst []byte) ([]byte, error) {
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
		zoneFeed.full, zoneFeed.entries, zoneFeed.guard = true, newestFirst(v.Posts.Pages), v.Posts.Cell
		p.planFeed(zoneFeed, v.Feeds)
	}
	for kind, list := range map[theme.Kind]*theme.ListData{theme.Agenda: &v.Upcoming, theme.Documents: &v.Documents} {
		if d := l.system[kind]; d != nil {
			section := f
			section.title, section.page, section.entries, section.guard = name(d.Title), d.Path, list.Pages, list.Cell
			p.planFeed(section, d.Feeds)
		}
	}
	for _, id := range l.termIDs {
		if d := l.terms[id].data; d.Feeds.Atom != "" {
			term := f
			term.title, term.page, term.entries, term.guard = name(d.Title), d.Path, d.Items, d.Ties
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
	p.always(publicFile(v.Host, at.Path+"search.json"), func() ([]byte, error) { return search.Manifest(nil, l.shards), nil })
	if z == p.model.sites[0] || z.domain == z {
		p.always(publicFile(v.Host, at.Path+"everywhere.json"), func() ([]byte, error) { return p.everywhere(v.Host, lang), nil })
	}
}

// everywhere is the manifest of all zones on a host; pages of other hosts may not
// be read from there.
func (p plan) everywhere(host, lang string) []byte {
	var zones []search.Zone
	for _, z := range p.model.sites {
		if shards := z.lists[lang].shards; len(shards.Shards) > 0 && z.host() == host {
			zones = append(zones, shards)
		}
	}
	return search.Manifest(nil, zones...)
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
		entries[i] = search.Entry{URL: d.Path, Title: d.Title, Description: d.Description, Kind: p.kindLabel(own), Date: day(d.Date),
			Terms: search.Terms(words) + " " + own.terms}
	}
	return search.Shard(dst, entries)
}

// kindLabel is what readers call the section of a page.
func (p plan) kindLabel(own *page) string {
	for kind, in := range map[theme.Kind]section{theme.List: inPosts, theme.Agenda: inEvents, theme.Team: inPeople, theme.Manifesto: inManifesto,
		theme.Documents: inDocuments} {
		if d := own.zone.lists[own.lang].system[kind]; in == own.source.section && d != nil {
			return d.Title
		}
	}
	return ""
}

// functionFiles are the shell and the forms that functions fill.
func (p plan) functionFiles(z *zone, lang string) {
	name := z.Slug + "." + lang + ".html"
	shell := p.shellPage(z, lang)
	p.made("data/shell/"+name, z.host(), func(c *theme.Context, dst []byte) ([]byte, error) {
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
}

var emptyMain = regexp.MustCompile(`<main id="contenu"[^>]* data-shell[^>]*>\s*</main>`)

// shellPage is the page whose main the functions fill.
func (e *Engine) shellPage(z *zone, lang string) *theme.PageData {
	p := e.data("shell " + lang + " " + z.ID)
	v := e.view(z, lang)
	p.Kind, p.Title, p.Lang, p.Host, p.Path, p.Zone, p.NoIndex = theme.Shell, e.model.siteName(), lang, v.Host, v.Path, v, true
	e.tellSystem(p)
	return p
}

// formFile is the <form> element of a partial, without what the theme puts around.
func (p plan) formFile(c *theme.Context, z *zone, page *theme.PageData, dst []byte) ([]byte, error) {
	partial := "form-" + string(page.Kind)
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
	p.always(file, func() ([]byte, error) { return data, nil })
}

// planMoved adds pages at old addresses that lead to the new ones.
func (p plan) planMoved() {
	for _, own := range p.model.pages {
		for _, alias := range own.front.Aliases {
			move := redirect{From: alias, Host: own.zone.host()}
			file, ok := aliasFile(move)
			if !ok || own.front.Members || p.outputs[file] != nil && p.outputs[file].round == p.round {
				continue // only functions can answer there, or a page does already
			}
			d := p.data("moved " + move.Host + alias)
			d.Kind, d.Lang, d.Host, d.Path, d.Title, d.Zone, d.Parent, d.NoIndex = theme.Moved, own.lang, own.zone.host(), alias, own.data.Title,
				own.data.Zone, own.data, true
			p.tellSystem(d)
			z := own.zone
			p.made(file, d.Host, func(c *theme.Context, dst []byte) ([]byte, error) {
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
