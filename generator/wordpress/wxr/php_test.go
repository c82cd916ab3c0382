package wxr

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnserialize(t *testing.T) {
	for in, want := range map[string]map[string]int{
		`a:2:{s:2:"fr";i:12;s:2:"en";i:34;}`:            {"fr": 12, "en": 34},
		`a:2:{s:2:"fr";s:2:"12";s:4:"sync";a:0:{}}`:     {"fr": 12},
		`a:2:{s:99:"fr";i:12;s:1:"en";i:34;}`:           {"fr": 12, "en": 34}, // wrong lengths
		`a:2:{s:2:"fr";i:12;O:3:"Foo":1:{s:1:"x";i:1;}`: {"fr": 12},           // objects are not read
		`a:1000000000:{s:2:"fr";i:12;`:                  {"fr": 12},
		`{"fr":12}`:                                     {},
		"":                                              {},
		"a:1:{":                                         {},
		"s:5:":                                          {},
		strings.Repeat("a:1:{i:0;", 1_000_000):          {},
	} {
		if diff := cmp.Diff(want, translations(in)); diff != "" {
			t.Errorf("%.40s (-want +got):\n%s", in, diff)
		}
	}
}

func TestPicture(t *testing.T) {
	for name, test := range map[string]struct {
		meta map[string][]string
		want Picture
	}{
		"none":      {nil, Picture{}},
		"file only": {map[string][]string{"_wp_attached_file": {"2023/05/statuts.pdf"}}, Picture{File: "2023/05/statuts.pdf"}},
		"accents count in bytes": {
			map[string][]string{"_wp_attachment_metadata": {`a:3:{s:5:"width";s:3:"300";s:4:"file";s:16:"2023/05/été.jpg";s:5:"sizes";a:1:{s:5:"large";a:1:{s:4:"file";s:15:"été-100x50.jpg";}}}`}},
			Picture{File: "2023/05/été.jpg", Width: 300, Sizes: []string{"été-100x50.jpg"}},
		},
		"paths stay below": {
			map[string][]string{"_wp_attachment_metadata": {`a:2:{s:14:"original_image";s:12:"../../etc/pw";s:5:"sizes";a:1:{s:1:"a";a:1:{s:4:"file";s:6:"/a/b/c";}}}`}},
			Picture{Original: "pw", Sizes: []string{"c"}},
		},
		"cut off": {map[string][]string{"_wp_attachment_metadata": {`a:3:{s:5:"width";i:300;s:5:"sizes";a:1:{s:5:"large";a:1:{s:4:"fi`}}, Picture{Width: 300}},
	} {
		it := Item{Meta: test.meta}
		if diff := cmp.Diff(test.want, it.Picture()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// translations are what Polylang serialises: the ids of a text by language.
func translations(description string) map[string]int {
	ids := map[string]int{}
	for _, entry := range unserialize(description) {
		if id, err := strconv.Atoi(entry.text); err == nil && id > 0 {
			ids[entry.key] = id
		}
	}
	return ids
}
