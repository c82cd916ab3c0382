package theme

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"maillage/generator/site/report"
)

// texts are the sentences of one language by key.
type texts map[string]string

// texts reads i18n/<lang>.yaml for each language and refuses a key that one of
// them lacks.
func (l *loader) texts() {
	before := len(l.problems)
	for _, lang := range Languages() {
		file := "i18n/" + lang + ".yaml"
		found := texts{}
		if data := l.read(file); data != nil {
			l.yaml(file, data, &found)
		}
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

// settings reads theme.yaml.
func (l *loader) settings() {
	data := l.read("theme.yaml")
	var file struct {
		Name     string         `yaml:"name"`
		Settings map[string]any `yaml:"settings"`
	}
	if data != nil {
		l.yaml("theme.yaml", data, &file)
	}
	l.theme.Name, l.theme.Settings = file.Name, file.Settings
}

// yaml decodes a file of the theme; unknown keys of a struct are refused.
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
		l.problem(report.Problem{File: file, Line: line, Col: 1, Message: report.Raw(message)})
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
