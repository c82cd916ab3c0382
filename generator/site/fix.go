package site

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"maillage/generator/site/report"
)

// rounds is how often Fix looks again: what is mended shows what stood behind it.
const rounds = 5

// Fix mends in place what can only have been meant in one way: keys misspelt,
// dates written in another order, values that want quotes, one word where a list
// belongs, paths in the wrong case, of files that have moved, or ending in .html.
// All other bytes stay as they are. It returns what it changed, and does nothing
// where there is nothing to mend.
func Fix(ctx context.Context, o Options, files ...string) (report.List, error) {
	o.Out, o.Themes = "", ""
	e, err := Open(o)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	names, err := (&looker{Engine: e}).below(files)
	if err != nil {
		return nil, err
	}
	var done report.List
	for range rounds {
		if err := e.load(ctx); err != nil {
			return done, err
		}
		if e.model.tree == nil {
			break // check tells what is wrong with zones.yaml
		}
		e.derive(o.At)
		f := &fixer{Engine: e, changes: map[string][]change{}}
		f.find(names)
		mended, err := f.apply()
		done = append(done, mended...)
		if err != nil || len(mended) == 0 {
			return done.Sorted(), err
		}
	}
	return done.Sorted(), nil
}

// change is some words of a file in the place of others.
type change struct {
	place
	old, new string
}

// fixer collects changes by file.
type fixer struct {
	*Engine
	changes map[string][]change
	names   map[string][]string // files of the content folder by their last name, lower case
}

// find looks at every problem of the wanted files; all where none is named.
func (f *fixer) find(wanted []string) {
	for _, p := range f.model.texts {
		name := p.source.path
		if !below(name, wanted) {
			continue
		}
		t, ok := f.open(p)
		if !ok {
			continue
		}
		for _, problem := range slices.Concat(p.faults, p.links.faults) {
			if found := t.mend(problem); found != nil {
				f.changes[name] = append(f.changes[name], found...)
			}
		}
	}
}

// apply writes the changed files and tells what was changed.
func (f *fixer) apply() (report.List, error) {
	var done report.List
	for _, p := range f.model.texts {
		name := p.source.path
		changes := f.changes[name]
		if len(changes) == 0 {
			continue
		}
		data, err := fs.ReadFile(f.files, name)
		if err != nil {
			return done, err
		}
		changes = slices.Clone(changes)
		slices.SortFunc(changes, func(a, b change) int { return cmp.Or(b.line-a.line, b.col-a.col) }) // from the end: places stay
		var told report.List
		last := -1
		for _, c := range changes {
			at := offset(data, c.place)
			if at < 0 || !bytes.HasPrefix(data[at:], []byte(c.old)) || last >= 0 && at+len(c.old) > last {
				continue // not where it should be, or within what was changed already
			}
			last = at
			data = slices.Concat(data[:at], []byte(c.new), data[at+len(c.old):])
			told = append(told, report.Problem{File: f.model.shown(name), Line: c.line, Col: c.col, Message: report.T("fix.done", c.old, c.new)})
		}
		if len(told) == 0 {
			continue
		}
		if err := f.replace(name, data); err != nil {
			return done, err
		}
		done = append(done, told...)
	}
	return done, nil
}

// replace writes a file beside and puts it in place at once.
func (f *fixer) replace(name string, data []byte) error {
	info, err := f.root.Stat(name)
	if err != nil {
		return err
	}
	part := path.Join(path.Dir(name), "."+path.Base(name)+temporary) // hidden: nobody reads it
	err = f.root.WriteFile(part, data, info.Mode().Perm())
	if err == nil {
		err = f.root.Rename(part, name)
	}
	if err != nil {
		_ = f.root.Remove(part)
		return fmt.Errorf("fix %s: %w", name, err)
	}
	return nil
}

// offset is where a place of the text stands in the bytes of its file, which may
// begin with a byte order mark; -1 where the file has no such place.
func offset(data []byte, at place) int {
	start := 0
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		start = len("\ufeff")
	}
	for line := 1; line < at.line; line++ {
		end := bytes.IndexByte(data[start:], '\n')
		if end < 0 {
			return -1
		}
		start += end + 1
	}
	col := 1
	for i := range string(data[start:]) {
		if col == at.col {
			return start + i
		}
		if data[start+i] == '\n' {
			return -1
		}
		col++
	}
	if col == at.col {
		return len(data)
	}
	return -1
}

// exists says whether a file of the content folder is published.
func (f *fixer) exists(file string) bool {
	return f.model.byPath[file] != nil || f.model.media[file] != nil
}

// named are the files of the content folder with a name in any case.
func (f *fixer) named(name string) []string {
	if f.names == nil {
		f.names = map[string][]string{}
		for file := range f.model.byPath {
			key := strings.ToLower(path.Base(file))
			f.names[key] = append(f.names[key], file)
		}
		for file := range f.model.media {
			key := strings.ToLower(path.Base(file))
			f.names[key] = append(f.names[key], file)
		}
	}
	return f.names[strings.ToLower(name)]
}
