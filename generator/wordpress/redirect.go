package wordpress

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"maillage/generator/site"
)

// rule is a line of content/redirects.yaml.
type rule struct{ from, to string }

// rules are where the addresses lead that the old site had beside those of texts:
// by number, of words, of dates, of feeds and of files.
func (x *index) rules() []rule {
	var rules []rule
	add := func(from, to string) {
		if from != to && strings.HasPrefix(from, "/") && !strings.ContainsAny(strings.TrimSuffix(from, "/*"), "*#") {
			rules = append(rules, rule{from, to})
		}
	}
	for _, t := range x.texts {
		if t.fate != public || t.lang != "" {
			continue
		}
		query := map[kind]string{post: "?p=", page: "?page_id="}[t.kind]
		add(fmt.Sprintf("/%s%d", query, t.id), escape(t.address))
		if t.kind == page {
			add(fmt.Sprintf("/?p=%d", t.id), escape(t.address))
		}
		if t.path != "" && !fits(t.path) {
			add(t.path, escape(t.address))
		}
		if day := strings.Split(strings.Trim(t.path, "/"), "/"); t.kind == post && len(day) > 2 && day[0] == t.date.Format("2006") {
			for i := 1; i < len(day) && day[i-1] == t.date.Format([]string{"2006", "01", "02"}[min(i-1, 2)]) && i <= 3; i++ {
				add("/"+strings.Join(day[:i], "/")+"/", newsAddress)
			}
		}
	}
	for _, f := range x.files {
		if to := x.fileAddress(f); to != "" {
			if f.id > 0 {
				add(fmt.Sprintf("/?attachment_id=%d", f.id), to)
			}
			if f.link != "" && f.link != "/" && x.texts[x.byPath[key(f.link)]] == nil {
				add(f.link, to)
			}
		}
	}
	for k, w := range x.words {
		if w.public == 0 || w.address == "" {
			continue
		}
		switch k.domain {
		case "category", "author":
			if w.id > 0 {
				add(fmt.Sprintf("/?%s=%d", map[string]string{"category": "cat", "author": "author"}[k.domain], w.id), w.address)
			}
			add("/"+k.domain+"/"+cmp.Or(w.path, k.slug)+"/*", w.address)
		case "post_tag":
			add("/?tag="+k.slug, w.address)
			add("/tag/"+cmp.Or(w.path, k.slug)+"/*", w.address)
		}
	}
	if x.options.Archive == "" { // else they are those of the living site
		add("/feed/*", "/feed.xml")
		add("/comments/feed/", "/feed.xml")
		add("/?feed=rss2", "/feed.xml")
		add("/page/*", newsAddress)
		for _, ending := range []string{"feed", "amp", "embed", "trackback"} {
			rules = append(rules, rule{"/*/" + ending + "/", "/:splat/"})
		}
		if x.site.base != "/" && x.base == "/" {
			rules = append(rules, rule{x.site.base + "*", "/:splat"})
		}
	}
	slices.SortFunc(rules, func(a, b rule) int {
		wild := func(r rule) bool { return strings.Contains(r.from, "*") }
		if wild(a) != wild(b) {
			return map[bool]int{true: 1, false: -1}[wild(a)]
		}
		return cmp.Or(cmp.Compare(len(b.from), len(a.from))*map[bool]int{true: 1}[wild(a)], cmp.Compare(a.from, b.from))
	})
	return slices.CompactFunc(rules, func(a, b rule) bool { return a.from == b.from })
}

// newsAddress is that of the list of posts.
var newsAddress = site.SectionAddress("post")

// fileAddress is where the page of a file leads: to what shows it, else to itself.
func (x *index) fileAddress(f *file) string {
	if t := x.texts[f.parent]; t != nil && t.fate == public {
		return escape(t.address)
	}
	if f.used && !f.missing && f.path != "" {
		return "/" + escape(f.path)
	}
	return ""
}

// writeRules adds rules to content/redirects.yaml that are not there yet. What
// stands in the file stays as it is.
func writeRules(root *os.Root, zone, title string, ground site.Ground, rules []rule) (added int, err error) {
	const file = "redirects.yaml"
	data, err := root.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("read %s: %w", file, err)
	}
	var known []struct{ Zone, From string }
	if err := yaml.Unmarshal(data, &known); err != nil {
		return 0, fmt.Errorf("read %s: %w", file, err)
	}
	have := map[string]bool{}
	for _, k := range known {
		if k.Zone == zone {
			have[k.From] = true
		}
	}
	var out bytes.Buffer
	for _, r := range rules {
		if _, stands := ground.Files[r.from]; have[r.from] || stands {
			continue
		}
		fmt.Fprintf(&out, "- {zone: %s, from: %s, to: %s}\n", zone, quote(r.from), quote(r.to))
		added++
	}
	if added == 0 {
		return 0, nil
	}
	head := ""
	if len(bytes.TrimSpace(data)) > 0 {
		head = strings.TrimRight(string(data), "\n") + "\n\n"
	}
	return added, replace(root, file, []byte(head+"# "+strings.ReplaceAll(title, "\n", " ")+"\n"+out.String()))
}
