package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

//go:embed texts
var textFiles embed.FS

// Languages are the languages every text exists in, the default first.
var Languages = [...]string{"fr", "en"}

// Texts are the sentences functions say, by language and key.
type Texts map[string]map[string]string

// LoadTexts reads the catalogues texts/<language>.json.
func LoadTexts() (Texts, error) {
	texts := Texts{}
	for _, lang := range Languages {
		data, err := textFiles.ReadFile("texts/" + lang + ".json")
		if err != nil {
			return nil, err
		}
		var catalogue map[string]string
		if err := json.Unmarshal(data, &catalogue); err != nil {
			return nil, fmt.Errorf("texts/%s.json: %w", lang, err)
		}
		texts[lang] = catalogue
	}
	return texts, nil
}

// T is the text of a key. A field's key "<field>.<rule>" without a text of its
// own takes the one of "field.<rule>".
func (t Texts) T(lang, key string) string {
	if text, ok := t[lang][key]; ok {
		return text
	}
	if _, rule, ok := strings.Cut(key, "."); ok {
		if text, ok := t[lang]["field."+rule]; ok {
			return text
		}
	}
	return t[lang]["internal"]
}

// Language is what a person reads: the language of the form they sent, or the
// first of ours that their browser names, or the default.
func Language(r *http.Request) string {
	if sent := r.PostForm.Get("lang"); sent != "" {
		return known(sent)
	}
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if known(primary) == primary {
			return primary
		}
	}
	return Languages[0]
}

func known(lang string) string {
	for _, l := range Languages {
		if l == lang {
			return l
		}
	}
	return Languages[0]
}
