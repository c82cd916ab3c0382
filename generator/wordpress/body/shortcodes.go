package body

import (
	"path"
	"regexp"
	"strings"
)

var (
	coreShortcodes = fields("caption wp_caption gallery playlist audio video embed")
	// codeShortcodes enclose source code, some under the name of its language.
	codeShortcodes = fields("sourcecode code php html css js javascript python bash sql")
	noteShortcodes = fields("ref note fn footnote footnotes_note efn_note mfn modern_footnote sidenote")
	// foldShortcodes enclose what opens under their title.
	foldShortcodes = fields(`toggle spoiler su_spoiler accordion-item accordion_item et_pb_toggle et_pb_accordion_item et_pb_tab vc_tta_section vc_toggle
		vc_tab vc_accordion_tab fusion_toggle fusion_tab av_toggle av_tab su_tab tab tabby ux_tab accordion-panel expand`)
	formShortcodes = fields(`contact-form-7 contact-form contact_form gravityform gravityforms wpforms ninja_form ninja_forms ninja_forms_display_form mc4wp_form formidable
		caldera_form forminator_form forminator_poll fluentform fluentforms newsletter_form newsletter newsletter_signup_form mailpoet_form sibwp_form wysija_form hf_form
		everest_form weforms happyforms quform cforms si-contact-form jetpack_subscription_form subscribe2 give_form et_pb_contact_form et_pb_signup et_pb_login et_pb_search
		fusion_form av_contact mailchimp yikes-mailchimp sendinblue_form sureforms metform kali-form wpuf_form petition emailpetition democracy poll yop_poll totalpoll
		crowdsignal polldaddy contact-field es_form email-subscribers-form`)
	dynamicShortcodes = fields(`toc ez-toc lwptoc no_toc table_of_contents display-posts display_posts recent-posts recent_posts list-posts list_posts related_posts
		catlist su_posts sitemap wp_sitemap_page wp_sitemap_page simple-sitemap archives rss wp-rss-aggregator do_widget widget sidebar
		tribe_events tribe_events_list tribe_mini_calendar events_list events-calendar ai1ec my_calendar em_calendar event_list locations_list eo_events eo_calendar
		rev_slider layerslider masterslider metaslider ml-slider smartslider3 soliloquy instagram-feed custom-facebook-feed custom-twitter-feeds twitter-timeline
		et_pb_blog et_pb_sidebar et_pb_post_slider et_pb_post_title et_pb_post_nav et_pb_portfolio et_pb_filterable_portfolio et_pb_comments et_pb_map et_pb_shop
		et_pb_social_media_follow et_pb_fullwidth_post_slider et_pb_fullwidth_menu et_pb_menu et_pb_countdown_timer
		vc_basic_grid vc_masonry_grid vc_posts_slider vc_widget_sidebar vc_wp_posts vc_wp_search vc_wp_recentcomments vc_wp_categories vc_wp_archives vc_wp_tagcloud vc_gmaps
		vc_facebook vc_tweetmeme vc_pinterest vc_icon vc_empty_space vc_separator
		fusion_blog fusion_recent_posts fusion_widget_area fusion_separator fusion_map fusion_portfolio fusion_events av_blog av_postslider av_sidebar av_hr av_google_map
		woocommerce_cart woocommerce_checkout woocommerce_my_account products product_page bbp-forum-index wpdm_package
		addtoany ssba social_share sharethis dssb_sharing_buttons Sassy_Social_Share theChamp-Sharing print_link wp_print donate paypal wp_paypal give_donation_form
		google-translator gtranslate language-switcher wpml_language_selector_widget polylang user_login loginform wp_login_form members_login_form`)
	builderPrefixes = []string{"et_pb_", "vc_", "fusion_", "av_", "mk_", "cs_", "x_", "tatsu_", "themify_", "ux_", "su_", "ct_", "kc_", "thrive_", "tcb_", "fl_", "dt_",
		"nectar_", "qode_", "mkdf_", "edgtf_", "eltdf_", "sc_", "trx_", "penci_", "td_block", "vcex_", "ultimate_", "bt_bb_", "cmsms_", "wr_", "ig_", "siteorigin_", "mpc_"}
)

