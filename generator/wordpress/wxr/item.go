package wxr

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// item reads one and gives it away.
func (r *reader) item() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	item := &Item{Meta: map[string][]string{}}
	fields, err := r.fields("item", func(t tag) (bool, error) { return r.part(item, t) })
	if errors.Is(err, errLong) || errors.Is(err, errOpen) {
		r.tell(map[bool]string{true: "long", false: "open"}[errors.Is(err, errLong)], "", 0)
		return r.leave(err)
	} else if err != nil {
		return err
	}
	item.fill(fields)
	switch {
	case item.ID == 0:
		r.tell("noid", item.Title, 0)
		return nil
	case item.Type == "":
		r.tell("notype", item.Title, item.ID)
		return nil
	}
	return r.give(item)
}

// leave goes to the end of an item that cannot be read.
func (r *reader) leave(why error) error {
	if errors.Is(why, errOpen) {
		return nil // its end has been read, or that of everything
	}
	for {
		t, err := r.next()
		if err != nil {
			return err
		}
		if t.end && t.name == "item" {
			return nil
		}
	}
}

// part reads the elements of an item that may come more than once.
func (r *reader) part(item *Item, t tag) (bool, error) {
	switch t.name {
	case "category":
		name, err := r.read(t.name, true)
		domain, slug := t.attr("domain"), t.attr("nicename")
		if domain == "tag" {
			domain = "post_tag"
		}
		if domain != "" && (slug != "" || name != "") {
			term := Term{Domain: domain, Slug: slug, Name: strings.TrimSpace(name)}
			if slug == "" {
				term.Slug = strings.ToLower(strings.ReplaceAll(term.Name, " ", "-"))
			}
			item.Terms = appendNew(item.Terms, term, func(t Term) string { return t.Domain + "/" + t.Slug })
		}
		return true, err
	case "wp:postmeta":
		fields, err := r.fields(t.name, nil)
		if err != nil {
			return true, err
		}
		if key := strings.TrimSpace(fields["wp:meta_key"]); wanted(key) {
			item.Meta[key] = append(item.Meta[key], fields["wp:meta_value"])
		}
		return true, nil
	case "wp:comment":
		return true, r.comment(item)
	case "wp:post_password":
		password, err := r.read(t.name, true)
		item.Password = strings.TrimSpace(password) != ""
		return true, err
	}
	return false, nil
}

// wanted says whether a custom field is one that WordPress or a well-known plugin
// gives a meaning to. Others are their plugin's business, and may be secret.
func wanted(key string) bool {
	for _, prefix := range []string{"_yoast_wpseo_", "rank_math_", "_aioseo_", "_seopress_", "_menu_item_", "_Event", "_elementor_edit"} {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	switch key {
	case "_thumbnail_id", "_wp_attachment_image_alt", "_wp_attached_file", "_wp_attachment_metadata", "_wp_old_slug", "_wp_page_template", "footnotes",
		"_fl_builder_enabled", "_bricks_page_content_2", "ct_builder_shortcodes":
		return true
	}
	return false
}

// comment reads one; what was not approved, or was made by a machine, is left out.
func (r *reader) comment(item *Item) error {
	var c Comment
	approved, machine := false, false
	_, err := r.fields("wp:comment", func(t tag) (bool, error) {
		switch t.name {
		case "wp:commentmeta":
			_, err := r.fields(t.name, nil)
			return true, err
		case "wp:comment_id", "wp:comment_parent", "wp:comment_approved", "wp:comment_type", "wp:comment_date", "wp:comment_content":
		default:
			_, err := r.read(t.name, false)
			return true, err
		}
		value, err := r.read(t.name, true)
		switch trimmed := strings.TrimSpace(value); t.name {
		case "wp:comment_id":
			c.ID = number(trimmed)
		case "wp:comment_parent":
			c.Parent = number(trimmed)
		case "wp:comment_approved":
			approved = trimmed == "1" || trimmed == "approve"
		case "wp:comment_type":
			machine = trimmed != "" && trimmed != "comment"
		case "wp:comment_date":
			c.Date = clock(trimmed, "")
		case "wp:comment_content":
			c.Content = value
		}
		return true, err
	})
	if err == nil && approved && !machine {
		item.Comments = append(item.Comments, c)
	}
	return err
}

// fill takes the fields that come once.
func (item *Item) fill(fields map[string]string) {
	get := func(name string) string { return strings.TrimSpace(fields[name]) }
	item.ID, item.Parent, item.Order = number(get("wp:post_id")), number(get("wp:post_parent")), number(get("wp:menu_order"))
	item.Type, item.Status, item.Slug = get("wp:post_type"), get("wp:status"), get("wp:post_name")
	item.Title, item.Link, item.GUID, item.Creator = get("title"), get("link"), get("guid"), get("dc:creator")
	item.Content, item.Excerpt = fields["content:encoded"], fields["excerpt:encoded"]
	item.Date, item.Modified = clock(get("wp:post_date"), get("wp:post_date_gmt")), clock(get("wp:post_modified"), get("wp:post_modified_gmt"))
	item.Sticky, item.URL = get("wp:is_sticky") == "1", get("wp:attachment_url")
	if data := item.Meta["_wp_attachment_metadata"]; len(data) > 0 {
		item.measures(data[0])
		delete(item.Meta, "_wp_attachment_metadata")
	}
}

func number(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// clock is a moment told by a site's own clock; gmt, the same moment in London,
// tells its offset. Without, it is Paris.
func clock(local, gmt string) time.Time {
	const layout = "2006-01-02 15:04:05"
	at, err := time.Parse(layout, local)
	if err != nil || at.Year() < 1 {
		return time.Time{}
	}
	place := paris()
	if there, err := time.Parse(layout, gmt); err == nil && there.Year() > 0 {
		offset := at.Sub(there).Round(15 * time.Minute)
		if _, usual := there.In(place).Zone(); offset >= -14*time.Hour && offset <= 14*time.Hour && offset != time.Duration(usual)*time.Second {
			place = time.FixedZone("", int(offset/time.Second))
		}
	}
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, place)
}

func paris() *time.Location {
	place, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return time.UTC
	}
	return place
}

var (
	phpFile = regexp.MustCompile(`s:4:"file";s:\d+:"([^"/\\]{1,250})"`)
	phpSide = regexp.MustCompile(`s:(?:5:"width"|6:"height");(?:i:|s:\d+:")(\d{1,6})`)
)

// measures takes the size of a picture and the names of its resized files out of
// what PHP has serialised.
func (item *Item) measures(data string) {
	if len(data) > 1<<20 {
		return
	}
	if sides := phpSide.FindAllStringSubmatch(data, 2); len(sides) == 2 {
		item.Width, item.Height = number(sides[0][1]), number(sides[1][1])
	}
	for _, found := range phpFile.FindAllStringSubmatch(data, 100) {
		item.Sizes = append(item.Sizes, found[1])
	}
}
