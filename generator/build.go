package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"maillage/generator/site"
	"maillage/generator/site/report"
)

// build writes the sites.
func (c *command) build(args []string) int {
	o := c.flags("build")
	o.siteFlags()
	o.BoolVar(&o.site.Fresh, "fresh", false, "")
	if !c.parse(o, args) {
		return misused
	}
	if o.NArg() > 0 {
		return c.usage(report.T("usage.argument", o.Arg(0)))
	}
	ctx, stop := interruptible()
	defer stop()
	shown := progress{out: c.stderr, lang: c.lang, now: c.now, start: c.now()}
	if isTerminal(c.stderr) {
		o.site.Progress = shown.tell
	}
	r, err := site.Build(ctx, o.site)
	shown.erase()
	c.warn(r.Warnings)
	for _, cost := range r.Slowest {
		if cost.Time < time.Millisecond {
			continue // nobody waits for it
		}
		fmt.Fprintln(c.stdout, report.T("slowest", cost.Layout, cost.Pages, cost.Time.Round(time.Millisecond)).In(c.lang))
	}
	return c.finish(err, report.T("done", r.Sites, r.Pages, r.Written, r.Unchanged, r.Removed, r.Duration.Round(time.Millisecond)))
}

// warn tells remarks, marked as such.
func (c *command) warn(remarks report.List) {
	for _, p := range remarks {
		p.Message = report.T("warning", p.Message)
		fmt.Fprintln(c.stdout, p.In(c.lang))
	}
}

// isTerminal says whether a person looks at what is written: then a line may be
// written over.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

const (
	patience = time.Second            // before anything is told
	pace     = 100 * time.Millisecond // between two lines
)

// progress writes one line over and over. It may be told from any goroutine.
type progress struct {
	out   io.Writer
	lang  string
	now   func() time.Time
	start time.Time

	mu    sync.Mutex
	last  time.Time
	shown bool
}

func (p *progress) tell(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if now.Sub(p.start) < patience || now.Sub(p.last) < pace {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.out, "\r%s\x1b[K", report.T("progress", done, total).In(p.lang))
}

// erase leaves the line empty for what follows.
func (p *progress) erase() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
