package wxr

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// FuzzRead reads anything: it must end, in peace.
func FuzzRead(f *testing.F) {
	site, err := os.ReadFile("testdata/site.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(site)
	f.Add([]byte(document(post("1", "<content:encoded><![CDATA[a]]>b]]></content:encoded>"))))
	f.Add([]byte(gzipped(document(""))))
	f.Add([]byte(zipped("a.xml", document(post("1", "")))))
	f.Add([]byte("\xFF\xFE<\x00r\x00s\x00s\x00"))
	path := filepath.Join(f.TempDir(), "site.xml")
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		e, err := Open(context.Background(), path)
		if err != nil {
			return
		}
		items(t, e)
		for _, it := range items(t, e) {
			it.Picture()
			for _, s := range []string{it.Type, it.Title, it.Content, it.Excerpt, it.Link} {
				if !utf8.ValidString(s) {
					t.Errorf("%q is no UTF-8", s)
				}
			}
			if it.Type == "" {
				t.Error("an item of no type")
			}
		}
		for _, term := range e.Site().Terms {
			translations(term.Description)
		}
	})
}

// written is a text as a file may say it.
func written(s string, form byte) string {
	var b strings.Builder
	switch form % 4 {
	case 0:
		return "<![CDATA[" + strings.ReplaceAll(s, "]]>", "]]]]><![CDATA[>") + "]]>"
	case 1:
		xml.EscapeText(&b, []byte(s))
	case 2: // in two sections
		half := len(s) / 2
		return written(s[:half], 0) + written(s[half:], 0)
	case 3: // half a section, half text
		half := len(s) / 2
		xml.EscapeText(&b, []byte(s[half:]))
		return written(s[:half], 0) + strings.ReplaceAll(b.String(), "]]", "]&#93;")
	}
	return b.String()
}

