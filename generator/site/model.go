package site

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"sync"
	"time"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
	"maillage/generator/theme"
	"maillage/generator/zones"
)

// model is everything a build knows before it writes.
type model struct {
	options Options
	files   fs.FS // the content folder
	theme   *theme.Theme
	tree    *zones.Tree

	zones     []*zone // all of them, parents first
	sites     []*zone // those with a site, parents first
	pages     []*page // published, by path
	byPath    map[string]*page
	hidden    map[string]bool // texts that are not published yet
	media     map[string]*media
	byURL     map[string]*page // nil: a page without a text, or a file
	next      time.Time
	pageCount int

	mu       sync.Mutex // guards problems
	problems report.List
}

// fail keeps what is wrong. Files of a report.List are told as they are.
func (m *model) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var problems report.List
	var faults zones.Errors
	switch {
	case errors.As(err, &problems):
		m.problems = append(m.problems, problems...)
	case errors.As(err, &faults):
		for _, e := range faults {
			m.problems = append(m.problems, report.Problem{File: filepath.ToSlash(e.File), Line: e.Line, Col: e.Col,
				Message: report.Raw(e.Message), Hint: report.Raw(e.Hint)})
		}
	default:
		m.problems = append(m.problems, report.Problem{File: m.options.Content, Message: report.Raw(err.Error())})
	}
}

// blame adds problems found in a file of the content folder. A text is blamed at
// its beginning where no line is.
func (m *model) blame(file string, problems ...report.Problem) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range problems {
		p.File = m.shown(file)
		if p.Line == 0 && path.Ext(file) == ".md" {
			p.Line, p.Col = 1, 1
		}
		m.problems = append(m.problems, p)
	}
}

// shown is the path of a content file as its author knows it.
func (m *model) shown(file string) string {
	return path.Join(filepath.ToSlash(m.options.Content), file)
}

// read goes from files to pages ready for the theme.
func (m *model) read(ctx context.Context) {
	tree, err := zones.Load(filepath.Join(m.options.Content, "zones.yaml"))
	if err != nil {
		m.fail(err)
		return
	}
	m.tree = tree
	bySlug := m.makeZones()
	found := scan(m.files, tree, bySlug)
	for _, p := range found.problems {
		m.blame(p.File, p)
	}
	m.readPages(ctx, found.sources)
	m.makeSites()
	if len(m.sites) == 0 || m.sites[0] != m.zones[0] {
		file := m.zones[0].Slug + "/zone.md"
		m.blame(file, report.Problem{Message: report.T("folder.root"), Hint: report.T("folder.hint", "zone.md")})
		return
	}
	m.address()
	m.translate()
	m.renderBodies(ctx)
	m.checkAnchors()
	if m.theme != nil {
		m.makeViews()
	}
}

// renderBodies turns Markdown into HTML on all cores.
func (m *model) renderBodies(ctx context.Context) {
	renderers := map[string]*markdown.Renderer{}
	for _, lang := range languages {
		renderers[lang] = markdown.New(lang)
	}
	parallel(ctx, m.pages, func(p *page) {
		var problems []report.Problem
		p.doc = renderers[p.lang].Render(p.body, markdown.Options{
			SkipLines: p.bodyLine,
			Resolve: func(link markdown.Link) markdown.Target {
				target, problem := m.resolve(p, link)
				if problem != nil {
					problems = append(problems, *problem)
				}
				return target
			},
		})
		m.blame(p.source.path, p.doc.Problems...)
		m.blame(p.source.path, problems...)
		m.resolveFront(p)
	})
}
