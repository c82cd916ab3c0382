package site

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/zeebo/xxh3"

	"maillage/generator/theme"
)

// calendar writes events as iCalendar (RFC 5545): lines end in CRLF, none is
// longer than 75 bytes, times are universal, whole days are dates.
type calendar struct{ out []byte }

func newCalendar(dst []byte, name string) *calendar {
	k := &calendar{dst}
	k.line("BEGIN", "VCALENDAR")
	k.line("VERSION", "2.0")
	k.line("PRODID", "-//Maillage//Generator//FR")
	k.line("CALSCALE", "GREGORIAN")
	k.line("METHOD", "PUBLISH")
	if name != "" {
		k.line("NAME", escapeCalendar(name))
		k.line("X-WR-CALNAME", escapeCalendar(name))
	}
	return k
}

func (k *calendar) end() []byte {
	k.line("END", "VCALENDAR")
	return k.out
}

// line writes a property, folded.
func (k *calendar) line(name, value string) {
	line := name + ":" + value
	width := 75
	for len(line) > width {
		cut := width
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		k.out = append(append(k.out, line[:cut]...), "\r\n "...)
		line, width = line[cut:], 74
	}
	k.out = append(append(k.out, line...), "\r\n"...)
}

var calendarEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", "")

func escapeCalendar(s string) string { return calendarEscapes.Replace(s) }

// event writes one event.
func (k *calendar) event(c *theme.Context, p *theme.PageData, mainHost string) {
	c.Read(p.Meta)
	e := p.Event
	k.line("BEGIN", "VEVENT")
	k.line("UID", e.ID+"@"+mainHost)
	k.line("DTSTAMP", universal(p.Updated))
	if e.AllDay && (e.End.IsZero() || wholeDay(e.End)) {
		last := e.Start
		if !e.End.IsZero() {
			last = e.End
		}
		k.line("DTSTART;VALUE=DATE", e.Start.In(paris()).Format("20060102"))
		k.line("DTEND;VALUE=DATE", last.In(paris()).AddDate(0, 0, 1).Format("20060102"))
	} else {
		k.line("DTSTART", universal(e.Start))
		if !e.End.IsZero() {
			k.line("DTEND", universal(e.End))
		}
	}
	k.line("SUMMARY", escapeCalendar(p.Title))
	if p.Description != "" {
		k.line("DESCRIPTION", escapeCalendar(p.Description))
	}
	if place := where(e); place != "" {
		k.line("LOCATION", escapeCalendar(place))
	}
	if e.Place != nil && (e.Place.Lat != 0 || e.Place.Lon != 0) {
		k.line("GEO", fmt.Sprintf("%.6f;%.6f", e.Place.Lat, e.Place.Lon))
	}
	k.line("URL", c.Origin(p.Host)+p.Path)
	status := "CONFIRMED"
	switch e.Status {
	case "cancelled":
		status = "CANCELLED"
	case "postponed":
		status = "TENTATIVE"
	}
	k.line("STATUS", status)
	k.line("END", "VEVENT")
}

// where is the place of an event on one line.
func where(e *theme.Event) string {
	if e.Place == nil {
		return e.Online
	}
	var parts []string
	for _, part := range []string{e.Place.Name, strings.ReplaceAll(e.Place.Address, "\n", ", "), e.Place.PostalCode} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

func universal(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// planCalendars adds the calendar of a zone and of each of its events.
func (p plan) planCalendars(z *zone, lang string) {
	v, l := p.view(z, lang), z.lists[lang]
	if len(l.events) == 0 {
		return
	}
	host, name := v.Host, feedTitle(v.SiteName, v.Name, z.above == nil, l.system[theme.Agenda].Title)
	main := p.mainHost()
	p.guarded(publicFile(host, v.Feeds.Calendar), host, xxh3.HashString(name), func(c *theme.Context, dst []byte) ([]byte, error) {
		c.Read(v.Events.Cell)
		c.Read(v.Info)
		k := newCalendar(dst, name)
		for _, event := range v.Events.Pages {
			k.event(c, event, main)
		}
		return k.end(), nil
	})
	for _, own := range l.own[inEvents] {
		event := own.data
		p.madeFrom(event.Meta, publicFile(host, event.Event.Calendar), host, func(c *theme.Context, dst []byte) ([]byte, error) {
			k := newCalendar(dst, "")
			k.event(c, event, main)
			return k.end(), nil
		})
	}
}

// mainHost names the movement's host in what must be unique in the world.
func (e *Engine) mainHost() string {
	_, host, _ := strings.Cut(e.options.BaseURL, "://")
	return host
}
