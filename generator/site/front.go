package site

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"maillage/generator/site/report"
)

// frontMatter is the head of a content file. Decoding is strict: a key that is
// not here, or that means nothing in that sort of file (the tag `in`), is a
// problem. The keys are explained in the package comment.
type frontMatter struct {
	Title       string      `yaml:"title"`
	Description string      `yaml:"description"`
	Updated     moment      `yaml:"updated"`
	Image       *frontImage `yaml:"image"`

	Lang        string   `yaml:"lang" in:"text"`
	Slug        string   `yaml:"slug" in:"text"`
	Address     string   `yaml:"url" in:"post page"` // below that of the zone, in place of the one made of folder and slug
	Draft       bool     `yaml:"draft" in:"text"`
	Publish     moment   `yaml:"publish" in:"text"`
	Expires     moment   `yaml:"expires" in:"text"`
	Translation string   `yaml:"translation" in:"text"`
	Aliases     []string `yaml:"aliases" in:"text"`
	Tags        []string `yaml:"tags" in:"text"`
	Category    string   `yaml:"category" in:"text"`
	Series      string   `yaml:"series" in:"text"`
	Author      string   `yaml:"author" in:"text"`
	Members     bool     `yaml:"members" in:"text"`
	Archive     string   `yaml:"archive" in:"post page"`
	SEOTitle    string   `yaml:"seo_title" in:"text"` // what search engines and tabs show, in place of the title and the site's name
	NoIndex     bool     `yaml:"noindex" in:"text"`   // search engines are asked to leave it out

	Date   moment   `yaml:"date" in:"post document manifesto"`
	Pinned bool     `yaml:"pinned" in:"post"`
	Show   []string `yaml:"show" in:"post event"`
	Weight int      `yaml:"weight" in:"page person manifesto"`
	Menu   bool     `yaml:"menu" in:"page"`

	Start        moment          `yaml:"start" in:"event"`
	End          moment          `yaml:"end" in:"event"`
	Place        *frontPlace     `yaml:"place" in:"event"`
	Online       string          `yaml:"online" in:"event"`
	Capacity     int             `yaml:"capacity" in:"event"`
	Guests       int             `yaml:"guests" in:"event"`
	WaitingList  bool            `yaml:"waiting_list" in:"event"`
	Registration frontPeriod     `yaml:"registration" in:"event"`
	Organizer    string          `yaml:"organizer" in:"event"`
	Price        string          `yaml:"price" in:"event"`
	Status       string          `yaml:"status" in:"event manifesto"`
	Progress     *int            `yaml:"progress" in:"manifesto"`
	Role         string          `yaml:"role" in:"person"`
	Group        string          `yaml:"group" in:"person"`
	Email        string          `yaml:"email" in:"person"`
	Phone        string          `yaml:"phone" in:"person"`
	File         string          `yaml:"file" in:"document"`
	Questions    []frontQuestion `yaml:"questions" in:"form event"`
	Opens        moment          `yaml:"opens" in:"form petition"`
	Closes       moment          `yaml:"closes" in:"form petition"`
	Limit        int             `yaml:"limit" in:"form"`
	Thanks       string          `yaml:"thanks" in:"form petition"`
	Notify       string          `yaml:"notify" in:"form petition"`
	Goal         int             `yaml:"goal" in:"petition"`
	Recipient    string          `yaml:"recipient" in:"petition"`

	Name    string            `yaml:"name" in:"home"`
	Tagline string            `yaml:"tagline" in:"home"`
	Contact frontContact      `yaml:"contact" in:"home"`
	Social  []frontLink       `yaml:"social" in:"home person"`
	CTA     *frontLink        `yaml:"cta" in:"home"`
	Domain  string            `yaml:"domain" in:"home"`
	Theme   string            `yaml:"theme" in:"home"`
	Links   []frontLink       `yaml:"menu" in:"home"`
	Blocks  []frontBlock      `yaml:"blocks" in:"home"`
	Texts   map[string]string `yaml:"texts" in:"home"`
	Legal   *frontLegal       `yaml:"legal" in:"home"`

	at     map[string]place // where each key stands: "title", "image.src"
	unread bool             // nothing of it is known
}

type frontImage struct {
	Src     string `yaml:"src"`
	Alt     string `yaml:"alt"`
	Caption string `yaml:"caption"`
}

type frontContact struct {
	Name    string `yaml:"name"`
	Email   string `yaml:"email"`
	Phone   string `yaml:"phone"`
	Address string `yaml:"address"`
}

type frontLink struct {
	Label string `yaml:"label"`
	URL   string `yaml:"url"`
}

type frontPlace struct {
	Name       string  `yaml:"name"`
	Address    string  `yaml:"address"`
	PostalCode string  `yaml:"postal_code"`
	Lat        float64 `yaml:"lat"`
	Lon        float64 `yaml:"lon"`
}

type frontPeriod struct {
	Opens  moment `yaml:"opens"`
	Closes moment `yaml:"closes"`
}

type frontQuestion struct {
	Name     string          `yaml:"name"`
	Type     string          `yaml:"type"`
	Label    string          `yaml:"label"`
	Help     string          `yaml:"help"`
	Required bool            `yaml:"required"`
	Options  []word          `yaml:"options"`
	Min      word            `yaml:"min"`
	Max      word            `yaml:"max"`
	Low      string          `yaml:"low"`
	High     string          `yaml:"high"`
	When     map[string]word `yaml:"when"`
}

