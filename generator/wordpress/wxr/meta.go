package wxr

import "strings"

// worthwhile are the keys of metadata that are kept; what ends in "*" is the
// beginning of some. Everything else is the noise of plugins.
var worthwhile = strings.Fields(`
	_thumbnail_id _wp_attached_file _wp_attachment_image_alt _wp_attachment_metadata
	_wp_old_slug _wp_old_date _wp_page_template _format_* footnotes enclosure
	_menu_item_type _menu_item_object _menu_item_object_id _menu_item_menu_item_parent
	_menu_item_url _menu_item_target
	_yoast_wpseo_* rank_math_* _aioseo_* _aioseop_* _seopress_* _genesis_title _genesis_description
	fifu_image_url fifu_image_alt
	_elementor_data _elementor_edit_mode _bricks_page_content_2 ct_builder_json ct_builder_shortcodes
	_et_pb_use_builder _fl_builder_enabled _fl_builder_data _wpb_vc_js_status fusion_builder_status
	_Event* _Venue* _Organizer* _event_* _location_* mec_* evcal_*
`)

// secret are parts of keys whose values never leave the package.
var secret = strings.Fields("pass pwd token secret nonce api_key apikey mail phone _ip iban")

// kept reports whether metadata under a key is worth keeping.
func kept(key string) bool {
	for _, known := range worthwhile {
		if beginning, open := strings.CutSuffix(known, "*"); key == known || open && strings.HasPrefix(key, beginning) {
			return !private(key)
		}
	}
	return false
}

func private(key string) bool {
	lower := strings.ToLower(key)
	for _, part := range secret {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return false
}

// pair is the key and value of an element of metadata, not decoded.
func pair(meta *element) (key, value []byte) {
	for el := range children(meta) {
		switch string(el.name) {
		case "wp:meta_key":
			key = el.inner
		case "wp:meta_value":
			value = el.inner
		}
	}
	return key, value
}

func addMeta(all map[string][]string, key, value string) map[string][]string {
	if all == nil {
		all = map[string][]string{}
	}
	all[key] = append(all[key], value)
	return all
}
