// Package wxr reads what WordPress exports: files of WordPress eXtended RSS,
// versions 1.0 to 1.2, whole or in parts, gzipped, in folders or in archives.
//
//	export, err := wxr.Open(ctx, "site.wordpress.2026-05-01.001.xml", "site.wordpress.2026-05-01.002.xml")
//	if err != nil {
//		return err // a *wxr.Refusal: no export, or a hostile file
//	}
//	site := export.Site()                                  // title, addresses, authors, terms
//	err = export.Heads(ctx, func(it *wxr.Item) error { … }) // all that an index needs
//	err = export.Each(ctx, func(it *wxr.Item) error { … })  // bodies and comments too
//	for _, problem := range export.Problems() { … }        // what was repaired or is lost
//
// Files are read in the order they are named in, those of a folder or an
// archive by their names, as often as is asked for, and in the memory that the
// largest item needs. Parts of an export may come in any order. An item that is
// in two files comes once: the copy changed last, of two changed at the same
// time the later one. Entries of two menus may share an id.
//
// # Faults
//
// Real exports are often broken, and somebody's site is in them. Nothing is
// asked of a file but that it is recognisable: namespaces may be of any version
// or missing, bytes may stand before the XML declaration, a "]]>" may stand
// unescaped in a text, an end tag may be missing and the file may end in the
// middle. Text is what the file says to the byte, but ends of lines are LF (as
// XML has it), characters that XML forbids are left out, and bytes that are no
// UTF-8 are read as Windows-1252. Only an item that does not say what it is
// (post_type) or is over 32 MiB is skipped. All this is told in Problems.
//
// # Why not encoding/xml
//
// The format is a few levels of known elements, so a scanner for it is short. In
// return it finds the end of a CDATA section where encoding/xml gives up, reads
// on behind a broken element, passes over bodies and comments that Heads does
// not want without decoding them, and is three to seven times as fast. Depth means
// nothing to it and it knows no DTD, so neither nesting nor entities can hurt.
// Fuzz tests compare it with encoding/xml on what both can read.
//
// # Privacy
//
// Passwords, e-mail addresses, IP addresses and the web addresses of commenters
// never leave the package: there is no field for them, and names and logins that
// consist of one are emptied or altered. Of comments only approved ones of
// people are given. Whether an item is public is for the caller to judge, by
// Status and Password; its texts are given in any case.
//
// # Metadata
//
// Meta holds thumbnails, files, alternative texts, old slugs, templates, menus,
// footnotes, and the data of plugins for search engines, page builders and
// calendars. Custom fields of the site are told in Problems by name; what
// plugins keep for themselves is dropped. Of translations, Polylang's terms
// (language, post_translations) are among Terms; the marks of qTranslate stay in
// the texts. Not in any export: media files, the time zone (Date has the offset
// that two dates of an item show), menus' locations, options and widgets.
package wxr

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
)

// Export is the export of one site.
type Export struct {
	sources  []source
	limits   limits
	site     Site
	outdated map[int]bool // the items not to show, by their number
	offsets  offsets
	found    log // by Open

	mu     sync.Mutex
	latest log // by the last Each or Heads
}

// Open finds the files behind paths and looks over them once, which takes a
// fraction of the time that Each does. The error is a *Refusal if a file that
// was named is no export, is hostile or of another site than the others, or if
// there is no export at all; other files of folders and archives are
// Problems.
func Open(ctx context.Context, paths ...string) (*Export, error) {
	return openWithin(ctx, usualLimits(), paths...)
}

func openWithin(ctx context.Context, l limits, paths ...string) (*Export, error) {
	e := &Export{limits: l}
	candidates, err := gather(paths, &e.found)
	if err != nil {
		return nil, err
	}
	var refused error
	for _, s := range candidates {
		err := s.sniff(l)
		var refusal *Refusal
		switch {
		case err == nil:
			e.sources = append(e.sources, s)
		case errors.As(err, &refusal) && !s.named && refusal.Key != KeyEntities:
			refused = err
			e.found.lost(Problem{File: refusal.File, Key: refusal.Key, Args: refusal.Args})
		default:
			return nil, err
		}
	}
	switch {
	case len(candidates) == 1 && refused != nil:
		return nil, refused
	case len(e.sources) == 0:
		return nil, &Refusal{File: strings.Join(paths, ", "), Key: KeyNothing}
	}
	if err := e.survey(ctx); err != nil {
		return nil, err
	}
	return e, nil
}

