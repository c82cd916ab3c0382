package wordpress

import (
	"cmp"
	"path"
	"regexp"
	"strings"

	"maillage/generator/markdown"
)

// home is the first page of a zone that had none: it gets the words of the old
// first page, and a menu.
type home struct {
	file  string // below the content folder
	title string // as front matter has it
	name  string // of the whole movement, on its first page alone
	front *text  // the old first page, nil if the old site had a list of posts there
	menu  []menuItem
}

// homeID stands for a first page without words of the old one in the ledger.
const homeID = archiveID + 1

// home is nil where somebody wrote the first page: it stays as it is.
func (im *importer) home() *home {
	x := im.index
	h := &home{file: path.Join(im.options.Zone, "zone.md"), title: im.title, menu: x.mainMenu()}
	if im.options.Archive != "" {
		return nil
	}
	if h.title == "" && x.title != "" {
		h.title = quote(x.title)
	}
	if !strings.Contains(im.options.Zone, "/") {
		h.name = x.title
	}
	for _, t := range x.texts {
		if t.front && t.fate == public && t.kind == page && t.lang == "" && (h.front == nil || t.id < h.front.id) {
			h.front = t
		}
	}
	id := homeID
	if h.front != nil {
		id = h.front.id
	}
	if !im.fresh && im.ledger.fileOf(id) != h.file {
		return nil
	}
	return h
}

// is says whether a text is the first page.
func (h *home) is(t *text) bool { return h != nil && h.front == t }

func (h *home) head(f *front) {
	f.raw("title", cmp.Or(h.title, `"Accueil"`))
	f.set("name", h.name)
}

// tail writes the menu.
func (h *home) tail(f *front, l *linker) {
	lines := l.menu(h.menu)
	if len(lines) > 0 {
		f.WriteString("menu:\n" + strings.Join(lines, ""))
	}
}

// writeHome writes a first page that holds no words of the old one.
func (im *importer) writeHome() error {
	h := im.index.home
	if h == nil || h.front != nil || len(h.menu) == 0 {
		return nil
	}
	var f front
	zone := &text{file: h.file}
	h.head(&f)
	h.tail(&f, im.index.linker(zone))
	_, err := im.ledger.write(homeID, h.file, []byte("---\n"+f.String()+"---\n"))
	return err
}

// mostInMenu is how many lines a menu of ours takes; more belong below them.
const mostInMenu = 7

var mainName = regexp.MustCompile(`(?i)princip|primary|main|header|navig|haut|top`)

// mainMenu is the first level of the menu that stood on top of all pages, as far as
// an export shows: its name says so, or it is the only one.
func (x *index) mainMenu() []menuItem {
	names := map[string]bool{}
	for _, m := range x.menu {
		names[m.menu] = true
	}
	var found []menuItem
	for _, m := range x.menu {
		if m.parent == 0 && (len(names) == 1 || mainName.MatchString(m.menu)) && (len(found) == 0 || found[0].menu == m.menu) {
			found = append(found, m)
		}
	}
	return found
}

// menu are lines of front matter that lead where a menu led. What the new site does
// not have is left out: the report has it.
func (l *linker) menu(items []menuItem) (lines []string) {
	for _, m := range items {
		title, to := l.entry(m)
		if to == "" || to == "zone.md" || title == "" || len(lines) == mostInMenu {
			continue
		}
		lines = append(lines, "  - {label: "+quote(title)+", url: "+quote(to)+"}\n")
	}
	return lines
}

// entry is a line of a menu with where it leads in the new site, "" for nowhere.
func (l *linker) entry(m menuItem) (title, to string) {
	switch t, w := l.texts[m.target], l.termBy(m); {
	case m.object == "taxonomy" && w.public > 0:
		if strings.Contains(l.options.Zone, "/") {
			return "", "" // only the first zone has a page for every word
		}
		return cmp.Or(m.title, w.name), w.address
	case m.object == "post_type" && t != nil && t.fate == public:
		return cmp.Or(m.title, t.title), l.toText(t, "")
	case m.object == "custom" && m.url != "" && m.url != "#":
		before := len(l.dead)
		if to = l.link(m.url); len(l.dead) > before || strings.HasPrefix(to, "#") || !strings.Contains(to, "://") && !strings.HasSuffix(to, ".md") {
			return "", ""
		}
		return m.title, strings.Replace(to, "http://", "https://", 1)
	}
	return "", ""
}

// termBy is the word that a line of a menu leads to.
func (x *index) termBy(m menuItem) word {
	if m.object == "taxonomy" {
		for _, w := range x.words {
			if w.id == m.target && w.taxonomy == m.kind {
				return w
			}
		}
	}
	return word{}
}

// slugOfTitle keeps the name of a report within what file systems take.
func slugOfTitle(title string) string {
	slug := markdown.Slug(title)
	return strings.Trim(slug[:min(len(slug), longestSlug)], "-")
}
