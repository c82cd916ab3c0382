package wordpress

import (
	"html"
	"maps"
	"mime"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"maillage/generator/wordpress/fetch"
)

// An export of posts alone lists no files, and old texts show pictures of other
// sites. Both come along all the same, by the addresses that texts show.

var shown = regexp.MustCompile(`(?i)<img\b[^<>]*?\b(?:data-orig-file|data-src|data-lazy-src|src)\s*=\s*["']?\s*([^"'\s<>]+)`)

// mention is a file that texts name.
type mention struct {
	address string
	picture bool // they show it
}

// unlistedID is where the numbers of files without one begin, going down.
const unlistedID = -2 * halves

// absolute is an address that a text shows, with the host of the old site where it
// names none, and without what asks for another size.
func (s oldSite) absolute(address string) string {
	address = strings.TrimSpace(html.UnescapeString(address))
	switch {
	case strings.HasPrefix(address, "//"):
		address = "https:" + address
	case strings.HasPrefix(address, "/wp-content/"):
		address = "https://" + s.host + s.base + address[1:]
	case strings.HasPrefix(address, "/"):
		address = "https://" + s.host + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	if host := bareHost(u.Host); len(host) == len("i0.wp.com") && host[0] == 'i' && strings.HasSuffix(host, ".wp.com") { // a mirror of pictures
		if u, err = url.Parse("https:/" + u.Path); err != nil {
			return ""
		}
	}
	u.RawQuery, u.Fragment = "", ""
	return u.String()
}

// listed makes files of what texts show and no list has.
func (x *index) listed() {
	for _, key := range slices.Sorted(maps.Keys(x.mentions)) {
		m := x.mentions[key]
		f := x.source(key)
		if f == nil {
			if f = x.unlisted(m.address, m.picture); f == nil {
				continue
			}
			f.id = unlistedID - len(x.files)
			x.files[f.id] = f
			x.bySource[sourceKey(f.url)] = f
		}
		x.bySource[key] = f
		f.used = true
		if key != sourceKey(f.url) {
			f.also = append(f.also, m.address)
		}
	}
}

// unlisted is a file that only texts know; picture says that one shows it. Nil for
// what is none, or another site's.
func (x *index) unlisted(address string, picture bool) *file {
	u, err := url.Parse(sized.ReplaceAllString(address, "$1"))
	if err != nil {
		return nil
	}
	host := bareHost(u.Host)
	own := host == x.site.host || strings.HasSuffix(host, ".files.wordpress.com")
	if !picture && !(own && (strings.Contains(u.Path, "/wp-content/uploads/") || host != x.site.host)) {
		return nil
	}
	f := &file{url: u.String(), path: x.uploadPath(u.String())}
	if !own {
		f.path = x.uploadPath("https://" + x.site.host + "/wp-content/uploads/" + host + "/" + strings.TrimLeft(u.EscapedPath(), "/"))
	}
	if !fetch.Allowed(f.path) {
		return nil
	}
	f.mime, f.title = mime.TypeByExtension(strings.ToLower(path.Ext(f.path))), path.Base(u.Path)
	return f
}