type frontBlock struct {
	Type  string      `yaml:"type"`
	Title string      `yaml:"title"`
	Text  string      `yaml:"text"`
	Quote string      `yaml:"quote"`
	Name  string      `yaml:"name"`
	Role  string      `yaml:"role"`
	Label string      `yaml:"label"`
	URL   string      `yaml:"url"`
	Count int         `yaml:"count"`
	Image *frontImage `yaml:"image"`
	Items []frontItem `yaml:"items"`
}

type frontItem struct {
	Value word   `yaml:"value"`
	Label string `yaml:"label"`
	URL   string `yaml:"url"`
	Text  string `yaml:"text"`
}

type frontLegal struct {
	Controller frontController `yaml:"controller"`
	Director   string          `yaml:"director"`
	Host       frontHost       `yaml:"host"`
	DPO        frontDPO        `yaml:"dpo"`
	Access     frontAccess     `yaml:"accessibility"`
}

type frontController struct {
	Name         string `yaml:"name"`
	Form         string `yaml:"form"`
	Registration string `yaml:"registration"`
	Address      string `yaml:"address"`
	Email        string `yaml:"email"`
	Phone        string `yaml:"phone"`
}

type frontHost struct {
	Name    string `yaml:"name"`
	Address string `yaml:"address"`
	Phone   string `yaml:"phone"`
}

type frontDPO struct {
	Name  string `yaml:"name"`
	Email string `yaml:"email"`
}

type frontAccess struct {
	Level   string `yaml:"level"`
	Date    moment `yaml:"date"`
	Contact string `yaml:"contact"`
}

// moment is a date as written; with day only it is that day's first instant in
// Paris.
type moment struct{ time.Time }

// word is a text that may be written as a number, a date or true.
type word string

// place is a line and a column of a file, from 1.
type place struct{ line, col int }

// splitFront parts a file into front matter and body; bodyLine is the number of
// lines above the body. ok is false when the front matter does not start or,
// with open, does not end.
func splitFront(data []byte) (front, body []byte, bodyLine int, open, ok bool) {
	const fence = "---"
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	if string(bytes.TrimRight(line, " \t")) != fence {
		return nil, data, 0, false, false
	}
	start := len(data) - len(rest)
	for bodyLine = 1; len(rest) > 0; {
		end := len(data) - len(rest)
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		bodyLine++
		if string(bytes.TrimRight(line, " \t")) == fence {
			return data[start:end], rest, bodyLine, false, true
		}
	}
	return nil, nil, 0, true, false
}

// parseFront decodes the front matter of a file of some kind and section; what
// is wrong with it is returned without the file's name.
func parseFront(data []byte, section section) (frontMatter, []report.Problem) {
	d := &frontDecoder{section: section, at: map[string]place{}}
	var front frontMatter
	root, ok := quickYAML(data)
	if !ok {
		var document yaml.Node
		if err := yaml.Unmarshal(data, &document); err != nil {
			front.unread = true
			return front, []report.Problem{explainYAML(data, err)}
		}
		if len(document.Content) > 0 {
			root = document.Content[0]
		}
	}
	if root != nil {
		d.root(root, &front)
	}
	front.at = d.at
	d.require(&front)
	return front, d.problems
}

// require refuses a front matter that lacks what every page needs.
func (d *frontDecoder) require(front *frontMatter) {
	d.text("title", front.Title, true)
	if front.Image != nil {
		d.text("image.src", front.Image.Src, true)
		d.text("image.alt", front.Image.Alt, true)
	}
	if front.CTA != nil {
		d.text("cta.label", front.CTA.Label, true)
		d.text("cta.url", front.CTA.URL, true)
	}
	for i, link := range front.Social {
		key := indexed("social", i)
		d.text(key+".label", link.Label, true)
		if !strings.HasPrefix(link.URL, "https://") && !strings.HasPrefix(link.URL, "mailto:") {
			d.problem(d.place(key+".url"), report.T("front.url", link.URL), report.T("front.url.hint"))
		}
	}
	d.requireKind(front)
	if front.Lang != "" && !slices.Contains(languages, front.Lang) {
		d.problem(d.place("lang"), report.T("front.lang", front.Lang), report.T("front.known", strings.Join(languages, ", ")))
	}
}

// text refuses a required text that is missing or blank.
func (d *frontDecoder) text(key, value string, required bool) {
	if !required || strings.TrimSpace(value) != "" || d.failed[key] || d.misspelt[key] {
		return
	}
	message := report.T("front.required", key)
	if _, written := d.at[key]; written {
		message = report.T("front.empty", key)
	}
	d.problem(d.place(key), message, report.Text{})
}

// yamlLine takes the line out of a message of the YAML library: "yaml: line 3:
// did not find …".
func yamlLine(message string) (int, string) {
	message = strings.TrimPrefix(message, "yaml: ")
	rest, ok := strings.CutPrefix(message, "line ")
	if !ok {
		return 1, message
	}
	number, text, _ := strings.Cut(rest, ": ")
	line := 0
	for _, digit := range number {
		line = line*10 + int(digit-'0')
	}
	return line, text
}
