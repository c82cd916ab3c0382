package body

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
)

// builder writes what a shortcode of a page builder shows: a box around what it
// encloses, and what its attributes say to readers.
func (e *expander) builder(m mark, a attributes) int {
	switch m.name {
	case "vc_raw_html", "fusion_code", "vc_raw_js":
		e.encoded(e.inner(m))
		return e.behind(m)
	case "et_pb_gallery", "vc_gallery", "vc_images_carousel", "fusion_gallery", "av_gallery", "av_masonry_gallery":
		ids := a.get("gallery_ids", "images", "image_ids", "ids")
		if len(numbers(ids)) > 0 {
			e.gallery(attributes{named: map[string]string{"ids": ids, "link": "none"}})
		}
	}
	if e.builderButton(m, a) {
		return e.behind(m)
	}
	if m.partner >= 0 {
		tag := boxTag(m.name, a)
		e.w.start(tag, "<"+tag+">")
	}
	e.builderTitle(m.name, a)
	e.builderPicture(m.name, a)
	return m.end
}

// boxTag is the element around what a shortcode encloses.
func boxTag(name string, a attributes) string {
	if size := a.get("size"); name == "fusion_title" && len(size) == 1 && size >= "1" && size <= "6" {
		return "h" + size
	}
	return "div"
}

// encoded writes the HTML of a raw element, which builders store in base64.
func (e *expander) encoded(s string) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil {
		e.fragment(s)
		return
	}
	text := string(raw)
	if decoded, err := url.PathUnescape(text); err == nil {
		text = decoded
	}
	e.fragment(text)
}

// builderTitle writes titles that are attributes.
func (e *expander) builderTitle(name string, a attributes) {
	title := a.get("title", "heading")
	if name == "vc_custom_heading" || name == "av_textblock" {
		title = a.get("text", "heading")
	}
	if strings.Contains(name, "image") || strings.Contains(name, "button") || strings.Contains(name, "btn") || strings.HasSuffix(name, "_column") || strings.HasSuffix(name, "_row") {
		title = "" // a tooltip
	}
	tag := a.get("header_level", "title_level", "title_tag", "tag", "element_tag")
	if _, after, ok := strings.Cut(a.get("font_container"), "tag:"); ok {
		tag, _, _ = strings.Cut(after, "|")
	}
	if len(tag) != 2 || tag[0] != 'h' || tag[1] < '1' || tag[1] > '6' {
		tag = ""
	}
	if strings.TrimSpace(title) != "" {
		e.builderLine(tag, title)
	}
	for _, attr := range []string{"h2", "h4", "subhead", "subtitle", "name", "position", "author", "job_title", "number"} {
		if text := a.get(attr); strings.TrimSpace(text) != "" && strings.HasPrefix(name, "et_pb_") || attr[0] == 'h' && text != "" {
			e.builderLine("", text)
		}
	}
}

// builderLine writes a heading of a known level, else a bold line.
func (e *expander) builderLine(tag, text string) {
	bold := tag == ""
	if bold {
		tag = "p"
	}
	e.w.start(tag, "<"+tag+">")
	if bold {
		e.w.start("strong", "<strong>")
	}
	e.fragment(unbracket(text))
	if bold {
		e.w.end("strong")
	}
	e.w.end(tag)
}

// unbracket gives a value its brackets and quotes back, which builders hide from
// the parser of shortcodes.
func unbracket(s string) string {
	return strings.NewReplacer("%22", `"`, "%91", "[", "%93", "]", "``", `"`, "`{`", "[", "`}`", "]").Replace(s)
}

func (e *expander) builderPicture(name string, a attributes) {
	source := a.get("src")
	if source == "" {
		source = a.get("image")
	}
	if ids := numbers(source); len(ids) == 1 && !strings.Contains(source, "/") {
		source = ""
		if file, ok := e.attachment(ids[0]); ok {
			e.picture(picture{file, ids[0]}, "none")
		}
	}
	if !strings.Contains(source, "/") || strings.Contains(name, "video") || strings.Contains(name, "audio") {
		return
	}
	e.w.start("figure", "<figure>")
	e.w.start("img", fmt.Sprintf(`<img src="%s" alt="%s">`, escape(plain(source)), escape(plain(a.get("alt")))))
	e.w.end("figure")
}

// builderButton writes a button whose address is an attribute, and reports whether
// it was one and nothing else.
func (e *expander) builderButton(m mark, a attributes) bool {
	isButton := strings.Contains(m.name, "button") || strings.Contains(m.name, "btn")
	text := a.get("button_text")
	if isButton && text == "" {
		text = a.get("text", "label", "title", "content")
	}
	if inner := e.inner(m); isButton && strings.TrimSpace(inner) != "" {
		text = inner
	}
	if text == "" {
		return false
	}
	e.w.start("p", "<p>")
	e.w.start("a", `<a class="button" href="`+escape(buttonAddress(a))+`">`)
	e.fragment(unbracket(text))
	e.w.end("a")
	e.w.end("p")
	return isButton
}

// buttonAddress is an address as builders write it: plain, "manually,https://…" or
// "url:https%3A%2F%2F…|title:…".
func buttonAddress(a attributes) string {
	address := strings.TrimPrefix(a.get("button_url", "link", "url", "href"), "manually,")
	for part := range strings.SplitSeq(address, "|") {
		if encoded, ok := strings.CutPrefix(part, "url:"); ok {
			if decoded, err := url.QueryUnescape(encoded); err == nil {
				return decoded
			}
		}
	}
	return plain(address)
}
