package theme

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"maillage/generator/markdown"
)

// View is what every layout and partial is executed with: `.Page` is the page
// being written, `.Zone` its zone, `.Root` the zone above all others, `.Lang`
// the language of everything on the page. Zone and Root speak that language:
// an English page sees "/en/" addresses and English names where they exist.
type View struct {
	Page *Page
	Zone *Zone
	Root *Zone
	Site *Site
	Lang string
}

// Site is what all pages of a build share.
type Site struct {
	Name      string         // name of the movement: `name` (else `title`) of the root's zone.md
	BaseURL   string         // "https://example.org", without a final slash
	Languages []string       // "fr" first, then "en"
	Settings  map[string]any // settings of theme.yaml; use {{setting "key"}}, which refuses unknown keys
	Data      map[string]any // content/data/*.yaml by name; use {{data "name"}}
	Pages     []string       // kinds of pages that the layouts of this theme can show
}

// Kind names what a page is; it chooses layouts/<kind>.html, or the layout it
// falls back to (Fallback) when the theme has none.
type Kind string

// The kinds of pages.
const (
	Home          Kind = "home"          // a zone's first page, from zone.md
	Post          Kind = "post"          // an article, from posts/
	Static        Kind = "page"          // a page of the tree, from pages/
	EventPage     Kind = "event"         // from events/
	PersonPage    Kind = "person"        // from people/
	TopicPage     Kind = "topic"         // manifesto/<topic>/index.md; its proposals are .Page.Children
	ProposalPage  Kind = "proposal"      // manifesto/<topic>/<slug>.md
	DocumentPage  Kind = "document"      // from documents/
	FormPage      Kind = "form"          // from forms/
	PetitionPage  Kind = "petition"      // from petitions/
	ThanksPage    Kind = "thanks"        // after a form or petition, which is .Page.Parent
	List          Kind = "list"          // posts of a zone: {{range .Page.Items}}, with .Page.Pager
	Agenda        Kind = "agenda"        // .Zone.Upcoming, then .Zone.Past
	Team          Kind = "team"          // .Zone.People
	Manifesto     Kind = "manifesto"     // .Zone.Topics, each with its Children
	Documents     Kind = "documents"     // .Zone.Documents
	Term          Kind = "term"          // what shares a tag, category, series or author: .Page.Items
	Search        Kind = "search"        // search form, and an index of the zone: .Zone.Index
	Find          Kind = "find"          // find my committee: form, map, and .Page.Places
	LegalNotice   Kind = "legal"         // made from .Zone.Legal
	Privacy       Kind = "privacy"       // made from .Zone.Legal
	Accessibility Kind = "accessibility" // made from .Zone.Legal
	Join          Kind = "join"          // holds the partial form-join
	Joined        Kind = "joined"        // "look at your mail", after the form
	Confirm       Kind = "confirm"       // holds the partial form-confirm
	Welcome       Kind = "welcome"       // after confirmation
	Missing       Kind = "missing"       // 404
	Moved         Kind = "moved"         // at an old address: leads to .Page.Parent
	Shell         Kind = "shell"         // base.html around an empty main, filled by the functions
)

// Kinds lists all kinds but Shell and Moved, which are executed by base.html and
// by the partial moved.
func Kinds() []Kind {
	return []Kind{Home, Post, Static, EventPage, PersonPage, TopicPage, ProposalPage, DocumentPage, FormPage, PetitionPage,
		ThanksPage, List, Agenda, Team, Manifesto, Documents, Term, Search, Find, LegalNotice, Privacy, Accessibility,
		Join, Joined, Confirm, Welcome, Missing}
}

// Page is one page. What a kind lacks is zero: test it with {{with}}.
type Page struct {
	c *Context
	d *PageData
}

