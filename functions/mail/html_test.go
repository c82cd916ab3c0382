package mail

import (
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// maxHTML is far below the 102 kB at which Gmail cuts a mail.
const maxHTML = 80 << 10

func document(t *testing.T, m Message) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// attrs lists an attribute of every element that matches, "?" where it is missing.
func attrs(doc *goquery.Document, selector, attr string) []string {
	return doc.Find(selector).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr(attr, "?") })
}

func TestHTMLIsReadableByEveryone(t *testing.T) {
	each(t, func(t *testing.T, _ Name, m Message) {
		doc := document(t, m)
		for _, root := range []string{"html", "body"} {
			if lang, dir := doc.Find(root).AttrOr("lang", ""), doc.Find(root).AttrOr("dir", ""); lang != m.Language || dir != "ltr" {
				t.Errorf("%s has lang %q and dir %q", root, lang, dir)
			}
		}
		if got := doc.Find("head > title").Text(); got != m.Subject {
			t.Errorf("title %q, subject %q", got, m.Subject)
		}
		roles := attrs(doc, "table", "role")
		if len(roles) == 0 || slices.ContainsFunc(roles, func(role string) bool { return role != "presentation" }) {
			t.Errorf("roles of tables: %q", roles)
		}
		if got := attrs(doc, "meta[name='color-scheme']", "content"); !slices.Equal(got, []string{"light dark"}) {
			t.Errorf("color-scheme %q", got)
		}
		if doc.Find("h1").Length() != 1 || doc.Find("body").Find("h1, p").First().Is("p") {
			t.Error("the first words are not the one heading")
		}
		doc.Find("a").Each(func(_ int, a *goquery.Selection) {
			if len([]rune(a.Text())) < 5 {
				t.Errorf("link text %q says nothing", a.Text())
			}
		})
		for _, style := range attrs(doc, "p.text:not(.code), li, h1, h2", "style") {
			if size := number(t, style, `font-size:(\d+)px`); size < 16 {
				t.Errorf("text of %v px", size)
			}
		}
		if button := attrs(doc, "td.button a", "style")[0]; number(t, button, `padding:(\d+)px`)*2+number(t, button, `line-height:(\d+)px`) < 44 {
			t.Errorf("a button that fingers miss: %s", button)
		}
	})
}

func number(t *testing.T, s, pattern string) float64 {
	t.Helper()
	match := regexp.MustCompile(pattern).FindStringSubmatch(s)
	if match == nil {
		t.Fatalf("no %s in %s", pattern, s)
	}
	n, _ := strconv.ParseFloat(match[1], 64)
	return n
}

func TestHTMLLoadsNothing(t *testing.T) {
	each(t, func(t *testing.T, _ Name, m Message) {
		doc := document(t, m)
		if active := doc.Find("img, link, script, iframe, object, embed, video, audio, form, input, base, [src], [srcset], [background], meta[http-equiv]"); active.Length() != 0 {
			t.Errorf("%d elements that load or do something", active.Length())
		}
		doc.Find("*").Each(func(_ int, s *goquery.Selection) {
			style := s.AttrOr("style", "")
			if s.Is("style") {
				style = s.Text()
			}
			if strings.Contains(style, "url(") || strings.Contains(style, "@import") || strings.Contains(style, "display:none") {
				t.Errorf("<%s> loads or hides something: %s", goquery.NodeName(s), style)
			}
		})
		if len(m.HTML) > maxHTML {
			t.Errorf("%d bytes", len(m.HTML))
		}
	})
}

func TestBothPartsSayTheSame(t *testing.T) {
	each(t, func(t *testing.T, name Name, m Message) {
		doc, values := document(t, m), samples()[name]
		link := values["link"] + values["site"] // a mail has one of them
		if diff := cmp.Diff([]string{link}, attrs(doc, "td.button > a", "href")); diff != "" {
			t.Errorf("button: %s", diff)
		}
		if !slices.Contains(strings.Split(m.Text, "\n"), link) {
			t.Error("the link is not on a line of its own in the text")
		}
		if code, ok := values["code"]; ok {
			if doc.Find("p.code").Text() != code || strings.Count(doc.Find("body").Text(), code) != 1 {
				t.Error("the code is not there once, as it is to be copied")
			}
			if strings.Count(m.Text, code) != 1 || !slices.Contains(strings.Split(m.Text, "\n"), "    "+code) {
				t.Error("the code is not on a line of its own in the text")
			}
		}
		for value := range values {
			if value == "link" || value == "site" {
				continue
			}
			if !strings.Contains(doc.Find("body").Text(), values[value]) || !strings.Contains(m.Text, values[value]) {
				t.Errorf("%s is not in both parts", value)
			}
		}
		doc.Find("h1, p:not(.code), li").Each(func(_ int, s *goquery.Selection) {
			if !strings.Contains(m.Text, s.Text()) {
				t.Errorf("only the HTML says %q", s.Text())
			}
		})
	})
}

