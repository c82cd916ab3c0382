package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
)

// NewTheme makes the folder of a theme that extends the default one, with what
// designers change first, and returns the files. It never replaces any.
func NewTheme(themes, name, lang string) ([]string, error) {
	folder := path.Join(themes, name)
	if !markdown.ValidSlug(name) {
		return nil, report.List{{File: folder, Message: report.T("front.slug", name), Hint: report.T("front.slug.hint", "campagne")}}
	}
	root, err := os.OpenRoot(themes)
	if err != nil {
		return nil, fmt.Errorf("open themes: %w", err)
	}
	defer root.Close()
	if err := root.Mkdir(name, 0o755); errors.Is(err, fs.ErrExist) {
		return nil, report.List{{File: folder, Message: report.T("new.exists", folder)}}
	} else if err != nil {
		return nil, fmt.Errorf("create %s: %w", folder, err)
	}
	var made []string
	for _, file := range []struct{ name, text string }{
		{"theme.yaml", report.T("new.theme.yaml", name).In(lang)},
		{"assets/main.css", report.T("new.theme.css", imports(root)).In(lang)},
	} {
		full := path.Join(name, file.name)
		err := root.MkdirAll(path.Dir(full), 0o755)
		if err == nil {
			err = root.WriteFile(full, []byte(file.text), 0o644)
		}
		if err != nil {
			return made, fmt.Errorf("create %s: %w", path.Join(themes, full), err)
		}
		made = append(made, path.Join(themes, full))
	}
	return made, nil
}

// imports are the lines by which the default theme's stylesheet takes in its
// parts: a theme's main.css stands before that of the theme it extends, and takes
// in the same.
func imports(themes *os.Root) string {
	data, err := themes.ReadFile("default/assets/main.css")
	if err != nil {
		return ""
	}
	var lines strings.Builder
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "@import ") {
			lines.WriteString(line)
		}
	}
	return lines.String()
}
