package site

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/zeebo/xxh3"
)

// Update builds again after files of the content folder were saved, made or
// deleted; their paths are slash paths below it. It does only what the change
// asks for, and all of it when it cannot tell. The first call must come after
// Build.
func (e *Engine) Update(ctx context.Context, at time.Time, files ...string) (Result, error) {
	start := e.options.Now()
	result, err := e.update(ctx, at, files)
	result.Duration = e.options.Now().Sub(start)
	return result, err
}

func (e *Engine) update(ctx context.Context, at time.Time, files []string) (Result, error) {
	m := e.model
	if m == nil || m.tree == nil || m.theme == nil || len(m.faults) > 0 || e.bodies.fault() != nil {
		return e.Build(ctx, at)
	}
	if e.readers == nil {
		e.index()
	}
	var edited []*page
	plain := true
	for _, file := range files {
		p, same, ok := e.edit(file)
		if !ok {
			return e.Build(ctx, at)
		}
		plain = plain && same
		if p != nil {
			edited = append(edited, p)
		}
	}
	if plain && !e.unsettled && !at.Before(m.at) && (m.next.IsZero() || at.Before(m.next)) {
		return e.refresh(ctx, edited)
	}
	return e.finish(ctx, at)
}

// edit takes a changed file into the model. p is nil where nothing has changed,
// same says that nothing beside the page itself depends on the change, and ok is
// false when only a whole build can tell what the change means.
func (e *Engine) edit(file string) (p *page, same, ok bool) {
	m := e.model
	known := m.byPath[file]
	info, err := e.root.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) && known != nil && known.source.section != inHome {
		e.forget(known)
		return nil, false, true
	}
	if err != nil || !info.Mode().IsRegular() {
		return nil, false, false
	}
	s := e.sourceOf(file)
	if s == nil || known == nil && (s.section == inHome || s.zone.home == nil) { // a site more or less is found by looking at folders
		return nil, false, false
	}
	data, problem := readText(e.files, file)
	if problem != nil {
		return nil, false, false
	}
	if known == nil {
		p = e.readPage(s, data)
		m.byPath[file] = p
		i, _ := slices.BinarySearchFunc(m.texts, p, func(a, b *page) int { return strings.Compare(a.source.path, b.source.path) })
		m.texts = slices.Insert(m.texts, i, p)
		return p, false, true
	}
	if known.sum == xxh3.Hash(data) {
		return nil, true, true
	}
	fresh := e.readPage(s, data)
	same = fresh.key == known.key && len(fresh.faults) == 0 && (known.source.section == inPosts || fresh.frontSum == known.frontSum)
	known.replace(fresh)
	return known, same, true
}

// replace takes over what a file says now. What derive worked out stays until it
// is worked out again.
func (p *page) replace(fresh *page) {
	p.sum, p.front, p.frontSum, p.key, p.lang, p.date, p.slug = fresh.sum, fresh.front, fresh.frontSum, fresh.key, fresh.lang, fresh.date, fresh.slug
	p.bodyLine, p.doc, p.text, p.body, p.faults = fresh.bodyLine, fresh.doc, fresh.text, fresh.body, fresh.faults
	p.links.done, p.wordsDone, p.wordsSum, p.filled = false, false, 0, false
}

// forget takes a deleted text out of the model.
func (e *Engine) forget(p *page) {
	m := e.model
	p.gone, p.hidden, p.url = true, true, ""
	delete(m.byPath, p.source.path)
	m.texts = slices.DeleteFunc(m.texts, func(q *page) bool { return q == p })
}

// sourceOf is the text at a path, nil where the name alone does not tell.
func (e *Engine) sourceOf(file string) *source {
	if !fs.ValidPath(file) || path.Ext(file) != ".md" || strings.ContainsFunc(file, unfit) {
		return nil
	}
	for _, name := range strings.Split(file, "/") {
		if name[0] == '.' || name[0] == '#' {
			return nil
		}
	}
	folder, name := path.Split(file)
	if z := e.model.bySlug[path.Clean(folder)]; z != nil && (name == "zone.md" || name == "zone.en.md") {
		return &source{path: file, inside: name, section: inHome, zone: z}
	}
	for at := path.Dir(file); at != "."; at = path.Dir(at) {
		above, last := path.Split(at)
		z := e.model.bySlug[path.Clean(above)]
		in := sectionOf[last]
		if z != nil && in != "" && in != inMedia && e.model.bySlug[at] == nil {
			return &source{path: file, inside: strings.TrimPrefix(file, at+"/"), section: in, zone: z}
		}
	}
	return nil
}

// refresh builds after edits that change nothing but the pages themselves and
// what is shown of them elsewhere.
func (e *Engine) refresh(ctx context.Context, edited []*page) (Result, error) {
	m := e.model
	m.problems = nil
	for _, p := range edited {
		if !p.hidden {
			e.linkPage(p)
		}
	}
	for _, p := range m.pages {
		if len(p.links.anchors) > 0 {
			e.checkAnchors(p)
		}
	}
	if err := m.allProblems(); err != nil {
		e.unsettled = true
		return Result{}, err
	}
	for _, p := range edited {
		if !p.hidden && p.zone.home != nil {
			e.fill(p)
		}
	}
	e.notice()
	result := Result{Sites: len(m.sites), Next: m.next, Unchanged: len(e.outputs) - len(e.dirty)}
	err := e.produce(ctx, e.inOrder(e.takeDirty()), &result)
	e.unsettled = err != nil
	return result, err
}

// takeDirty are the outputs to be made again, by path. Those that are not planned
// now stay noted.
func (e *Engine) takeDirty() []*output {
	noted := e.dirty
	e.dirty = nil
	var dirty []*output
	for _, o := range noted {
		switch {
		case !o.dirty:
		case e.current(o):
			dirty = append(dirty, o)
		default:
			e.dirty = append(e.dirty, o)
		}
	}
	slices.SortFunc(dirty, func(a, b *output) int { return strings.Compare(a.path, b.path) })
	return dirty
}

// Exists says whether a file is below the content folder, for callers that watch
// it.
func (e *Engine) Exists(file string) bool {
	_, err := e.root.Lstat(file)
	return !errors.Is(err, os.ErrNotExist)
}
