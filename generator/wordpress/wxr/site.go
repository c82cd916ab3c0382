package wxr

import (
	"cmp"
	"strings"
	"time"
)

// Site is what an export says of the whole site.
type Site struct {
	Title, Description string // plain text
	Link               string // of the front page
	BaseURL            string // of the blog, with its folder if it is in one, without a last slash
	Language           string // "fr-FR"
	Version            string // of the format: "1.2"
	Authors            []Author
	Terms              []Taxon // also those that only items name
}

// Author is somebody who wrote. Files of version 1.0 know their logins only.
type Author struct {
	ID    int    // 0 if not known
	Login string // what Item.Creator says
	Name  string // to be shown; empty if not known, or if it is an e-mail address
}

// Taxon is a category, a tag or another term, such as a menu (nav_menu), a
// language of Polylang (language) or a group of translations
// (post_translations).
type Taxon struct {
	Term
	ID          int    // 0 if not known
	Parent      string // slug of the term above
	Description string
	Meta        map[string][]string
}

const (
	maxItems  = 1_000_000
	maxTaxa   = 100_000
	maxPeople = 100_000
	maxWords  = 32 << 20 // bytes of all that Site says
)

// census gathers what a first look at the files tells: the site, its hours,
// and which items are the ones to keep.
type census struct {
	site     Site
	base     map[string]string // of a file that said so, by its address without scheme
	taxa     map[[2]string]int // domain and slug to site.Terms
	people   map[string]int    // login to site.Authors
	latest   map[identity]version
	outdated map[int]bool // by their number in the export
	offsets  offsets
	items    int
	words    int
}

// identity is what two copies of an item have in common. Exports are known in
// which the entries of two menus share their ids.
type identity struct {
	id   int
	menu string
}

// version is one of the copies of an item.
type version struct {
	number   int
	modified int64
}

func newCensus() *census {
	return &census{base: map[string]string{}, taxa: map[[2]string]int{}, people: map[string]int{},
		latest: map[identity]version{}, outdated: map[int]bool{}}
}

// channel takes an element of the channel that is no item.
func (c *census) channel(file string, el *element) error {
	var repairs repair
	set := func(field *string, value string) {
		*field = cmp.Or(*field, value)
		c.words += len(value)
	}
	switch string(el.name) {
	case "title":
		set(&c.site.Title, name(el.inner, &repairs))
	case "description":
		set(&c.site.Description, name(el.inner, &repairs))
	case "link":
		set(&c.site.Link, word(el.inner, &repairs))
	case "language":
		set(&c.site.Language, word(el.inner, &repairs))
	case "wp:wxr_version":
		set(&c.site.Version, word(el.inner, &repairs))
	case "wp:base_blog_url":
		address := strings.TrimRight(word(el.inner, &repairs), "/")
		set(&c.site.BaseURL, address)
		return c.same(file, address)
	case "wp:author", "wp:wp_author":
		c.author(el)
	case "wp:category", "wp:tag", "wp:term":
		c.taxon(el)
	}
	return c.limits(file)
}

func (c *census) limits(file string) error {
	if c.items > maxItems || len(c.site.Terms) > maxTaxa || len(c.site.Authors) > maxPeople || c.words > maxWords {
		return &Refusal{File: file, Key: KeyTooMuch}
	}
	return nil
}

// same refuses the files of two sites: their ids mean different things.
func (c *census) same(file, address string) error {
	_, host, _ := strings.Cut(strings.ToLower(address), "://")
	host = strings.TrimPrefix(host, "www.")
	for other, full := range c.base {
		if other != host && host != "" {
			return &Refusal{File: file, Key: KeyTwoSites, Args: []any{full, address}}
		}
	}
	if host != "" {
		c.base[host] = address
	}
	return nil
}

func (c *census) author(author *element) {
	var repairs repair
	var a Author
	for el := range children(author) {
		switch string(el.name) {
		case "wp:author_id":
			a.ID = number(el.inner)
		case "wp:author_login":
			a.Login = login(el.inner)
		case "wp:author_display_name":
			a.Name = person(el.inner, &repairs)
		}
	}
	c.addAuthor(a)
}

