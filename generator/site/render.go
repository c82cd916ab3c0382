package site

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// public is the folder of the main host's files.
const public = "public/main"

// file is one output, its path below Options.Out.
type file struct {
	path string
	data []byte
}

// job makes one output. Jobs are independent of each other, so that they run on
// all cores; nil data means that there is nothing to write.
type job struct {
	path string
	make func() ([]byte, error)
	data []byte
}

// render makes all outputs, sorted by path. It goes on after a failure, so that
// all are told.
func (m *model) render(ctx context.Context) ([]file, error) {
	jobs, err := m.jobs()
	if err != nil {
		m.fail(report.List{{File: m.themeFolder(), Message: report.T("theme.template", err.Error())}})
	}
	parallel(ctx, jobs, func(j *job) {
		data, err := j.make()
		if err != nil {
			m.fail(err)
		}
		j.data = data
	})
	if err := cmp.Or(ctx.Err(), m.problems.Err()); err != nil {
		return nil, err
	}
	files := make([]file, len(jobs))
	for i, j := range jobs {
		files[i] = file{j.path, j.data}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.path, b.path) })
	return files, nil
}

// jobs lists everything a build writes.
func (m *model) jobs() ([]*job, error) {
	var jobs []*job
	add := func(path string, make func() ([]byte, error)) { jobs = append(jobs, &job{path: path, make: make}) }
	for _, p := range m.pages {
		add(outputPath(p.url), m.layout(p.zone, p.view))
		m.pageCount++
	}
	indexed := make([]*theme.Page, 0, len(m.pages))
	for _, p := range m.pages {
		indexed = append(indexed, p.view)
	}
	for _, z := range m.sites {
		pages, err := m.systemPages(z)
		if err != nil {
			return nil, err
		}
		for _, lang := range languages {
			for _, kind := range theme.Kinds() {
				if page := pages[lang][kind]; page != nil {
					add(outputPath(page.URL), m.layout(z, page))
					indexed = append(indexed, page)
					m.pageCount++
				}
			}
			m.functionFiles(z, pages[lang], add)
			if z.views[lang].FeedURL != "" {
				add(public+z.views[lang].FeedURL, func() ([]byte, error) { return m.feed(z, lang) })
			}
		}
	}
	for _, asset := range m.theme.Assets {
		add(public+asset.URL, func() ([]byte, error) { return asset.Data, nil })
	}
	for _, found := range m.media {
		add(public+found.url, func() ([]byte, error) { return m.readMedia(found) })
	}
	add(public+"/sitemap.xml", func() ([]byte, error) { return sitemap(indexed), nil })
	add(public+"/robots.txt", func() ([]byte, error) { return m.robots(), nil })
	add("data/zones.json", m.zonesJSON)
	add("data/wordings.json", m.wordingsJSON)
	add("data/next.json", m.nextJSON)
	return jobs, nil
}

func (m *model) layout(z *zone, page *theme.Page) func() ([]byte, error) {
	return func() ([]byte, error) { return m.theme.Page(m.view(z, page)) }
}

// outputPath is where the page of an address is written.
func outputPath(url string) string {
	if strings.HasSuffix(url, "/") {
		url += "index.html"
	}
	return public + url
}

// functionFiles are the shell and the forms that functions fill.
func (m *model) functionFiles(z *zone, pages map[theme.Kind]*theme.Page, add func(string, func() ([]byte, error))) {
	lang := pages[theme.Join].Lang
	name := z.Slug + "." + lang + ".html"
	add("data/shell/"+name, func() ([]byte, error) {
		page, err := m.theme.Page(m.view(z, m.shellPage(z, lang)))
		if err == nil && len(emptyMain.FindAll(page, 2)) != 1 {
			err = m.themeProblem("layouts/base.html", report.T("theme.shell"))
		}
		return page, err
	})
	for _, kind := range []theme.Kind{theme.Join, theme.Confirm} {
		add("data/form/"+string(kind)+"/"+name, func() ([]byte, error) { return m.form(z, pages[kind]) })
	}
}

var emptyMain = regexp.MustCompile(`<main id="contenu"[^>]* data-shell[^>]*>\s*</main>`)

// form is the <form> element of a partial, without what the theme puts around.
func (m *model) form(z *zone, page *theme.Page) ([]byte, error) {
	partial := "form-" + string(page.Kind)
	html, err := m.theme.Partial(partial, m.view(z, page))
	if err != nil {
		return nil, err
	}
	start, end := bytes.Index(html, []byte("<form")), bytes.LastIndex(html, []byte("</form>"))
	if start < 0 || end < start || bytes.Count(html, []byte("<form")) != 1 {
		return nil, m.themeProblem("partials/"+partial+".html", report.T("theme.form"))
	}
	return append(html[start:end:end], "</form>\n"...), nil
}

func (m *model) themeProblem(file string, message report.Text) error {
	return report.List{{File: path.Join(m.themeFolder(), file), Message: message}}
}
