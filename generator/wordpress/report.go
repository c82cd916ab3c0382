package wordpress

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"maillage/generator/site/report"
	"maillage/generator/wordpress/prose"
)

// Line is what became of one item.
type Line struct {
	ID      int    `json:"id"`
	Type    string `json:"type"`
	Title   string `json:"title"`
	Link    string `json:"link,omitempty"`    // old address
	File    string `json:"file,omitempty"`    // below the content folder
	Address string `json:"address,omitempty"` // new one, from that of the zone on
	Outcome string `json:"outcome"`           // created, updated, unchanged, edited, conflict, removed, skipped
	Why     string `json:"why,omitempty"`     // private, password, trash, type, since, broken
	Draft   bool   `json:"draft,omitempty"`

	Kept     int            `json:"html,omitempty"`   // blocks kept as HTML
	Blocks   int            `json:"blocks,omitempty"` // of
	Fidelity *prose.Figures `json:"fidelity,omitempty"`
	Notes    []Note         `json:"notes,omitempty"`
}

// Note is something about an item that its editor should know.
type Note struct {
	Kind  string `json:"kind"`
	Name  string `json:"name,omitempty"`
	Count int    `json:"count,omitempty"`
}

// SourceNote is a fault of an export, at its first place.
type SourceNote struct {
	File  string `json:"file"`
	Line  int    `json:"line,omitempty"`
	Item  int    `json:"item,omitempty"`
	Title string `json:"title,omitempty"`
	Key   string `json:"key"`
	Args  []any  `json:"args,omitempty"`
	Count int    `json:"count"`
}

func (n SourceNote) in(lang string) string {
	line := n.File
	if n.Line > 0 {
		line += fmt.Sprintf(":%d", n.Line)
	}
	line += " : "
	if n.Title != "" || n.Item != 0 {
		line += fmt.Sprintf("%s (%d), ", n.Title, n.Item)
	}
	line += report.T(n.Key, n.Args...).In(lang)
	if n.Count > 1 {
		line += fmt.Sprintf(" (× %d)", n.Count)
	}
	return line
}

// Report is what an import did. Nothing is left out silently.
type Report struct {
	Site     string         `json:"site"`
	Zone     string         `json:"zone"`
	Lines    []Line         `json:"items"`
	Tally    map[string]int `json:"not_texts,omitempty"` // items that are no text, by type
	Outcomes map[string]int `json:"outcomes"`
	Fidelity prose.Figures  `json:"fidelity"`
	Blocks   int            `json:"blocks"`
	Kept     int            `json:"html"`
	Files    []FileLine     `json:"files,omitempty"` // that are missing
	Fetched  int            `json:"files_fetched"`
	Rules    int            `json:"redirections"`
	Moved    []Line         `json:"moved,omitempty"` // whose address another page has
	Menu     []string       `json:"menu,omitempty"`
	Source   []SourceNote   `json:"source,omitempty"` // faults of the export
	Leaks    []Leak         `json:"leaks,omitempty"`

	file string // where it is written
}

// FileLine is a file that did not come along.
type FileLine struct {
	URL string `json:"url"`
	Why string `json:"why"`
}

// Leak is a text of an item that is not public, found in one that is.
type Leak struct {
	File string `json:"file"`
	Of   int    `json:"of"`
}

// add counts a text.
func (r *Report) add(l Line) {
	r.Lines = append(r.Lines, l)
	r.Blocks += l.Blocks
	r.Kept += l.Kept
	r.Outcomes[l.Outcome]++
	r.Fidelity.Add(*l.Fidelity)
}

// JSON is the report for programs.
func (r *Report) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(r, "", "\t")
	return append(data, '\n'), err
}

