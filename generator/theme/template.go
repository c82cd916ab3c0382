package theme

import (
	"cmp"
	"fmt"
	"html/template"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"text/template/parse"

	"maillage/generator/site/report"
	"maillage/generator/theme/compile"
)

// templates are those of one language: html/template binds functions when it
// escapes, and several of them speak a language. Each is compiled when it is first
// used.
type templates struct {
	theme   *Theme
	options compile.Options

	mu       sync.Mutex
	programs map[string]*compiled // by layout's file or partial
}

// compiled is a template, or why it cannot be one.
type compiled struct {
	once    sync.Once
	program *compile.Program
	err     error
}

// trees are parsed templates by name, shared by all languages. They are copied
// before they are escaped.
type trees map[string]*parse.Tree

// layout compiles base.html around the main part of a kind.
func (t *templates) layout(kind Kind) (*compile.Program, error) {
	file, ok := t.theme.layoutOf[kind]
	if !ok {
		return nil, fmt.Errorf("no layout for kind %q", kind)
	}
	return t.get("layout "+file, "base", t.theme.layouts[file])
}

// partial compiles a partial for itself.
func (t *templates) partial(name string) (*compile.Program, error) {
	return t.get("partial "+name, name, t.theme.layouts[""])
}

func (t *templates) get(key, entry string, own trees) (*compile.Program, error) {
	t.mu.Lock()
	c := t.programs[key]
	if c == nil {
		c = &compiled{}
		t.programs[key] = c
	}
	t.mu.Unlock()
	c.once.Do(func() {
		set := template.New("").Funcs(t.options.Funcs).Option("missingkey=error")
		if c.err = t.add(set, entry, own); c.err == nil {
			c.program, c.err = compile.Compile(set, entry, t.options)
		}
	})
	return c.program, c.err
}

// add puts a template and all that it calls into a set.
func (t *templates) add(set *template.Template, name string, own trees) error {
	tree := own[name]
	if tree == nil {
		tree = t.theme.base[name]
	}
	if tree == nil || name != "" && set.Lookup(name) != nil {
		return nil // escaping tells what is missing
	}
	if _, err := set.AddParseTree(name, tree.Copy()); err != nil {
		return err
	}
	for _, callee := range compile.Callees(tree.Root) {
		if err := t.add(set, callee, own); err != nil {
			return err
		}
	}
	return nil
}

// Compile compiles every layout, which is done for those in use anyway, and tells
// what is wrong with any.
func (t *Theme) Compile() error {
	var problems report.List
	told := map[string]bool{} // a fault in base.html is one fault
	for _, kind := range append(Kinds(), Shell) {
		if _, err := t.sets[Languages()[0]].layout(kind); err != nil && !told[err.Error()] {
			told[err.Error()] = true
			problems = append(problems, t.templateProblem(err))
		}
	}
	return problems.Err()
}

// loaded counts sets of templates: no two of them may take each other's words.
var loaded atomic.Uint64

// templates parses every layout and partial.
func (l *loader) templates(baseURL string) {
	if len(l.problems) > 0 {
		return // every template would fail on what is already told
	}
	t := l.theme
	t.sets, t.base, t.layouts, t.layoutOf = map[string]*templates{}, trees{}, map[string]trees{}, map[Kind]string{Shell: ""}
	funcs := functions(t, Languages()[0], baseURL)
	l.parse(t.base, funcs, "base", "layouts/base.html")
	for _, file := range l.names("partials/*.html") {
		l.parse(t.base, funcs, strings.TrimSuffix(path.Base(file), ".html"), file)
	}
	for _, kind := range Kinds() {
		file := l.layoutFile(kind)
		if file == "" {
			l.problem(report.Problem{File: "layouts/" + string(kind) + ".html", Message: report.T("theme.layout")})
			continue
		}
		if t.layouts[file] == nil {
			t.layouts[file] = trees{}
			l.parse(t.layouts[file], funcs, string(kind), file)
		}
		t.layoutOf[kind] = file
	}
	// The shell is base.html with nothing inside its main.
	t.layouts[""] = trees{"main": template.Must(template.New("main").Parse(`{{""}}`)).Tree}
	for _, lang := range Languages() {
		t.sets[lang] = &templates{theme: t, programs: map[string]*compiled{}, options: compile.Options{
			Data: reflect.TypeFor[View](), Funcs: functions(t, lang, baseURL), Pure: []string{"t", "asset", "setting", "wording"}, Dict: "dict", Methods: methods(),
			Handle: compile.HandleOf(remember), Salt: fmt.Sprint(loaded.Add(1))}}
	}
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

// parse adds a file to trees under a name, and what it defines. The parse tree
// keeps the file's path, so that every message tells it.
func (l *loader) parse(into trees, funcs template.FuncMap, name, file string) {
	set, err := template.New(l.shown(file)).Funcs(funcs).Parse(string(l.read(file)))
	if err != nil {
		l.problems = append(l.problems, l.theme.templateProblem(err))
		return
	}
	for _, defined := range set.Templates() {
		if defined.Tree != nil {
			into[defined.Name()] = defined.Tree
		}
	}
	into[name] = set.Tree
	delete(into, set.Name())
	if set.Tree == nil { // nothing but definitions
		into[name] = &parse.Tree{Name: name, ParseName: set.Name(), Root: &parse.ListNode{NodeType: parse.NodeList}}
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
	message, hint := explain(found[4])
	return report.Problem{File: t.file(found[1]), Line: line, Col: col + 1, Message: message, Hint: hint}
}

// file is a path that a message of html/template names.
func (t *Theme) file(name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	return path.Join(t.folder, name)
}
