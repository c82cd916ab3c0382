// Command generator turns content and a theme into the public sites of a
// movement. Its commands are explained by running it without any; the work is
// done by the packages site and zones.
//
//	go run ./generator build -content content -themes themes -out dist -base http://localhost:8080
//
// It exits with 0 when done, 1 when the content is at fault (everything that is
// wrong is told at once) and 2 when it was called wrongly.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"maillage/generator/site"
	"maillage/generator/site/report"
	"maillage/generator/zones"
)

const done, failed, misused = 0, 1, 2 // exit codes

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	c := &command{stdout: stdout, stderr: stderr, lang: environmentLang(os.Getenv("LC_ALL"), os.Getenv("LANG")), now: time.Now}
	name := ""
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	switch name {
	case "build", "check":
		return c.build(name, args)
	case "new":
		return c.newPost(args)
	case "zones":
		return zones.Main(args, stdout, stderr)
	case "":
		return c.usage(report.Text{})
	case "help", "-h", "-help", "--help":
		fmt.Fprint(stdout, report.T("usage").In(c.lang))
		return done
	}
	return c.usage(report.T("usage.more", name))
}

// environmentLang is English for an English environment, else French.
func environmentLang(settings ...string) string {
	for _, setting := range settings {
		if setting != "" {
			if strings.HasPrefix(setting, "en") {
				return "en"
			}
			break
		}
	}
	return "fr"
}

// command is one run of the program.
type command struct {
	stdout, stderr io.Writer
	lang           string
	now            func() time.Time
}

func (c *command) usage(message report.Text) int {
	if message.Key != "" {
		fmt.Fprintln(c.stderr, message.In(c.lang))
	}
	fmt.Fprint(c.stderr, report.T("usage").In(c.lang))
	return misused
}

// flags are those that all commands share.
func (c *command) flags(name string) (set *flag.FlagSet, content *string) {
	set = flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard) // we tell it in the reader's language
	set.StringVar(&c.lang, "lang", c.lang, "")
	return set, set.String("content", "content", "")
}

func (c *command) build(name string, args []string) int {
	o := site.Options{Now: c.now, At: c.now()}
	set, content := c.flags(name)
	set.StringVar(&o.Themes, "themes", "themes", "")
	set.StringVar(&o.Theme, "theme", "default", "")
	set.StringVar(&o.Out, "out", "dist", "")
	set.StringVar(&o.BaseURL, "base", "http://localhost:8080", "")
	set.BoolVar(&o.Fresh, "fresh", false, "")
	at := set.String("at", "", "")
	if err := set.Parse(args); err != nil || set.NArg() > 0 {
		return c.usage(report.Text{})
	}
	o.Content = *content
	if *at != "" {
		var err error
		if o.At, err = time.Parse(time.RFC3339, *at); err != nil {
			return c.usage(report.T("usage.at"))
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	work := site.Build
	if name == "check" {
		work = site.Check
	}
	r, err := work(ctx, o)
	for _, p := range r.Warnings {
		p.Message = report.T("warning", p.Message)
		fmt.Fprintln(c.stdout, p.In(c.lang))
	}
	if name == "check" {
		return c.finish(err, report.T("checked", r.Sites, r.Pages, len(r.Warnings)))
	}
	for _, cost := range r.Slowest {
		fmt.Fprintln(c.stdout, report.T("slowest", cost.Layout, cost.Pages, cost.Time.Round(time.Millisecond)).In(c.lang))
	}
	return c.finish(err, report.T("done", r.Sites, r.Pages, r.Written, r.Unchanged, r.Removed, r.Duration.Round(time.Millisecond)))
}

// finish tells success on stdout, or all that is wrong on stderr.
func (c *command) finish(err error, success report.Text) int {
	var problems report.List
	switch {
	case err == nil:
		fmt.Fprintln(c.stdout, success.In(c.lang))
		return done
	case errors.As(err, &problems):
		fmt.Fprintln(c.stderr, problems.In(c.lang))
		fmt.Fprintln(c.stderr, report.T("failed", len(problems)).In(c.lang))
	default:
		fmt.Fprintln(c.stderr, err)
	}
	return failed
}

func (c *command) newPost(args []string) int {
	set, content := c.flags("new")
	zone := set.String("zone", "", "")
	if len(args) == 0 || args[0] != "post" || set.Parse(args[1:]) != nil || set.NArg() != 1 || *zone == "" {
		return c.usage(report.T("usage.new"))
	}
	file, err := site.NewPost(site.Draft{Content: *content, Zone: *zone, Title: set.Arg(0), Day: c.now(), Lang: c.lang})
	return c.finish(err, report.Raw(file))
}
