// Package theme turns pages into HTML with the templates of a theme, which are
// ordinary html/template files that anybody can change.
//
// A theme is a folder:
//
//	themes/default/
//	  theme.yaml        name, and settings explained by comments
//	  layouts/base.html the whole page, with {{block "main" .}}{{end}} inside
//	                    <main id="contenu"{{if eq .Page.Kind "shell"}} data-shell{{end}}>…</main>
//	  layouts/post.html {{define "main"}}…{{end}}: one file for each of Kinds
//	  partials/*.html   head.html is used as {{template "head" .}}
//	  i18n/fr.yaml      texts under flat keys; en.yaml has the same keys
//	  assets/           *.css and *.js at its top are bundled, minified and
//	                    fingerprinted; all other files are fingerprinted
//
// Every template is executed with a View. Functions beside those of
// html/template:
//
//	t "key" args…        text of i18n in the view's language; {0}, {1} are the
//	                     arguments. An unknown key stops the build
//	tn "key" n args…     "key.one" or "key.other" by the number, which is {0}
//	asset "main.css"     fingerprinted address: "/assets/main-3F2A.css". A path
//	                     below assets/: asset "fonts/titre.woff2"
//	date .Page.Date "long"   "1er mai 2026"; "short" "1er mai"; "iso" "2026-05-01"
//	                     (for <time datetime>); "full" "vendredi 1er mai 2026"
//	abs .Page.URL        absolute address
//	setting "key"        a setting of theme.yaml; an unknown key stops the build
//	wording "newsletter" Wording of the consent text `consent.newsletter`
//	dict "k" v …         a map, to hand several values to a partial
//	list v …             a slice
//
// Texts the engine itself asks for, each in every language: `consent.newsletter`,
// `consent.calls`, `consent.terms`, `consent.age_15`; titles and descriptions of
// the pages without a file, `<kind>.title` and `<kind>.description` for list,
// join, joined, confirm, welcome, missing ({0} is the zone's name). Forms that
// functions fill again are the partials form-join and form-confirm.
//
// CSS may name files of assets/ by relative url(); they get the same address as
// from asset, so that a preloaded font is the one used. A script that needs an
// address of its own (a worker) reads it from a data attribute of its page.
package theme
