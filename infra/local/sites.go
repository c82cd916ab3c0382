package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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
	next     time.Time // when the output changes by itself; zero: never
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
	result, err := site.Build(ctx, site.Options{Content: s.content, Themes: s.themes, Theme: s.theme, Out: s.out,
		BaseURL: s.origin, At: s.clock.Now(), Now: time.Now})
	if err != nil {
		return err
	}
	s.next = result.Next
	fmt.Fprintf(s.stderr, "%d sites, %d pages: %d files written, %d unchanged, %d removed in %s\n", result.Sites, result.Pages,
		result.Written, result.Unchanged, result.Removed, result.Duration.Round(time.Millisecond))
	if len(result.Warnings) > 0 {
		fmt.Fprintln(s.stderr, result.Warnings.In("fr"))
	}
	return s.app.Store.SyncData(ctx, os.DirFS(filepath.Join(s.out, "data")))
}

// settle is how long saving is left to finish before building.
const settle = 20 * time.Millisecond

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
		if err := watchTree(watcher, dir); err != nil {
			fmt.Fprintln(s.stderr, "no rebuild on save:", err)
		}
	}
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	var saved <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-watcher.Events:
			if event.Has(fsnotify.Create) {
				_ = watchTree(watcher, event.Name) // a file, or gone again: nothing to watch
			}
			if !event.Has(fsnotify.Chmod) || event.Op != fsnotify.Chmod {
				saved = time.After(settle)
			}
		case err := <-watcher.Errors:
			fmt.Fprintln(s.stderr, "watch:", err)
		case <-saved:
			saved = nil
			s.rebuild(ctx)
		case <-tick.C:
			s.catchUp(ctx)
		}
	}
}

// catchUp builds again when scheduled or expiring content is due.
func (s *sites) catchUp(ctx context.Context) {
	if s.due() {
		s.rebuild(ctx)
	}
}

// due reports whether scheduled or expiring content changes the output now.
func (s *sites) due() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.next.IsZero() && !s.clock.Now().Before(s.next)
}

func watchTree(w *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if d.Name() == "node_modules" {
			return filepath.SkipDir
		}
		return w.Add(path)
	})
}

// rebuild builds and tells every browser that watches: nothing to reload the
// page, or what is wrong.
func (s *sites) rebuild(ctx context.Context) {
	news := ""
	if err := s.build(ctx); err != nil {
		if errors.Is(err, context.Canceled) {
			return
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
