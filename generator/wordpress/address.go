package wordpress

import (
	"net/url"
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// oldSite is where the imported site was.
type oldSite struct {
	host string // without www.
	base string // path of its first page: "/", "/blog/"
}

func siteAt(address string) oldSite {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return oldSite{base: "/"}
	}
	return oldSite{bareHost(u.Host), strings.TrimSuffix(u.Path, "/") + "/"}
}

func bareHost(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }

// local reads an address as the old site would: ok says that it was one of its
// own. Addresses without a host are looked at from a page of the site.
func (s oldSite) local(href string, from string) (address, query, fragment string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || u.Opaque != "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return "", "", "", false
	}
	if u.Host != "" && bareHost(u.Host) != s.host {
		return "", "", "", false
	}
	p := u.Path
	if u.Host == "" && !strings.HasPrefix(p, "/") {
		if p == "" && u.RawQuery == "" {
			return "", "", "", false // a place of the same page
		}
		p = path.Join(s.base, from, p) + map[bool]string{true: "/"}[strings.HasSuffix(p, "/")]
	}
	inside, below := strings.CutPrefix(squeeze(p), s.base)
	if !below {
		if squeeze(p)+"/" != s.base {
			return "", "", "", false // another site of the same host
		}
		inside = ""
	}
	return norm.NFC.String("/" + inside), u.RawQuery, u.Fragment, true
}

// squeeze makes one slash of several.
func squeeze(p string) string {
	for strings.Contains(p, "//") {
		p = strings.ReplaceAll(p, "//", "/")
	}
	return p
}

// pagePath is the address of an item below that of its site, as `url` takes it, or
// "" where it had none but by number.
func (s oldSite) pagePath(link string) string {
	address, query, _, ok := s.local(link, "/")
	if !ok || query != "" && (address == "/" || strings.HasSuffix(address, ".php")) {
		return ""
	}
	if ext := path.Ext(address); ext != ".html" && ext != ".htm" && !strings.HasSuffix(address, "/") {
		address += "/"
	}
	return address
}

// fits says whether the generator can publish a page at an address.
func fits(address string) bool {
	return address != "/" && address == path.Clean(address)+map[bool]string{true: "/"}[strings.HasSuffix(address, "/")] &&
		!strings.ContainsFunc(address, func(r rune) bool { return unicode.IsControl(r) || strings.ContainsRune(`\:*?"<>|#%`, r) })
}

// escape is an address as it stands in a link.
func escape(address string) string { return (&url.URL{Path: address}).EscapedPath() }
