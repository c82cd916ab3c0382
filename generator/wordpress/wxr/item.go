package wxr

import (
	"cmp"
	"strconv"
	"strings"
	"time"
)

// Item is a post, a page, an attachment, an entry of a menu, or of any other
// sort. Its texts are as WordPress keeps them: HTML where they are HTML, to
// the byte.
type Item struct {
	ID, Parent    int       // Parent is 0 for none, and may be in no file
	Type          string    // "post", "page", "attachment", "nav_menu_item", … never empty
	Status        string    // "publish", … whatever the file says; empty if nothing
	Title         string    // HTML
	Link          string    // where the item was
	Slug          string    // often percent-encoded; not always the end of Link
	GUID          string    // the id that feeds know it by
	Creator       string    // an Author's Login
	Date          time.Time // on the site's clock, with its offset; zero if not known
	Modified      time.Time // likewise; zero in files of version 1.0
	Content       string    // HTML, of an attachment its description; empty from Heads
	Excerpt       string    // HTML, of an attachment its caption
	Password      bool      // readers have to give one, which is not said here
	Sticky        bool
	MenuOrder     int
	CommentStatus string // "open" or "closed"
	AttachmentURL string
	Terms         []Term
	Meta          map[string][]string // the keys that are worth it, see the package
	Comments      []Comment           // none from Heads
	Rendered      bool                // Content is what the site showed, not what it stores: never in an export

	File string // as in Problem
	Line int
}

// Term is what an item is filed under.
type Term struct {
	Domain string // its taxonomy: "category", "post_tag", "post_format", …
	Slug   string // empty in the oldest files
	Name   string // plain text
}

// Comment is an approved comment of a person, no trackback or note. Nothing
// else is known of that person.
type Comment struct {
	ID      int
	Parent  int    // the comment it answers, 0 for none; never one that is not here
	Author  string // plain text; empty if it was an e-mail address
	Date    time.Time
	Content string // HTML
}

const (
	maxTerms  = 1_000 // of an item
	maxFields = 100   // names of custom fields told of one item
)

// reader makes items of elements.
type reader struct {
	file    string
	heads   bool // without contents and comments
	offsets *offsets
	log     *log
}

// item is nil if the element says too little to be one; the log then says so.
func (r *reader) item(el *element) *Item {
	var d dates
	var repairs repair
	it := &Item{File: r.file, Line: el.line}
	replies := map[int]int{}
	var fields []string
	for child := range children(el) {
		switch string(child.name) {
		case "category":
			if len(it.Terms) < 4*maxTerms {
				it.Terms = append(it.Terms, term(&child, &repairs))
			}
		case "wp:comment":
			if !r.heads {
				r.comment(it, &child, replies, &repairs)
			}
		case "wp:postmeta":
			rawKey, value := pair(&child)
			if key := word(rawKey, &repairs); kept(key) {
				it.Meta = addMeta(it.Meta, key, text(value, &repairs))
			} else if !strings.HasPrefix(key, "_") && len(fields) < maxFields {
				fields = append(fields, key)
			}
		default:
			if !d.read(&child) {
				r.field(it, &child, &repairs)
			}
		}
	}
	it.Comments = thread(it.Comments, replies)
	it.Date = r.offsets.when(d.local, cmp.Or(d.gmt, d.published))
	it.Modified = r.offsets.when(d.modified, d.modifiedGMT)
	return r.judge(it, el, repairs, fields)
}

// field takes what is one value. Of an element that comes twice, the first that
// says something counts.
func (r *reader) field(it *Item, el *element, repairs *repair) {
	first := func(field *string, value string) { *field = cmp.Or(*field, value) }
	switch string(el.name) {
	case "title":
		first(&it.Title, word(el.inner, repairs))
	case "link":
		first(&it.Link, word(el.inner, repairs))
	case "guid":
		first(&it.GUID, word(el.inner, repairs))
	case "dc:creator":
		first(&it.Creator, login(el.inner))
	case "content:encoded":
		if !r.heads {
			first(&it.Content, text(el.inner, repairs))
		}
	case "excerpt:encoded":
		first(&it.Excerpt, text(el.inner, repairs))
	case "wp:post_id":
		it.ID = cmp.Or(it.ID, number(el.inner))
	case "wp:post_parent":
		it.Parent = cmp.Or(it.Parent, number(el.inner))
	case "wp:post_name":
		first(&it.Slug, word(el.inner, repairs))
	case "wp:status":
		first(&it.Status, word(el.inner, repairs))
	case "wp:post_type":
		first(&it.Type, word(el.inner, repairs))
	default:
		r.rest(it, el, repairs)
	}
}

func (r *reader) rest(it *Item, el *element, repairs *repair) {
	switch string(el.name) {
	case "wp:post_password":
		it.Password = it.Password || isPassword(text(el.inner, repairs))
	case "wp:is_sticky":
		it.Sticky = number(el.inner) == 1
	case "wp:menu_order":
		it.MenuOrder, _ = strconv.Atoi(word(el.inner, repairs)) // may be negative
	case "wp:comment_status":
		it.CommentStatus = word(el.inner, repairs)
	case "wp:attachment_url":
		it.AttachmentURL = word(el.inner, repairs)
	}
}

// isPassword reports whether a value hides the item. Some spaces are a
// password; a new line is the file's layout.
func isPassword(value string) bool {
	return trim(value) != "" || value != "" && !strings.Contains(value, "\n")
}

// judge tells what was wrong with an item, and is nil if it cannot be used.
func (r *reader) judge(it *Item, el *element, repairs repair, fields []string) *Item {
	about := func(key Key, args ...any) Problem {
		return Problem{File: r.file, Line: el.line, Item: it.ID, Title: it.Title, Key: key, Args: args}
	}
	if it.Type == "" {
		r.log.lost(about(KeyNoType))
		return nil
	}
	if it.Terms = named(it.Terms); len(it.Terms) > maxTerms {
		it.Terms = it.Terms[:maxTerms]
		r.log.lost(about(KeySurplus))
	}
	faults := []struct {
		found bool
		key   Key
	}{
		{it.ID == 0, KeyNoID},
		{it.Status == "", KeyNoStatus},
		{it.Date.IsZero(), KeyNoDate},
		{el.open, KeyOpen},
		{repairs&controls != 0, KeyControls},
		{repairs&bytesOld != 0, KeyEncoding},
		{repairs&entities != 0, KeyEntity},
	}
	for _, fault := range faults {
		if fault.found {
			r.log.repaired(about(fault.key))
		}
	}
	for _, field := range fields {
		r.log.repaired(about(KeyField, field))
	}
	return it
}
