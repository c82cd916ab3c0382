package site

import (
	"net/url"
	"path"
	"strings"

	"maillage/generator/site/report"
)

// aliases are remarks on old addresses that are not old: a page stands there, or
// two texts claim them.
func (r *reviewer) aliases() {
	claimed := map[string]*page{}
	for _, p := range r.model.pages {
		for i, alias := range p.front.Aliases {
			key, host := indexed("aliases", i), p.zone.host()
			plain := host + "/" + strings.Trim(alias, "/")
			if first := claimed[plain]; first != nil {
				r.about(p, key, report.T("warn.alias.twice", alias, r.model.shown(first.source.path)), report.T("warn.alias.hint"))
				continue
			}
			claimed[plain] = p
			if file, ok := aliasFile(redirect{From: alias, Host: host}); ok && r.stands(file) {
				r.about(p, key, report.T("warn.alias.taken", alias), report.T("warn.alias.hint"))
			}
		}
	}
}

// stands says whether a page is written to a file; one that only leads on is none.
func (r *reviewer) stands(file string) bool {
	o := r.outputs[file]
	return o != nil && r.current(o) && o.page != nil
}

// redirects are remarks on the rules of redirects.yaml.
func (r *reviewer) redirects() {
	const file = "redirects.yaml"
	for _, move := range r.model.moves {
		if !r.leads(move.To) {
			r.warn(file, move.to, report.T("warn.redirect.to", move.To), r.model.nearURL(move.To))
		}
		if hidden := r.hides(move.From); hidden != "" {
			r.warn(file, move.from, report.T("warn.redirect.hides", hidden), report.T("warn.redirect.hint"))
		}
	}
}

// leads says whether something is at the end of a redirection. What stands for
// :splat may be anything below a page.
func (r *reviewer) leads(to string) bool {
	if strings.HasPrefix(to, "https://") {
		return true
	}
	to, _, _ = strings.Cut(to, "#")
	to, _, _ = strings.Cut(to, "?")
	before, _, splat := strings.Cut(to, ":splat")
	if plain, err := url.PathUnescape(before); err == nil {
		before = plain
	}
	if splat {
		before = before[:strings.LastIndexByte(before, '/')+1]
	}
	if before == "/" || strings.HasPrefix(before, "/api/") || strings.HasPrefix(before, "/admin/") {
		return true
	}
	candidates := []string{before}
	if path.Ext(before) == "" {
		candidates = append(candidates, strings.TrimSuffix(before, "/")+"/")
	}
	for _, address := range candidates {
		if o := r.outputs[publicFile("", address)]; o != nil && r.current(o) {
			return true
		}
		if _, ok := r.model.byURL(address); ok && r.model.zoneAt(address).domain == nil {
			return true // a file of media/, which a check does not make
		}
	}
	return false
}

// hides is a page that a redirection keeps readers from, or "".
func (r *reviewer) hides(from string) string {
	below, wild := strings.CutSuffix(from, "*")
	if !wild {
		if file, ok := aliasFile(redirect{From: from}); ok && r.stands(file) {
			return from
		}
		return ""
	}
	found := ""
	for _, p := range r.model.pages {
		if p.url != "" && p.zone.domain == nil && strings.HasPrefix(p.url, below) && (found == "" || p.url < found) {
			found = p.url
		}
	}
	return found
}
