package theme

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// linked builds the JSON-LD of a page of one team below the root.
func linked(t *testing.T, page PageData) (text string, graph []map[string]any) {
	t.Helper()
	root := &ZoneData{Lang: "fr", Name: "France", Path: "/"}
	paris := &ZoneData{Lang: "fr", Name: "Paris", Path: "/paris/", Parent: root, Ancestors: []*ZoneData{root},
		Links: Links{Posts: "/paris/actualites/", Agenda: "/paris/agenda/"}}
	page.Zone, page.Lang = paris, "fr"
	c := &Context{Origin: func(string) string { return "https://exemple.example" }}
	c.Begin("")
	theme := &Theme{catalogue: map[string]texts{"fr": {"news.title": "Actualités", "agenda.title": "Agenda"}}}
	html, err := theme.linkedData(NewView(c, &page, root, &Site{Name: "Demain"}))
	if err != nil {
		t.Fatal(err)
	}
	text = string(html)
	body := strings.TrimSuffix(strings.TrimPrefix(text, `<script type="application/ld+json">`), `</script>`)
	var data struct {
		Graph []map[string]any `json:"@graph"`
	}
	if text != "" {
		if err := json.Unmarshal([]byte(body), &data); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
	return text, data.Graph
}

// TestLinkedData says what pages are, and nothing of pages that are not listed.
func TestLinkedData(t *testing.T) {
	day := time.Date(2026, 12, 5, 18, 30, 0, 0, time.UTC)
	tests := map[string]struct {
		page PageData
		want map[string]any // of the first thing
	}{
		"a post": {PageData{Kind: Post, Title: "Titre", Path: "/paris/actualites/titre/", Date: day, Author: "Camille"},
			map[string]any{"@type": "NewsArticle", "headline": "Titre", "datePublished": "2026-12-05T18:30:00Z", "url": "https://exemple.example/paris/actualites/titre/"}},
		"a cancelled event": {PageData{Kind: EventPage, Title: "Fête", Event: &Event{Start: day, Status: "cancelled", Online: "https://visio.example/x"}},
			map[string]any{"@type": "Event", "eventStatus": "https://schema.org/EventCancelled", "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode"}},
		"a whole day": {PageData{Kind: EventPage, Event: &Event{Start: day, AllDay: true}},
			map[string]any{"@type": "Event", "startDate": "2026-12-05"}},
		"a first page": {PageData{Kind: Home, Title: "Paris", Path: "/paris/"},
			map[string]any{"@type": "Organization", "name": "Demain Paris"}},
		"a page": {PageData{Kind: Static, Title: "Charte"}, map[string]any{"@type": "BreadcrumbList"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, graph := linked(t, test.page)
			if len(graph) == 0 {
				t.Fatal("nothing is said")
			}
			for key, want := range test.want {
				if got := graph[0][key]; got != want {
					t.Errorf("%s is %v, want %v", key, got, want)
				}
			}
			last := graph[len(graph)-1]
			if last["@type"] != "BreadcrumbList" {
				t.Errorf("the last thing is %v, want the trail", last["@type"])
			}
		})
	}
	for name, page := range map[string]PageData{"noindex": {Kind: Post, NoIndex: true}, "members": {Kind: Post, Members: true}} {
		if text, _ := linked(t, page); text != "" {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestLinkedDataEscapes keeps words from ending the element they are in.
func TestLinkedDataEscapes(t *testing.T) {
	text, graph := linked(t, PageData{Kind: Post, Title: `</script><b>&"`})
	if strings.Count(text, "<") != 2 {
		t.Errorf("a tag got through: %s", text)
	}
	if graph[0]["headline"] != `</script><b>&"` {
		t.Errorf("headline: %v", graph[0]["headline"])
	}
}
