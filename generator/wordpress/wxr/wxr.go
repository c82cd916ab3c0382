// Package wxr reads what WordPress exports: WXR files of the versions 1.0 to 1.2,
// as they come: in parts, zipped, cut short, with bytes that are no XML.
//
//	export, err := wxr.Open("export-001.xml", "export-002.xml.gz")
//	err = export.Each(ctx, func(item *wxr.Item) error { … })
//	site := export.Site()         // known after the first pass
//	export.Problems()             // what was mended or left out
//
// Items are given one after the other, in the order of the files; memory does not
// grow with their number. An item that says neither what it is nor its number is
// told and left out, the others are read. The export of a site may be read as often
// as needed.
//
// The scanner is our own: encoding/xml stops at the first thing that WordPress does
// wrong (a ]]> in a text, &nbsp;, a control character, Latin-1), and to clean its
// input means to scan it anyway. It takes the elements of an export for what they
// are named, whatever their namespaces, expands no entities of a DTD and is several
// times as fast.
//
// What nobody else needs never leaves the package: passwords, e-mail and IP
// addresses, comments that were not approved.
package wxr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Site is what an export says of the whole.
type Site struct {
	Title, Description string
	Link               string // address of the first page
	BaseURL            string // of the blog, with its folder
	Language, Version  string
	Authors            []Author
	Categories         []Term
	Terms              []Term // tags and the terms of other taxonomies
}

// Author is somebody who wrote; the address is not read.
type Author struct{ Login, Name string }

// Term is a word of a taxonomy.
type Term struct {
	Domain      string // "category", "post_tag", "post_format"…
	Slug, Name  string
	Parent      string // slug
	Description string
	ID          int
}

// Item is a post, a page, a file, a line of a menu, or of any other type.
type Item struct {
	ID, Parent     int
	Type, Status   string
	Title          string // as stored: may hold markup and entities
	Link, GUID     string
	Slug           string
	Creator        string    // login
	Date, Modified time.Time // of the site's own clock; zero where never published
	Content        string    // to the byte
	Excerpt        string
	Password       bool // it asks for one
	Sticky         bool
	Order          int
	Terms          []Term
	Meta           map[string][]string
	URL            string   // of a file
	Width, Height  int      // of a picture
	Sizes          []string // names of its resized files
	MIME           string
	Comments       []Comment
	Rendered       bool // Content is what WordPress showed, not what it stores
}

// Comment is one that was approved, without who wrote it.
type Comment struct {
	ID, Parent int
	Date       time.Time
	Content    string
}

// Problem is something that is not as it should be in an export.
type Problem struct {
	File string
	Item int    // its number, 0 where it has none
	Name string // its title, or the element
	Key  string // truncated, noid, long, open, nested, notitem, version
}

// ErrNotExport is about a file that is no export of WordPress.
var ErrNotExport = errors.New("not an export of WordPress (WXR)")

// Export is the files of one site.
type Export struct {
	files    []file
	site     Site
	known    bool // site is
	problems []Problem
}

// Site is what the export says of the whole, after the first Each.
func (e *Export) Site() Site { return e.site }

// Problems are those of the first pass.
func (e *Export) Problems() []Problem { return e.problems }

// Each gives all items in order. An error of f ends it; a file that cannot be read
// to its end does not.
func (e *Export) Each(ctx context.Context, f func(*Item) error) error {
	exports := 0
	for _, file := range e.files {
		in, err := file.open()
		if err != nil {
			return fmt.Errorf("read %s: %w", file.name, err)
		}
		r := &reader{scanner: newScanner(in), export: e, file: file.name, give: f, ctx: ctx}
		err = r.run()
		in.Close()
		if errors.Is(err, ErrNotExport) && len(e.files) > 1 {
			e.tell(Problem{File: file.name, Key: "notexport"})
			continue
		} else if err != nil {
			return fmt.Errorf("read %s: %w", file.name, err)
		}
		exports++
	}
	e.known = true
	if exports == 0 {
		return ErrNotExport
	}
	return nil
}

func (e *Export) tell(p Problem) {
	if !e.known && len(e.problems) < maxProblems {
		e.problems = append(e.problems, p)
	}
}

const maxProblems = 10_000

// reader reads one file.
type reader struct {
	*scanner
	export *Export
	file   string
	give   func(*Item) error
	ctx    context.Context
}

func (r *reader) tell(key, name string, item int) {
	r.export.tell(Problem{File: r.file, Item: item, Name: name, Key: key})
}

