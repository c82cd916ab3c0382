package wordpress

import (
	"cmp"
	"mime"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"maillage/generator/markdown"
	"maillage/generator/wordpress/prose"
	"maillage/generator/wordpress/wxr"
)

// text is an item that becomes a file, as far as others must know it.
type text struct {
	id, parent int
	kind       kind
	fate       fate
	lang       string // "en", or "" for French
	other      *text  // the French one, of its first translation
	title      string
	slug       string // of the address
	path       string // its old address below that of the site, "" where it had none
	aliases    []string
	author     string // login
	date       time.Time
	undated    bool // date is the day of the first import
	order      int
	terms      []wxr.Term

	file    string // below the content folder
	address string // below that of the zone
	url     string // address as front matter gives it; "" where it follows from the file
	taken   string // what stands at its old address instead
	old     bool   // older than what is asked for: others may lead to it
	front   bool   // it was the first page of the old site
}

// file is an attachment.
type file struct {
	id, parent    int
	url           string // of the original
	path          string // below wp-content/uploads/, or made of its address
	link          string // old address of its page, "" where it had none
	title         string
	alt           string
	caption       string
	description   string
	mime          string
	width, height int
	order         int
	sizes         []string // names of resized files
	also          []string // addresses of others that texts show in its place
	used          bool
	missing       bool // it could not be fetched
}

// index is what one pass over an export finds out for the next one.
type index struct {
	options  Options
	site     oldSite
	title    string // of it
	base     string // address of the zone on its host
	english  string // and of its English pages
	words    map[termKey]word
	texts    map[int]*text
	files    map[int]*file
	blocks   map[int]string // reusable blocks
	children map[int][]int  // files by the item they were uploaded to
	byPath   map[string]int // old address -> text or file
	bySlug   map[string]int // last segment of an address -> text, -1 where several have it
	bySource map[string]*file
	menu     []menuItem
	tally    map[string]int // items that are no text, by type
	leaks    *leaks
	prose    map[string]*prose.Writer // by language, "" for French
	renderer map[string]*markdown.Renderer
	pairs    map[string]*text   // French texts by what they share with their translation
	home     *home              // first page of the zone, if it is ours to write
	mentions map[string]mention // files in texts, by key
	shown    map[int]bool       // files named by number
	bare     map[int]bool       // items that show all their files
}

func newIndex(o Options) *index {
	return &index{options: o, leaks: newLeaks(), prose: map[string]*prose.Writer{"": prose.New("fr"), english: prose.New(english)},
		renderer: map[string]*markdown.Renderer{"": markdown.New("fr"), english: markdown.New(english)}, pairs: map[string]*text{}, texts: map[int]*text{}, files: map[int]*file{}, blocks: map[int]string{}, children: map[int][]int{},
		byPath: map[string]int{}, bySlug: map[string]int{}, bySource: map[string]*file{}, tally: map[string]int{}, mentions: map[string]mention{}, shown: map[int]bool{}, bare: map[int]bool{}}
}

// add takes an item into the index; skipped says why it becomes no file.
func (x *index) add(item *wxr.Item) (skipped string) {
	switch item.Type {
	case "attachment":
		x.addFile(item)
		return ""
	case "wp_block":
		x.blocks[item.ID] = item.Content
		return ""
	case "nav_menu_item":
		x.addMenu(item)
		return ""
	}
	k, ok := x.options.kindOf(item.Type)
	if !ok {
		x.tally[item.Type]++
		if strings.Contains(parts, " "+item.Type+" ") || x.options.Types[item.Type] != "" {
			return ""
		}
		return "type"
	}
	f := x.options.fateOf(item)
	if f == gone && strings.TrimSpace(item.Content) == "" && item.Status == "auto-draft" {
		return ""
	}
	if f != public {
		x.leaks.hide(item)
	}
	if !f.kept() {
		return map[fate]string{gone: "trash", hidden: hiddenReason(item)}[f]
	}
	t := &text{id: item.ID, parent: item.Parent, kind: k, fate: f, title: plainTitle(item.Title), date: cmp.Or(item.Date, item.Modified, x.options.At.UTC().Truncate(24*time.Hour)), undated: item.Date.IsZero() && item.Modified.IsZero(),
		order: item.MenuOrder, terms: item.Terms, author: item.Creator}
	if f == public || f == scheduled {
		t.path = x.site.pagePath(item.Link)
	}
	lang, foreign := langOf(item)
	t.lang = lang
	if isHalf(t.id) && t.path != "" {
		t.path = "/" + english + t.path
	}
	if both := pair(t.terms); both != "" && lang == "" && foreign == "" {
		x.pairs[both] = t
	}
	if t.path == "/" {
		t.path, t.front = "", true
	}
	t.slug = slugOf(t.path, item.Slug, t.title, string(k)+"-"+strconv.Itoa(item.ID))
	for _, old := range item.Meta["_wp_old_slug"] {
		if t.path != "" && old != "" {
			t.aliases = append(t.aliases, path.Join(path.Dir(strings.TrimSuffix(t.path, "/")), old)+"/")
		}
	}
	x.texts[t.id] = t
	if t.path != "" {
		x.byPath[key(t.path)] = t.id
		last := path.Base(key(t.path))
		if _, twice := x.bySlug[last]; twice {
			x.bySlug[last] = -1
		} else {
			x.bySlug[last] = t.id
		}
	}
	if t.old = !x.options.Since.IsZero() && item.Date.Before(x.options.Since) && item.Modified.Before(x.options.Since); t.old {
		return "since"
	}
	if !confidential(item) { // what lies in media/ is public
		x.mention(item)
	}
	return ""
}

