package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"maillage/generator/picture"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// Engine keeps everything it has read and written, so that it can build again by
// doing only what a change asks for. One goroutine at a time may use it.
//
//	engine, err := site.Open(options)
//	result, err := engine.Build(ctx, now)          // everything
//	result, err = engine.Update(ctx, now, "fr/posts/2026-05-01-rencontre.md") // after a save
type Engine struct {
	options Options
	root    *os.Root
	files   fs.FS // the content folder
	cells   *cells
	bodies  *bodies
	cache   *picture.Cache
	model   *model
	skins   map[string]*theme.Theme // by name and texts
	cards   map[string]*card
	site    *theme.Site
	groups  map[string]*group
	pages   int                        // planned
	systems map[string]*theme.PageData // pages without a file, by address
	words   map[termTextKey]termText

	outputs  map[string]*output
	round    uint32           // of planning
	planned  int              // outputs of the round
	derived  uint32           // how often derive has run
	readers  [][]*output      // by cell; nil until Update needs it
	contexts []*theme.Context // one for each worker
	memory   theme.Memory     // of partials
	writer   *writer
	store    *store
	locked   *os.File // of the output folder, while the engine is open
	known    header   // of the state file
	mu       sync.Mutex
	scratch  digest
	costs    costs
	dirty    []*output // found by notice since the last write; only when readers are known
	begun    bool      // the state of earlier builds has been read
	// unsettled says that the last attempt ended badly: what was derived then is
	// not to be built upon.
	unsettled bool
	tried     bool   // every layout in use has made a page
	whole     bool   // the next derive is to work out all zones again
	homes     uint64 // hash of all zone.md
}

// Open prepares an engine. What is on disk is read by the first Build.
func Open(o Options) (*Engine, error) {
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	if o.Now == nil {
		o.Now = func() time.Time { return time.Time{} }
	}
	root, err := OpenContent(o.Content)
	if err != nil {
		return nil, err
	}
	e := &Engine{options: o, root: root, files: root.FS(), cells: newCells(), bodies: newBodies(), skins: map[string]*theme.Theme{},
		cards: map[string]*card{}, systems: map[string]*theme.PageData{}, groups: map[string]*group{}, words: map[termTextKey]termText{}, outputs: map[string]*output{}, costs: costs{}}
	folder := ""
	if o.Out != "" {
		folder = filepath.Join(o.Out, stateFolder)
		e.store = &store{folder: folder}
		if e.locked, err = own(folder); err != nil {
			root.Close()
			return nil, err
		}
	}
	if e.cache, err = picture.Open(joined(folder, "pictures")); err != nil {
		root.Close()
		if e.locked != nil {
			e.locked.Close()
		}
		return nil, fmt.Errorf("open pictures: %w", err)
	}
	return e, nil
}

// own keeps other builds out of an output folder: two at once would write over each
// other, and neither would know.
func own(folder string) (*os.File, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("make %s: %w", folder, err)
	}
	f, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", folder, err)
	}
	if !lock(f) {
		f.Close()
		return nil, report.List{{File: filepath.ToSlash(filepath.Dir(folder)), Message: report.T("out.locked"), Hint: report.T("out.locked.hint")}}
	}
	return f, nil
}

func joined(folder, name string) string {
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, name)
}

// Close frees the content folder and, after Update, remembers what is on disk.
func (e *Engine) Close() error {
	var err error
	if e.readers != nil && e.store != nil {
		e.known.Inputs = 0 // the next build must look
		if e.unsettled {
			e.known.World = 0 // and make again what a fault kept from being made
		}
		err = e.save()
	}
	if e.locked != nil {
		err = errors.Join(err, e.locked.Close())
	}
	return errors.Join(err, e.bodies.close(), e.root.Close())
}

// Build reads everything and writes what differs. When the content or the theme is
// at fault it writes nothing and returns a report.List with everything that is
// wrong.
func (e *Engine) Build(ctx context.Context, at time.Time) (Result, error) {
	start := e.options.Now()
	e.begin()
	result, err := e.build(ctx, at)
	if e.store != nil {
		e.store.inputs = 0
	}
	result.Duration = e.options.Now().Sub(start)
	return result, err
}

// begin reads what earlier builds left.
func (e *Engine) begin() {
	if e.begun || e.store == nil {
		return
	}
	e.begun = true
	e.store.load(e)
}

func (e *Engine) build(ctx context.Context, at time.Time) (Result, error) {
	if e.store != nil && e.store.inputs == 0 {
		if sum, ok := e.fingerprint(); ok {
			e.store.inputs = sum
		}
	}
	if e.store != nil && e.bodies.path == "" {
		e.bodies.load(filepath.Join(e.store.folder, "bodies"))
	}
	e.bodies.faulty.Store(nil)
	if world := e.world(); world != e.known.World || e.options.Fresh {
		e.known.World, e.known.Media = world, nil
		for _, o := range e.outputs {
			e.soil(o)
		}
	}
	if err := e.load(ctx); err != nil {
		return Result{}, err
	}
	result, err := e.finish(ctx, at)
	if err == nil {
		result.Warnings = e.warnings()
		err = e.remember(at, result)
	}
	return result, err
}