func (p *Page) Kind() Kind          { return p.d.Kind }
func (p *Page) Lang() string        { return p.d.Lang }                             // "fr" or "en"
func (p *Page) Title() string       { return p.meta().Title }                       // plain text, typography done
func (p *Page) SEOTitle() string    { return p.meta().SEOTitle }                    // what the author wants in <title>, as it is; else empty
func (p *Page) Description() string { return p.meta().Description }                 // plain text; the beginning of the body when the author gave none
func (p *Page) URL() string         { return p.c.URL(p.meta().Host, p.d.Path) }     // root-relative, or absolute when on another host
func (p *Page) Permalink() string   { return p.c.Origin(p.meta().Host) + p.d.Path } // canonical, absolute
func (p *Page) Source() string      { return p.meta().Source }                      // as if on the main host: what forms post as "source"
func (p *Page) Date() time.Time     { return p.meta().Date }                        // of posts and proposals (Europe/Paris); zero elsewhere: {{if not .Date.IsZero}}
func (p *Page) Updated() time.Time  { return p.meta().Updated }                     // last change told by the author, else Date
func (p *Page) Author() string      { return p.meta().Author }                      // may be empty
func (p *Page) NoIndex() bool       { return p.meta().NoIndex }                     // must carry <meta name="robots" content="noindex">
func (p *Page) Members() bool       { return p.meta().Members }                     // for signed-in members only
func (p *Page) Pinned() bool        { return p.meta().Pinned }                      // stays on top of lists
func (p *Page) Archive() string     { return p.meta().Archive }                     // "2017-2022" on pages of an archived site
func (p *Page) Image() *Image       { return p.c.image(p.meta().Host, p.d.Image) }  // main picture, or nil
func (p *Page) Share() *Image {
	return (&Context{Absolute: true, Origin: p.c.Origin}).image(p.meta().Host, p.d.Share)
}                                      // picture for social networks, absolute; nil on pages without one
func (p *Page) Event() *Event          { return p.meta().Event }                       // of an event, else nil
func (p *Page) Person() *Person        { return p.meta().Person }                      // of a person, else nil
func (p *Page) Proposal() *Proposal    { return p.meta().Proposal }                    // of a proposal, else nil
func (p *Page) Form() *Form            { return p.meta().Form }                        // of a form, else nil; events have one when they ask questions
func (p *Page) Petition() *Petition    { return p.meta().Petition }                    // of a petition, else nil
func (p *Page) Body() template.HTML    { return p.d.HTML(p.c) }                        // rendered Markdown, from h2 down; empty for system pages
func (p *Page) Zone() *Zone            { p.tied(); return p.c.zone(p.d.Zone) }         // the zone it belongs to, in the page's language
func (p *Page) Parent() *Page          { return p.c.page(p.tied().Parent) }            // above it in its tree, or nil
func (p *Page) Children() []*Page      { return p.c.pages(p.tied().Children) }         // below it in its tree, by weight then title
func (p *Page) Prev() *Page            { return p.c.page(p.tied().Prev) }              // of a post: the older one of its zone
func (p *Page) Next() *Page            { return p.c.page(p.tied().Next) }              // of a post: the newer one
func (p *Page) Translations() []*Page  { return p.c.pages(p.tied().Translations) }     // the same page in other languages
func (p *Page) Items() []*Page         { return p.c.pages(p.tied().Items) }            // what a list shows
func (p *Page) Related() []*Page       { return p.c.pages(p.tied().Related) }          // at most three, sharing a tag
func (p *Page) Pager() *Pager          { return p.tied().Pager }                       // of a list in several pages, else nil
func (p *Page) Feeds() *Feeds          { return p.c.feeds(p.meta().Host, &p.d.Feeds) } // of this list; never nil
func (p *Page) Places() []Place        { return p.places() }                           // of a find page
func (p *Page) Tags() []TermLink       { return p.terms("tag") }                       // each may have a URL
func (p *Page) Category() *TermLink    { return p.term("category") }                   // or nil
func (p *Page) Series() *TermLink      { return p.term("series") }                     // or nil; .Part of .Of
func (p *Page) AuthorLink() *TermLink  { return p.term("author") }                     // page of the author's texts, or nil
func (p *Page) IsHere(url string) bool { return url == p.c.URL(p.d.Host, p.d.Path) }   // for aria-current

func (p *Page) appendBody(dst []byte) []byte { return p.d.AppendHTML(p.c, dst) }

func (p *Page) meta() *PageData {
	p.c.Read(p.d.Meta)
	return p.d
}

func (p *Page) tied() *PageData {
	p.c.Read(p.d.Ties)
	return p.d
}

// File is what a document page offers, else nil.
func (p *Page) File() *File {
	file := p.meta().File
	if file == nil || p.d.Host == p.c.Host {
		return file
	}
	moved := *file
	moved.URL = p.c.URL(p.d.Host, file.URL)
	return &moved
}

// TOC is the headings of the body, in order.
func (p *Page) TOC() []Heading {
	p.c.Read(p.d.Content)
	if p.d.Doc == nil {
		return nil
	}
	headings := make([]Heading, len(p.d.Doc.TOC))
	for i, heading := range p.d.Doc.TOC {
		headings[i] = Heading(heading)
	}
	return headings
}

