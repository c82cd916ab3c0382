package site

import (
	"io/fs"
	"unicode/utf8"

	"maillage/generator/site/report"
)

const (
	longTitle  = 70         // characters that search engines show
	heavyImage = 500 * 1024 // bytes
)

// warnings are remarks on what is allowed but could be better.
func (m *model) warnings() report.List {
	var list report.List
	warn := func(file string, at place, message report.Text) {
		list = append(list, report.Problem{File: m.shown(file), Line: at.line, Col: at.col, Message: message})
	}
	used := map[string]bool{}
	for _, p := range m.pages {
		if p.front.Description == "" {
			warn(p.source.path, place{1, 1}, report.T("warn.description"))
		}
		if n := utf8.RuneCountInString(p.front.Title); n > longTitle {
			warn(p.source.path, p.front.at["title"], report.T("warn.title", n))
		}
		for _, link := range p.doc.Links {
			used[link.URL] = true
		}
		if p.image != nil {
			used[p.image.URL] = true
		}
	}
	for _, found := range m.media {
		if !used[escaped(found.url)] {
			warn(found.source.path, place{}, report.T("warn.media"))
		}
		info, err := fs.Stat(m.files, found.source.path)
		if _, notImage := found.dimensions(m.files); err == nil && notImage == nil && info.Size() > heavyImage {
			warn(found.source.path, place{}, report.T("warn.heavy", info.Size()/1024))
		}
	}
	return list.Sorted()
}