// run reads up to the end of the file.
func (r *reader) run() error {
	if err := r.channel(); err != nil {
		return err
	}
	for {
		t, err := r.next()
		switch {
		case err != nil && isEnd(err):
			r.tell("truncated", "", 0)
			return nil
		case err != nil:
			return err
		case t.end && (t.name == "channel" || t.name == "rss"):
			return nil
		case t.end || t.empty:
			continue
		}
		if err := r.element(t); isEnd(err) {
			r.tell("truncated", t.name, 0)
			return nil
		} else if err != nil && !errors.Is(err, errOpen) && !errors.Is(err, errLong) {
			return err
		}
	}
}

// channel finds where an export begins.
func (r *reader) channel() error {
	for range 50 {
		t, err := r.next()
		if err != nil && !isEnd(err) {
			return err
		}
		if err != nil {
			return ErrNotExport
		}
		if t.name == "channel" && !t.end {
			return nil
		}
	}
	return ErrNotExport
}

func isEnd(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// element reads one element of the channel.
func (r *reader) element(t tag) error {
	site := &r.export.site
	switch t.name {
	case "item":
		return r.item()
	case "wp:author", "wp:category", "wp:tag", "wp:term":
		return r.word(t.name)
	case "title", "description", "link", "language", "wp:wxr_version", "wp:base_site_url", "wp:base_blog_url":
		value, err := r.read(t.name, true)
		if err != nil || r.export.known {
			return err
		}
		value = strings.TrimSpace(value)
		into := map[string]*string{"title": &site.Title, "description": &site.Description, "link": &site.Link, "language": &site.Language,
			"wp:wxr_version": &site.Version, "wp:base_blog_url": &site.BaseURL}[t.name]
		if into == nil { // the address of a network of sites says less
			if site.BaseURL == "" {
				site.BaseURL = value
			}
		} else if *into == "" || t.name == "wp:base_blog_url" {
			*into = value
		}
		if site.BaseURL == "" {
			site.BaseURL = site.Link
		}
	case "image":
		return nil // its parts have the names of others
	default:
		_, err := r.read(t.name, false)
		return err
	}
	return nil
}

// word reads an author or a term.
func (r *reader) word(name string) error {
	fields, err := r.fields(name, nil)
	if err != nil || r.export.known {
		return err
	}
	get := func(name string) string { return strings.TrimSpace(fields["wp:"+name]) }
	site := &r.export.site
	switch name {
	case "wp:author":
		author := Author{get("author_login"), get("author_display_name")}
		if author.Name == "" {
			author.Name = strings.TrimSpace(get("author_first_name") + " " + get("author_last_name"))
		}
		site.Authors = appendNew(site.Authors, author, func(a Author) string { return a.Login })
	case "wp:category":
		site.Categories = appendNew(site.Categories, Term{Domain: "category", Slug: get("category_nicename"), Name: get("cat_name"),
			Parent: get("category_parent"), Description: get("category_description"), ID: number(get("term_id"))}, func(t Term) string { return t.Slug })
	case "wp:tag":
		site.Terms = append(site.Terms, Term{Domain: "post_tag", Slug: get("tag_slug"), Name: get("tag_name"), Description: get("tag_description"), ID: number(get("term_id"))})
	case "wp:term":
		site.Terms = append(site.Terms, Term{Domain: get("term_taxonomy"), Slug: get("term_slug"), Name: get("term_name"), Parent: get("term_parent"),
			Description: get("term_description"), ID: number(get("term_id"))})
	}
	return nil
}

// appendNew adds what is not there yet: the parts of an export repeat it.
func appendNew[T any](list []T, one T, key func(T) string) []T {
	for _, known := range list {
		if key(known) == key(one) {
			return list
		}
	}
	return append(list, one)
}

// fields reads the elements within one; nested may take some itself.
func (r *reader) fields(name string, nested func(tag) (bool, error)) (map[string]string, error) {
	fields := map[string]string{}
	for {
		t, err := r.next()
		switch {
		case err != nil:
			return nil, err
		case t.end && t.name == name:
			return fields, nil
		case t.end && (t.name == "item" || t.name == "channel"):
			return nil, errOpen
		case t.end || t.empty:
			continue
		}
		if nested != nil {
			if taken, err := nested(t); err != nil {
				return nil, err
			} else if taken {
				continue
			}
		}
		value, err := r.read(t.name, true)
		if err != nil {
			return nil, err
		}
		fields[t.name] = value
	}
}
