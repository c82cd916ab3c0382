package site

import "maillage/generator/theme"

// section is the part of a zone's folder that a file lies in.
type section string

const (
	inHome      section = "home" // zone.md, zone.en.md
	inPosts     section = "post"
	inPages     section = "page"
	inEvents    section = "event"
	inPeople    section = "person"
	inManifesto section = "manifesto"
	inDocuments section = "document"
	inForms     section = "form"
	inPetitions section = "petition"
	inMedia     section = "media"
)

// sectionOf names the sections by the folders of a zone.
var sectionOf = map[string]section{"posts": inPosts, "pages": inPages, "events": inEvents, "people": inPeople, "manifesto": inManifesto,
	"documents": inDocuments, "forms": inForms, "petitions": inPetitions, "media": inMedia}

// folderOf is the folder of a section.
func folderOf(in section) string {
	for folder, s := range sectionOf {
		if s == in {
			return folder
		}
	}
	return ""
}

// dated sections name their files AAAA-MM-JJ-adresse.md.
func (s section) dated() bool { return s == inPosts || s == inEvents }

// tree sections have folders with an index.md.
func (s section) tree() bool { return s == inPages || s == inManifesto }

// kinds are the kinds of pages by the section of their file; those of the
// manifesto depend on their place in it.
var kinds = map[section]theme.Kind{inHome: theme.Home, inPosts: theme.Post, inPages: theme.Static, inEvents: theme.EventPage,
	inPeople: theme.PersonPage, inDocuments: theme.DocumentPage, inForms: theme.FormPage, inPetitions: theme.PetitionPage}

// languages are those of the sites, the first one first.
var languages = theme.Languages()

// names are the parts of addresses that the engine names.
type names struct {
	sections                               map[section]string
	join, joined, confirm, welcome, thanks string
	search, find, legal, privacy, access   string
	page                                   string            // of the archive of a list
	terms                                  map[string]string // by taxonomy
}

var segments = map[string]names{
	"fr": {
		sections: map[section]string{inPosts: "actualites/", inEvents: "agenda/", inPeople: "equipe/", inManifesto: "projet/",
			inDocuments: "documents/", inForms: "formulaires/", inPetitions: "petitions/"},
		join: "adhesion/", joined: "adhesion/merci/", confirm: "confirmer/", welcome: "bienvenue/", thanks: "merci/",
		search: "recherche/", find: "trouver/", legal: "mentions-legales/", privacy: "confidentialite/", access: "accessibilite/",
		page:  "page/",
		terms: map[string]string{"tag": "themes/", "category": "rubriques/", "series": "series/", "author": "auteurs/"},
	},
	"en": {
		sections: map[section]string{inPosts: "news/", inEvents: "events/", inPeople: "team/", inManifesto: "manifesto/",
			inDocuments: "documents/", inForms: "forms/", inPetitions: "petitions/"},
		join: "join/", joined: "join/thanks/", confirm: "confirm/", welcome: "welcome/", thanks: "thanks/",
		search: "search/", find: "find/", legal: "legal/", privacy: "privacy/", access: "accessibility/",
		page:  "page/",
		terms: map[string]string{"tag": "topics/", "category": "categories/", "series": "series/", "author": "authors/"},
	},
}

// taxonomies are the words that texts share, in the order they are told.
var taxonomies = []string{"tag", "category", "series", "author"}
