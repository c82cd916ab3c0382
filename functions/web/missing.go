package web

// This file answers for pages that a site does not have. On AWS a miss in the
// bucket falls to the API's $default, which asks for the object that was looked
// for: its folder is that of the host, its name index.html. infra/edge/rewrite.js
// makes these names, and also "/main/_p=12" of "/?p=12", for what the old sites of
// WordPress answered by the query alone.

import (
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"

	"maillage/functions/movement"
)

// missed is what somebody asked for and no bucket holds.
type missed struct {
	host    string // folder of a zone's own domain; "" is the main host
	address string // decoded, as the visitor's host has it
	query   string // "p=12", of addresses that are told by their query
}

var oldQuery = regexp.MustCompile(`^(.*/)_((?:p|page_id|attachment_id|cat|tag|author|feed)=[0-9A-Za-z_-]{1,80})$`)

// findCode is a page of a postal code's first digits: the edge leads to it without
// knowing which there are.
var findCode = regexp.MustCompile(`^(/trouver/|/en/find/)\d\d/$`)

func missedBy(zones *movement.Zones, r *http.Request) missed {
	m, folder := missed{address: r.URL.Path}, "/main/"
	if zones.OnHost(r.Host).Origin != "" {
		m.host = strings.ToLower(r.Host)
		folder = "/" + m.host + "/"
	}
	if object, ok := strings.CutPrefix(m.address, folder); ok {
		m.address = "/" + object
	}
	if parts := oldQuery.FindStringSubmatch(m.address); parts != nil {
		m.address, m.query = parts[1], parts[2]
	} else if page, ok := strings.CutSuffix(m.address, "/index.html"); ok {
		m.address = page + "/"
	}
	return m
}

// language is that of the missing page's neighbours.
func (m missed) language() string {
	for _, language := range Languages[1:] {
		if strings.HasPrefix(m.address, "/"+language+"/") {
			return language
		}
	}
	return Languages[0]
}

// plain is the address as a redirection may name it: one slash at the start, for two
// would lead to another host.
func (m missed) plain() string {
	return strings.TrimSuffix((&url.URL{Path: path.Clean("/" + m.address)}).EscapedPath(), "/") + "/"
}

// Missing answers with where a page has moved to, or else with the 404 page of the
// zone and the language it would be in.
func (p *Pages) Missing(w http.ResponseWriter, r *http.Request) error {
	moves, err := p.Published.Moves(r.Context())
	if err != nil {
		return err
	}
	zones, err := p.Published.Zones(r.Context())
	if err != nil {
		return err
	}
	m := missedBy(zones, r)
	to := moves.Find(m.host, m.address, m.query)
	header := w.Header()
	header.Set("Cache-Control", "public, max-age=60")
	switch {
	case to != "":
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return nil
	case m.query != "": // nothing has moved: the page without the query
		http.Redirect(w, r, m.plain(), http.StatusFound)
		return nil
	}
	if parts := findCode.FindStringSubmatch(m.address); parts != nil && m.host == "" { // no team there
		http.Redirect(w, r, parts[1], http.StatusFound)
		return nil
	}
	zone, _ := zones.Here(r.Host, m.address)
	page, err := p.Published.Document(r.Context(), "missing/"+zone.Slug+"."+m.language()+".html")
	if err != nil {
		header.Set("Cache-Control", "no-store")
		return err
	}
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Language", m.language())
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write([]byte(page)) // a reader who left cannot be told
	return nil
}
