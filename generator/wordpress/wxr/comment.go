package wxr

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// comment adds a comment to the item if it is an approved one of a person, and
// to replies in any case: what it answers, by its id.
func (r *reader) comment(it *Item, el *element, replies map[int]int, repairs *repair) {
	var c Comment
	var approved, kind string
	var local, gmt time.Time
	var content []byte
	for child := range children(el) {
		switch string(child.name) {
		case "wp:comment_id":
			c.ID = number(child.inner)
		case "wp:comment_parent":
			c.Parent = number(child.inner)
		case "wp:comment_author":
			c.Author = person(child.inner, repairs)
		case "wp:comment_date":
			local = stamp(child.inner)
		case "wp:comment_date_gmt":
			gmt = stamp(child.inner)
		case "wp:comment_content":
			content = child.inner
		case "wp:comment_approved":
			approved = word(child.inner, repairs)
		case "wp:comment_type":
			kind = word(child.inner, repairs)
		}
	}
	replies[c.ID] = c.Parent
	if approved != "1" || kind != "" && kind != "comment" {
		return
	}
	c.Content, c.Date = text(content, repairs), r.offsets.when(local, gmt)
	it.Comments = append(it.Comments, c)
}

// thread hangs the answers to what was not kept below what that answered.
func thread(comments []Comment, replies map[int]int) []Comment {
	kept := make(map[int]bool, len(comments))
	for _, c := range comments {
		kept[c.ID] = true
	}
	for i := range comments {
		c := &comments[i]
		const deepest = 100 // WordPress allows 10; what answers itself ends here
		for range deepest {
			if c.Parent == 0 || kept[c.Parent] {
				break
			}
			c.Parent = replies[c.Parent]
		}
		if !kept[c.Parent] || c.Parent == c.ID {
			c.Parent = 0
		}
	}
	return comments
}

// person is the name of somebody, without the address that some people write
// in its place or beside it.
func person(inner []byte, repairs *repair) string {
	s := name(inner, repairs)
	words := strings.Fields(s)
	public := slices.DeleteFunc(slices.Clone(words), isAddress)
	if len(public) == len(words) {
		return s
	}
	return strings.Join(public, " ")
}

// isAddress reports whether a word is an e-mail, web or IP address.
func isAddress(word string) bool {
	word = strings.Trim(word, "<>()[]{}\"',;:")
	_, host, mail := strings.Cut(word, "@")
	_, err := netip.ParseAddr(word)
	return mail && strings.Contains(host, ".") || strings.Contains(word, "://") ||
		strings.HasPrefix(strings.ToLower(word), "www.") || err == nil
}

// login is a name to log in with. People may have one that is their e-mail
// address: it is written as in the address of their page of WordPress.
func login(inner []byte) string {
	s := strings.Trim(word(inner, new(repair)), "<> ") // left-overs of badly edited tags
	if !strings.Contains(s, "@") {
		return s
	}
	return strings.ToLower(strings.NewReplacer("@", "", ".", "-").Replace(s))
}

// term is a category element of an item. Version 1.0 calls tags otherwise and
// writes no domain for categories.
func term(el *element, repairs *repair) Term {
	t := Term{Domain: "category", Name: name(el.inner, repairs)}
	for key, value := range attributes(el.attrs) {
		switch key {
		case "domain":
			t.Domain = domain(trim(value))
		case "nicename":
			t.Slug = trim(value)
		}
	}
	return t
}

func domain(s string) string {
	if s == "tag" {
		return "post_tag"
	}
	return cmp.Or(s, "category")
}

// named is the terms without those that come twice: version 1.0 writes each
// once more without its slug.
func named(terms []Term) []Term {
	seen := make(map[Term]bool, 2*len(terms))
	for _, t := range terms {
		if t.Slug != "" {
			seen[Term{Domain: t.Domain, Name: t.Name}] = true
		}
	}
	return slices.DeleteFunc(terms, func(t Term) bool {
		again := seen[t]
		seen[t] = true
		return again
	})
}
