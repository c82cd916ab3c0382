package site

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"maillage/generator/site/report"
)

// What some keys may say.
var (
	eventStatuses    = []string{"cancelled", "postponed"}
	proposalStatuses = []string{"idea", "proposed", "underway", "won", "dropped"}
	accessLevels     = []string{"full", "partial", "none"}
	questionTypes    = []string{"text", "long", "choice", "multiple", "scale", "date", "number", "email", "phone", "postal_code", "file", "consent", "section"}
	blockTypes       = []string{"hero", "news", "agenda", "text", "testimonial", "figures", "cta", "signup", "find", "map", "teams", "people",
		"manifesto", "documents", "petition", "contact", "links"}
)

// among refuses a value that is not one of those known.
func (d *frontDecoder) among(key, value string, known []string) {
	if value == "" || slices.Contains(known, value) {
		return
	}
	hint := report.NearestHint(value, known)
	if hint.Key == "" {
		hint = report.T("front.among", strings.Join(known, ", "))
	}
	d.problem(d.place(key), report.T("front.value", key, value), hint)
}

// secure refuses an address that is not https.
func (d *frontDecoder) secure(key, address string) {
	if address != "" && !strings.HasPrefix(address, "https://") {
		d.problem(d.place(key), report.T("front.url", address), report.T("front.url.hint"))
	}
}

// requireKind refuses what is wrong with the keys of one sort of file.
func (d *frontDecoder) requireKind(front *frontMatter) {
	switch d.section {
	case inEvents:
		d.among("status", front.Status, eventStatuses)
		d.secure("online", front.Online)
		if end := front.End.Time; !end.IsZero() && !front.Start.IsZero() && end.Before(front.Start.Time) {
			d.problem(d.place("end"), report.T("front.end"), report.Text{})
		}
		if front.Place != nil {
			d.text("place.name", front.Place.Name, true)
		}
		if front.Capacity < 0 || front.Guests < 0 {
			d.problem(d.place("capacity"), report.T("front.negative"), report.Text{})
		}
	case inManifesto:
		d.among("status", front.Status, proposalStatuses)
		if front.Progress != nil && (*front.Progress < 0 || *front.Progress > 100) {
			d.problem(d.place("progress"), report.T("front.percent"), report.Text{})
		}
	case inDocuments:
		d.text("file", front.File, true)
	case inForms:
		if len(front.Questions) == 0 {
			d.text("questions", "", true)
		}
	case inHome:
		d.requireHome(front)
	}
	if !front.Expires.IsZero() && !front.Publish.IsZero() && !front.Expires.After(front.Publish.Time) {
		d.problem(d.place("expires"), report.T("front.expires"), report.Text{})
	}
	for i, alias := range front.Aliases {
		if !strings.HasPrefix(alias, "/") || strings.HasPrefix(alias, "//") {
			d.problem(d.place(indexed("aliases", i)), report.T("front.alias_path", alias), report.T("front.alias_path.hint"))
		}
	}
	if front.Address != "" && !validAddress(front.Address) {
		d.problem(d.place("url"), report.T("front.address", front.Address), report.T("front.address.hint"))
	}
	d.requireQuestions(front.Questions)
}

// validAddress tells whether a text can stand at an address that is written by
// hand: one that leads below the zone, ends as a page's does and means nothing else.
func validAddress(address string) bool {
	inside, ok := strings.CutPrefix(address, "/")
	if !ok || strings.ContainsFunc(inside, unfit) || !norm.NFC.IsNormalString(inside) {
		return false
	}
	inside, folder := strings.CutSuffix(inside, "/")
	return fs.ValidPath(inside) && inside != "." && (folder || strings.HasSuffix(inside, ".html") || strings.HasSuffix(inside, ".htm"))
}

func (d *frontDecoder) requireHome(front *frontMatter) {
	for i, block := range front.Blocks {
		key := indexed("blocks", i)
		d.text(key+".type", block.Type, true)
		d.among(key+".type", block.Type, blockTypes)
		if block.Image != nil {
			d.text(key+".image.src", block.Image.Src, true)
			d.text(key+".image.alt", block.Image.Alt, true)
		}
		if block.Type == "petition" {
			d.text(key+".url", block.URL, true)
		}
	}
	for i, link := range front.Links {
		d.text(indexed("menu", i)+".label", link.Label, true)
		d.text(indexed("menu", i)+".url", link.URL, true)
	}
	if front.Legal != nil {
		d.among("legal.accessibility.level", front.Legal.Access.Level, accessLevels)
		d.text("legal.controller.name", front.Legal.Controller.Name, true)
		d.text("legal.controller.email", front.Legal.Controller.Email, true)
	}
	if domain := front.Domain; domain != "" && (strings.Trim(domain, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" ||
		!strings.Contains(domain, ".") || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") || strings.Contains(domain, "..") || domain == "main") {
		d.problem(d.place("domain"), report.T("front.domain", domain), report.T("front.domain.hint"))
	}
}

// requireQuestions refuses questions that nobody could answer.
func (d *frontDecoder) requireQuestions(questions []frontQuestion) {
	named := map[string]bool{}
	for i, q := range questions {
		key := indexed("questions", i)
		d.text(key+".type", q.Type, true)
		d.among(key+".type", q.Type, questionTypes)
		d.text(key+".label", q.Label, true)
		if q.Type != "section" {
			d.text(key+".name", q.Name, true)
		}
		if q.Name != "" && strings.Trim(q.Name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			d.problem(d.place(key+".name"), report.T("front.name", q.Name), report.T("front.name.hint"))
		}
		if q.Name != "" && named[q.Name] {
			d.problem(d.place(key+".name"), report.T("front.name.twice", q.Name), report.Text{})
		}
		if (q.Type == "choice" || q.Type == "multiple") && len(q.Options) < 2 {
			d.problem(d.place(key), report.T("front.options", fmt.Sprint(q.Label)), report.Text{})
		}
		if q.Type == "scale" && steps(string(q.Min), string(q.Max)) == nil {
			d.problem(d.place(key), report.T("front.scale", q.Label), report.Text{})
		}
		for name := range q.When {
			if !named[name] {
				d.problem(d.place(key+".when"), report.T("front.when", name), report.Text{})
			}
		}
		named[q.Name] = true
	}
}
