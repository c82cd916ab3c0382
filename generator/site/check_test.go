package site_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/generator/site"
	"maillage/generator/site/report"
)

// careless is a site with everything that could be better.
const careless = `
-- zones.yaml --
root:
  code: fr
  slug: fr
  name: France
  zones:
    - {code: r-1, slug: nord, name: Nord}
-- redirects.yaml --
- {from: /premier/, to: /accueil/}
- {from: /vieux/, to: /nulle-part/}
- {from: /vieux/*, to: "/actualites/:splat"}
- {from: /actualites/*, to: https://ailleurs.example/}
-- fr/zone.md --
---
title: Demain Ensemble
description: Bien
tagline: Ensemble
contact: {email: a@demain.example}
legal: {controller: {name: Demain Ensemble, email: a@demain.example}}
---
[Premier](pages/premier.md)
-- fr/zone.en.md --
---
title: Tomorrow
description: Good
---
-- fr/nord/zone.md --
---
title: Nord
description: Bien
contact: {name: Personne}
---
-- fr/pages/premier.md --
---
title: Premier
description: Bien
aliases: [/premier-ancien/, /dossier/]
---
-- fr/pages/dossier/index.md --
---
title: Dossier
description: Bien
menu: true
aliases: [/premier-ancien]
---
-- fr/pages/dossier/dessous.md --
---
title: Dessous
description: Bien
---
-- fr/pages/perdue.md --
---
title: Perdue
description: Bien
---
[Elle-même](perdue.md), [son amie](amie.md)
-- fr/pages/amie.md --
---
title: Amie
description: Bien
---
-- fr/pages/english.md --
---
title: English
description: Good
lang: en
menu: true
slug: premier
---
-- fr/pages/about.md --
---
title: About
description: Good
lang: en
menu: true
translation: premier.md
---
-- fr/posts/2026-01-01-un.md --
---
title: Même titre
---
Appelez le 06 12 34 56 78.
-- fr/posts/2026-01-02-deux.md --
---
title: même  Titre
description: Bien
---
-- fr/posts/2062-01-02-loin.md --
---
title: Loin
image: {src: ../media/attend.svg, alt: Un carré}
---
-- fr/posts/2024-01-02-parti.md --
---
title: Parti
expires: 2024-03-01
---
-- fr/posts/2024-01-03-brouillon.md --
---
title: Brouillon
draft: true
---
-- fr/events/2026-09-01-fete.md --
---
title: Fête
description: Bien
start: 2026-09-02T18:00
end: 2026-09-02T20:00
registration: {opens: 2026-09-05, closes: 2026-09-03}
---
-- fr/media/seul.txt --
x
-- fr/media/attend.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="10px" height="5"/>
`

// lines are problems without their folder and hints.
func lines(o site.Options, list report.List, lang string) string {
	var all []string
	for _, p := range list {
		p.File, _ = filepath.Rel(o.Content, p.File)
		p.Hint = report.Text{}
		all = append(all, p.In(lang))
	}
	return strings.Join(all, "\n") + "\n"
}