func TestContrast(t *testing.T) {
	light, dark := schemes()
	for name, p := range map[string]palette{"light": light, "dark": dark} {
		for _, pair := range []struct{ what, front, back string }{
			{"text on card", p.text, p.card}, {"text on box", p.text, p.box}, {"muted on card", p.muted, p.card},
			{"muted on box", p.muted, p.box}, {"link on card", p.link, p.card}, {"link on box", p.link, p.box}, {"label on button", p.label, p.accent},
		} {
			if got := contrast(t, pair.front, pair.back); got < 4.5 {
				t.Errorf("%s, %s: %.2f, want 4.5", name, pair.what, got)
			}
		}
		if got := contrast(t, p.accent, p.card); got < 3 {
			t.Errorf("%s, button on card: %.2f, want 3", name, got)
		}
	}
}

// contrast is the ratio of WCAG 2.2 between two colours of the form #rrggbb.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	total := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(rgb>>(16-8*i)&0xff) / 255
		if c <= 0.04045 {
			total += weight * c / 12.92
		} else {
			total += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return total
}

// shape is every element and attribute name of a mail, without its words.
func shape(t *testing.T, m Message) []string {
	t.Helper()
	var list []string
	for node := range document(t, m).Nodes[0].Descendants() {
		if node.Type == html.ElementNode {
			name := node.Data
			for _, attr := range node.Attr {
				name += " " + attr.Key
			}
			list = append(list, name)
		}
	}
	return list
}

func welcome(firstName string) (Message, error) {
	values := samples()[Welcome]
	values["first_name"] = firstName
	return Render(Welcome, "fr", values)
}

func TestValuesAreNeverMarkup(t *testing.T) {
	ordinary, err := welcome("Zoé")
	if err != nil {
		t.Fatal(err)
	}
	for _, attack := range []string{
		"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</title><script>alert(1)</script>", "<!--", "-->", "<![endif]-->",
		"**gras** _em_ `code`", "[ici](https://evil.example)", `[Confirmer](https://evil.example "button")`, "<https://evil.example>",
		"# Titre", "> citation", "![x](https://evil.example/x.png)", "{{number}}", "{{{{number}}}}", "&lt;b&gt; &amp; &nbsp;", "a\\*b", "$1 ${1} %s %d",
	} {
		m, err := welcome(attack)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(shape(t, ordinary), shape(t, m)); diff != "" {
			t.Errorf("%q changed the elements: %s", attack, diff)
		}
		for part, text := range map[string]string{"HTML": document(t, m).Find("h1").Text(), "text": m.Text} {
			if !strings.Contains(text, "Bienvenue, "+attack+"\u202f!") {
				t.Errorf("%q is not itself in the %s: %s", attack, part, text)
			}
		}
	}
}

func TestValuesStayOnTheirLine(t *testing.T) {
	for attack, want := range map[string]string{
		"Zoé\r\nBcc: a@b.example": "Zoé  Bcc: a@b.example", "Zoé\n\n# Titre": "Zoé  # Titre", "Zoé\u2028x\x00y": "Zoé x y",
		"\u202eéoZ\u2066": "éoZ", " Zoé\xff ": "Zoé", "محمد\u200f": "محمد\u200f",
	} {
		m, err := welcome(attack)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(m.Text, "Bienvenue, "+want+"\u202f!\n=") {
			t.Errorf("%q gave %q", attack, strings.SplitN(m.Text, "\n", 2)[0])
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("Zoé", "Demain Ensemble", "https://demain-ensemble.example/")
	f.Add("<b>\r\n", "{{site}}", "javascript:alert(1)")
	f.Add("[x](y \"button\")", "-->", "https://a.example/?a=\"&b='<")
	f.Fuzz(func(t *testing.T, firstName, organisation, site string) {
		values := samples()[Welcome]
		ordinary, err := Render(Welcome, "en", values)
		if err != nil {
			t.Fatal(err)
		}
		values["first_name"], values["organisation"], values["site"] = firstName, organisation, site
		m, err := Render(Welcome, "en", values)
		if err != nil {
			return
		}
		if diff := cmp.Diff(shape(t, ordinary), shape(t, m)); diff != "" {
			t.Errorf("the elements changed: %s", diff)
		}
		if strings.Count(m.Text, "\n") != strings.Count(ordinary.Text, "\n") || strings.ContainsAny(m.Subject, "\r\n") {
			t.Errorf("the lines changed:\n%s", m.Text)
		}
		href := attrs(document(t, m), "td.button > a", "href")[0]
		if u, err := url.Parse(href); err != nil || (u.Scheme != "https" && u.Scheme != "http") || href != strings.TrimSpace(href) {
			t.Errorf("the button leads to %q", href)
		}
		if len(m.HTML) > maxHTML {
			t.Errorf("%d bytes", len(m.HTML))
		}
	})
}
