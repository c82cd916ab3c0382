package site

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // dates are those of Paris on any machine

	"github.com/zeebo/xxh3"

	"maillage/generator/search"
	"maillage/generator/site/report"
	"maillage/generator/theme"
	"maillage/generator/zones"
)

// zone is a territory with what was found in its folder.
type zone struct {
	zones.Zone
	url       string           // of its site in French, or where that would be, as if on the main host
	home      map[string]*page // by language; nil: it has no site
	above     *zone            // nearest zone above with a site
	below     []*zone          // nearest zones below with a site
	domain    *zone            // itself or the nearest above with a domain of its own; nil: on the main host
	skin      *theme.Theme
	urls      map[string]*page  // by address, as if on the main host; nil: a page without a text, or a file
	sum       uint64            // hash of what its pages say to each other, as last derived
	now       uint64            // the same while it is being found
	addresses uint64            // hash of urls
	retold    bool              // what it says of itself has changed
	changed   bool              // sum is another than before
	maps      []string          // addresses of its sitemaps
	lists     map[string]*lists // by language
	views     map[string]*theme.ZoneData
}

// lists are the public pages of a zone in one language.
type lists struct {
	own      map[section][]*page // written here
	posts    []*page             // own and shown here, newest first
	events   []*page             // own and shown here, soonest first
	pages    []*page             // of the first level
	topics   []*page             // of the manifesto
	intro    *page               // manifesto/index.md
	showing  bool                // some were written elsewhere
	members  []*page             // written here for members only
	speaks   bool                // something is written in this language
	upcoming int                 // index of the first event that is not over
	archives []*theme.PageData
	made     []*theme.PageData // all pages without a file
	shards   search.Zone       // of the search
	system   map[theme.Kind]*theme.PageData
	dated    []*page            // written here, the newest first
	terms    []*term            // with a page here, by number; nil: none
	termIDs  []int              // of terms, in their order
	listed   map[string]listing // by address
}

// host is the folder and name of the host a zone is published on; "" is the main
// one.
func (z *zone) host() string {
	if z.domain == nil {
		return ""
	}
	return z.domain.home[languages[0]].front.Domain
}

// path is an address of the zone's site as it stands on its own host.
func (z *zone) path(url string) string {
	if z.domain == nil {
		return url
	}
	for _, lang := range languages[1:] {
		if rest, ok := strings.CutPrefix(url, "/"+lang+z.domain.url); ok {
			return "/" + lang + "/" + rest
		}
	}
	return "/" + strings.TrimPrefix(url, z.domain.url)
}

// makeZones makes the zones of the tree, still empty, by slug.
func (m *model) makeZones() map[string]*zone {
	bySlug := map[string]*zone{}
	root := m.tree.Root().Slug
	for _, z := range m.tree.Zones {
		made := &zone{Zone: z, url: siteURL(root, z.Slug, languages[0]), lists: map[string]*lists{}}
		for _, lang := range languages {
			made.lists[lang] = newLists()
		}
		m.zones = append(m.zones, made)
		m.byID[z.ID], bySlug[z.Slug] = made, made
	}
	return bySlug
}

// makeSites finds the zones with a site.
func (m *model) makeSites() {
	for _, z := range m.zones {
		z.home, z.below, z.above, z.domain = nil, nil, nil, nil
	}
	for _, p := range m.byDate {
		if p.source.section == inHome {
			if p.zone.home == nil {
				p.zone.home = map[string]*page{}
			}
			p.zone.home[p.lang] = p
		}
	}
	m.sites = m.sites[:0]
	for _, z := range m.zones {
		m.placeSite(z)
	}
	for _, p := range m.texts {
		if p.zone.home == nil {
			p.url = "" // nobody gives it one
		}
	}
	m.hosts = 1
	owners := map[string]*zone{}
	for _, z := range m.sites {
		if z.domain == z {
			home := z.home[languages[0]]
			if owner := owners[home.front.Domain]; owner != nil {
				m.blame(home.source.path, home.fail("domain", report.T("front.domain.twice", home.front.Domain, owner.Slug), report.Text{}))
			}
			owners[home.front.Domain] = z
		}
		if z.domain != nil {
			m.hosts = mix(m.hosts, xxh3.HashString(z.ID+" "+z.domain.ID+" "+z.host()))
		}
		slices.SortFunc(z.below, func(a, b *zone) int { return cmp.Compare(path.Base(a.Slug), path.Base(b.Slug)) })
	}
}

