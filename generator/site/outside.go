package site

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"maillage/generator/site/external"
	"maillage/generator/site/report"
)

// CheckOutside asks other sites whether the links to them still lead somewhere: of
// all texts, or of some files. Answers are kept below Options.Out. What is wrong is
// a remark: the other site may be back tomorrow.
func CheckOutside(ctx context.Context, o Options, files ...string) (report.List, error) {
	folder := o.Out
	o.Out, o.Themes = "", ""
	e, err := Open(o)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	names, err := (&looker{Engine: e}).below(files)
	if err != nil {
		return nil, err
	}
	if err := e.load(ctx); err != nil || e.model.tree == nil {
		return nil, err
	}
	uses := map[string][]report.Problem{} // by address: where it is written
	for _, p := range e.model.texts {
		if public, _ := p.publication(o.At); public && below(p.source.path, names) {
			e.outsideLinks(p, uses)
		}
	}
	checker := &external.Checker{Agent: "Maillage/1 (link check; +" + e.options.BaseURL + "/)", Now: o.Now, Trust: o.TrustOutside, Pause: o.PauseOutside}
	if folder != "" {
		checker.Cache = filepath.Join(folder, stateFolder, "external.json")
	}
	addresses := make([]string, 0, len(uses))
	for address := range uses {
		addresses = append(addresses, address)
	}
	slices.Sort(addresses)
	results, err := checker.Check(ctx, addresses)
	var list report.List
	for address, r := range results {
		message, hint := outsideRemark(address, r)
		for _, use := range uses[address] {
			if use.Message, use.Hint = message, hint; message.Key != "" {
				list = append(list, use)
			}
		}
	}
	return list.Sorted(), err
}

// below says whether a file is one of those named, or in one of their folders; all
// are where none is named.
func below(file string, names []string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(name string) bool {
		return name == "." || file == name || strings.HasPrefix(file, name+"/")
	})
}

// outsideLinks notes the links of a text that lead to other sites.
func (e *Engine) outsideLinks(p *page, uses map[string][]report.Problem) {
	note := func(dest string, at place) {
		if strings.HasPrefix(dest, "https://") || strings.HasPrefix(dest, "http://") {
			uses[dest] = append(uses[dest], e.model.placed(p.source.path, report.Problem{Line: at.line, Col: at.col}))
		}
	}
	if p.doc != nil {
		for _, link := range p.doc.Links {
			note(link.Dest, place{link.Line + p.bodyLine, link.Col})
		}
	}
	front := &p.front
	for i, link := range front.Social {
		note(link.URL, front.at[indexed("social", i)+".url"])
	}
	for i, link := range front.Links {
		note(link.URL, front.at[indexed("menu", i)+".url"])
	}
	if front.CTA != nil {
		note(front.CTA.URL, front.at["cta.url"])
	}
	note(front.Online, front.at["online"])
	for i, block := range front.Blocks {
		key := indexed("blocks", i)
		note(block.URL, front.at[key+".url"])
		for j, item := range block.Items {
			note(item.URL, front.at[indexed(key+".items", j)+".url"])
		}
	}
}

// outsideRemark says what is wrong with an answer; nothing where all is well.
func outsideRemark(address string, r external.Result) (message, hint report.Text) {
	switch r.Fault {
	case external.Unreachable:
		return report.T("outside.unreachable", address), report.T("outside.hint")
	case external.Slow:
		return report.T("outside.slow", address), report.T("outside.hint")
	case external.Circle:
		return report.T("outside.circle", address), report.T("outside.hint")
	case external.Refused:
		return report.T("outside.refused", address), report.Text{}
	}
	switch {
	case !r.Good():
		return report.T("outside.status", address, r.Status), report.T("outside.hint")
	case cmp.Or(r.Moved, address) != address:
		return report.T("outside.moved", address), report.T("outside.moved.hint", r.Moved)
	}
	return message, hint
}
