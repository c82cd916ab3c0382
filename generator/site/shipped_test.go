package site_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"maillage/generator/site"
)

// The content and the theme that the product comes with build without a fault
// or a remark, every address in them leads to a file, and no id stands twice.
func TestShippedContent(t *testing.T) {
	o := site.Options{Content: "../../content", Themes: "../../themes", Out: t.TempDir(),
		BaseURL: "https://demain.example", At: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	if _, err := os.Stat(filepath.Join(o.Content, "fr/zone.md")); err != nil {
		t.Fatal(err)
	}
	checked, err := site.Check(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(checked.Warnings) > 0 {
		t.Errorf("remarks:\n%s", checked.Warnings.In("en"))
	}
	build(t, o)
	files := tree(t, o.Out)
	for name, data := range files {
		switch filepath.Ext(name) {
		case ".html":
			if strings.HasPrefix(name, "public/") {
				checkAddresses(t, files, name, data)
			}
		case ".json":
			if !json.Valid([]byte(data)) {
				t.Errorf("%s is not JSON", name)
			}
		case ".xml":
			if err := xml.Unmarshal([]byte(data), new(struct{})); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// checkAddresses looks for the file behind every root-relative address of a
// page, and for ids that headings and the theme both use.
func checkAddresses(t *testing.T, files map[string]string, name, page string) {
	host := strings.SplitN(name, "/", 3)[1]
	folder := "public/" + host
	tokens, ids := html.NewTokenizer(strings.NewReader(page)), map[string]bool{}
	for tokens.Next() != html.ErrorToken {
		for _, a := range tokens.Token().Attr {
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("%s: id %q stands twice", name, a.Val)
			} else if a.Key == "id" {
				ids[a.Val] = true
			}
			address, _, _ := strings.Cut(a.Val, "#")
			address, _, _ = strings.Cut(address, "?")
			if (a.Key != "href" && a.Key != "src") || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "/admin/") {
				continue
			}
			if strings.HasSuffix(address, "/") {
				address += "index.html"
			}
			plain, err := url.PathUnescape(address)
			if _, ok := files[folder+plain]; !ok || err != nil {
				t.Errorf("%s: nothing at %s", name, a.Val)
			}
		}
	}
}
