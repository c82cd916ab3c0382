package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"maillage/generator/site/report"
)

// functions are those of the package comment, in one language.
func functions(t *Theme, lang, baseURL string) template.FuncMap {
	return template.FuncMap{
		"t":       func(key string, args ...any) (string, error) { return t.Text(lang, key, args...) },
		"tn":      func(key string, n int, args ...any) (string, error) { return t.plural(lang, key, n, args) },
		"date":    func(date time.Time, style string) (string, error) { return formatDate(lang, date, style) },
		"abs":     func(url string) string { return baseURL + url },
		"wording": func(name string) (Wording, error) { return t.Wording(lang, name) },
		"asset":   t.asset,
		"setting": t.setting,
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

// formatDate writes a date in a language: "long", "short", "full" or "iso".
func formatDate(lang string, date time.Time, style string) (string, error) {
	if style == "iso" {
		return date.Format("2006-01-02"), nil
	}
	day := fmt.Sprint(date.Day())
	weekday, month := date.Weekday().String(), date.Month().String()
	if lang == "fr" {
		if date.Day() == 1 {
			day = "1er"
		}
		weekday = strings.Fields("dimanche lundi mardi mercredi jeudi vendredi samedi")[date.Weekday()]
		month = strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")[date.Month()-1]
	}
	short := day + "\u00a0" + month
	switch style {
	case "short":
		return short, nil
	case "long":
		return fmt.Sprintf("%s %d", short, date.Year()), nil
	case "full":
		return fmt.Sprintf("%s %s %d", weekday, short, date.Year()), nil
	}
	return "", fmt.Errorf("no date style %q: long, short, full or iso", style)
}
