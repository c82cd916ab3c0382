package main

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"time"

	"maillage/generator/site"
	"maillage/generator/site/report"
)

// create begins a text of some kind, or a theme.
func (c *command) create(args []string) int {
	kind := ""
	if len(args) > 0 {
		kind, args = args[0], args[1:]
	}
	o := c.flags("new")
	zone := o.String("zone", "", "")
	date := o.String("date", "", "")
	topic := o.String("topic", "", "")
	file := o.String("file", "", "")
	if !slices.Contains(site.DraftKinds(), kind) && kind != "theme" {
		return c.usage(report.T("usage.new"))
	}
	if !c.parse(o, args) {
		return misused
	}
	if o.NArg() != 1 || *zone == "" && kind != "theme" {
		return c.usage(report.T("usage.new"))
	}
	if kind == "theme" {
		made, err := site.NewTheme(filepath.ToSlash(o.site.Themes), o.Arg(0), c.lang)
		return c.created(made, err)
	}
	draft := site.Draft{Kind: kind, Content: o.site.Content, Zone: path.Clean(*zone), Title: o.Arg(0), Day: c.now(), Topic: *topic, File: *file, Lang: c.lang}
	if *date != "" {
		day, err := time.Parse("2006-01-02", *date)
		if err != nil {
			return c.usage(report.T("usage.date"))
		}
		draft.Date = day
	}
	made, err := site.New(draft)
	return c.created(made, err)
}

// created tells the files that were made, a line each.
func (c *command) created(files []string, err error) int {
	if err != nil {
		return c.finish(err, report.Text{})
	}
	for _, file := range files {
		fmt.Fprintln(c.stdout, file)
	}
	return done
}
