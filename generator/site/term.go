package site

import (
	"slices"

	"maillage/generator/markdown"
	"maillage/generator/theme"
)

// ownPage is how many texts of a zone share a word before the zone has a page of
// it; below that the word leads to the page of the whole movement.
const ownPage = 10

// term is a word that texts share: a tag, a category, a series, an author.
type term struct {
	taxonomy, slug, name string
	url                  string // of its first page
	data                 *theme.PageData
	pages                []*page
}

// termRef is a word of one text.
type termRef struct {
	id   int    // in model.words
	name string // as written there
}

// wordKey is a term wherever it is used.
type wordKey struct{ taxonomy, slug string }

// refs are the words of a page, numbered.
func (m *model) refs(p *page) []termRef {
	if p.wordsDone {
		return p.words
	}
	p.wordsDone, p.words = true, nil
	add := func(taxonomy, name string) {
		slug, ok := m.slugs[name]
		if !ok {
			slug = markdown.Slug(name)
			m.slugs[name] = slug
		}
		if slug == "" {
			return
		}
		w := wordKey{taxonomy, slug}
		id, ok := m.wordIDs[w]
		if !ok {
			id = len(m.words)
			m.wordIDs[w], m.words = id, append(m.words, w)
		}
		if !slices.ContainsFunc(p.words, func(r termRef) bool { return r.id == id }) {
			p.words = append(p.words, termRef{id, name})
		}
	}
	for _, tag := range p.front.Tags {
		add("tag", tag)
	}
	for i, name := range []string{p.front.Category, p.front.Series, p.front.Author} {
		if name != "" {
			add(taxonomies[i+1], name)
		}
	}
	return p.words
}

// makeTerms groups texts by their words: everywhere for the root, where it pays
// for other zones. It also finds the texts related to each post.
func (m *model) makeTerms() {
	m.sortByDate()
	for _, z := range m.sites {
		for _, lang := range languages {
			z.lists[lang].dated = z.lists[lang].dated[:0]
		}
	}
	all := map[string][]*page{}
	for _, p := range m.byDate {
		if p.zone.home == nil || p.front.Members || p.source.section == inHome {
			continue
		}
		l := p.zone.lists[p.lang]
		l.dated = append(l.dated, p)
		all[p.lang] = append(all[p.lang], p)
	}
	for _, lang := range languages {
		m.sites[0].lists[lang].terms = m.group(all[lang], 1)
		for i, z := range m.sites {
			l := z.lists[lang]
			own := m.group(l.dated, 2)
			relate(l.dated, own)
			if i > 0 {
				for id, t := range own {
					if len(t.pages) < ownPage {
						delete(own, id)
					}
				}
				l.terms = own
			}
		}
	}
}

// sortByDate keeps the published pages in order of date, the newest first.
func (m *model) sortByDate() {
	kept := m.byDate[:0]
	for _, p := range m.byDate {
		if p.ordered = !p.hidden && !p.gone; p.ordered {
			kept = append(kept, p)
		}
	}
	m.byDate = kept
	for _, p := range m.pages {
		if !p.ordered {
			p.ordered = true
			m.byDate = append(m.byDate, p)
		}
	}
	slices.SortFunc(m.byDate, newest)
}

// group collects the words that at least so many pages share, by number.
func (m *model) group(pages []*page, least int) map[int]*term {
	counts := make(map[int]int, 64)
	for _, p := range pages {
		for _, ref := range m.refs(p) {
			counts[ref.id]++
		}
	}
	terms := make(map[int]*term, len(counts))
	for _, p := range pages {
		for _, ref := range p.words {
			n := counts[ref.id]
			if n < least {
				continue
			}
			t := terms[ref.id]
			if t == nil {
				w := m.words[ref.id]
				t = &term{taxonomy: w.taxonomy, slug: w.slug, name: ref.name, pages: make([]*page, 0, n)}
				terms[ref.id] = t
			}
			t.pages = append(t.pages, p)
		}
	}
	return terms
}

// relatedCount is how many texts are offered after a post.
const relatedCount = 3

// relate finds, for each post, the nearest in time of those that share its rarest
// tag. A new post changes that of its neighbours only.
func relate(pages []*page, terms map[int]*term) {
	for _, t := range terms {
		for i, p := range t.pages {
			p.rarest(t, i)
		}
	}
	for _, p := range pages {
		p.related = p.related[:0]
		t := p.rare
		if t == nil {
			continue
		}
		for distance := 1; len(p.related) < relatedCount && distance < len(t.pages); distance++ {
			for _, i := range [...]int{p.rareAt + distance, p.rareAt - distance} {
				if i >= 0 && i < len(t.pages) && len(p.related) < relatedCount && t.pages[i].source.section == inPosts {
					p.related = append(p.related, t.pages[i])
				}
			}
		}
		p.rare = nil
	}
}

// rarest remembers a term of a post when it is rarer than the one known.
func (p *page) rarest(t *term, at int) {
	if p.source.section != inPosts || t.taxonomy != "tag" && t.taxonomy != "category" {
		return
	}
	if p.rare == nil || len(t.pages) < len(p.rare.pages) || len(t.pages) == len(p.rare.pages) && t.slug < p.rare.slug {
		p.rare, p.rareAt = t, at
	}
}

// termLinks are the words of a page with the pages that list them: its own zone's,
// else the root's.
func (m *model) termLinks(p *page) []theme.TermLink {
	refs := m.refs(p)
	links := make([]theme.TermLink, 0, len(refs))
	for _, ref := range refs {
		w := m.words[ref.id]
		link := theme.TermLink{Taxonomy: w.taxonomy, Name: markdown.Typography(p.lang, ref.name)}
		at := p.zone
		t := at.lists[p.lang].terms[ref.id]
		if t == nil {
			at = m.sites[0]
			t = at.lists[p.lang].terms[ref.id]
		}
		if t != nil {
			link.Host, link.Path = at.host(), escaped(at.path(t.url))
			if w.taxonomy == "series" {
				link.Of = len(t.pages)
				link.Part = link.Of - slices.Index(t.pages, p)
			}
		}
		links = append(links, link)
	}
	return links
}
