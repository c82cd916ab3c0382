package site_test

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// edit changes one thing, seldom several, and tells which.
func (a *author) edit() string {
	what := a.once()
	for a.random.IntN(8) == 0 {
		what += "; " + a.once()
	}
	return what
}

// once draws an edit: those that authors make most often come most often.
func (a *author) once() string {
	switch n := a.random.IntN(100); {
	case n < 14:
		file := a.text()
		a.setBody(file, a.body(file))
		return "body of " + file
	case n < 22:
		file := a.text()
		a.set(file, "title", fmt.Sprintf("%q", a.title()))
		return "title of " + file
	case n < 52:
		return a.setKey(a.text())
	case n < 60:
		return "new " + a.newText()
	case n < 65:
		return a.remove()
	case n < 69:
		return a.rename()
	case n < 80:
		return a.setHome(pick(a, folders...) + pick(a, "/zone.md", "/zone.md", "/zone.md", "/zone.en.md"))
	case n < 85:
		return a.editMedia()
	case n < 90:
		hours := pick(a, 1, 5, 24, 24*10, 24*40)
		a.at = a.at.Add(time.Duration(hours) * time.Hour)
		return fmt.Sprint("time ", a.at)
	case n < 95:
		return a.editSite()
	}
	return a.mistake()
}

// setKey writes or takes away a key that means something in the text.
func (a *author) setKey(file string) string {
	day := func(days int) string { return a.at.AddDate(0, 0, a.random.IntN(2*days)-days).Format("2006-01-02") }
	moment := func(days int) string { return day(days) + pick(a, "T18:30", "T09:00", "") }
	values := map[string]func() string{
		"slug":        func() string { return fmt.Sprint("s-", a.random.IntN(60)) },
		"description": func() string { return pick(a, "Un résumé", "\"Qui ? Nous.\"") },
		"updated":     func() string { return day(20) },
		"draft":       func() string { return pick(a, "true", "false") },
		"publish":     func() string { return moment(5) },
		"expires":     func() string { return moment(30) },
		"tags":        a.tags,
		"category":    func() string { return pick(a, "Local", "Presse") },
		"series":      func() string { return pick(a, "Carnet", "Lettres") },
		"author":      func() string { return pick(a, facets...) },
		"members":     func() string { return pick(a, "true", "false") },
		"noindex":     func() string { return pick(a, "true", "false") },
		"seo_title":   a.title0,
		"lang":        func() string { return pick(a, "fr", "en", "en") },
		"aliases":     func() string { return fmt.Sprintf("[/vieux-%d/]", a.random.IntN(20)) },
		"translation": func() string { return a.path(file, a.text()) },
		"image":       func() string { return "{src: " + a.path(file, a.media()) + ", alt: Image}" },
	}
	keys := []string{"slug", "description", "updated", "draft", "publish", "expires", "tags", "tags", "category", "series", "author", "author",
		"members", "noindex", "seo_title", "lang", "aliases", "translation", "image"}
	more := func(key string, value func() string) {
		keys = append(keys, key, key)
		values[key] = value
	}
	switch {
	case strings.Contains(file, "/posts/"):
		more("date", func() string { return moment(40) })
		more("url", a.address)
		more("pinned", func() string { return pick(a, "true", "false") })
		more("show", a.show)
	case strings.Contains(file, "/events/"):
		more("start", func() string { return moment(20) })
		more("show", a.show)
		more("status", func() string { return pick(a, "cancelled", "postponed") })
		more("place", func() string { return pick(a, "{name: Salle}", "{name: Gare, postal_code: \"59000\"}") })
	case strings.Contains(file, "/pages/"):
		more("weight", func() string { return fmt.Sprint(1 + a.random.IntN(5)) })
		more("menu", func() string { return pick(a, "true", "false") })
		more("url", a.address)
	case strings.Contains(file, "/people/"):
		more("weight", func() string { return fmt.Sprint(1 + a.random.IntN(5)) })
		more("role", func() string { return pick(a, "Trésor", "Porte-parole") })
		more("group", func() string { return pick(a, "Bureau", "Conseil") })
	case strings.Contains(file, "/manifesto/"):
		more("weight", func() string { return fmt.Sprint(1 + a.random.IntN(5)) })
		more("status", func() string { return pick(a, "idea", "won") })
		more("progress", func() string { return fmt.Sprint(a.random.IntN(101)) })
		more("date", func() string { return day(40) })
	case strings.Contains(file, "/documents/"):
		more("file", func() string { return a.path(file, pick(a, "fr/media/statuts.txt", a.media())) })
		more("date", func() string { return day(40) })
	case strings.Contains(file, "/petitions/"):
		more("goal", func() string { return fmt.Sprint(a.random.IntN(900)) })
	case strings.Contains(file, "/forms/"):
		more("thanks", a.title0)
	}
	key := pick(a, keys...)
	value := values[key]()
	if a.random.IntN(4) == 0 && key != "file" {
		value = ""
	}
	a.set(file, key, value)
	return fmt.Sprintf("%s: %s in %s", key, value, file)
}

