package wordpress

import (
	"cmp"
	"regexp"
	"strings"

	"maillage/generator/wordpress/wxr"
)

// searchKeys are where plugins keep what search engines are told, by what it is.
var searchKeys = map[string][]string{
	"title":       {"_yoast_wpseo_title", "rank_math_title", "_seopress_titles_title", "_aioseo_title", "_aioseop_title", "_genesis_title"},
	"description": {"_yoast_wpseo_metadesc", "rank_math_description", "_seopress_titles_desc", "_aioseo_description", "_aioseop_description", "_genesis_description"},
}

// searchText is what an editor wrote for search engines, "" if nobody did.
func searchText(item *wxr.Item, what string) string {
	for _, key := range searchKeys[what] {
		if text := first(item.Meta[key]); text != "" && (what == "title" || !placeholder.MatchString(text)) {
			return text
		}
	}
	return ""
}

// placeholder is a word that a plugin fills in: %%title%%, %sitename%, #post_title.
var placeholder = regexp.MustCompile(`%%[a-z_]+%%|%[a-z_]+(?:\([^)]*\))?%|#(?:post_title|site_title|separator_sa)\b`)

// searchTitle is the title that an editor chose for search engines, "" where it is
// but the usual one.
func (x *index) searchTitle(item *wxr.Item, title string) string {
	chosen := placeholder.ReplaceAllStringFunc(plainTitle(searchText(item, "title")), func(word string) string {
		switch strings.Trim(word, "%#") {
		case "title", "post_title", "seo_title":
			return title
		case "sitename", "sitetitle", "site_title":
			return x.title
		case "sep", "separator_sa":
			return "-"
		}
		return ""
	})
	chosen = strings.Trim(strings.Join(strings.Fields(chosen), " "), "-–—|·• ")
	plain := strings.TrimRight(strings.TrimSuffix(chosen, x.title), "-–—|·• ")
	if plain == "" || plain == title {
		return ""
	}
	return chosen
}

// unlisted says whether an editor asked search engines to leave an item out.
func unlisted(item *wxr.Item) bool {
	meta := func(key string) string { return first(item.Meta[key]) }
	return meta("_yoast_wpseo_meta-robots-noindex") == "1" || strings.Contains(meta("rank_math_robots"), `"noindex"`) ||
		meta("_seopress_robots_index") == "yes" || meta("_aioseo_noindex") == "1" || meta("_aioseop_noindex") == "on"
}

// template is the page template of a text's theme, "" for the usual one.
func template(item *wxr.Item) string {
	name := cmp.Or(first(item.Meta["_wp_page_template"]), "default")
	if name == "default" {
		return ""
	}
	return name
}
