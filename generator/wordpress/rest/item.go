package rest

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"

	"maillage/generator/wordpress/wxr"
)

// apiTerm is a category, a tag or another term.
type apiTerm struct {
	ID       int    `json:"id"`
	Slug     string `json:"slug"`
	Name     string `json:"name"`
	Taxonomy string `json:"taxonomy"`
	Parent   int    `json:"parent"`
}

// words are a text as stored, if one may see it, and as shown.
type words struct {
	Raw       *string `json:"raw"`
	Rendered  string  `json:"rendered"`
	Protected bool    `json:"protected"`
}

// apiPost is a post, a page, a file or another item.
type apiPost struct {
	ID          int    `json:"id"`
	Parent      int    `json:"parent"`
	Post        int    `json:"post"` // of a file: what it was uploaded to
	Type        string `json:"type"`
	Status      string `json:"status"`
	Link        string `json:"link"`
	Slug        string `json:"slug"`
	Date        string `json:"date"`
	DateGMT     string `json:"date_gmt"`
	Modified    string `json:"modified"`
	ModifiedGMT string `json:"modified_gmt"`
	Sticky      bool   `json:"sticky"`
	Order       int    `json:"menu_order"`
	Featured    int    `json:"featured_media"`
	Password    string `json:"password"`
	Source      string `json:"source_url"`
	Alt         string `json:"alt_text"`
	Title       words  `json:"title"`
	Content     words  `json:"content"`
	Excerpt     words  `json:"excerpt"`
	Caption     words  `json:"caption"`
	Description words  `json:"description"`
	GUID        words  `json:"guid"`
	Details     struct {
		File string `json:"file"`
	} `json:"media_details"`
	Yoast struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		Robots      struct {
			Index string `json:"index"`
		} `json:"robots"`
	} `json:"yoast_head_json"`
	Embedded struct {
		Author []struct {
			Name string `json:"name"`
		} `json:"author"`
		Terms [][]apiTerm `json:"wp:term"`
	} `json:"_embedded"`
}

// text is what is stored, else what is shown.
func (w words) text() string {
	if w.Raw != nil {
		return *w.Raw
	}
	return w.Rendered
}

// item is a post as an export would have it.
func (p *apiPost) item() *wxr.Item {
	item := &wxr.Item{ID: p.ID, Parent: p.Parent, Type: p.Type, Status: p.Status, Title: p.Title.text(), Link: p.Link, Slug: p.Slug, GUID: p.GUID.Rendered,
		Date: moment(p.Date, p.DateGMT), Modified: moment(p.Modified, p.ModifiedGMT), Content: p.Content.text(), Rendered: p.Content.Raw == nil,
		Password: p.Password != "" || p.Content.Protected, Sticky: p.Sticky, MenuOrder: p.Order, Meta: map[string][]string{}}
	if len(p.Embedded.Author) > 0 && !strings.Contains(p.Embedded.Author[0].Name, "@") {
		item.Creator = html.UnescapeString(p.Embedded.Author[0].Name)
	}
	for _, group := range p.Embedded.Terms {
		for _, t := range group {
			if t.Slug != "" {
				item.Terms = append(item.Terms, wxr.Term{Domain: t.Taxonomy, Slug: t.Slug, Name: t.Name})
			}
		}
	}
	if p.Featured > 0 {
		item.Meta["_thumbnail_id"] = []string{strconv.Itoa(p.Featured)}
	}
	if p.Yoast.Description != "" {
		item.Meta["_yoast_wpseo_metadesc"] = []string{p.Yoast.Description}
	}
	if p.Yoast.Title != "" {
		item.Meta["_yoast_wpseo_title"] = []string{p.Yoast.Title}
	}
	if p.Yoast.Robots.Index == "noindex" {
		item.Meta["_yoast_wpseo_meta-robots-noindex"] = []string{"1"}
	}
	if p.Type == "attachment" {
		p.file(item)
	} else if p.Excerpt.Raw != nil || !automatic(p.Excerpt.Rendered, p.Content.Rendered) {
		item.Excerpt = p.Excerpt.text()
	}
	return item
}

// file fills what only files have.
func (p *apiPost) file(item *wxr.Item) {
	item.Parent, item.AttachmentURL, item.Excerpt, item.Content = p.Post, p.Source, p.Caption.text(), ""
	if item.Status == "" {
		item.Status = "inherit"
	}
	if p.Alt != "" {
		item.Meta["_wp_attachment_image_alt"] = []string{p.Alt}
	}
	if p.Details.File != "" {
		item.Meta["_wp_attached_file"] = []string{p.Details.File}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// automatic says whether an excerpt is but the beginning of its text.
func automatic(excerpt, content string) bool {
	plain := func(s string) string {
		return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(s, " "))), " ")
	}
	short := plain(excerpt)
	for _, end := range []string{"[…]", "[...]", "…", "..."} {
		if before, _, found := strings.Cut(short, end); found {
			short = strings.TrimSpace(before)
		}
	}
	if short == "" {
		return true
	}
	start := []rune(short)
	return strings.HasPrefix(plain(content), string(start[:min(len(start), 80)]))
}

// moment is a time of the site's own clock, with the offset that the same moment in
// London shows.
func moment(local, gmt string) time.Time {
	const layout = "2006-01-02T15:04:05"
	at, err := time.Parse(layout, local)
	if err != nil {
		return time.Time{}
	}
	there, err := time.Parse(layout, gmt)
	if err != nil {
		there = at
	}
	offset := at.Sub(there).Round(15 * time.Minute)
	return there.In(time.FixedZone("", int(offset/time.Second)))
}
