package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"maillage/generator/site/report"
)

// functions are those of the package comment, in one language.
func functions(t *Theme, lang, baseURL string) template.FuncMap {
	return template.FuncMap{
		"t":       func(key string, args ...any) (string, error) { return t.Text(lang, key, args...) },
		"tn":      func(key string, n int, args ...any) (string, error) { return t.plural(lang, key, n, args) },
		"date":    calendarOf(lang).date,
		"period":  calendarOf(lang).period,
		"size":    func(bytes int64) string { return size(lang, bytes) },
		"number":  func(n int) string { return number(lang, n) },
		"phone":   phone,
		"abs":     func(url string) string { return baseURL + url },
		"trail":   func(view View) ([]Link, error) { return t.trail(view) },
		"jsonld":  func(view View) (template.HTML, error) { return t.linkedData(view) },
		"wording": func(name string) (Wording, error) { return t.Wording(lang, name) },
		"asset":   t.asset,
		"setting": t.setting,
		"data":    t.named,
		"dict":    dict,
		"list":    func(values ...any) []any { return values },
	}
}

func (t *Theme) asset(name string) (string, error) {
	url, ok := t.assets[name]
	if !ok {
		return "", fmt.Errorf("no file assets/%s%s", name, meant(name, t.assets))
	}
	return url, nil
}

func (t *Theme) setting(key string) (any, error) {
	value, ok := t.Settings[key]
	if !ok {
		return nil, fmt.Errorf("theme.yaml has no setting %q%s", key, meant(key, t.Settings))
	}
	return value, nil
}

// named is content/data/<name>.yaml.
func (t *Theme) named(name string) (any, error) {
	value, ok := t.data[name]
	if !ok {
		return nil, fmt.Errorf("no file data/%s.yaml%s", name, meant(name, t.data))
	}
	return value, nil
}

func meant[V any](word string, known map[string]V) string {
	keys := make([]string, 0, len(known))
	for key := range known {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	if near := report.Nearest(word, keys); near != "" {
		return fmt.Sprintf(" (%q?)", near)
	}
	return ""
}

// Wording is the consent sentence `consent.<name>` of a language.
func (t *Theme) Wording(lang, name string) (Wording, error) {
	text, err := t.Text(lang, "consent."+name)
	if err != nil {
		return Wording{}, err
	}
	sum := sha256.Sum256([]byte(text))
	return Wording{ID: "w-" + hex.EncodeToString(sum[:6]), Text: text}, nil
}

func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict wants keys and values, got %d arguments", len(pairs))
	}
	values := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict wants text as its key, got %v", pairs[i])
		}
		values[key] = pairs[i+1]
	}
	return values, nil
}

// trail is what stands above a page, from the first zone down: zones, the
// section, the pages of its tree. The page itself is not in it.
func (t *Theme) trail(view View) ([]Link, error) {
	var above []Link
	for _, zone := range view.Zone.Ancestors() {
		above = append(above, Link{zone.Name(), zone.URL()})
	}
	if view.Page.Kind() == Home {
		return above, nil
	}
	above = append(above, Link{view.Zone.Name(), view.Zone.URL()})
	if key, url := section(view.Page.Kind(), view.Zone.Links()); url != "" {
		label, err := t.Text(view.Lang, key)
		if err != nil {
			return nil, err
		}
		above = append(above, Link{label, url})
	}
	at := len(above)
	for parent := view.Page.Parent(); parent != nil; parent = parent.Parent() {
		link := Link{parent.Title(), parent.URL()}
		if !slices.ContainsFunc(above, func(l Link) bool { return l.URL == link.URL }) {
			above = slices.Insert(above, at, link)
		}
	}
	return above, nil
}

// section is the list that pages of a kind are in: the key of its name and its
// address.
func section(kind Kind, links *Links) (key, url string) {
	switch kind {
	case Post:
		return "news.title", links.Posts
	case EventPage:
		return "agenda.title", links.Agenda
	case PersonPage:
		return "team.title", links.Team
	case TopicPage, ProposalPage:
		return "manifesto.title", links.Manifesto
	case DocumentPage:
		return "documents.title", links.Documents
	}
	return "", ""
}

// size writes a number of bytes for people: "240 Ko", "1.2 MB".
func size(lang string, bytes int64) string {
	units, point := [3]string{"bytes", "kB", "MB"}, "."
	if lang == "fr" {
		units, point = [3]string{"octets", "Ko", "Mo"}, ","
	}
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d\u00a0%s", bytes, units[0])
	case bytes < 999_500:
		return fmt.Sprintf("%d\u00a0%s", (bytes+500)/1000, units[1])
	}
	tenths := (bytes + 50_000) / 100_000
	if tenths >= 100 || tenths%10 == 0 {
		return fmt.Sprintf("%d\u00a0%s", (tenths+5)/10, units[2])
	}
	return fmt.Sprintf("%d%s%d\u00a0%s", tenths/10, point, tenths%10, units[2])
}

// phone is a telephone number that no line breaks, and as it is dialled.
func phone(written string) Link {
	dialled := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, written)
	return Link{Label: strings.ReplaceAll(written, " ", "\u00a0"), URL: dialled}
}

// number writes a number with its thousands apart: "10 000", "10,000".
func number(lang string, n int) string {
	apart := ","
	if lang == "fr" {
		apart = "\u202f"
	}
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return number(lang, n/1000) + fmt.Sprintf("%s%03d", apart, n%1000)
}