func hiddenReason(item *wxr.Item) string {
	if item.Password {
		return "password"
	}
	return "private"
}

// key is an address without what old servers did not look at.
func key(address string) string { return strings.ToLower(strings.Trim(address, "/")) }

// slugOf is the first of some names that makes a segment of an address.
func slugOf(names ...string) string {
	for _, name := range names {
		name = strings.TrimSuffix(path.Base("/"+strings.Trim(name, "/")), path.Ext(name))
		if plain, err := url.PathUnescape(name); err == nil {
			name = plain
		}
		if slug := markdown.Slug(name); slug != "" {
			return strings.Trim(slug[:min(len(slug), longestSlug)], "-")
		}
	}
	return ""
}

// longestSlug keeps names of files within what every file system takes.
const longestSlug = 120

var tags = regexp.MustCompile(`<[^<>]*>`)

// plainTitle is a title without markup.
func plainTitle(title string) string {
	return strings.Join(strings.FieldsFunc(html.UnescapeString(tags.ReplaceAllString(title, "")), func(r rune) bool {
		return r == ' ' || r == '\n' || r == '\t' || r == '\r'
	}), " ")
}

func (x *index) addFile(item *wxr.Item) {
	picture := item.Picture()
	f := &file{id: item.ID, parent: item.Parent, url: cmp.Or(item.AttachmentURL, item.GUID), title: plainTitle(item.Title), caption: item.Excerpt,
		description: item.Content, order: item.MenuOrder, link: x.site.pagePath(item.Link)}
	if alt := item.Meta["_wp_attachment_image_alt"]; len(alt) > 0 {
		f.alt = plainTitle(alt[0])
	}
	f.path = x.uploadPath(f.url)
	f.width, f.height, f.sizes = picture.Width, picture.Height, picture.Sizes
	f.mime = mime.TypeByExtension(strings.ToLower(path.Ext(f.path)))
	if picture.Original != "" { // what was uploaded, before it was made smaller
		f.sizes = append(f.sizes, path.Base(picture.File))
		f.url = strings.TrimSuffix(f.url, path.Base(f.url)) + picture.Original
		f.path = x.uploadPath(f.url)
	}
	x.files[f.id] = f
	x.children[f.parent] = append(x.children[f.parent], f.id)
	x.bySource[sourceKey(f.url)] = f
	for _, size := range f.sizes {
		x.bySource[sourceKey(path.Dir(f.url)+"/"+size)] = f
	}
	if f.link != "" && f.link != "/" {
		x.byPath[key(f.link)] = f.id
	}
}

// uploadPath is where a file of the old site goes below media/: it keeps its
// address, so that links to it still work.
func (x *index) uploadPath(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	p := squeeze(u.Path)
	if i := strings.Index(p, "/wp-content/"); i >= 0 {
		p = p[i+1:]
	} else {
		p = path.Join("wp-content/uploads", strings.TrimPrefix(p, x.site.base)) // WordPress.com: files.wordpress.com/2013/03/photo.jpg
	}
	segments := strings.Split(p, "/")
	for i, segment := range segments {
		segments[i] = strings.Map(func(r rune) rune {
			if strings.ContainsRune(`\:*?"<>|#%`, r) || r < ' ' {
				return '-'
			}
			return r
		}, strings.TrimLeft(segment, ". "))
		if segments[i] == "" {
			segments[i] = "-"
		}
	}
	return strings.Join(segments, "/")
}

