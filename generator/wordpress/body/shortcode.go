package body

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// code is a shortcode as written.
type code struct {
	name   string
	attrs  map[string]string
	values []string // those without a name
	close  bool     // [/name]
	void   bool     // [name /]
	raw    string
}

var (
	codeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)
	codeAttr = regexp.MustCompile(`([\p{L}\p{N}_-]+)\s*=\s*"([^"]*)"|([\p{L}\p{N}_-]+)\s*=\s*'([^']*)'|([\p{L}\p{N}_-]+)\s*=\s*[“”″«]\s*([^“”″»]*)[“”″»]|([\p{L}\p{N}_-]+)\s*=\s*([^\s"'“”]+)|"([^"]*)"|'([^']*)'|(\S+)`)
	rawPlace = regexp.MustCompile(`(?is)<(pre|code|script|style|textarea)\b[^>]*>.*?</(?:pre|code|script|style|textarea)\s*>`)
)

// shortcodes replaces what stands in brackets by what it stands for. Code, and the
// tags of HTML, are left as they are.
func (w *writer) shortcodes(content string, depth int) string {
	if !strings.Contains(content, "[") || depth > maxDepth {
		return content
	}
	var out strings.Builder
	from := 0
	for _, place := range append(rawPlace.FindAllStringIndex(content, -1), []int{len(content), len(content)}) {
		if place[0] < from {
			continue
		}
		w.run(&out, content[from:place[0]], depth)
		out.WriteString(content[place[0]:place[1]])
		from = place[1]
	}
	return out.String()
}

// run replaces the shortcodes of a stretch without code.
func (w *writer) run(out *strings.Builder, s string, depth int) {
	for {
		i := nextBracket(s)
		if i < 0 {
			out.WriteString(s)
			return
		}
		out.WriteString(s[:i])
		s = s[i:]
		if strings.HasPrefix(s, "[[") { // escaped: shown as it stands
			if end := strings.Index(s, "]]"); end > 0 && codeName.MatchString(nameIn(s[2:])) {
				out.WriteString(strings.ReplaceAll(s[1:end+1], "[", "&#91;"))
				s = s[end+2:]
				continue
			}
		}
		c, size := readCode(s)
		if size == 0 {
			out.WriteByte('[')
			s = s[1:]
			continue
		}
		inner, whole, closed := "", size, false
		if !c.close && !c.void {
			inner, whole, closed = enclosed(s, c.name, size)
		}
		shown, ok := w.show(c, inner, closed, depth)
		switch {
		case !ok:
			out.WriteByte('[')
			s = s[1:]
			continue
		case !closed:
			whole = size
		}
		out.WriteString(shown)
		s = s[whole:]
	}
}

// nextBracket finds the next [ outside of tags.
func nextBracket(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '[':
			return i
		case '<':
			if i+1 < len(s) && (s[i+1] == '/' || s[i+1] == '!' || s[i+1]|0x20 >= 'a' && s[i+1]|0x20 <= 'z') {
				if end := strings.IndexByte(s[i:], '>'); end > 0 {
					i += end
				}
			}
		}
	}
	return -1
}

func nameIn(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r == ' ' || r == ']' || r == '\n' || r == '/' || r == '\u00a0' || r == '=' || r == ':'
	})
	if end < 0 {
		return s
	}
	return s[:end]
}

// readCode reads a shortcode at the beginning of s; size 0 says that none is there.
func readCode(s string) (c code, size int) {
	end := closingBracket(s)
	if end < 0 || end > 20_000 {
		return c, 0
	}
	inside := s[1:end]
	c.raw = s[:end+1]
	inside, c.close = strings.CutPrefix(inside, "/")
	c.name = nameIn(inside)
	if !codeName.MatchString(c.name) {
		return c, 0
	}
	rest := inside[len(c.name):]
	rest, c.void = strings.CutSuffix(strings.TrimRight(rest, " \n\u00a0"), "/")
	c.attrs = map[string]string{}
	for _, m := range codeAttr.FindAllStringSubmatch(strings.NewReplacer("\u00a0", " ", "&#8220;", `"`, "&#8221;", `"`, "&#8243;", `"`, "&quot;", `"`).Replace(rest), -1) {
		switch {
		case m[1] != "":
			c.attrs[strings.ToLower(m[1])] = m[2]
		case m[3] != "":
			c.attrs[strings.ToLower(m[3])] = m[4]
		case m[5] != "":
			c.attrs[strings.ToLower(m[5])] = m[6]
		case m[7] != "":
			c.attrs[strings.ToLower(m[7])] = m[8]
		default:
			c.values = append(c.values, firstOf(m[9], m[10], strings.TrimPrefix(m[11], "=")))
		}
	}
	return c, end + 1
}

