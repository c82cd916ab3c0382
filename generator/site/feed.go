package site

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"maillage/generator/theme"
)

// feedLength is how many texts a feed holds, the newest.
const feedLength = 20

// feed is one feed: of the posts of a zone with their texts, or of a section or a
// word with summaries.
type feed struct {
	title, lang string
	host        string
	page, self  string // paths on host
	full        bool
	entries     func() []*theme.PageData // guarded by a cell:
	guard       theme.Cell
	publisher   string // author of texts that name none
}

// planFeed adds a feed in both formats.
func (p plan) planFeed(f feed, feeds theme.Feeds) {
	atom, json := f, f
	atom.self, json.self = feeds.Atom, feeds.JSON
	sum := mix(mix(xxh3.HashString(f.title), xxh3.HashString(f.publisher)), xxh3.HashString(f.page))
	p.guarded(publicFile(f.host, feeds.Atom), f.host, sum, func(c *theme.Context, dst []byte) ([]byte, error) { return atom.atom(c, dst), nil })
	p.guarded(publicFile(f.host, feeds.JSON), f.host, sum, func(c *theme.Context, dst []byte) ([]byte, error) { return json.json(c, dst), nil })
}

// newestOf are the entries of a feed.
func newestOf(list []*theme.PageData) []*theme.PageData { return list[:min(len(list), feedLength)] }

// atom writes RFC 4287.
func (f *feed) atom(c *theme.Context, dst []byte) []byte {
	c.Read(f.guard)
	c.Absolute = true
	origin := c.Origin(f.host)
	entries := newestOf(f.entries())
	x := &xmlWriter{out: append(dst, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\""+f.lang+"\">\n"...)}
	x.element("\t", "title", f.title)
	x.element("\t", "id", origin+f.page)
	x.element("\t", "updated", lastChange(c, entries).Format(time.RFC3339))
	x.link("\t", "self", "application/atom+xml", origin+f.self)
	x.link("\t", "alternate", "text/html", origin+f.page)
	x.raw("\t<author>\n").element("\t\t", "name", f.publisher)
	x.raw("\t</author>\n")
	for _, p := range entries {
		c.Read(p.Meta)
		permalink := c.Origin(p.Host) + p.Path
		x.raw("\t<entry>\n").element("\t\t", "title", p.Title)
		x.element("\t\t", "id", permalink)
		x.link("\t\t", "alternate", "text/html", permalink)
		x.element("\t\t", "published", published(p).Format(time.RFC3339))
		x.element("\t\t", "updated", updated(p).Format(time.RFC3339))
		if p.Author != "" {
			x.raw("\t\t<author>\n").element("\t\t\t", "name", p.Author)
			x.raw("\t\t</author>\n")
		}
		for _, tag := range tagsOf(c, p) {
			x.raw("\t\t<category term=\"").text(tag).raw("\"/>\n")
		}
		x.element("\t\t", "summary", p.Description)
		if f.full {
			x.raw("\t\t<content type=\"html\">").html(c, p).raw("</content>\n")
		}
		x.raw("\t</entry>\n")
	}
	return append(x.out, "</feed>\n"...)
}

// json writes JSON Feed 1.1.
func (f *feed) json(c *theme.Context, dst []byte) []byte {
	c.Read(f.guard)
	c.Absolute = true
	origin := c.Origin(f.host)
	w := &jsonWriter{out: append(dst, "{\n\t\"version\": \"https://jsonfeed.org/version/1.1\""...)}
	w.field("\t", "title", f.title).field("\t", "home_page_url", origin+f.page).field("\t", "feed_url", origin+f.self).field("\t", "language", f.lang)
	w.raw(",\n\t\"authors\": [{\"name\": ").text(f.publisher).raw("}],\n\t\"items\": [")
	for i, p := range newestOf(f.entries()) {
		c.Read(p.Meta)
		permalink := c.Origin(p.Host) + p.Path
		if i > 0 {
			w.raw(",")
		}
		w.raw("\n\t\t{\n\t\t\t\"id\": ").text(permalink)
		w.field("\t\t\t", "url", permalink).field("\t\t\t", "title", p.Title).field("\t\t\t", "summary", p.Description)
		if f.full {
			w.html("\t\t\t", "content_html", c, p)
		} else {
			w.field("\t\t\t", "content_text", p.Description)
		}
		if image := p.Share; image != nil && p.Image != nil {
			w.field("\t\t\t", "image", c.URL(p.Host, image.URL))
		}
		w.field("\t\t\t", "date_published", published(p).Format(time.RFC3339)).field("\t\t\t", "date_modified", updated(p).Format(time.RFC3339))
		if p.Author != "" {
			w.raw(",\n\t\t\t\"authors\": [{\"name\": ").text(p.Author).raw("}]")
		}
		if tags := tagsOf(c, p); len(tags) > 0 {
			w.raw(",\n\t\t\t\"tags\": [")
			for i, tag := range tags {
				if i > 0 {
					w.raw(", ")
				}
				w.text(tag)
			}
			w.raw("]")
		}
		w.raw("\n\t\t}")
	}
	return append(w.out, "\n\t]\n}\n"...)
}

