// Package search writes the index behind a site's search page: static files that
// the script search.js reads in the browser. Nothing is asked of a server.
//
//	entries = append(entries, search.Entry{URL: "/actualites/eau/", Title: "L’eau", …, Terms: search.Terms(text)})
//	for _, part := range search.Split(entries) {
//		write(part.Name, search.Shard(nil, part.Entries)) // search-1.json …
//	}
//	write("search.json", search.Manifest(nil, search.Zone{Name: "Paris", …}))
//
// # Files
//
// Each zone and language has its own index, beside its search page. A shard
// holds the pages themselves with their words, newest first:
//
//	{"v":1,"pages":[["/eau/","L’eau","2026-05-01","Actualité","Une description","eau fleuve riviere"],…]}
//
// The manifest names the shards in the order in which to read them, newest
// first, and the words to leave out of what is looked for:
//
//	{"v":1,"stop":"about after …","zones":[["Paris","/ile-de-france/paris/recherche/",["search-2.json","search-1.json"]]]}
//
// A manifest of several zones looks into all of them: one of the whole host
// belongs beside the root's.
//
// # Edits
//
// [Split] fills shards of [PerShard] from the oldest page on, so that an edit
// changes one file and a new page one file more, or begins one; pages without a
// date, which may come in anywhere, have shards of their own. An old page that is
// added or removed moves all later ones along.
//
// The words of a page are a set: the script finds pages that hold all that is
// looked for, never phrases, and cannot quote from their text. It looks for
// beginnings of words, which is why [Shard] leaves out a word that another one
// begins with.
package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Version changes whenever the words of a text do.
const Version = "1"

// PerShard is how many pages a shard holds at most.
const PerShard = 200

// Entry is a page that can be found.
type Entry struct {
	URL         string
	Title       string
	Description string
	Kind        string // in words for readers: "Actualité"; may be empty
	Date        string // 2026-05-01, empty for a page of no date
	Terms       string // Terms of title, headings, tags and text
}

// Part is the entries of one shard and the name of its file.
type Part struct {
	Name    string // "search-1.json", "search-pages-1.json" for pages of no date
	Entries []Entry
}

// Split divides the entries of a zone among shards. The parts come in the order
// in which they are read: from the newest to the oldest, then what has no date.
// It reorders entries; the order they come in makes no difference.
func Split(entries []Entry) []Part {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(strings.Compare(a.Date, b.Date), strings.Compare(a.URL, b.URL))
	})
	dated := 0
	for dated < len(entries) && entries[dated].Date == "" {
		dated++
	}
	return slices.Concat(split("search-", entries[dated:]), split("search-pages-", entries[:dated]))
}

func split(name string, entries []Entry) []Part {
	var parts []Part
	for chunk := range slices.Chunk(entries, PerShard) {
		parts = append(parts, Part{Name: name + strconv.Itoa(len(parts)+1) + ".json", Entries: chunk})
	}
	slices.Reverse(parts)
	return parts
}

// Shard appends the file of the entries of a part to dst.
func Shard(dst []byte, entries []Entry) []byte {
	dst = append(dst, `{"v":1,"pages":[`...)
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		dst = append(dst, '[')
		for _, text := range [...]string{e.URL, e.Title, e.Date, e.Kind, e.Description} {
			dst = append(quote(dst, text), ',')
		}
		dst = append(dst, '"')
		dst = append(sieve(dst, e.Terms), `"],`...)
	}
	return append(trimComma(dst), "]}\n"...)
}

// sieve appends sorted terms without those that only begin the next one.
func sieve(dst []byte, terms string) []byte {
	first := true
	for terms != "" {
		term, rest, _ := strings.Cut(terms, " ")
		terms = rest
		if strings.HasPrefix(rest, term) {
			continue
		}
		if !first {
			dst = append(dst, ' ')
		}
		first = false
		dst = append(dst, term...)
	}
	return dst
}

// Zone is where the shards of a zone are.
type Zone struct {
	Name   string   // told beside results where a manifest has several zones
	Folder string   // address of the folder of the shards, with its last slash
	Shards []string // Part.Name, in the order of Split
}

// Manifest appends the file that names the shards of zones to dst.
func Manifest(dst []byte, zones ...Zone) []byte {
	dst = append(dst, `{"v":1,"stop":"`+Stop+`","zones":[`...)
	for _, zone := range zones {
		dst = append(quote(append(dst, '['), zone.Name), ',')
		dst = append(quote(dst, zone.Folder), ",["...)
		for _, shard := range zone.Shards {
			dst = append(quote(dst, shard), ',')
		}
		dst = append(trimComma(dst), "]],"...)
	}
	return append(trimComma(dst), "]}\n"...)
}

func trimComma(dst []byte) []byte {
	if dst[len(dst)-1] == ',' {
		return dst[:len(dst)-1]
	}
	return dst
}
