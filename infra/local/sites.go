package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"maillage/generator/site"
)

// sites are the built sites: it builds them when their sources change, gives
// their data to the functions, and tells browsers that show them.
type sites struct {
	*product
	out string

	mu       sync.Mutex
	engine   *site.Engine
	next     time.Time // when the output changes by itself; zero: never
	synced   bool      // the functions have the data as they are on disk
	watchers map[chan string]bool
}

func newSites(p *product) *sites {
	return &sites{product: p, out: filepath.Join(p.data, "dist"), watchers: map[chan string]bool{}}
}

// build builds everything. What was built before stays when the content is at
// fault.
func (s *sites) build(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.open(); err != nil {
		return err
	}
	result, err := s.engine.Build(ctx, s.clock.Now())
	if err != nil {
		return err
	}
	s.say(result)
	for _, problem := range append(result.Warnings, s.engine.Admin()...) {
		fmt.Fprintln(s.stderr, problem.In("fr"))
	}
	return s.publish(ctx, result)
}

// open makes the engine that stays until the end.
func (s *sites) open() (err error) {
	if s.engine == nil {
		s.engine, err = site.Open(site.Options{Content: s.content, Themes: s.themes, Theme: s.theme, Out: s.out, BaseURL: s.origin, Now: time.Now,
			InPlace: !s.production})
	}
	return err
}

func (s *sites) say(r site.Result) {
	fmt.Fprintf(s.stderr, "%d sites, %d pages: %d files written, %d unchanged, %d removed in %s\n", r.Sites, r.Pages,
		r.Written, r.Unchanged, r.Removed, r.Duration.Round(100*time.Microsecond))
}

// publish gives the functions what they must know, if it is another than before.
func (s *sites) publish(ctx context.Context, result site.Result) error {
	s.next = result.Next
	if s.synced && !result.Data {
		return nil
	}
	s.synced = false
	if err := s.app.Store.SyncData(ctx, os.DirFS(filepath.Join(s.out, "data"))); err != nil {
		return err
	}
	s.synced = true
	return nil
}

// update builds after files were saved: by the engine's short way where all of
// them are content.
func (s *sites) update(ctx context.Context, files []string) error {
	content := make([]string, 0, len(files))
	for _, file := range files {
		below, err := filepath.Rel(s.content, file)
		if err != nil || !filepath.IsLocal(below) {
			return s.build(ctx) // a theme
		}
		content = append(content, filepath.ToSlash(below))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.open(); err != nil {
		return err
	}
	result, err := s.engine.Update(ctx, s.clock.Now(), content...)
	if err != nil {
		return err
	}
	s.say(result)
	return s.publish(ctx, result)
}

// gather is how long more events are waited for before building: an editor often
// makes several for one save. settle is how long a text that cannot be read is
// given to be saved in full before anybody is told.
const (
	gather = 2 * time.Millisecond
	settle = 40 * time.Millisecond
)

// watch builds again when a source is saved and when scheduled content is due,
// until ctx ends.
func (s *sites) watch(ctx context.Context) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		fmt.Fprintln(s.stderr, "no rebuild on save:", err)
		return
	}
	defer watcher.Close()
	for _, dir := range []string{s.content, s.themes} {
		if _, err := watchTree(watcher, dir); err != nil {
			fmt.Fprintln(s.stderr, "no rebuild on save:", err)
		}
	}
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	var due <-chan time.Time
	saved, tried := map[string]bool{}, false
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-watcher.Events:
			if s.note(watcher, event, saved) {
				tried = false
				due = time.After(gather)
			}
		case err := <-watcher.Errors:
			fmt.Fprintln(s.stderr, "watch:", err)
		case <-due:
			due = nil
			if !s.rebuild(ctx, slices.Sorted(maps.Keys(saved)), tried) {
				tried, due = true, time.After(settle) // perhaps only half of it was there
				continue
			}
			clear(saved)
		case <-tick.C:
			s.catchUp(ctx)
		}
	}
}

// note keeps what an event says was saved, and reports whether that matters.
func (s *sites) note(w *fsnotify.Watcher, event fsnotify.Event, saved map[string]bool) bool {
	if event.Op == fsnotify.Chmod {
		return false
	}
	if base := filepath.Base(event.Name); strings.HasSuffix(base, "~") || base[0] == '.' || base[0] == '#' {
		return false // an editor's own
	}
	saved[event.Name] = true
	if event.Has(fsnotify.Create) {
		below, _ := watchTree(w, event.Name) // a file, or gone again: nothing to watch
		for _, file := range below {
			saved[file] = true
		}
	}
	return true
}

// catchUp builds again when scheduled or expiring content is due.
func (s *sites) catchUp(ctx context.Context) {
	if s.due() {
		s.rebuild(ctx, nil, true)
	}
}

// due reports whether scheduled or expiring content changes the output now.
func (s *sites) due() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.next.IsZero() && !s.clock.Now().Before(s.next)
}

// watchTree watches a folder and those below it, and lists the files there.
func watchTree(w *fsnotify.Watcher, dir string) (files []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			files = append(files, path)
			return nil
		case d.Name() == "node_modules":
			return filepath.SkipDir
		}
		return w.Add(path)
	})
	return files, err
}

// rebuild builds what files ask for, everything when there are none, and tells
// every browser that watches: nothing to reload the page, or what is wrong. It is
// false when the content is at fault and nobody was told, since final is false.
func (s *sites) rebuild(ctx context.Context, files []string, final bool) bool {
	news := ""
	if err := s.update(ctx, files); err != nil {
		if errors.Is(err, context.Canceled) {
			return true
		}
		if !final {
			return false
		}
		news = err.Error()
		fmt.Fprintln(s.stderr, news)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for w := range s.watchers {
		select {
		case w <- news:
		default:
		}
	}
	return true
}

// close lets the engine remember what it has written.
func (s *sites) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.engine == nil {
		return nil
	}
	return s.engine.Close()
}

// subscribe gives a browser the news of rebuilds until the cancel function is
// called.
func (s *sites) subscribe() (news <-chan string, cancel func()) {
	w := make(chan string, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watchers[w] = true
	return w, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, w)
	}
}