// closingBracket is where a shortcode ends: a ] in quotes or in a tag is not it.
func closingBracket(s string) int {
	quote, tag := byte(0), false
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && s[i-1] == '=':
			quote = c
		case c == '<':
			tag = true
		case c == '>':
			tag = false
		case c == ']' && !tag:
			return i
		case c == '[' && !tag:
			return -1
		}
	}
	return -1
}

// enclosed is what stands between a shortcode and its end.
func enclosed(s, name string, size int) (inner string, whole int, ok bool) {
	level := 1
	for i := size; ; {
		j := strings.IndexByte(s[i:], '[')
		if j < 0 {
			return "", size, false
		}
		i += j
		switch rest := s[i+1:]; {
		case strings.HasPrefix(rest, "/"+name+"]"):
			if level--; level == 0 {
				return s[size:i], i + len(name) + 3, true
			}
		case strings.HasPrefix(rest, name) && len(rest) > len(name) && (rest[len(name)] == ']' || rest[len(name)] == ' '):
			if end := strings.IndexByte(rest, ']'); end > 0 && rest[end-1] != '/' {
				level++
			}
		}
		i++
	}
}

// Names of shortcodes by what becomes of them.
var (
	formCodes = regexp.MustCompile(`^(contact-form(-7)?|gravityforms?|wpforms|ninja_forms?|formidable|mc4wp_form|caldera_form|forminator_form|fluentform|contact-field|sibwp_form|mailpoet_form|newsletter_form|happyforms|give_form|helloasso|embed_form)$`)
	builders  = regexp.MustCompile(`^(et_pb_|vc_|fusion_|av_|mk_|cs_|x_|ux_|tatsu_|themify_|fl_|wpb_|nectar_|qode_|edgtf_|mkdf_|eltdf_|kc_|bb_|bt_|su_|tm_|rev_|column|row|one_|two_|three_|tabs?$|accordion|toggle|spoiler|button|section|box|alert|dropcap|highlight|intense|lead|center)`)
	codeCodes = regexp.MustCompile(`^(sourcecode|source|code|highlight|php|html|css|javascript|js|python|bash|sql|xml|ruby|java)$`)
	dynamic   = regexp.MustCompile(`^(rev_slider|layerslider|metaslider|smartslider3|recent_posts|latest_posts|display-posts|product|products|woocommerce|tribe_events|events?_list|ai1ec|my_calendar|instagram-feed|custom-facebook-feed|toc|ez-toc|wp_sitemap_page|sitemap|social|share|addtoany|jetpack|table|tablepress|ngg|nggallery|searchandfilter|login|contact-info)`)
)

// show is the HTML that a shortcode stands for; ok is false for what is none.
func (w *writer) show(c code, inner string, closed bool, depth int) (shown string, ok bool) {
	if fate := w.c.Shortcodes[c.name]; fate != "" && !c.close {
		return map[string]string{"keep": w.shortcodes(inner, depth+1), "text": html.EscapeString(c.raw)}[fate], true
	}
	if c.close {
		return "", builders.MatchString(c.name)
	}
	if f := core(c.name); f != nil {
		return f(w, c, inner, depth), true
	}
	known := false
	switch {
	case formCodes.MatchString(c.name):
		w.find("form", c.name)
		return "", true
	case codeCodes.MatchString(c.name) && closed:
		lang := firstOf(c.attrs["language"], c.attrs["lang"], c.attrs["class"], c.name)
		if lang == "sourcecode" || lang == "source" || lang == "code" || lang == "highlight" {
			lang = ""
		}
		text := strings.Trim(html.UnescapeString(inner), "\n")
		return "\n\n<pre data-lang=\"" + html.EscapeString(lang) + "\"><code>" + html.EscapeString(text) + "</code></pre>\n\n", true
	case dynamic.MatchString(c.name) && !closed:
		w.find("dynamic", "["+c.name+"]")
		return "", true
	case builders.MatchString(c.name) && (len(c.attrs) > 0 || closed || strings.Contains(c.name, "_")):
		known = true
		w.find("builder", c.name)
	}
	if !known && len(c.attrs) == 0 && !closed && !c.void {
		return "", false // [sic], [1], […]: words
	}
	if !known {
		w.find("shortcode", c.name)
	}
	return w.builder(c, inner, depth), true
}

