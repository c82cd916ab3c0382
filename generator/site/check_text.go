package site

import (
	"path"
	"time"
	"unicode/utf8"

	"maillage/generator/site/report"
)

const (
	longTitle       = 70  // characters that search engines show
	longDescription = 160 // as well
	yearsAhead      = 2   // a post dated later is a slip of the finger
)

// text is what a text deserves by itself.
func (r *reviewer) text(p *page) {
	if n := utf8.RuneCountInString(p.front.Description); n > longDescription {
		r.about(p, "description", report.T("warn.description.long", n), report.T("warn.description.hint", longDescription))
	} else if n == 0 && p.source.section != inPeople {
		r.warn(p.source.path, place{1, 1}, report.T("warn.description"), report.T("warn.description.hint", longDescription))
	}
	if n := utf8.RuneCountInString(p.front.Title); n > longTitle {
		r.about(p, "title", report.T("warn.title", n), report.T("warn.title.hint", longTitle))
	}
	if p.doc == nil {
		return
	}
	for _, remark := range p.doc.Remarks {
		remark.Line += p.bodyLine
		r.list = append(r.list, r.model.placed(p.source.path, remark))
	}
}

// dates are remarks on days and hours that contradict each other, and on what has
// been kept for long. Texts that are not public are looked at too.
func (r *reviewer) dates(p *page) {
	at, front := r.model.at, &p.front
	if p.source.section == inPosts && p.date.After(at.AddDate(yearsAhead, 0, 0)) {
		r.about(p, "date", report.T("warn.date.far", day(p.date)), report.T("warn.date.far.hint"))
	}
	if p.source.section == inEvents {
		r.eventDates(p)
	}
	year := at.AddDate(-1, 0, 0)
	switch last := latest(p.date, front.Updated.Time, front.Publish.Time); {
	case !front.Expires.IsZero() && front.Expires.Before(year):
		r.about(p, "expires", report.T("warn.expired", day(front.Expires.Time)), report.T("warn.old.hint"))
	case front.Draft && !last.IsZero() && last.Before(year):
		r.about(p, "draft", report.T("warn.draft", day(last)), report.T("warn.old.hint"))
	}
}

func (r *reviewer) eventDates(p *page) {
	front := &p.front
	if found := datedName.FindStringSubmatch(path.Base(p.source.inside)); found != nil && !front.Start.IsZero() && day(front.Start.Time) != found[1] {
		r.about(p, "start", report.T("warn.event.day", day(front.Start.Time), found[1]), report.T("warn.event.day.hint", day(front.Start.Time)+"-"+found[2]+".md"))
	}
	closes := front.Registration.Closes.Time
	if ends := p.ends(); closes.After(ends) {
		r.about(p, "registration.closes", report.T("warn.event.closes"), report.Text{})
	}
	if opens := front.Registration.Opens.Time; !closes.IsZero() && opens.After(closes) {
		r.about(p, "registration.opens", report.T("warn.event.opens"), report.Text{})
	}
}

func latest(moments ...time.Time) (last time.Time) {
	for _, at := range moments {
		if at.After(last) {
			last = at
		}
	}
	return last
}
