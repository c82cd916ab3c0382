package site

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"strings"
	"time"

	"maillage/generator/theme"
)

// feedLength is how many posts a feed holds, the newest.
const feedLength = 20

// The elements of RFC 4287 that we use.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomAuthor  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Link       atomLink       `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Author     atomAuthor     `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomContent    `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// feed is the Atom feed of a zone's posts in a language, with their whole texts.
func (m *model) feed(z *zone, lang string) ([]byte, error) {
	view, name := z.views[lang], m.siteView().Name
	title := name
	if z.above != nil {
		title += " – " + view.Name
	}
	base := m.options.BaseURL
	site := base + m.site(z, lang)
	posts := view.PostsIn(lang)
	feed := atomFeed{Lang: lang, Title: title, ID: site, Author: atomAuthor{name}, Links: []atomLink{
		{Rel: "self", Type: "application/atom+xml", Href: base + view.FeedURL},
		{Rel: "alternate", Type: "text/html", Href: base + view.URL}}}
	var updated time.Time
	for _, p := range posts[:min(len(posts), feedLength)] {
		if p.Updated.After(updated) {
			updated = p.Updated
		}
		feed.Entries = append(feed.Entries, m.feedEntry(p, name))
	}
	feed.Updated = updated.Format(time.RFC3339)
	data := bytes.NewBufferString(xml.Header)
	encoder := xml.NewEncoder(data)
	encoder.Indent("", "\t")
	err := encoder.Encode(feed)
	data.WriteByte('\n')
	return data.Bytes(), err
}

func (m *model) feedEntry(p *theme.Page, name string) atomEntry {
	entry := atomEntry{Title: p.Title, ID: p.Permalink, Link: atomLink{Rel: "alternate", Type: "text/html", Href: p.Permalink},
		Published: p.Date.Format(time.RFC3339), Updated: p.Updated.Format(time.RFC3339),
		Author: atomAuthor{cmp.Or(p.Author, name)}, Summary: p.Description,
		Content: atomContent{Type: "html", HTML: absolute(string(p.Body), m.options.BaseURL, p.Permalink)}}
	for _, tag := range p.Tags {
		entry.Categories = append(entry.Categories, atomCategory{tag})
	}
	return entry
}

// absolute makes the addresses of a rendered text absolute. Quotes are escaped
// everywhere but around attributes, so that only those are found.
func absolute(html, base, permalink string) string {
	return strings.NewReplacer(`href="/`, `href="`+base+`/`, `src="/`, `src="`+base+`/`,
		`href="#`, `href="`+permalink+`#`).Replace(html)
}
