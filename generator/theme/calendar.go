package theme

import (
	"fmt"
	"strings"
	"time"
)

// calendar writes moments in one language.
type calendar struct {
	lang             string
	weekdays, months []string // nil: those of package time
	brief            []string // months on a leaf of a calendar
}

func calendarOf(lang string) calendar {
	if lang != "fr" {
		return calendar{lang: lang, brief: strings.Fields("Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec")}
	}
	return calendar{
		lang:     lang,
		weekdays: strings.Fields("dimanche lundi mardi mercredi jeudi vendredi samedi"),
		months:   strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
		brief:    strings.Fields("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
	}
}

// date writes a moment in one of the styles of the package comment.
func (c calendar) date(at time.Time, style string) (string, error) {
	switch style {
	case "iso":
		return at.Format("2006-01-02"), nil
	case "stamp":
		return at.Format(time.RFC3339), nil
	case "time":
		return c.time(at), nil
	case "short":
		return c.day(at) + "\u00a0" + c.month(at), nil
	case "long":
		return c.long(at), nil
	case "full":
		return c.weekday(at) + " " + c.long(at), nil
	case "month":
		return fmt.Sprintf("%s %d", c.month(at), at.Year()), nil
	case "brief":
		return c.brief[at.Month()-1], nil
	}
	return "", fmt.Errorf("no date style %q: short, long, full, month, brief, time, iso or stamp", style)
}

// period says when an event is: "samedi 5 décembre 2026, de 18 h 30 à 21 h".
func (c calendar) period(e *Event) string {
	start, end := e.Start, e.End
	if end.IsZero() {
		end = start
	}
	from, to, at, until := "from ", " to ", " at ", " to "
	if c.lang == "fr" {
		from, to, at, until = "du ", " au ", " à ", " à "
	}
	first, last := c.weekday(start)+" "+c.long(start), c.weekday(end)+" "+c.long(end)
	if sameEvening(start, end, e.AllDay) {
		switch {
		case e.AllDay:
			return first
		case end.Equal(start):
			return first + "," + at + c.time(start)
		case c.lang == "fr":
			from = "de "
		}
		return first + ", " + from + c.time(start) + until + c.time(end)
	}
	if start.Year() == end.Year() {
		first = c.weekday(start) + " " + c.day(start)
		if start.Month() != end.Month() || !e.AllDay {
			first += "\u00a0" + c.month(start)
		}
	}
	if !e.AllDay {
		first, last = first+at+c.time(start), last+at+c.time(end)
	}
	return from + first + to + last
}

// sameEvening tells whether an event is on one day, or ends in its night.
func sameEvening(start, end time.Time, allDay bool) bool {
	if start.YearDay() == end.YearDay() && start.Year() == end.Year() {
		return true
	}
	return !allDay && end.Sub(start) < 12*time.Hour && end.Hour() < 6
}

func (c calendar) long(at time.Time) string {
	return fmt.Sprintf("%s\u00a0%s %d", c.day(at), c.month(at), at.Year())
}

func (c calendar) day(at time.Time) string {
	if at.Day() == 1 && c.lang == "fr" {
		return "1er"
	}
	return fmt.Sprint(at.Day())
}

func (c calendar) weekday(at time.Time) string {
	if c.weekdays == nil {
		return at.Weekday().String()
	}
	return c.weekdays[at.Weekday()]
}

func (c calendar) month(at time.Time) string {
	if c.months == nil {
		return at.Month().String()
	}
	return c.months[at.Month()-1]
}

// time is "18 h 30" or "18:30".
func (c calendar) time(at time.Time) string {
	switch {
	case c.lang != "fr":
		return at.Format("15:04")
	case at.Minute() == 0:
		return fmt.Sprintf("%d\u00a0h", at.Hour())
	}
	return fmt.Sprintf("%d\u00a0h\u00a0%02d", at.Hour(), at.Minute())
}
