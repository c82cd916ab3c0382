package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"maillage/generator/markdown"
	"maillage/generator/theme"
)

// perPage is how many posts a page of a list holds; the newest holds up to twice
// as many less one, so that full pages never change.
const perPage = 20

// systemPages are the pages that sites have without a file. It takes their
// addresses; makeViews fills them.
func (e *Engine) systemPages() {
	m := e.model
	m.makeTerms()
	for _, z := range m.sites {
		if !z.changed {
			continue
		}
		for _, lang := range languages {
			l := z.lists[lang]
			clear(l.system)
			l.archives, l.made = l.archives[:0], l.made[:0]
			e.sectionPages(z, lang, l)
			e.termPages(z, lang, l)
			e.ownPages(z, lang, l)
		}
	}
	for _, z := range m.sites {
		if z.changed {
			e.translateSystem(z)
		}
	}
}

// newSystem is a page without a file at an address.
func (e *Engine) newSystem(z *zone, lang string, kind theme.Kind, url, title, description string) *theme.PageData {
	p := e.systems[url]
	if p == nil {
		p = e.data(url)
		e.systems[url] = p
	}
	if p.Kind != kind || p.Lang != lang || p.Host != z.host() || p.Path == "" || z.domain != nil {
		p.Kind, p.Lang, p.Host, p.Path = kind, lang, z.host(), escaped(z.path(url))
		p.Source = escaped(url)
	}
	p.Title, p.Description, p.Items, p.Children, p.Translations, p.Terms = title, description, p.Items[:0], nil, p.Translations[:0], nil
	p.Pager, p.Parent, p.Places, p.Feeds = nil, nil, nil, theme.Feeds{}
	z.urls[url] = nil
	z.lists[lang].made = append(z.lists[lang].made, p)
	p.Zone = e.view(z, lang)
	return p
}

// data is the page of an address with its cells, empty otherwise.
func (e *Engine) data(key string) *theme.PageData {
	return &theme.PageData{Meta: e.cells.of('m', key), Content: e.cells.of('c', key), Ties: e.cells.of('t', key)}
}

// text is a text of the zone's theme; a missing one is a problem of the theme.
func (e *Engine) text(z *zone, lang, key string, args ...any) string {
	skin := e.skin(z)
	if skin == nil {
		return ""
	}
	text, err := skin.Text(lang, key, args...)
	if err != nil {
		e.model.blameTheme(skin, err)
	}
	return text
}

// titled makes a system page with the texts <kind>.title and <kind>.description.
func (e *Engine) titled(z *zone, lang string, kind theme.Kind, url string) *theme.PageData {
	name := e.zoneName(z, lang)
	p := e.newSystem(z, lang, kind, url, e.text(z, lang, string(kind)+".title", name), e.text(z, lang, string(kind)+".description", name))
	z.lists[lang].system[kind] = p
	return p
}

// sectionPages are the lists of what a zone has.
func (e *Engine) sectionPages(z *zone, lang string, l *lists) {
	site, names := e.model.site(z, lang), segments[lang]
	if len(l.posts) > 0 {
		first := e.titled(z, lang, theme.List, site+names.sections[inPosts])
		e.paginate(z, lang, first, l.posts)
	}
	if len(l.events) > 0 {
		e.titled(z, lang, theme.Agenda, site+names.sections[inEvents]).Feeds = e.feeds(z, site+names.sections[inEvents])
	}
	if len(l.own[inPeople]) > 0 {
		e.titled(z, lang, theme.Team, site+names.sections[inPeople])
	}
	if len(l.topics) > 0 || l.intro != nil {
		p := e.titled(z, lang, theme.Manifesto, site+names.sections[inManifesto])
		if l.intro != nil {
			l.intro.url = site + names.sections[inManifesto]
			z.urls[l.intro.url] = l.intro
			l.made = l.made[:len(l.made)-1] // the written page stands there
			p.Path = escaped(z.path(l.intro.url))
		}
	}
	if len(l.own[inDocuments]) > 0 {
		e.titled(z, lang, theme.Documents, site+names.sections[inDocuments]).Feeds = e.feeds(z, site+names.sections[inDocuments])
	}
}