// sourceKey is a file's address without what may differ between two mentions of it.
func sourceKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(html.UnescapeString(address)))
	if err != nil {
		return address
	}
	return bareHost(u.Host) + squeeze(u.Path)
}

var (
	byNumber = regexp.MustCompile(`wp-image-(\d+)|"(?:id|mediaId|ids)":\[?([\d,]+)|\b(?:ids|include|id)=["“”]?(?:attachment_)?([\d, ]+)`)
	bare     = regexp.MustCompile(`\[(?:gallery|playlist)\b`)
)

// addresses gives what looks like the address of a file in a text.
func addresses(content string, f func(address string)) {
	for {
		i := strings.Index(content, "/")
		if i < 0 {
			return
		}
		content = content[i:]
		if !strings.HasPrefix(content, "//") && !strings.HasPrefix(content, "/wp-content/") {
			content = content[1:]
			continue
		}
		end := strings.IndexAny(content, " \t\n\"'<>()\\[]?")
		if end < 0 {
			end = len(content)
		}
		if ext := path.Ext(content[:end]); len(ext) > 2 && len(ext) <= 6 {
			f(content[:end])
		}
		content = content[end:]
	}
}

// mention notes the files that an item shows, as addresses or numbers.
func (x *index) mention(item *wxr.Item) {
	note := func(found string, picture bool) {
		if address := x.site.absolute(found); address != "" {
			m := x.mentions[sourceKey(address)]
			if m.address == "" || picture {
				m.address = address
			}
			m.picture = m.picture || picture
			x.mentions[sourceKey(address)] = m
		}
	}
	addresses(item.Content, func(found string) { note(found, false) })
	if strings.Contains(item.Content, "<img") {
		for _, found := range shown.FindAllStringSubmatch(item.Content, -1) {
			note(found[1], true)
		}
	}
	for _, found := range numbered(item.Content) {
		for number := range strings.FieldsFuncSeq(found[1]+","+found[2]+","+found[3], func(r rune) bool { return r == ',' || r == ' ' }) {
			if id, err := strconv.Atoi(number); err == nil {
				x.shown[id] = true
			}
		}
	}
	for _, thumbnail := range item.Meta["_thumbnail_id"] {
		if id, err := strconv.Atoi(strings.TrimSpace(thumbnail)); err == nil {
			x.shown[id] = true
		}
	}
	if strings.Contains(item.Content, "[") && bare.MatchString(item.Content) {
		x.bare[item.ID] = true
	}
}

// numbered finds the files that a text names by number.
func numbered(content string) [][]string {
	for _, sign := range []string{"wp-image-", `"id":`, `"mediaId":`, `"ids":`, "ids=", "include=", "attachment_"} {
		if strings.Contains(content, sign) {
			return byNumber.FindAllStringSubmatch(content, -1)
		}
	}
	return nil
}

// settle finds what needs all items: the files in use and the order of children.
func (x *index) settle() {
	for _, ids := range x.children {
		slices.SortFunc(ids, func(a, b int) int {
			return cmp.Or(cmp.Compare(x.files[a].order, x.files[b].order), cmp.Compare(a, b))
		})
	}
	for _, f := range x.files {
		f.used = x.options.AllMedia || x.shown[f.id] || x.bare[f.parent]
	}
	x.listed()
}

var sized = regexp.MustCompile(`(?:-\d+x\d+|-scaled|-rotated|-e\d{10,})+(\.[A-Za-z0-9]+)$`)

// source is the attachment behind the address of a file or of one of its sizes.
func (x *index) source(address string) *file {
	if f := x.bySource[address]; f != nil {
		return f
	}
	for _, ending := range []string{"$1", "-scaled$1", "-rotated$1"} {
		if f := x.bySource[sized.ReplaceAllString(address, ending)]; f != nil {
			return f
		}
	}
	return nil
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return strings.TrimSpace(values[0])
}

// page is the address of a file's own page on the old site, "" for none.
func (f *file) page(site oldSite) string {
	if f.link == "" || f.link == "/" {
		return ""
	}
	return "https://" + site.host + site.base + strings.TrimPrefix(f.link, "/")
}
