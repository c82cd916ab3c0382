// Package theme turns pages into HTML with the templates of a theme, which are
// ordinary html/template files that anybody can change.
//
// A theme is a folder:
//
//	themes/default/
//	  theme.yaml        name, and settings explained by comments
//	  layouts/base.html the whole page, with {{block "main" .}}{{end}} inside
//	                    <main id="contenu"{{if eq .Page.Kind "shell"}} data-shell{{end}}>…</main>
//	  layouts/post.html {{define "main"}}…{{end}}: one file for each of Kinds
//	  partials/*.html   head.html is used as {{template "head" .}}
//	  i18n/fr.yaml      texts under flat keys; en.yaml has the same keys
//	  assets/           *.css and *.js at its top are bundled, minified and
//	                    fingerprinted; all other files are fingerprinted
//
// Every template is executed with a View. Functions beside those of
// html/template:
//
//	t "key" args…        text of i18n in the view's language; {0}, {1} are the
//	                     arguments. An unknown key stops the build
//	tn "key" n args…     "key.one" or "key.other" by the number, which is {0}
//	asset "main.css"     fingerprinted address: "/assets/main-3F2A.css". A path
//	                     below assets/: asset "fonts/titre.woff2"
//	date .Page.Date "long"   "1er mai 2026"; "short" "1er mai"; "iso" "2026-05-01"
//	                     (for <time datetime>); "full" "vendredi 1er mai 2026"
//	abs .Page.URL        absolute address
//	setting "key"        a setting of theme.yaml; an unknown key stops the build
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
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
	"strings"

	"maillage/generator/site/report"
)

// Theme is a loaded theme, ready to execute. It may be used by several
// goroutines.
type Theme struct {
	Name     string
	Settings map[string]any
	Assets   []Asset // to be written beside the pages

	folder    string // "themes/default", as told in problems
	catalogue map[string]texts
	assets    map[string]string // path below assets/ -> address
	sets      map[string]*templates
}

// Asset is a file to publish.
type Asset struct {
	URL  string // "/assets/main-3F2A.css"
	Data []byte
}

// Languages are those every theme speaks, the first one first.
func Languages() []string { return []string{"fr", "en"} }

// Load reads the theme in folder, an ordinary path such as "themes/default".
// baseURL is what the function abs puts before an address. What is wrong with
// the theme is returned as a report.List.
func Load(folder, baseURL string) (*Theme, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, report.List{{File: path.Dir(folder), Message: report.T("theme.missing", path.Base(folder))}}
	}
	defer root.Close()
	l := &loader{files: root.FS(), theme: &Theme{folder: path.Clean(folder), catalogue: map[string]texts{}}}
	l.settings()
	l.texts()
	l.assets()
	l.templates(strings.TrimSuffix(baseURL, "/"))
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return l.theme, nil
}

// loader collects what is wrong while a theme is read.
type loader struct {
	files    fs.FS
	theme    *Theme
	problems report.List
}

// problem keeps what is wrong in a file of the theme.
func (l *loader) problem(p report.Problem) {
	p.File = path.Join(l.theme.folder, p.File)
	l.problems = append(l.problems, p)
}

func (l *loader) read(file string) []byte {
	data, err := fs.ReadFile(l.files, file)
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

// Page executes the layout of the page's kind. A failure is a report.List.
func (t *Theme) Page(view View) ([]byte, error) {
	set := t.sets[view.Lang]
	layout, ok := set.layouts[view.Page.Kind]
	if !ok {
		return nil, fmt.Errorf("page %s: no layout for kind %q", view.Page.URL, view.Page.Kind)
	}
	return t.execute(layout, "base", view)
}

// Partial executes one partial alone, such as "form-join".
func (t *Theme) Partial(name string, view View) ([]byte, error) {
	return t.execute(t.sets[view.Lang].layouts[Shell], name, view)
}

func (t *Theme) execute(set *template.Template, name string, view View) ([]byte, error) {
	var page bytes.Buffer
	if err := set.ExecuteTemplate(&page, name, view); err != nil {
		problem := t.templateProblem(err)
		problem.Hint = report.T("theme.page", view.Page.URL)
		return nil, report.List{problem}
	}
	return page.Bytes(), nil
}
