package theme

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestPeriod writes when events are, with no-break spaces shown as "_".
func TestPeriod(t *testing.T) {
	tests := map[string]struct {
		start, end string
		allDay     bool
		fr, en     string
	}{
		"a start alone": {"2026-12-05T18:30", "", false,
			"samedi 5_décembre 2026, à 18_h_30", "Saturday 5_December 2026, at 18:30"},
		"an evening": {"2026-12-05T18:30", "2026-12-05T21:00", false,
			"samedi 5_décembre 2026, de 18_h_30 à 21_h", "Saturday 5_December 2026, from 18:30 to 21:00"},
		"a night": {"2027-01-09T20:00", "2027-01-10T02:00", false,
			"samedi 9_janvier 2027, de 20_h à 2_h", "Saturday 9_January 2027, from 20:00 to 02:00"},
		"a whole day": {"2026-05-01", "", true, "vendredi 1er_mai 2026", "Friday 1_May 2026"},
		"whole days of a month": {"2026-12-12", "2026-12-13", true,
			"du samedi 12 au dimanche 13_décembre 2026", "from Saturday 12 to Sunday 13_December 2026"},
		"whole days of two months": {"2026-11-30", "2026-12-02", true,
			"du lundi 30_novembre au mercredi 2_décembre 2026", "from Monday 30_November to Wednesday 2_December 2026"},
		"two years": {"2026-12-31", "2027-01-02", true,
			"du jeudi 31_décembre 2026 au samedi 2_janvier 2027", "from Thursday 31_December 2026 to Saturday 2_January 2027"},
		"days with hours": {"2026-12-04T18:00", "2026-12-06T12:00", false,
			"du vendredi 4_décembre à 18_h au dimanche 6_décembre 2026 à 12_h",
			"from Friday 4_December at 18:00 to Sunday 6_December 2026 at 12:00"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			e := &Event{Start: instant(t, test.start), AllDay: test.allDay}
			if test.end != "" {
				e.End = instant(t, test.end)
			}
			got := []string{shown(calendarOf("fr").period(e)), shown(calendarOf("en").period(e))}
			if diff := cmp.Diff([]string{test.fr, test.en}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNumbers writes sizes, numbers and telephone numbers.
func TestNumbers(t *testing.T) {
	got := []string{
		size("fr", 980), size("fr", 240_400), size("fr", 1_240_000), size("en", 1_240_000), size("en", 12_400_000), size("fr", 2_000_000),
		number("fr", 999), number("fr", 10_000), number("en", 1_234_567), number("fr", 1_004),
		phone("+33 1 23 45 67 89").Label, phone("+33 1 23 45 67 89").URL,
	}
	want := []string{
		"980_octets", "240_Ko", "1,2_Mo", "1.2_MB", "12_MB", "2_Mo",
		"999", "10_000", "1,234,567", "1_004", "+33_1_23_45_67_89", "+33123456789",
	}
	for i := range got {
		got[i] = shown(got[i])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func shown(text string) string {
	out := []rune(text)
	for i, r := range out {
		if r == '\u00a0' || r == '\u202f' {
			out[i] = '_'
		}
	}
	return string(out)
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	layout := "2006-01-02T15:04"
	if len(text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	at, err := time.Parse(layout, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
