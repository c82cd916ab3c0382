package site

import (
	"cmp"
	"errors"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"maillage/generator/shape"
	"maillage/generator/site/report"
	"maillage/generator/theme"
	"maillage/generator/zones"
)

// model is everything that is known of the content. What is read from files is
// kept while the engine lives; derive works out the rest from it.
type model struct {
	options Options
	at      time.Time
	theme   *theme.Theme
	tree    *zones.Tree
	treeSum uint64 // hash of zones.yaml
	shapes  *shape.Map
	data    map[string]any
	moves   []redirect // of redirects.yaml

	zones  []*zone // all of them, parents first
	byID   map[string]*zone
	bySlug map[string]*zone
	texts  []*page // all that were read, by path
	byPath map[string]*page
	media  map[string]*media // by path

	// Worked out by derive:
	sites    []*zone            // those with a site, parents first
	pages    []*page            // published, by path
	byDate   []*page            // the newest first
	allDated map[string][]*page // published texts by language, the newest first
	slugs    map[string]string
	wordIDs  map[wordKey]int
	words    []wordKey
	urlSum   uint64 // hash of all addresses
	hosts    uint64 // hash of what is published where
	next     time.Time
	problems report.List // of derive
	mu       sync.Mutex  // guards problems
	faults   report.List // of zones.yaml, the theme and the names of files
}

func newModel(o Options) *model {
	return &model{options: o, byID: map[string]*zone{}, byPath: map[string]*page{}, media: map[string]*media{},
		slugs: map[string]string{}, wordIDs: map[wordKey]int{}}
}

// fail keeps what is wrong outside the texts. Files of a report.List are told as
// they are.
func (m *model) fail(err error) {
	var problems report.List
	switch {
	case errors.As(err, &problems):
		m.faults = append(m.faults, problems...)
	default:
		m.faults = append(m.faults, report.Problem{File: m.options.Content, Message: report.Raw(err.Error())})
	}
}

// blame adds problems found in a file of the content folder while deriving.
func (m *model) blame(file string, problems ...report.Problem) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, p := range problems {
		m.problems = append(m.problems, m.placed(file, p))
	}
}

// placed names the file of a problem. A text is blamed at its beginning where no
// line is.
func (m *model) placed(file string, p report.Problem) report.Problem {
	p.File = m.shown(file)
	if p.Line == 0 && path.Ext(file) == ".md" {
		p.Line, p.Col = 1, 1
	}
	return p
}

// shown is the path of a content file as its author knows it.
func (m *model) shown(file string) string {
	return path.Join(filepath.ToSlash(m.options.Content), file)
}

// allProblems are those of the theme, of each text, and of how texts fit together.
func (m *model) allProblems() error {
	all := slices.Concat(m.faults, m.problems)
	for _, p := range m.texts {
		for _, problem := range p.faults {
			all = append(all, m.placed(p.source.path, problem))
		}
		if !p.hidden {
			for _, problem := range p.links.faults {
				all = append(all, m.placed(p.source.path, problem))
			}
		}
	}
	return all.Err()
}

// due notes that the output changes by itself at a moment.
func (m *model) due(at time.Time) {
	if !at.IsZero() && at.After(m.at) && (m.next.IsZero() || at.Before(m.next)) {
		m.next = at
	}
}

// siteName is the name of the movement.
func (m *model) siteName() string {
	root := m.sites[0].home[languages[0]].front
	return cmp.Or(root.Name, root.Title)
}