// HasEmbed reports whether the body holds a video or a post that is loaded on a
// click: then the page needs embed.js.
func (p *Page) HasEmbed() bool {
	p.c.Read(p.d.Content)
	return p.d.Doc != nil && slices.ContainsFunc(p.d.Doc.Links, func(l markdown.Link) bool { return l.Embed })
}

// ReadingMinutes is at 200 words a minute, at least 1 when there is a body.
func (p *Page) ReadingMinutes() int {
	p.c.Read(p.d.Content)
	if p.d.Doc == nil {
		return 0
	}
	return (p.d.Doc.Words + 199) / 200
}

func (p *Page) terms(taxonomy string) []TermLink {
	var terms []TermLink
	for _, term := range p.tied().Terms {
		if term.Taxonomy == taxonomy {
			term.c = p.c
			terms = append(terms, term)
		}
	}
	return terms
}

func (p *Page) term(taxonomy string) *TermLink {
	if terms := p.terms(taxonomy); len(terms) > 0 {
		return &terms[0]
	}
	return nil
}

func (p *Page) places() []Place {
	places := make([]Place, len(p.tied().Places))
	for i, place := range p.d.Places {
		place.c = p.c
		places[i] = place
	}
	return places
}

// URL is the address of the term's page; empty when it has none.
func (t TermLink) URL() string { return t.c.URL(t.Host, t.Path) }

// Pager tells the other pages of a list. Archive pages are numbered from the
// oldest and do not know how many there are, so that a full page never changes.
type Pager struct {
	Number       int    // of this page; the newest has the highest number
	Newer, Older string // addresses, host-relative; may be empty
	Pages        []PagerLink
}

// PagerLink is one page of a list.
type PagerLink struct {
	Number  int // 0 on archive pages for the newest
	URL     string
	Newest  bool // the first page, which has no number in its address
	Current bool
}

// Place says which team answers for postal codes.
type Place struct {
	Codes []string // beginnings of postal codes
	Name  string   // of the territory
	c     *Context
	To    *ZoneData
}

// Zone is the nearest team with a site.
func (p Place) Zone() *Zone { return p.c.zone(p.To) }

// Image is a picture. It is published in several widths where that pays.
type Image struct {
	URL           string // plain file; root-relative, or absolute from another host
	Srcset        string // the same type in other widths; may be empty
	Modern        string // srcset of ModernType; may be empty
	ModernType    string // "image/webp"
	Alt           string // never empty, but for decoration
	Caption       string // may be empty
	Width, Height int    // pixels; 0 when unknown (some SVG)
}

// Heading is an entry of a table of contents.
type Heading struct {
	ID, Text string
	Level    int // 2 to 6
}

// Link is a labelled address.
type Link struct {
	Label string
	URL   string
}

// Contact says how to reach the people of a zone; each field may be empty.
type Contact struct {
	Name    string
	Email   string
	Phone   string
	Address string // may hold several lines
}

// Event is when and where.
type Event struct {
	ID               string    // for /api/events/{id}/registrations
	Start, End       time.Time // End may be zero
	AllDay           bool
	Place            *EventPlace // or nil
	Online           string      // address of the meeting, or empty
	Capacity, Guests int         // 0: no limit; guests each person may bring
	WaitingList      bool
	Opens, Closes    time.Time // sign-up; may be zero
	Organizer, Price string
	Status           string // "", "cancelled", "postponed"
	Past             bool   // it is over
	Calendar         string // address of event.ics, host-relative
}

// EventPlace is a place; each field but Name may be empty.
type EventPlace struct {
	Name, Address, PostalCode string
	Lat, Lon                  float64
}

// Person is a member of a team.
type Person struct {
	Role, Group, Email, Phone string
	Social                    []Link
}

// Proposal is a point of the manifesto and how far it has come.
type Proposal struct {
	Status   string // "idea", "proposed", "underway", "won", "dropped"; may be empty
	Progress int    // 0 to 100; -1: not told
}

// File is what a document page offers for download.
type File struct {
	URL  string
	Name string // "statuts.pdf"
	Type string // "PDF"
	Size int64  // bytes
}

// Form is what a form asks.
type Form struct {
	ID            string
	Action        string // where answers are posted
	Questions     []Question
	Opens, Closes time.Time
	Limit         int
	Thanks        string
}

// Question is one field of a form. Options of a scale are its steps.
type Question struct {
	Name, Type, Label, Help string
	Required                bool
	Options                 []string
	Min, Max                string
	Low, High               string // labels of the ends of a scale
	When, Is                string // shown only when the question When is answered with Is
}

// Petition is what a petition asks for.
type Petition struct {
	ID            string
	Action        string
	Goal          int
	Recipient     string
	Opens, Closes time.Time
	Thanks        string
}

