package main

import (
	"flag"
	"io"
	"regexp"
	"slices"
	"time"

	"maillage/generator/site"
	"maillage/generator/site/report"
)

// options are those of a command's flags, which are read into the pointers.
type options struct {
	*flag.FlagSet
	site site.Options
	at   *string
}

// flags are those that all commands share.
func (c *command) flags(name string) *options {
	o := &options{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError), site: site.Options{Now: c.now, At: c.now()}}
	o.SetOutput(io.Discard) // we tell it in the reader's language
	o.StringVar(&c.lang, "lang", c.lang, "")
	o.StringVar(&o.site.Content, "content", "content", "")
	o.StringVar(&o.site.Themes, "themes", "themes", "")
	return o
}

// siteFlags are those of the commands that look at the whole site.
func (o *options) siteFlags() {
	o.StringVar(&o.site.Theme, "theme", "default", "")
	o.StringVar(&o.site.Out, "out", "dist", "")
	o.StringVar(&o.site.BaseURL, "base", "http://localhost:8080", "")
	o.at = o.String("at", "", "")
}

// flagName finds the flag that a message of package flag is about.
var flagName = regexp.MustCompile(`-[a-z]\S*|$`)

// parse reads the flags, before and after what they go with; where they are wrong,
// usage has been told.
func (c *command) parse(o *options, args []string) bool {
	var plain []string
	if i := slices.Index(args, "--"); i >= 0 {
		args, plain = args[:i], args[i+1:]
	}
	for i := 0; ; i++ {
		if err := o.Parse(args); err != nil {
			c.usage(report.T("usage.flag", flagName.FindString(err.Error()))) // its words are English
			return false
		}
		if o.NArg() == 0 {
			break
		}
		plain = slices.Insert(plain, i, o.Arg(0))
		args = o.Args()[1:]
	}
	_ = o.Parse(append([]string{"--"}, plain...)) // nothing in it is a flag
	if o.at != nil && *o.at != "" {
		at, err := time.Parse(time.RFC3339, *o.at)
		if err != nil {
			c.usage(report.T("usage.at"))
			return false
		}
		o.site.At = at
	}
	return true
}
