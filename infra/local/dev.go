package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"maillage/functions/mail/inbox"
	"maillage/functions/movement"
)

//go:embed dev
var devFiles embed.FS

// devCSP is for our own development pages, mailCSP for the mails they show.
const (
	devCSP  = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; frame-src 'self'"
	mailCSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation-by-user-activation"
)

// dev are the tools of development, which production does not have.
func (p *product) dev() http.Handler {
	pages := template.Must(template.ParseFS(devFiles, "dev/*.html"))
	show := func(name string, data func(context.Context) any) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if err := pages.ExecuteTemplate(w, name, data(r.Context())); err != nil {
				fmt.Fprintln(p.stderr, err)
			}
		}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /_dev/{$}", show("index.html", func(ctx context.Context) any { return p.devIndex(ctx) }))
	mux.Handle("GET /_dev/mail", show("mail.html", func(context.Context) any { return p.newestMail() }))
	mux.HandleFunc("GET /_dev/mail.json", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, p.inbox.Entries()) })
	mux.HandleFunc("GET /_dev/mail/{id}", p.devMail)
	mux.HandleFunc("POST /_dev/clock", p.devClock)
	mux.HandleFunc("GET /_dev/clock", func(w http.ResponseWriter, _ *http.Request) { p.writeNow(w) })
	mux.HandleFunc("POST /_dev/organizer", p.devOrganizer)
	mux.HandleFunc("GET /_dev/reload", p.devReload)
	for _, name := range []string{"reload.js", "dev.css"} {
		mux.HandleFunc("GET /_dev/"+name, func(w http.ResponseWriter, r *http.Request) {
			http.ServeFileFS(w, r, devFiles, "dev/"+name)
		})
	}
	return http.NewCrossOriginProtection().Handler(withCSP(devCSP, mux))
}

type devIndex struct {
	Now   string
	Zones []movement.Zone
	Mails int
}

func (p *product) devIndex(ctx context.Context) devIndex {
	index := devIndex{Now: p.clock.Now().Format("2006-01-02 15:04:05"), Mails: len(p.inbox.Entries())}
	if zones, err := p.app.Store.Zones(ctx); err == nil {
		index.Zones = zones.All()
	}
	return index
}

func (p *product) newestMail() []inbox.Entry {
	entries := p.inbox.Entries()
	slices.Reverse(entries)
	return entries
}

// devMail shows the HTML of one mail, as harmless as in a mail program.
func (p *product) devMail(w http.ResponseWriter, r *http.Request) {
	for _, entry := range p.inbox.Entries() {
		if entry.ID == r.PathValue("id") {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Content-Security-Policy", mailCSP)
			_, _ = w.Write([]byte(entry.HTML)) // a reader who left cannot be told
			return
		}
	}
	http.NotFound(w, r)
}

// devClock moves the clock ahead by the duration in advance, such as 48h.
func (p *product) devClock(w http.ResponseWriter, r *http.Request) {
	d, err := time.ParseDuration(r.FormValue("advance"))
	if err == nil {
		err = p.clock.advance(d)
	}
	if err != nil {
		http.Error(w, "advance: "+err.Error()+` (want a duration such as "48h" or "90m")`, http.StatusBadRequest)
		return
	}
	p.outbox.wake()
	p.sites.catchUp(r.Context())
	if wantsPage(r) {
		http.Redirect(w, r, "/_dev/", http.StatusSeeOther)
		return
	}
	p.writeNow(w)
}

func (p *product) writeNow(w http.ResponseWriter) {
	writeJSON(w, http.StatusOK, map[string]string{"now": p.clock.Now().UTC().Format(time.RFC3339)})
}

// devOrganizer makes an organizer: email, zone (slug path, the root when
// absent) or overlay (slug), permissions ("all" or a comma list).
func (p *product) devOrganizer(w http.ResponseWriter, r *http.Request) {
	o, err := p.appointDev(r)
	var known *movement.Error
	switch {
	case errors.As(err, &known):
		http.Error(w, fmt.Sprintf("refused: %s %v", known.Message, known.Fields), http.StatusBadRequest)
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
	case wantsPage(r):
		http.Redirect(w, r, "/admin/", http.StatusSeeOther)
	default:
		writeJSON(w, http.StatusCreated, map[string]string{"id": string(o.ID), "email": string(o.Email)})
	}
}

func (p *product) appointDev(r *http.Request) (movement.Organizer, error) {
	zones, err := p.app.Store.Zones(r.Context())
	if err != nil {
		return movement.Organizer{}, err
	}
	area := movement.Area{Zone: zones.Root().ID}
	if slug := r.FormValue("zone"); slug != "" {
		zone, ok := zones.BySlug(slug)
		if !ok {
			return movement.Organizer{}, fmt.Errorf("no zone %q; want a slug path such as fr/ile-de-france", slug)
		}
		area.Zone = zone.ID
	}
	if slug := r.FormValue("overlay"); slug != "" {
		overlay, ok := zones.OverlayBySlug(slug)
		if !ok {
			return movement.Organizer{}, fmt.Errorf("no overlay %q", slug)
		}
		area = movement.Area{Overlay: overlay.ID}
	}
	permissions := movement.Permissions()
	if list := r.FormValue("permissions"); list != "" && list != "all" {
		permissions = nil
		for _, name := range strings.Split(list, ",") {
			p := movement.Permission(strings.TrimSpace(name))
			if !slices.Contains(movement.Permissions(), p) {
				return movement.Organizer{}, fmt.Errorf("no permission %q; there are %v", p, movement.Permissions())
			}
			permissions = append(permissions, p)
		}
	}
	return p.app.Appoint(r.Context(), r.FormValue("email"), area, permissions)
}

// devReload is a stream of server-sent events: one at each rebuild, empty or
// with what is wrong.
func (p *product) devReload(w http.ResponseWriter, r *http.Request) {
	news, cancel := p.sites.subscribe()
	defer cancel()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	flush := http.NewResponseController(w)
	for {
		if err := flush.Flush(); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case text := <-news:
			data, err := json.Marshal(text)
			if err != nil {
				return
			}
			if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil {
				return
			}
		}
	}
}

func wantsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // a reader who left cannot be told
}
