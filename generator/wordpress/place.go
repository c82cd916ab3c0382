package wordpress

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"maillage/generator/markdown"
	"maillage/generator/site"
)

// placer gives every text a file and an address.
type placer struct {
	*index
	ground site.Ground
	ledger *ledger
	zone   string
	files  map[string]bool   // taken, in small letters: some systems tell no difference
	urls   map[string]int    // addresses given to texts of this import
	at     map[string]string // addresses of published texts, by file
	above  map[int]bool      // texts with pages below them
}

// archiveFolder holds the addresses of a site that is kept as an archive.
const archiveFolder = "archives"

// place decides where all texts go. What stands in the zone already, or was
// imported before, keeps its place.
func (x *index) place(ground site.Ground, l *ledger, zone string) {
	p := &placer{x, ground, l, zone, map[string]bool{}, map[string]int{}, map[string]string{}, map[int]bool{}}
	for address, file := range ground.Files {
		p.files[strings.ToLower(file)] = true
		p.at[file] = address
	}
	texts := make([]*text, 0, len(x.texts))
	for id, t := range x.texts {
		if t.old && l.fileOf(id) == "" {
			delete(x.texts, id) // it was never taken over
			continue
		}
		texts = append(texts, t)
		p.above[t.parent] = true
		if file := l.fileOf(t.id); file != "" {
			t.file = file
			if day, err := time.Parse("2006-01-02", path.Base(file)[:min(10, len(path.Base(file)))]); err == nil && t.undated {
				t.date = day
			}
			p.files[strings.ToLower(file)] = true
		}
	}
	slices.SortFunc(texts, func(a, b *text) int {
		return cmp.Or(cmp.Compare(b.fate, a.fate), cmp.Compare(strings.Count(a.path, "/"), strings.Count(b.path, "/")), cmp.Compare(a.id, b.id))
	})
	for _, t := range texts {
		if p.home.is(t) {
			t.file = p.home.file
		}
		if t.file == "" {
			t.file = p.free(p.wanted(t))
		}
	}
	for _, t := range texts {
		p.address(t)
	}
	p.pairTexts(texts)
}

// pairTexts ties translations to their texts: one to each, as the generator has it.
func (p *placer) pairTexts(texts []*text) {
	taken := map[*text]bool{}
	for _, t := range texts {
		if other := p.pairs[pair(t.terms)]; t.lang != "" && other != nil && other.file != "" && !taken[other] {
			t.other, taken[other] = other, true
		}
	}
}

// wanted is the file that a person would have made.
func (p *placer) wanted(t *text) string {
	if t.kind == post {
		return path.Join(p.zone, "posts", t.date.Format("2006-01-02")+"-"+t.slug+".md")
	}
	folder := path.Join(p.zone, "pages")
	if p.options.Archive != "" {
		folder = path.Join(folder, archiveFolder, markdown.Slug(p.options.Archive))
	}
	for _, segment := range strings.Split(strings.Trim(path.Dir(strings.Trim(t.path, "/")), "./"), "/") {
		if slug := slugOf(segment); slug != "" {
			folder = path.Join(folder, slug)
		}
	}
	if p.above[t.id] && t.path != "" {
		return path.Join(folder, t.slug, "index.md")
	}
	return path.Join(folder, t.slug+".md")
}

// free is a file that nobody has.
func (p *placer) free(file string) string {
	folder, name := path.Split(strings.TrimSuffix(file, ".md"))
	found := file
	for n := 2; p.files[strings.ToLower(found)]; n++ {
		if name == "index" {
			found = path.Join(path.Dir(path.Clean(folder)), fmt.Sprintf("%s-%d", path.Base(folder), n), "index.md")
		} else {
			found = fmt.Sprintf("%s%s-%d.md", folder, name, n)
		}
	}
	p.files[strings.ToLower(found)] = true
	return found
}

// address gives a text its old address where nothing else stands there.
func (p *placer) address(t *text) {
	if t.lang != "" {
		p.translated(t)
		return
	}
	if p.home.is(t) {
		t.address = "/"
		p.at[t.file] = t.address
		return
	}
	own := p.natural(t)
	wanted := t.path
	if p.options.Archive != "" && wanted != "" {
		wanted = "/" + archiveFolder + "/" + markdown.Slug(p.options.Archive) + wanted
	}
	if wanted == "" || !fits(wanted) {
		wanted = own
	}
	if !p.open(t, wanted) {
		t.taken = wanted
		if wanted = own; !p.open(t, own) {
			for n := 2; !p.open(t, wanted); n++ {
				wanted = fmt.Sprintf("%s-%d/", strings.TrimSuffix(own, "/"), n)
			}
		}
	}
	p.urls[key(wanted)] = t.id
	t.address = wanted
	if wanted != own {
		t.url = wanted
	}
	if t.fate == public {
		p.at[t.file] = wanted
	}
}

// translated gives an English text an address below that of the English pages.
func (p *placer) translated(t *text) {
	own := p.natural(t)
	wanted := own
	if path, below := strings.CutPrefix(t.path, "/"+english+"/"); below && fits("/"+path) && p.options.Archive == "" {
		wanted = "/" + path
	}
	free := func(address string) bool {
		_, given := p.urls[english+" "+key(address)]
		file, stands := p.ground.Files["/"+english+address]
		return !given && (!stands || file == t.file || p.ground.Address != "/")
	}
	for n := 2; !free(wanted); n++ {
		if wanted = own; n > 2 || !free(own) {
			wanted = fmt.Sprintf("%s-%d/", strings.TrimSuffix(own, "/"), n)
		}
	}
	p.urls[english+" "+key(wanted)] = t.id
	if t.address = wanted; wanted != own {
		t.url = wanted
	}
	if t.fate == public {
		p.at[t.file] = wanted
	}
}

// open says whether a text can have an address.
func (p *placer) open(t *text, address string) bool {
	if file, stands := p.ground.Files[address]; stands && file != t.file {
		return false
	}
	id, given := p.urls[key(address)]
	first, _, _ := strings.Cut(strings.Trim(address, "/"), "/")
	return (!given || id == t.id) && !(p.ground.Address == "/" && slices.Contains([]string{"admin", "api", "assets", "en", "membres"}, first))
}

// natural is the address that follows from a text's file.
func (p *placer) natural(t *text) string {
	if t.kind == post {
		return site.PostAddress(t.lang, path.Base(t.file))
	}
	inside := strings.TrimPrefix(t.file, p.zone+"/pages/")
	inside = strings.TrimSuffix(strings.TrimSuffix(inside, ".md"), "/index")
	segments := strings.Split(inside, "/")
	own := "/" + segments[len(segments)-1] + "/"
	for folder := path.Dir(inside); folder != "."; folder = path.Dir(folder) { // the nearest folder with an index
		if above := p.at[path.Join(p.zone, "pages", folder, "index.md")]; above != "" {
			return strings.TrimSuffix(above, "/") + own
		}
	}
	return own
}
