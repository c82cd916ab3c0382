package wordpress

import (
	"strings"

	"maillage/generator/wordpress/wxr"
)

// fate is what becomes of an item.
type fate int

const (
	aside     fate = iota // no text: a file, a menu, a part of a theme; or a type nobody asked for
	gone                  // thrown away by its authors
	hidden                // private or behind a password: not taken over unless asked for
	draft                 // taken over, not published
	scheduled             // published when its day comes
	public
)

// kept says whether an item becomes a file.
func (f fate) kept() bool { return f >= draft }

// kind is the sort of text an item becomes: "post" or "page".
type kind string

const (
	post kind = "post"
	page kind = "page"
)

// parts are types that hold no text of their own, or that are read where another
// item needs them.
const parts = " attachment nav_menu_item revision wp_block wp_navigation wp_template wp_template_part wp_global_styles wp_font_family " +
	"wp_font_face custom_css customize_changeset oembed_cache user_request acf-field acf-field-group acf-post-type acf-taxonomy " +
	"elementor_library elementor_font elementor_icons et_pb_layout fl-builder-template vc_grid_item bricks_template " +
	"wpcf7_contact_form wpforms mc4wp-form feedback jp_img_sitemap jp_sitemap jp_sitemap_master "

// kindOf is what the items of a type become; ok is false for parts and for types
// that nobody asked for.
func (o Options) kindOf(itemType string) (k kind, ok bool) {
	if chosen, found := o.Types[itemType]; found {
		return kind(chosen), chosen == string(post) || chosen == string(page)
	}
	return kind(itemType), itemType == string(post) || itemType == string(page)
}

// fateOf decides on an item of a kind that becomes a text. Whatever is not known to
// be public is not published.
func (o Options) fateOf(item *wxr.Item) fate {
	switch status := strings.ToLower(item.Status); {
	case status == "trash", status == "auto-draft":
		return gone
	case confidential(item):
		if o.Private {
			return draft
		}
		return hidden
	case status == "future":
		return scheduled
	case status == "publish" && item.Date.After(o.At):
		return scheduled
	case status == "publish":
		return public
	}
	return draft
}

// confidential says whether readers needed to sign in or a password.
func confidential(item *wxr.Item) bool {
	return item.Password || strings.EqualFold(item.Status, "private")
}
