package web

import (
	"context"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"maillage/functions/movement"
)

// Published is where pages come from: what the generator wrote for functions.
// The store keeps it; it is an interface because web knows no storage.
type Published interface {
	Zones(ctx context.Context) (*movement.Zones, error)
	// Moves are the redirections of the sites.
	Moves(ctx context.Context) (*movement.Moves, error)
	// Document is a file of dist/data by its name there, such as
	// "shell/fr/ile-de-france.fr.html"; an error of Kind NotFound without one.
	Document(ctx context.Context, name string) (string, error)
}

// Pages fills the generator's shells: the theme's page of a zone with an empty
// main, for every page that must remember what somebody sent.
type Pages struct {
	Published Published
	Texts     Texts
}

// Place is a zone's site in one language: where a page is shown.
type Place struct {
	Zone     movement.Zone
	Language string
}

// Page is the address, on the site's own host, of one of its pages by its name in
// the contract with the generator, such as "joined"; the root when the site has
// none.
func (p Place) Page(name string) string {
	if path := p.Zone.Pages[p.Language][name]; path != "" {
		return p.Zone.Path(path)
	}
	return "/"
}

// Place finds the site that holds the page at source, a path as if on the main
// host, for whoever sent the request.
func (p *Pages) Place(r *http.Request, source string) (Place, error) {
	return p.place(r, func(zones *movement.Zones) movement.Zone { return zones.BySite(source) })
}

// Home is the site nearest to a zone, for whoever sent the request. Where that
// stands on another host it is the site whose page they are on, for answers lead
// to no other host.
func (p *Pages) Home(r *http.Request, zone movement.ZoneID) (Place, error) {
	return p.place(r, func(zones *movement.Zones) movement.Zone {
		if home := zones.Nearest(zone); home.Origin == zones.OnHost(r.Host).Origin {
			return home
		}
		return zones.BySite(r.PostForm.Get("source"))
	})
}

// place is the site that find names if it stands on the host of the request, else
// the uppermost one of that host.
func (p *Pages) place(r *http.Request, find func(*movement.Zones) movement.Zone) (Place, error) {
	zones, err := p.Published.Zones(r.Context())
	if err != nil {
		return Place{}, err
	}
	at := Place{Zone: find(zones), Language: Language(r)}
	if top := zones.OnHost(r.Host); at.Zone.Origin != top.Origin {
		at.Zone = top
	}
	return at, nil
}

// content is what fills a shell.
type content struct {
	status int
	title  string // plain text
	main   string // HTML
}

var (
	emptyMain = regexp.MustCompile(`(<main[^>]*\bdata-shell\b[^>]*>)\s*(</main>)`)
	pageTitle = regexp.MustCompile(`(?s)^(.*?)<title>[^<]*</title>`) // the first; drawings have titles too
)

// show writes a page of the place. Where no shell has been published it writes
// the bare content, which is still a page that can be read and sent.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, at Place, c content) {
	shell, err := p.Published.Document(r.Context(), fmt.Sprintf("shell/%s.%s.html", at.Zone.Slug, at.Language))
	if err != nil || !emptyMain.MatchString(shell) {
		shell = `<!doctype html><html lang="` + at.Language + `"><meta charset="utf-8">` +
			`<meta name="viewport" content="width=device-width"><title></title><main data-shell></main></html>`
	}
	if head := pageTitle.FindStringSubmatchIndex(shell); head != nil {
		shell = shell[:head[3]] + "<title>" + html.EscapeString(c.title) + "</title>" + shell[head[1]:]
	}
	parts := emptyMain.FindStringSubmatchIndex(shell)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", at.Language)
	w.WriteHeader(c.status)
	_, _ = w.Write([]byte(shell[:parts[3]] + "\n" + c.main + shell[parts[4]:])) // a reader who left cannot be told
}

// fail shows an error: the form again where its fields are at fault, else a
// notice that says what to do.
func (p *Pages) fail(w http.ResponseWriter, r *http.Request, route Route, e *movement.Error, status int) {
	at := p.placeOf(r)
	if route.Form != "" && len(e.Fields) > 0 {
		name := fmt.Sprintf("form/%s/%s.%s.html", route.Form, at.Zone.Slug, at.Language)
		form, err := p.Published.Document(r.Context(), name)
		if err == nil {
			p.show(w, r, at, p.again(at, form, r.PostForm, e, status))
			return
		}
	}
	p.show(w, r, at, p.notice(at, e, status))
}

// placeOf is where a request came from, as well as can be told: the page its
// form stood on, or the host. It never fails: at worst the place has no site and
// the page is bare.
func (p *Pages) placeOf(r *http.Request) Place {
	at, err := p.Place(r, r.PostForm.Get("source"))
	if err != nil {
		return Place{Language: Language(r)}
	}
	return at
}

// notice is a page for an error that no field can show.
func (p *Pages) notice(at Place, e *movement.Error, status int) content {
	title := p.Texts.T(at.Language, e.Message)
	var b strings.Builder
	fmt.Fprintf(&b, "<h1>%s</h1>\n", html.EscapeString(title))
	if help, ok := p.Texts[at.Language][e.Message+".help"]; ok {
		fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(help))
	}
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		fmt.Fprintf(&b, "<p class=\"error\">%s</p>\n", html.EscapeString(p.Texts.T(at.Language, e.Fields[field])))
	}
	target, label := "/", "notice.home"
	if e.Message == "confirm.expired" && at.Page("join") != "/" {
		target, label = at.Page("join"), "notice.join"
	}
	fmt.Fprintf(&b, "<p><a class=\"button\" href=\"%s\">%s</a></p>\n",
		html.EscapeString(target), html.EscapeString(p.Texts.T(at.Language, label)))
	return content{status, title, b.String()}
}

// again is the form with what was sent and what is wrong with it.
func (p *Pages) again(at Place, form string, values url.Values, e *movement.Error, status int) content {
	texts := map[string]string{}
	for field, key := range e.Fields {
		texts[field] = p.Texts.T(at.Language, key)
	}
	title := p.Texts.T(at.Language, e.Message)
	main := fmt.Sprintf("<h1>%s</h1>\n%s", html.EscapeString(title),
		fillForm(form, values, complaints{title: p.Texts.T(at.Language, "form.summary"), fields: texts}))
	return content{status, title, main}
}

// SecondStep shows the page that a form sent without a solved challenge gets:
// everything it held, a signed time and key, and one button. Nothing has been
// written. early says that the button was pressed too soon.
func (p *Pages) SecondStep(w http.ResponseWriter, r *http.Request, signed Started, early bool) error {
	at := p.placeOf(r)
	title := p.Texts.T(at.Language, "second.title")
	help := "second.help"
	if early {
		help = "second.early"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<h1>%s</h1>\n<p>%s</p>\n<form method=\"post\" action=\"%s\" data-form=\"second\">\n",
		html.EscapeString(title), html.EscapeString(p.Texts.T(at.Language, help)), html.EscapeString(r.URL.Path))
	hidden := func(name, value string) {
		fmt.Fprintf(&b, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", html.EscapeString(name), html.EscapeString(value))
	}
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		if !challengeFields[name] {
			hidden(name, r.PostForm.Get(name))
		}
	}
	hidden("started", signed.Text)
	hidden("idempotency_key", signed.Key)
	fmt.Fprintf(&b, "<p><button type=\"submit\">%s</button></p>\n</form>\n", html.EscapeString(p.Texts.T(at.Language, "second.button")))
	p.show(w, r, at, content{http.StatusOK, title, b.String()})
	return nil
}
