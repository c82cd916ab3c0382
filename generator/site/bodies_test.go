package site

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rendered is the HTML of a text and its words.
func rendered(t *text) string { return string(t.doc.AppendHTML(nil, nil, "")) + "|" + t.words() }

func opened(t *testing.T, path string) *bodies {
	t.Helper()
	b := newBodies()
	b.load(path)
	t.Cleanup(func() { b.close() })
	return b
}

// A text that went to disk is the one that was rendered, in this build and the
// next, and a file that is damaged costs time but tells no lies.
func TestBodies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bodies")
	source := []byte("## Un titre\n\nUn *texte* sur l’été.\n")
	kept := newBodies() // in memory alone
	plain, sum := kept.render("fr", source)
	want := rendered(plain)
	if !strings.Contains(want, "<em>texte</em>") || !strings.HasSuffix(want, "texte titre") {
		t.Fatalf("rendered %q", want)
	}
	check := func(b *bodies, onDisk bool) *text {
		t.Helper()
		got, gotSum := b.render("fr", source)
		if rendered(got) != want || gotSum != sum || b.fault() != nil || (got.shelf != nil) != onDisk {
			t.Errorf("got %q, %x, fault %v, want %q; on disk: %t", rendered(got), gotSum, b.fault(), want, got.shelf != nil)
		}
		return got
	}
	b := opened(t, path)
	first := check(b, false)
	b.settle()
	if first.shelf == nil || rendered(first) != want {
		t.Errorf("after settle: %q, want it on disk", rendered(first))
	}
	check(b, true)
	if err := b.save(); err != nil {
		t.Fatal(err)
	}
	last := check(opened(t, path), true)

	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Replace(data, []byte("<em>"), []byte("<EM>"), 1)
	if err := os.WriteFile(path, damaged, 0o644); err != nil {
		t.Fatal(err)
	}
	check(opened(t, path), false)
	var fault error
	if _ = rendered(last); last.shelf.fault.Load() != nil {
		fault = *last.shelf.fault.Load()
	}
	if fault == nil || !strings.Contains(fault.Error(), "changed meanwhile") {
		t.Errorf("a text that is not what it was: %v", fault)
	}
	if err := os.WriteFile(path, data[:len(data)-1], 0o644); err != nil {
		t.Fatal(err)
	}
	cut := opened(t, path)
	check(cut, false)
	if err := cut.save(); err != nil {
		t.Fatal(err)
	}
	check(opened(t, path), true)
}

// A file that is mostly of no use is written anew; texts in memory still read the
// old one.
func TestBodiesCompact(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bodies")
	b := opened(t, path)
	b.render("fr", bytes.Repeat([]byte("Un long texte que personne ne veut plus.\n\n"), 50_000))
	b.render("fr", []byte("Un texte.\n"))
	if err := b.save(); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(path)
	next := opened(t, path)
	kept, _ := next.render("fr", []byte("Un texte.\n"))
	if err := next.save(); err != nil {
		t.Fatal(err)
	}
	after, _ := os.Stat(path)
	if before.Size() < 1<<20 || after.Size() > 1<<10 {
		t.Errorf("%d bytes became %d", before.Size(), after.Size())
	}
	if got, want := rendered(kept), "<p>Un texte.</p>\n|texte"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if again, _ := opened(t, path).render("fr", []byte("Un texte.\n")); again.shelf == nil {
		t.Error("what was kept is not known any more")
	}
}
