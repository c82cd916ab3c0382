package site

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/zeebo/xxh3"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// page is a text of the content folder.
type page struct {
	source   *source
	sum      uint64 // of the file's bytes
	front    frontMatter
	frontSum uint64 // of the front matter
	key      uint64 // hash of all of the front matter that other pages depend on
	zone     *zone
	lang     string
	date     time.Time // of posts, events, documents and proposals
	slug     string    // its own segment of the address
	hidden   bool      // draft, to come, or gone

	bodyLine int // lines of the file above the body
	doc      *markdown.Document
	text     *text  // of which doc is the document
	body     uint64 // hash of the body

	url      string // as if every zone were on the main host: "/ile-de-france/charte/"
	parent   *page  // of a page in a folder with an index
	children []*page
	other    *page // its translation
	before   *page // the older post of its zone and language
	after    *page // the newer one

	words     []termRef
	wordsDone bool
	wordsSum  uint64 // of what data.Terms was made from
	ordered   bool   // stands in model.byDate
	orderedAt time.Time
	gone      bool // its file is
	related   []*page
	rare      *term // while related is found
	rareAt    int

	filled      bool // data says what the file says, for
	filledURL   string
	filledPath  string
	filledOn    *zone // whose domain
	filledShare *theme.Image

	links  linked
	faults []report.Problem // found while reading the file alone
	data   *theme.PageData
	id     uint64 // hash of its path
	serial uint64 // no other page has it, not even one of the same path
}

// readPage reads one text. What is wrong with it alone is in its faults.
func (e *Engine) readPage(s *source, data []byte) *page {
	p, body := readHead(s, data)
	if !p.front.unread {
		e.renderBody(p, body)
	}
	return p
}

var serials atomic.Uint64

// readHead reads the front matter of a text.
func readHead(s *source, data []byte) (p *page, body []byte) {
	p = &page{source: s, zone: s.zone, sum: xxh3.Hash(data), lang: languages[0], id: xxh3.HashString(s.path), serial: serials.Add(1)}
	front, body, bodyLine, open, ok := splitFront(data)
	if !ok {
		p.unread() // others link to it
		fault := report.Problem{Line: 1, Col: 1, Message: report.T("front.missing"), Hint: report.T("front.missing.hint")}
		if open {
			fault = report.Problem{Line: whereOpen(data), Col: 1, Message: report.T("front.open"), Hint: report.T("front.open.hint")}
		}
		p.fault(fault)
		return p, nil
	}
	p.bodyLine = bodyLine
	p.front, p.faults = parseFront(front, s.section)
	p.lang = cmp.Or(p.front.Lang, languages[0])
	if s.inside == "zone.en.md" {
		p.lang = "en"
	}
	if !slices.Contains(languages, p.lang) {
		p.lang = languages[0]
	}
	p.name()
	p.frontSum = xxh3.Hash(front)
	p.structure(front)
	return p, body
}

// unread marks a text whose front matter is not known: it is blamed for that
// alone, and nothing else is said of it.
func (p *page) unread() {
	p.front.unread = true
	p.name()
	p.faults = nil
}

// structure hashes the front matter without the keys that change nothing but the
// page itself and what others show of it.
func (p *page) structure(front []byte) {
	kept := make([]byte, 0, len(front))
	skipping := false
	for line := range strings.Lines(string(front)) {
		if line[0] != ' ' && line[0] != '-' && line[0] != '\n' {
			key, _, _ := strings.Cut(line, ":")
			skipping = p.source.section == inPosts && (key == "title" || key == "description" || key == "image" || key == "updated")
		}
		if !skipping {
			kept = append(kept, line...)
		}
	}
	p.key = xxh3.Hash(kept)
}

func (p *page) fault(problems ...report.Problem) { p.faults = append(p.faults, problems...) }

