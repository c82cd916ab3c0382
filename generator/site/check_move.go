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
		here := r.onHost(move)
		if !r.leads(here) {
			r.warn(file, move.to, report.T("warn.redirect.to", here.To), r.model.nearURL(here.To))
		}
		if hidden := r.hides(here); hidden != "" {
			r.warn(file, move.from, report.T("warn.redirect.hides", hidden), report.T("warn.redirect.hint"))
		}
	}
}

// leads says whether something is at the end of a redirection. What stands for
// :splat may be anything below a page.
func (r *reviewer) leads(move redirect) bool {
	to := move.To
	if strings.Contains(to, "://") {
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
		if o := r.outputs[publicFile(move.Host, address)]; o != nil && r.current(o) {
			return true
		}
		if move.Host != "" { // where its zone would be on the main host
			address = r.model.bySlug[move.zone].domain.url + address[1:]
		}
		if _, ok := r.model.byURL(address); ok && r.model.zoneAt(address).host() == move.Host {
			return true // a file of media/, which a check does not make
		}
	}
	return false
}

// hides is a page that a redirection keeps readers from, or "".
func (r *reviewer) hides(move redirect) string {
	below, behind, wild := strings.Cut(move.From, "*")
	if !wild {
		if file, ok := aliasFile(move); ok && r.stands(file) {
			return move.From
		}
		return ""
	}
	found := ""
	for _, p := range r.model.pages {
		if p.url == "" || p.zone.host() != move.Host {
			continue
		}
		if address := p.zone.path(p.url); strings.HasPrefix(address, below) && strings.HasSuffix(address, behind) && len(address) >= len(below)+len(behind) && (found == "" || address < found) {
			found = address
		}
	}
	return found
}
