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
	key                  uint64 // hash of url
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
	all := map[string][]*page{}
	for _, lang := range languages {
		all[lang] = m.allDated[lang][:0]
	}
	for _, p := range m.byDate {
		m.refs(p)
		if p.zone.home == nil || p.front.Members || p.source.section == inHome {
			continue
		}
		if p.zone.changed {
			l := p.zone.lists[p.lang]
			l.dated = append(l.dated, p)
		}
		all[p.lang] = append(all[p.lang], p)
	}
	m.allDated = all
	for _, lang := range languages {
		m.sites[0].lists[lang].terms = m.group(all[lang], 1)
		for i, z := range m.sites {
			l := z.lists[lang]
			if len(l.dated) == 0 || !z.changed {
				continue
			}
			own := m.group(l.dated, 2)
			relate(l.dated, own)
			if i > 0 {
				for id, t := range own {
					if t != nil && len(t.pages) < ownPage {
						own[id] = nil
					}
				}
				l.terms = own
			}
		}
	}
}

// sortByDate keeps the published pages in order of date, the newest first. Those
// that came or moved are put among the others, which are in order already.
func (m *model) sortByDate() {
	kept := m.byDate[:0]
	for _, p := range m.byDate {
		p.ordered = !p.hidden && !p.gone && p.orderedAt.Equal(p.date)
		if p.ordered {
			kept = append(kept, p)
		}
	}
	var fresh []*page
	for _, p := range m.pages {
		if !p.ordered {
			p.ordered, p.orderedAt = true, p.date
			fresh = append(fresh, p)
		}
	}
	slices.SortFunc(fresh, newest)
	if len(fresh) == 0 || len(kept) == 0 {
		m.byDate = append(kept, fresh...)
		return
	}
	merged := make([]*page, 0, len(kept)+len(fresh))
	for _, p := range fresh {
		before, _ := slices.BinarySearchFunc(kept, p, newest)
		merged = append(append(merged, kept[:before]...), p)
		kept = kept[before:]
	}
	m.byDate = append(merged, kept...)
}

// group collects the words that at least so many pages share, by number.
func (m *model) group(pages []*page, least int) []*term {
	counts := make([]int32, len(m.words))
	total := 0
	for _, p := range pages {
		for _, ref := range p.words {
			counts[ref.id]++
			total++
		}
	}
	terms := make([]*term, len(m.words))
	backing := make([]*page, 0, total)
	made := make([]term, 0, len(m.words))
	for _, p := range pages {
		for _, ref := range p.words {
			n := int(counts[ref.id])
			if n < least {
				continue
			}
			t := terms[ref.id]
			if t == nil {
				w := m.words[ref.id]
				end := len(backing)
				backing = backing[:end+n]
				made = append(made, term{taxonomy: w.taxonomy, slug: w.slug, name: ref.name, pages: backing[end : end : end+n]})
				t = &made[len(made)-1]
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
func relate(pages []*page, terms []*term) {
	for _, t := range terms {
		if t == nil {
			continue
		}
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
	if p.rare == nil || len(t.pages) < len(p.rare.pages) || len(t.pages) == len(p.rare.pages) && (t.slug < p.rare.slug || t.slug == p.rare.slug && t.taxonomy < p.rare.taxonomy) {
		p.rare, p.rareAt = t, at
	}
}

// term is the word of a text as grouped in its own zone, else in the root; nil
// where no page lists it.
func (m *model) term(p *page, id int) (at *zone, t *term) {
	at = p.zone
	if terms := at.lists[p.lang].terms; id < len(terms) {
		t = terms[id]
	}
	if t == nil {
		at = m.sites[0]
		if terms := at.lists[p.lang].terms; id < len(terms) {
			t = terms[id]
		}
	}
	return at, t
}

// tieTerms tells the words of a page with the pages that list them, when these are
// not those of before.
func (m *model) tieTerms(p *page) {
	sum := mix(m.hosts, uint64(len(p.words)))
	for _, ref := range p.words {
		_, t := m.term(p, ref.id)
		sum = mix(sum, uint64(ref.id))
		if t != nil {
			sum = mix(sum, t.key)
			if t.taxonomy == "series" {
				sum = mix(mix(sum, uint64(len(t.pages))), uint64(slices.Index(t.pages, p)))
			}
		}
	}
	if p.wordsSum == sum && sum != 0 {
		return
	}
	p.wordsSum = sum
	links := make([]theme.TermLink, 0, len(p.words))
	for _, ref := range p.words {
		w := m.words[ref.id]
		link := theme.TermLink{Taxonomy: w.taxonomy, Name: markdown.Typography(p.lang, ref.name)}
		if at, t := m.term(p, ref.id); t != nil {
			link.Host, link.Path = at.host(), escaped(at.path(t.url))
			if w.taxonomy == "series" {
				link.Of = len(t.pages)
				link.Part = link.Of - slices.Index(t.pages, p)
			}
		}
		links = append(links, link)
	}
	p.data.Terms = links
}
