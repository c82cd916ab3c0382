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
//	content/zones.yaml                the tree of zones (package zones)
//	content/<zone slug path>/zone.md  first page; a zone has a site if it has this file
//	                         zone.en.md  first page in English
//	                         posts/2026-05-01-rencontre.md
//	                         pages/charte.md, pages/programme/index.md, pages/programme/climat.md
//	                         media/  pictures and other files, published as they are
//
// A text is front matter between two lines --- and a body of Markdown (package
// markdown). Keys of every file: title (required), description, updated, image
// {src, alt (required), caption}. Of posts and pages: lang (fr), slug, author,
// tags, draft, translation (path of the same text in the other language; one of
// the two files is enough). Of posts: date (default: the file's name). Of pages:
// weight (lists are by weight, those without one last, then by title), menu. Of
// zone.md: name, tagline, contact {name, email, phone, address}, social (a list
// of {label, url}), cta {label, url}; zone.en.md takes from zone.md what it does
// not say. The `name` of the root's zone.md is the name of the whole site.
//
// Drafts are left out, and posts whose date is after Options.At.
//
// # Addresses
//
//	"/", "/ile-de-france/", "/ile-de-france/paris/"    first pages
//	<site>actualites/, <site>actualites/<slug>/        posts
//	<site>programme/climat/                            pages
//	<site>adhesion/, …merci/, …confirmer/, …bienvenue/ pages without a file
//	/en<site>, /en<site>news/<slug>/, /en<site>join/   the same in English
//
// Links between texts are written as paths of files (../pages/charte.md#argent,
// ../media/photo.jpg) or as addresses; broken ones are problems.
//
// # Output
//
// Below Out: public/main/ (pages, feeds, sitemap, assets) and data/ (zones,
// wordings, the next moment at which the output changes, shells and forms). A
// build is a function of its inputs and Options.At: same inputs, same bytes.
// Files are replaced atomically, unchanged ones are not touched, and those of
// the last build that are no longer made are deleted (.manifest lists them).
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