// builder keeps the words and pictures of a part that a page builder lays out.
func (w *writer) builder(c code, inner string, depth int) string {
	var b strings.Builder
	if heading := c.attrs["title"]; heading != "" && !strings.Contains(c.name, "image") && !strings.Contains(c.name, "button") {
		b.WriteString("\n\n<h3>" + html.EscapeString(html.UnescapeString(heading)) + "</h3>\n\n")
	}
	id, _ := strconv.Atoi(firstOf(c.attrs["image"], c.attrs["image_id"], c.attrs["attachment"]))
	if src := firstOf(c.attrs["src"], c.attrs["image_url"], c.attrs["img"]); isURL(src) && strings.Contains(c.name, "im") {
		b.WriteString(`<img src="` + html.EscapeString(src) + `" alt="` + html.EscapeString(c.attrs["alt"]) + `">`)
	} else if a, ok := w.attachment(id); ok {
		b.WriteString(`<img src="` + html.EscapeString(a.URL) + `" alt="` + html.EscapeString(a.Alt) + `">`)
	}
	b.WriteString(w.shortcodes(inner, depth+1))
	if to := firstOf(c.attrs["button_url"], c.attrs["url"], c.attrs["link"], c.attrs["href"]); isURL(to) && strings.Contains(c.name, "button") {
		words := firstOf(c.attrs["button_text"], c.attrs["title"], c.attrs["text"], strings.TrimSpace(inner), to)
		return ` <a class="button" href="` + html.EscapeString(to) + `">` + html.EscapeString(words) + "</a> "
	}
	return b.String()
}

// handler gives the HTML that a shortcode stands for.
type handler func(w *writer, c code, inner string, depth int) string

// core is the handler of a shortcode of WordPress itself or of WordPress.com, nil
// for any other.
func core(name string) handler {
	switch name {
	case "caption", "wp_caption":
		return caption
	case "gallery":
		return gallery
	case "playlist":
		return playlist
	case "audio", "video":
		return media
	case "ref", "efn_note", "footnote":
		return func(w *writer, _ code, inner string, _ int) string { return w.call(inner) }
	case "latex":
		return func(_ *writer, _ code, inner string, _ int) string { return "<code>" + inner + "</code>" }
	}
	base, ok := hosts[name]
	if !ok {
		return nil
	}
	return func(_ *writer, c code, inner string, _ int) string {
		address := firstOf(value(c), c.attrs["url"], c.attrs["src"], c.attrs["id"], strings.TrimSpace(html.UnescapeString(inner)))
		if address != "" && !isURL(address) {
			address = base + address
		}
		return "\n\n<wp-embed data-url=\"" + html.EscapeString(address) + "\"></wp-embed>\n\n"
	}
}

// hosts are the shortcodes that name something of another site, by address or by
// number.
var hosts = map[string]string{"embed": "", "youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/",
	"dailymotion": "https://www.dailymotion.com/video/", "wpvideo": "https://videopress.com/v/", "videopress": "https://videopress.com/v/",
	"soundcloud": "", "tweet": "https://twitter.com/i/status/", "instagram": "", "gist": "https://gist.github.com/", "googlemaps": ""}

// value is what stands behind the name of a shortcode without a name of its own.
func value(c code) string {
	if len(c.values) == 0 {
		return ""
	}
	return strings.TrimSpace(html.UnescapeString(c.values[0]))
}

var captioned = regexp.MustCompile(`(?is)^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)$`)

