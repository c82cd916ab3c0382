package wordpress

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"maillage/generator/markdown"
	"maillage/generator/site"
	"maillage/generator/wordpress/wxr"
)

// listWords finds the pages of categories, tags and authors.
func (x *index) listWords(s wxr.Site) {
	x.words = map[termKey]word{}
	for _, author := range s.Authors {
		name := plainTitle(author.Name)
		if name == "" || strings.Contains(name, "@") {
			name = plainTitle(author.Login)
		}
		if !strings.Contains(name, "@") { // an address is nobody's to publish
			x.words[termKey{"author", author.Login}] = word{name: name, address: wordPage("author", name), path: markdown.Slug(author.Login), id: author.ID}
		}
	}
	above, ids := map[string]string{}, map[termKey]int{}
	for _, term := range s.Terms {
		ids[termKey{term.Domain, term.Slug}] = term.ID
		if term.Domain == "category" {
			above[term.Slug] = term.Parent
		}
	}
	for _, t := range x.texts {
		if t.fate != public || t.lang != "" {
			continue
		}
		if w, ok := x.words[termKey{"author", t.author}]; ok {
			w.public++
			x.words[termKey{"author", t.author}] = w
		}
		category, tags := x.wordsOf(t)
		for _, term := range t.terms {
			name, taxonomy := plainTitle(inTongue(term.Name, t.tongue())), "tag"
			switch {
			case name == category && term.Domain == "category":
				taxonomy = "category"
			case !slices.Contains(tags, name):
				continue // it is listed under another spelling, or not at all
			}
			k := termKey{term.Domain, term.Slug}
			w := x.words[k]
			w.public++
			w.taxonomy, w.id = term.Domain, ids[k]
			if w.address == "" || taxonomy == "category" {
				w.name, w.address = name, wordPage(taxonomy, name)
			}
			if term.Domain == "category" {
				w.path = pathOf(term.Slug, above)
			}
			x.words[k] = w
		}
	}
}

// wordPage is where the new site lists the texts of a word, "" where it cannot.
func wordPage(taxonomy, name string) string {
	if markdown.Slug(name) == "" {
		return ""
	}
	return site.TermAddress(taxonomy, name)
}

// pathOf is a category below those above it.
func pathOf(slug string, above map[string]string) string {
	segments := []string{slug}
	for up := above[slug]; up != "" && len(segments) < 20; up = above[up] {
		segments = append(segments, up)
	}
	slices.Reverse(segments)
	return strings.Join(segments, "/")
}

// write turns every item into its file, on all cores.
func (im *importer) write(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	items := make(chan *wxr.Item, 2*runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for item := range items {
				if err := im.one(item); err != nil {
					stop(err)
				}
			}
		})
	}
	err := im.from.Each(ctx, func(item *wxr.Item) error {
		if t := im.index.texts[item.ID]; t == nil || t.old {
			return nil
		}
		select {
		case items <- item:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	close(items)
	workers.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// one turns an item into a file. What leads to places of other texts waits until
// these are known.
func (im *importer) one(item *wxr.Item) error {
	t := im.index.texts[item.ID]
	c := im.index.convert(t, item)
	if t.fate == public {
		if id := im.index.leaks.in(c.prose.Text, item.Content); id != 0 {
			c.leak = id
		}
	}
	im.mu.Lock()
	im.done++
	im.progress(im.done, len(im.index.texts))
	im.anchors[t.id] = c.prose.Anchors
	waits := len(c.far) > 0
	if waits {
		im.waiting = append(im.waiting, waiting{t, item.Type, item.Link, c})
	}
	im.mu.Unlock()
	if waits {
		return nil
	}
	return im.put(waiting{t, item.Type, item.Link, c})
}

// waiting is a text that is ready but for some links.
type waiting struct {
	*text
	itemType, link string
	converted
}

// put writes a text and notes what became of it.
func (im *importer) put(w waiting) error {
	what, err := im.ledger.write(w.id, w.file, w.data)
	if err != nil {
		return fmt.Errorf("item %d: %w", w.id, err)
	}
	fidelity := w.prose.Fidelity
	line := Line{ID: w.id, Type: w.itemType, Title: w.title, Link: w.link, File: w.file, Address: w.address, Outcome: string(what),
		Draft: w.fate == draft, Kept: w.prose.Kept, Blocks: w.prose.Blocks, Fidelity: &fidelity, Notes: w.notes()}
	im.mu.Lock()
	defer im.mu.Unlock()
	if w.leak != 0 {
		im.report.Leaks = append(im.report.Leaks, Leak{w.file, w.leak})
	}
	if w.taken != "" {
		im.report.Moved = append(im.report.Moved, line)
	}
	im.report.add(line)
	return nil
}

// notes are what an editor should look at.
func (c *converted) notes() []Note {
	var notes []Note
	for _, f := range c.findings {
		notes = append(notes, Note{string(f.Kind), f.Name, f.Count})
	}
	if c.pages > 1 {
		notes = append(notes, Note{"pages", "", c.pages})
	}
	if c.template != "" {
		notes = append(notes, Note{"template", c.template, 1})
	}
	if c.foreign != "" {
		notes = append(notes, Note{"language", c.foreign, 1})
	}
	if c.front {
		notes = append(notes, Note{"front", "", 1})
	}
	for _, address := range c.dead {
		notes = append(notes, Note{"dead", address, 1})
	}
	if n := len(c.prose.Problems); n > 0 {
		notes = append(notes, Note{"problem", "", n})
	}
	if lost := c.prose.Fidelity.Lost(); lost > 0 {
		notes = append(notes, Note{"lost", "", lost})
	}
	return notes
}

// finish writes the texts that waited. Of a link to a place that a text does not
// have, the place goes: it still leads to the text.
func (im *importer) finish() error {
	slices.SortFunc(im.waiting, func(a, b waiting) int { return a.id - b.id })
	for _, w := range im.waiting {
		for _, far := range w.far {
			if slices.Contains(im.anchors[far.to], strings.TrimPrefix(far.fragment, "#")) {
				continue
			}
			to := relative(path.Dir(w.file), im.index.texts[far.to].file)
			old := to + far.fragment
			if far.to == w.id {
				old = far.fragment
			}
			for _, around := range []string{"()", "( ", `""`} {
				w.data = bytes.ReplaceAll(w.data, []byte(around[:1]+old+around[1:]), []byte(around[:1]+to+around[1:]))
			}
		}
		if err := im.put(w); err != nil {
			return err
		}
	}
	return nil
}