func newLists() *lists {
	return &lists{own: map[section][]*page{}, system: map[theme.Kind]*theme.PageData{}, listed: map[string]listing{}}
}

// reset empties the lists, and keeps their room.
func (l *lists) reset() {
	for in, pages := range l.own {
		l.own[in] = pages[:0]
	}
	l.posts, l.events, l.pages, l.topics, l.dated, l.members = l.posts[:0], l.events[:0], l.pages[:0], l.topics[:0], l.dated[:0], l.members[:0]
	l.intro, l.showing, l.speaks, l.terms = nil, false, false, nil
}

// placeSite finds the sites around a zone, those above being placed already.
func (m *model) placeSite(z *zone) {
	if above := m.byID[z.Parent]; above != nil {
		z.above = above
		if above.home == nil {
			z.above = above.above
		}
		z.domain = above.domain
	}
	if z.home[languages[0]] == nil {
		z.home = nil
		return
	}
	if z.home[languages[0]].front.Domain != "" {
		z.domain = z
	}
	m.sites = append(m.sites, z)
	if z.above != nil {
		z.above.below = append(z.above.below, z)
	}
}

// makeLists orders the pages of every zone.
func (m *model) makeLists() {
	m.fillLists()
	m.show()
	for _, z := range m.sites {
		if !z.changed {
			continue
		}
		for _, lang := range languages {
			l := z.lists[lang]
			if l.showing {
				slices.SortFunc(l.posts, newest)
			}
			slices.SortFunc(l.events, soonest)
			neighbours(l.own[inPosts])
			l.upcoming = len(l.events)
			for i, p := range l.events {
				if p.ends().After(m.at) {
					l.upcoming = min(l.upcoming, i)
				}
			}
			slices.SortFunc(l.own[inForms], byTitle)
			byGroup(l.own[inPeople])
			m.makeTree(l, inPages)
			m.makeTree(l, inManifesto)
			l.speaks = l.speaks || lang == languages[0]
		}
	}
}

// fillLists gives the pages to their zones.
func (m *model) fillLists() {
	for _, z := range m.zones {
		for _, lang := range languages {
			if z.changed {
				z.lists[lang].reset()
			}
		}
	}
	for _, p := range m.byDate {
		if !p.zone.changed {
			continue
		}
		p.parent, p.children, p.other = nil, p.children[:0], nil
		p.before, p.after, p.related = nil, nil, p.related[:0] // members-only pages get none
		own := p.zone.lists[p.lang]
		own.speaks = true
		switch {
		case p.source.section == inHome:
		case p.front.Members: // listed nowhere
			own.members = append(own.members, p)
		default:
			own.own[p.source.section] = append(own.own[p.source.section], p)
		}
	}
}

// neighbours tells each post the older and the newer one.
func neighbours(posts []*page) {
	for i, p := range posts {
		p.before, p.after = nil, nil
		if i > 0 {
			p.after = posts[i-1]
		}
		if i+1 < len(posts) {
			p.before = posts[i+1]
		}
	}
}

// show lists posts and events where they were written and where they ask to be.
func (m *model) show() {
	for _, p := range m.byDate {
		in := p.source.section
		if !in.dated() || p.front.Members || p.front.Archive != "" || p.zone.home == nil {
			continue
		}
		add := func(z *zone) {
			if !z.changed {
				return
			}
			l := z.lists[p.lang]
			if in == inPosts {
				l.posts = append(l.posts, p)
			} else {
				l.events = append(l.events, p)
			}
		}
		add(p.zone)
		if len(p.front.Show) == 0 {
			continue
		}
		for _, z := range m.showing(p, true) {
			add(z)
			z.lists[p.lang].showing = true
		}
	}
}

// showing are the zones with a site that a page asks to be listed in, beside its
// own.
func (m *model) showing(p *page, blame bool) []*zone {
	var zones []*zone
	for i, where := range p.front.Show {
		switch where {
		case "parents":
			for z := p.zone.above; z != nil; z = z.above {
				zones = append(zones, z)
			}
		case "children":
			zones = append(zones, descendants(p.zone)...)
		default:
			z := m.bySlug[where]
			if (z == nil || z.home == nil) && !blame {
				continue
			}
			if z == nil || z.home == nil {
				key := indexed("show", i)
				m.blame(p.source.path, p.fail(key, report.T("front.show", where), m.nearSlug(where)))
				continue
			}
			zones = append(zones, z)
		}
	}
	if len(zones) < 2 {
		return zones
	}
	seen := map[*zone]bool{p.zone: true}
	return slices.DeleteFunc(zones, func(z *zone) bool {
		twice := seen[z]
		seen[z] = true
		return twice
	})
}

