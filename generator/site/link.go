package site

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// resolve turns a destination written in p, without a scheme, into an address.
// Anchors are checked later: the headings of other texts are not known yet.
func (m *model) resolve(p *page, link markdown.Link) (markdown.Target, *report.Problem) {
	fail := func(message, hint report.Text) (markdown.Target, *report.Problem) {
		return markdown.Target{}, &report.Problem{Line: link.Line, Col: link.Col, Message: message, Hint: hint}
	}
	dest, fragment := link.Dest, ""
	if i := strings.IndexByte(dest, '#'); i >= 0 {
		dest, fragment = dest[:i], dest[i:]
	}
	if dest == "" && !link.Image {
		return markdown.Target{URL: fragment}, nil
	}
	file, err := url.PathUnescape(dest)
	if err != nil {
		file = dest
	}
	if strings.HasPrefix(dest, "/") && !link.Image {
		name, _, _ := strings.Cut(file, "?")
		if m.published(name) {
			return markdown.Target{URL: dest + fragment}, nil
		}
		return fail(report.T("link.page", name), m.nearURL(name))
	}
	file = path.Join(path.Dir(p.source.path), file)
	if strings.HasPrefix(file, "../") || strings.HasPrefix(dest, "/") {
		return fail(report.T("link.outside", dest), report.Text{})
	}
	if found := m.media[file]; found != nil {
		return m.resolveMedia(found, link)
	}
	switch target := m.byPath[file]; {
	case target != nil && !link.Image:
		return markdown.Target{URL: target.url + fragment}, nil
	case target != nil:
		return fail(report.T("link.image", dest), report.Text{})
	case m.hidden[file]:
		return fail(report.T("link.hidden", dest), report.T("link.hidden.hint"))
	}
	return fail(report.T("link.file", dest), m.nearFile(p.source.path, file))
}

func (m *model) resolveMedia(found *media, link markdown.Link) (markdown.Target, *report.Problem) {
	target := markdown.Target{URL: escaped(found.url)}
	if !link.Image {
		return target, nil
	}
	size, err := found.dimensions(m.files)
	if err != nil {
		message := report.T("image.read", reason(err))
		if err == errNotImage {
			message = report.T("link.image", link.Dest)
		}
		return markdown.Target{}, &report.Problem{Line: link.Line, Col: link.Col, Message: message}
	}
	target.Width, target.Height = size.Width, size.Height
	return target, nil
}

// published says whether an address written by hand leads somewhere.
func (m *model) published(url string) bool {
	_, ok := m.byURL[url]
	return ok || strings.HasPrefix(url, "/api/") || strings.HasPrefix(url, "/admin/")
}

// resolveFront resolves the paths of the front matter.
func (m *model) resolveFront(p *page) {
	at := func(key string) markdown.Link {
		return markdown.Link{Line: p.front.at[key].line, Col: p.front.at[key].col}
	}
	if front := p.front.Image; front != nil {
		link := at("image.src")
		link.Dest, link.Image = front.Src, true
		target, problem := m.resolve(p, link)
		if problem != nil {
			m.blame(p.source.path, *problem)
		}
		p.image = &theme.Image{URL: target.URL, Alt: markdown.Typography(p.lang, front.Alt),
			Caption: markdown.Typography(p.lang, front.Caption), Width: target.Width, Height: target.Height}
	}
	if front := p.front.CTA; front != nil {
		link := at("cta.url")
		link.Dest = front.URL
		target := markdown.Target{URL: front.URL}
		if !strings.HasPrefix(front.URL, "https://") {
			var problem *report.Problem
			if target, problem = m.resolve(p, link); problem != nil {
				m.blame(p.source.path, *problem)
			}
		}
		p.cta = &theme.Link{Label: markdown.Typography(p.lang, front.Label), URL: target.URL}
	}
}

// checkAnchors looks for the heading of every link with a #.
func (m *model) checkAnchors() {
	for _, p := range m.pages {
		for _, link := range p.doc.Links {
			url, fragment, ok := strings.Cut(link.URL, "#")
			if !ok || fragment == "" || strings.Contains(url, ":") {
				continue
			}
			target := p
			if url != "" {
				target = m.byURL[url]
			}
			if target != nil && !target.doc.IDs[fragment] {
				m.blame(p.source.path, m.missingAnchor(p, target, link, fragment))
			}
		}
	}
}

func (m *model) missingAnchor(p, target *page, link markdown.Link, fragment string) report.Problem {
	ids := make([]string, len(target.doc.TOC))
	for i, heading := range target.doc.TOC {
		ids[i] = heading.ID
	}
	message := report.T("link.anchor", fragment, m.shown(target.source.path))
	if target == p {
		message = report.T("link.anchor.self", fragment)
	}
	return report.Problem{Line: link.Line, Col: link.Col, Message: message,
		Hint: report.NearestHint(fragment, ids)}
}

// nearFile is the hint for a file that does not exist: one named nearly so,
// the nearest in the tree first, as a path from the text that wanted it.
func (m *model) nearFile(from, file string) report.Text {
	var names []string
	files := map[string][]string{}
	add := func(file string) {
		name := path.Base(file)
		names = append(names, name)
		files[name] = append(files[name], file)
	}
	for file := range m.byPath {
		add(file)
	}
	for file := range m.media {
		add(file)
	}
	slices.Sort(names)
	near := report.Nearest(path.Base(file), names)
	if near == "" {
		return report.Text{}
	}
	best := slices.MinFunc(files[near], func(a, b string) int {
		return cmp.Or(cmp.Compare(len(relative(from, a)), len(relative(from, b))), cmp.Compare(a, b))
	})
	return report.T("hint.nearest", relative(from, best))
}

// relative is the path of a file as a link in another file writes it.
func relative(from, to string) string {
	above, below := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	for len(above) > 0 && len(below) > 1 && above[0] == below[0] {
		above, below = above[1:], below[1:]
	}
	return strings.Repeat("../", len(above)) + strings.Join(below, "/")
}

func (m *model) nearURL(url string) report.Text {
	var urls []string
	for known := range m.byURL {
		urls = append(urls, known)
	}
	slices.Sort(urls)
	return report.NearestHint(url, urls)
}
