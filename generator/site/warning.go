package site

import (
	"unicode/utf8"

	"maillage/generator/site/report"
)

const (
	longTitle  = 70      // characters that search engines show
	heavyImage = 2 << 20 // bytes; larger ones do not belong in git
)

// warnings are remarks on what is allowed but could be better.
func (e *Engine) warnings() report.List {
	m := e.model
	var list report.List
	warn := func(file string, at place, message report.Text) {
		list = append(list, report.Problem{File: m.shown(file), Line: at.line, Col: at.col, Message: message})
	}
	for _, p := range m.pages {
		if p.front.Description == "" && p.source.section != inPeople {
			warn(p.source.path, place{1, 1}, report.T("warn.description"))
		}
		if n := utf8.RuneCountInString(p.front.Title); n > longTitle {
			warn(p.source.path, p.front.at["title"], report.T("warn.title", n))
		}
		for _, remark := range p.doc.Remarks {
			remark.Line += p.bodyLine
			list = append(list, m.placed(p.source.path, remark))
		}
	}
	for _, f := range m.media {
		if !f.used {
			warn(f.source.path, place{}, report.T("warn.media"))
		}
		if f.isPicture() && f.bytes > heavyImage {
			warn(f.source.path, place{}, report.T("warn.heavy", f.bytes/1024))
		}
	}
	return list.Sorted()
}
