package site_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math/rand/v2"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// author makes up content and changes it at random. What it does depends on its
// random numbers alone.
type author struct {
	random *rand.Rand
	files  map[string]string // the content folder
	at     time.Time
	count  int // of texts made so far, for their names
}

// folders of the zones that have a site from the start.
var folders = []string{"fr", "fr/nord", "fr/nord/lille", "fr/sud"}

// firstPages are those of these zones.
var firstPages = map[string]string{
	"fr/zone.md":            "---\ntitle: Demain Ensemble\ncontact: {email: a@demain.example}\nlegal: {controller: {name: Nous, email: a@demain.example}}\n---\nBienvenue.\n",
	"fr/nord/zone.md":       "---\ntitle: Nord\n---\n",
	"fr/nord/lille/zone.md": "---\ntitle: Lille\n---\n",
	"fr/sud/zone.md":        "---\ntitle: Sud\n---\n",
}

var sections = []string{"posts", "posts", "posts", "events", "pages", "pages", "people", "manifesto", "documents", "forms", "petitions"}

// facets are what the theme of that name shows of a page's surroundings.
var facets = strings.Fields(`Related Neighbours Tags Series Family Translations Zone Ancestors Siblings Below Home Latest Bodies
	Contents Upcoming Events People Proposals Topics Documents Forms Pages Index Words Menu Links Legal Site Data Trail Facts`)

func newAuthor(random *rand.Rand, at time.Time) *author {
	a := &author{random: random, at: at, files: map[string]string{
		"zones.yaml":           zonesYAML("Lille", "Est", "13"),
		"map.svg":              mapSVG("10 10"),
		"data/chiffres.yaml":   "membres: 12\n",
		"redirects.yaml":       "- {from: /vieux/*, to: \"/:splat\"}\n",
		"fr/media/statuts.txt": "Article 1\n",
		"fr/media/fil.svg":     svg(10, 5),
		"fr/nord/media/p.png":  picture(1),
	}}
	maps.Copy(a.files, firstPages)
	for range 60 {
		a.newText()
	}
	return a
}

func zonesYAML(name, est, postal string) string {
	return "root:\n  code: fr\n  slug: fr\n  name: France\n  zones:\n    - code: r-1\n      slug: nord\n      name: {fr: Nord, en: North}\n      postal: [\"59\"]\n" +
		"      zones: [{code: d-1, slug: lille, name: " + name + ", postal: [\"591\"]}]\n    - {code: r-2, slug: sud, name: Sud, postal: [\"" + postal + "\"]}\n    - {code: r-3, slug: est, name: " + est + "}\n"
}

func mapSVG(to string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path id="r-1" d="M0 0L` + to + `L5 0Z"/></svg>`
}

func svg(width, height int) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"/>`, width, height)
}

// picture is a small PNG of one colour.
func picture(shade int) string {
	p := image.NewGray(image.Rect(0, 0, 8+shade%3, 6))
	p.SetGray(1, 1, color.Gray{uint8(shade)})
	var out bytes.Buffer
	_ = png.Encode(&out, p) // into memory
	return out.String()
}

func pick[T any](a *author, list ...T) T { return list[a.random.IntN(len(list))] }

// some is a file whose path holds a part and ends in an ending, or "".
func (a *author) some(part, ending string) string {
	var found []string
	for file := range a.files {
		if strings.Contains(file, part) && strings.HasSuffix(file, ending) {
			found = append(found, file)
		}
	}
	if len(found) == 0 {
		return ""
	}
	slices.Sort(found)
	return pick(a, found...)
}

// text is a text that is not a first page.
func (a *author) text() string {
	var found []string
	for file := range a.files {
		if strings.HasSuffix(file, ".md") && path.Base(file) != "zone.md" && path.Base(file) != "zone.en.md" {
			found = append(found, file)
		}
	}
	slices.Sort(found)
	return pick(a, found...)
}

