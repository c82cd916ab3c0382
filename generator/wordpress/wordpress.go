// Package wordpress brings a WordPress site over: its exports (WXR files) or its
// REST API become Markdown, front matter and media of a zone.
//
//	r, err := wordpress.Import(ctx, wordpress.Options{Content: "content", Zone: "fr/ile-de-france",
//		Sources: []string{"export.xml"}, Media: wordpress.MediaDownload, At: now})
//	r.Markdown("fr")   // what was done, for people; r.JSON for programs
//
// An export is read twice. The first pass makes an index: what there is, what is
// public, who is above whom, which files are shown, and where everything will be.
// The second turns one item after the other into a file, on all cores: package
// body shows what WordPress would show, package prose writes it as Markdown and
// proves that nothing was lost, and links become paths of files.
//
// # What becomes public
//
// What was. Private items and those behind a password are not taken over (or, when
// asked for, as drafts), whatever is thrown away stays so, drafts stay drafts and
// scheduled items wait for their day. At the end the words of all that is not
// public are looked for in all that is (leak.go). No address, no IP and no e-mail
// of anybody is read.
//
// # Addresses
//
// A text keeps its old address below that of its zone (`url` in its front matter)
// unless something stands there already; files keep theirs below wp-content/.
// What has no page of its own any more (numbers, words, months, feeds, pages of
// files) leads on by rules in content/redirects.yaml. With Archive, all of it
// moves below /archives/<years>/, out of home, agenda and feeds.
//
// # First page, menu, languages
//
// A zone without a first page of its own gets the old one and its menu (home.go).
// What translation plugins keep as two texts, or two in one, becomes a text and its
// translation (tongue.go).
//
// # Again
//
// A ledger in <zone>/.wordpress/ remembers what was written: importing again
// updates what nobody has edited, leaves what somebody has, and tells both. The
// report lies beside it.
//
// It does not import users, widgets, settings or what plugins keep in tables of
// their own: none of it is in an export.
package wordpress

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/netip"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"maillage/generator/markdown"
	"maillage/generator/site"
	"maillage/generator/site/report"
	"maillage/generator/wordpress/rest"
	"maillage/generator/wordpress/wxr"
	"maillage/generator/zones"
)

// Options say what to import and where to.
type Options struct {
	Lang     string   // of the report
	Content  string   // content folder
	Zone     string   // slug path: "fr/ile-de-france"
	Sources  []string // exports, folders and archives of them, or the address of the site
	Media    Media
	Uploads  string            // folder or zip with the old wp-content/uploads/; "" asks the old site
	AllMedia bool              // also files that no text shows
	Since    time.Time         // only what was written or changed since
	Comments bool              // below each text, without names
	Archive  string            // years of a site that is kept as an archive: "2017-2022"
	Types    map[string]string // what items of other types become: "post", "page" or "skip"
	Private  bool              // take over private items as drafts
	At       time.Time         // now

	Trust    func(netip.AddrPort) bool // lets tests fetch from this machine
	Progress func(done, total int)     // items read or texts written, and how many there are; 0 where nobody knows yet
}

// source gives the items of a site, as often as it is asked.
type source interface {
	Each(ctx context.Context, f func(*wxr.Item) error) error
	Site() wxr.Site
}

// Import brings a site over. What is wrong with the content folder or the sources
// is an error, what is wrong with an item is in the report.
func Import(ctx context.Context, o Options) (*Report, error) {
	root, err := site.OpenContent(o.Content)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	title, fresh, err := prepare(root, o)
	if err != nil {
		return nil, err
	}
	from, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	if living, ok := from.(io.Closer); ok {
		defer living.Close()
	}
	im := &importer{options: o, root: root, from: tongues{from}, origin: from, title: title, fresh: fresh, anchors: map[int][]string{}}
	return im.run(ctx)
}

// prepare refuses a zone that does not exist and gives one without a site its
// first page. It says what is there of it.
func prepare(root *os.Root, o Options) (title string, fresh bool, err error) {
	tree, err := site.Zones(o.Content)
	if err != nil {
		return "", false, err
	}
	zone, ok := tree.BySlug(o.Zone)
	if !ok {
		var slugs []string
		for _, z := range tree.Zones {
			slugs = append(slugs, z.Slug)
		}
		return "", false, report.List{{File: path.Join(o.Content, o.Zone), Message: report.T("folder.zone", o.Zone), Hint: report.NearestHint(o.Zone, slugs)}}
	}
	for _, z := range []zones.Zone{tree.Root(), zone} {
		home := path.Join(z.Slug, "zone.md")
		if there, err := root.ReadFile(home); err == nil {
			if z.Slug == zone.Slug {
				if found := homeTitle.FindSubmatch(there); found != nil {
					title = string(found[1])
				}
				fresh = bareHome.Match(there)
			}
			continue
		}
		if err := root.MkdirAll(z.Slug, 0o755); err != nil {
			return "", false, err
		}
		if z.Slug == zone.Slug {
			fresh = true
		}
		if err := replace(root, home, []byte("---\ntitle: "+quote(z.Name["fr"])+"\n---\n")); err != nil {
			return "", false, err
		}
	}
	return title, fresh, nil
}

