package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"maillage/functions/app"
)

// What browsers may do with our pages, word for word what infra/template.yaml
// says at the edge.
const (
	siteCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; media-src 'self'; manifest-src 'self'; " +
		"frame-src https://www.youtube-nocookie.com https://player.vimeo.com https://geo.dailymotion.com; " +
		"form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
	adminCSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
		"trusted-types 'none'"
)

// handler is the whole product behind one port: by host in production, below
// /admin/ in development.
func (p *product) handler() http.Handler {
	public, admin := p.entry("membership.http"), p.entry("admin.http")
	pages := compressed(p.sitePages())
	spa := compressed(p.files("admin", adminCSP))
	sites, administration := http.NewServeMux(), http.NewServeMux()
	sites.Handle("/api/", withCSP(siteCSP, public))
	sites.Handle("/", pages)
	administration.Handle("/api/", withCSP(adminCSP, public))
	administration.Handle("/api/admin/", withCSP(adminCSP, admin))
	administration.Handle("/", spa)
	if p.production {
		return behindProxy(byHost(hostOf(p.adminOrigin), administration, sites), p.production)
	}
	sites.Handle("/api/admin/", admin)
	sites.Handle("/admin/", http.StripPrefix("/admin", spa))
	sites.Handle("/_dev/", p.dev())
	return ownHosts(behindProxy(sites, p.production))
}

// compressed answers in gzip, as the edge does, where the browser knows it: what is
// measured here is what visitors get.
func compressed(h http.Handler) http.Handler { return gzhttp.GzipHandler(h) }

// sitePages serves the folder of the sites that the host names: that of a zone
// with its own domain, else the main one.
func (p *product) sitePages() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := p.zoneHost(r.Host)
		if to := p.findAnswer(host, r.URL); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
			return
		}
		if to := p.moved(r, host); to != "" {
			http.Redirect(w, r, to, http.StatusMovedPermanently)
			return
		}
		p.files(path.Join("public", cmpOr(host, "main")), siteCSP).ServeHTTP(w, r)
	})
}

// moved is where a page that is not there has moved to, or one that is told by its
// query; "" when it has not.
func (p *product) moved(r *http.Request, host string) string {
	there := p.published(host, r.URL.Path)
	if there && r.URL.RawQuery == "" {
		return ""
	}
	moves, err := p.app.Store.Moves(r.Context())
	if err != nil {
		p.log.ErrorContext(r.Context(), "no redirections", "error", err.Error())
		return ""
	}
	to := moves.Find(host, r.URL.Path, r.URL.RawQuery)
	if there && to == moves.Find(host, r.URL.Path, "") {
		return "" // not by its query
	}
	return to
}

// zoneHost is the folder of a zone's own domain, or "" for the main host. In
// development such a domain is a name below localhost.
func (p *product) zoneHost(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(host)
	if !p.production {
		name, below := strings.CutSuffix(host, ".localhost")
		if !below {
			return ""
		}
		host = name
	}
	if host == "main" || strings.ContainsAny(host, `/\:`) || !strings.Contains(host, ".") || strings.Contains(host, "..") {
		return ""
	}
	if info, err := os.Stat(path.Join(p.sites.out, "public", host)); err != nil || !info.IsDir() {
		return ""
	}
	return host
}

// published reports whether a page stands at an address; one that only leads to
// another does not count.
func (p *product) published(host, address string) bool {
	page, err := os.ReadFile(path.Join(p.sites.out, "public", cmpOr(host, "main"), path.Clean("/"+address), "index.html"))
	return err == nil && !bytes.Contains(page, []byte(`http-equiv="refresh"`))
}

// findAnswer is where the form "find my committee" leads without a script, as the
// edge answers it: to the page of the code's first two digits.
func (p *product) findAnswer(host string, u *url.URL) string {
	code := strings.ReplaceAll(u.Query().Get("code"), " ", "")
	if host != "" || len(code) < 2 || strings.Trim(code, "0123456789") != "" || (u.Path != "/trouver/" && u.Path != "/en/find/") {
		return ""
	}
	if !p.published(host, u.Path+code[:2]) {
		return ""
	}
	return u.Path + code[:2] + "/"
}

func (p *product) entry(name string) http.Handler {
	entry, ok := app.Find(name)
	if !ok {
		panic("no entry " + name)
	}
	return p.app.Handler(entry)
}

func hostOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	return u.Host
}

func byHost(host string, there, elsewhere http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.EqualFold(r.Host, host) {
			there.ServeHTTP(w, r)
			return
		}
		elsewhere.ServeHTTP(w, r)
	})
}

// ownHosts refuses, in development, hosts that are not this machine: a page
// elsewhere could have its name point here and read the inbox.
func ownHosts(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := strings.ToLower(r.Host)
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if host != "localhost" && !strings.HasSuffix(host, ".localhost") && (err != nil || !ip.IsLoopback()) {
			http.Error(w, "This development server answers to localhost only.", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// nobody stands for visitors whose address the proxy did not tell: they count as
// one network, which is strict but never open.
const nobody = "0.0.0.0:0"

// behindProxy takes the visitor's address from the proxy on this machine: the
// last address of X-Forwarded-For, which the proxy itself wrote. From any other
// peer the header means nothing.
func behindProxy(h http.Handler, production bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		forwarded := r.Header.Values("X-Forwarded-For")
		if err == nil && peer.Addr().IsLoopback() {
			if ip, ok := lastOf(forwarded); ok {
				r.RemoteAddr = netip.AddrPortFrom(ip, 0).String()
			} else if production || len(forwarded) > 0 {
				r.RemoteAddr = nobody
			}
		}
		h.ServeHTTP(w, r)
	})
}

// lastOf is the last address of X-Forwarded-For, with or without a port.
func lastOf(forwarded []string) (netip.Addr, bool) {
	if len(forwarded) == 0 {
		return netip.Addr{}, false
	}
	last := forwarded[len(forwarded)-1]
	last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	if withPort, err := netip.ParseAddrPort(last); err == nil {
		return withPort.Addr(), true
	}
	ip, err := netip.ParseAddr(strings.Trim(last, "[]"))
	return ip, err == nil
}

func withCSP(policy string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		h.ServeHTTP(w, r)
	})
}

// files serves a folder of the built sites: directories by their index.html, and
// for what is not there the nearest 404.html above it.
func (p *product) files(dir, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		root, err := os.OpenRoot(path.Join(p.sites.out, dir))
		if err != nil {
			http.Error(w, "The sites have not been built yet.", http.StatusServiceUnavailable)
			return
		}
		defer root.Close()
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cache-Control", "no-cache")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		p.serveFile(w, r, root.FS())
	})
}

func (p *product) serveFile(w http.ResponseWriter, r *http.Request, files fs.FS) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	info, err := fs.Stat(files, cmpOr(name, "."))
	if err == nil && info.IsDir() {
		if !strings.HasSuffix(r.URL.Path, "/") && r.URL.Path != "" {
			http.Redirect(w, r, path.Base(r.URL.Path)+"/", http.StatusMovedPermanently)
			return
		}
		name = path.Join(name, "index.html")
		_, err = fs.Stat(files, name)
	}
	if err != nil {
		p.serveMissing(w, files, name)
		return
	}
	if strings.HasSuffix(name, ".html") && !p.production {
		p.serveLive(w, files, name, http.StatusOK)
		return
	}
	if strings.Contains(name, "assets/") {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	f, err := files.Open(name)
	if err != nil {
		p.serveMissing(w, files, name)
		return
	}
	defer f.Close()
	seeker, ok := f.(io.ReadSeeker)
	info, err = f.Stat()
	if !ok || err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	http.ServeContent(w, r, name, info.ModTime(), seeker)
}

func cmpOr(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return name
}

func (p *product) serveMissing(w http.ResponseWriter, files fs.FS, name string) {
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		page := path.Join(dir, "404.html")
		if _, err := fs.Stat(files, page); err == nil {
			p.serveLive(w, files, page, http.StatusNotFound)
			return
		}
		if dir == "." || dir == "/" {
			break
		}
	}
	http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
}

// serveLive writes a page that, in development, reloads itself when it has been
// built again.
func (p *product) serveLive(w http.ResponseWriter, files fs.FS, name string, status int) {
	page, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
		return
	}
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	if !p.production {
		page = bytes.Replace(page, []byte("</body>"), []byte(`<script src="/_dev/reload.js" defer></script></body>`), 1)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page) // a reader who left cannot be told
}
