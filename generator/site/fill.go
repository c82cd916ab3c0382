package site

import (
	"cmp"
	"path"
	"strings"

	"maillage/generator/markdown"
	"maillage/generator/theme"
)

// pageData is what templates see of a text, with its cells.
func (e *Engine) pageData(p *page) *theme.PageData {
	if p.data == nil {
		p.data = e.data(p.source.path)
	}
	return p.data
}

// fill is what a text says of itself, from its file and its address alone.
func (e *Engine) fill(p *page) {
	front, z := &p.front, p.zone
	d, share := e.pageData(p), e.card(p.zone, p.lang)
	if p.filled && p.filledOn == z.domain && d.Host == z.host() && d.Path == p.filledPath && p.url == p.filledURL && p.filledShare == share && p.links.same && p.source.section != inEvents && p.source.section != inHome {
		return
	}
	set := func(s string) string { return markdown.Typography(p.lang, s) }
	d.Kind, d.Lang, d.Host, d.Path = kinds[p.source.section], p.lang, z.host(), escaped(z.path(p.url))
	d.Source = escaped(p.url)
	d.Title, d.Description = set(front.Title), set(cmp.Or(front.Description, p.doc.Summary))
	d.Date, d.Updated = p.date, front.Updated.Time
	if d.Updated.IsZero() {
		d.Updated = p.date
	}
	d.Author, d.Pinned, d.Members, d.NoIndex, d.Archive = set(front.Author), front.Pinned, front.Members, front.Members || front.NoIndex, front.Archive
	d.SEOTitle = set(front.SEOTitle)
	d.Doc, d.Targets, d.Zone = p.doc, p.links.targets, e.view(z, p.lang)
	d.Image, d.Share = nil, share
	if front.Image != nil {
		image := p.links.front["image.src"].image
		image.Alt, image.Caption = set(front.Image.Alt), set(front.Image.Caption)
		d.Image = &image
		if shareable(image.URL) {
			d.Share = &image
		}
	}
	e.fillKind(p, d, set)
	e.cells.set(d.Content, p.body^p.links.sum*31)
	h := e.scratch.reset().number(p.id).number(uint64(p.date.Unix())).number(p.frontSum).number(p.links.sum).text(d.Path).text(d.Source).text(d.Host).text(d.Description).text(string(d.Kind))
	if d.Share != nil {
		h.text(d.Share.URL)
	}
	if d.Event != nil {
		h.flag(d.Event.Past)
	}
	e.cells.set(d.Meta, h.sum())
	p.filled, p.filledURL, p.filledPath, p.filledOn, p.filledShare, p.links.same = true, p.url, d.Path, z.domain, share, true
}

// shareable tells the pictures that social networks show: they know no SVG.
func shareable(url string) bool {
	switch path.Ext(url) {
	case ".jpg", ".jpeg", ".png", ".webp", ".gif":
		return true
	}
	return false
}

// fillKind is what only some kinds of pages have.
func (e *Engine) fillKind(p *page, d *theme.PageData, set func(string) string) {
	front := &p.front
	switch p.source.section {
	case inHome:
		d.Feeds = d.Zone.Feeds
	case inEvents:
		d.Event = e.event(p, d, set)
		if len(front.Questions) > 0 {
			d.Form = e.form(p, "/api/events/"+p.permanentID()+"/registrations", set)
		}
	case inPeople:
		d.Person = &theme.Person{Role: set(front.Role), Group: set(front.Group), Email: front.Email, Phone: front.Phone}
		for _, link := range front.Social {
			d.Person.Social = append(d.Person.Social, theme.Link(link))
		}
	case inManifesto:
		d.Kind = theme.ProposalPage
		if path.Base(p.source.inside) == "index.md" {
			d.Kind = theme.TopicPage
			if p.slug == "" {
				d.Kind = theme.Manifesto
			}
			break
		}
		d.Proposal = &theme.Proposal{Status: front.Status, Progress: -1}
		if front.Progress != nil {
			d.Proposal.Progress = *front.Progress
		}
	case inDocuments:
		if found := p.links.front["file"]; found.media != nil {
			name := path.Base(found.media.url)
			d.File = &theme.File{URL: found.url, Name: name, Type: strings.ToUpper(strings.TrimPrefix(path.Ext(name), ".")), Size: found.media.bytes}
		}
	case inForms:
		d.Form = e.form(p, "/api/forms/"+p.permanentID()+"/answers", set)
	case inPetitions:
		d.Petition = &theme.Petition{ID: p.permanentID(), Action: "/api/petitions/" + p.permanentID() + "/signatures", Goal: front.Goal,
			Recipient: set(front.Recipient), Opens: front.Opens.Time, Closes: front.Closes.Time, Thanks: set(front.Thanks)}
	}
}

