package theme

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"
)

const adminDir = "../../themes/admin"

// adminBudget is the whole script of the administration, gzipped.
const adminBudget = 40_000

func TestBuildAdmin(t *testing.T) {
	needPackage(t, "preact")
	out := t.TempDir()
	names, err := BuildAdmin(adminDir, out)
	if err != nil {
		t.Fatal(err)
	}
	page := readPage(t, filepath.Join(out, "index.html"))
	script, _ := page.Find(`script[type="module"]`).Attr("src")
	style, _ := page.Find(`link[rel="stylesheet"]`).Attr("href")
	if diff := cmp.Diff([]string{style, "index.html", script}, names); diff != "" {
		t.Errorf("files and what index.html names (-page +built):\n%s", diff)
	}
	for name, pattern := range map[string]string{script: `^main-[0-9A-F]{8}\.js$`, style: `^admin-[0-9A-F]{8}\.css$`} {
		if !regexp.MustCompile(pattern).MatchString(name) {
			t.Errorf("got %q, want a relative name like %s", name, pattern)
		}
	}
	if size := gzipped(t, filepath.Join(out, script)); size > adminBudget {
		t.Errorf("script: got %d bytes gzipped, want at most %d", size, adminBudget)
	} else {
		t.Logf("script %d bytes gzipped, stylesheet %d", size, gzipped(t, filepath.Join(out, style)))
	}
}

// The policy refuses inline scripts and styles: index.html must not need any.
func TestAdminPage(t *testing.T) {
	page := readPage(t, filepath.Join(adminDir, "index.html"))
	if n := page.Find("[style], style, script:not([src]), base, form[action]").Length(); n != 0 {
		t.Errorf("%d elements need what the policy refuses", n)
	}
	policy, _ := page.Find(`meta[http-equiv="Content-Security-Policy"]`).Attr("content")
	want := []string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:",
		"form-action 'self'", "base-uri 'none'", "require-trusted-types-for 'script'",
	}
	if diff := cmp.Diff(want, strings.Split(policy, "; ")); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
}

