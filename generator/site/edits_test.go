package site_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/generator/site"
	"maillage/generator/site/report"
)

var (
	editCount = flag.Int("edits", 60, "random edits of TestEdits")
	editSeed  = flag.Uint64("seed", 4, "seed of TestEdits; 0: another one each time, for hand runs")
	editTheme = flag.String("theme", "facets", "theme of TestEdits: facets, plain or default")
)

// After any edit, what an engine in memory and a program started anew have on
// disk is, byte for byte, what a clean build writes; files that stay the same are
// not touched; and an edit that breaks the content changes nothing.
//
//	go test ./generator/site -run TestEdits -edits 10000 -seed 7 -theme default -timeout 2h
func TestEdits(t *testing.T) {
	seed := *editSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano()) % 1_000_000
	}
	s := newEditing(t, seed)
	s.begin()
	for n := range *editCount {
		what := s.author.edit()
		s.step(fmt.Sprintf("edit %d: %s", n, what))
		if t.Failed() {
			t.Fatalf("run again with -seed %d -edits %d -theme %s", seed, *editCount, *editTheme)
		}
	}
	t.Logf("seed %d: %d edits, of which %d broke the content", seed, *editCount, s.broken)
}

// editing is a content folder under edition and its builds.
type editing struct {
	testing.TB
	author   *author
	clean    site.Options
	resident *watched // an engine that stays
	engine   *site.Engine
	oneShot  *watched          // a program that is started for every edit
	written  map[string]string // what is in the content folder
	changed  []string          // files written since the last build
	built    map[string]string // what was there then
	good     map[string]string // what was when it last had no fault
	tries    int               // edits since then
	broken   int
	builds   int
}

// watched is an output folder and what was there after the last build.
type watched struct {
	options site.Options
	files   map[string]string
	infos   map[string]fs.FileInfo
}

func newEditing(t *testing.T, seed uint64) *editing {
	dir := t.TempDir()
	themes := filepath.Join(dir, "themes")
	for _, name := range []string{"plain", "facets"} {
		copyTree(t, filepath.Join("testdata/themes", name), filepath.Join(themes, name))
	}
	copyTree(t, "../../themes/default", filepath.Join(themes, "default"))
	o := site.Options{Content: filepath.Join(dir, "content"), Themes: themes, Theme: *editTheme, BaseURL: "https://demain.example", At: at}
	folder := func(name string) *watched {
		own := o
		own.Out = filepath.Join(dir, name)
		return &watched{options: own}
	}
	s := &editing{TB: t, author: newAuthor(rand.New(rand.NewPCG(seed, 1)), at), clean: o, resident: folder("resident"), oneShot: folder("one-shot")}
	s.clean.Out = filepath.Join(dir, "clean")
	s.resident.options.InPlace = seed%2 == 0 // as make run does
	return s
}

