package infra_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// topLevel is all that stands at the top of the house.
const topLevel = ".ci .git .gitignore Makefile README.md content functions generator go.mod go.sum infra samconfig.toml themes"

// imports says who may import whom among our own packages, a rule a line: the
// importer, below it too with "/...", then what it may import. What no line
// mentions imports nothing of ours. Tests are free.
const imports = `
generator/...          generator/...
functions/movement
functions/table/...    functions/table/...
functions/mail/...     functions/mail/...
functions/store        functions/movement functions/table
functions/web          functions/movement
functions/membership   functions/movement functions/web
functions/newsletter   functions/movement
functions/admin        functions/movement functions/web
functions/app/...      functions/admin functions/mail functions/membership functions/movement functions/newsletter functions/store functions/table functions/web
functions              functions/app functions/movement functions/mail functions/mail/ses functions/table/dynamo
infra/local            functions/... generator/...
infra/publish          functions/app functions/movement functions/table functions/table/dynamo
`

// forbidden are packages that must not be in what a program is made of.
var forbidden = map[string][]string{
	"./functions":          {"modernc.org/sqlite", "net/smtp", "maillage/functions/mail/inbox", "maillage/functions/table/sqlite"},
	"./generator":          {"github.com/aws/aws-sdk-go-v2", "maillage/functions"},
	"./functions/movement": {"github.com", "golang.org/x", "maillage/functions/"},
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	allowed := strings.Fields(topLevel)
	ignored := []string{".build", ".maillage", "dist"} // made by make, never committed
	for _, entry := range entries {
		if name := entry.Name(); !slices.Contains(allowed, name) && !slices.Contains(ignored, name) {
			t.Errorf("%s does not belong at the top level", name)
		}
	}
}

// goPackage is what go list says of a package.
type goPackage struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T, args ...string) []goPackage {
	t.Helper()
	command := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports"}, args...)...)
	command.Dir = ".."
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", stderr(err))
	}
	var all []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(output))); decoder.More(); {
		var p goPackage
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// covers reports whether a rule's pattern names a package, by its path in the
// module.
func covers(pattern, pkg string) bool {
	top, below := strings.CutSuffix(pattern, "/...")
	return pkg == top || below && strings.HasPrefix(pkg, top+"/")
}

// breaches lists "importer -> imported" for every import the rules do not allow.
func breaches(rules string, packages []goPackage) []string {
	var found []string
	for _, p := range packages {
		importer := strings.TrimPrefix(p.ImportPath, "maillage/")
		var may []string
		for line := range strings.Lines(rules) {
			if words := strings.Fields(line); len(words) > 0 && covers(words[0], importer) {
				may = append(may, words[1:]...)
			}
		}
		for _, imported := range p.Imports {
			name, ours := strings.CutPrefix(imported, "maillage/")
			if ours && !slices.ContainsFunc(may, func(pattern string) bool { return covers(pattern, name) }) {
				found = append(found, importer+" -> "+name)
			}
		}
	}
	return found
}

func TestImports(t *testing.T) {
	packages := slices.DeleteFunc(listPackages(t, "./..."), func(p goPackage) bool {
		return strings.HasSuffix(path.Base(p.ImportPath), "test") // test support is part of the tests
	})
	if diff := cmp.Diff([]string(nil), breaches(imports, packages)); diff != "" {
		t.Errorf("imports against the rules (-want +got):\n%s", diff)
	}
}

// TestImportsCanFail plants the two breaches that matter most.
func TestImportsCanFail(t *testing.T) {
	planted := []goPackage{
		{"maillage/functions/membership", []string{"maillage/functions/store", "maillage/functions/web"}},
		{"maillage/generator/site", []string{"maillage/functions/movement"}},
	}
	want := []string{"functions/membership -> functions/store", "generator/site -> functions/movement"}
	if diff := cmp.Diff(want, breaches(imports, planted)); diff != "" {
		t.Errorf("breaches (-want +got):\n%s", diff)
	}
}

func TestForbiddenDependencies(t *testing.T) {
	for program, never := range forbidden {
		for _, p := range listPackages(t, "-deps", program) {
			for _, prefix := range never {
				if strings.HasPrefix(p.ImportPath, prefix) && p.ImportPath != "maillage/functions/movement" {
					t.Errorf("%s is made of %s", program, p.ImportPath)
				}
			}
		}
	}
}
