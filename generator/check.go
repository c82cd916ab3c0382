package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"maillage/generator/site"
	"maillage/generator/site/report"
)

// check tells what is wrong and what could be better, and mends what it is asked
// to.
func (c *command) check(args []string) int {
	o := c.flags("check")
	o.siteFlags()
	asJSON := o.Bool("json", false, "")
	strict := o.Bool("strict", false, "")
	fix := o.Bool("fix", false, "")
	outside := o.Bool("external", false, "")
	if !c.parse(o, args) {
		return misused
	}
	ctx, stop := interruptible()
	defer stop()
	if *fix {
		mended, err := site.Fix(ctx, o.site, o.Args()...)
		if err == nil && !*asJSON {
			for _, p := range mended {
				fmt.Fprintln(c.stdout, p.In(c.lang))
			}
		} else if err != nil {
			return c.finish(err, report.Text{})
		}
	}
	var r site.Result
	var err error
	if o.NArg() > 0 {
		r, err = site.CheckFiles(ctx, o.site, o.Args()...)
	} else {
		r, err = site.Check(ctx, o.site)
	}
	if *outside && err == nil {
		var broken report.List
		broken, err = site.CheckOutside(ctx, o.site, o.Args()...)
		r.Warnings = append(r.Warnings, broken...).Sorted()
	}
	if *asJSON {
		return c.tellJSON(r.Warnings, err, *strict)
	}
	c.warn(r.Warnings)
	code := c.finish(err, report.T("checked", r.Sites, r.Pages, len(r.Warnings)))
	if code == done && *strict && len(r.Warnings) > 0 {
		return failed
	}
	return code
}

// problem is one line of the machine-readable output. Code is the same in every
// language.
type problem struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

// tellJSON writes errors and remarks as one object.
func (c *command) tellJSON(remarks report.List, err error, strict bool) int {
	var faults report.List
	if err != nil && !errors.As(err, &faults) {
		return c.finish(err, report.Text{})
	}
	out := struct {
		Problems []problem `json:"problems"`
	}{Problems: []problem{}}
	for _, p := range faults {
		out.Problems = append(out.Problems, c.problem(p, "error"))
	}
	for _, p := range remarks {
		out.Problems = append(out.Problems, c.problem(p, "warning"))
	}
	encoder := json.NewEncoder(c.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "\t")
	if err := encoder.Encode(out); err != nil {
		return c.finish(err, report.Text{})
	}
	if len(faults) > 0 || strict && len(remarks) > 0 {
		return failed
	}
	return done
}

func (c *command) problem(p report.Problem, severity string) problem {
	return problem{p.File, p.Line, p.Col, severity, p.Message.Key, p.Message.In(c.lang), p.Hint.In(c.lang)}
}
