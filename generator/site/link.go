package site

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// linked is where the links of a page lead, as found when last asked.
type linked struct {
	done    bool
	same    bool              // as when data was filled
	targets []markdown.Target // of the document's links
	front   map[string]resolved
	to      []linkTo
	anchors []anchor
	urls    uint64 // model.urlSum as it was then
	hosts   uint64 // model.hosts as it was then
	rooted  bool   // has links by address, which lead to pages without a file too
	faults  []report.Problem
	sum     uint64
}

// resolved is a destination of the front matter.
type resolved struct {
	url   string
	image theme.Image
	to    *page
	media *media
}

// linkTo is a page linked to, and the address it had then.
type linkTo struct {
	page *page
	url  string
}

// anchor is a link to a heading of a page.
type anchor struct {
	on       *page
	fragment string
	place    report.Problem
}

// link finds where the links of pages lead that are new, or whose targets moved.
func (e *Engine) link() {
	m := e.model
	var stale []*page
	for _, p := range m.pages {
		if !p.links.done || p.links.hosts != m.hosts || p.links.rooted && p.links.urls != m.urlSum || len(p.links.faults) > 0 || slices.ContainsFunc(p.links.to, linkTo.moved) {
			stale = append(stale, p)
		}
	}
	parallel(context.Background(), stale, e.linkPage)
	for _, p := range m.pages {
		e.checkAnchors(p)
	}
}

func (t linkTo) moved() bool { return t.page.hidden || t.page.url != t.url }

// linkPage resolves all that a page names.
func (e *Engine) linkPage(p *page) {
	l := &linker{e, p, &linked{done: true, urls: e.model.urlSum, hosts: e.model.hosts, front: map[string]resolved{}}}
	if p.doc != nil && len(p.doc.Links) > 0 {
		l.targets = make([]markdown.Target, len(p.doc.Links))
		for i, link := range p.doc.Links {
			if needsTarget(link.Dest) {
				link.Line += p.bodyLine
				l.targets[i] = l.target(link)
			}
		}
	}
	l.frontMatter()
	l.sum = l.digest()
	p.links = *l.linked
}