// isBuilder reports whether a shortcode is of a page builder: it lays out, and
// what it encloses is the text of the page.
func isBuilder(name string) bool {
	for _, prefix := range builderPrefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// known reports whether brackets with this name are a shortcode whatever else
// they hold.
func known(name string) bool {
	return coreShortcodes[name] || formShortcodes[name] || dynamicShortcodes[name] || isBuilder(name) || name == "sourcecode" ||
		name == "latex" || name == "wpvideo" || name == "videopress" || isProvider(name)
}

// isShortcode tells shortcodes from brackets in a text: [sic], [1], […].
func (e *expander) isShortcode(m mark) bool {
	_, decided := e.Shortcodes[m.name]
	return decided || m.partner >= 0 || m.closing || known(m.name) || len(parseAttributes(m.attrs).named) > 0
}

// shortcode carries out a shortcode and says where to go on.
func (e *expander) shortcode(m mark) int {
	fate := e.Shortcodes[m.name]
	switch {
	case fate == Text || !e.isShortcode(m):
		e.w.text(e.s[m.start:m.end])
		return m.end
	case fate == Drop || fate == "" && (dynamicShortcodes[m.name] || formShortcodes[m.name]):
		if kind := DroppedShortcode; !m.closing || m.partner < 0 {
			if fate == "" && formShortcodes[m.name] {
				kind = Form
			}
			e.findings.add(kind, m.name)
		}
		return e.behind(m)
	case fate == KeepInner:
		return m.end
	case m.closing && m.partner < 0:
		if !known(m.name) {
			e.findings.add(UnknownShortcode, m.name)
		}
		return m.end
	case m.closing:
		e.closeShortcode(e.marks[m.partner])
		return m.end
	}
	return e.openShortcode(m)
}

func (e *expander) openShortcode(m mark) int {
	a := parseAttributes(m.attrs)
	switch name := m.name; {
	case name == "caption" || name == "wp_caption":
		if m.partner >= 0 {
			e.w.start("figure", `<figure class="wp-caption `+escape(a.get("align"))+`">`)
		}
	case name == "gallery":
		e.gallery(a)
		return e.behind(m)
	case name == "playlist":
		e.playlist(a)
		return e.behind(m)
	case name == "audio" || name == "video":
		e.media(name, a)
	case name == "latex":
		e.formula(e.inner(m))
		return e.behind(m)
	case codeShortcodes[name] && m.partner >= 0:
		e.sourceCode(m, a)
		return e.behind(m)
	case name == "embed" || name == "wpvideo" || name == "videopress" || isProvider(name):
		e.provider(m, a)
		return e.behind(m)
	case noteShortcodes[name] && m.partner >= 0:
		e.w.start(noteTag, "<"+noteTag+">")
	case foldShortcodes[name] && m.partner >= 0 && a.get("title", "heading") != "":
		e.summary("details", a.get("title", "heading"))
	case isBuilder(name):
		e.findings.add(BuilderShortcode, name)
		return e.builder(m, a)
	default:
		e.findings.add(UnknownShortcode, name)
		return e.unknown(m, a)
	}
	return m.end
}

// layoutWords are parts of the names of shortcodes that lay out what they enclose.
var layoutWords = regexp.MustCompile(`half|third|fourth|fifth|sixth|col(?:umn)?s?\b|column|row|section|box|tabs?\b|panel|container|wrap|accordion`)

// unknown writes what a shortcode that nobody knows encloses, or a link to what its
// attributes name.
func (e *expander) unknown(m mark, a attributes) int {
	if strings.Contains(m.name, "button") || strings.Contains(m.name, "btn") || m.name == "bouton" {
		if buttonAddress(a) != "" && e.builderButton(m, a) {
			return e.behind(m)
		}
	}
	if m.partner >= 0 {
		if layoutWords.MatchString(m.name) {
			e.w.start("div", "<div>")
		}
		return m.end
	}
	if address := plain(a.get("url", "file", "href", "src", "link")); strings.Contains(address, "://") {
		name, _, _ := strings.Cut(path.Base(address), "?")
		e.w.start("p", "<p>")
		e.w.start("a", `<a href="`+escape(address)+`">`)
		e.w.text(escape(name))
		e.w.end("a")
		e.w.end("p")
	}
	return m.end
}

// closeShortcode ends what openShortcode began.
func (e *expander) closeShortcode(open mark) {
	a := parseAttributes(open.attrs)
	switch name := open.name; {
	case name == "caption" || name == "wp_caption":
		if caption := a.get("caption"); caption != "" {
			e.w.start("figcaption", "<figcaption>")
			e.fragment(caption)
			e.w.end("figcaption")
		}
		e.w.end("figure")
	case noteShortcodes[name]:
		e.w.end(noteTag)
	case foldShortcodes[name] && a.get("title", "heading") != "":
		e.w.end("details")
	case isBuilder(name):
		e.w.end(boxTag(name, a))
	case !known(name) && layoutWords.MatchString(name):
		e.w.end("div")
	}
}

// fragment writes HTML of one value: no blocks, no shortcodes.
func (e *expander) fragment(s string) {
	inner := &expander{renderer: e.renderer, w: e.w, s: s, lexer: lexer{s: s}}
	for {
		it, ok := inner.lexer.scan()
		if !ok {
			return
		}
		inner.item(it)
	}
}

// sourceCode writes source code. It may have been stored with its entities.
func (e *expander) sourceCode(m mark, a attributes) {
	code := strings.Trim(e.inner(m), "\r\n")
	if strings.Contains(code, "<") || !strings.Contains(code, "&") {
		code = escape(code)
	}
	language := a.get("language", "lang")
	if language == "" && m.name != "sourcecode" && m.name != "code" {
		language = m.name
	}
	e.w.start("pre", `<pre data-language="`+escape(language)+`">`)
	e.w.text("\n")
	e.w.start("code", "<code>")
	e.w.text(code)
	e.w.end("code")
	e.w.end("pre")
}
