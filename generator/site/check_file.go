package site

import (
	"context"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"maillage/generator/site/report"
)

// CheckFiles finds what is wrong with some files of the content folder, or with
// all files of a folder in it. It reads only what their links lead to and goes by
// the names of all other files, so that the answer comes at once however large the
// site; only where an address leads nowhere by names does it read all front
// matters. What only the whole can tell, such as pages that nothing leads to, is
// left to Check.
func CheckFiles(ctx context.Context, o Options, files ...string) (Result, error) {
	o.Out, o.Themes = "", ""
	e, err := Open(o)
	if err != nil {
		return Result{}, err
	}
	defer e.Close()
	e.model = newModel(o)
	if err := e.readTree(); err != nil {
		e.model.fail(err)
		return Result{}, e.model.faults.Err()
	}
	l := &looker{Engine: e, known: map[string]bool{}}
	if err := l.choose(files); err != nil {
		return Result{}, err
	}
	l.neighbours()
	l.look()
	for range 3 {
		if !l.more(ctx) {
			break
		}
		l.look()
	}
	result := Result{Sites: len(e.model.sites), Pages: len(l.wanted)}
	if err := l.problems().Err(); err != nil {
		return result, err
	}
	r := &reviewer{Engine: e}
	for _, p := range l.wanted {
		if !p.hidden {
			r.text(p)
		}
		r.dates(p)
	}
	for _, name := range l.others {
		if f := e.model.media[name]; f != nil && f.isPicture() && f.bytes > heavyPicture {
			r.warn(name, place{}, report.T("warn.heavy", f.bytes/1000), report.T("warn.heavy.hint"))
		}
	}
	result.Warnings = r.list.Sorted()
	return result, nil
}

// looker looks at some files among all.
type looker struct {
	*Engine
	wanted []*page         // the texts to look at
	others []string        // wanted files that are no texts
	known  map[string]bool // texts that were read; the others are known by name
	whole  bool            // all were
}

// choose finds the wanted files among all, and makes a page of every text from its
// name alone.
func (l *looker) choose(files []string) error {
	m := l.model
	m.bySlug = m.makeZones()
	l.readRedirects()
	found := scan(l.files, m.tree, m.bySlug)
	for _, p := range found.problems {
		p.File = m.shown(p.File)
		m.faults = append(m.faults, p)
	}
	names, err := l.below(files)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, s := range found.sources {
		wanted := below(s.path, names)
		if s.section == inMedia {
			m.media[s.path] = &media{source: s, url: siteURL(m.zones[0].Slug, s.zone.Slug, languages[0]) + s.mediaPath()}
			if wanted {
				m.media[s.path].sign(l.Engine)
				l.others = append(l.others, s.path)
			}
			continue
		}
		l.put(byName(s))
		if wanted && !seen[s.path] {
			seen[s.path] = true
			l.wanted = append(l.wanted, l.read(s.path))
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(m.faults, func(p report.Problem) bool { return p.File == m.shown(name) }) && m.media[name] == nil {
			l.others = append(l.others, name)
		}
	}
	return nil
}

// below are paths within the content folder.
func (l *looker) below(files []string) ([]string, error) {
	content, err := filepath.Abs(l.options.Content)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		full, err := filepath.Abs(file)
		if err != nil {
			return nil, err
		}
		name, err := filepath.Rel(content, full)
		if err != nil || !filepath.IsLocal(name) {
			return nil, report.List{{File: filepath.ToSlash(file), Message: report.T("check.outside", filepath.ToSlash(l.options.Content))}}
		}
		if _, err := l.root.Stat(name); err != nil {
			return nil, report.List{{File: filepath.ToSlash(file), Message: report.T("file.read", reason(err))}}
		}
		names = append(names, filepath.ToSlash(name))
	}
	return names, nil
}

// byName is a text as its file's name tells it.
func byName(s *source) *page {
	p := &page{source: s, zone: s.zone, lang: languages[0]}
	if s.inside == "zone.en.md" {
		p.lang = "en"
	}
	p.name()
	p.faults = nil
	return p
}

// put adds a text to the model, or puts it in the place of what was known of it.
func (l *looker) put(p *page) {
	m := l.model
	old := m.byPath[p.source.path]
	m.byPath[p.source.path] = p
	if old == nil {
		m.texts = append(m.texts, p)
		return
	}
	m.texts[slices.Index(m.texts, old)] = p
}