// Legal is who answers for a site, inherited from the zone above.
type Legal struct {
	Controller LegalController
	Director   string // of publication
	Host       LegalHost
	DPO        LegalDPO
	Access     LegalAccess
}

// LegalController is who decides what personal data are for.
type LegalController struct{ Name, Form, Registration, Address, Email, Phone string }

// LegalHost is who keeps the site's machines.
type LegalHost struct{ Name, Address, Phone string }

// LegalDPO is the data protection officer; may be empty.
type LegalDPO struct{ Name, Email string }

// LegalAccess is what the accessibility statement says.
type LegalAccess struct {
	Level   string // "full", "partial", "none"
	Date    time.Time
	Contact string
}

// Block is a part of a first page. Fields that its type lacks are zero.
type Block struct {
	Type, Title, Text string
	Quote, Name, Role string
	Label, URL        string
	Count             int // how many to show; never 0 for lists
	Image             *Image
	Items             []BlockItem
	c                 *Context
	To                *PageData
}

// Page is the page a block is about (a petition), or nil.
func (b Block) Page() *Page { return b.c.page(b.To) }

// BlockItem is a figure (Value, Label) or a link (Label, URL, Text).
type BlockItem struct{ Value, Label, URL, Text string }

// Feeds are addresses; each may be empty.
type Feeds struct{ Atom, JSON, Calendar string }

// Links are the addresses of the pages that sites have without a file; those a
// zone lacks are empty, or lead to the zone above (legal pages, Find).
type Links struct {
	Home, Join, Joined, Confirm, Welcome                    string
	Posts, Agenda, Team, Manifesto, Documents, Search, Find string
	Legal, Privacy, Accessibility                           string
}

// Wording is the exact sentence shown beside a box, and its id, which is the
// value of the box: `value="{{.ID}}"`. Functions keep both as proof of consent.
type Wording struct {
	ID   string `json:"id"` // "w-" and 12 hexadecimal digits of SHA-256(Text)
	Text string `json:"text"`
}

// Zone is a territory that has a site, in the language of the View.
type Zone struct {
	c *Context
	d *ZoneData
}

func (z *Zone) ID() string           { return z.d.ID }                               // permanent: "fr/r-11"
func (z *Zone) Slug() string         { return z.d.Slug }                             // "fr/ile-de-france"
func (z *Zone) Lang() string         { return z.d.Lang }                             // "fr" or "en"
func (z *Zone) Name() string         { return z.info().Name }                        // "Île-de-France"
func (z *Zone) Tagline() string      { return z.info().Tagline }                     // may be empty
func (z *Zone) URL() string          { return z.c.URL(z.info().Host, z.d.Path) }     // first page
func (z *Zone) Contact() Contact     { return z.info().Contact }                     // own, or of the zone above
func (z *Zone) Social() []Link       { return z.info().Social }                      // own, or of the zone above
func (z *Zone) Legal() *Legal        { return z.info().Legal }                       // own, or of the zone above; nil when nobody said
func (z *Zone) Feeds() *Feeds        { return z.c.feeds(z.info().Host, &z.d.Feeds) } // of posts and events; never nil
func (z *Zone) Parent() *Zone        { return z.c.zone(z.tree().Parent) }            // nearest zone above with a site; nil for the root
func (z *Zone) Ancestors() []*Zone   { return z.c.zones(z.tree().Ancestors) }        // from the root down
func (z *Zone) Children() []*Zone    { return z.c.zones(z.tree().Children) }         // with sites, by name
func (z *Zone) Siblings() []*Zone    { return z.c.zones(z.tree().Siblings) }         // same parent, without itself
func (z *Zone) Home() *Page          { return z.c.page(z.tree().Home) }              // first page in this language, else in French
func (z *Zone) Posts() []*Page       { return z.c.list(&z.d.Posts) }                 // of this language, pinned first, then newest first
func (z *Zone) News() []*Page        { return z.c.list(&z.d.News) }                  // Posts, else those in French
func (z *Zone) Events() []*Page      { return z.c.list(&z.d.Events) }                // all, soonest first
func (z *Zone) Upcoming() []*Page    { return z.c.list(&z.d.Upcoming) }              // not over yet, soonest first
func (z *Zone) Past() []*Page        { return z.c.list(&z.d.Past) }                  // over, latest first
func (z *Zone) People() []*Page      { return z.c.list(&z.d.People) }                // by group, weight, name
func (z *Zone) Topics() []*Page      { return z.c.list(&z.d.Topics) }                // of the manifesto
func (z *Zone) Proposals() []*Page   { return z.c.list(&z.d.Proposals) }             // of all topics
func (z *Zone) Documents() []*Page   { return z.c.list(&z.d.Documents) }             // newest first
func (z *Zone) Forms() []*Page       { return z.c.list(&z.d.Forms) }                 // by title
func (z *Zone) Petitions() []*Page   { return z.c.list(&z.d.Petitions) }             // newest first
func (z *Zone) Pages() []*Page       { return z.c.list(&z.d.Pages) }                 // of the first level, by weight then title
func (z *Zone) Index() []*Page       { return z.c.list(&z.d.Index) }                 // every page that search finds, by kind, then as above
func (z *Zone) Latest(n int) []*Page { return first(z.News(), n) }                   // newest n of News

