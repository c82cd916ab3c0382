package site

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"maillage/generator/theme"
)

// sitemapLength is how many addresses one sitemap may hold.
const sitemapLength = 50_000

// manyPosts is how many posts a zone has when each year gets a sitemap of its own.
const manyPosts = 1000

// planSitemaps adds a sitemap of a zone's pages, and one of its posts of each year
// where they are many.
func (p plan) planSitemaps(z *zone) {
	pages := map[string][]*theme.PageData{}
	posts := 0
	for _, lang := range languages {
		for _, own := range z.lists[lang].dated {
			if own.source.section == inPosts {
				posts++
			}
		}
	}
	for _, lang := range languages {
		l := z.lists[lang]
		if home := z.home[lang]; home != nil {
			pages["pages"] = append(pages["pages"], home.data)
		}
		for _, own := range l.dated {
			if own.front.NoIndex {
				continue
			}
			name := "pages"
			if own.source.section == inPosts && posts >= manyPosts {
				name = strconv.Itoa(own.date.Year())
			}
			pages[name] = append(pages[name], own.data)
		}
		for _, d := range l.made {
			if !d.NoIndex && (d.Pager == nil || d.Pager.Newer == "") {
				pages["pages"] = append(pages["pages"], d)
			}
		}
	}
	z.maps = z.maps[:0]
	for name, list := range pages {
		if name == "pages" {
			slices.SortFunc(list, func(a, b *theme.PageData) int { return cmp.Compare(a.Path, b.Path) })
		}
		for part := 0; part*sitemapLength < len(list); part++ {
			suffix := name
			if part > 0 {
				suffix += "-" + strconv.Itoa(part+1)
			}
			address := escaped(z.path(p.model.site(z, languages[0]))) + "sitemap-" + suffix + ".xml"
			chunk := list[part*sitemapLength : min(len(list), (part+1)*sitemapLength)]
			p.composed(publicFile(z.host(), address), z.host(), chunk, func(c *theme.Context, dst []byte) ([]byte, error) {
				return sitemap(c, dst, chunk), nil
			})
			z.maps = append(z.maps, address)
		}
	}
}

// sitemap lists pages that search engines may show, with their translations.
func sitemap(c *theme.Context, dst []byte, pages []*theme.PageData) []byte {
	x := &xmlWriter{out: append(dst, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"...)}
	for _, p := range pages {
		c.Read(p.Meta)
		c.Read(p.Ties)
		origin := c.Origin(p.Host)
		x.raw("<url><loc>").text(origin + p.Path).raw("</loc>")
		if !p.Updated.IsZero() {
			x.raw("<lastmod>").raw(p.Updated.Format(time.RFC3339)).raw("</lastmod>")
		}
		if len(p.Translations) > 0 {
			for _, version := range append([]*theme.PageData{p}, p.Translations...) {
				c.Read(version.Meta) // its address: it may be another zone's
				x.raw(`<xhtml:link rel="alternate" hreflang="` + version.Lang + `" href="`).text(c.Origin(version.Host) + version.Path).raw(`"/>`)
			}
		}
		x.raw("</url>\n")
	}
	return append(x.out, "</urlset>\n"...)
}

func sitemapIndex(origin string, addresses []string) []byte {
	x := &xmlWriter{out: []byte("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n")}
	for _, address := range addresses {
		x.raw("<sitemap><loc>").text(origin + address).raw("</loc></sitemap>\n")
	}
	return append(x.out, "</sitemapindex>\n"...)
}