// Summary is the report in a few lines.
func (r *Report) Summary(lang string) string {
	t := speaker(lang)
	var b strings.Builder
	for _, outcome := range []string{"created", "updated", "unchanged", "edited", "conflict", "removed", "skipped"} {
		if n := r.Outcomes[outcome]; n > 0 {
			fmt.Fprintf(&b, "- %s\n", t("outcome."+outcome, n))
		}
	}
	f := r.Fidelity
	fmt.Fprintf(&b, "- %s\n- %s\n- %s\n", t("files", r.Fetched, len(r.Files)), t("redirects", r.Rules), t("fidelity", f.Words.Found, f.Words.Of, f.Links.Found,
		f.Links.Of, f.Images.Found, f.Images.Of, f.Headings.Found, f.Headings.Of, f.Items.Found, f.Items.Of, f.Cells.Found, f.Cells.Of, r.Kept, r.Blocks))
	for _, k := range r.Leaks {
		fmt.Fprintf(&b, "- %s : %s (%d)\n", t("leaks"), k.File, k.Of)
	}
	fmt.Fprintf(&b, "- %s\n", t("report", r.file))
	return b.String()
}

// speaker gives the texts of reports in a language.
func speaker(lang string) teller {
	return func(key string, args ...any) string { return report.T("wp."+key, args...).In(lang) }
}

// Markdown is the report for people.
func (r *Report) Markdown(lang string) []byte {
	t := speaker(lang)
	var b strings.Builder
	section := func(title string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", title, strings.Join(lines, "\n"))
		}
	}
	fmt.Fprintf(&b, "# %s\n\n%s", t("title", r.Site, r.Zone), r.Summary(lang))
	section(t("leaks"), each(r.Leaks, func(k Leak) string { return fmt.Sprintf("- **%s** (%d)", k.File, k.Of) }))
	section(t("conflicts"), r.told(t, "conflict"))
	section(t("edited"), r.told(t, "edited"))
	section(t("removed"), r.told(t, "removed"))
	section(t("skipped"), r.told(t, "skipped"))
	section(t("moved"), each(r.Moved, func(l Line) string { return fmt.Sprintf("- %s → %s (%s)", l.Link, l.Address, l.File) }))
	section(t("notes"), r.notes(t))
	section(t("missing"), each(r.Files, func(f FileLine) string { return fmt.Sprintf("- %s : %s", f.URL, t("file."+f.Why)) }))
	section(t("menu"), r.Menu)
	section(t("source"), each(r.Source, func(n SourceNote) string { return "- " + n.in(lang) }))
	section(t("nottexts"), each(slices.Sorted(maps.Keys(r.Tally)), func(k string) string { return fmt.Sprintf("- %s : %d", k, r.Tally[k]) }))
	section(t("never"), []string{t("never.text")})
	section(t("all"), each(r.Lines, func(l Line) string {
		if l.File == "" {
			return ""
		}
		return fmt.Sprintf("- %s → %s", l.Link, l.File)
	}))
	return []byte(b.String())
}

func each[T any](items []T, f func(T) string) []string {
	var lines []string
	for _, item := range items {
		if line := f(item); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

type teller func(key string, args ...any) string

// told are the lines of one outcome.
func (r *Report) told(t teller, outcome string) []string {
	return each(r.Lines, func(l Line) string {
		if l.Outcome != outcome {
			return ""
		}
		line := fmt.Sprintf("- %s %d, « %s »", l.Type, l.ID, l.Title)
		if l.File != "" {
			line = fmt.Sprintf("- %s", l.File)
		}
		if l.Why != "" {
			line += " : " + t("why."+l.Why)
		}
		return line
	})
}

// notes are the lines of what editors should look at.
func (r *Report) notes(t teller) []string {
	var lines []string
	for _, l := range r.Lines {
		for _, n := range l.Notes {
			lines = append(lines, fmt.Sprintf("- %s : %s", l.File, told(t, n)))
		}
	}
	return lines
}

func told(t teller, n Note) string {
	line := t("note."+n.Kind, n.Name)
	if n.Count > 1 {
		line += fmt.Sprintf(" (× %d)", n.Count)
	}
	return line
}