func TestBuildAdminAgain(t *testing.T) {
	needPackage(t, "preact")
	out := t.TempDir()
	names, err := BuildAdmin(adminDir, out)
	if err != nil {
		t.Fatal(err)
	}
	long := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range names {
		if err := os.Chtimes(filepath.Join(out, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"main-00000000.js", "admin-00000000.css", "robots.txt"} {
		if err := os.WriteFile(filepath.Join(out, name), []byte("earlier"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := BuildAdmin(adminDir, out); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
		if info, err := entry.Info(); err == nil && entry.Name() != "robots.txt" && !info.ModTime().Equal(long) {
			t.Errorf("%s was right and has been written again", entry.Name())
		}
	}
	if diff := cmp.Diff(append(names, "robots.txt"), got); diff != "" {
		t.Errorf("files after the second build (-want +got):\n%s", diff)
	}
}

func TestBuildAdminErrors(t *testing.T) {
	const script, style = `<script src="src/main.tsx"></script>`, `<link href="src/admin.css">`
	tests := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"not installed", map[string]string{"index.html": script + style}, "run `npm ci` in "},
		{"no page", map[string]string{"node_modules/preact/package.json": "{}"}, "index.html: no such file"},
		{"page without the script", map[string]string{
			"node_modules/preact/package.json": "{}", "index.html": style,
			"src/main.tsx": "", "src/admin.css": "",
		}, `index.html must name "src/main.tsx" once`},
		{"broken source", map[string]string{
			"node_modules/preact/package.json": "{}", "index.html": script + style,
			"src/main.tsx": "let a = 1;\nlet = ;", "src/admin.css": "",
		}, "src/main.tsx:2:"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range test.files {
				file := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out := filepath.Join(dir, "out")
			_, err := BuildAdmin(dir, out)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("a failed build must write nothing")
			}
		})
	}
}

func TestAdminTypes(t *testing.T) {
	needPackage(t, "typescript")
	check := exec.Command(filepath.Join("node_modules", ".bin", "tsc"), "--noEmit", "-p", ".")
	check.Dir = adminDir
	if output, err := check.CombinedOutput(); err != nil {
		t.Errorf("tsc: %v\n%s", err, output)
	}
}

// Rules of the house that neither the compiler nor the browser's policy holds
// before somebody opens the page.
func TestAdminSources(t *testing.T) {
	const longest = 200 // lines of a file
	rules := []struct {
		name    string
		pattern *regexp.Regexp
		except  string
	}{
		{"api.ts is the only fetch", regexp.MustCompile(`\bfetch\(|XMLHttpRequest|sendBeacon`), "api.ts"},
		{"no markup from strings", regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML`), ""},
		{"no style attributes", regexp.MustCompile(`\bstyle=`), ""},
		{"no any", regexp.MustCompile(`(:|<|\bas|\|) any\b|<any\b|\bany\[\]`), ""},
		{"no storage but the language", regexp.MustCompile(`localStorage|indexedDB|document\.cookie`), ""},
		{"no words outside the catalogues", regexp.MustCompile(`>\s*[A-ZÀ-Ý][a-zà-ÿ]+ [a-zà-ÿ ]+\s*[<{]`), ""},
	}
	err := filepath.WalkDir(filepath.Join(adminDir, "src"), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasPrefix(filepath.Ext(file), ".ts") {
			return err
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, rule := range rules {
			if found := rule.pattern.Find(source); found != nil && entry.Name() != rule.except {
				t.Errorf("%s: %s: %q", file, rule.name, found)
			}
		}
		if n := bytes.Count(source, []byte("\n")); n > longest {
			t.Errorf("%s: got %d lines, want at most %d", file, n, longest)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every address leads somewhere, is written back in one way only, and a place to
// return to never leads off the page.
func TestAdminRouter(t *testing.T) {
	needPackage(t, "preact")
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is missing: the addresses of the administration are not tested")
	}
	tests := []struct{ hash, want string }{
		{"", "contacts all #/"},
		{"#/", "contacts all #/"},
		{"#/?q=le+goff", "contacts all #/?q=le+goff"},
		{"#/zone/fr/ile-de-france/paris", "contacts zone #/zone/fr/ile-de-france/paris"},
		{"#/zone/fr?q=du%26pont", "contacts zone #/zone/fr?q=du%26pont"},
		{"#/overlay/climat", "contacts overlay #/overlay/climat"},
		{"#/contact/c_4f2A", "contact  #/contact/c_4f2A"},
		{"#/sign-in", "sign-in  #/sign-in"},
		{"#/sign-in/SECRET", "sign-in-link  #/sign-in"},
		{"#/sign-in?next=%23%2Fzone%2Ffr%3Fq%3Ddu", "sign-in  #/sign-in?next=%23%2Fzone%2Ffr%3Fq%3Ddu"},
		{"#/sign-in?next=https%3A%2F%2Fevil.example", "sign-in  #/sign-in"},
		{"#/sign-in?next=%2F%2Fevil.example", "sign-in  #/sign-in"},
		{"#/sign-in?next=%23%2Fsign-in%2FSECRET", "sign-in  #/sign-in"},
		{"#/zone/", "not-found  #/not-found"},
		{"#/zone/../x", "not-found  #/not-found"},
		{"#/zone/FR", "not-found  #/not-found"},
		{"#/contact/a/b", "not-found  #/not-found"},
		{"#content", "not-found  #/not-found"},
		{"#//evil.example", "not-found  #/not-found"},
	}
	var want []string
	var program strings.Builder
	program.WriteString("import { parse, format } from './router';\n" +
		"const show = (hash: string) => { const r = parse(hash);\n" +
		"  console.log(r.screen, r.screen === 'contacts' ? r.scope.kind : '', format(r)); };\n")
	for _, test := range tests {
		want = append(want, test.want)
		program.WriteString("show('" + test.hash + "');\n")
	}
	got := strings.Split(strings.TrimSpace(runScript(t, program.String())), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("screens and addresses (-want +got):\n%s", diff)
	}
}

// runScript bundles a TypeScript program that stands in themes/admin/src and
// returns what it prints.
func runScript(t *testing.T, program string) string {
	t.Helper()
	folder, err := filepath.Abs(adminDir)
	if err != nil {
		t.Fatal(err)
	}
	result := api.Build(api.BuildOptions{
		Stdin:         &api.StdinOptions{Contents: program, ResolveDir: filepath.Join(folder, "src"), Loader: api.LoaderTS},
		AbsWorkingDir: folder, Bundle: true, Format: api.FormatCommonJS, Platform: api.PlatformNode,
	})
	if len(result.Errors) > 0 {
		t.Fatal(adminErrors(result.Errors))
	}
	node := exec.Command("node", "-")
	node.Stdin = bytes.NewReader(result.OutputFiles[0].Contents)
	output, err := node.CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, output)
	}
	return string(output)
}

// needPackage skips a test when npm has not been run, which continuous
// integration does not accept.
func needPackage(t *testing.T, name string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(adminDir, "node_modules", name)); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is missing: run `npm ci` in themes/admin", name)
	}
	t.Skipf("%s is missing (`npm ci` in themes/admin): the administration is not tested", name)
}

func readPage(t *testing.T, name string) *goquery.Document {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	page, err := goquery.NewDocumentFromReader(file)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func gzipped(t *testing.T, name string) int {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var size counter
	packer := gzip.NewWriter(&size)
	if _, err := io.Copy(packer, bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return int(size)
}

// counter is a writer that only counts.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