func TestCheckRemarks(t *testing.T) {
	content := strings.Replace(careless, "title: Amie", "title: "+strings.Repeat("Amie ", 15)+"\nimage: {src: ../media/grand.svg, alt: Rien}", 1)
	content = strings.Replace(content, "title: Perdue\ndescription: Bien", "title: Perdue\ndescription: "+strings.Repeat("Bien ", 33), 1)
	o := options(t, folder(t, content))
	write(t, filepath.Join(o.Content, "fr/media/grand.svg"), []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><desc>`+strings.Repeat("x", 2<<20)+`</desc></svg>`))
	result, err := site.Check(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	want := `fr/events/2026-09-01-fete.md:4:8: the event starts on 2026-09-02, but the name of the file says 2026-09-01
fr/events/2026-09-01-fete.md:6:23: sign-ups open after they have closed
fr/events/2026-09-01-fete.md:6:43: sign-ups close after the event is over
fr/media/grand.svg: picture of 2097 kB: originals over 2 MB weigh on git for ever
fr/media/seul.txt: no text uses this file
fr/nord/zone.md:4:10: this contact has neither e-mail, nor phone, nor address
fr/pages/amie.md:1:1: no menu, no text, no list leads to this page
fr/pages/amie.md:2:8: title of 74 characters: search results will cut it
fr/pages/english.md:1:1: no French text goes with this English one
fr/pages/perdue.md:1:1: no menu, no text, no list leads to this page
fr/pages/perdue.md:3:14: description of 164 characters: search results will cut it
fr/pages/premier.md:4:11: "/premier-ancien/" is an old address of CONTENT/fr/pages/dossier/index.md already
fr/pages/premier.md:4:29: a page stands at "/dossier/": this old address will not lead here
fr/posts/2024-01-02-parti.md:3:10: offline since 2024-03-01, more than a year
fr/posts/2024-01-03-brouillon.md:3:8: draft unchanged since 2024-01-03, more than a year
fr/posts/2026-01-01-un.md:1:1: no description: search engines will show the beginning of the text
fr/posts/2026-01-01-un.md:4:12: a phone number in a public text: 06 12 34 56 78
fr/posts/2026-01-02-deux.md:2:8: same title as CONTENT/fr/posts/2026-01-01-un.md: lists do not tell them apart
fr/posts/2062-01-02-loin.md:1:1: dated 2062-01-02, more than two years ahead
fr/zone.en.md:1:1: no English tagline: the first page in English has no motto
redirects.yaml:1:10: this rule hides the page "/premier/"
redirects.yaml:1:25: nothing at address "/accueil/"
redirects.yaml:2:23: nothing at address "/nulle-part/"
redirects.yaml:4:10: this rule hides the page "/actualites/deux/"
`
	got := strings.ReplaceAll(lines(o, result.Warnings, "en"), o.Content, "CONTENT")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("remarks (-want +got):\n%s", diff)
	}
}

// A site that tells nobody who answers for it is at fault; a build is not.
func TestCheckFailures(t *testing.T) {
	o := options(t, folder(t, "-- zones.yaml --\nroot: {code: fr, slug: fr, name: France}\n-- fr/zone.md --\n---\ntitle: Accueil\n---\n"))
	build(t, o)
	_, err := site.Check(context.Background(), o)
	var problems report.List
	if !errors.As(err, &problems) {
		t.Fatalf("got %v", err)
	}
	want := "fr/zone.md:1:1: no contact: nobody can reach you\nfr/zone.md:1:1: no data controller: the law wants one\n"
	if diff := cmp.Diff(want, lines(o, problems, "en")); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// Whatever is wrong with a text by itself or with its links is told of the file
// alone as of the whole.
func TestCheckFilesAgrees(t *testing.T) {
	broken := map[string]string{
		"fr/pages/premier.md":       "---\ntitle: Premier\nslug: dossier\n---\n[a](dossier/index.md#rien), [b](/nulle-part/), [c](/actualites/un/), [d](/themes/x/)\n",
		"fr/posts/2026-02-01-un.md": "---\ntitle: Un de plus\ntags: [y]\n---\n[loin](2062-01-02-loin.md) [x](../media/seul.txt) ![y](../media/seul.txt)\n",
		"fr/pages/english.md":       "---\ntitle: English\nlang: en\ntranslation: about.md\n---\n",
		"fr/pages/autre.md":         "---\ntitle: Autre\nslug: amie\nshow: [x]\n---\n[sans faute](/en/about/) [rubrique](/themes/y/)\n",
	}
	o := options(t, folder(t, careless))
	for name, text := range broken {
		write(t, filepath.Join(o.Content, name), []byte(text))
	}
	_, err := site.Check(context.Background(), o)
	var whole report.List
	if !errors.As(err, &whole) {
		t.Fatalf("got %v", err)
	}
	for name := range broken {
		file := filepath.Join(o.Content, name)
		_, err := site.CheckFiles(context.Background(), o, file)
		var alone report.List
		errors.As(err, &alone)
		var want report.List
		for _, p := range whole {
			if p.File == file {
				want = append(want, p)
			}
		}
		got := lines(o, alone, "en")
		for line := range strings.Lines(lines(o, want, "en")) {
			if !strings.Contains(got, line) {
				t.Errorf("%s: alone does not tell %s got %s", name, line, got)
			}
		}
		if len(alone) > len(want)+1 { // of two with one address, the whole blames one
			t.Errorf("%s: alone tells\n%s, the whole\n%s", name, got, lines(o, want, "en"))
		}
	}
	if _, err := site.CheckFiles(context.Background(), o, o.Content+"/../x.md"); err == nil {
		t.Error("a file outside is accepted")
	}
}

// A file is answered at once in a site of many.
func BenchmarkCheckFile(b *testing.B) {
	content := b.TempDir()
	tree := "root:\n  code: fr\n  slug: fr\n  name: France\n  zones:\n"
	slugs := []string{"fr"}
	for i := range 119 {
		tree += fmt.Sprintf("    - {code: r-%d, slug: zone-%d, name: Zone %d}\n", i, i, i)
		slugs = append(slugs, fmt.Sprintf("fr/zone-%d", i))
	}
	write(b, filepath.Join(content, "zones.yaml"), []byte(tree))
	for _, slug := range slugs {
		write(b, filepath.Join(content, slug, "zone.md"), []byte("---\ntitle: Zone\n---\n"))
	}
	for i := range 10_000 {
		text := fmt.Sprintf("---\ntitle: Article %d\ndescription: Un résumé\ntags: [a%d]\n---\n%s", i, i%150, strings.Repeat("Des mots et [un lien](../zone.md). ", 50))
		write(b, filepath.Join(content, slugs[i%120], fmt.Sprintf("posts/20%02d-%02d-%02d-article-%d.md", 10+i%16, 1+i%12, 1+i%28, i)), []byte(text))
	}
	matches, _ := filepath.Glob(filepath.Join(content, "fr/posts/*")) // the pattern is ours
	o := site.Options{Content: content, At: at}
	for b.Loop() {
		if _, err := site.CheckFiles(context.Background(), o, matches[0]); err != nil {
			b.Fatal(err)
		}
	}
}