func copyTree(t testing.TB, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// begin builds a first time, without the texts that are at fault.
func (s *editing) begin() {
	s.prune()
	s.step("begin")
}

// prune leaves out the texts that are at fault now, and what first pages say
// beside their title.
func (s *editing) prune() {
	s.Helper()
	for range 100 {
		s.write()
		s.clean.At = s.author.at
		_, err := site.Check(context.Background(), s.clean)
		var faults report.List
		if err == nil {
			return
		}
		if !errors.As(err, &faults) {
			s.Fatal(err)
		}
		for _, p := range faults {
			file, _ := filepath.Rel(s.clean.Content, p.File)
			delete(s.author.files, file)
			if home, ok := firstPages[file]; ok {
				s.author.files[file] = home
			}
		}
	}
	s.Fatal("the content stays at fault")
}

// write brings the folder to what the author has in mind, and notes the files
// that changed.
func (s *editing) write() {
	s.Helper()
	for file, data := range s.author.files {
		if old, ok := s.written[file]; !ok || old != data {
			write(s, filepath.Join(s.clean.Content, file), []byte(data))
			s.changed = append(s.changed, file)
		}
	}
	for file := range s.written {
		if _, ok := s.author.files[file]; !ok {
			full := filepath.Join(s.clean.Content, file)
			if err := os.Remove(full); err != nil {
				s.Fatal(err)
			}
			for folder := filepath.Dir(full); folder != s.clean.Content && os.Remove(folder) == nil; folder = filepath.Dir(folder) {
			}
			s.changed = append(s.changed, file)
		}
	}
	s.written = maps.Clone(s.author.files)
}

// step writes an edit, builds in all three ways and compares. A fault is put
// right after some more edits at most.
func (s *editing) step(what string) {
	s.Helper()
	s.write()
	slices.Sort(s.changed)
	changed := slices.Compact(s.changed)
	s.changed = nil
	if s.compare(changed); s.Failed() {
		s.Logf("%s\nchanged: %s", what, strings.Join(changed, ", "))
		s.explain(changed)
		return
	}
	s.built = s.written
	if s.tries == 0 {
		s.good = s.written
	} else if s.author.random.IntN(3) > 0 || s.tries > 3 {
		s.author.files = maps.Clone(s.good)
		s.tries = 0
		s.prune() // time may have hidden what others lead to
		s.step(what + ", put right")
	}
}

// compare builds and compares.
func (s *editing) compare(changed []string) {
	s.Helper()
	ctx, now := context.Background(), s.author.at
	s.clean.At, s.oneShot.options.At = now, now
	s.builds++
	s.clean.Out = filepath.Join(filepath.Dir(s.clean.Content), fmt.Sprint("clean-", s.builds))
	want, fault := site.Build(ctx, s.clean)
	one, oneFault := site.Build(ctx, s.oneShot.options)
	resident, residentFault := s.update(ctx, now, changed)
	s.sameFault("one-shot", fault, oneFault)
	s.sameFault("resident", fault, residentFault)
	if fault != nil {
		s.broken++
		s.tries++
		s.untouched("one-shot", s.oneShot)
		s.untouched("resident", s.resident)
		return
	}
	s.tries = 0
	tree := outputs(s, s.clean.Out)
	s.equal("one-shot", s.oneShot, tree)
	s.equal("resident", s.resident, tree)
	if a, b := inOrder(want.Warnings), inOrder(one.Warnings); a != b {
		s.Errorf("one-shot: remarks differ\nclean:\n%s\ngot:\n%s", a, b)
	}
	for name, got := range map[string]site.Result{"one-shot": one, "resident": resident} {
		if !got.Next.Equal(want.Next) || got.Sites != want.Sites {
			s.Errorf("%s: next %s, %d sites; want %s, %d", name, got.Next, got.Sites, want.Next, want.Sites)
		}
	}
	if err := os.RemoveAll(s.clean.Out); err != nil {
		s.Fatal(err)
	}
}

// update builds with the engine in memory, which is closed and opened again now
// and then.
func (s *editing) update(ctx context.Context, now time.Time, changed []string) (site.Result, error) {
	if s.engine != nil && s.author.random.IntN(40) == 0 {
		if err := s.engine.Close(); err != nil {
			s.Fatal(err)
		}
		s.engine = nil
	}
	if s.engine == nil {
		var err error
		if s.engine, err = site.Open(s.resident.options); err != nil {
			s.Fatal(err)
		}
		return s.engine.Build(ctx, now)
	}
	return s.engine.Update(ctx, now, changed...)
}

// sameFault wants the same problems, or none.
func (s *editing) sameFault(name string, want, got error) {
	s.Helper()
	if a, b := inOrder(want), inOrder(got); a != b {
		s.Errorf("%s: faults differ\nclean:\n%s\ngot:\n%s", name, a, b)
	}
}

// inOrder is every problem on a line.
func inOrder(fault any) string {
	switch fault := fault.(type) {
	case nil:
		return ""
	case report.List:
		lines := make([]string, len(fault))
		for i, p := range fault {
			lines[i] = p.In("en")
		}
		slices.Sort(lines)
		return strings.Join(lines, "\n")
	}
	return fmt.Sprint(fault)
}

// outputs are the files that a build may make, and their folders.
func outputs(t testing.TB, out string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, top := range []string{"public", "members", "data"} {
		err := fs.WalkDir(os.DirFS(out), top, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				if err == nil {
					files[name+"/"] = ""
				}
				if os.IsNotExist(err) {
					err = nil
				}
				return err
			}
			data, err := os.ReadFile(filepath.Join(out, name))
			files[name] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// untouched wants everything to be as the last build left it.
func (s *editing) untouched(name string, w *watched) {
	s.Helper()
	if w.files != nil {
		s.equal(name+", after a fault", w, w.files)
	}
}

// equal compares what is on disk with what should be, and that nothing was
// written that need not be.
func (s *editing) equal(name string, w *watched, want map[string]string) {
	s.Helper()
	got := outputs(s, w.options.Out)
	if lines := differences(want, got); len(lines) > 0 {
		s.Errorf("%s differs:\n%s", name, strings.Join(lines[:min(len(lines), 12)], "\n"))
	}
	infos := map[string]fs.FileInfo{}
	for file, data := range got {
		info, err := os.Stat(filepath.Join(w.options.Out, file))
		if err != nil {
			s.Fatal(err)
		}
		infos[file] = info
		if old := w.infos[file]; old != nil && !info.IsDir() && w.files[file] == data && (!old.ModTime().Equal(info.ModTime()) || !os.SameFile(old, info)) {
			s.Errorf("%s: %s was written though nothing in it changed", name, file)
		}
	}
	w.files, w.infos = got, infos
}

// differences tells the files that differ, and where they begin to.
func differences(want, got map[string]string) []string {
	var lines []string
	for file, data := range want {
		if other, ok := got[file]; !ok {
			lines = append(lines, file+": missing")
		} else if data != other {
			i := 0
			for i < min(len(data), len(other)) && data[i] == other[i] {
				i++
			}
			from := max(0, i-60)
			lines = append(lines, fmt.Sprintf("%s:\n\twant …%.160q\n\tgot  …%.160q", file, data[from:], other[from:]))
		}
	}
	for file := range got {
		if _, ok := want[file]; !ok {
			lines = append(lines, file+": should not be there")
		}
	}
	slices.Sort(lines)
	return lines
}

// explain tries the last edit alone, and shows what it changed.
func (s *editing) explain(changed []string) {
	before := s.built
	for _, file := range changed[:min(len(changed), 5)] {
		s.Logf("--- %s before\n%s\n--- %s after\n%s", file, before[file], file, s.written[file])
	}
	alone := *s
	alone.TB = &quiet{TB: s.TB}
	dir := s.TempDir()
	alone.engine, alone.written, alone.author = nil, nil, &author{files: before, at: s.author.at, random: rand.New(rand.NewPCG(1, 1))}
	alone.clean.Content = filepath.Join(dir, "content")
	for name, w := range map[string]**watched{"resident": &alone.resident, "one-shot": &alone.oneShot} {
		own := (*w).options
		own.Content, own.Out = alone.clean.Content, filepath.Join(dir, name)
		*w = &watched{options: own}
	}
	for _, files := range []map[string]string{before, s.written} {
		alone.author.files, alone.changed = files, nil
		alone.write()
		alone.compare(alone.changed)
	}
	if alone.Failed() {
		s.Logf("the last edit alone is enough, from a clean build of what was before")
	} else {
		s.Logf("the last edit alone is not enough: what came earlier matters")
	}
}

// quiet takes note of failures without telling them.
type quiet struct {
	testing.TB
	failed bool
}

func (q *quiet) Helper()               {}
func (q *quiet) Errorf(string, ...any) { q.failed = true }
func (q *quiet) Logf(string, ...any)   {}
func (q *quiet) Failed() bool          { return q.failed }
