package site

import (
	"cmp"
	"context"
	"strings"
	"time"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
)

// Ground is what a program must know of a zone before it adds texts to it.
type Ground struct {
	Address string            // of the zone on its host, "/ile-de-france/"; "/" where it has a domain
	English string            // of its English pages
	Files   map[string]string // what stands at an address of the site, from that of the zone on: path of the text, "" for what has none
}

// Survey looks at a zone. Texts with faults do not keep it from finding the others;
// a content folder or a zone that cannot be read is an error, as for Check.
func Survey(ctx context.Context, o Options, zone string) (Ground, error) {
	o.Out, o.Theme = "", ""
	e, err := Open(o)
	if err != nil {
		return Ground{}, err
	}
	defer e.Close()
	if err := e.load(ctx); err != nil {
		return Ground{}, err
	}
	m := e.model
	if m.tree == nil {
		return Ground{}, m.allProblems()
	}
	z := m.bySlug[zone]
	if z == nil || z.home == nil && m.byPath[zone+"/zone.md"] == nil {
		return Ground{}, report.List{{File: m.shown(zone), Message: report.T("folder.nozone"), Hint: report.T("folder.hint", zone+"/zone.md")}}
	}
	e.derive(o.At)
	g := Ground{Address: z.path(z.url), English: z.path(siteURL(m.zones[0].Slug, z.Slug, languages[1])), Files: map[string]string{}}
	for url, p := range z.urls {
		file := ""
		if p != nil {
			file = p.source.path
		}
		g.Files["/"+strings.TrimPrefix(url, z.url)] = file
	}
	for _, below := range m.sites {
		if strings.HasPrefix(below.url, z.url) && below != z {
			g.Files["/"+strings.TrimPrefix(below.url, z.url)] = below.Slug + "/zone.md"
		}
	}
	return g, nil
}

// PostAddress is the address of a post by the name of its file, from that of its
// zone in a language on; "" is the first one.
func PostAddress(lang, name string) string {
	if found := datedName.FindStringSubmatch(name); found != nil {
		name = found[2]
	}
	return "/" + segments[cmp.Or(lang, languages[0])].sections[inPosts] + strings.TrimSuffix(name, ".md") + "/"
}

// Stamp is a moment as an editor writes it in front matter: with its offset where it
// is another than that of Paris.
func Stamp(at time.Time) string {
	_, here := at.Zone()
	if _, there := at.In(paris()).Zone(); here == there {
		return at.Format("2006-01-02T15:04")
	}
	return at.Format(time.RFC3339)
}

// TermAddress is the page of a word that texts share, a tag, a category, a series
// or an author, from the address of a zone on. A zone where few texts share it has
// none; the national site always does.
func TermAddress(taxonomy, name string) string {
	return "/" + segments[languages[0]].terms[taxonomy] + markdown.Slug(name) + "/"
}

// SectionAddress is the list of a kind of texts, "post" or "event", from the
// address of a zone on.
func SectionAddress(kind string) string {
	return "/" + segments[languages[0]].sections[section(kind)]
}
