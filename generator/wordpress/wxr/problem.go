package wxr

import (
	"fmt"
	"strings"
)

// Key names a sentence of a catalogue. Its arguments are told in brackets.
type Key string

// What Open and the other functions refuse, in a Refusal.
const (
	KeyNothing  Key = "wxr.nothing"  // no export in what was named
	KeyMissing  Key = "wxr.missing"  // cannot be opened [the system's reason]
	KeySpecial  Key = "wxr.special"  // neither a file nor a folder
	KeyArchive  Key = "wxr.archive"  // a damaged or outlandish archive [the reason]
	KeyEscape   Key = "wxr.escape"   // an archive with a name such as ../x [the name]
	KeyBomb     Key = "wxr.bomb"     // unpacks to far more than any site
	KeyEntities Key = "wxr.entities" // declares entities, as only an attack does
	KeyTooMuch  Key = "wxr.much"     // more items, terms or authors than any site has
	KeyTwoSites Key = "wxr.sites"    // files of two sites [address, address]
	KeyFeed     Key = "wxr.feed"     // a feed (RSS or Atom), no export
	KeyPage     Key = "wxr.page"     // a page (HTML): an error or a login, saved as export
	KeySQL      Key = "wxr.sql"      // a copy of the database
	KeyJSON     Key = "wxr.json"     // JSON, not the XML export
	KeyEmpty    Key = "wxr.empty"    // an empty file
	KeyUnknown  Key = "wxr.unknown"  // nothing of the above
)

// What is told of files, in Problems, beside what files of a folder or an
// archive were refused for.
const (
	KeyVersion Key = "wxr.version" // no version of the format, or an unknown one [version]
	KeyCut     Key = "wxr.cut"     // ends in the middle; the item named, if one is, is lost
	KeyLink    Key = "wxr.link"    // a symbolic link in a folder, not followed
	KeyField   Key = "wxr.field"   // a custom field that is not kept [its key]
)

// What is told of items that are lost.
const (
	KeyLarge   Key = "wxr.large"   // over 32 MiB
	KeyNoType  Key = "wxr.notype"  // nothing says what it is
	KeyTwice   Key = "wxr.twice"   // another one of the same id is more recent
	KeySurplus Key = "wxr.surplus" // has over 1,000 terms; those after them are lost
)

// What is told of items that were repaired.
const (
	KeyNoID     Key = "wxr.noid"     // has no id: nothing can refer to it
	KeyNoStatus Key = "wxr.nostatus" // nothing says whether it is public
	KeyNoDate   Key = "wxr.nodate"   // has no date that can be read
	KeyOpen     Key = "wxr.open"     // an end tag is missing
	KeyControls Key = "wxr.controls" // forbidden characters were left out
	KeyEncoding Key = "wxr.encoding" // bytes that are no UTF-8 were read as Windows-1252
	KeyEntity   Key = "wxr.entity"   // an unknown entity was left as it is
)

// Problem is what was repaired, skipped or not understood.
type Problem struct {
	File  string // as it was named; behind ": " the file in an archive
	Line  int    // from 1, 0 for the whole file
	Item  int    // its id, 0 if not known
	Title string // of the item, shortened
	Key   Key
	Args  []any
	Count int // how many times in this file; the place is that of the first
}

// Refusal is the error for files that are no export, and for hostile ones.
type Refusal struct {
	File string
	Key  Key
	Args []any
}

// Error is for developers; the catalogue has sentences for people.
func (r *Refusal) Error() string {
	s := "export " + r.File + ": " + strings.TrimPrefix(string(r.Key), "wxr.")
	if len(r.Args) > 0 {
		s += ": " + strings.TrimSpace(fmt.Sprintln(r.Args...))
	}
	return s
}

const (
	listed = 50    // so many lost things of a sort are told one by one
	most   = 2_000 // from so many problems on, there is one of a key for all files
)

// log gathers problems.
type log struct {
	problems []Problem
	last     map[string]int // file and key to the last problem told
	told     map[string]int // how many times each was told
}

// lost tells of something that the site will lack: each for itself, up to a
// limit.
func (l *log) lost(p Problem) { l.add(p, string(p.Key), listed) }

// repaired tells once in a file.
func (l *log) repaired(p Problem) { l.add(p, string(p.Key)+fmt.Sprint(p.Args...), 1) }

func (l *log) add(p Problem, sort string, limit int) {
	if l.last == nil {
		l.last, l.told = map[string]int{}, map[string]int{}
	}
	if sort += "\x00" + p.File; l.told[sort] == 0 && len(l.problems) >= most {
		sort, limit = string(p.Key), 1
	}
	if l.told[sort] >= limit {
		l.problems[l.last[sort]].Count++
		return
	}
	const longest = 80
	if title := []rune(p.Title[:min(len(p.Title), 8*longest)]); len(title) > longest {
		p.Title = string(title[:longest]) + "…"
	}
	p.Count = 1
	l.told[sort]++
	l.last[sort] = len(l.problems)
	l.problems = append(l.problems, p)
}