// survey is the first look.
func (e *Export) survey(ctx context.Context) error {
	c := newCensus()
	versions := map[string]string{}
	err := e.walk(ctx, &e.found, func(file string, el *element) error {
		switch string(el.name) {
		case "item":
			if id, again := c.item(el); again {
				e.found.repaired(Problem{File: file, Line: el.line, Item: id, Title: title(el), Key: KeyTwice})
			}
			return c.limits(file)
		case "wp:wxr_version":
			versions[file] = word(el.inner, new(repair))
		}
		return c.channel(file, el)
	})
	for _, s := range e.sources {
		if v := versions[s.name]; !slices.Contains([]string{"1.0", "1.1", "1.2"}, v) {
			e.found.repaired(Problem{File: s.name, Key: KeyVersion, Args: []any{v}})
		}
	}
	c.site.BaseURL = cmp.Or(c.site.BaseURL, strings.TrimRight(c.site.Link, "/"))
	e.site, e.outdated, e.offsets = c.site, c.outdated, c.offsets
	return err
}

// Site is what the export says of the whole site.
func (e *Export) Site() Site { return e.site }

// Problems are those that Open found and those of the latest Each or Heads.
func (e *Export) Problems() []Problem {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Concat(e.found.problems, e.latest.problems)
}

// Each calls visit with each item of each file, in their order, and stops at
// its first error. The items may be kept, and used by other goroutines.
func (e *Export) Each(ctx context.Context, visit func(*Item) error) error {
	return e.each(ctx, false, visit)
}

// Heads is Each without contents and comments, in a fraction of the time.
func (e *Export) Heads(ctx context.Context, visit func(*Item) error) error {
	return e.each(ctx, true, visit)
}

func (e *Export) each(ctx context.Context, heads bool, visit func(*Item) error) error {
	var found log
	number := -1
	err := e.walk(ctx, &log{}, func(file string, el *element) error {
		if string(el.name) != "item" {
			return nil
		}
		if number++; e.outdated[number] {
			return nil
		}
		r := reader{file: file, heads: heads, offsets: &e.offsets, log: &found}
		if it := r.item(el); it != nil {
			return visit(it)
		}
		return nil
	})
	e.mu.Lock()
	defer e.mu.Unlock()
	e.latest = found
	return err
}

// walk shows all elements of the channels of all files.
func (e *Export) walk(ctx context.Context, found *log, visit func(file string, el *element) error) error {
	l := e.limits
	for _, s := range e.sources {
		in, err := s.open(&l)
		if err != nil {
			return err
		}
		err = walk(ctx, s.name, in, found, visit)
		in.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func walk(ctx context.Context, file string, in io.Reader, found *log, visit func(file string, el *element) error) error {
	s := newScanner(in)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		var el element
		switch err := s.next(&el); err {
		case nil:
			if err := visit(file, &el); err != nil {
				return err
			}
		case io.EOF:
			return nil
		case errCut:
			found.lost(lost(file, KeyCut, &s.lost))
			return nil
		case errLarge:
			found.lost(lost(file, KeyLarge, &s.lost))
		default:
			return err
		}
	}
}

// lost is a problem about an element of which there is only the head.
func lost(file string, key Key, head *element) Problem {
	p := Problem{File: file, Line: head.line, Key: key}
	if len(head.inner) > 0 {
		inside := element{inner: head.inner[1:]} // without its "<", so that it is seen as text
		p.Title = title(&inside)
		for el := range children(&inside) {
			if string(el.name) == "wp:post_id" {
				p.Item = number(el.inner)
			}
		}
	}
	return p
}

func title(el *element) string {
	for child := range children(el) {
		if string(child.name) == "title" {
			return word(child.inner, new(repair))
		}
	}
	return ""
}
