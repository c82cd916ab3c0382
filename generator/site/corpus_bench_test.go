package site_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// corpus is made-up content: articles in the zones of a country, the same for the
// same seed whichever way it is written.
type corpus struct {
	seed    uint64
	zones   []corpusZone
	tags    []float64 // how much likelier each tag is than the last, added up
	written int       // articles that stand in the folder last made
}

// corpusZone is a zone of the corpus, by its number: the country, its regions, its
// départements.
type corpusZone struct{ slug, name, code string }

const (
	regions     = 18
	departments = 101
	tagCount    = 150
)

func newCorpus(seed uint64) *corpus {
	c := &corpus{seed: seed, zones: []corpusZone{{"fr", "France", "fr"}}}
	for i := range regions {
		c.zones = append(c.zones, corpusZone{fmt.Sprintf("fr/region-%02d", i), fmt.Sprintf("Région %d", i), fmt.Sprintf("r-%02d", i)})
	}
	for i := range departments {
		c.zones = append(c.zones, corpusZone{fmt.Sprintf("%s/dep-%03d", c.zones[1+i%regions].slug, i), fmt.Sprintf("Département %d", i), fmt.Sprintf("d-%03d", i)})
	}
	total := 0.0
	for i := range tagCount {
		total += 1 / float64(i+1)
		c.tags = append(c.tags, total)
	}
	return c
}

// article is one text. In its body, {image} and {article 12} stand for addresses.
type article struct {
	number              int
	zone                corpusZone
	day                 time.Time
	title, author, body string
	tags                []string
}

// zoneOf is the zone of an article: all zones have as many.
func (c *corpus) zoneOf(number int) corpusZone { return c.zones[number%len(c.zones)] }

// dayOf is the day of an article, which its file is named after: those that are
// written after the folder was made are newer than all that were there.
func (c *corpus) dayOf(number int) time.Time {
	if c.written > 0 && number >= c.written {
		return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, (number-c.written)/250)
	}
	random := rand.New(rand.NewPCG(c.seed, uint64(number)<<1|1))
	return time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, random.IntN(15*365))
}

func (c *corpus) article(number int) article {
	w := &words{rand.New(rand.NewPCG(c.seed, uint64(number)<<1)), c}
	a := article{number: number, zone: c.zoneOf(number), day: c.dayOf(number), author: fmt.Sprint("Équipe ", w.IntN(40))}
	a.title = fmt.Sprintf("Article %d : %s", number, strings.ToLower(w.some(5)))
	for range 2 + w.IntN(4) {
		if tag := w.tag(); !slices.Contains(a.tags, tag) {
			a.tags = append(a.tags, tag)
		}
	}
	a.body = w.body(number)
	return a
}

// words writes sentences of common words.
type words struct {
	*rand.Rand
	corpus *corpus
}

var vocabulary = strings.Fields(`le la les des une un dans pour avec nous vous train logement climat jeunesse travail école santé service public
	commune région départements équipe réunion samedi marché proposition budget énergie eau rivière bus vélo université l'air l'eau d'abord
	apprentis bourse loyers voisins quartier campagne solidarité égalité liberté démocratie vote assemblée militants habitants association
	culture théâtre sport agriculture ferme forêt littoral montagne ville village enfant famille médecin hôpital gare ligne horaires tarif
	gratuit ensemble demain avenir courage joie qu'il c'est aujourd'hui "promesse"`)

func (w *words) tag() string {
	at := w.Float64() * w.corpus.tags[tagCount-1]
	i, _ := slices.BinarySearch(w.corpus.tags, at)
	return fmt.Sprintf("sujet-%03d", i)
}

// some is n words without emphasis.
func (w *words) some(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = strings.Trim(vocabulary[w.IntN(len(vocabulary))], `"`)
	}
	return strings.Join(list, " ")
}

