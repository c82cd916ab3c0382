package wxr

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func gzipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

// zipped is an archive of pairs of names and contents.
func zipped(pairs ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		entry, err := w.Create(pairs[i])
		if err != nil {
			panic(err)
		}
		io.WriteString(entry, pairs[i+1])
	}
	w.Close()
	return b.String()
}

func ids(t *testing.T, e *Export) []int {
	t.Helper()
	var all []int
	for _, it := range items(t, e) {
		all = append(all, it.ID)
	}
	return all
}

func utf16le(s string) string {
	b := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(s)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return string(b)
}

// TestFaultyFiles reads what comes before, behind and in place of parts.
func TestFaultyFiles(t *testing.T) {
	three := post("1", "") + post("2", "") + post("3", "")
	all := document(three)
	for name, test := range map[string]struct {
		content string
		want    []int
		keys    []Key
	}{
		"whole":                {all, []int{1, 2, 3}, nil},
		"bytes before it":      {"\xEF\xBB\xBF\n\n<br /><b>Warning</b>: x in <b>y.php</b> {\n" + all, []int{1, 2, 3}, nil},
		"no declaration":       {all[strings.Index(all, "<rss"):], []int{1, 2, 3}, nil},
		"UTF-16":               {utf16le(all), []int{1, 2, 3}, nil},
		"CRLF":                 {strings.ReplaceAll(all, "\n", "\r\n"), []int{1, 2, 3}, nil},
		"no version":           {strings.Replace(all, "<wp:wxr_version>1.2</wp:wxr_version>", "", 1), []int{1, 2, 3}, []Key{KeyVersion}},
		"version of tomorrow":  {strings.Replace(all, "1.2<", "2.0<", 1), []int{1, 2, 3}, []Key{KeyVersion}},
		"cut between items":    {strings.TrimSuffix(all, postscript), []int{1, 2, 3}, []Key{KeyCut}},
		"cut in an item":       {all[:strings.Index(all, "<title>Article 3")+40], []int{1, 2}, []Key{KeyCut}},
		"cut in a tag":         {all[:strings.Index(all, "<title>Article 3")+5], []int{1, 2}, []Key{KeyCut}},
		"cut in CDATA":         {preamble + three + "<item><title><![CDATA[a", []int{1, 2, 3}, []Key{KeyCut}},
		"error of PHP instead": {strings.TrimSuffix(all, postscript) + "<br /><b>Fatal error</b>: memory", []int{1, 2, 3}, []Key{KeyCut}},
		"no items":             {document(""), nil, nil},
		"two in one":           {document(post("1", "")) + document(post("2", "")), []int{1, 2}, nil},
		"gzip":                 {gzipped(all), []int{1, 2, 3}, nil},
		"gzip, cut":            {gzipped(all)[:len(gzipped(all))-9], []int{1, 2, 3}, []Key{KeyCut}},
		"doctype":              {strings.Replace(all, "<rss", "<!DOCTYPE rss>\n<rss", 1), []int{1, 2, 3}, nil},
	} {
		e := openString(t, test.content)
		if diff := cmp.Diff(test.want, ids(t, e)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		var keys []Key
		for _, p := range e.Problems() {
			keys = append(keys, p.Key)
		}
		if diff := cmp.Diff(test.keys, keys); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestCutNamesTheItem(t *testing.T) {
	e := openString(t, preamble+"<item><title>Perdu</title><wp:post_id>7</wp:post_id><content:encoded><![CDATA[Il était")
	want := []Problem{{File: "site.xml", Line: 5, Item: 7, Title: "Perdu", Key: KeyCut, Count: 1}}
	if diff := cmp.Diff(want, told(e), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestFoldersAndArchives(t *testing.T) {
	one := func(id string) string { return document(post(id, "")) }
	paths := write(t, map[string]string{
		"export/002.xml":         one("2"),
		"export/001.XML":         one("1"),
		"export/more/003.xml.gz": gzipped(one("3")),
		"export/readme.txt":      "hello",
		"export/sitemap.xml":     "<urlset/>",
		"export/._001.xml":       "\x00",
		"export/part.zip":        zipped("b/5.xml", one("5"), "a/4.xml", one("4"), "__MACOSX/._4.xml", "\x00", "photo.jpg", "x", "log.xml", "<html>"),
		"export/bad.zip":         "PK\x03\x04 and no more",
	})
	dir := filepath.Dir(paths[0])
	if err := os.Symlink(paths[1], filepath.Join(dir, "zz.xml")); err != nil {
		t.Skip(err)
	}
	e := open(t, dir)
	if diff := cmp.Diff([]int{1, 2, 3, 4, 5}, ids(t, e)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	want := []Problem{
		{File: "bad.zip", Key: KeyArchive, Args: []any{"zip: not a valid zip file"}, Count: 1},
		{File: "zz.xml", Key: KeyLink, Count: 1},
		{File: "part.zip: log.xml", Key: KeyPage, Count: 1},
		{File: "sitemap.xml", Key: KeyUnknown, Count: 1},
	}
	if diff := cmp.Diff(want, told(e), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestRefusals(t *testing.T) {
	lol := `<!DOCTYPE rss [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>`
	for name, test := range map[string]struct {
		content string
		want    Key
	}{
		"empty":            {"", KeyEmpty},
		"page":             {"<!DOCTYPE html><html><body>Log in</body></html>", KeyPage},
		"feed":             {`<rss version="2.0"><channel><title>x</title></channel></rss>`, KeyFeed},
		"atom":             {`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>`, KeyFeed},
		"SQL":              {"-- MySQL dump 10.13\nINSERT INTO `wp_posts` VALUES (1,'<p>x');", KeySQL},
		"JSON":             {`{"posts": []}`, KeyJSON},
		"picture":          {"\x89PNG\r\n\x1a\n", KeyUnknown},
		"no channel":       {strings.ReplaceAll(document(post("1", "")), "channel", "notachanneltag"), KeyUnknown},
		"entities":         {strings.Replace(document(post("1", "")), "<rss", lol+"<rss", 1), KeyEntities},
		"bad gzip":         {"\x1f\x8bnothing", KeyArchive},
		"gzip of a page":   {gzipped("<html>"), KeyPage},
		"bad archive":      {"PK\x03\x04 and no more", KeyArchive},
		"nothing archived": {zipped("readme.txt", "x"), KeyNothing},
		"archived page":    {zipped("a.xml", "<html>"), KeyPage},
		"archived pages":   {zipped("a.xml", "<html>", "b.xml", "<html>"), KeyNothing},
		"escape":           {zipped("1.xml", document(""), "../../2.xml", document("")), KeyEscape},
		"Windows' escape":  {zipped(`..\2.xml`, document("")), KeyEscape},
		"absolute":         {zipped("/etc/x", document("")), KeyEscape},
	} {
		_, err := Open(context.Background(), write(t, map[string]string{"site.xml": test.content})...)
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Key != test.want {
			t.Errorf("%s: error %v, want %s", name, err, test.want)
		}
	}
	for path, want := range map[string]Key{"/dev/null": KeySpecial, "nowhere.xml": KeyMissing, t.TempDir(): KeyNothing} {
		var refusal *Refusal
		if _, err := Open(context.Background(), path); !errors.As(err, &refusal) || refusal.Key != want {
			t.Errorf("%s: error %v, want %s", path, err, want)
		}
	}
}

// zeros is a reader of n bytes.
type zeros struct{ n int64 }

func (z *zeros) Read(p []byte) (int, error) {
	n := int(min(int64(len(p)), z.n))
	clear(p[:n])
	if z.n -= int64(n); n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// bomb is an archive or a gzipped file of an export with 4 MiB of nothing.
func bomb(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := io.MultiReader(strings.NewReader(preamble+"<item><title>"), &zeros{4 << 20})
	if filepath.Ext(name) == ".gz" {
		w := gzip.NewWriter(f)
		defer w.Close()
		_, err = io.Copy(w, in)
	} else {
		w := zip.NewWriter(f)
		defer w.Close()
		entry, e := w.Create("site.xml")
		if e != nil {
			t.Fatal(e)
		}
		_, err = io.Copy(entry, in)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBombs(t *testing.T) {
	for _, name := range []string{"bomb.zip", "bomb.gz"} {
		path := bomb(t, name)
		for _, l := range []limits{{left: 1 << 30, free: 1 << 20}, {left: 2 << 20, free: 1 << 30}} {
			_, err := openWithin(context.Background(), l, path)
			var refusal *Refusal
			if !errors.As(err, &refusal) || refusal.Key != KeyBomb {
				t.Errorf("%s: error %v", name, err)
			}
		}
		open(t, path) // it is no bomb to the usual limits
	}
}

func TestCrowdedArchive(t *testing.T) {
	var pairs []string
	for i := range 2 + maxDirectory/60_000 {
		pairs = append(pairs, fmt.Sprintf("%060000d.txt", i), "")
	}
	_, err := Open(context.Background(), write(t, map[string]string{"many.zip": zipped(pairs...)})...)
	var refusal *Refusal
	if !errors.As(err, &refusal) || refusal.Key != KeyArchive {
		t.Errorf("error %v", err)
	}
}

// TestLargeItem has an item over the limit between others.
func TestLargeItem(t *testing.T) {
	large := post("2", "<content:encoded><![CDATA[</item> "+strings.Repeat("é <item> ", 5<<20)+"]]></content:encoded>")
	e := openString(t, document(post("1", "")+large+post("3", "")))
	if diff := cmp.Diff([]int{1, 3}, ids(t, e)); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	want := []Problem{{File: "site.xml", Line: 8, Title: "Article 2", Key: KeyLarge, Count: 1}}
	if diff := cmp.Diff(want, told(e), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// TestHostile has files that a careless reader needs hours or gigabytes for.
func TestHostile(t *testing.T) {
	const n = 1 << 17
	for name, body := range map[string]string{
		"depth":               "<item>" + strings.Repeat("<a>", n),
		"depth of ours":       strings.Repeat("<wp:comment>", n),
		"comments in an item": "<item>" + strings.Repeat("<wp:comment>", n) + "</item>",
		"sections":            "<item><title>" + strings.Repeat("<![CDATA[", n) + "</title></item>",
		"ends of sections":    "<item><title><![CDATA[" + strings.Repeat("]]>", n) + "</title></item>",
		"ends and tags":       "<item><title><![CDATA[" + strings.Repeat("]]><b>", n) + "</title></item>",
		"ends and sections":   "<item><title><![CDATA[" + strings.Repeat("]]> x <b><![CDATA[", n/4) + "</title></item>",
		"open tags":           "<item>" + strings.Repeat("<a x='", n),
		"open quotes":         "<item>" + strings.Repeat(`<a b="`, n) + strings.Repeat("x", n),
		"end tags":            strings.Repeat("</a>", n),
		"spaces":              "<item><title><![CDATA[" + strings.Repeat("]]>                    ", n/4),
		"one long tag":        "<item><a " + strings.Repeat("b='c' ", n),
		"entities":            "<item><title>" + strings.Repeat("&a", n) + "</title></item>",
		"terms":               "<item>" + strings.Repeat("<category>a</category>", n/4) + "</item>",
		"metadata":            "<item>" + strings.Repeat("<wp:postmeta><wp:meta_key>a</wp:meta_key></wp:postmeta>", n/8) + "</item>",
	} {
		began := time.Now()
		e := openString(t, document(body))
		items(t, e)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func TestTooMuch(t *testing.T) {
	terms := strings.Repeat("<wp:tag><wp:tag_slug>%d</wp:tag_slug></wp:tag>", 1)
	var b strings.Builder
	for i := range maxTaxa + 1 {
		fmt.Fprintf(&b, terms, i)
	}
	_, err := Open(context.Background(), write(t, map[string]string{"a.xml": document(b.String())})...)
	var refusal *Refusal
	if !errors.As(err, &refusal) || refusal.Key != KeyTooMuch {
		t.Errorf("error %v", err)
	}
}

func TestCancelled(t *testing.T) {
	e := open(t, "testdata/site.xml")
	ctx, cancel := context.WithCancel(context.Background())
	stop := errors.New("stop")
	if err := e.Each(ctx, func(*Item) error { return stop }); err != stop {
		t.Errorf("error %v, want the visitor's", err)
	}
	cancel()
	if err := e.Each(ctx, func(*Item) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestManyProblems has a fault in each of many items.
func TestManyProblems(t *testing.T) {
	var b strings.Builder
	for i := range 3_000 {
		fmt.Fprintf(&b, "<item><title>%d\x01</title><wp:post_id>%d</wp:post_id></item>", i, i)
		b.WriteString(post(fmt.Sprint(10_000+i), fmt.Sprintf("<wp:postmeta><wp:meta_key>champ %d</wp:meta_key></wp:postmeta>\x01<guid>\x01</guid>", i)))
	}
	e := openString(t, document(b.String()))
	items(t, e)
	counts, entries := map[Key]int{}, map[Key]int{}
	for _, p := range e.Problems() {
		counts[p.Key] += p.Count
		entries[p.Key]++
	}
	if diff := cmp.Diff(map[Key]int{KeyNoType: 3_000, KeyControls: 3_000, KeyField: 3_000}, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if entries[KeyNoType] != listed || entries[KeyControls] != 1 || len(e.Problems()) > most+10 {
		t.Errorf("entries %v", entries)
	}
}