// feeds are the addresses of the feeds of a list.
func (e *Engine) feeds(z *zone, url string) theme.Feeds {
	path := escaped(z.path(url))
	return theme.Feeds{Atom: path + "feed.xml", JSON: path + "feed.json"}
}

// listing is the pages of a word as they were made last.
type listing struct {
	texts []*page
	told  uint64 // hash of what else they say
	pages []*theme.PageData
	urls  []string // of pages, as if on the main host
}

// paginate divides a list: archive pages are numbered from the oldest, the page
// at the list's own address holds the newest.
func (e *Engine) paginate(z *zone, lang string, first *theme.PageData, texts []*page) {
	full := max(0, len(texts)/perPage-1)
	l, url := z.lists[lang], first.Path
	links := make([]theme.PagerLink, full+1)
	for i := range links {
		links[i] = theme.PagerLink{Number: i + 1, URL: url + segments[lang].page + strconv.Itoa(i+1) + "/"}
	}
	links[full].URL = url
	for i := range links {
		p := first
		to := len(texts) - i*perPage
		from := to - perPage
		if i == full {
			from = 0
		} else {
			p = e.newSystem(z, lang, first.Kind, unescapedURL(z, links[i].URL), first.Title, first.Description)
			p.Terms = uncounted(first.Terms)
			l.archives = append(l.archives, p)
		}
		for _, item := range texts[from:to] {
			p.Items = append(p.Items, e.pageData(item))
		}
		if full > 0 {
			p.Pager = pager(links, i)
		}
	}
}

// unescapedURL is the address, as if on the main host, of a path of a zone's host
// that the engine made.
func unescapedURL(z *zone, path string) string {
	if z.domain == nil {
		return path
	}
	for _, lang := range languages[1:] {
		if rest, ok := strings.CutPrefix(path, "/"+lang+"/"); ok {
			return "/" + lang + z.domain.url + rest
		}
	}
	return z.domain.url + path[1:]
}

// uncounted are terms without the number of their pages, which grows.
func uncounted(terms []theme.TermLink) []theme.TermLink {
	terms = slices.Clone(terms)
	for i := range terms {
		terms[i].Of = 0
	}
	return terms
}

// pager is what a page of a list tells of the others: the oldest, its neighbours
// and the newest, which is the last of links.
func pager(links []theme.PagerLink, at int) *theme.Pager {
	newest := len(links) - 1
	p := &theme.Pager{Number: at + 1, Pages: make([]theme.PagerLink, 0, 7)}
	if at > 0 {
		p.Older = links[at-1].URL
	}
	if at < newest {
		p.Newer = links[at+1].URL
	}
	for i, link := range links {
		if i == newest {
			link.Newest = true
			if at < newest {
				link.Number = 0
			}
		}
		if i == 0 || i == newest || i >= at-2 && i <= at+2 {
			link.Current = i == at
			p.Pages = append(p.Pages, link)
		}
	}
	return p
}

func datas(e *Engine, pages []*page) []*theme.PageData {
	list := make([]*theme.PageData, len(pages))
	for i, p := range pages {
		list[i] = e.pageData(p)
	}
	return list
}

// termPages are the pages of the words that a zone's texts share.
func (e *Engine) termPages(z *zone, lang string, l *lists) {
	ids := l.termIDs[:0]
	for id, t := range l.terms {
		if t != nil {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b int) int {
		x, y := l.terms[a], l.terms[b]
		return cmp.Or(cmp.Compare(x.taxonomy, y.taxonomy), cmp.Compare(x.slug, y.slug))
	})
	l.termIDs = ids
	for _, id := range ids {
		t := l.terms[id]
		t.url = e.model.site(z, lang) + segments[lang].terms[t.taxonomy] + t.slug + "/"
		t.key = mix(xxh3.HashString(t.url), xxh3.HashString(t.name))
		words := e.termTexts(z, lang, t)
		name := words.name
		told := e.scratch.reset().text(words.title).text(words.description).text(name).text(z.host()).text(z.path(t.url)).sum()
		if e.relist(z, l, t, told) {
			continue
		}
		before := len(l.made)
		first := e.newSystem(z, lang, theme.Term, t.url, words.title, words.description)
		t.data = first
		first.Terms = []theme.TermLink{{Taxonomy: t.taxonomy, Name: name, Host: first.Host, Path: first.Path, Of: len(t.pages)}}
		if t.taxonomy == "tag" || t.taxonomy == "category" {
			first.Feeds = e.feeds(z, t.url)
		}
		e.paginate(z, lang, first, t.pages)
		made := listing{texts: t.pages, told: told, pages: slices.Clone(l.made[before:])}
		for _, p := range made.pages {
			made.urls = append(made.urls, unescapedURL(z, p.Path))
		}
		made.urls[0] = t.url
		l.listed[t.url] = made
	}
}

