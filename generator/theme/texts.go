package theme

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"maillage/generator/picture"
	"maillage/generator/site/report"
)

// texts are the sentences of one language by key.
type texts map[string]string

// texts reads i18n/<lang>.yaml of every layer, the nearest word standing, and
// refuses a key that one of the languages lacks.
func (l *loader) texts(own map[string]map[string]string) {
	before := len(l.problems)
	for _, lang := range Languages() {
		file := "i18n/" + lang + ".yaml"
		found := texts{}
		for _, layer := range slices.Backward(l.layers) {
			data, err := fs.ReadFile(layer.files, file)
			if err != nil {
				continue // a layer changes only what it wants
			}
			words := texts{}
			l.yaml(path.Join(layer.folder, file), data, &words)
			maps.Copy(found, words)
		}
		maps.Copy(found, own[lang])
		l.theme.catalogue[lang] = found
	}
	if len(l.problems) > before {
		return // every key of a file that cannot be read would be missing
	}
	for _, lang := range Languages() {
		for _, other := range Languages() {
			for _, key := range slices.Sorted(maps.Keys(l.theme.catalogue[other])) {
				if _, ok := l.theme.catalogue[lang][key]; !ok {
					l.problem(report.Problem{File: "i18n/" + lang + ".yaml", Message: report.T("theme.key", key),
						Hint: report.T("theme.key.hint", l.theme.folder+"/i18n/"+other+".yaml")})
				}
			}
		}
	}
}

// themeFile is theme.yaml.
type themeFile struct {
	Name     string         `yaml:"name"`
	Extends  string         `yaml:"extends"`
	Settings map[string]any `yaml:"settings"`
	Card     *cardFile      `yaml:"card"`
}

// cardFile is the look of share pictures: a font file of the theme, and colours as
// #rrggbb.
type cardFile struct {
	Font       string `yaml:"font"`
	Background string `yaml:"background"`
	Foreground string `yaml:"foreground"`
	Accent     string `yaml:"accent"`
}

// extends is the theme that the last layer takes the files from that it lacks.
func (l *loader) extends() string {
	var file themeFile
	last := l.layers[len(l.layers)-1]
	if data, err := fs.ReadFile(last.files, "theme.yaml"); err == nil {
		_ = yaml.Unmarshal(data, &file) // settings tells what is wrong with it
	}
	return file.Extends
}

// settings reads theme.yaml of every layer, the nearest setting standing.
func (l *loader) settings() {
	l.theme.Settings = map[string]any{}
	for _, layer := range slices.Backward(l.layers) {
		data, err := fs.ReadFile(layer.files, "theme.yaml")
		if err != nil {
			continue
		}
		var file themeFile
		name := path.Join(layer.folder, "theme.yaml")
		l.yaml(name, data, &file)
		maps.Copy(l.theme.Settings, file.Settings)
		if file.Card != nil {
			l.card(name, file.Card)
		}
	}
	if _, ok := l.find("theme.yaml"); !ok {
		l.problem(report.Problem{File: "theme.yaml", Message: report.T("file.read", fs.ErrNotExist.Error())})
	}
}

// card reads the look of share pictures.
func (l *loader) card(name string, file *cardFile) {
	card := &picture.CardOptions{Font: l.read(file.Font)}
	for _, part := range []struct {
		text string
		into *color.RGBA
	}{{file.Background, &card.Background}, {file.Foreground, &card.Foreground}, {file.Accent, &card.Accent}} {
		value, err := strconv.ParseUint(strings.TrimPrefix(part.text, "#"), 16, 24)
		if err != nil || len(part.text) != 7 {
			l.problems = append(l.problems, report.Problem{File: name, Message: report.T("theme.colour", part.text)})
			continue
		}
		*part.into = color.RGBA{R: uint8(value >> 16), G: uint8(value >> 8), B: uint8(value), A: 255}
	}
	l.theme.card = card
}

// yaml decodes a file, told by its whole path; unknown keys of a struct are refused.
func (l *loader) yaml(file string, data []byte, into any) {
	decoder := yaml.NewDecoder(strings.NewReader(string(data)))
	decoder.KnownFields(true)
	err := decoder.Decode(into)
	if err == nil || errors.Is(err, io.EOF) { // nothing but comments
		return
	}
	messages := []string{err.Error()}
	if typed, ok := err.(*yaml.TypeError); ok {
		messages = typed.Errors
	}
	for _, message := range messages {
		line, message := yamlLine(message)
		l.problems = append(l.problems, report.Problem{File: file, Line: line, Col: 1, Message: report.Raw(message)})
	}
}

// yamlLine takes the line out of a message of the YAML library: "yaml: line 3:
// did not find …".
func yamlLine(message string) (int, string) {
	message = strings.TrimPrefix(message, "yaml: ")
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		if number, text, ok := strings.Cut(rest, ": "); ok {
			if line, err := strconv.Atoi(number); err == nil {
				return line, text
			}
		}
	}
	return 1, message
}

// Says reports whether the theme has a sentence under key in a language.
func (t *Theme) Says(lang, key string) bool { _, ok := t.catalogue[lang][key]; return ok }

// Keys are those of the sentences in a language, sorted.
func (t *Theme) Keys(lang string) []string { return slices.Sorted(maps.Keys(t.catalogue[lang])) }

// Text is the sentence under key in a language, with {0}, {1}… replaced by args.
// A missing key or argument is an error: a page never shows a hole.
func (t *Theme) Text(lang, key string, args ...any) (string, error) {
	text, ok := t.catalogue[lang][key]
	if !ok {
		return "", fmt.Errorf("i18n/%s.yaml has no key %q%s", lang, key, meant(key, t.catalogue[lang]))
	}
	for i, arg := range args {
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i)+"}", fmt.Sprint(arg))
	}
	if hole := "{" + strconv.Itoa(len(args)) + "}"; strings.Contains(text, hole) {
		return "", fmt.Errorf("text %q of i18n/%s.yaml has %s but only %d arguments were given", key, lang, hole, len(args))
	}
	return text, nil
}

// plural is the sentence key.one or key.other: in French 0 is singular.
func (t *Theme) plural(lang, key string, n int, args []any) (string, error) {
	form := ".other"
	if n == 1 || n == 0 && lang == "fr" {
		form = ".one"
	}
	return t.Text(lang, key+form, append([]any{n}, args...)...)
}