// newText makes a text of some section and answers its path.
func (a *author) newText() string {
	a.count++
	section := pick(a, sections...)
	name := fmt.Sprintf("n%d.md", a.count)
	day := a.at.AddDate(0, 0, a.random.IntN(200)-180)
	front := fmt.Sprintf("title: \"%s\"\n", a.title())
	switch section {
	case "posts":
		name = day.Format("2006-01-02-") + name
	case "events":
		name = a.at.AddDate(0, 0, a.random.IntN(60)-30).Format("2006-01-02-") + name
	case "pages":
		name = path.Join(pick(a, "", "", "d1", "d2", "d1/d3"), pick(a, name, name, "index.md"))
	case "manifesto":
		name = path.Join(pick(a, "t1", "t2", ""), pick(a, name, "index.md"))
	case "documents":
		front += "file: " + a.path("fr/x/documents/x.md", "fr/media/statuts.txt") + "\n"
	case "forms":
		front += "questions: [{name: avis, type: text, label: \"Votre avis ?\"}]\n"
	}
	folder := pick(a, folders...)
	file := path.Join(folder, section, name)
	if section == "documents" {
		front = strings.Replace(front, a.path("fr/x/documents/x.md", "fr/media/statuts.txt"), a.path(file, "fr/media/statuts.txt"), 1)
	}
	if a.random.IntN(2) == 0 {
		front += "author: " + pick(a, facets...) + "\n"
	}
	if a.random.IntN(2) == 0 {
		front += "tags: " + a.tags() + "\n"
	}
	a.files[file] = "---\n" + front + "---\n" + a.body(file)
	return file
}

// path leads from one file to another.
func (a *author) path(from, to string) string {
	way, err := filepath.Rel(path.Dir(from), to)
	if err != nil {
		panic(err) // both are below the content folder
	}
	return filepath.ToSlash(way)
}

func (a *author) title() string {
	return pick(a, "L'eau", "Qui d'autre ?", "Le train", "L'école", "Été", "Un toit", "Ça vient") + fmt.Sprint(" ", a.random.IntN(90))
}

func (a *author) tags() string {
	var tags []string
	for range 1 + a.random.IntN(3) {
		tags = append(tags, pick(a, "eau", "train", "Toit", "toit", "école", "climat"))
	}
	return "[" + strings.Join(tags, ", ") + "]"
}

// body is some Markdown, sometimes with a link, a picture, HTML or a place with a name.
func (a *author) body(from string) string {
	var b strings.Builder
	for range a.random.IntN(3) {
		fmt.Fprintf(&b, "## Partie %d\n\nNous voulons \"%s\" : %d fois.\n\n", a.random.IntN(5), a.title(), a.random.IntN(1000))
	}
	switch a.random.IntN(8) {
	case 0:
		if to := a.text0(); to != "" {
			fmt.Fprintf(&b, "[Voir](%s)\n\n", a.path(from, to)+pick(a, "", "", "", "#partie-1", "#lieu"))
		}
	case 3:
		fmt.Fprintf(&b, "<figure id=\"lieu\"><a href=\"%s\"><img src=\"%s\" alt=\"Image\"></a><figcaption>H<sub>%d</sub>O</figcaption></figure>\n\n",
			pick(a, "/nord/", "/sud/", "/adhesion/"), a.path(from, a.media()), a.random.IntN(9))
	case 4:
		fmt.Fprintf(&b, "## Lieu %d {#lieu}\n\nUn <kbd>mot</kbd>.\n\n", a.random.IntN(9))
	case 1:
		fmt.Fprintf(&b, "![Image](%s)\n\n", a.path(from, a.media()))
	case 2:
		fmt.Fprintf(&b, "[Adresse](%s)\n", pick(a, "/nord/", "/sud/actualites/", "/adhesion/", "/nord/themes/eau/", "/en/"))
	}
	return b.String()
}

// text0 is a text, or "" while there is none.
func (a *author) text0() string {
	if a.some("/posts/", ".md") == "" {
		return ""
	}
	return a.text()
}

// media is a picture.
func (a *author) media() string {
	return pick(a, a.some("media/", ".svg"), a.some("media/", ".png"), "fr/media/fil.svg")
}

// set writes a key of the front matter on one line; "" takes it away.
func (a *author) set(file, key, value string) {
	head, body, _ := strings.Cut(strings.TrimPrefix(a.files[file], "---\n"), "---\n")
	var lines []string
	for line := range strings.Lines(head) {
		if !strings.HasPrefix(line, key+":") {
			lines = append(lines, line)
		}
	}
	if value != "" {
		lines = append(lines, key+": "+value+"\n")
	}
	a.files[file] = "---\n" + strings.Join(lines, "") + "---\n" + body
}

// setBody writes a new body.
func (a *author) setBody(file, body string) {
	head, _, _ := strings.Cut(strings.TrimPrefix(a.files[file], "---\n"), "---\n")
	a.files[file] = "---\n" + head + "---\n" + body
}

// drop takes files away.
func (a *author) drop(prefix string) {
	maps.DeleteFunc(a.files, func(file, _ string) bool { return strings.HasPrefix(file, prefix) })
}