func (c *census) addAuthor(a Author) {
	if a.Login == "" {
		return
	}
	i, ok := c.people[a.Login]
	if !ok {
		c.people[a.Login] = len(c.site.Authors)
		c.site.Authors = append(c.site.Authors, a)
		c.words += len(a.Login) + len(a.Name)
		return
	}
	c.site.Authors[i].ID, c.site.Authors[i].Name = cmp.Or(c.site.Authors[i].ID, a.ID), cmp.Or(c.site.Authors[i].Name, a.Name)
}

// taxon reads the three forms in which terms are written.
func (c *census) taxon(form *element) {
	var repairs repair
	t := Taxon{Term: Term{Domain: map[string]string{"wp:category": "category", "wp:tag": "post_tag"}[string(form.name)]}}
	for el := range children(form) {
		switch string(el.name) {
		case "wp:term_id":
			t.ID = number(el.inner)
		case "wp:term_taxonomy":
			t.Domain = domain(word(el.inner, &repairs))
		case "wp:category_nicename", "wp:tag_slug", "wp:term_slug":
			t.Slug = word(el.inner, &repairs)
		case "wp:cat_name", "wp:tag_name", "wp:term_name":
			t.Name = name(el.inner, &repairs)
		case "wp:category_parent", "wp:term_parent":
			t.Parent = word(el.inner, &repairs)
		case "wp:category_description", "wp:tag_description", "wp:term_description":
			t.Description = text(el.inner, &repairs)
		case "wp:termmeta":
			if key, value := pair(&el); kept(word(key, &repairs)) {
				t.Meta = addMeta(t.Meta, word(key, &repairs), text(value, &repairs))
				c.words += len(value)
			}
		}
	}
	c.addTaxon(t)
}

func (c *census) addTaxon(t Taxon) {
	if t.Slug == "" && t.Name == "" {
		return
	}
	key := [2]string{t.Domain, cmp.Or(t.Slug, "\x00"+t.Name)}
	i, ok := c.taxa[key]
	if !ok {
		c.taxa[key] = len(c.site.Terms)
		c.site.Terms = append(c.site.Terms, t)
		c.words += len(t.Slug) + len(t.Name) + len(t.Parent) + len(t.Description)
		return
	}
	old := &c.site.Terms[i]
	old.ID, old.Parent = cmp.Or(old.ID, t.ID), cmp.Or(old.Parent, t.Parent)
	old.Name, old.Description = cmp.Or(old.Name, t.Name), cmp.Or(old.Description, t.Description)
	if old.Meta == nil {
		old.Meta = t.Meta
	}
}

// item takes what concerns the whole site from an item, and says whether an
// item of the same id came before: the one changed last is kept, of two
// changed at the same time the one that comes last.
func (c *census) item(item *element) (id int, again bool) {
	var d dates
	var repairs repair
	var terms []Term
	for el := range children(item) {
		switch string(el.name) {
		case "wp:post_id":
			id = cmp.Or(id, number(el.inner))
		case "dc:creator":
			c.addAuthor(Author{Login: login(el.inner)})
		case "category":
			if len(terms) < maxTerms {
				terms = append(terms, term(&el, &repairs))
			}
		default:
			d.read(&el)
		}
	}
	key := identity{id: id}
	for _, t := range named(terms) {
		c.addTaxon(Taxon{Term: t})
		if t.Domain == "nav_menu" {
			key.menu = t.Slug
		}
	}
	c.offsets.learn(d.local, d.gmt)
	return id, c.again(key, latest(d.modified, d.local).Unix())
}

// again counts an item and compares it with the one that came before.
func (c *census) again(key identity, modified int64) bool {
	now := version{number: c.items, modified: modified}
	c.items++
	before, again := c.latest[key]
	switch {
	case key.id == 0:
		return false
	case !again:
		c.latest[key] = now
	case now.modified >= before.modified:
		c.outdated[before.number] = true
		c.latest[key] = now
	default:
		c.outdated[now.number] = true
	}
	return again
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