// FuzzText compares texts with what encoding/xml reads, where it can.
func FuzzText(f *testing.F) {
	f.Add("Titre", "<p>L’eau ]]> &amp; <![CDATA[l’air]]></p>\r\n", byte(0), byte(1))
	f.Add("a]]>b", " \t\u00a0\u202f", byte(2), byte(3))
	f.Add("</title>", "</item></content:encoded>", byte(0), byte(3))
	path := filepath.Join(f.TempDir(), "site.xml")
	f.Fuzz(func(t *testing.T, title, content string, form1, form2 byte) {
		file := document(post("1", "<dc:subject>"+written(title, form1)+"</dc:subject><content:encoded>"+
			written(content, form2)+"</content:encoded>") + post("2", "<content:encoded>b</content:encoded>"))
		want, err := peer(file)
		if err != nil {
			t.Skip() // it stops at characters that are no XML
		}
		if err := os.WriteFile(path, []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, it := range items(t, open(t, path)) {
			got = append(got, it.Content)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("contents (-want +got):\n%s", diff)
		}
	})
}

// peer is the contents of a file as encoding/xml reads them.
func peer(file string) ([]string, error) {
	d := xml.NewDecoder(strings.NewReader(file))
	var contents []string
	for {
		t, err := d.Token()
		if err == io.EOF {
			return contents, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := t.(xml.StartElement); ok && start.Name.Local == "encoded" {
			var s string
			if err := d.DecodeElement(&s, &start); err != nil {
				return nil, err
			}
			contents = append(contents, s)
		}
	}
}

// FuzzUnserialize reads serialised arrays of PHP.
func FuzzUnserialize(f *testing.F) {
	f.Add(`a:2:{s:2:"fr";i:12;s:2:"en";a:1:{i:0;d:0.5;}}`)
	f.Fuzz(func(t *testing.T, s string) { translations(s) })
}

const syllables = "la le mai rie vil le é co le pla ce ha bi tant rue jar din l’ eau d’ air so li dai re com mun quar tier où «\u00a0oui\u00a0» ça trans port vé lo con seil"

// prose appends French-looking words until there are n bytes.
func prose(b []byte, r *rand.Rand, n int) []byte {
	all := strings.Fields(strings.ReplaceAll(syllables, "\u00a0", "_"))
	for end := len(b) + n; len(b) < end; {
		for range 1 + r.IntN(4) {
			b = append(b, strings.ReplaceAll(all[r.IntN(len(all))], "_", "\u00a0")...)
		}
		b = append(b, ' ')
	}
	return b
}

// What an item of a large export is made of.
const (
	largeHead = `	<item>
		<title><![CDATA[%s]]></title>
		<link>https://ville.example/2023/05/article-%d/</link>
		<pubDate>Wed, 31 May 2023 16:00:00 +0000</pubDate>
		<dc:creator><![CDATA[amina]]></dc:creator>
		<guid isPermaLink="false">https://ville.example/?p=%[2]d</guid>
		<description></description>
		<content:encoded><![CDATA[`
	largeTail = `]]></content:encoded>
		<excerpt:encoded><![CDATA[]]></excerpt:encoded>
		<wp:post_id>%d</wp:post_id>
		<wp:post_date><![CDATA[2023-05-31 18:00:00]]></wp:post_date>
		<wp:post_date_gmt><![CDATA[2023-05-31 16:00:00]]></wp:post_date_gmt>
		<wp:comment_status><![CDATA[open]]></wp:comment_status>
		<wp:post_name><![CDATA[article-%[1]d]]></wp:post_name>
		<wp:status><![CDATA[publish]]></wp:status>
		<wp:post_parent>0</wp:post_parent>
		<wp:menu_order>0</wp:menu_order>
		<wp:post_type><![CDATA[post]]></wp:post_type>
		<wp:post_password><![CDATA[]]></wp:post_password>
		<wp:is_sticky>0</wp:is_sticky>
		<category domain="category" nicename="ville"><![CDATA[Ville]]></category>
		<wp:postmeta><wp:meta_key><![CDATA[_edit_lock]]></wp:meta_key><wp:meta_value><![CDATA[1:1]]></wp:meta_value></wp:postmeta>
`
	largeComment = `		<wp:comment>
			<wp:comment_id>%d</wp:comment_id>
			<wp:comment_author><![CDATA[Léa]]></wp:comment_author>
			<wp:comment_author_email><![CDATA[lea@x.example]]></wp:comment_author_email>
			<wp:comment_date><![CDATA[2023-06-02 10:00:00]]></wp:comment_date>
			<wp:comment_date_gmt><![CDATA[2023-06-02 08:00:00]]></wp:comment_date_gmt>
			<wp:comment_content><![CDATA[%s]]></wp:comment_content>
			<wp:comment_approved><![CDATA[1]]></wp:comment_approved>
			<wp:comment_type><![CDATA[comment]]></wp:comment_type>
			<wp:comment_parent>0</wp:comment_parent>
		</wp:comment>
`
)

// writeLarge writes an export of so many items with five comments each, some
// 8,750 bytes an item.
func writeLarge(t testing.TB, count int) (path string, size int64) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "large.xml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	r := rand.New(rand.NewPCG(2, 27))
	text := func(n int) []byte { return prose(nil, r, n) }
	io.WriteString(w, preamble)
	for id := range count {
		fmt.Fprintf(w, largeHead, text(50), id+1)
		for range 6 {
			fmt.Fprintf(w, "<!-- wp:paragraph -->\n<p>%s</p>\n<!-- /wp:paragraph -->\n\n", text(680))
		}
		fmt.Fprintf(w, largeTail, id+1)
		for c := range 5 {
			fmt.Fprintf(w, largeComment, 10*id+c+1, text(45))
		}
		io.WriteString(w, "\t</item>\n")
	}
	io.WriteString(w, postscript)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return path, info.Size()
}

// BenchmarkRead reads a site of 4,000 items, 35 MB: the look of Open, a pass
// over heads, a pass over everything, and encoding/xml for comparison.
func BenchmarkRead(b *testing.B) {
	path, size := writeLarge(b, 4_000)
	ctx := context.Background()
	e := open(b, path)
	run := func(name string, read func() error) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("Open", func() error {
		_, err := Open(ctx, path)
		return err
	})
	run("Heads", func() error { return e.Heads(ctx, func(*Item) error { return nil }) })
	run("Each", func() error { return e.Each(ctx, func(*Item) error { return nil }) })
	run("encoding-xml", func() error {
		file, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		d := xml.NewDecoder(bytes.NewReader(file))
		for err == nil {
			_, err = d.Token()
		}
		if err != io.EOF {
			return err
		}
		return nil
	})
}

// TestMemory reads a large site in little memory.
func TestMemory(t *testing.T) {
	path, size := writeLarge(t, 2_000)
	runtime.GC()
	var before, stats runtime.MemStats
	runtime.ReadMemStats(&before)
	e := open(t, path)
	count, comments, most := 0, 0, uint64(0)
	if err := e.Each(context.Background(), func(it *Item) error {
		if count++; count%100 == 0 {
			runtime.ReadMemStats(&stats)
			most = max(most, stats.HeapInuse+stats.StackInuse)
		}
		comments += len(it.Comments)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if count != 2_000 || comments != 10_000 {
		t.Errorf("%d items, %d comments", count, comments)
	}
	if used := int64(most) - int64(before.HeapInuse); used > 12<<20 {
		t.Errorf("%d MiB for a file of %d MB", used>>20, size/1e6)
	}
}
