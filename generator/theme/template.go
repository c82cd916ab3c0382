package theme

import (
	"cmp"
	"html/template"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"maillage/generator/site/report"
	"maillage/generator/theme/compile"
)

// templates are the layouts of one language: html/template binds functions when
// it parses, and several of them speak a language.
type templates struct {
	layouts map[Kind]*compile.Program
	shell   *template.Template // every partial, around an empty main
	options compile.Options

	mu       sync.Mutex
	partials map[string]*compile.Program
}

// partial is a partial compiled for itself.
func (t *templates) partial(name string) (*compile.Program, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if program := t.partials[name]; program != nil {
		return program, nil
	}
	set, err := t.shell.Clone()
	if err != nil {
		return nil, err
	}
	program, err := compile.Compile(set, name, t.options)
	t.partials[name] = program
	return program, err
}

// templates parses and compiles every layout once for each language.
func (l *loader) templates(baseURL string) {
	if len(l.problems) > 0 {
		return // every template would fail on what is already told
	}
	l.theme.sets = map[string]*templates{}
	for _, lang := range Languages() {
		funcs := functions(l.theme, lang, baseURL)
		set := &templates{layouts: map[Kind]*compile.Program{}, partials: map[string]*compile.Program{}, options: compile.Options{
			Data: reflect.TypeFor[View](), Funcs: funcs, Pure: []string{"t", "asset", "setting", "wording"}, Dict: "dict", Methods: methods()}}
		base := l.base(funcs)
		layouts := map[string]*compile.Program{} // several kinds may share a file
		for _, kind := range Kinds() {
			file := l.layoutFile(kind)
			if file == "" {
				l.problem(report.Problem{File: "layouts/" + string(kind) + ".html", Message: report.T("theme.layout")})
				continue
			}
			if layouts[file] == nil {
				layout := template.Must(base.Clone())
				l.parse(layout, string(kind), file)
				layouts[file] = l.compile(layout, set.options)
			}
			set.layouts[kind] = layouts[file]
		}
		set.shell = l.shell(base)
		shell := template.Must(set.shell.Clone())
		set.layouts[Shell] = l.compile(shell, set.options)
		l.theme.sets[lang] = set
		if len(l.problems) > 0 {
			return // the other languages have the same files
		}
	}
}

// compile compiles a layout; a fault is kept.
func (l *loader) compile(layout *template.Template, options compile.Options) *compile.Program {
	if len(l.problems) > 0 {
		return nil
	}
	program, err := compile.Compile(layout, "base", options)
	if err != nil {
		l.problems = append(l.problems, l.theme.templateProblem(err))
	}
	return program
}

// fallbacks are the layouts that show a kind when a theme has none of its own.
var fallbacks = map[Kind]Kind{Agenda: List, Team: List, Manifesto: List, Documents: List, Term: List, Search: List}

// Fallback is the layout that shows a kind when a theme has none for it.
func (k Kind) Fallback() Kind {
	return cmp.Or(fallbacks[k], Static)
}

// layoutFile is the file of a kind's layout; "" when there is none. Pages that hold
// a form of the functions need their own.
func (l *loader) layoutFile(kind Kind) string {
	for _, k := range []Kind{kind, kind.Fallback()} {
		file := "layouts/" + string(k) + ".html"
		if _, ok := l.find(file); ok {
			return file
		}
		if kind == Join || kind == Confirm || kind == Home || kind == Post || kind == List {
			break
		}
	}
	return ""
}

// base holds base.html and the partials, which all layouts share.
func (l *loader) base(functions template.FuncMap) *template.Template {
	base := template.New("").Funcs(functions).Option("missingkey=error")
	l.parse(base, "base", "layouts/base.html")
	for _, file := range l.names("partials/*.html") {
		l.parse(base, strings.TrimSuffix(path.Base(file), ".html"), file)
	}
	return base
}

// shell is base.html with nothing inside its main.
func (l *loader) shell(base *template.Template) *template.Template {
	shell := template.Must(base.Clone())
	template.Must(shell.New("main").Parse(`{{""}}`))
	return shell
}

// parse adds a file to set under a name. The parse tree keeps the file's path,
// so that every message tells it.
func (l *loader) parse(set *template.Template, name, file string) {
	parsed, err := set.New(l.shown(file)).Parse(string(l.read(file)))
	if err == nil {
		_, err = set.AddParseTree(name, parsed.Tree)
	}
	if err != nil {
		l.problems = append(l.problems, l.theme.templateProblem(err))
	}
}

var templateError = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+):(?:(\d+):)? (?s:(.*))$`)

// templateProblem finds the place in a message of html/template. Its columns
// count bytes from 0.
func (t *Theme) templateProblem(err error) report.Problem {
	found := templateError.FindStringSubmatch(err.Error())
	if found == nil {
		return report.Problem{File: t.folder, Message: report.T("theme.template", err.Error())}
	}
	line, _ := strconv.Atoi(found[2])
	col, _ := strconv.Atoi(found[3])
	return report.Problem{File: t.file(found[1]), Line: line, Col: col + 1,
		Message: report.T("theme.template", found[4])}
}

// file is a path that a message of html/template names.
func (t *Theme) file(name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	return path.Join(t.folder, name)
}
