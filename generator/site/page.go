package site

import (
	"cmp"
	"context"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// page is a published text.
type page struct {
	source   *source
	front    frontMatter
	zone     *zone
	lang     string
	date     time.Time // of a post
	slug     string    // its own segment of the address
	url      string
	parent   *page // of a page in a folder with an index
	children []*page
	other    *page // its translation
	body     []byte
	bodyLine int
	doc      markdown.Document
	image    *theme.Image
	cta      *theme.Link
	view     *theme.Page
}

// readPages reads all texts and keeps the published ones, by path.
func (m *model) readPages(ctx context.Context, sources []*source) {
	m.byPath, m.hidden, m.media = map[string]*page{}, map[string]bool{}, map[string]*media{}
	var texts []*source
	for _, s := range sources {
		if s.section == inMedia {
			m.media[s.path] = &media{source: s, url: siteURL(m.zones[0].Slug, s.zone.Slug, languages[0]) + "media/" + s.inside}
		} else {
			texts = append(texts, s)
		}
	}
	var mu sync.Mutex
	parallel(ctx, texts, func(s *source) {
		p := m.readPage(s)
		mu.Lock()
		defer mu.Unlock()
		switch {
		case p == nil:
		case p.front.Draft:
			m.hidden[s.path] = true
		case p.date.After(m.options.At):
			m.hidden[s.path] = true
			if m.next.IsZero() || p.date.Before(m.next) {
				m.next = p.date
			}
		default:
			m.pages = append(m.pages, p)
			m.byPath[s.path] = p
		}
	})
	slices.SortFunc(m.pages, func(a, b *page) int { return cmp.Compare(a.source.path, b.source.path) })
}

// readPage reads one text; nil when nothing can be done with it.
func (m *model) readPage(s *source) *page {
	data, problem := readText(m.files, s.path)
	if problem != nil {
		m.blame(s.path, *problem)
		return nil
	}
	front, body, bodyLine, open, ok := splitFront(data)
	if !ok {
		name := "front.missing"
		if open {
			name = "front.open"
		}
		m.blame(s.path, report.Problem{Line: 1, Col: 1, Message: report.T(name), Hint: report.T(name + ".hint")})
		return nil
	}
	p := &page{source: s, zone: s.zone, body: body, bodyLine: bodyLine}
	var problems []report.Problem
	p.front, problems = parseFront(front, s.section)
	m.blame(s.path, problems...)
	p.lang = cmp.Or(p.front.Lang, languages[0])
	if s.inside == "zone.en.md" {
		p.lang = "en"
	}
	if !slices.Contains(languages, p.lang) {
		p.lang = languages[0]
	}
	m.name(p)
	return p
}

var postName = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)-(.+)\.md$`)

// name finds the date and the address segment of a text in its file's name
// where the front matter does not give them.
func (m *model) name(p *page) {
	name := path.Base(p.source.inside)
	slug := strings.TrimSuffix(name, ".md")
	switch p.source.section {
	case inHome:
		return
	case inPosts:
		p.date = p.front.Date.Time
		found := postName.FindStringSubmatch(name)
		if found == nil {
			m.blame(p.source.path, report.Problem{Message: report.T("post.name")})
			return
		}
		day, err := parseMoment(found[1])
		if err != nil {
			m.blame(p.source.path, report.Problem{Message: report.T("front.date", found[1]), Hint: report.T("post.name")})
		}
		if p.date.IsZero() {
			p.date = day
		}
		slug = found[2]
	case inPages:
		if slug == "index" {
			slug = path.Base(path.Dir(p.source.inside))
		}
	}
	p.slug = cmp.Or(p.front.Slug, slug)
	if fold := markdown.Slug(p.slug); fold != p.slug || fold == "" {
		m.blame(p.source.path, report.Problem{Line: p.front.at["slug"].line, Col: p.front.at["slug"].col,
			Message: report.T("front.slug", p.slug), Hint: report.T("front.slug.hint", cmp.Or(fold, "charte"))})
	}
}

// byWeight orders the pages of a tree: by weight, those without one last, then
// by title.
func byWeight(a, b *page) int {
	last := func(p *page) int {
		if p.front.Weight == 0 {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(a.front.Weight, b.front.Weight),
		cmp.Compare(markdown.Slug(a.front.Title), markdown.Slug(b.front.Title)), cmp.Compare(a.source.path, b.source.path))
}

// newest orders posts, the newest first.
func newest(a, b *page) int {
	return cmp.Or(b.date.Compare(a.date), cmp.Compare(a.source.path, b.source.path))
}