// read reads a text, once.
func (l *looker) read(name string) *page {
	p := l.model.byPath[name]
	if l.known[name] {
		return p
	}
	l.known[name] = true
	data, problem := readText(l.files, name)
	if problem != nil {
		p.unread()
		p.fault(*problem)
		return p
	}
	p = l.readPage(p.source, data)
	l.put(p)
	return p
}

// neighbours reads what the wanted texts name, and what may have their addresses.
func (l *looker) neighbours() {
	m := l.model
	rivals := make(map[rivalry][]string, len(m.texts))
	for _, p := range m.texts {
		rivals[rivalryOf(p)] = append(rivals[rivalryOf(p)], p.source.path)
	}
	for _, p := range l.wanted {
		folder := path.Dir(p.source.path)
		for _, name := range append(slices.Clone(rivals[rivalryOf(p)]), path.Join(folder, p.front.Translation)) {
			if m.byPath[name] != nil {
				l.read(name)
			}
		}
		for _, link := range hiddenLinks(p) {
			dest, _, _ := strings.Cut(link.Dest, "#")
			if name := path.Join(folder, dest); m.byPath[name] != nil {
				l.read(name)
			}
		}
	}
}

// rivalry is what texts share that could have one address.
type rivalry struct {
	zone *zone
	in   section
	slug string
}

func rivalryOf(p *page) rivalry { return rivalry{p.zone, p.source.section, p.slug} }

// look works out what can be told now. There is no theme, and nothing is written.
func (l *looker) look() {
	for _, p := range l.wanted {
		p.links = linked{}
	}
	sortTexts(l.model.texts)
	l.derive(l.options.At)
}

// more reads what the last look has shown to be needed; false where nothing is.
func (l *looker) more(ctx context.Context) bool {
	before := len(l.known)
	for _, p := range l.wanted {
		for _, to := range p.links.to {
			l.read(to.page.source.path)
		}
	}
	doubtful := func(p report.Problem) bool {
		return p.Message.Key == "link.page" || p.Message.Key == "url.twice" || p.Message.Key == "url.zone"
	}
	if !l.whole && slices.ContainsFunc(l.problems(), doubtful) {
		l.whole = true
		l.readHeads(ctx)
		return true
	}
	return len(l.known) > before
}

// readHeads reads the front matter of every text.
func (l *looker) readHeads(ctx context.Context) {
	m := l.model
	heads := make([]*page, len(m.texts))
	parallelIndex(ctx, len(m.texts), func(i int) {
		heads[i] = m.texts[i]
		if s := heads[i].source; !l.known[s.path] {
			if data, problem := readText(l.files, s.path); problem == nil {
				heads[i], _ = readHead(s, data)
				heads[i].faults = nil // nobody asked
			}
		}
	})
	for i, p := range heads {
		if p != nil {
			m.texts[i], m.byPath[p.source.path] = p, p
		}
	}
}

// problems are those of the wanted files. Where another text was blamed for having
// the address of a wanted one, that one is.
func (l *looker) problems() report.List {
	m := l.model
	wanted := map[string]bool{}
	var list report.List
	for _, p := range l.wanted {
		wanted[m.shown(p.source.path)] = true
		for _, problem := range slices.Concat(p.faults, p.links.faults) {
			list = append(list, m.placed(p.source.path, problem))
		}
	}
	for _, name := range l.others {
		wanted[m.shown(name)] = true
		if f := m.media[name]; f != nil && f.isPicture() {
			if _, err := l.measure(f); err != nil {
				list = append(list, m.placed(name, report.Problem{Message: pictureProblem(err, name)}))
			}
		}
	}
	for _, p := range slices.Concat(m.faults, m.problems) {
		if wanted[p.File] || wanted[path.Dir(p.File)] {
			list = append(list, p)
			continue
		}
		if p.Message.Key != "url.twice" {
			continue
		}
		if taken, ok := p.Message.Args[1].(string); ok && wanted[taken] {
			p.Message = report.T("url.twice", p.Message.Args[0], p.File)
			p.File = taken
			list = append(list, p)
		}
	}
	return list
}