func descendants(z *zone) []*zone {
	var all []*zone
	for _, below := range z.below {
		all = append(append(all, below), descendants(below)...)
	}
	return all
}

func (m *model) nearSlug(slug string) report.Text {
	known := []string{"parents", "children"}
	for _, z := range m.sites {
		known = append(known, z.Slug)
	}
	if hint := report.NearestHint(slug, known); hint.Key != "" {
		return hint
	}
	return report.T("front.show.hint")
}

// ends is when an event is over: its end, else the end of its day.
func (p *page) ends() time.Time {
	if end := p.front.End.Time; !end.IsZero() {
		if wholeDay(end) {
			return end.AddDate(0, 0, 1)
		}
		return end
	}
	day := p.date.In(paris())
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, paris())
}

func wholeDay(at time.Time) bool {
	hour, minute, second := at.In(paris()).Clock()
	return hour+minute+second == 0
}

// makeTree hangs each page below the index of its folder, or of the nearest
// folder above that has one in the same language.
func (m *model) makeTree(l *lists, in section) {
	first := l.pages
	if in == inManifesto {
		first = l.topics
	}
	for _, p := range l.own[in] {
		folder := path.Dir(p.source.inside)
		if path.Base(p.source.inside) == "index.md" {
			folder = path.Dir(folder)
			if in == inManifesto && p.source.inside == "index.md" {
				l.intro = p
				continue
			}
		}
		for ; folder != "." && folder != "/" && p.parent == nil; folder = path.Dir(folder) {
			if index := m.byPath[p.zone.Slug+"/"+folderOf(in)+"/"+folder+"/index.md"]; index != nil && !index.hidden && !index.front.Members && index.lang == p.lang {
				p.parent = index
				index.children = append(index.children, p)
			}
		}
		if p.parent == nil {
			first = append(first, p)
		}
	}
	for _, p := range l.own[in] {
		slices.SortFunc(p.children, byWeight)
	}
	slices.SortFunc(first, byWeight)
	if in == inPages {
		l.pages = first
	} else {
		l.topics = first
	}
}

// siteURL is the address of a zone's site: the root's slug is left out.
func siteURL(root, slug, lang string) string {
	url := strings.TrimPrefix(slug, root) + "/"
	if lang != languages[0] {
		url = "/" + lang + url
	}
	return url
}

// paris is the place of all dates that name none.
var paris = sync.OnceValue(func() *time.Location {
	location, err := time.LoadLocation("Europe/Paris")
	if err != nil { // cannot be: tzdata is in the program
		return time.UTC
	}
	return location
})

// translate binds the two languages of each text.
func (m *model) translate() {
	for _, z := range m.sites {
		if !z.changed {
			continue
		}
		if fr, en := z.home["fr"], z.home["en"]; fr != nil && en != nil {
			fr.other, en.other = en, fr
		}
		if fr, en := z.lists["fr"].intro, z.lists["en"].intro; fr != nil && en != nil {
			fr.other, en.other = en, fr
		}
	}
	for _, p := range m.pages {
		if p.front.Translation == "" {
			continue
		}
		other := m.byPath[path.Join(path.Dir(p.source.path), p.front.Translation)]
		if p.zone.changed || other != nil && other.zone.changed {
			m.bind(p)
		}
	}
}

// bind follows the key translation of p.
func (m *model) bind(p *page) {
	fail := func(message, hint report.Text) { m.blame(p.source.path, p.fail("translation", message, hint)) }
	file := path.Join(path.Dir(p.source.path), p.front.Translation)
	other := m.byPath[file]
	switch {
	case other == nil:
		fail(report.T("link.file", p.front.Translation), m.nearFile(p.source.path, file))
	case other.hidden, other.front.unread:
	case other.lang == p.lang:
		fail(report.T("front.translation", p.front.Translation), report.Text{})
	case p.other != nil && p.other != other, other.other != nil && other.other != p:
		fail(report.T("front.back", p.front.Translation), report.Text{})
	default:
		p.other, other.other = other, p
	}
}