// finish derives, plans and writes.
func (e *Engine) finish(ctx context.Context, at time.Time) (Result, error) {
	e.unsettled = true
	if e.model.tree == nil {
		return Result{}, e.model.allProblems()
	}
	e.derive(at)
	e.notice()
	if err := e.model.allProblems(); err != nil {
		return Result{}, err
	}
	e.plan()
	result, err := e.write(ctx)
	e.unsettled = err != nil
	e.tried = e.tried || err == nil
	return result, err
}

// load reads theme, zones and texts. What is wrong with them is in the model.
func (e *Engine) load(ctx context.Context) error {
	old := e.model
	m := newModel(e.options)
	e.model = m
	e.tried = false
	clear(e.skins)
	clear(e.words)
	clear(e.groups)
	e.whole = true
	e.site = nil
	if e.options.Themes != "" {
		skin, err := e.loadTheme(cmp.Or(e.options.Theme, "default"), nil)
		if m.theme = skin; err != nil {
			m.fail(err)
		}
	}
	if err := e.readTree(); err != nil {
		m.fail(err)
		return ctx.Err()
	}
	m.bySlug = m.makeZones()
	e.readExtras()
	found := scan(e.files, m.tree, m.bySlug)
	for _, p := range found.problems {
		p.File = m.shown(p.File)
		m.faults = append(m.faults, p)
	}
	e.readSources(ctx, found.sources, old)
	return ctx.Err()
}

// readSources reads texts on all cores. Texts that are as they were in the model
// before are not parsed again.
func (e *Engine) readSources(ctx context.Context, sources []*source, old *model) {
	m := e.model
	var texts []*source
	for _, s := range sources {
		if s.section == inMedia {
			e.addMedia(s, old)
		} else {
			texts = append(texts, s)
		}
	}
	pages := make([]*page, len(texts))
	const batch = 64 // texts one after the other are of the same folder, mostly
	parallelIndex(ctx, (len(texts)+batch-1)/batch, func(n int) {
		reader := textReader{root: e.root}
		defer reader.close()
		for i := n * batch; i < min(len(texts), (n+1)*batch); i++ {
			s := texts[i]
			data, problem := reader.read(s.path)
			if problem != nil {
				pages[i] = &page{source: s, zone: s.zone, lang: languages[0]}
				pages[i].unread()
				pages[i].fault(*problem)
				continue
			}
			pages[i] = e.readPage(s, data)
		}
	})
	e.bodies.settle()
	for _, p := range pages {
		if p == nil { // interrupted
			return
		}
		m.texts = append(m.texts, p)
		m.byPath[p.source.path] = p
	}
	sortTexts(m.texts)
}

// addMedia keeps what is known of a picture when its file is as it was.
func (e *Engine) addMedia(s *source, old *model) {
	m := e.model
	f := &media{source: s, url: siteURL(m.zones[0].Slug, s.zone.Slug, languages[0]) + s.mediaPath()}
	f.sign(e)
	if old != nil {
		if known := old.media[s.path]; known != nil && known.sig == f.sig {
			known.source, known.url, known.used = s, f.url, false
			f = known
		}
	}
	m.media[s.path] = f
}

// origin is where a host's addresses begin: the main host's is Options.BaseURL.
// In development other hosts are names below localhost.
func (e *Engine) origin(host string) string {
	if host == "" {
		return e.options.BaseURL
	}
	base, err := url.Parse(e.options.BaseURL)
	if err == nil && (base.Hostname() == "localhost" || strings.HasSuffix(base.Hostname(), ".localhost")) {
		port := base.Port()
		if port != "" {
			port = ":" + port
		}
		return base.Scheme + "://" + host + ".localhost" + port
	}
	return "https://" + host
}

// loadTheme loads a theme with the site's own overrides, and a zone's own words.
func (e *Engine) loadTheme(name string, texts map[string]map[string]string) (*theme.Theme, error) {
	return theme.Load(theme.Options{Themes: filepath.ToSlash(e.options.Themes), Name: name, Own: path.Join(filepath.ToSlash(e.options.Content), "theme"),
		BaseURL: e.options.BaseURL, Texts: texts, Data: e.model.data})
}

// blameTheme keeps a fault of a theme that content brought to light.
func (m *model) blameTheme(skin *theme.Theme, err error) {
	var problems report.List
	if !errors.As(err, &problems) {
		problems = report.List{{File: skin.Folder(), Message: report.T("theme.template", err.Error())}}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.problems = append(m.problems, problems...)
}