// lastChange is when a feed last changed.
func lastChange(c *theme.Context, entries []*theme.PageData) (at time.Time) {
	for _, p := range entries {
		c.Read(p.Meta)
		if u := updated(p); u.After(at) {
			at = u
		}
	}
	return at
}

// published is when an entry came out; an event, which has not taken place yet,
// has no better date than its own.
func published(p *theme.PageData) time.Time {
	if p.Date.IsZero() {
		return p.Updated
	}
	return p.Date
}

func updated(p *theme.PageData) time.Time {
	if p.Updated.IsZero() {
		return p.Date
	}
	return p.Updated
}

func tagsOf(c *theme.Context, p *theme.PageData) (tags []string) {
	c.Read(p.Ties)
	for _, term := range p.Terms {
		if term.Taxonomy == "tag" || term.Taxonomy == "category" {
			tags = append(tags, term.Name)
		}
	}
	return tags
}

// xmlWriter appends XML.
type xmlWriter struct{ out, scratch []byte }

func (x *xmlWriter) raw(s string) *xmlWriter { x.out = append(x.out, s...); return x }

func (x *xmlWriter) element(indent, name, text string) *xmlWriter {
	return x.raw(indent).raw("<").raw(name).raw(">").text(text).raw("</").raw(name).raw(">\n")
}

func (x *xmlWriter) link(indent, rel, kind, href string) {
	x.raw(indent).raw(`<link rel="`).raw(rel).raw(`" type="`).raw(kind).raw(`" href="`).text(href).raw("\"/>\n")
}

func (x *xmlWriter) text(s string) *xmlWriter { x.out = appendXML(x.out, s); return x }

// html writes the text of a page.
func (x *xmlWriter) html(c *theme.Context, p *theme.PageData) *xmlWriter {
	x.scratch = p.AppendHTML(c, x.scratch[:0])
	x.out = appendXML(x.out, x.scratch)
	return x
}

// appendXML escapes what XML would take for its own, and leaves out what it
// forbids.
func appendXML[T string | []byte](dst []byte, s T) []byte {
	start := 0
	for i := 0; i < len(s); i++ {
		if !notXML[s[i]] {
			continue
		}
		var with string
		switch c := s[i]; {
		case c == '&':
			with = "&amp;"
		case c == '<':
			with = "&lt;"
		case c == '>':
			with = "&gt;"
		case c == '"':
			with = "&#34;"
		case c == 0xEF:
			if i+2 < len(s) && s[i+1] == 0xBF && (s[i+2] == 0xBE || s[i+2] == 0xBF) { // U+FFFE, U+FFFF
				dst = append(dst, s[start:i]...)
				i += 2
				start = i + 1
			}
			continue
		}
		dst = append(append(dst, s[start:i]...), with...)
		start = i + 1
	}
	return append(dst, s[start:]...)
}

// notXML are the bytes that appendXML must look at.
var notXML = func() (set [256]bool) {
	for c := range byte(' ') {
		set[c] = c != '\t' && c != '\n'
	}
	for _, c := range []byte("&<>\"\xEF") {
		set[c] = true
	}
	return set
}()

// jsonWriter appends JSON.
type jsonWriter struct{ out, scratch []byte }

func (w *jsonWriter) raw(s string) *jsonWriter { w.out = append(w.out, s...); return w }

func (w *jsonWriter) field(indent, name, value string) *jsonWriter {
	if value == "" {
		return w
	}
	return w.raw(",\n").raw(indent).raw(`"`).raw(name).raw(`": `).text(value)
}

func (w *jsonWriter) text(s string) *jsonWriter { w.out = appendJSON(w.out, s); return w }

// html is field for the text of a page.
func (w *jsonWriter) html(indent, name string, c *theme.Context, p *theme.PageData) {
	if w.scratch = p.AppendHTML(c, w.scratch[:0]); len(w.scratch) > 0 {
		w.raw(",\n").raw(indent).raw(`"`).raw(name).raw(`": `)
		w.out = appendJSON(w.out, w.scratch)
	}
}

// appendJSON writes a string.
func appendJSON[T string | []byte](dst []byte, s T) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf || c >= utf8.RuneSelf {
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		start = i + 1
	}
	return append(append(dst, s[start:]...), '"')
}

// feedTitle is how a feed of a zone is called.
func feedTitle(siteName string, zone string, root bool, more string) string {
	parts := []string{siteName}
	if !root && !strings.EqualFold(siteName, zone) {
		parts = append(parts, zone)
	}
	if more != "" {
		parts = append(parts, more)
	}
	return strings.Join(parts, " – ")
}
