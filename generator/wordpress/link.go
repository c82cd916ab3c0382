package wordpress

import (
	"net/url"
	"path"
	"strconv"
	"strings"
)

// linker turns the addresses of a text into those of the new site: paths of files,
// as an editor writes them.
type linker struct {
	*index
	from *text
	dir  string // of its file
	far  []farLink
	dead map[string]bool // addresses of the old site that lead nowhere in the new one
}

// farLink is a link to a place of another text, which may not have it.
type farLink struct {
	to       int
	fragment string
}

func (x *index) linker(from *text) *linker {
	return &linker{index: x, from: from, dir: path.Dir(from.file), dead: map[string]bool{}}
}

// link is the address behind an a[href]. What the old site alone could answer keeps
// its full address.
func (l *linker) link(href string) string {
	href = strings.TrimSpace(href)
	if strings.HasPrefix(href, "#") && len(href) > 1 {
		l.far = append(l.far, farLink{l.from.id, href})
		return href
	}
	if found := l.upload(href); found != "" {
		return found
	}
	address, query, fragment, ok := l.site.local(href, l.from.path)
	if !ok {
		if strings.HasPrefix(href, "//") {
			return "https:" + href
		}
		return href
	}
	if fragment != "" {
		fragment = "#" + fragment
	}
	if id, ok := l.find(address, query); ok {
		if t := l.texts[id]; t != nil {
			return l.toText(t, fragment)
		}
		if found := l.upload(l.files[id].url); found != "" {
			return found
		}
	}
	if address == "/" && query == "" {
		return relative(l.dir, path.Join(l.options.Zone, "zone.md")) + fragment
	}
	if term := l.term(address); term != "" {
		return term
	}
	l.dead[address] = true
	return l.full(href)
}

// toText leads to another text of the import, or to a place of the same one.
func (l *linker) toText(t *text, fragment string) string {
	if t == l.from && fragment != "" {
		l.far = append(l.far, farLink{t.id, fragment})
		return fragment
	}
	if t.fate != public && t.fate != l.from.fate {
		return l.full("/" + strings.TrimPrefix(t.path, "/")) // a published text cannot lead to a draft
	}
	if fragment != "" {
		l.far = append(l.far, farLink{t.id, fragment})
	}
	return relative(l.dir, t.file) + fragment
}

// find is the item at an old address.
func (x *index) find(address, query string) (id int, ok bool) {
	if query != "" {
		values, _ := url.ParseQuery(query)
		for _, name := range []string{"p", "page_id", "attachment_id"} {
			if id, err := strconv.Atoi(values.Get(name)); err == nil {
				return id, x.texts[id] != nil || x.files[id] != nil
			}
		}
	}
	if id = x.byPath[key(address)]; x.texts[id] != nil || x.files[id] != nil {
		return id, true
	}
	id = x.bySlug[path.Base(key(address))] // as WordPress guesses
	return id, x.texts[id] != nil && strings.Count(address, "/") > 2
}

// term is the page of a category, a tag or an author of the old site.
func (l *linker) term(address string) string {
	segments := strings.Split(strings.Trim(address, "/"), "/")
	if len(segments) < 2 {
		return ""
	}
	domain := map[string]string{"category": "category", "tag": "post_tag", "author": "author"}[segments[0]]
	if found := l.words[termKey{domain, segments[len(segments)-1]}]; found.public > 0 {
		return found.address
	}
	return ""
}

// upload is the path of a file of the old site, if the new one has it.
func (l *linker) upload(address string) string {
	f := l.source(sourceKey(l.full(address)))
	if f == nil || f.path == "" || f.missing || !f.used || l.options.Media == MediaLink {
		return ""
	}
	return relative(l.dir, path.Join(l.options.Zone, "media", f.path))
}

// full is an address with the host of the old site.
func (l *linker) full(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" && u.Host == "" {
		return address
	}
	base := &url.URL{Scheme: "https", Host: l.site.host, Path: l.site.base}
	if l.from.path != "" {
		base = base.JoinPath(l.from.path)
	}
	return base.ResolveReference(u).String()
}

// relative is the path of a file from a folder, as it stands in a link.
func relative(folder, file string) string {
	from, to := strings.Split(folder, "/"), strings.Split(file, "/")
	for len(from) > 0 && len(to) > 1 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	return escape(strings.Repeat("../", len(from)) + strings.Join(to, "/"))
}

// termKey is a word of the old site.
type termKey struct{ domain, slug string }

// word is a category, a tag or an author that texts are listed under.
type word struct {
	name, address string
	taxonomy      string // of the old site
	id            int    // and there; 0 where nothing tells
	public        int    // texts
	path          string // below its base on the old site, "" for its slug
}