func (a *author) title0() string { return fmt.Sprintf("%q", a.title()) }

// address is one given by hand, which another text may have too.
func (a *author) address() string {
	return fmt.Sprintf("/vieux/%d%s", a.random.IntN(30), pick(a, "/", ".html"))
}

func (a *author) show() string {
	return pick(a, "[parents]", "[children]", "[parents, children]", "[fr/sud]", "[fr/nord/lille, fr]")
}

// setHome writes a key of a first page, or takes an English one away.
func (a *author) setHome(file string) string {
	if _, ok := a.files[file]; !ok {
		a.files[file] = "---\ntitle: " + a.title0() + "\n---\n"
		return "new " + file
	}
	if strings.HasSuffix(file, ".en.md") && a.random.IntN(5) == 0 {
		delete(a.files, file)
		return "deleted " + file
	}
	values := map[string]func() string{
		"title":   a.title0,
		"name":    a.title0,
		"tagline": a.title0,
		"contact": func() string { return fmt.Sprintf("{email: x%d@demain.example}", a.random.IntN(9)) },
		"social": func() string {
			return fmt.Sprintf("[{label: M, url: \"https://social.example/%d\"}]", a.random.IntN(9))
		},
		"cta":   func() string { return "{label: Ici, url: " + a.path(file, a.text()) + "}" },
		"menu":  func() string { return "[{label: Un, url: " + a.path(file, a.text()) + "}, {label: Deux, url: /sud/}]" },
		"texts": func() string { return "{join.title: " + a.title0() + "}" },
		"theme": func() string { return pick(a, "facets", "plain") },
		"legal": func() string {
			return fmt.Sprintf("{controller: {name: N%d, email: l@demain.example}}", a.random.IntN(9))
		},
		"blocks": func() string { return a.blocks(file) },
		"domain": func() string { return pick(a, "nord.example", "sud.example") },
		"image":  func() string { return "{src: " + a.path(file, a.media()) + ", alt: Image}" },
	}
	key := pick(a, "title", "name", "tagline", "contact", "social", "cta", "menu", "texts", "theme", "legal", "blocks", "blocks", "blocks", "domain", "image", "body")
	if key == "body" {
		a.setBody(file, a.body(file))
		return "body of " + file
	}
	value := values[key]()
	if a.random.IntN(3) == 0 && key != "title" && (key != "legal" || file != "fr/zone.md") {
		value = ""
	}
	a.set(file, key, value)
	return fmt.Sprintf("%s: %s in %s", key, value, file)
}

func (a *author) blocks(file string) string {
	var blocks []string
	for range 1 + a.random.IntN(3) {
		blocks = append(blocks, pick(a, "{type: news, count: 2}", "{type: agenda}", "{type: people}", "{type: teams}", "{type: map}", "{type: text}",
			"{type: manifesto}", "{type: documents}", "{type: contact}", "{type: signup}", "{type: find}",
			"{type: hero, title: "+a.title0()+", image: {src: "+a.path(file, a.media())+", alt: Image}}",
			"{type: links, items: [{label: L, url: "+a.path(file, a.text())+"}]}",
			"{type: figures, items: [{value: 3, label: "+a.title0()+"}]}"))
		if petition := a.some("/petitions/", ".md"); petition != "" && a.random.IntN(4) == 0 {
			blocks = append(blocks, "{type: petition, url: "+a.path(file, petition)+"}")
		}
	}
	return "[" + strings.Join(blocks, ", ") + "]"
}