// permanentID names an event, a form or a petition to the functions: its zone's
// permanent id and its file, so that no rename of a zone loses answers.
func (p *page) permanentID() string {
	name := strings.TrimSuffix(path.Base(p.source.inside), ".md")
	return strings.ReplaceAll(p.zone.ID, "/", ".") + "." + name
}

func (e *Engine) event(p *page, d *theme.PageData, set func(string) string) *theme.Event {
	front := &p.front
	event := &theme.Event{ID: p.permanentID(), Start: p.date, End: front.End.Time, AllDay: wholeDay(p.date), Online: front.Online,
		Capacity: front.Capacity, Guests: front.Guests, WaitingList: front.WaitingList, Opens: front.Registration.Opens.Time,
		Closes: front.Registration.Closes.Time, Organizer: set(front.Organizer), Price: set(front.Price), Status: front.Status,
		Past: !p.ends().After(e.model.at), Calendar: d.Path + "event.ics"}
	if place := front.Place; place != nil {
		event.Place = &theme.EventPlace{Name: set(place.Name), Address: set(place.Address), PostalCode: place.PostalCode, Lat: place.Lat, Lon: place.Lon}
	}
	return event
}

func (e *Engine) form(p *page, action string, set func(string) string) *theme.Form {
	front := &p.front
	form := &theme.Form{ID: p.permanentID(), Action: action, Opens: front.Opens.Time, Closes: front.Closes.Time, Limit: front.Limit, Thanks: set(front.Thanks)}
	for _, q := range front.Questions {
		question := theme.Question{Name: q.Name, Type: q.Type, Label: set(q.Label), Help: set(q.Help), Required: q.Required,
			Min: string(q.Min), Max: string(q.Max), Low: set(q.Low), High: set(q.High)}
		for _, option := range q.Options {
			question.Options = append(question.Options, set(string(option)))
		}
		if q.Type == "scale" {
			question.Options = steps(question.Min, question.Max)
		}
		for name, value := range q.When {
			question.When, question.Is = name, set(string(value))
		}
		form.Questions = append(form.Questions, question)
	}
	return form
}

// tie binds a text to others.
func (e *Engine) tie(p *page) {
	d := p.data
	d.Parent, d.Prev, d.Next, d.Translations, d.Children, d.Related, d.Items = nil, nil, nil, d.Translations[:0], d.Children[:0], d.Related[:0], nil
	if p.parent != nil {
		d.Parent = e.pageData(p.parent)
	}
	for _, child := range p.children {
		d.Children = append(d.Children, e.pageData(child))
	}
	if p.other != nil {
		d.Translations = append(d.Translations, e.pageData(p.other))
	}
	for _, related := range p.related {
		d.Related = append(d.Related, e.pageData(related))
	}
	e.model.tieTerms(p)
	if p.before != nil {
		d.Prev = e.pageData(p.before)
	}
	if p.after != nil {
		d.Next = e.pageData(p.after)
	}
	if d.Kind == theme.Manifesto {
		d.Children = datas(e, p.zone.lists[p.lang].topics)
	}
	e.cells.set(d.Ties, e.ties(d))
}
