package body

import (
	"strings"

	"golang.org/x/net/html"
)

// noiseClasses are what plugins add to rendered bodies, by the beginnings of their
// classes.
var noiseClasses = []string{"sharedaddy", "sd-sharing", "jp-relatedposts", "heateor_sss", "heateor-sss", "addtoany_", "a2a_kit", "yarpp", "ssba", "ssbp", "shareaholic", "sharethis", "st-inline-share",
	"sassy-social", "swp_social", "swp-content-locator", "essb_links", "mashsb", "dpsp-", "social-share", "simplesocialbuttons", "wpsso", "monarch", "et_social_inline", "tweet-dis",
	"crp_related", "related-posts", "relpost", "rp4wp", "wp_rp_", "wprp", "jp-post-flair", "sd-like", "jetpack-likes", "post-views", "pvc_", "wp-ulike", "wpulike", "kk-star-ratings", "gdrts-", "post-ratings",
	"printfriendly", "pf-content-btn", "adsbygoogle", "code-block-ad", "advads", "quads-", "ai-viewport", "google-auto-placed", "wpcnt", "author-box", "saboxplugin", "pp-multiple-authors", "abh_box", "wp-biographia",
	"post-navigation", "wp-dark-mode", "cookie-", "mc4wp-form", "wpcf7", "gform_", "wpforms-", "subscribe-", "wp-block-jetpack-subscriptions", "molongui"}

// tocClasses are tables of contents, which the new site makes itself.
var tocClasses = []string{"ez-toc-container", "ez-toc-v2", "lwptoc", "toc_container", "wp-block-rank-math-toc-block", "wp-block-yoast-seo-table-of-contents", "simpletoc", "ub_table-of-contents",
	"wp-block-uagb-table-of-contents", "wp-block-kadence-tableofcontents", "wp-block-simpletoc-toc", "aioseo-toc", "rank-math-toc", "wp-block-aioseo-table-of-contents", "eb-toc", "cm_toc", "tocplus"}

// openable are parts of the classes of what a click shows.
var openable = []string{"panel", "accordion", "toggle", "tab", "content", "spoiler", "collapse", "answer", "faq", "reveal", "more", "expand"}

// unseen reports, once, that readers do not see an element or should not have to.
func (r *renderer) unseen(n *html.Node) bool {
	if len(n.Attr) == 0 {
		return false
	}
	class := attr(n, "class")
	if how := hiddenBy(n, class); how != "" {
		if visible(n) {
			r.findings.add(Hidden, how)
		}
		return true
	}
	id := attr(n, "id")
	if class == "" && id == "" {
		return false
	}
	for word := range strings.FieldsSeq(class) {
		if hasPrefix(word, tocClasses) || r.Rendered && hasPrefix(word, noiseClasses) {
			r.findings.add(Noise, word)
			return true
		}
	}
	if id != "" && (hasPrefix(id, tocClasses) || r.Rendered && hasPrefix(id, noiseClasses)) {
		r.findings.add(Noise, id)
		return true
	}
	return false
}

// hiddenBy is what hides an element from all readers, "" if nothing does.
func hiddenBy(n *html.Node, class string) string {
	if class != "" && hasClass(n, "screen-reader-text", "sr-only", "visually-hidden") {
		return "screen-reader-text"
	}
	how := ""
	if style := attr(n, "style"); style != "" {
		if styleOf(style, "display") == "none" {
			how = "display:none"
		} else if styleOf(style, "visibility") == "hidden" {
			how = "visibility:hidden"
		}
	}
	if hasAttr(n, "hidden") && attr(n, "hidden") != "until-found" {
		how = "hidden"
	}
	if how == "" || attr(n, "role") == "tabpanel" || attr(n, "role") == "region" {
		return ""
	}
	for _, part := range openable {
		if strings.Contains(class, part) {
			return ""
		}
	}
	return how
}

func hasPrefix(s string, prefixes []string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// form takes a form: it goes when it asks for something, unless a whole text
// stands in it; labels go with it.
func (f *flow) form(n *html.Node) {
	if n.Data == "label" {
		f.children(n)
		return
	}
	asks := find(n, func(d *html.Node) bool {
		return is(d, "textarea") || is(d, "select") || is(d, "button") || is(d, "input") && attr(d, "type") != "hidden"
	})
	words := 0
	for d := range n.Descendants() {
		if d.Type == html.TextNode && !is(d.Parent, "label") && !is(d.Parent, "option") {
			words += len(strings.TrimSpace(d.Data))
		}
	}
	if asks == nil || words > 600 {
		f.box(n)
		return
	}
	f.r.findings.add(Form, hostOf(attr(n, "action")))
}

// mathTags are the elements of MathML that show something.
var mathTags = fields(`math mi mn mo ms mspace mtext mrow mfrac msqrt mroot mstyle merror mpadded mphantom msub msup msubsup munder mover munderover
	mmultiscripts mprescripts none mtable mtr mtd semantics`)

// cleanMath copies a formula, without what only machines read.
func cleanMath(n *html.Node) *html.Node {
	clean := element(n.Data)
	clean.Namespace = ""
	for _, name := range []string{"display", "mathvariant", "stretchy", "fence", "columnalign", "width", "accent"} {
		if v := attr(n, name); v != "" && !strings.ContainsAny(v, "<>:()") {
			setAttr(clean, name, v)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			clean.AppendChild(textNode(c.Data))
		case c.Type == html.ElementNode && mathTags[c.Data]:
			clean.AppendChild(cleanMath(c))
		}
	}
	return clean
}