// digest hashes where everything leads and how large pictures are.
func (l *linked) digest() uint64 {
	d := digest{}
	for i := range l.targets {
		t := &l.targets[i]
		d.text(t.URL).text(t.Srcset).number(uint64(t.Width)<<32 | uint64(t.Height))
		for _, source := range t.Sources {
			d.text(source.Srcset)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(l.front)) {
		found := l.front[key]
		image := &found.image
		d.text(key).text(found.url).text(image.URL).text(image.Srcset).text(image.Modern).number(uint64(image.Width)<<32 | uint64(image.Height))
		if found.media != nil {
			d.number(uint64(found.media.bytes))
		}
		if found.to != nil {
			d.number(found.to.id)
		}
	}
	return d.sum()
}

// needsTarget tells a path from an address with a scheme and from a fragment.
func needsTarget(dest string) bool {
	i := strings.IndexAny(dest, ":/?#")
	return i < 0 || dest[i] == '/' || dest[i] == '?' || dest[i] == '#'
}

// linker resolves the links of one page.
type linker struct {
	*Engine
	page *page
	*linked
}

func (l *linker) fault(link markdown.Link, message, hint report.Text) {
	l.faults = append(l.faults, report.Problem{Line: link.Line, Col: link.Col, Message: message, Hint: hint})
}

// target is where a link of the body leads.
func (l *linker) target(link markdown.Link) markdown.Target {
	found, ok := l.resolve(link)
	if !ok {
		return markdown.Target{}
	}
	if !link.Image {
		return markdown.Target{URL: found.url}
	}
	image := found.image
	target := markdown.Target{URL: image.URL, Width: image.Width, Height: image.Height, Srcset: image.Srcset}
	if image.Modern != "" {
		target.Sources = []markdown.Source{{Type: image.ModernType, Srcset: image.Modern}}
	}
	return target
}

// resolve finds the page or file behind a destination without a scheme.
func (l *linker) resolve(link markdown.Link) (resolved, bool) {
	dest, fragment := link.Dest, ""
	if i := strings.IndexByte(dest, '#'); i >= 0 {
		dest, fragment = dest[:i], dest[i:]
	}
	if dest == "" && !link.Image {
		if len(fragment) > 1 {
			l.anchors = append(l.anchors, anchor{l.page, fragment[1:], report.Problem{Line: link.Line, Col: link.Col}})
		}
		return resolved{url: fragment}, true
	}
	file := dest
	if strings.IndexByte(dest, '%') >= 0 {
		if plain, err := url.PathUnescape(dest); err == nil {
			file = plain
		}
	}
	if strings.HasPrefix(dest, "/") && !link.Image {
		return l.byAddress(link, file, dest+fragment, fragment)
	}
	file = path.Join(path.Dir(l.page.source.path), file)
	if strings.HasPrefix(file, "../") || strings.HasPrefix(dest, "/") {
		l.fault(link, report.T("link.outside", dest), report.Text{})
		return resolved{}, false
	}
	if found := l.model.media[file]; found != nil {
		return l.toMedia(found, link)
	}
	switch to := l.model.byPath[file]; {
	case to == nil:
		l.fault(link, report.T("link.file", dest), l.model.nearFile(l.page.source.path, file))
	case link.Image:
		l.fault(link, report.T("link.image", dest), report.Text{})
	case to.hidden:
		l.fault(link, report.T("link.hidden", dest), report.T("link.hidden.hint"))
	default:
		return l.toPage(to, link, fragment), true
	}
	return resolved{}, false
}

// toPage leads to another text.
func (l *linker) toPage(to *page, link markdown.Link, fragment string) resolved {
	l.to = append(l.to, linkTo{to, to.url})
	if len(fragment) > 1 {
		l.anchors = append(l.anchors, anchor{to, fragment[1:], report.Problem{Line: link.Line, Col: link.Col}})
	}
	return resolved{url: l.address(to.zone, to.url) + fragment, to: to}
}

// address is an address as the page must write it: with its origin when it is on
// another host.
func (l *linker) address(z *zone, url string) string {
	if z.domain == l.page.zone.domain {
		return escaped(z.path(url))
	}
	return l.origin(z.host()) + escaped(z.path(url))
}

// byAddress leads to a page by the address an author wrote.
func (l *linker) byAddress(link markdown.Link, file, dest, fragment string) (resolved, bool) {
	l.rooted = true
	name, query, _ := strings.Cut(file, "?")
	if strings.HasPrefix(name, "/api/") || strings.HasPrefix(name, "/admin/") {
		return resolved{url: dest}, true
	}
	to, ok := l.model.byURL(name)
	if !ok {
		l.fault(link, report.T("link.page", name), l.model.nearURL(name))
		return resolved{}, false
	}
	if to != nil {
		return l.toPage(to, link, fragment), true
	}
	address := l.address(l.model.zoneAt(name), name)
	if query != "" {
		address += "?" + query
	}
	return resolved{url: address + fragment}, true
}

// zoneAt is the zone whose site holds an address.
func (m *model) zoneAt(url string) *zone {
	for _, lang := range languages[1:] {
		if rest, ok := strings.CutPrefix(url, "/"+lang+"/"); ok {
			url = "/" + rest
		}
	}
	best := m.zones[0]
	for _, z := range m.sites {
		if len(z.url) > len(best.url) && strings.HasPrefix(url, z.url) {
			best = z
		}
	}
	return best
}

// toMedia leads to a file, or shows it.
func (l *linker) toMedia(found *media, link markdown.Link) (resolved, bool) {
	l.mu.Lock()
	found.used = true
	l.mu.Unlock()
	there := resolved{url: l.address(found.source.zone, found.url), media: found}
	if link.Image && found.source.forMembers() && !l.page.front.Members {
		l.fault(link, report.T("link.members", link.Dest), report.T("link.members.hint"))
		return there, false
	}
	if !link.Image {
		return there, true
	}
	image, err := l.image(found)
	if err != nil {
		l.fault(link, pictureProblem(err, link.Dest), report.Text{})
		return there, false
	}
	if z := found.source.zone; z.domain != l.page.zone.domain {
		image = image.On(l.origin(z.host()))
	}
	there.image = image
	return there, true
}

// frontMatter resolves the paths of the front matter.
func (l *linker) frontMatter() {
	front := &l.page.front
	if front.Image != nil {
		l.frontLink("image.src", front.Image.Src, true)
	}
	if front.CTA != nil {
		l.frontLink("cta.url", front.CTA.URL, false)
	}
	if front.File != "" {
		l.frontLink("file", front.File, false)
	}
	for i, link := range front.Links {
		l.frontLink(indexed("menu", i)+".url", link.URL, false)
	}
	for i, block := range front.Blocks {
		key := indexed("blocks", i)
		if block.Image != nil {
			l.frontLink(key+".image.src", block.Image.Src, true)
		}
		if block.URL != "" {
			l.frontLink(key+".url", block.URL, false)
		}
		for j, item := range block.Items {
			if item.URL != "" {
				l.frontLink(indexed(key+".items", j)+".url", item.URL, false)
			}
		}
	}
}

// frontLink resolves the destination under a key.
func (l *linker) frontLink(key, dest string, image bool) {
	if dest == "" {
		return // refused already where it is required
	}
	at := l.page.front.at[key]
	link := markdown.Link{Dest: dest, Image: image, Line: at.line, Col: at.col}
	if !needsTarget(dest) {
		if image || !strings.HasPrefix(dest, "https://") && !strings.HasPrefix(dest, "mailto:") && !strings.HasPrefix(dest, "tel:") {
			l.fault(link, report.T("front.url", dest), report.T("front.url.hint"))
		}
		l.front[key] = resolved{url: dest}
		return
	}
	if found, ok := l.resolve(link); ok {
		if key == "file" && l.page.front.Members && found.media != nil && !found.media.source.forMembers() {
			l.fault(link, report.T("file.public", dest), report.T("file.public.hint"))
		}
		l.front[key] = found
	}
}

// checkAnchors looks for the heading of every link with a #.
func (e *Engine) checkAnchors(p *page) {
	for _, a := range p.links.anchors {
		if a.on.doc == nil || a.on.doc.HasID(a.fragment) {
			continue
		}
		ids := make([]string, len(a.on.doc.TOC))
		for i, heading := range a.on.doc.TOC {
			ids[i] = heading.ID
		}
		problem := a.place
		problem.Message = report.T("link.anchor", a.fragment, e.model.shown(a.on.source.path))
		if a.on == p {
			problem.Message = report.T("link.anchor.self", a.fragment)
		}
		problem.Hint = report.NearestHint(a.fragment, ids)
		e.model.blame(p.source.path, problem)
	}
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
	for _, z := range m.sites {
		for known := range z.urls {
			urls = append(urls, known)
		}
	}
	slices.Sort(urls)
	return report.NearestHint(url, urls)
}
