package report

type sentence struct{ fr, en string }

// texts is every sentence of the generator, in French and English.
var texts = map[string]sentence{
	"raw": {"%s", "%s"},

	"hint.nearest": {"vouliez-vous écrire « %s » ?", "did you mean %q?"},

	"file.utf8":        {"ce fichier n’est pas en UTF-8", "this file is not UTF-8"},
	"file.read":        {"lecture impossible : %s", "cannot be read: %s"},
	"file.name":        {"nom de fichier inconnu ici", "no such file is expected here"},
	"file.hint":        {"un dossier de zone contient zone.md, posts/, pages/ et media/", "the folder of a zone holds zone.md, posts/, pages/ and media/"},
	"file.symlink":     {"les liens symboliques ne sont pas suivis", "symbolic links are not followed"},
	"file.letters":     {"ce nom contient un caractère qui ne va pas dans une adresse", "this name holds a character that does not fit an address"},
	"file.active":      {"ce genre de fichier n’est pas admis dans media/", "files of this sort are not allowed in media/"},
	"file.active.hint": {"images, sons, vidéos, PDF et documents ; le reste appartient au thème", "pictures, sound, video, PDF and documents; the rest belongs to the theme"},
	"folder.zone":      {"le dossier « %s » n’est pas une zone de zones.yaml", "folder %q is no zone of zones.yaml"},
	"folder.nozone":    {"cette zone n’a pas de site : zone.md manque", "this zone has no site: zone.md is missing"},
	"folder.root":      {"la zone racine n’a pas de site", "the root zone has no site"},
	"folder.hint":      {"créez %s", "create %s"},

	"front.missing":      {"l’en-tête manque", "the front matter is missing"},
	"front.missing.hint": {"commencez le fichier par une ligne ---, puis « title: … », puis une ligne ---", "start the file with a line ---, then “title: …”, then a line ---"},
	"front.open":         {"l’en-tête n’est pas fermé", "the front matter is not closed"},
	"front.open.hint":    {"ajoutez une ligne --- après la dernière clé", "add a line --- after the last key"},
	"front.yaml":         {"en-tête illisible : %s", "front matter cannot be read: %s"},
	"front.yaml.hint":    {"une valeur qui contient « : » ou commence par un signe s’écrit entre guillemets droits", "put a value that holds “: ” or starts with a sign between straight quotes"},
	"front.mapping":      {"des lignes « clé: valeur » sont attendues", "lines “key: value” are expected"},
	"front.unknown":      {"clé inconnue « %s »", "unknown key %q"},
	"front.place":        {"la clé « %s » n’a pas de sens dans ce fichier", "key %q means nothing in this file"},
	"front.twice":        {"la clé « %s » est écrite deux fois", "key %q is written twice"},
	"front.alias":        {"les ancres YAML ne sont pas admises", "YAML anchors are not allowed"},
	"front.known":        {"clés connues : %s", "known keys: %s"},
	"front.required":     {"la clé « %s » manque", "key %q is missing"},
	"front.empty":        {"la clé « %s » est vide", "key %q is empty"},
	"front.text":         {"« %s » doit être un texte", "%q must be text"},
	"front.text.hint":    {"mettez la valeur entre guillemets droits : \"%s\"", "put the value between straight quotes: %q"},
	"front.number":       {"« %s » doit être un nombre entier", "%q must be a whole number"},
	"front.bool":         {"« %s » doit être true ou false", "%q must be true or false"},
	"front.list":         {"« %s » doit être une liste", "%q must be a list"},
	"front.list.hint":    {"écrivez [un, deux], ou une ligne « - un » par élément", "write [one, two], or a line “- one” for each item"},
	"front.block":        {"« %s » doit contenir des lignes « clé: valeur »", "%q must hold lines “key: value”"},
	"front.date":         {"« %s » n’est pas une date", "%q is not a date"},
	"front.date.hint":    {"écrivez 2026-05-01, ou 2026-05-01T18:30:00+02:00", "write 2026-05-01, or 2026-05-01T18:30:00+02:00"},
	"front.lang":         {"la langue « %s » n’existe pas sur ce site", "the site has no language %q"},
	"front.slug":         {"« %s » ne peut pas servir d’adresse", "%q cannot be an address"},
	"front.slug.hint":    {"lettres minuscules sans accent, chiffres et traits d’union simples ; par exemple « %s »", "small letters, digits and single hyphens; for instance %q"},
	"front.url":          {"« %s » n’est pas une adresse complète", "%q is not a complete address"},
	"front.url.hint":     {"écrivez https://…", "write https://…"},
	"front.translation":  {"« %s » n’est pas une traduction de ce fichier : c’est la même langue", "%q is no translation of this file: it has the same language"},
	"front.back":         {"« %s » désigne une autre traduction", "%q names another translation"},
	"post.name":          {"le nom d’un article est AAAA-MM-JJ-adresse.md", "a post is named YYYY-MM-DD-slug.md"},

	"md.html":            {"le HTML n’est pas admis dans un texte", "HTML is not allowed in a text"},
	"md.html.hint":       {"écrivez-le en Markdown ; pour montrer « < », écrivez \\<", "write it in Markdown; to show “<”, write \\<"},
	"md.h1":              {"le titre de niveau 1 est celui de l’en-tête", "the level 1 heading is the title of the front matter"},
	"md.h1.hint":         {"commencez par ##", "start with ##"},
	"md.first":           {"le premier titre du texte est de niveau %d, il doit être de niveau 2", "the first heading of the text has level %d and must have level 2"},
	"md.skip":            {"un titre de niveau %d suit un titre de niveau %d", "a heading of level %d follows one of level %d"},
	"md.skip.hint":       {"écrivez %s", "write %s"},
	"md.footnote":        {"le texte n’appelle pas la note %s", "the text never calls note %s"},
	"md.heading":         {"ce titre est vide", "this heading is empty"},
	"md.alt":             {"cette image n’a pas de description", "this image has no description"},
	"md.alt.hint":        {"décrivez-la pour qui ne la voit pas : ![description](%s)", "describe it for those who cannot see it: ![description](%s)"},
	"md.link.empty":      {"ce lien n’a pas d’adresse", "this link has no address"},
	"md.link.text":       {"ce lien n’a pas de texte", "this link has no text"},
	"md.link.scheme":     {"les adresses « %s: » ne sont pas admises", "addresses in %q are not allowed"},
	"md.link.hint":       {"un lien commence par https://, mailto:, tel:, /, # ou un chemin de fichier", "a link starts with https://, mailto:, tel:, /, # or the path of a file"},
	"md.image.remote":    {"les images d’un autre site ne sont pas admises", "pictures from another site are not allowed"},
	"md.image.hint":      {"copiez-la dans le dossier media/ de la zone", "copy it to the media/ folder of the zone"},
	"md.private.phone":   {"un numéro de téléphone dans un texte public : %s", "a phone number in a public text: %s"},
	"md.private.email":   {"une adresse électronique personnelle dans un texte public : %s", "a personal e-mail address in a public text: %s"},
	"md.private.address": {"l’adresse d’une personne dans un texte public : %s", "somebody’s home address in a public text: %s"},
	"md.private.hint":    {"vérifiez que la personne est d’accord ; un contact voulu s’écrit [texte](tel:…) ou [texte](mailto:…)", "make sure that the person agrees; a contact meant for readers is written [text](tel:…) or [text](mailto:…)"},

	"link.file":        {"« %s » n’existe pas", "%q does not exist"},
	"link.page":        {"aucune page à l’adresse « %s »", "there is no page at %q"},
	"link.anchor":      {"pas de titre « #%s » dans %s", "no heading %q in %s"},
	"link.anchor.self": {"pas de titre « #%s » dans ce texte", "no heading %q in this text"},
	"link.hidden":      {"« %s » n’est pas publié", "%q is not published"},
	"link.hidden.hint": {"brouillon ou date à venir", "a draft, or dated in the future"},
	"link.outside":     {"« %s » sort du dossier content", "%q leaves the content folder"},
	"link.image":       {"« %s » n’est pas une image", "%q is not a picture"},
	"image.read":       {"image illisible : %s", "picture cannot be read: %s"},

	"url.twice":    {"l’adresse %s est déjà prise : %s", "address %s is taken already: %s"},
	"url.hint":     {"changez la clé slug ou le nom du fichier", "change the key slug or the name of the file"},
	"url.zone":     {"l’adresse %s est celle de la zone « %s »", "address %s is that of zone %q"},
	"url.reserved": {"l’adresse %s est réservée", "address %s is reserved"},
	"url.system":   {"une page du système", "a page of the system"},

	"theme.missing":  {"le thème « %s » n’existe pas", "there is no theme %q"},
	"theme.layout":   {"ce gabarit manque", "this layout is missing"},
	"theme.template": {"gabarit en erreur : %s", "template fails: %s"},
	"theme.page":     {"en écrivant %s", "while writing %s"},
	"theme.key":      {"la clé « %s » manque dans cette langue", "key %q is missing in this language"},
	"theme.key.hint": {"elle est dans %s", "it is in %s"},
	"theme.shell":    {"la page n’a pas un seul <main id=\"contenu\" data-shell></main> vide", "the page does not hold one empty <main id=\"contenu\" data-shell></main>"},
	"theme.form":     {"ce gabarit ne contient pas un seul <form>", "this partial does not hold one <form>"},

	"warn.description": {"pas de description : les moteurs de recherche montreront le début du texte", "no description: search engines will show the beginning of the text"},
	"warn.title":       {"titre de %d caractères : il sera coupé dans les résultats de recherche", "title of %d characters: search results will cut it"},
	"warn.media":       {"aucun texte n’utilise ce fichier", "no text uses this file"},
	"warn.heavy":       {"image de %d Ko : les téléphones l’attendront", "picture of %d kB: phones will wait for it"},

	"done":       {"sites : %d, pages : %d, fichiers écrits : %d, inchangés : %d, supprimés : %d (%s)", "sites: %d, pages: %d, files written: %d, unchanged: %d, removed: %d (%s)"},
	"checked":    {"sites : %d, pages : %d, erreurs : 0, remarques : %d", "sites: %d, pages: %d, errors: 0, remarks: %d"},
	"failed":     {"erreurs : %d", "errors: %d"},
	"warning":    {"remarque : %s", "remark: %s"},
	"usage.more": {"commande inconnue « %s »", "unknown command %q"},
	"usage.at":   {"-at attend une date RFC 3339, comme 2026-05-01T08:00:00+02:00", "-at wants an RFC 3339 date such as 2026-05-01T08:00:00+02:00"},
	"usage.new":  {"new post -zone fr/ile-de-france \"Titre\"", "new post -zone fr/ile-de-france \"Title\""},
	"new.exists": {"%s existe déjà", "%s exists already"},
	"new.title":  {"ce titre n’a ni lettre ni chiffre", "this title has neither letter nor digit"},
	"new.body":   {"\nÉcrivez ici.\n", "\nWrite here.\n"},
	"usage": {`usage : generator <commande> [options]

  build                    écrit le site dans -out
  check                    lit tout, n’écrit rien, fait aussi des remarques
  new post -zone Z "Titre" crée un article du jour dans la zone Z
  zones …                  travaille sur content/zones.yaml

options de build et check :
  -content dossier   contenu (content)
  -themes dossier    thèmes (themes)
  -theme nom         thème (default)
  -out dossier       résultat (dist)
  -base adresse      adresse du site (http://localhost:8080)
  -at date           l’heure qu’il est, RFC 3339 (maintenant)
  -lang fr|en        langue des messages
`, `usage: generator <command> [flags]

  build                    writes the site to -out
  check                    reads everything, writes nothing, makes remarks too
  new post -zone Z "Title" makes today's post in zone Z
  zones …                  works on content/zones.yaml

flags of build and check:
  -content folder    content (content)
  -themes folder     themes (themes)
  -theme name        theme (default)
  -out folder        result (dist)
  -base address      address of the site (http://localhost:8080)
  -at date           what time it is, RFC 3339 (now)
  -lang fr|en        language of messages
`},
}
