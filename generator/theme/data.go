package theme

import (
	"html/template"
	"time"

	"maillage/generator/markdown"
)

// PageData is a page as the engine knows it. Templates see it through Page, which
// notes what they read: Meta guards what the page says of itself, Content its
// text, Ties the fields that name other pages.
type PageData struct {
	Meta, Content, Ties Cell
	Slot                any // the engine's own: the output that shows the page

	Kind        Kind
	Lang        string
	Host        string // host it is published on; "" is the main one
	Path        string // "/ile-de-france/charte/", escaped as in HTML
	Source      string // Path as if it stood on the main host
	Title       string
	SEOTitle    string
	Description string
	Date        time.Time
	Updated     time.Time
	Author      string
	Draft       bool
	NoIndex     bool
	Members     bool
	Pinned      bool
	Archive     string // years of an archived site; empty for living pages
	Image       *Image
	Share       *Image // what social networks show
	Event       *Event
	Person      *Person
	Proposal    *Proposal
	File        *File
	Form        *Form
	Petition    *Petition

	Doc     *markdown.Document // nil: no text
	Targets []markdown.Target  // of Doc.Links

	Zone         *ZoneData
	Parent       *PageData
	Children     []*PageData
	Prev, Next   *PageData
	Translations []*PageData
	Items        []*PageData // of a list
	Related      []*PageData
	Terms        []TermLink // tags, category, series, author
	Pager        *Pager
	Feeds        Feeds
	Places       []Place // of a find page
}

// TermLink names a page that lists what shares a word: a tag, say.
type TermLink struct {
	Taxonomy string // "tag", "category", "series", "author"
	Name     string
	Host     string
	Path     string // empty: there is no such page
	Part, Of int    // of a series: this is part 2 of 3

	c *Context
}

// ListData is pages in an order, guarded by a cell of its own.
type ListData struct {
	Cell  Cell
	Pages []*PageData
}

// ZoneData is a zone in one language as the engine knows it. Info guards what it
// says of itself, Tree its place among the others; each list has its own cell.
type ZoneData struct {
	Info, Tree Cell

	ID, Slug, Lang, Host    string
	Path                    string // first page, host-relative
	Name, Tagline, SiteName string
	Contact                 Contact
	Social                  []Link
	CTA                     *Link
	Menu                    []Link
	Links                   Links
	Feeds                   Feeds
	Blocks                  []Block
	Legal                   *Legal
	Domain                  string
	Everywhere              string // what search.js reads to look into all zones of the host
	Parent                  *ZoneData
	Ancestors               []*ZoneData
	Children, Siblings      []*ZoneData
	Home                    *PageData

	Posts, News, Events, Upcoming, Past ListData
	People, Topics, Proposals           ListData
	Documents, Forms, Petitions         ListData
	Pages, Index                        ListData
	Terms                               TermList
	Map                                 *MapData // of the root
}

// TermList is the words that a zone's pages share, guarded by a cell.
type TermList struct {
	Cell  Cell
	Terms []TermCount
}

// TermCount is a word and the number of pages under it.
type TermCount struct {
	TermLink
	Count int
}

// MapData is the map of France with the zones that shapes lead to.
type MapData struct {
	Cell    Cell
	ViewBox string
	Credit  string
	Shapes  []ShapeData
}

// ShapeData is one outline of the map.
type ShapeData struct {
	D    string
	Name string
	Zone *ZoneData // nil: nobody is there yet
}

// page makes a handle of a page; nil stays nil.
func (c *Context) page(d *PageData) *Page {
	if d == nil {
		return nil
	}
	return &Page{c, d}
}

func (c *Context) pages(list []*PageData) []*Page {
	if len(list) == 0 {
		return nil
	}
	handles := make([]Page, len(list))
	pages := make([]*Page, len(list))
	for i, d := range list {
		handles[i] = Page{c, d}
		pages[i] = &handles[i]
	}
	return pages
}

func (c *Context) list(l *ListData) []*Page {
	c.Read(l.Cell)
	return c.pages(l.Pages)
}

func (c *Context) zone(d *ZoneData) *Zone {
	if d == nil {
		return nil
	}
	return &Zone{c, d}
}

func (c *Context) zones(list []*ZoneData) []*Zone {
	handles := make([]Zone, len(list))
	zones := make([]*Zone, len(list))
	for i, d := range list {
		handles[i] = Zone{c, d}
		zones[i] = &handles[i]
	}
	return zones
}

// NewView is what the engine executes a page with. c.Begin must have been called.
func NewView(c *Context, p *PageData, root *ZoneData, site *Site) View {
	return View{Page: c.page(p), Zone: c.zone(p.Zone), Root: c.zone(root), Site: site, Lang: p.Lang}
}

// image is a picture as the page being written may show it: the pages of another
// host load nothing from ours, and go without.
func (c *Context) image(host string, i *Image) *Image {
	switch {
	case i == nil || host == c.Host && !c.Absolute:
		return i
	case !c.Absolute:
		return nil
	}
	moved := i.On(c.Origin(host))
	return &moved
}

// On is a picture seen from another host: its addresses begin with an origin.
func (i Image) On(origin string) Image {
	if !hasScheme(i.URL) {
		i.URL = origin + i.URL
	}
	i.Srcset, i.Modern = originSet(origin, i.Srcset), originSet(origin, i.Modern)
	return i
}

// HTML is the page's text with its addresses as c writes them.
func (p *PageData) HTML(c *Context) template.HTML {
	if p.Doc == nil {
		c.Read(p.Content)
		return ""
	}
	targets, permalink := p.targets(c)
	return p.Doc.HTML(targets, permalink)
}

// AppendHTML appends it to dst.
func (p *PageData) AppendHTML(c *Context, dst []byte) []byte {
	targets, permalink := p.targets(c)
	if p.Doc == nil {
		return dst
	}
	return p.Doc.AppendHTML(dst, targets, permalink)
}

// targets are what the text leads to.
func (p *PageData) targets(c *Context) (targets []markdown.Target, permalink string) {
	c.Read(p.Content)
	if p.Host == c.Host && !c.Absolute {
		return p.Targets, ""
	}
	targets = make([]markdown.Target, len(p.Targets))
	origin := c.Origin(p.Host)
	for i, target := range p.Targets {
		target.URL = c.URL(p.Host, target.URL)
		target.Srcset = originSet(origin, target.Srcset)
		target.Sources = nil // feeds and other hosts do with the plain picture
		targets[i] = target
	}
	return targets, c.Origin(p.Host) + p.Path
}
