package theme

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"path/filepath"
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
	err := fs.WalkDir(l.files, "assets", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
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
	if err != nil {
		l.problem(report.Problem{File: "assets", Message: report.T("file.read", reason(err))})
	}
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
	folder, err := filepath.Abs(l.theme.folder)
	if err != nil {
		l.problem(report.Problem{File: "assets", Message: report.T("file.read", err.Error())})
		return
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: entries, AbsWorkingDir: folder, Outdir: "/assets", Outbase: filepath.Join(folder, "assets"),
		Bundle: true, Write: false, Metafile: false, Format: api.FormatESModule, Target: api.ES2020,
		MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true, Charset: api.CharsetUTF8,
		LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelSilent,
		Plugins: []api.Plugin{l.addresses(filepath.Join(folder, "assets"))},
	})
	for _, message := range append(result.Errors, result.Warnings...) {
		file, line, col := "assets", 0, 0
		if at := message.Location; at != nil {
			file, line, col = filepath.ToSlash(at.File), at.Line, at.Column+1
		}
		l.problem(report.Problem{File: file, Line: line, Col: col, Message: report.Raw(message.Text)})
	}
	for _, file := range result.OutputFiles {
		name := path.Base(filepath.ToSlash(file.Path))
		l.publish(name, fingerprinted(name, file.Contents), file.Contents)
	}
}

// addresses gives url() in stylesheets the published address of a file of
// assets/.
func (l *loader) addresses(folder string) api.Plugin {
	return api.Plugin{Name: "addresses", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: "."}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.Kind != api.ResolveCSSURLToken || strings.HasPrefix(args.Path, "data:") || strings.HasPrefix(args.Path, "#") {
				return api.OnResolveResult{}, nil
			}
			file, fragment, _ := strings.Cut(args.Path, "#")
			name, err := filepath.Rel(folder, filepath.Join(args.ResolveDir, filepath.FromSlash(file)))
			if err != nil {
				return api.OnResolveResult{}, err
			}
			url, err := l.theme.asset(filepath.ToSlash(name))
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