// relist takes the pages of a word as they were made last, if nothing in them has
// changed: the root has a thousand of them.
func (e *Engine) relist(z *zone, l *lists, t *term, told uint64) bool {
	known, ok := l.listed[t.url]
	if !ok || known.told != told || !slices.Equal(known.texts, t.pages) {
		return false
	}
	known.texts = t.pages // frees those of the last time
	l.listed[t.url] = known
	t.data = known.pages[0]
	for i, p := range known.pages {
		p.Translations = p.Translations[:0]
		z.urls[known.urls[i]] = nil
	}
	l.made = append(l.made, known.pages...)
	l.archives = append(l.archives, known.pages[1:]...)
	return true
}

// termText is how the pages of a word are called.
type termText struct{ name, title, description string }

// termTexts are the words of a page of a word, made once.
func (e *Engine) termTexts(z *zone, lang string, t *term) termText {
	key := termTextKey{e.skin(z), lang, t.taxonomy, t.name}
	text, ok := e.words[key]
	if !ok {
		name := markdown.Typography(lang, t.name)
		text = termText{name, e.text(z, lang, "term."+t.taxonomy, name), e.text(z, lang, "term.description", name)}
		e.words[key] = text
	}
	return text
}

type termTextKey struct {
	skin                 *theme.Theme
	lang, taxonomy, name string
}

// ownPages are the pages that every site has.
func (e *Engine) ownPages(z *zone, lang string, l *lists) {
	site, names := e.model.site(z, lang), segments[lang]
	for _, kind := range []struct {
		kind theme.Kind
		url  string
		here bool
	}{
		{theme.Search, names.search, l.speaks},
		{theme.Find, names.find, z.above == nil},
		{theme.LegalNotice, names.legal, e.ownLegal(z)},
		{theme.Privacy, names.privacy, e.ownLegal(z)},
		{theme.Accessibility, names.access, e.ownLegal(z)},
		{theme.Join, names.join, true},
		{theme.Joined, names.joined, true},
		{theme.Confirm, names.confirm, true},
		{theme.Welcome, names.welcome, true},
		{theme.Missing, "404.html", true},
	} {
		if !kind.here || e.model.written(l, site+kind.url, site) {
			continue
		}
		p := e.titled(z, lang, kind.kind, site+kind.url)
		switch kind.kind {
		case theme.Joined, theme.Confirm, theme.Welcome, theme.Missing:
			p.NoIndex = true
		}
	}
	if z.above == nil {
		e.findPages(z, lang, site+names.find)
	}
	for _, in := range []section{inForms, inPetitions} {
		for _, f := range l.own[in] {
			url := site + names.sections[in] + f.slug + "/" + names.thanks
			p := e.newSystem(z, lang, theme.ThanksPage, url, e.text(z, lang, "thanks.title", ""), e.text(z, lang, "thanks.description", ""))
			p.NoIndex, p.Parent = true, e.pageData(f)
		}
	}
}

// ownLegal says whether a zone answers for its own site.
func (e *Engine) ownLegal(z *zone) bool {
	return z.above == nil || z.home[languages[0]].front.Legal != nil || z.domain == z
}

// written says whether an author wrote a page at the address of one of ours: then
// theirs stands.
func (m *model) written(l *lists, url, site string) bool {
	return slices.ContainsFunc(l.pages, func(p *page) bool { return site+p.slug+"/" == url })
}

// translateSystem binds the pages of a kind in both languages.
func (e *Engine) translateSystem(z *zone) {
	for _, lang := range languages {
		for kind, p := range z.lists[lang].system {
			for _, other := range languages {
				if translation := z.lists[other].system[kind]; other != lang && translation != nil && kind != theme.Missing {
					p.Translations = append(p.Translations, translation)
				}
			}
		}
	}
}
