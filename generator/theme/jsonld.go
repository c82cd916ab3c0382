package theme

import (
	"encoding/json"
	"html/template"
	"time"
)

// What schema.org calls things. Search engines and calendars read these; each
// holds only what the page shows.

type organization struct {
	Type        string        `json:"@type"`
	ID          string        `json:"@id,omitempty"`
	Name        string        `json:"name"`
	URL         string        `json:"url"`
	Description string        `json:"description,omitempty"`
	Email       string        `json:"email,omitempty"`
	SameAs      []string      `json:"sameAs,omitempty"`
	Parent      *organization `json:"parentOrganization,omitempty"`
}

type website struct {
	Type      string `json:"@type"`
	Name      string `json:"name"`
	URL       string `json:"url"`
	Language  string `json:"inLanguage"`
	Publisher ref    `json:"publisher"`
}

// article is a NewsArticle, or the CreativeWork that a proposal is.
type article struct {
	Type        string        `json:"@type"`
	Headline    string        `json:"headline"`
	Description string        `json:"description,omitempty"`
	URL         string        `json:"url"`
	Language    string        `json:"inLanguage"`
	Image       []string      `json:"image,omitempty"`
	Published   string        `json:"datePublished,omitempty"`
	Modified    string        `json:"dateModified,omitempty"`
	Section     string        `json:"articleSection,omitempty"`
	Keywords    []string      `json:"keywords,omitempty"`
	Status      string        `json:"creativeWorkStatus,omitempty"`
	Author      *named        `json:"author,omitempty"`
	Publisher   *organization `json:"publisher"`
}

type event struct {
	Type        string        `json:"@type"`
	Name        string        `json:"name"`
	Description string        `json:"description,omitempty"`
	URL         string        `json:"url"`
	Language    string        `json:"inLanguage"`
	Image       []string      `json:"image,omitempty"`
	Start       string        `json:"startDate"`
	End         string        `json:"endDate,omitempty"`
	Status      string        `json:"eventStatus"`
	Attendance  string        `json:"eventAttendanceMode,omitempty"`
	Location    []location    `json:"location,omitempty"`
	Capacity    int           `json:"maximumAttendeeCapacity,omitempty"`
	Organizer   *organization `json:"organizer"`
}

// location is a Place, or a VirtualLocation with an address of the web.
type location struct {
	Type    string       `json:"@type"`
	Name    string       `json:"name,omitempty"`
	URL     string       `json:"url,omitempty"`
	Address *address     `json:"address,omitempty"`
	Geo     *coordinates `json:"geo,omitempty"`
}

type address struct {
	Type       string `json:"@type"`
	Street     string `json:"streetAddress,omitempty"`
	PostalCode string `json:"postalCode,omitempty"`
}

