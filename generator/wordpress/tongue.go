package wordpress

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/zeebo/xxh3"

	"maillage/generator/wordpress/wxr"
)

// Texts in two languages are two items for Polylang, which says so by terms, and
// one for qTranslate, which marks the words of each: [:fr]Bonjour[:en]Hello[:].
// Such an item is parted here into two of Polylang's.

// english is the second language of sites; the first is French.
const english = "en"

// translations is the taxonomy whose terms are one text in several languages.
const translations = "post_translations"

var tongue = regexp.MustCompile(`\[:([a-z]{2})?\]|<!--:([a-z]{2})?-->|\{:([a-z]{2})?\}`)

// tongues gives items by their language.
type tongues struct{ source }

// Each gives every item a number, and parts those in two languages.
func (s tongues) Each(ctx context.Context, f func(*wxr.Item) error) error {
	return s.source.Each(ctx, func(item *wxr.Item) error {
		number(item)
		langs := spoken(item)
		if len(langs) == 0 {
			return f(item)
		}
		for _, lang := range langs {
			one := *item
			one.Title, one.Content, one.Excerpt = inTongue(item.Title, lang), inTongue(item.Content, lang), inTongue(item.Excerpt, lang)
			one.Terms = append(slices.Clone(item.Terms), wxr.Term{Domain: "language", Slug: lang}, wxr.Term{Domain: translations, Slug: "item-" + strconv.Itoa(item.ID)})
			if lang == english && len(langs) > 1 {
				one.ID, one.Parent = half(item.ID), half(item.Parent)
			}
			if err := f(&one); err != nil {
				return err
			}
		}
		return nil
	})
}

// half is the number of the English half of an item.
func half(id int) int {
	if id == 0 {
		return 0
	}
	return id - halves
}

// halves keeps the numbers of halves apart from all others.
const halves = 1 << 40

func isHalf(id int) bool { return id < -halves/2 }

// spoken are the languages of sites that an item marks, else its first.
func spoken(item *wxr.Item) (langs []string) {
	for _, text := range []string{item.Content, item.Title, item.Excerpt} {
		if !strings.Contains(text, "[:") && !strings.Contains(text, "<!--:") && !strings.Contains(text, "{:") {
			continue
		}
		for _, mark := range tongue.FindAllStringSubmatch(text, -1) {
			if lang := mark[1] + mark[2] + mark[3]; lang != "" && !slices.Contains(langs, lang) {
				langs = append(langs, lang)
			}
		}
	}
	if ours := slices.DeleteFunc(slices.Clone(langs), func(lang string) bool { return lang != "fr" && lang != english }); len(ours) > 0 {
		return ours
	}
	return langs[:min(1, len(langs))]
}

// inTongue is a text in a language: what is marked with it, and what is not marked.
// A text that does not have it is given in its first.
func inTongue(text, lang string) string {
	marks := tongue.FindAllStringSubmatchIndex(text, -1)
	if len(marks) == 0 {
		return text
	}
	name := func(mark []int) string {
		for i := 2; i < len(mark); i += 2 {
			if mark[i] >= 0 {
				return text[mark[i]:mark[i+1]]
			}
		}
		return ""
	}
	if !slices.ContainsFunc(marks, func(mark []int) bool { return name(mark) == lang }) {
		lang = name(marks[0])
	}
	out := text[:marks[0][0]]
	for i, mark := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		if in := name(mark); in == "" || in == lang {
			out += text[mark[1]:end]
		}
	}
	return out
}

// langOf is the language of an item: "en", or "" for French and for those that sites
// do not have. foreign names one of these.
func langOf(item *wxr.Item) (lang, foreign string) {
	for _, term := range item.Terms {
		if term.Domain != "language" {
			continue
		}
		switch slug := strings.ToLower(term.Slug); {
		case strings.HasPrefix(slug, english):
			return english, ""
		case slug != "" && !strings.HasPrefix(slug, "fr"):
			return "", slug
		}
	}
	return "", ""
}

// pair is what two translations of a text have in common, "" where nothing does.
func pair(terms []wxr.Term) string {
	for _, term := range terms {
		if term.Domain == translations {
			return term.Slug
		}
	}
	return ""
}

// number gives an item without one a number that is the same at every import.
func number(item *wxr.Item) {
	if item.ID == 0 {
		item.ID = -1 - int(xxh3.HashString(item.Type+item.Link+item.Title)>>34)
	}
}
