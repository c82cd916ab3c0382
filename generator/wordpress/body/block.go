package body

import (
	"encoding/json"
	"strconv"
	"strings"
)

// blockDelimiter reads a comment such as <!-- wp:image {"id":3} -->. Names lose
// the namespace of WordPress itself.
func blockDelimiter(comment string) (mark, bool) {
	s := strings.TrimSuffix(strings.TrimPrefix(comment, "<!--"), "-->")
	s = strings.Trim(s, " \t\r\n")
	b := mark{kind: blockMark, partner: -1}
	if cut, ok := strings.CutPrefix(s, "/"); ok {
		b.closing, s = true, cut
	}
	s, ok := strings.CutPrefix(s, "wp:")
	if !ok {
		return b, false
	}
	end := strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '/')
	})
	if end < 0 {
		end = len(s)
	}
	name, attrs := s[:end], strings.TrimSpace(s[end:])
	if cut, ok := strings.CutSuffix(name, "/"); ok { // <!-- wp:x/-->
		name, b.alone = cut, true
	}
	if cut, ok := strings.CutSuffix(attrs, "/"); ok && !b.closing {
		attrs, b.alone = strings.TrimSpace(cut), true
	}
	b.name, b.attrs = strings.TrimPrefix(name, "core/"), attrs
	return b, b.name != ""
}

// blockAttrs are the attributes of a block.
type blockAttrs map[string]any

// parseBlockAttrs reads JSON; what is none counts as no attributes.
func parseBlockAttrs(s string) blockAttrs {
	var a blockAttrs
	if !strings.HasPrefix(s, "{") || json.Unmarshal([]byte(s), &a) != nil {
		return nil
	}
	return a
}

func (a blockAttrs) text(name string) string {
	s, _ := a[name].(string)
	return s
}

func (a blockAttrs) number(name string) int {
	switch v := a[name].(type) {
	case float64:
		return int(v)
	case string:
		n, _ := strconv.Atoi(v)
		return n
	}
	return 0
}

// blockFate says what becomes of a block by its name alone.
type blockFate int

const (
	keepBlock blockFate = iota // its stored HTML says all
	dropBlock                  // made anew at each visit
	formBlock
)

// dynamicBlocks are those whose stored HTML, if any, is a template, not a text.
var dynamicBlocks = fields(`latest-posts latest-comments archives categories tag-cloud calendar rss search loginout login-out
	query comments comments-query-loop navigation page-list avatar read-more breadcrumbs template-part pattern
	home-link terms-query term-template term-name term-count term-description legacy-widget widget-group widget-area
	table-of-contents rank-math/toc-block yoast-seo/table-of-contents yoast-seo/breadcrumbs yoast-seo/estimated-reading-time
	simpletoc/toc ub/table-of-contents-block ub/table-of-contents essential-blocks/table-of-contents uagb/table-of-contents
	kadence/tableofcontents stackable/table-of-contents generatepress/toc aioseo/table-of-contents aioseo/breadcrumbs
	jetpack/related-posts jetpack/sharing-buttons jetpack/sharing-button jetpack/like jetpack/blogging-prompt
	kadence/posts uagb/post-grid uagb/post-carousel uagb/post-masonry uagb/post-timeline generateblocks/query-loop
	generateblocks/query stackable/posts coblocks/posts coblocks/post-carousel ub/post-grid newspack-blocks/homepage-articles
	newspack-blocks/carousel tribe/events-list tribe/event-datetime`)

// formBlocks ask for something; this generator has forms of its own.
var formBlocks = fields(`jetpack/contact-form jetpack/subscriptions jetpack/mailchimp jetpack/donations jetpack/payment-buttons
	contact-form-7/contact-form-selector wpforms/form-selector gravityforms/form ninja-forms/form formidable/simple-form
	forminator/forms fluentfom/guten-block mailpoet/subscription-form-block mailchimp-for-wp/form kadence/form
	kadence/advanced-form uagb/forms sureforms/form happyforms/form sib/subscribe-form give/donation-form coblocks/form
	tnp/minimal`)

// fateOf is the fate of a block whose stored HTML is not enough to go by.
func fateOf(name string) blockFate {
	switch {
	case formBlocks[name]:
		return formBlock
	case dynamicBlocks[name], isPart(name, "post-"), isPart(name, "site-"), isPart(name, "query-"), isPart(name, "comment-"), isPart(name, "comments-"),
		isPart(name, "navigation-"), strings.HasPrefix(name, "woocommerce/"):
		return dropBlock
	}
	return keepBlock
}

// isPart reports whether a block of WordPress itself is one of a family that fills
// templates.
func isPart(name, family string) bool {
	return strings.HasPrefix(name, family) && !strings.Contains(name, "/")
}

// fields makes a set of the words of s.
func fields(s string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(s) {
		set[word] = true
	}
	return set
}