// fail is a problem with the value of a key, or with the file where the key is
// not written.
func (p *page) fail(key string, message, hint report.Text) report.Problem {
	at := p.front.at[key]
	return report.Problem{Line: at.line, Col: at.col, Message: message, Hint: hint}
}

// renderBody renders a text or finds it rendered already.
func (e *Engine) renderBody(p *page, body []byte) {
	p.text, p.body = e.bodies.render(p.lang, body)
	p.doc = p.text.doc
	for _, problem := range p.doc.Problems {
		problem.Line += p.bodyLine
		p.fault(problem)
	}
}

var datedName = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)-(.+)\.md$`)

// name finds the date and the address segment of a text in its file's name
// where the front matter does not give them.
func (p *page) name() {
	name := path.Base(p.source.inside)
	slug := strings.TrimSuffix(name, ".md")
	p.date = p.front.Date.Time
	switch {
	case p.source.section == inHome:
		return
	case p.source.section.dated():
		found := datedName.FindStringSubmatch(name)
		if found == nil {
			p.slug = markdown.Slug(slug)
			p.fault(report.Problem{Message: wantedName(p.source.section)})
			return
		}
		day, err := parseMoment(found[1])
		if err != nil {
			p.fault(report.Problem{Message: report.T("front.date", found[1]), Hint: wantedName(p.source.section)})
		}
		if p.source.section == inEvents {
			p.date = p.front.Start.Time
		}
		if p.date.IsZero() {
			p.date = day
		}
		slug = found[2]
	case p.source.section.tree() && slug == "index":
		slug = path.Base(path.Dir(p.source.inside))
		if slug == "." && p.source.section == inManifesto {
			return // manifesto/index.md, at the address of the section
		}
	}
	p.slug = cmp.Or(p.front.Slug, slug)
	if !markdown.ValidSlug(p.slug) {
		p.fault(p.fail("slug", report.T("front.slug", p.slug), report.T("front.slug.hint", cmp.Or(markdown.Slug(p.slug), "charte"))))
	}
}

// wantedName tells how files with a date in their name are called.
func wantedName(in section) report.Text {
	if in == inEvents {
		return report.T("name.event")
	}
	return report.T("name.post")
}

// publication says whether a page is public at a moment, and when that changes
// next; zero is never.
func (p *page) publication(at time.Time) (public bool, next time.Time) {
	if p.front.Draft {
		return false, next
	}
	from := p.front.Publish.Time
	if p.source.section == inPosts && from.IsZero() {
		from = p.date
	}
	if from.After(at) {
		return false, from
	}
	until := p.front.Expires.Time
	if until.IsZero() {
		return true, next
	}
	if until.After(at) {
		return true, until
	}
	return false, next
}

// byWeight orders the pages of a tree: by weight, those without one last, then
// by title.
func byWeight(a, b *page) int {
	return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(a.front.Weight, b.front.Weight), byTitle(a, b))
}

func byTitle(a, b *page) int {
	return cmp.Or(cmp.Compare(markdown.Slug(a.front.Title), markdown.Slug(b.front.Title)), cmp.Compare(a.source.path, b.source.path))
}

func last(p *page) int {
	if p.front.Weight == 0 {
		return 1
	}
	return 0
}

// byGroup orders the people of a team: those of one group together, the groups by
// the weight of their first.
func byGroup(people []*page) {
	slices.SortFunc(people, byWeight)
	order := map[string]int{}
	for i, p := range people {
		if _, ok := order[p.front.Group]; !ok {
			order[p.front.Group] = i
		}
	}
	slices.SortStableFunc(people, func(a, b *page) int { return cmp.Compare(order[a.front.Group], order[b.front.Group]) })
}

// newest orders posts, the newest first.
func newest(a, b *page) int {
	return cmp.Or(b.date.Compare(a.date), cmp.Compare(a.source.path, b.source.path))
}

// soonest orders events, the first one first.
func soonest(a, b *page) int {
	return cmp.Or(a.date.Compare(b.date), cmp.Compare(a.source.path, b.source.path))
}
