package body

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// gallery writes the pictures that [gallery] names, or those of the item.
func (e *expander) gallery(a attributes) {
	var pictures []picture
	for _, p := range e.choose(a) {
		if strings.HasPrefix(p.MIME, "image/") || p.MIME == "" {
			pictures = append(pictures, p)
		}
	}
	if len(pictures) == 0 {
		return
	}
	e.w.start("figure", `<figure class="wp-block-gallery">`)
	for _, p := range pictures {
		e.picture(p, a.get("link"))
	}
	e.w.end("figure")
}

// picture is an attachment and its number.
type picture struct {
	Attachment
	id int
}

// choose finds the attachments that a shortcode means, in its order.
func (e *expander) choose(a attributes) []picture {
	ids := numbers(a.get("ids", "include"))
	if len(ids) == 0 && e.Children != nil {
		parent, _ := strconv.Atoi(a.get("id"))
		ids = slices.Clone(e.Children(parent))
	}
	exclude := numbers(a.get("exclude"))
	var all []picture
	for _, id := range ids {
		if slices.Contains(exclude, id) {
			continue
		}
		if file, ok := e.attachment(id); ok {
			all = append(all, picture{file, id})
		}
	}
	switch order := strings.ToLower(a.get("orderby")); {
	case strings.HasPrefix(order, "title"):
		slices.SortStableFunc(all, func(a, b picture) int { return strings.Compare(a.Title, b.Title) })
	case strings.HasPrefix(order, "id"):
		slices.SortStableFunc(all, func(a, b picture) int { return a.id - b.id })
	}
	if strings.EqualFold(a.get("order"), "desc") {
		slices.Reverse(all)
	}
	return all
}

// attachment asks the site, and reports what it does not have.
func (e *expander) attachment(id int) (Attachment, bool) {
	if e.Attachment == nil {
		return Attachment{}, false
	}
	file, ok := e.Attachment(id)
	if !ok {
		e.findings.add(MissingAttachment, strconv.Itoa(id))
	}
	return file, ok
}

func (e *expander) picture(p picture, link string) {
	if e.pictures++; e.pictures > maxPictures {
		e.findings.add(TooMuch, "pictures")
		return
	}
	e.w.start("figure", "<figure>")
	address := p.Page
	switch link {
	case "none":
		address = ""
	case "file", "media":
		address = p.URL
	}
	if address != "" {
		e.w.start("a", `<a href="`+escape(address)+`">`)
	}
	e.w.start("img", fmt.Sprintf(`<img class="wp-image-%d" src="%s" alt="%s">`, p.id, escape(p.URL), escape(p.Alt)))
	if address != "" {
		e.w.end("a")
	}
	e.caption(p.Caption)
	e.w.end("figure")
}

func (e *expander) caption(s string) {
	if strings.TrimSpace(s) == "" {
		return
	}
	e.w.start("figcaption", "<figcaption>")
	e.fragment(s)
	e.w.end("figcaption")
}

// playlist writes the sounds or films of a playlist one after the other.
func (e *expander) playlist(a attributes) {
	kind := "audio"
	if a.get("type") == "video" {
		kind = "video"
	}
	for _, p := range e.choose(a) {
		if p.MIME != "" && !strings.HasPrefix(p.MIME, kind+"/") {
			continue
		}
		e.w.start("figure", "<figure>")
		e.w.start(kind, fmt.Sprintf(`<%s src="%s">`, kind, escape(p.URL)))
		e.w.end(kind)
		if p.Caption != "" {
			e.caption(p.Caption)
		} else {
			e.caption(escape(p.Title))
		}
		e.w.end("figure")
	}
}

// formats are the attributes by which [audio] and [video] name their files.
var formats = []string{"src", "mp3", "m4a", "ogg", "oga", "wav", "wma", "flac", "mp4", "m4v", "webm", "ogv", "wmv", "flv", "mov"}

// media writes a sound or a film. Players that are no files are embeds.
func (e *expander) media(kind string, a attributes) {
	var sources []string
	for _, format := range formats {
		if address := plain(a.get(format)); address != "" {
			sources = append(sources, address)
		}
	}
	if len(sources) == 0 && len(a.list) > 0 {
		address, _, _ := strings.Cut(a.list[0], "|")
		sources = append(sources, plain(address))
	}
	if len(sources) == 0 {
		sources = e.firstChild(kind)
	}
	if len(sources) == 0 {
		e.findings.add(MissingAttachment, kind)
		return
	}
	if _, ok := knownEmbed(sources[0]); ok && !slices.Contains(formats, strings.TrimPrefix(path.Ext(sources[0]), ".")) {
		e.embed(sources[0], "")
		return
	}
	e.w.start(kind, fmt.Sprintf(`<%s src="%s" poster="%s">`, kind, escape(sources[0]), a.get("poster")))
	for _, source := range sources[1:] {
		e.w.start("source", `<source src="`+escape(source)+`">`)
	}
	e.w.end(kind)
}

// firstChild is the file a bare [audio] or [video] plays.
func (e *expander) firstChild(kind string) []string {
	if e.Children == nil || e.Attachment == nil {
		return nil
	}
	for _, id := range e.Children(0) {
		if file, ok := e.Attachment(id); ok && strings.HasPrefix(file.MIME, kind+"/") {
			return []string{file.URL}
		}
	}
	return nil
}

// numbers reads a list of ids.
func numbers(s string) []int {
	var list []int
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r < '0' || r > '9' }) {
		if n, err := strconv.Atoi(word); err == nil {
			list = append(list, n)
		}
	}
	return list
}
