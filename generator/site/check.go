package site

import (
	"context"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
)

// Check does all that Build does, except writing, and looks closer: at what a
// movement must not publish without, which is an error here and not in Build, and
// at what could be better, in Result.Warnings, once there are no errors.
func Check(ctx context.Context, o Options) (Result, error) {
	o.Out = ""
	e, err := Open(o)
	if err != nil {
		return Result{}, err
	}
	defer e.Close()
	result, err := e.Build(ctx, o.At)
	if err != nil {
		return result, err
	}
	result.Warnings = e.review()
	return result, e.failures().Err()
}

// failures are layouts that would not show what they are for, and what the law
// wants of a site: who answers for it, and how to reach them. Zones inherit both
// from the root.
func (e *Engine) failures() report.List {
	m := e.model
	root := m.sites[0]
	home := root.home[languages[0]]
	var list report.List
	fail := func(key string, message, hint report.Text) {
		list = append(list, m.placed(home.source.path, home.fail(key, message, hint)))
	}
	if !reachable(home.front.Contact) {
		fail("contact", report.T("check.contact"), report.T("check.contact.hint"))
	}
	if home.front.Legal == nil {
		fail("legal", report.T("check.controller"), report.T("check.controller.hint"))
	}
	return append(list, e.layouts()...)
}

// layouts are the faults of layouts that no page uses yet.
func (e *Engine) layouts() report.List {
	var list report.List
	seen := map[string]bool{} // sites may differ by a word of their theme
	for _, z := range e.model.sites {
		for _, problem := range asProblems(z.Slug, e.skin(z).Compile()) {
			if text := problem.In(languages[0]); !seen[text] {
				seen[text] = true
				list = append(list, problem)
			}
		}
	}
	return list
}

func reachable(c frontContact) bool { return c.Email != "" || c.Phone != "" || c.Address != "" }

// warnings are the remarks of a build: those that a text deserves by itself.
func (e *Engine) warnings() report.List {
	r := &reviewer{Engine: e}
	for _, p := range e.model.pages {
		r.text(p)
	}
	return r.list.Sorted()
}

// review is every remark, of the texts and of the whole.
func (e *Engine) review() report.List {
	r := &reviewer{Engine: e}
	for _, p := range e.model.pages {
		r.text(p)
		r.translated(p)
	}
	for _, p := range e.model.texts {
		r.dates(p)
	}
	r.zones()
	r.titles()
	r.orphans()
	r.media()
	r.aliases()
	r.redirects()
	return r.list.Sorted()
}

// reviewer collects remarks on what is allowed but could be better.
type reviewer struct {
	*Engine
	list report.List
}

func (r *reviewer) warn(file string, at place, message, hint report.Text) {
	r.list = append(r.list, r.model.placed(file, report.Problem{Line: at.line, Col: at.col, Message: message, Hint: hint}))
}

// about is a remark on the value of a key.
func (r *reviewer) about(p *page, key string, message, hint report.Text) {
	r.warn(p.source.path, p.front.at[key], message, hint)
}

// hiddenLinks are the destinations in a text that is not published, as paths in
// the content folder: a picture that waits for its article is not unused.
func hiddenLinks(p *page) []markdown.Link {
	links := []markdown.Link{}
	if p.doc != nil {
		links = append(links, p.doc.Links...)
	}
	if p.front.Image != nil {
		links = append(links, markdown.Link{Dest: p.front.Image.Src})
	}
	return append(links, markdown.Link{Dest: p.front.File})
}
