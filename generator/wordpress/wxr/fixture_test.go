package wxr

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const preamble = `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<wp:wxr_version>1.2</wp:wxr_version>
`

const postscript = "</channel>\n</rss>\n"

// document is an export with a body of its own.
func document(body string) string { return preamble + body + postscript }

// post is an item with the elements that every item has, and more.
func post(id, more string) string {
	return "<item><title>Article " + id + "</title>" + more + "<wp:post_id>" + id + `</wp:post_id>
<wp:post_date>2023-06-01 12:00:00</wp:post_date><wp:post_date_gmt>2023-06-01 10:00:00</wp:post_date_gmt>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
`
}

// write puts files in a new folder and returns the path of each, in the order
// of their names.
func write(t testing.TB, files map[string]string) []string {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[name]), 0o644); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func open(t testing.TB, paths ...string) *Export {
	t.Helper()
	e, err := Open(context.Background(), paths...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// openString opens a single file.
func openString(t testing.TB, content string) *Export {
	t.Helper()
	return open(t, write(t, map[string]string{"site.xml": content})...)
}

func items(t testing.TB, e *Export) []*Item {
	t.Helper()
	var all []*Item
	if err := e.Each(context.Background(), func(it *Item) error {
		all = append(all, it)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// told is the problems with the names of files without their folders.
func told(e *Export) []Problem {
	problems := e.Problems()
	for i := range problems {
		p := &problems[i]
		archive, entry, ok := strings.Cut(p.File, ": ")
		if p.File = filepath.Base(archive); ok {
			p.File += ": " + entry
		}
	}
	return problems
}
