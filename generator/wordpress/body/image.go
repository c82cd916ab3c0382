package body

import (
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// image takes a picture; emoji become the letters they stand for.
func (f *flow) image(n *html.Node) {
	src := attr(n, "src")
	if hasClass(n, "emoji", "wp-smiley") || strings.Contains(src, "/images/core/emoji/") {
		f.text(attr(n, "alt"))
		return
	}
	if attr(n, "width") == "1" && attr(n, "height") == "1" {
		f.r.findings.add(DroppedElement, strings.TrimSpace("img "+hostOf(src)))
		return
	}
	if img := f.r.cleanImage(n); img != nil {
		if align := imageAlign(n); align != "" {
			setAttr(img, "data-align", align)
		}
		f.leaf(img)
	}
}

// cleanImage is a picture at its original address, with the words of the library
// when its tag has none; nil when it has no address.
func (r *renderer) cleanImage(n *html.Node) *html.Node {
	src := imageSource(n)
	if src == "" {
		return nil
	}
	if strings.HasPrefix(src, "data:") {
		if !strings.HasPrefix(src, "data:image/") || strings.HasPrefix(src, "data:image/svg") {
			r.findings.add(UnsafeAddress, "data")
			return nil
		}
	} else if src = safeAddress(r, src); src == "" {
		return nil
	}
	alt := strings.TrimSpace(attr(n, "alt"))
	if file, ok := r.library(n, src); ok {
		src = file.URL
		if alt == "" {
			alt = file.Alt
		}
	}
	img := element("img", "src", src)
	img.Attr = append(img.Attr, html.Attribute{Key: "alt", Val: alt})
	if title := attr(n, "title"); title != "" && title != alt && !isFileName(title, src) {
		setAttr(img, "title", title)
	}
	if hasClass(n.Parent, "is-resized") || n.Parent != nil && hasClass(n.Parent.Parent, "is-resized") {
		if width := resizedWidth(n); width != "" {
			setAttr(img, "width", width)
		}
	}
	return img
}

// resizedWidth is the width an author gave a picture, in pixels.
func resizedWidth(n *html.Node) string {
	width := attr(n, "width")
	if width == "" {
		width = strings.TrimSuffix(styleOf(attr(n, "style"), "width"), "px")
	}
	if _, err := strconv.Atoi(width); err != nil {
		return ""
	}
	return width
}

// lazySources are where plugins keep an address until the picture scrolls in.
var lazySources = []string{"data-orig-file", "data-src", "data-lazy-src", "data-original", "data-lazy", "data-full-url", "data-large-file", "data-echo", "data-wpfc-original-src", "data-lazyload", "data-srcset", "data-lazy-srcset", "srcset"}

func imageSource(n *html.Node) string {
	src := strings.TrimSpace(attr(n, "src"))
	if !isPlaceholder(src) {
		if full := attr(n, "data-orig-file"); full != "" {
			return full
		}
		return src
	}
	for _, name := range lazySources {
		v := strings.TrimSpace(attr(n, name))
		if strings.HasSuffix(name, "srcset") {
			v, _, _ = strings.Cut(v, " ")
		}
		if v != "" && !isPlaceholder(v) {
			return v
		}
	}
	if strings.HasPrefix(src, "data:") && len(src) < 300 {
		return ""
	}
	return src
}

func isPlaceholder(src string) bool {
	if src == "" || strings.HasPrefix(src, "data:") || src == "about:blank" {
		return true
	}
	name := strings.ToLower(path.Base(src))
	for _, word := range []string{"blank.gif", "1x1", "pixel.gif", "placeholder", "lazy", "spacer.gif", "transparent.gif", "grey.gif", "trans.gif"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

var imageClass = regexp.MustCompile(`(?:^|\s)wp-image-(\d+)(?:\s|$)`)

// library finds the attachment a picture shows. A number counts only when the file
// is the same: texts are copied from site to site.
func (r *renderer) library(n *html.Node, src string) (Attachment, bool) {
	id := attr(n, "data-id")
	if id == "" {
		id = attr(n, "data-attachment-id")
	}
	if found := imageClass.FindStringSubmatch(attr(n, "class")); found != nil {
		id = found[1]
	}
	if number, err := strconv.Atoi(id); err == nil && r.Attachment != nil {
		file, ok := r.Attachment(number)
		if ok && file.URL != "" && original(file.URL) == original(src) {
			return file, true
		}
		if !ok {
			defer func() {
				if r.ByURL == nil {
					r.findings.add(MissingAttachment, id)
				}
			}()
		}
	}
	return r.byAddress(src)
}

// byAddress asks for a file under the names its sizes and mirrors may have.
func (r *renderer) byAddress(src string) (Attachment, bool) {
	if r.ByURL == nil || strings.HasPrefix(src, "data:") {
		return Attachment{}, false
	}
	bare := unproxied(src)
	full := sizes.ReplaceAllString(bare, "$2")
	for i, candidate := range []string{src, bare, full} {
		if i > 0 && candidate == src || i == 2 && candidate == bare {
			continue
		}
		if file, ok := r.ByURL(candidate); ok && file.URL != "" {
			return file, true
		}
	}
	if strings.Contains(src, "/wp-content/uploads/") || strings.Contains(src, ".files.wordpress.com/") {
		r.findings.add(MissingAttachment, src)
	}
	return Attachment{}, false
}

var (
	sizes = regexp.MustCompile(`((?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{9,})+)(\.[A-Za-z]{2,4})$`)
	photo = regexp.MustCompile(`^(?:https?:)?//i\d\.wp\.com/(.+)$`)
)

// unproxied is an address without what asks for another size of the file.
func unproxied(src string) string {
	if found := photo.FindStringSubmatch(src); found != nil {
		src = "https://" + found[1]
	}
	src, _, _ = strings.Cut(src, "#")
	src, _, _ = strings.Cut(src, "?")
	return src
}

// original is the name of a file without size and folder, to compare.
func original(src string) string {
	name := path.Base(unproxied(src))
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	return strings.ToLower(sizes.ReplaceAllString(name, "$2"))
}

// isFileName reports whether a title only repeats the name of the file.
func isFileName(title, src string) bool {
	name := original(src)
	return strings.EqualFold(title, name) || strings.EqualFold(title, strings.TrimSuffix(name, path.Ext(name)))
}

// imageAlign is where an author put a picture.
func imageAlign(n *html.Node) string {
	for word := range strings.FieldsSeq(attr(n, "class")) {
		switch word {
		case "alignleft", "alignright", "aligncenter", "alignwide", "alignfull":
			return strings.TrimPrefix(word, "align")
		}
	}
	if n.Data == "img" {
		switch v := strings.ToLower(attr(n, "align")); v {
		case "left", "right":
			return v
		case "middle", "center":
			return "center"
		}
		if side := styleOf(attr(n, "style"), "float"); side == "left" || side == "right" {
			return side
		}
	}
	return ""
}

// noscript takes what browsers without scripts show: the picture that a script
// would load, if it has not been taken yet.
func (f *flow) noscript(n *html.Node) {
	for d := range n.Descendants() {
		if !is(d, "img") {
			continue
		}
		if src := imageSource(d); src != "" && !f.sawImage(n, src) {
			f.image(d)
		}
	}
}

// sawImage reports whether one of the last pictures before n has the same file.
func (f *flow) sawImage(n *html.Node, src string) bool {
	for p, steps := n.PrevSibling, 0; p != nil && steps < 4; p, steps = p.PrevSibling, steps+1 {
		if is(p, "img") && original(imageSource(p)) == original(src) {
			return true
		}
		if p.Type == html.ElementNode {
			if img := findTag(p, "img"); img != nil && original(imageSource(img)) == original(src) {
				return true
			}
		}
	}
	return false
}
