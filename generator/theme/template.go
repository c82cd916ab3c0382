package theme

import (
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"maillage/generator/site/report"
)

// templates are the layouts of one language: html/template binds functions when
// it parses, and several of them speak a language.
type templates struct {
	layouts map[Kind]*template.Template
}

// templates parses every layout once for each language.
func (l *loader) templates(baseURL string) {
	if len(l.problems) > 0 {
		return // every template would fail on what is already told
	}
	l.theme.sets = map[string]*templates{}
	for _, lang := range Languages() {
		set := &templates{layouts: map[Kind]*template.Template{}}
		base := l.base(functions(l.theme, lang, baseURL))
		for _, kind := range Kinds() {
			file := "layouts/" + string(kind) + ".html"
			if _, err := fs.Stat(l.files, file); err != nil {
				l.problem(report.Problem{File: file, Message: report.T("theme.layout")})
				continue
			}
			layout := template.Must(base.Clone())
			l.parse(layout, string(kind), file)
			set.layouts[kind] = layout
		}
		set.layouts[Shell] = l.shell(base)
		l.theme.sets[lang] = set
		if len(l.problems) > 0 {
			return // the other languages have the same files
		}
	}
}

// base holds base.html and the partials, which all layouts share.
func (l *loader) base(functions template.FuncMap) *template.Template {
	base := template.New("").Funcs(functions).Option("missingkey=error")
	l.parse(base, "base", "layouts/base.html")
	files, _ := fs.Glob(l.files, "partials/*.html")
	for _, file := range files {
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
	parsed, err := set.New(file).Parse(string(l.read(file)))
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
	return report.Problem{File: path.Join(t.folder, found[1]), Line: line, Col: col + 1,
		Message: report.T("theme.template", found[4])}
}
