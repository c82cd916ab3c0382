// Package site is the engine: it turns a content folder and a theme into the
// public sites of all zones, and the files that functions need to know them.
//
//	result, err := site.Build(ctx, site.Options{Content: "content", Themes: "themes",
//		Out: "dist", BaseURL: "http://localhost:8080", At: now, Now: time.Now})
//	var problems report.List // what authors must put right; nothing was written
//	errors.As(err, &problems)
//
// # Content
//
//	content/zones.yaml      the tree of zones (package zones)
//	content/redirects.yaml  a list of {from, to}; a segment of from may be *, as in /blog/* or
//	                        /*/feed/, then to may hold :splat;
//	                        with zone: <slug path>, both are below the address of that zone
//	content/data/*.yaml     data for templates: {{data "name"}}
//	content/map.svg         the outlines of territories (package shape)
//	content/theme/          files that stand before those of the theme (package theme)
//	content/<zone slug path>/
//	  zone.md zone.en.md    first page; a zone has a site if it has zone.md
//	  posts/ events/        AAAA-MM-JJ-adresse.md
//	  pages/                a tree: programme/index.md, programme/climat.md
//	  manifesto/            index.md, <topic>/index.md, <topic>/<proposal>.md
//	  people/ documents/ forms/ petitions/   adresse.md
//	  media/                pictures and other files; media/membres/ is for members only,
//	                        media/wp-content/ keeps its address
//
// A text is front matter between two lines --- and a body of Markdown (package
// markdown). The keys and where they mean something are those of the struct
// frontMatter; `generator new <kind>` writes a file that explains them. Zones
// take contact, social, cta, menu, legal, theme and texts from the zone above
// when they do not say them themselves. `show: [parents, children]`, or slug
// paths of zones, lists a post or an event there too; `members: true` keeps a
// text out of everything public.
//
// # Output
//
// Below Out: public/main/ and public/<domain>/ (pages, feeds, calendars,
// sitemaps, search, assets, pictures), members/<host>/ (texts and files for members only),
// data/ (what functions must know) and .state/ (what the next build need not do
// again). Archive pages of lists are numbered from the oldest, so that a full
// one never changes. Files are replaced atomically, unchanged ones are not
// touched, and those that are no longer made are deleted.
//
// # How it is fast
//
// A page is a function of facts. Each fact (what a page says of itself, its text,
// what it is tied to, a list) is a cell with a hash; an output remembers the cells
// it read, and is made again when one of them changes. Rendered texts are kept by
// a hash of their Markdown (bodies.go). [Engine.Update] parses the saved file
// only, and works out again the zones whose pages have changed (derive.go). The
// random edits of edits_test.go hold the result against a clean build.
package site

import (
	"context"
	"net/netip"
	"os"
	"path"
	"path/filepath"
	"time"

	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// Options of a build.
type Options struct {
	Content string           // content folder
	Themes  string           // folder of all themes; "" looks at the content alone
	Theme   string           // name of the theme; "" is "default"
	Out     string           // folder to write; made when missing; "" writes nothing
	BaseURL string           // of the main host: "https://example.org"
	At      time.Time        // what time it is for drafts and dates
	Now     func() time.Time // measures Result.Duration; nil measures nothing
	Fresh   bool             // make every page again, also those that nothing changed
	InPlace bool             // Update writes files over, which is faster; who reads one meanwhile may see half of it
	// Progress is told now and then how much is done; nil: nobody listens.
	Progress func(done, total int)

	// For tests of CheckOutside: addresses that may be asked though they are not
	// public, and what is waited between two questions.
	TrustOutside func(netip.AddrPort) bool
	PauseOutside time.Duration
}

// Result says what a build did.
type Result struct {
	Sites, Pages                int
	Written, Unchanged, Removed int // files
	Duration                    time.Duration
	Next                        time.Time   // when the output changes by itself; zero: never
	Warnings                    report.List // remarks that stop nothing
	Slowest                     []Cost      // layouts that took most time
	Data                        bool        // files below data/ were written or removed
}

// Build writes all sites and, where the themes hold one, the administration, to
// admin/ below Out. When the content or the theme is at fault it writes nothing
// and returns a report.List with everything that is wrong; an administration that
// cannot be built is a warning, for the sites stand without it.
func Build(ctx context.Context, o Options) (Result, error) {
	e, err := Open(o)
	if err != nil {
		return Result{}, err
	}
	defer e.Close()
	if result, ok := e.nothingToDo(o.At); ok {
		return result, nil
	}
	result, err := e.Build(ctx, o.At)
	if err != nil {
		return result, err
	}
	result.Warnings = append(result.Warnings, e.Admin()...)
	return result, nil
}

// Admin builds the administration, where the themes hold one.
func (e *Engine) Admin() report.List {
	admin := path.Join(filepath.ToSlash(e.options.Themes), "admin")
	if _, err := os.Stat(path.Join(admin, "package.json")); err != nil {
		return nil
	}
	if _, err := theme.BuildAdmin(admin, filepath.Join(e.options.Out, "admin")); err != nil {
		return report.List{{File: admin, Message: report.Raw(err.Error())}}
	}
	return nil
}