// remove deletes a text, seldom a zone's whole site.
func (a *author) remove() string {
	if a.random.IntN(12) == 0 {
		a.drop("fr/nord/lille/")
		return "deleted fr/nord/lille"
	}
	file := a.text()
	delete(a.files, file)
	return "deleted " + file
}

// rename moves a text to another name or zone.
func (a *author) rename() string {
	from := a.text()
	to := from
	switch {
	case a.random.IntN(3) == 0:
		_, inside, _ := strings.Cut(from, "/"+sectionIn(from)+"/")
		to = path.Join(pick(a, folders...), sectionIn(from), inside)
	case path.Base(from) != "index.md":
		a.count++
		to = strings.TrimSuffix(from, ".md") + fmt.Sprint("-", a.count, ".md")
	}
	data := a.files[from]
	delete(a.files, from)
	a.files[to] = data
	return "renamed " + from + " " + to
}

func sectionIn(file string) string {
	for _, section := range sections {
		if strings.Contains(file, "/"+section+"/") {
			return section
		}
	}
	return ""
}

// editMedia adds, changes or takes away a file of media/.
func (a *author) editMedia() string {
	n := a.random.IntN(6)
	file := pick(a, "fr/media/fil.svg", fmt.Sprintf("%s/media/m%d.svg", pick(a, folders...), n), fmt.Sprintf("%s/media/p%d.png", pick(a, folders...), n), "fr/media/statuts.txt")
	switch {
	case a.random.IntN(4) == 0 && n > 0:
		delete(a.files, file)
		return "deleted " + file
	case strings.HasSuffix(file, ".svg"):
		a.files[file] = svg(10+a.random.IntN(5), 5)
	case strings.HasSuffix(file, ".png"):
		a.files[file] = picture(a.random.IntN(200))
	default:
		a.files[file] = fmt.Sprintf("Article %d\n", a.random.IntN(10))
	}
	return "media " + file
}

// editSite changes what all zones share.
func (a *author) editSite() string {
	switch a.random.IntN(7) {
	case 0:
		a.files["zones.yaml"] = zonesYAML(pick(a, "Lille", "Métropole", "{fr: Lille, en: Lilla}"), pick(a, "Est", "Levant"), pick(a, "13", "83"))
		return "zones.yaml"
	case 1:
		a.files["data/chiffres.yaml"] = fmt.Sprintf("membres: %d\n", a.random.IntN(100))
		return "data/chiffres.yaml"
	case 2:
		a.files["redirects.yaml"] = fmt.Sprintf("- {from: /ancien-%d/, to: /nord/}\n- {zone: %s, from: /category/, to: %s}\n", a.random.IntN(10),
			pick(a, "fr", "fr/nord"), pick(a, "/rubriques/local/", "/rubriques/presse/", "/actualites/"))
		return "redirects.yaml"
	case 3:
		a.files["theme/partials/form-confirm.html"] = fmt.Sprintf("<form method=\"post\"><p>%d</p></form>\n", a.random.IntN(10))
		return "own partial"
	case 4:
		delete(a.files, "theme/partials/form-confirm.html")
		return "own partial taken away"
	case 5:
		a.files["theme/i18n/fr.yaml"] = "join.title: " + a.title0() + "\n"
		return "own words"
	}
	a.files["map.svg"] = mapSVG(pick(a, "10 10", "9 9", "8 4"))
	return "map.svg"
}

// mistake breaks something.
func (a *author) mistake() string {
	file := a.text()
	switch a.random.IntN(8) {
	case 0:
		a.set(file, "titel", "x")
	case 1:
		a.set(file, "title", "")
	case 2:
		a.files[file] = "---\ntitle: Ouvert\n"
	case 3:
		a.files[file] += "\n[Nulle part](nulle-part.md)\n"
	case 4:
		a.files[file] += "\n# Titre\n"
	case 5:
		a.files["theme/partials/form-confirm.html"] = "{{.Rien}}"
	case 6:
		delete(a.files, "fr/sud/zone.md")
	default:
		a.files["zones.yaml"] = "root:\n"
	}
	return "mistake near " + file
}