// Everywhere is the address of what search.js reads to look into all zones of the
// same host.
func (z *Zone) Everywhere() string { return z.info().Everywhere }

func (z *Zone) info() *ZoneData {
	z.c.Read(z.d.Info)
	return z.d
}

func (z *Zone) tree() *ZoneData {
	z.c.Read(z.d.Tree)
	return z.d
}

// CTA is the call to action of the first page, own or of the zone above, or nil.
func (z *Zone) CTA() *Link {
	cta := z.info().CTA
	if cta == nil {
		return nil
	}
	return &Link{cta.Label, z.c.URL(z.d.Host, cta.URL)}
}

// Menu is the zone's own menu or that of the zone above; else its sections and
// the pages that ask for it.
func (z *Zone) Menu() []Link {
	links := make([]Link, len(z.info().Menu))
	for i, link := range z.d.Menu {
		links[i] = Link{link.Label, z.c.URL(z.d.Host, link.URL)}
	}
	return links
}

// Links are the addresses of the pages without a file.
func (z *Zone) Links() *Links {
	if z.info().Host == z.c.Host && !z.c.Absolute {
		return &z.d.Links
	}
	links := z.d.Links
	for _, link := range []*string{&links.Home, &links.Join, &links.Joined, &links.Confirm, &links.Welcome, &links.Posts, &links.Agenda,
		&links.Team, &links.Manifesto, &links.Documents, &links.Search, &links.Find, &links.Legal, &links.Privacy, &links.Accessibility} {
		*link = z.c.URL(z.d.Host, *link)
	}
	return &links
}

// Blocks are the parts of the first page, own or of the zone above.
func (z *Zone) Blocks() []Block {
	blocks := make([]Block, len(z.info().Blocks))
	for i, block := range z.d.Blocks {
		block.c = z.c
		block.Image = z.c.image(z.d.Host, block.Image)
		block.URL = z.c.URL(z.d.Host, block.URL)
		blocks[i] = block
	}
	return blocks
}

// Tags are the tags of the zone's texts that have a page, by name.
func (z *Zone) Tags() []TermLink {
	z.c.Read(z.d.Terms.Cell)
	var tags []TermLink
	for _, term := range z.d.Terms.Terms {
		if term.Taxonomy == "tag" {
			term.c = z.c
			tags = append(tags, term.TermLink)
		}
	}
	return tags
}

// Map is the map of France with the teams, or nil when content has none.
func (z *Zone) Map() *Map {
	data := z.d.Map
	if data == nil {
		return nil
	}
	z.c.Read(data.Cell)
	drawn := &Map{ViewBox: data.ViewBox, Credit: data.Credit}
	for _, s := range data.Shapes {
		drawn.Shapes = append(drawn.Shapes, MapShape{D: s.D, Name: s.Name, Zone: z.c.zone(s.Zone)})
	}
	return drawn
}

// Map is an SVG picture of territories.
type Map struct {
	ViewBox string
	Credit  string // whose work it is; may be empty
	Shapes  []MapShape
}

// MapShape is the outline of a territory. Zone is the nearest team with a site, or
// nil.
type MapShape struct {
	D, Name string
	Zone    *Zone
}

func (c *Context) feeds(host string, f *Feeds) *Feeds {
	if host == c.Host && !c.Absolute {
		return f
	}
	return &Feeds{c.URL(host, f.Atom), c.URL(host, f.JSON), c.URL(host, f.Calendar)}
}

func first[T any](list []T, n int) []T { return list[:max(0, min(n, len(list)))] }

// originSet puts an origin before every address of a srcset.
func originSet(origin, set string) string {
	if set == "" {
		return ""
	}
	parts := strings.Split(set, ", ")
	for i, part := range parts {
		if strings.HasPrefix(part, "/") {
			parts[i] = origin + part
		}
	}
	return strings.Join(parts, ", ")
}
