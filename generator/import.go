package main

import (
	"fmt"
	"path"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"maillage/generator/site/report"
	"maillage/generator/wordpress"
)

// importSite takes over a site that was made with something else.
func (c *command) importSite(args []string) int {
	if len(args) == 0 || args[0] != "wordpress" {
		return c.usage(report.T("usage.import"))
	}
	o := c.flags("import")
	w := wordpress.Options{At: c.now(), Types: map[string]string{}}
	o.StringVar(&w.Zone, "zone", "", "")
	media := o.String("media", string(wordpress.MediaDownload), "")
	o.StringVar(&w.Uploads, "uploads", "", "")
	o.BoolVar(&w.AllMedia, "all-media", false, "")
	since := o.String("since", "", "")
	o.StringVar(&w.Archive, "archive", "", "")
	types := o.String("types", "", "")
	o.BoolVar(&w.Private, "private", false, "")
	o.BoolVar(&w.Comments, "comments", false, "")
	if !c.parse(o, args[1:]) {
		return misused
	}
	w.Lang, w.Content, w.Sources, w.Media = c.lang, o.site.Content, o.Args(), wordpress.Media(*media)
	if w.Zone == "" || len(w.Sources) == 0 {
		return c.usage(report.T("usage.import"))
	}
	w.Zone = path.Clean(filepath.ToSlash(w.Zone))
	if w.Media != wordpress.MediaDownload && w.Media != wordpress.MediaLink && w.Media != wordpress.MediaNone {
		return c.usage(report.T("usage.media"))
	}
	if *since != "" {
		day, err := time.Parse("2006-01-02", *since)
		if err != nil {
			return c.usage(report.T("usage.date"))
		}
		w.Since = day
	}
	for pair := range strings.FieldsFuncSeq(*types, func(r rune) bool { return r == ',' }) {
		name, becomes, ok := strings.Cut(pair, "=")
		if !ok || becomes != "post" && becomes != "page" && becomes != "skip" {
			return c.usage(report.T("usage.types"))
		}
		w.Types[name] = becomes
	}
	shown := progress{out: c.stderr, lang: c.lang, now: c.now, start: c.now()}
	if isTerminal(c.stderr) {
		w.Progress = shown.tell
	}
	debug.SetGCPercent(60) // it makes much that is soon forgotten
	ctx, stop := interruptible()
	defer stop()
	r, err := wordpress.Import(ctx, w)
	shown.erase()
	if err != nil {
		return c.finish(err, report.Text{})
	}
	fmt.Fprintln(c.stdout, strings.TrimSpace(r.Summary(c.lang)))
	if len(r.Leaks) > 0 {
		return failed
	}
	return done
}