func caption(w *writer, c code, inner string, depth int) string {
	inner = w.shortcodes(inner, depth+1)
	picture, words := inner, c.attrs["caption"]
	if m := captioned.FindStringSubmatch(inner); m != nil {
		picture = m[1]
		if rest := strings.TrimSpace(m[2]); rest != "" {
			words = rest
		}
	}
	align := strings.TrimPrefix(c.attrs["align"], "align")
	return "\n\n<figure data-align=\"" + html.EscapeString(align) + "\">" + picture + "<figcaption>" + strings.TrimSpace(words) + "</figcaption></figure>\n\n"
}

// gallery shows files of the item, or those that it names.
func gallery(w *writer, c code, _ string, _ int) string {
	ids := numbers(firstOf(c.attrs["ids"], c.attrs["include"]))
	if len(ids) == 0 {
		left := numbers(c.attrs["exclude"])
		for _, id := range w.c.Children {
			if a, ok := w.attachment(id); ok && !slices.Contains(left, id) && (a.MIME == "" || strings.HasPrefix(a.MIME, "image/")) {
				ids = append(ids, id)
			}
		}
	}
	if strings.EqualFold(c.attrs["order"], "desc") {
		slices.Reverse(ids)
	}
	var b strings.Builder
	b.WriteString("\n\n<div class=\"gallery\">")
	for _, id := range ids {
		a, ok := w.attachment(id)
		if !ok {
			w.find("missing", "[gallery] "+number(id))
			continue
		}
		picture := `<img src="` + html.EscapeString(a.URL) + `" alt="` + html.EscapeString(a.Alt) + `">`
		if c.attrs["link"] != "none" {
			picture = `<a href="` + html.EscapeString(a.URL) + `">` + picture + "</a>"
		}
		b.WriteString("<figure>" + picture)
		if strings.TrimSpace(a.Caption) != "" {
			b.WriteString("<figcaption>" + a.Caption + "</figcaption>")
		}
		b.WriteString("</figure>")
	}
	return b.String() + "</div>\n\n"
}

func playlist(w *writer, c code, _ string, _ int) string {
	ids := numbers(firstOf(c.attrs["ids"], c.attrs["include"]))
	kind := firstOf(c.attrs["type"], "audio")
	if len(ids) == 0 {
		for _, id := range w.c.Children {
			if a, ok := w.attachment(id); ok && strings.HasPrefix(a.MIME, kind+"/") {
				ids = append(ids, id)
			}
		}
	}
	var b strings.Builder
	for _, id := range ids {
		a, ok := w.attachment(id)
		if !ok {
			w.find("missing", "[playlist] "+number(id))
			continue
		}
		b.WriteString("\n\n<figure><" + kind + ` src="` + html.EscapeString(a.URL) + `" controls></` + kind + "><figcaption>" + html.EscapeString(a.Title) + "</figcaption></figure>\n\n")
	}
	return b.String()
}

// media is a sound or a film of the site; one that names none shows the first file
// of the item.
func media(w *writer, c code, inner string, _ int) string {
	src := firstOf(c.attrs["src"], value(c))
	for _, format := range []string{"mp3", "m4a", "ogg", "wav", "flac", "mp4", "m4v", "webm", "ogv", "mov"} {
		src = firstOf(src, c.attrs[format])
	}
	if src == "" {
		for _, id := range w.c.Children {
			if a, ok := w.attachment(id); ok && strings.HasPrefix(a.MIME, c.name+"/") {
				src = a.URL
				break
			}
		}
	}
	src = firstOf(src, strings.TrimSpace(inner))
	if embeds(src) {
		return "\n\n<wp-embed data-url=\"" + html.EscapeString(src) + "\"></wp-embed>\n\n"
	}
	if src == "" {
		w.find("missing", "["+c.name+"]")
		return ""
	}
	return "\n\n<figure><" + c.name + ` src="` + html.EscapeString(src) + `" controls></` + c.name + "></figure>\n\n"
}

func (w *writer) attachment(id int) (Attachment, bool) {
	if w.c.Attachment == nil || id == 0 {
		return Attachment{}, false
	}
	return w.c.Attachment(id)
}

func numbers(list string) []int {
	var ids []int
	for part := range strings.FieldsFuncSeq(list, func(r rune) bool { return r < '0' || r > '9' }) {
		if id, err := strconv.Atoi(part); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
