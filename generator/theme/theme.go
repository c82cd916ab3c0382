// Package theme turns pages into HTML with the templates of a theme, which are
// ordinary html/template files that anybody can change.
//
// A theme is a folder. It may be as small as theme.yaml and one stylesheet: with
// `extends: default` it takes every file, text and setting that it lacks from
// that theme, and content/theme/ changes single files of any theme for one
// movement. `go run ./generator new theme NAME` begins one.
//
//	themes/campaign/
//	  theme.yaml        name, extends, settings explained by comments, and card: font
//	                    (TTF), background, foreground and accent of share pictures
//	  layouts/base.html the whole page, with {{block "main" .}}{{end}} inside
//	                    <main id="contenu"{{if eq .Page.Kind "shell"}} data-shell{{end}}>…</main>
//	  layouts/post.html {{define "main"}}…{{end}}: one file for a kind; kinds without
//	                    one are shown by list.html or page.html (Kind.Fallback)
//	  partials/*.html   head.html is used as {{template "head" .}}
//	  i18n/fr.yaml      texts under flat keys; en.yaml has the same keys
//	  assets/           *.css and *.js at its top are bundled, minified and
//	                    fingerprinted; all other files are fingerprinted
//
// Every template is executed with a View; Page and Zone tell all that can be
// asked. Templates are compiled to closures (package compile), and what they read
// is noted (Context), so that a page is made again only when that has changed. A
// partial called by dict with one page and otherwise words and numbers, such as a
// card, is executed once for all lists that show it (Memory).
// Functions beside those of html/template:
//
//	t "key" args…        text of i18n in the view's language; {0}, {1} are the
//	                     arguments. An unknown key stops the build
//	tn "key" n args…     "key.one" or "key.other" by the number, which is {0}
//	asset "main.css"     fingerprinted address: "/assets/main-3F2A.css". A path
//	                     below assets/: asset "fonts/titre.woff2"
//	date .Page.Date "long"   "1er mai 2026"; "short" "1er mai"; "iso" "2026-05-01";
//	                     "full" "vendredi 1er mai 2026"; "time" "18 h 30"; "month";
//	                     "brief" "déc."; "stamp" RFC 3339
//	period .Page.Event   when an event is, in words
//	number n · size bytes · phone text   as the language writes them
//	abs .Page.URL        absolute address
//	trail .              the links above the page
//	jsonld .             what search engines read, a whole script element
//	setting "key"        a setting of theme.yaml; an unknown key stops the build
//	data "name"          content/data/name.yaml
//	wording "newsletter" Wording of the consent text `consent.newsletter`
//	dict "k" v …         a map, to hand several values to a partial
//	list v …             a slice
//
// Texts the engine itself asks for, each in every language: `consent.newsletter`,
// `consent.calls`, `consent.terms`, `consent.age_15`; titles and descriptions of
// the pages without a file, `<kind>.title` and `<kind>.description` for list,
// join, joined, confirm, welcome, missing ({0} is the zone's name). Forms that
// functions fill again are the partials form-join and form-confirm.
//
// CSS may name files of assets/ by relative url(); they get the same address as
// from asset, so that a preloaded font is the one used. A script that needs an
// address of its own (a worker) reads it from a data attribute of its page.
package theme

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"maillage/generator/picture"
	"maillage/generator/site/report"
	"maillage/generator/theme/compile"
)

// Theme is a loaded theme, ready to execute. It may be used by several
// goroutines.
type Theme struct {
	Name     string
	Settings map[string]any
	Assets   []Asset // to be written beside the pages

	folder    string // "themes/default", as told in problems
	card      *picture.CardOptions
	data      map[string]any
	catalogue map[string]texts
	assets    map[string]string // path below assets/ -> address
	base      trees             // base.html and all partials
	layouts   map[string]trees  // by file; "" is the shell
	layoutOf  map[Kind]string
	sets      map[string]*templates
}

// Asset is a file to publish.
type Asset struct {
	URL  string // "/assets/main-3F2A.css"
	Data []byte
}

// Languages are those every theme speaks, the first one first.
func Languages() []string { return []string{"fr", "en"} }

// Options say what to load.
type Options struct {
	Themes  string                       // folder of all themes, such as "themes"
	Name    string                       // of the theme: a folder below Themes
	Own     string                       // folder of the site's own files, which stand before the theme's; may be missing
	BaseURL string                       // what the function abs puts before an address
	Texts   map[string]map[string]string // words that stand before those of i18n, by language
	Data    map[string]any               // what the function data knows
}

