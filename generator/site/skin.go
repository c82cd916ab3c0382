package site

import (
	"cmp"
	"maps"
	"slices"

	"maillage/generator/markdown"
	"maillage/generator/site/report"
	"maillage/generator/theme"
)

// skin is the theme of a zone: its own or that of the zone above, with the words
// it says in its own way.
func (e *Engine) skin(z *zone) *theme.Theme {
	if z.skin == nil {
		z.skin = e.findSkin(z)
	}
	return z.skin
}

func (e *Engine) findSkin(z *zone) *theme.Theme {
	if e.model.theme == nil {
		return nil // nothing will be written
	}
	name, texts, from := "", map[string]map[string]string{}, map[string]*page{}
	for at := z; at != nil; at = at.above {
		for _, lang := range languages {
			home := at.home[lang]
			if home == nil {
				continue
			}
			if name == "" && lang == languages[0] {
				name = home.front.Theme
			}
			for key, text := range home.front.Texts {
				if texts[lang] == nil {
					texts[lang] = map[string]string{}
				}
				if _, nearer := texts[lang][key]; !nearer {
					texts[lang][key], from[lang+key] = markdown.Typography(lang, text), home
				}
			}
		}
	}
	name = cmp.Or(name, e.options.Theme, "default")
	e.knownTexts(name, texts, from)
	d := (&digest{}).text(name)
	for _, lang := range languages {
		for _, key := range slices.Sorted(maps.Keys(texts[lang])) {
			d.text(lang).text(key).text(texts[lang][key])
		}
	}
	id := string(d.buffer)
	if skin := e.skins[id]; skin != nil {
		return skin
	}
	skin, err := e.model.theme, error(nil)
	if name != cmp.Or(e.options.Theme, "default") || len(texts) > 0 {
		skin, err = e.loadTheme(name, texts)
	}
	if err != nil {
		e.model.blameTheme(e.model.theme, err)
		return e.model.theme
	}
	skin.SetData(e.model.data)
	e.skins[id] = skin
	return skin
}

// knownTexts refuses, where an author wrote it, what the theme says nowhere.
func (e *Engine) knownTexts(name string, texts map[string]map[string]string, from map[string]*page) {
	if len(texts) == 0 {
		return
	}
	said := e.model.theme
	if name != cmp.Or(e.options.Theme, "default") {
		var err error
		if said, err = e.loadTheme(name, nil); err != nil {
			return // told when it is loaded with its texts
		}
	}
	for lang := range texts {
		for key := range texts[lang] {
			if said.Says(lang, key) {
				continue
			}
			home := from[lang+key]
			e.model.blame(home.source.path, home.fail("texts."+key, report.T("theme.word", key), report.NearestHint(key, said.Keys(lang))))
			delete(texts[lang], key)
		}
		if len(texts[lang]) == 0 {
			delete(texts, lang)
		}
	}
}

// forgetSkins makes zones look for their themes again: texts and themes are keys
// of zone.md.
func (m *model) forgetSkins() {
	for _, z := range m.zones {
		z.skin = nil
	}
}
