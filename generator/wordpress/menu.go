package wordpress

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"maillage/generator/wordpress/wxr"
)

// menuItem is a line of a menu.
type menuItem struct {
	id, parent, order int
	menu              string
	title             string
	object            string // "post_type", "taxonomy" or "custom"
	kind              string // "page", "category", …
	target            int    // a text, a file or a term
	url               string
}

func (x *index) addMenu(item *wxr.Item) {
	m := menuItem{id: item.ID, order: item.MenuOrder, title: plainTitle(item.Title), url: first(item.Meta["_menu_item_url"]),
		object: first(item.Meta["_menu_item_type"]), kind: first(item.Meta["_menu_item_object"])}
	m.target, _ = strconv.Atoi(first(item.Meta["_menu_item_object_id"]))
	m.parent, _ = strconv.Atoi(first(item.Meta["_menu_item_menu_item_parent"]))
	for _, term := range item.Terms {
		if term.Domain == "nav_menu" {
			m.menu = cmp.Or(term.Name, term.Slug)
		}
	}
	if item.Status == "publish" {
		x.menu = append(x.menu, m)
	}
}

// menus are the menus of the old site as lists, for the editor of zone.md: what a
// menu is for is not in an export, and ours have one level.
func (x *index) menus() []string {
	slices.SortFunc(x.menu, func(a, b menuItem) int { return cmp.Or(cmp.Compare(a.menu, b.menu), cmp.Compare(a.order, b.order)) })
	depth := map[int]int{}
	var lines []string
	for i, m := range x.menu {
		if i == 0 || x.menu[i-1].menu != m.menu {
			lines = append(lines, "", "**"+m.menu+"**", "")
		}
		if above, ok := depth[m.parent]; ok {
			depth[m.id] = above + 1
		} else {
			depth[m.id] = 0
		}
		title, to := m.title, m.url
		if t, w := x.texts[m.target], x.termBy(m); m.object == "taxonomy" {
			title, to = cmp.Or(title, w.name), w.address
		} else if t != nil && to == "" {
			title, to = cmp.Or(title, t.title), t.address
		}
		lines = append(lines, fmt.Sprintf("%*s- %s → %s", 2*depth[m.id], "", title, to))
	}
	return lines
}
