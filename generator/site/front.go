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
	Title       string       `yaml:"title"`
	Description string       `yaml:"description"`
	Date        moment       `yaml:"date" in:"post"`
	Updated     moment       `yaml:"updated"`
	Slug        string       `yaml:"slug" in:"post page"`
	Lang        string       `yaml:"lang" in:"post page"`
	Author      string       `yaml:"author" in:"post page"`
	Image       *frontImage  `yaml:"image"`
	Tags        []string     `yaml:"tags" in:"post page"`
	Draft       bool         `yaml:"draft" in:"post page"`
	Weight      int          `yaml:"weight" in:"page"`
	Menu        bool         `yaml:"menu" in:"page"`
	Translation string       `yaml:"translation" in:"post page"`
	Name        string       `yaml:"name" in:"home"`
	Tagline     string       `yaml:"tagline" in:"home"`
	Contact     frontContact `yaml:"contact" in:"home"`
	Social      []frontLink  `yaml:"social" in:"home"`
	CTA         *frontLink   `yaml:"cta" in:"home"`

	at map[string]place // where each key stands: "title", "image.src"
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

// moment is a date as written; with day only it is that day's first instant in
// Paris.
type moment struct{ time.Time }

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
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		line, message := yamlLine(err.Error())
		d.problem(place{line + 1, 1}, report.T("front.yaml", message), report.T("front.yaml.hint"))
		return front, d.problems
	}
	if len(document.Content) > 0 {
		d.root(document.Content[0], &front)
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
	for _, link := range front.Social {
		d.text("social.label", link.Label, true)
		if !strings.HasPrefix(link.URL, "https://") && !strings.HasPrefix(link.URL, "mailto:") {
			d.problem(d.place("social"), report.T("front.url", link.URL), report.T("front.url.hint"))
		}
	}
	if front.Lang != "" && !slices.Contains(languages, front.Lang) {
		d.problem(d.place("lang"), report.T("front.lang", front.Lang), report.T("front.known", strings.Join(languages, ", ")))
	}
}

// text refuses a required text that is missing or blank.
func (d *frontDecoder) text(key, value string, required bool) {
	if !required || strings.TrimSpace(value) != "" || d.failed[key] {
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
