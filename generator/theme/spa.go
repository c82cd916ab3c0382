package theme

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// The two lines of the administration's index.html that name its sources; the
// built page names the bundles instead.
const (
	adminScript = "src/main.tsx"
	adminStyle  = "src/admin.css"
)

// BuildAdmin bundles the administration, a folder such as themes/admin, into out
// and returns the names of its files there, sorted: index.html and one script and
// one stylesheet whose names carry a hash of their content. index.html names them
// relatively, so out may be served below any path. Files that are already right
// are left untouched; bundles of earlier builds are removed. Types are not checked
// here: that needs Node, and belongs to the tests.
//
// Preact comes from npm: without dir/node_modules the error says what to run.
func BuildAdmin(dir, out string) ([]string, error) {
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "preact")); err != nil {
		return nil, fmt.Errorf("build %s: preact is missing, run `npm ci` in %s: %w", dir, dir, err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		return nil, fmt.Errorf("build %s: %w", dir, err)
	}
	bundles, err := bundleAdmin(dir)
	if err != nil {
		return nil, fmt.Errorf("build %s: %w", dir, err)
	}
	built := map[string][]byte{}
	for source, bundle := range bundles {
		attribute := []byte(`"` + source + `"`)
		if bytes.Count(page, attribute) != 1 {
			return nil, fmt.Errorf("build %s: index.html must name %s once", dir, attribute)
		}
		page = bytes.Replace(page, attribute, []byte(`"`+bundle.name+`"`), 1)
		built[bundle.name] = bundle.data
	}
	built["index.html"] = page
	names, err := replaceAdmin(out, built)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", out, err)
	}
	return names, nil
}

type adminBundle struct {
	name string
	data []byte
}

// bundleAdmin returns the bundle of each source that index.html names. How JSX is
// understood stands in tsconfig.json, which esbuild and the type checker share.
func bundleAdmin(dir string) (map[string]adminBundle, error) {
	folder, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{adminScript, adminStyle}, AbsWorkingDir: folder, Outdir: "out", EntryNames: "[name]",
		Bundle: true, Format: api.FormatESModule, Platform: api.PlatformBrowser, Target: api.ES2022,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true, Charset: api.CharsetUTF8,
		LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelSilent,
	})
	if problems := append(result.Errors, result.Warnings...); len(problems) > 0 {
		return nil, adminErrors(problems)
	}
	bundles := map[string]adminBundle{}
	for _, file := range result.OutputFiles {
		source := adminScript
		if filepath.Ext(file.Path) == ".css" {
			source = adminStyle
		}
		bundles[source] = adminBundle{fingerprinted(filepath.Base(file.Path), file.Contents), file.Contents}
	}
	return bundles, nil
}

func adminErrors(problems []api.Message) error {
	all := make([]error, len(problems))
	for i, problem := range problems {
		all[i] = errors.New(problem.Text)
		if at := problem.Location; at != nil {
			all[i] = fmt.Errorf("%s:%d:%d: %s", at.File, at.Line, at.Column+1, problem.Text)
		}
	}
	return errors.Join(all...)
}

// replaceAdmin makes out hold exactly these files. The page comes after the files
// it names, and only then do the bundles of earlier builds go, so that a page
// never names what is not there.
func replaceAdmin(out string, built map[string][]byte) ([]string, error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, err
	}
	names := make([]string, 0, len(built))
	for name := range built {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range append(slices.DeleteFunc(slices.Clone(names), isPage), "index.html") {
		if err := replaceFile(filepath.Join(out, name), built[name]); err != nil {
			return nil, err
		}
	}
	for _, pattern := range []string{"main-*.js", "admin-*.css"} {
		earlier, err := filepath.Glob(filepath.Join(out, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range earlier {
			if _, wanted := built[filepath.Base(file)]; wanted {
				continue
			}
			if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
		}
	}
	return names, nil
}

func isPage(name string) bool { return strings.HasSuffix(name, ".html") }

// replaceFile writes a file as a whole or not at all, and not when it is right
// already: then its time stays, and publishing has nothing to upload.
func replaceFile(name string, data []byte) error {
	if present, err := os.ReadFile(name); err == nil && bytes.Equal(present, data) {
		return nil
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(data)
	if err = errors.Join(err, file.Chmod(0o644), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
