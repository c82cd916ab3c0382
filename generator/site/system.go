package site

import (
	"cmp"

	"maillage/generator/theme"
)

// systemPages are the pages that every site has without a file, by language and
// kind; their titles come from the theme. Those that cannot exist are left out.
func (m *model) systemPages(z *zone) (map[string]map[theme.Kind]*theme.Page, error) {
	pages := map[string]map[theme.Kind]*theme.Page{}
	for _, lang := range languages {
		links := z.links[lang]
		pages[lang] = map[theme.Kind]*theme.Page{}
		for kind, url := range map[theme.Kind]string{theme.List: links.List, theme.Join: links.Join, theme.Joined: links.Joined,
			theme.Confirm: links.Confirm, theme.Welcome: links.Welcome, theme.Missing: m.site(z, lang) + "404.html"} {
			if url == "" {
				continue
			}
			page, err := m.systemPage(z, lang, kind, url)
			if err != nil {
				return nil, err
			}
			pages[lang][kind] = page
		}
	}
	for _, lang := range languages {
		for kind, page := range pages[lang] {
			for _, other := range languages {
				if translation := pages[other][kind]; other != lang && translation != nil && kind != theme.Missing {
					page.Translations = append(page.Translations, translation)
				}
			}
		}
	}
	return pages, nil
}

func (m *model) systemPage(z *zone, lang string, kind theme.Kind, url string) (*theme.Page, error) {
	name := z.views[lang].Name
	title, err := m.theme.Text(lang, string(kind)+".title", name)
	description, missing := m.theme.Text(lang, string(kind)+".description", name)
	if err := cmp.Or(err, missing); err != nil {
		return nil, err
	}
	return &theme.Page{Kind: kind, Title: title, Description: description, Lang: lang, URL: url,
		Permalink: m.options.BaseURL + url, Zone: z.views[lang], NoIndex: kind != theme.List && kind != theme.Join}, nil
}

// shellPage is the page whose main the functions fill.
func (m *model) shellPage(z *zone, lang string) *theme.Page {
	url := z.links[lang].Home
	return &theme.Page{Kind: theme.Shell, Title: m.siteView().Name, Lang: lang, URL: url, Permalink: m.options.BaseURL + url,
		Zone: z.views[lang], NoIndex: true}
}
