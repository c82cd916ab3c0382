package wxr

import (
	"strings"
	"time"
)

// dates are those of an item as the file has them: without an offset, as if
// all of them were UTC, zero where there is none.
type dates struct {
	local, gmt, modified, modifiedGMT, published time.Time
}

// read takes the element if it is a date, and says whether it is.
func (d *dates) read(el *element) bool {
	switch string(el.name) {
	case "wp:post_date":
		d.local = stamp(el.inner)
	case "wp:post_date_gmt":
		d.gmt = stamp(el.inner)
	case "wp:post_modified":
		d.modified = stamp(el.inner)
	case "wp:post_modified_gmt":
		d.modifiedGMT = stamp(el.inner)
	case "pubDate":
		d.published, _ = time.Parse(time.RFC1123Z, word(el.inner, new(repair)))
	default:
		return false
	}
	return true
}

// stamp is a date as a database writes it. WordPress writes 0000-00-00
// 00:00:00 for never.
func stamp(inner []byte) time.Time {
	s := strings.Replace(word(inner, new(repair)), "T", " ", 1)
	t, err := time.Parse(time.DateTime, s)
	if err != nil || t.Year() < 1 {
		return time.Time{}
	}
	return t
}

// offsets are what a site's clock is ahead of UTC, month by month. Exports do
// not say which time zone a site is in.
type offsets struct {
	seconds [13]int
	known   [13]bool
}

// learn takes the two dates of an item.
func (o *offsets) learn(local, gmt time.Time) {
	if seconds, ok := offset(local, gmt); ok {
		o.seconds[local.Month()], o.known[local.Month()] = seconds, true
	}
}

// offset is the seconds between two dates, if that can be a time zone: up to
// 14 hours, in quarters.
func offset(local, gmt time.Time) (int, bool) {
	if local.IsZero() || gmt.IsZero() {
		return 0, false
	}
	ahead := local.Sub(gmt).Round(15 * time.Minute)
	return int(ahead.Seconds()), ahead.Abs() <= 14*time.Hour
}

// guess is the offset of the site in a month, or in the next one that is known.
func (o *offsets) guess(month time.Month) int {
	for distance := range 7 {
		for _, m := range [...]int{int(month) - distance, int(month) + distance} {
			if m = (m+11)%12 + 1; o.known[m] {
				return o.seconds[m]
			}
		}
	}
	return 0
}

// when is the moment of two dates: the local one with the offset to the other.
// Where that is missing or cannot be, the offset is guessed.
func (o *offsets) when(local, gmt time.Time) time.Time {
	if local.IsZero() && gmt.IsZero() {
		return time.Time{}
	}
	if local.IsZero() {
		seconds := o.guess(gmt.Month())
		return gmt.In(time.FixedZone("", seconds))
	}
	seconds, ok := offset(local, gmt)
	if !ok {
		seconds = o.guess(local.Month())
	}
	return local.Add(-time.Duration(seconds) * time.Second).In(time.FixedZone("", seconds))
}
