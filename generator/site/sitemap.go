package site

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"slices"
	"time"

	"maillage/generator/theme"
)

// sitemap lists the pages that search engines may show, with their
// translations. One file is allowed 50,000 of them.
func sitemap(pages []*theme.Page) []byte {
	pages = slices.DeleteFunc(slices.Clone(pages), func(p *theme.Page) bool { return p.NoIndex })
	slices.SortFunc(pages, func(a, b *theme.Page) int { return cmp.Compare(a.Permalink, b.Permalink) })
	var out bytes.Buffer
	out.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
	for _, p := range pages {
		out.WriteString("<url><loc>")
		writeXML(&out, p.Permalink)
		out.WriteString("</loc>")
		if !p.Updated.IsZero() {
			out.WriteString("<lastmod>" + p.Updated.Format(time.RFC3339) + "</lastmod>")
		}
		if len(p.Translations) > 0 {
			for _, version := range append([]*theme.Page{p}, p.Translations...) {
				out.WriteString(`<xhtml:link rel="alternate" hreflang="` + version.Lang + `" href="`)
				writeXML(&out, version.Permalink)
				out.WriteString(`"/>`)
			}
		}
		out.WriteString("</url>\n")
	}
	out.WriteString("</urlset>\n")
	return out.Bytes()
}

func writeXML(out *bytes.Buffer, s string) { _ = xml.EscapeText(out, []byte(s)) }

// robots lets everybody read everything public.
func (m *model) robots() []byte {
	return []byte("User-agent: *\nDisallow: /api/\nDisallow: /admin/\n\nSitemap: " + m.options.BaseURL + "/sitemap.xml\n")
}
