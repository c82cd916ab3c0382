package wxr

import (
	"path"
	"strconv"
	"strings"
)

// Picture is what WordPress knows of the files of an attachment. The zero
// Picture is that of an attachment of another sort.
type Picture struct {
	File          string   // below wp-content/uploads: "2023/05/place-scaled.jpg"
	Original      string   // as it was uploaded, where File was made of it: "place.jpg"
	Sizes         []string // smaller versions, beside File: "place-300x200.jpg"
	Width, Height int      // of File, in pixels
}

// Picture reads the metadata of an attachment.
func (it *Item) Picture() Picture {
	var p Picture
	if files := it.Meta["_wp_attached_file"]; len(files) > 0 {
		p.File = files[0]
	}
	for _, value := range it.Meta["_wp_attachment_metadata"] {
		for _, entry := range unserialize(value) {
			switch entry.key {
			case "file":
				if p.File == "" {
					p.File = entry.text
				}
			case "original_image":
				p.Original = path.Base(entry.text)
			case "width":
				p.Width, _ = strconv.Atoi(entry.text)
			case "height":
				p.Height, _ = strconv.Atoi(entry.text)
			case "sizes":
				p.Sizes = sizes(entry.list)
			}
		}
	}
	return p
}

func sizes(list []entry) []string {
	var names []string
	for _, size := range list {
		for _, entry := range size.list {
			if entry.key == "file" && entry.text != "" {
				names = append(names, path.Base(entry.text))
			}
		}
	}
	return names
}

// entry is one of an array of PHP: text if it is no array itself.
type entry struct {
	key, text string
	list      []entry
}

const (
	maxDepth   = 8
	maxEntries = 10_000
)

// unserialize reads an array as PHP's serialize writes it; what cannot be read
// ends it early. Objects are never read.
func unserialize(s string) []entry {
	p := php{rest: s, left: maxEntries}
	value, _ := p.value(0)
	return value.list
}

type php struct {
	rest string
	left int // of maxEntries
}

func (p *php) value(depth int) (entry, bool) {
	p.rest = strings.TrimLeft(p.rest, " \n")
	kind, rest, _ := strings.Cut(p.rest, ":")
	if kind == "a" {
		p.rest = rest
		return p.array(depth + 1)
	}
	if kind == "s" {
		p.rest = rest
		return p.text()
	}
	value, rest, ok := strings.Cut(p.rest, ";")
	p.rest = rest
	kind, text, _ := strings.Cut(value, ":")
	return entry{text: text}, ok && (kind == "i" || kind == "d" || kind == "b" || kind == "N")
}

// text reads a string. Its length, in bytes, is wrong where a tool has put
// other words in the place of some: then it ends at the first quotation mark
// that can be its last.
func (p *php) text() (entry, bool) {
	length, rest, ok := strings.Cut(p.rest, `:"`)
	n, err := strconv.Atoi(length)
	if !ok || err != nil || n < 0 {
		return entry{}, false
	}
	if n > len(rest) || !strings.HasPrefix(rest[n:], `";`) {
		if n = strings.Index(rest, `";`); n < 0 {
			return entry{}, false
		}
	}
	p.rest = rest[n+2:]
	return entry{text: rest[:n]}, true
}

func (p *php) array(depth int) (entry, bool) {
	var all entry
	_, rest, ok := strings.Cut(p.rest, "{")
	if p.rest = rest; !ok || depth > maxDepth {
		return all, false
	}
	for p.left--; p.left > 0; p.left-- {
		if rest, ok := strings.CutPrefix(strings.TrimLeft(p.rest, " \n"), "}"); ok {
			p.rest = rest
			return all, true
		}
		key, ok := p.value(maxDepth)
		if !ok {
			return all, false
		}
		value, ok := p.value(depth)
		value.key = key.text
		all.list = append(all.list, value)
		if !ok {
			return all, false
		}
	}
	return all, false
}
