package theme

import (
	"html/template"
	"strings"
	"time"
)

// View is what every layout and partial is executed with: `.Page` is the page
// being written, `.Zone` its zone, `.Root` the zone above all others, `.Lang`
// the language of everything on the page. Zone and Root speak that language:
// an English page sees "/en/" addresses and English names where they exist.
type View struct {
	Page *Page
	Zone *Zone
	Root *Zone
	Site Site
	Lang string
}

// Site is what all pages of a build share.
type Site struct {
	Name      string         // name of the movement: `name` (else `title`) of the root's zone.md
	BaseURL   string         // "https://example.org", without a final slash
	Languages []string       // "fr" first, then "en"
	Settings  map[string]any // settings of theme.yaml; use {{setting "key"}}, which refuses unknown keys
}

// Kind names what a page is; it chooses layouts/<kind>.html.
type Kind string

// The kinds of pages. Every kind but Shell has a layout of its own.
const (
	Home    Kind = "home"    // a zone's first page, from zone.md
	Post    Kind = "post"    // an article, from posts/
	Static  Kind = "page"    // a page of the tree, from pages/
	List    Kind = "list"    // all posts of a zone: {{range .Zone.PostsIn .Lang}}
	Join    Kind = "join"    // holds the partial form-join
	Joined  Kind = "joined"  // "look at your mail", after the form
	Confirm Kind = "confirm" // holds the partial form-confirm
	Welcome Kind = "welcome" // after confirmation
	Missing Kind = "missing" // 404
	Shell   Kind = "shell"   // base.html around an empty main, filled by the functions
)

// Kinds lists the kinds that need a layout.
func Kinds() []Kind {
	return []Kind{Home, Post, Static, List, Join, Joined, Confirm, Welcome, Missing}
}

// Page is one page. Fields that a kind lacks are zero: test them with {{with}}.
type Page struct {
	Kind        Kind
	Title       string        // plain text, typography done
	Description string        // plain text; the summary of the body when the author gave none; may be empty
	Lang        string        // "fr" or "en"
	URL         string        // root-relative: "/ile-de-france/charte/"
	Permalink   string        // canonical, absolute
	Date        time.Time     // of a post (Europe/Paris); zero elsewhere: {{if not .Date.IsZero}}
	Updated     time.Time     // last change told by the author, else Date
	Author      string        // may be empty
	Tags        []string      // in the author's order
	Image       *Image        // main picture, or nil
	Body        template.HTML // rendered Markdown, from h2 down; empty for system pages
	TOC         []Heading     // headings of Body, in order
	Zone        *Zone         // the zone it belongs to, in the page's language
	Parent      *Page         // of a page of the tree, or nil
	Children    []*Page       // of a page of the tree, by weight then title
	Prev, Next  *Page         // of a post: the older and the newer one of its zone and language
	// Translations are the same page in other languages, not itself. For hreflang
	// and the language switch.
	Translations   []*Page
	NoIndex        bool // must carry <meta name="robots" content="noindex">
	ReadingMinutes int  // at 200 words a minute, at least 1 when there is a body
}

// Image is a picture beside the body of a page.
type Image struct {
	URL           string // root-relative
	Alt           string // never empty
	Caption       string // may be empty
	Width, Height int    // pixels; 0 when unknown (some SVG)
}

// Shareable reports whether social networks show the picture: they know no SVG.
func (i *Image) Shareable() bool { return i != nil && !strings.HasSuffix(i.URL, ".svg") }

// Heading is an entry of a table of contents.
type Heading struct {
	ID, Text string
	Level    int // 2 to 6
}

// Link is a labelled address: social networks (Label "Mastodon") and the call
// to action of a zone.
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

// Zone is a territory that has a site, in the language of the View.
type Zone struct {
	ID        string // permanent: "fr/r-11"
	Slug      string // "fr/ile-de-france"
	Lang      string
	Name      string // "Île-de-France"
	Tagline   string // may be empty
	URL       string // first page: "/ile-de-france/", or "/en/ile-de-france/" where there is an English one
	Parent    *Zone  // nearest zone above with a site; nil for the root
	Ancestors []*Zone
	Children  []*Zone // with sites, by name
	Siblings  []*Zone // same parent, without itself
	Home      *Page   // first page in this language, else in French
	Posts     []*Page // all languages, newest first; see PostsIn
	Pages     []*Page // of this language, first level, by weight then title
	Menu      []*Page // of this language with `menu: true`, by weight then title
	FeedURL   string  // Atom feed in this language; empty when there is no post
	Contact   Contact
	Social    []Link
	CTA       *Link            // call to action of the first page, or nil
	Addresses map[string]Links // by language; see Links
}

// PostsIn lists the posts written in a language, newest first.
func (z *Zone) PostsIn(lang string) []*Page {
	var pages []*Page
	for _, p := range z.Posts {
		if p.Lang == lang {
			pages = append(pages, p)
		}
	}
	return pages
}

// Links are the addresses of the pages that every site has, root-relative.
type Links struct {
	Home    string // in that language, else the French one
	Join    string
	Joined  string
	Confirm string
	Welcome string
	List    string // all posts; empty when there is none in that language
}

// Links tells the addresses in a language: {{(.Zone.Links .Lang).Join}}.
func (z *Zone) Links(lang string) Links { return z.Addresses[lang] }

// Wording is the exact sentence shown beside a box, and its id, which is the
// value of the box: `value="{{.ID}}"`. Functions keep both as proof of consent.
type Wording struct {
	ID   string `json:"id"` // "w-" and 12 hexadecimal digits of SHA-256(Text)
	Text string `json:"text"`
}