type coordinates struct {
	Type      string  `json:"@type"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type person struct {
	Type     string        `json:"@type"`
	Name     string        `json:"name"`
	URL      string        `json:"url"`
	JobTitle string        `json:"jobTitle,omitempty"`
	Image    string        `json:"image,omitempty"`
	SameAs   []string      `json:"sameAs,omitempty"`
	MemberOf *organization `json:"memberOf"`
}

type named struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type ref struct {
	ID string `json:"@id"`
}

type breadcrumbs struct {
	Type  string  `json:"@type"`
	Items []crumb `json:"itemListElement"`
}

type crumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

// linkedData is the whole <script> that says in JSON-LD what the page is; empty
// for a page that search engines do not list.
func (t *Theme) linkedData(view View) (template.HTML, error) {
	if view.Page.NoIndex() || view.Page.Members() {
		return "", nil
	}
	graph := things(view)
	above, err := t.trail(view)
	if err != nil {
		return "", err
	}
	if len(above) > 0 {
		graph = append(graph, crumbs(view, above))
	}
	if len(graph) == 0 {
		return "", nil
	}
	// Marshal writes <, > and & as \u003c, \u003e and \u0026: no text ends the element.
	data, err := json.Marshal(struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}{"https://schema.org", graph})
	return template.HTML(`<script type="application/ld+json">` + string(data) + `</script>`), err
}

// things are what the page is about.
func things(view View) []any {
	switch view.Page.Kind() {
	case Home:
		team := teamOf(view)
		if view.Zone.Parent() != nil {
			return []any{team}
		}
		return []any{team, website{"WebSite", view.Site.Name, team.URL, view.Lang, ref{team.ID}}}
	case Post:
		return []any{articleOf(view)}
	case ProposalPage:
		work := articleOf(view)
		work.Type = "CreativeWork"
		if proposal := view.Page.Proposal(); proposal != nil {
			work.Status = proposal.Status
		}
		return []any{work}
	case EventPage:
		if view.Page.Event() != nil {
			return []any{eventOf(view)}
		}
	case PersonPage:
		return []any{personOf(view)}
	}
	return nil
}

// publisher is the zone's team in few words.
func publisher(view View) *organization {
	name, home := view.Site.Name, absolute(view, view.Zone.URL())
	if view.Zone.Parent() != nil {
		name += " " + view.Zone.Name()
	}
	return &organization{Type: "Organization", ID: home + "#organisation", Name: name, URL: home}
}

func teamOf(view View) *organization {
	team := publisher(view)
	team.Description = view.Page.Description()
	team.Email = view.Zone.Contact().Email
	team.SameAs = addresses(view.Zone.Social())
	if view.Zone.Parent() != nil {
		home := absolute(view, view.Root.URL())
		team.Parent = &organization{Type: "Organization", ID: home + "#organisation", Name: view.Site.Name, URL: home}
	}
	return team
}

func articleOf(view View) article {
	p := view.Page
	a := article{
		Type: "NewsArticle", Headline: p.Title(), Description: p.Description(), URL: p.Permalink(), Language: p.Lang(),
		Image: pictures(p), Published: moment(p.Date(), false), Modified: moment(p.Updated(), false), Publisher: publisher(view),
	}
	if category := p.Category(); category != nil {
		a.Section = category.Name
	}
	for _, tag := range p.Tags() {
		a.Keywords = append(a.Keywords, tag.Name)
	}
	if name := p.Author(); name != "" {
		a.Author = &named{Type: "Person", Name: name}
		if link := p.AuthorLink(); link != nil {
			a.Author.URL = absolute(view, link.URL())
		}
	}
	return a
}

func eventOf(view View) event {
	p, e := view.Page, view.Page.Event()
	found := event{
		Type: "Event", Name: p.Title(), Description: p.Description(), URL: p.Permalink(), Language: p.Lang(), Image: pictures(p),
		Start: moment(e.Start, e.AllDay), End: moment(e.End, e.AllDay), Capacity: e.Capacity, Organizer: publisher(view),
		Status: "https://schema.org/EventScheduled",
	}
	switch e.Status {
	case "cancelled":
		found.Status = "https://schema.org/EventCancelled"
	case "postponed":
		found.Status = "https://schema.org/EventPostponed"
	}
	if e.Place != nil {
		found.Attendance = "https://schema.org/OfflineEventAttendanceMode"
		found.Location = append(found.Location, placeOf(e.Place))
	}
	if e.Online != "" {
		found.Attendance = "https://schema.org/OnlineEventAttendanceMode"
		if e.Place != nil {
			found.Attendance = "https://schema.org/MixedEventAttendanceMode"
		}
		found.Location = append(found.Location, location{Type: "VirtualLocation", URL: e.Online})
	}
	return found
}

func placeOf(p *EventPlace) location {
	place := location{Type: "Place", Name: p.Name}
	if p.Address != "" || p.PostalCode != "" {
		place.Address = &address{"PostalAddress", p.Address, p.PostalCode}
	}
	if p.Lat != 0 || p.Lon != 0 {
		place.Geo = &coordinates{"GeoCoordinates", p.Lat, p.Lon}
	}
	return place
}

func personOf(view View) person {
	p := view.Page
	found := person{Type: "Person", Name: p.Title(), URL: p.Permalink(), MemberOf: publisher(view)}
	if data := p.Person(); data != nil {
		found.JobTitle, found.SameAs = data.Role, addresses(data.Social)
	}
	if p.Image() != nil {
		found.Image = absolute(view, p.Image().URL)
	}
	return found
}

func crumbs(view View, above []Link) breadcrumbs {
	list := breadcrumbs{Type: "BreadcrumbList"}
	name := view.Page.Title()
	if view.Page.Kind() == Home {
		name = view.Zone.Name()
	}
	for i, link := range append(above, Link{name, view.Page.Permalink()}) {
		list.Items = append(list.Items, crumb{"ListItem", i + 1, link.Label, absolute(view, link.URL)})
	}
	return list
}

// absolute is an address of the page being written with its origin.
func absolute(view View, url string) string {
	if url == "" || hasScheme(url) {
		return url
	}
	c := view.Page.c
	return c.Origin(c.Host) + url
}

func pictures(p *Page) []string {
	if share := p.Share(); share != nil {
		return []string{share.URL}
	}
	return nil
}

func addresses(links []Link) []string {
	var urls []string
	for _, link := range links {
		urls = append(urls, link.URL)
	}
	return urls
}

// moment is a date, with its hour unless the whole day is meant.
func moment(at time.Time, day bool) string {
	switch {
	case at.IsZero():
		return ""
	case day:
		return at.Format(time.DateOnly)
	}
	return at.Format(time.RFC3339)
}