// bareHome is a first page on which nobody has written anything yet.
var bareHome = regexp.MustCompile(`^---\r?\ntitle: .*\r?\n---\s*$`)

var homeTitle = regexp.MustCompile(`^---\r?\ntitle: (.*\S)`)

// importer is one run.
type importer struct {
	options Options
	root    *os.Root
	from    source
	origin  source // as it was opened
	title   string // of the first page of the zone, as its front matter has it
	fresh   bool   // nobody has written that page
	index   *index
	ledger  *ledger
	ground  site.Ground
	report  *Report

	mu      sync.Mutex // over what workers write
	done    int
	waiting []waiting
	anchors map[int][]string
}

func (im *importer) run(ctx context.Context) (*Report, error) {
	o := im.options
	ground, err := site.Survey(ctx, site.Options{Content: o.Content, At: o.At}, o.Zone)
	if err != nil {
		return nil, err
	}
	im.ground = ground
	im.report = &Report{Zone: o.Zone, Tally: map[string]int{}, Outcomes: map[string]int{}}
	if err := im.read(ctx); err != nil {
		return nil, err
	}
	im.ledger, err = openLedger(im.root, o.Zone, im.name())
	if err != nil {
		return nil, err
	}
	im.index.base, im.index.english = ground.Address, ground.English
	im.index.home = im.home()
	im.index.place(ground, im.ledger, o.Zone)
	im.index.listWords(im.from.Site())
	im.report.Menu = im.index.menus()
	err = im.media(ctx)
	if err == nil {
		err = im.write(ctx)
	}
	if err == nil {
		err = errors.Join(im.finish(), im.list(), im.writeHome())
	}
	if err == nil {
		im.report.Rules, err = writeRules(im.root, o.Zone, "WordPress : "+im.report.Site, ground, im.index.rules())
	}
	return im.report, errors.Join(err, im.ledger.close(), im.tell())
}

// name tells imports of several sites into one zone apart.
func (im *importer) name() string {
	name := cmp.Or(markdown.Slug(strings.ReplaceAll(im.index.site.host+im.index.site.base, ".", "-")), slugOfTitle(im.index.title),
		markdown.Slug(strings.TrimSuffix(path.Base(im.options.Sources[0]), path.Ext(im.options.Sources[0]))), "wordpress")
	if years := markdown.Slug(im.options.Archive); years != "" {
		name += "-" + years
	}
	return strings.Trim(name, "-")
}

// read makes the index.
func (im *importer) read(ctx context.Context) error {
	im.index = newIndex(im.options)
	n := 0
	err := im.from.Each(ctx, func(item *wxr.Item) error {
		if n == 0 {
			s := im.from.Site()
			im.index.site = siteAt(s.BaseURL)
			im.report.Site = cmp.Or(s.Link, s.Title)
			im.index.title = plainTitle(s.Title)
		}
		n++
		im.progress(n, 0)
		if why := im.index.add(item); why != "" {
			im.report.Outcomes["skipped"]++
			im.report.Lines = append(im.report.Lines, Line{ID: item.ID, Type: item.Type, Title: plainTitle(item.Title), Link: item.Link, Outcome: "skipped", Why: why})
		}
		return nil
	})
	if err != nil {
		return err
	}
	im.index.settle()
	im.report.Tally = im.index.tally
	return nil
}

func (im *importer) progress(done, total int) {
	if im.options.Progress != nil {
		im.options.Progress(done, total)
	}
}

// tell writes the report beside the ledger.
func (im *importer) tell() error {
	r := im.report
	r.file = path.Join(im.options.Content, im.options.Zone, ledgerFolder, im.name()+".md")
	slices.SortFunc(r.Lines, func(a, b Line) int { return a.ID - b.ID })
	r.Source = im.problems()
	data, err := r.JSON()
	if err != nil {
		return err
	}
	name := path.Join(im.options.Zone, ledgerFolder, im.name())
	return errors.Join(replace(im.root, name+".json", data), replace(im.root, name+".md", r.Markdown(im.options.Lang)))
}

// problems are the faults of the export, and what of a living site is closed.
func (im *importer) problems() []SourceNote {
	var notes []SourceNote
	if export, ok := im.origin.(interface{ Problems() []wxr.Problem }); ok {
		for _, p := range export.Problems() {
			notes = append(notes, SourceNote{p.File, p.Line, p.Item, p.Title, string(p.Key), p.Args, p.Count})
		}
	}
	if living, ok := im.origin.(interface{ Closed() []rest.Closed }); ok {
		for _, c := range living.Closed() {
			notes = append(notes, SourceNote{File: c.Address, Key: "wp.closed", Args: []any{c.Status}, Count: 1})
		}
	}
	return notes
}