// Load reads a theme and the themes it extends. What is wrong with them is
// returned as a report.List; what only escaping finds in a layout is told when the
// layout is used first, and by Compile.
func Load(o Options) (*Theme, error) {
	l := &loader{theme: &Theme{folder: path.Join(o.Themes, o.Name), Name: o.Name, catalogue: map[string]texts{}, data: o.Data}}
	defer l.close()
	if info, err := os.Stat(o.Own); err == nil && info.IsDir() {
		l.layer(o.Own)
	}
	for name := o.Name; name != ""; {
		if len(l.layers) > maxLayers || !l.layer(path.Join(o.Themes, name)) {
			return nil, report.List{{File: o.Themes, Message: report.T("theme.missing", name)}}
		}
		name = l.extends()
	}
	l.settings()
	l.texts(o.Texts)
	l.assets()
	l.templates(strings.TrimSuffix(o.BaseURL, "/"))
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return l.theme, nil
}

// maxLayers is how many themes may extend each other; more are a circle.
const maxLayers = 8

// SetData changes what the function data knows.
func (t *Theme) SetData(data map[string]any) { t.data = data }

// Folder is the theme's folder as told in problems.
func (t *Theme) Folder() string { return t.folder }

// Card is the look of the pictures that social networks show; nil when the theme
// wants none.
func (t *Theme) Card() *picture.CardOptions { return t.card }

// loader collects what is wrong while a theme is read.
type loader struct {
	layers   []layer // the site's own, the theme, the themes it extends
	theme    *Theme
	problems report.List
}

// layer is one folder of files that stand before those of the next.
type layer struct {
	folder string // as told in problems
	real   string // where it is, for the bundler
	root   *os.Root
	files  fs.FS
}

func (l *loader) layer(folder string) bool {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return false
	}
	real, err := filepath.Abs(folder)
	if err == nil {
		real, err = filepath.EvalSymlinks(real)
	}
	if err != nil {
		root.Close()
		return false
	}
	l.layers = append(l.layers, layer{path.Clean(folder), real, root, root.FS()})
	return true
}

func (l *loader) close() {
	for _, layer := range l.layers {
		layer.root.Close()
	}
}

// find is the first layer that has a file.
func (l *loader) find(file string) (layer, bool) {
	for _, layer := range l.layers {
		if info, err := fs.Stat(layer.files, file); err == nil && !info.IsDir() {
			return layer, true
		}
	}
	return layer{}, false
}

// names lists what stands in a folder of any layer, each name once.
func (l *loader) names(pattern string) []string {
	var names []string
	seen := map[string]bool{}
	for _, layer := range l.layers {
		found, _ := fs.Glob(layer.files, pattern) // the pattern is ours
		for _, name := range found {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// shown is a file as told in problems: in the layer that has it, else the theme.
func (l *loader) shown(file string) string {
	if layer, ok := l.find(file); ok {
		return path.Join(layer.folder, file)
	}
	return path.Join(l.theme.folder, file)
}

// problem keeps what is wrong in a file of the theme.
func (l *loader) problem(p report.Problem) {
	p.File = l.shown(p.File)
	l.problems = append(l.problems, p)
}

func (l *loader) read(file string) []byte {
	layer, ok := l.find(file)
	if !ok {
		l.problem(report.Problem{File: file, Message: report.T("file.read", fs.ErrNotExist.Error())})
		return nil
	}
	data, err := fs.ReadFile(layer.files, file)
	if err != nil {
		l.problem(report.Problem{File: file, Message: report.T("file.read", reason(err))})
	}
	return data
}

// reason is an error without the path that the problem names already.
func reason(err error) string {
	if failed, ok := err.(*fs.PathError); ok {
		return failed.Err.Error()
	}
	return err.Error()
}

// Page appends the layout of the page's kind to dst. A failure is a report.List.
func (t *Theme) Page(dst []byte, view View) ([]byte, error) {
	program, err := t.sets[view.Lang].layout(view.Page.Kind())
	if err != nil {
		return dst, report.List{t.templateProblem(err)}
	}
	return t.execute(dst, program, view)
}

// Partial appends one partial alone, such as "form-join", to dst.
func (t *Theme) Partial(dst []byte, name string, view View) ([]byte, error) {
	program, err := t.sets[view.Lang].partial(name)
	if err != nil {
		return dst, report.List{t.templateProblem(err)}
	}
	return t.execute(dst, program, view)
}

func (t *Theme) execute(dst []byte, program *compile.Program, view View) ([]byte, error) {
	page, err := program.Execute(dst, view)
	if err != nil {
		problem := t.templateProblem(err)
		problem.Hint = report.T("theme.page", view.Page.URL())
		return dst, report.List{problem}
	}
	return page, nil
}
