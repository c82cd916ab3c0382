package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"maillage/generator/site/report"
)

// assets publishes the folder assets/: stylesheets and scripts at its top are
// bundled and minified, the files in it are copied, and all names carry a
// fingerprint of the content, so that browsers may keep them for ever.
func (l *loader) assets() {
	l.theme.assets = map[string]string{}
	var entries []string
	seen := map[string]bool{}
	for _, layer := range l.layers {
		err := fs.WalkDir(layer.files, "assets", func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") || seen[file] {
				return err
			}
			seen[file] = true
			name := strings.TrimPrefix(file, "assets/")
			switch ext := path.Ext(name); {
			case ext != ".css" && ext != ".js":
				data := l.read(file)
				l.publish(name, fingerprinted(name, data), data)
			case !strings.Contains(name, "/"):
				entries = append(entries, file)
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			l.problem(report.Problem{File: "assets", Message: report.T("file.read", reason(err))})
		}
	}
	slices.Sort(entries)
	if len(entries) > 0 && len(l.problems) == 0 {
		l.bundle(entries)
	}
}

func (l *loader) publish(name, published string, data []byte) {
	url := "/assets/" + published
	l.theme.assets[name] = url
	l.theme.Assets = append(l.theme.Assets, Asset{URL: url, Data: data})
}

func fingerprinted(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return strings.TrimSuffix(path.Base(name), ext) + "-" + strings.ToUpper(hex.EncodeToString(sum[:4])) + ext
}

func (l *loader) bundle(entries []string) {
	points := make([]api.EntryPoint, len(entries))
	for i, entry := range entries {
		layer, _ := l.find(entry)
		points[i] = api.EntryPoint{InputPath: filepath.Join(layer.real, filepath.FromSlash(entry)), OutputPath: strings.TrimSuffix(path.Base(entry), path.Ext(entry))}
	}
	folder := l.layers[0].real
	result := api.Build(api.BuildOptions{
		EntryPointsAdvanced: points, AbsWorkingDir: folder, Outdir: "/assets",
		Bundle: true, Write: false, Metafile: false, Format: api.FormatESModule, Target: api.ES2020,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true, Charset: api.CharsetUTF8,
		LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelSilent,
		Plugins: []api.Plugin{l.addresses()},
	})
	for _, message := range append(result.Errors, result.Warnings...) {
		file, line, col := "assets", 0, 0
		if at := message.Location; at != nil {
			name, _ := l.below(filepath.Join(folder, at.File))
			file, line, col = "assets/"+name, at.Line, at.Column+1
		}
		l.problem(report.Problem{File: file, Line: line, Col: col, Message: report.Raw(message.Text)})
	}
	for _, file := range result.OutputFiles {
		name := path.Base(filepath.ToSlash(file.Path))
		l.publish(name, fingerprinted(name, file.Contents), file.Contents)
	}
}

// addresses gives url() in stylesheets the published address of a file of
// assets/, and @import and import the file of the first layer that has it.
func (l *loader) addresses() api.Plugin {
	return api.Plugin{Name: "addresses", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "."}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.Kind == api.ResolveEntryPoint || strings.HasPrefix(args.Path, "data:") || strings.HasPrefix(args.Path, "#") {
				return api.OnResolveResult{}, nil
			}
			file, fragment, _ := strings.Cut(args.Path, "#")
			name, ok := l.below(filepath.Join(args.ResolveDir, filepath.FromSlash(file)))
			if args.Kind != api.ResolveCSSURLToken {
				layer, found := l.find("assets/" + name)
				if !ok || !found {
					return api.OnResolveResult{}, nil // esbuild tells what is missing
				}
				return api.OnResolveResult{Path: filepath.Join(layer.real, "assets", filepath.FromSlash(name))}, nil
			}
			url, err := l.theme.asset(name)
			if err != nil {
				return api.OnResolveResult{}, err
			}
			if fragment != "" {
				url += "#" + fragment
			}
			return api.OnResolveResult{Path: url, External: true}, nil
		})
	}}
}

// below is the path of a file below assets/ of the layer it lies in.
func (l *loader) below(file string) (name string, ok bool) {
	for _, layer := range l.layers {
		if name, err := filepath.Rel(filepath.Join(layer.real, "assets"), file); err == nil && filepath.IsLocal(name) {
			return filepath.ToSlash(name), true
		}
	}
	return filepath.ToSlash(file), false
}