func (w *words) sentence(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = vocabulary[w.IntN(len(vocabulary))]
		switch w.IntN(60) {
		case 0:
			list[i] = "**" + list[i] + "**"
		case 1:
			list[i] = "*" + list[i] + "*"
		}
	}
	return "Ici " + strings.Join(list, " ") + []string{".", ".", ".", " !", " ?"}[w.IntN(5)]
}

func (w *words) paragraph() string {
	var list []string
	for range 2 + w.IntN(4) {
		list = append(list, w.sentence(8+w.IntN(11)))
	}
	return strings.Join(list, " ")
}

// body is 400 to 800 words: headings, lists, tables, quotes, links, a picture.
func (w *words) body(number int) string {
	var b strings.Builder
	b.WriteString(w.paragraph() + "\n\n")
	count, target := 0, 400+w.IntN(400)
	for n := 1; count < target; n++ {
		block := w.block(number, n)
		if n == 3 {
			block += "\n![Une photo de la réunion]({image})\n"
		}
		b.WriteString(block + "\n")
		count = len(strings.Fields(b.String()))
	}
	return b.String()
}

func (w *words) block(number, n int) string {
	var b strings.Builder
	switch kind := w.IntN(100); {
	case n%4 == 0:
		return "## " + w.some(4) + "\n"
	case n%9 == 0:
		return "### " + w.some(3) + "\n"
	case kind < 15:
		for range 3 + w.IntN(4) {
			b.WriteString("- " + w.sentence(4+w.IntN(7)) + "\n")
		}
	case kind < 22:
		b.WriteString("| Quoi | Combien |\n| --- | ---: |\n")
		for range 4 {
			fmt.Fprintf(&b, "| %s | %d %% |\n", w.some(1), w.IntN(99))
		}
	case kind < 28:
		return "> " + w.sentence(14) + "\n"
	case kind < 38:
		other := number - len(w.corpus.zones)*(1+w.IntN(5)) // of the same zone
		if other < 0 {
			return fmt.Sprintf("%s Voir [le site](https://example.org/%d).\n", w.paragraph(), number)
		}
		return fmt.Sprintf("%s Voir [le site](https://example.org/%d) et [notre article]({article %d}).\n", w.paragraph(), number, other)
	default:
		return w.paragraph() + "\n"
	}
	return b.String()
}

// filled puts addresses in place of the names in a body.
func (a *article) filled(image string, link func(other int) string) string {
	parts := strings.Split(strings.ReplaceAll(a.body, "{image}", image), "{article ")
	for i, part := range parts[1:] {
		number, rest, _ := strings.Cut(part, "}")
		other := 0
		_, _ = fmt.Sscan(number, &other)
		parts[i+1] = link(other) + rest
	}
	return strings.Join(parts, "")
}

// maillageFile is where Maillage wants an article, below its content folder.
func (c *corpus) maillageFile(number int) string {
	return path.Join(c.zoneOf(number).slug, "posts", fmt.Sprintf("%s-article-%d.md", c.dayOf(number).Format("2006-01-02"), number))
}

// maillageText is an article as Maillage reads it; more is front matter beside.
func (c *corpus) maillageText(a article, more string) string {
	return fmt.Sprintf("---\ntitle: %q\ndescription: \"Un résumé de l'article %d\"\nauthor: %s\ntags: [%s]\nimage:\n  src: ../media/photo.png\n  alt: Une photo\n%s---\n\n%s",
		a.title, a.number, a.author, strings.Join(a.tags, ", "), more,
		a.filled("../media/photo.png", func(other int) string {
			for other >= c.written {
				other -= len(c.zones)
			}
			return path.Base(c.maillageFile(other))
		}))
}

