package site

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"
	"go.yaml.in/yaml/v3"

	"maillage/generator/shape"
	"maillage/generator/site/report"
	"maillage/generator/zones"
)

func sortTexts(texts []*page) {
	slices.SortFunc(texts, func(a, b *page) int { return strings.Compare(a.source.path, b.source.path) })
}

// readTree reads zones.yaml.
func (e *Engine) readTree() (err error) {
	if data, err := fs.ReadFile(e.files, "zones.yaml"); err == nil {
		e.model.treeSum = xxh3.Hash(data)
	}
	e.model.tree, err = Zones(e.options.Content)
	return err
}

// Zones are those of a content folder. A folder without any is a report.List.
func Zones(content string) (*zones.Tree, error) {
	tree, err := zones.Load(filepath.Join(content, "zones.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, report.List{{File: content, Message: report.T("folder.zones"), Hint: report.T("folder.zones.hint")}}
	}
	return tree, err
}

// readExtras reads what stands beside the zones: data files, the map and the
// redirections.
func (e *Engine) readExtras() {
	m := e.model
	m.data = map[string]any{}
	entries, _ := fs.ReadDir(e.files, "data") // a movement without data has no such folder
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), ".yaml")
		if !ok || strings.HasPrefix(name, ".") {
			continue
		}
		var value any
		if e.yaml("data/"+entry.Name(), &value) {
			m.data[name] = value
		}
	}
	if m.theme != nil {
		m.theme.SetData(m.data)
	}
	if svg, err := fs.ReadFile(e.files, "map.svg"); err == nil {
		shapes, err := shape.Parse(svg)
		if err != nil {
			m.faults = append(m.faults, report.Problem{File: m.shown("map.svg"), Message: report.Raw(err.Error())})
		} else {
			m.shapes = &shapes
		}
	}
	e.readRedirects()
}

// yaml reads a file that may be missing; unknown keys of a struct are refused.
func (e *Engine) yaml(file string, into any) bool {
	data, err := fs.ReadFile(e.files, file)
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if err == nil {
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		decoder.KnownFields(true)
		if err = decoder.Decode(into); err == nil || errors.Is(err, io.EOF) {
			return err == nil
		}
	}
	messages := []string{reason(err)}
	if typed, ok := err.(*yaml.TypeError); ok {
		messages = typed.Errors
	}
	for _, message := range messages {
		line, message := yamlLine(message)
		e.model.faults = append(e.model.faults, report.Problem{File: e.model.shown(file), Line: line, Col: 1, Message: report.Raw(message)})
	}
	return false
}

// redirect leads from an address that was to one that is.
type redirect struct {
	From string `yaml:"from" json:"from"` // one segment may be *
	To   string `yaml:"to" json:"to"`     // :splat is what * stood for
	Host string `yaml:"-" json:"host,omitempty"`

	zone     string // slug path: From and To are below its address
	from, to place  // where redirects.yaml says so
}

// starred is an address with one star, which is a whole segment.
var starred = regexp.MustCompile(`^/(?:[^*]*/)?\*(?:/[^*]*)?$`)

// readRedirects reads redirects.yaml and checks each line.
func (e *Engine) readRedirects() {
	var list []struct {
		From yaml.Node `yaml:"from"`
		To   yaml.Node `yaml:"to"`
		Zone yaml.Node `yaml:"zone"`
	}
	const file = "redirects.yaml"
	if !e.yaml(file, &list) {
		return
	}
	seen := map[string]bool{}
	for _, item := range list {
		move := redirect{From: item.From.Value, To: item.To.Value, zone: item.Zone.Value, from: place{item.From.Line, item.From.Column}, to: place{item.To.Line, item.To.Column}}
		fault := func(n yaml.Node, message report.Text) {
			hint := report.T("redirect.hint")
			if n.Line == item.Zone.Line && n.Column == item.Zone.Column {
				hint = report.NearestHint(n.Value, slices.Sorted(maps.Keys(e.model.bySlug)))
			}
			e.model.faults = append(e.model.faults, report.Problem{File: e.model.shown(file), Line: n.Line, Col: n.Column,
				Message: message, Hint: hint})
		}
		star := strings.IndexByte(move.From, '*')
		switch {
		case !strings.HasPrefix(move.From, "/") || star >= 0 && (!starred.MatchString(move.From)):
			fault(item.From, report.T("redirect.from", move.From))
		case move.zone != "" && e.model.bySlug[move.zone] == nil:
			fault(item.Zone, report.T("folder.zone", move.zone))
		case seen[move.zone+move.From]:
			fault(item.From, report.T("redirect.twice", move.From))
		case !strings.HasPrefix(move.To, "/") && !strings.HasPrefix(move.To, "https://") || strings.HasPrefix(move.To, "//"),
			strings.Contains(move.To, ":splat") && star < 0:
			fault(item.To, report.T("redirect.to", move.To))
		default:
			seen[move.zone+move.From] = true
			e.model.moves = append(e.model.moves, move)
		}
	}
}

// onHost is a rule with its addresses as they are on the host of its zone.
func (e *Engine) onHost(move redirect) redirect {
	m := e.model
	z := m.bySlug[move.zone]
	if z == nil {
		return move
	}
	move.From, move.Host = z.path(z.url+move.From[1:]), z.host()
	if strings.HasPrefix(move.To, "/") {
		to := z.url + move.To[1:]
		_, own := m.byURL(to)
		_, national := m.zones[0].urls[move.To]
		if !own && national {
			z, to = m.zones[0], move.To // a word that few texts of a zone share has a page there alone
		}
		move.To = z.path(to)
		if z.host() != move.Host {
			move.To = e.origin(z.host()) + move.To
		}
	}
	return move
}

// oldAddresses are the redirections of redirects.yaml, then the aliases of texts.
func (e *Engine) oldAddresses() []redirect {
	m := e.model
	all := make([]redirect, 0, len(m.moves))
	for _, move := range m.moves {
		all = append(all, e.onHost(move))
	}
	for _, p := range m.pages {
		if p.url == "" || p.front.Members {
			continue
		}
		for _, alias := range p.front.Aliases {
			all = append(all, redirect{From: alias, To: escaped(p.zone.path(p.url)), Host: p.zone.host()})
		}
	}
	return all
}

// aliasFile is where the page at an old address is written: one that leads to
// the new one on hosts that know no redirections.
func aliasFile(move redirect) (string, bool) {
	from := move.From
	if strings.ContainsAny(from, "?*#%") || !fs.ValidPath(strings.Trim(from, "/")) {
		return "", false
	}
	if path.Ext(from) == "" && !strings.HasSuffix(from, "/") {
		from += "/"
	}
	if ext := path.Ext(from); ext != "" && ext != ".html" && ext != ".htm" {
		return "", false
	}
	return publicFile(move.Host, from), true
}