// maillage writes a content folder of so many articles.
func (c *corpus) maillage(t testing.TB, dir string, articles int) {
	c.written = articles
	var tree strings.Builder
	tree.WriteString("root:\n  code: fr\n  slug: fr\n  name: France\n  zones:\n")
	for r, region := range c.zones[1 : 1+regions] {
		fmt.Fprintf(&tree, "    - code: %s\n      slug: %s\n      name: %s\n      zones:\n", region.code, path.Base(region.slug), region.name)
		for d := r; d < departments; d += regions {
			z := c.zones[1+regions+d]
			fmt.Fprintf(&tree, "        - {code: %s, slug: %s, name: %s, postal: [\"%03d\"]}\n", z.code, path.Base(z.slug), z.name, d+100)
		}
	}
	write(t, filepath.Join(dir, "zones.yaml"), []byte(tree.String()))
	for i, z := range c.zones {
		more := ""
		if i == 0 {
			more = "contact: {name: Nous, email: a@demain.example}\nlegal: {controller: {name: Nous, email: a@demain.example}}\n"
		}
		write(t, filepath.Join(dir, z.slug, "zone.md"), []byte("---\ntitle: "+z.name+"\ndescription: Le site\n"+more+"---\nBienvenue.\n"))
		write(t, filepath.Join(dir, z.slug, "media/photo.png"), []byte(picture(1)))
	}
	for n := range articles {
		write(t, filepath.Join(dir, c.maillageFile(n)), []byte(c.maillageText(c.article(n), "")))
	}
}

// hugo writes a site of Hugo, or with one true one for each zone, and answers
// their folders.
func (c *corpus) hugo(t testing.TB, dir string, articles int, one bool) (sites []string) {
	names := make([]string, len(c.zones))
	for i, z := range c.zones {
		names[i] = strings.ReplaceAll(strings.TrimPrefix(z.slug, "fr/"), "/", "-")
		site := dir
		if !one {
			site = filepath.Join(dir, names[i])
		}
		if i == 0 || !one {
			sites = append(sites, site)
			write(t, filepath.Join(site, "hugo.toml"), []byte(hugoConfig(z.name)))
			write(t, filepath.Join(site, "static/media/photo.png"), []byte(picture(1)))
		}
		write(t, filepath.Join(site, "content", names[i], "_index.md"), []byte("---\ntitle: "+z.name+"\n---\nBienvenue.\n"))
	}
	for n := range articles {
		a, name := c.article(n), names[n%len(names)]
		site := dir
		if !one {
			site = filepath.Join(dir, name)
		}
		text := fmt.Sprintf("---\ntitle: %q\ndate: %s\nslug: article-%d\nzone: %q\ntags: [%s]\nsummary: \"Un résumé de l'article %d\"\nimage: /media/photo.png\nauthor: %s\n---\n\n%s",
			a.title, a.day.Format("2006-01-02"), n, a.zone.slug, strings.Join(a.tags, ", "), n, a.author,
			a.filled("/media/photo.png", func(other int) string { return fmt.Sprintf("/%s/article-%d/", name, other) }))
		write(t, filepath.Join(site, "content", name, fmt.Sprintf("article-%d.md", n)), []byte(text))
	}
	return sites
}

// hugoConfig is the settings of a site of Hugo: what it does by itself, with lists
// and feeds of 20.
func hugoConfig(title string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "baseURL = \"https://demain.example/\"\nlocale = \"fr\"\ntitle = %q\ntheme = \"hugo\"\nenableRobotsTXT = true\n", title)
	fmt.Fprint(&b, "[pagination]\npagerSize = 20\n[markup.goldmark.renderer]\nunsafe = true\n[taxonomies]\ntag = \"tags\"\n")
	for _, item := range []string{"Actualités", "Agenda", "Équipe", "Projet", "Adhérer", "Contact"} {
		fmt.Fprintf(&b, "[[menus.main]]\nname = %q\nurl = \"/\"\n", item)
	}
	return b.String()
}

// count is how many files lie below a folder, and their size.
func count(t testing.TB, dir string) (files int, size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			files, size = files+1, size+info.Size()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, size
}
