package report

type sentence struct{ fr, en string }

// texts is every sentence of the generator, in French and English.
var texts = map[string]sentence{
	"raw": {"%s", "%s"},

	"hint.nearest": {"vouliez-vous écrire « %s » ?", "did you mean %q?"},

	"file.utf8":           {"ce fichier n’est pas en UTF-8", "this file is not UTF-8"},
	"file.read":           {"lecture impossible : %s", "cannot be read: %s"},
	"file.name":           {"nom de fichier inconnu ici", "no such file is expected here"},
	"file.hint":           {"un dossier de zone contient zone.md, posts/, pages/, events/, people/, manifesto/, documents/, forms/, petitions/ et media/", "the folder of a zone holds zone.md, posts/, pages/, events/, people/, manifesto/, documents/, forms/, petitions/ and media/"},
	"file.symlink":        {"les liens symboliques ne sont pas suivis", "symbolic links are not followed"},
	"file.letters":        {"ce nom contient un caractère qui ne va pas dans une adresse", "this name holds a character that does not fit an address"},
	"file.active":         {"ce genre de fichier n’est pas admis dans media/", "files of this sort are not allowed in media/"},
	"file.active.hint":    {"images, sons, vidéos, PDF et documents ; le reste appartient au thème", "pictures, sound, video, PDF and documents; the rest belongs to the theme"},
	"zones.yaml":          {"YAML illisible : %s", "unreadable YAML: %s"},
	"zones.yaml.hint":     {"vérifiez les retraits, crochets et guillemets de cette ligne et de la précédente", "look at the indents, brackets and quotes of this line and the one before"},
	"zones.empty":         {"YAML illisible : le fichier est vide", "unreadable YAML: the file is empty"},
	"zones.second":        {"YAML illisible : rien ne peut suivre le premier document", "unreadable YAML: nothing may follow the first document"},
	"zones.reserved":      {"l’adresse /%s/ est réservée", "the address /%s/ is reserved"},
	"zones.reserved.hint": {"choisissez un autre slug", "choose another slug"},
	"zones.postal":        {"« %s » n’est pas le début d’un code postal", "%q is not the beginning of a postal code"},
	"zones.postal.hint":   {"écrivez un à cinq chiffres entre guillemets droits, comme \"75\" ou \"97133\"", "write one to five digits between straight quotes, as in \"75\" or \"97133\""},
	"zones.overlay":       {"« %s » ne peut pas être l’id d’une équipe transversale", "%q cannot be the id of a team across territories"},
	"zones.overlay.hint":  {"écrivez un genre et un code, comme theme/climat", "write a kind and a code, as in theme/climat"},
	"zones.name":          {"le nom manque", "the name is missing"},
	"zones.name.hint":     {"écrivez le nom que tout le monde emploie, comme Île-de-France", "write the name that everybody uses, such as Île-de-France"},
	"zones.word":          {"« %s » ne peut pas être un %s", "%q cannot be a %s"},
	"zones.word.hint":     {"lettres minuscules sans accent, chiffres et traits d’union simples, comme ile-de-france", "small letters without accents, digits and single hyphens, as in ile-de-france"},
	"zones.keys":          {"ici sont attendues les clés %s", "the keys %s are expected here"},
	"zones.unknown":       {"clé inconnue « %s »", "unknown key %q"},
	"zones.unknown.hint":  {"clés connues ici : %s", "known keys here: %s"},
	"zones.twice":         {"la clé « %s » est écrite deux fois", "the key %q is written twice"},
	"zones.twice.hint":    {"gardez-en une", "keep one of them"},
	"zones.missing":       {"la clé « %s » manque", "the key %q is missing"},
	"zones.missing.hint":  {"ajoutez « %s: … »", "add %s: …"},
	"zones.list":          {"une liste est attendue ici", "a list is expected here"},
	"zones.once":          {"%s « %s » est déjà écrit ligne %d", "%s %q is written on line %d already"},
	"zones.once.hint":     {"un même %s ne sert qu’une fois dans l’arbre", "a %s serves once in the whole tree"},
	"out.locked":          {"une autre commande écrit dans ce dossier", "another command is writing to this folder"},
	"out.locked.hint":     {"attendez qu’elle finisse, arrêtez-la, ou donnez un autre dossier avec -out", "wait until it ends, stop it, or name another folder with -out"},
	"folder.zones":        {"il n’y a pas de zones.yaml dans ce dossier : ce n’est pas un dossier de contenu", "there is no zones.yaml in this folder: it is no content folder"},
	"folder.zones.hint":   {"donnez-en un avec -content, ou commencez-en un : generator new zone -zone fr \"France\"", "name one with -content, or begin one: generator new zone -zone fr \"France\""},
	"folder.zone":         {"le dossier « %s » n’est pas une zone de zones.yaml", "folder %q is no zone of zones.yaml"},
	"folder.nozone":       {"cette zone n’a pas de site : zone.md manque", "this zone has no site: zone.md is missing"},
	"folder.root":         {"la zone racine n’a pas de site", "the root zone has no site"},
	"folder.hint":         {"créez %s", "create %s"},

	"front.missing":         {"l’en-tête manque", "the front matter is missing"},
	"front.missing.hint":    {"commencez le fichier par une ligne ---, puis « title: … », puis une ligne ---", "start the file with a line ---, then “title: …”, then a line ---"},
	"front.open":            {"l’en-tête n’est pas fermé", "the front matter is not closed"},
	"front.open.hint":       {"ajoutez une ligne --- ici, après la dernière clé", "add a line --- here, after the last key"},
	"front.yaml":            {"en-tête illisible : %s", "front matter cannot be read: %s"},
	"front.yaml.hint":       {"une valeur qui contient « : » ou commence par un signe s’écrit entre guillemets droits", "put a value that holds “: ” or starts with a sign between straight quotes"},
	"front.mapping":         {"des lignes « clé: valeur » sont attendues", "lines “key: value” are expected"},
	"front.unknown":         {"clé inconnue « %s »", "unknown key %q"},
	"front.place":           {"la clé « %s » n’a pas de sens dans ce fichier", "key %q means nothing in this file"},
	"front.twice":           {"la clé « %s » est écrite deux fois", "key %q is written twice"},
	"front.alias":           {"les ancres YAML ne sont pas admises", "YAML anchors are not allowed"},
	"front.known":           {"clés connues : %s", "known keys: %s"},
	"front.required":        {"la clé « %s » manque", "key %q is missing"},
	"front.empty":           {"la clé « %s » est vide", "key %q is empty"},
	"front.text":            {"« %s » doit être un texte", "%q must be text"},
	"front.text.hint":       {"mettez la valeur entre guillemets droits : \"%s\"", "put the value between straight quotes: %q"},
	"front.number":          {"« %s » doit être un nombre entier", "%q must be a whole number"},
	"front.bool":            {"« %s » doit être true ou false", "%q must be true or false"},
	"front.list":            {"« %s » doit être une liste", "%q must be a list"},
	"front.list.hint":       {"écrivez [un, deux], ou une ligne « - un » par élément", "write [one, two], or a line “- one” for each item"},
	"front.block":           {"« %s » doit contenir des lignes « clé: valeur »", "%q must hold lines “key: value”"},
	"front.date":            {"« %s » n’est pas une date", "%q is not a date"},
	"front.date.hint":       {"écrivez 2026-05-01, ou 2026-05-01T18:30", "write 2026-05-01, or 2026-05-01T18:30"},
	"front.date.write":      {"écrivez %s", "write %s"},
	"front.tab":             {"une tabulation au début de la ligne", "a tab at the beginning of the line"},
	"front.tab.hint":        {"remplacez-la par deux espaces", "put two spaces in its place"},
	"front.line":            {"cette ligne n’est pas de la forme « clé: valeur »", "this line is not of the form “key: value”"},
	"front.line.hint":       {"si l’en-tête s’arrête au-dessus, il y manque une ligne ---", "if the front matter ends above, a line --- is missing there"},
	"front.colon":           {"la valeur de « %s » contient « : » sans être entre guillemets", "the value of %q holds “: ” and is not between quotes"},
	"front.sign":            {"la valeur de « %s » commence par un signe sans être entre guillemets", "the value of %q starts with a sign and is not between quotes"},
	"front.quote.hint":      {"écrivez %s", "write %s"},
	"front.quote.open":      {"les guillemets de « %s » ne sont pas fermés", "the quotes of %q are not closed"},
	"front.quote.open.hint": {"ajoutez %s à la fin de la valeur", "add %s at the end of the value"},
	"front.quote.rest":      {"du texte suit les guillemets fermés de « %s »", "text follows the closing quote of %q"},
	"front.quote.rest.hint": {"mettez toute la valeur entre guillemets droits, et \\\" pour ceux qu’elle contient", "put the whole value between straight quotes, and \\\" for those it holds"},
	"front.image.hint":      {"écrivez image: {src: %s, alt: \"ce que montre l’image\"}", "write image: {src: %s, alt: \"what the picture shows\"}"},
	"front.decimal":         {"« %s » doit être un nombre", "%q must be a number"},
	"front.value":           {"« %s » ne connaît pas « %s »", "%q knows no %q"},
	"front.among":           {"valeurs connues : %s", "known values: %s"},
	"front.end":             {"la fin précède le début", "the end is before the start"},
	"front.negative":        {"ce nombre ne peut pas être négatif", "this number cannot be negative"},
	"front.percent":         {"l’avancement va de 0 à 100", "progress goes from 0 to 100"},
	"front.expires":         {"la fin de publication précède son début", "it expires before it is published"},
	"front.alias_path":      {"« %s » n’est pas une ancienne adresse de ce site", "%q is no old address of this site"},
	"front.alias_path.hint": {"une adresse commence par une seule barre : /ancienne-page/", "an address starts with one slash: /old-page/"},
	"front.domain":          {"« %s » n’est pas un nom de domaine", "%q is not a domain name"},
	"front.domain.twice":    {"le domaine %s est déjà celui de la zone %s", "domain %s is already that of zone %s"},
	"front.domain.hint":     {"écrivez par exemple paris.example.org, sans https:// ni barre", "write for instance paris.example.org, without https:// or slashes"},
	"front.name":            {"« %s » ne peut pas nommer une réponse", "%q cannot name an answer"},
	"front.name.hint":       {"lettres minuscules sans accent, chiffres et _", "small letters without accents, digits and _"},
	"front.name.twice":      {"deux questions se nomment « %s »", "two questions are named %q"},
	"front.options":         {"la question « %s » n’a pas deux réponses possibles", "question %q has fewer than two possible answers"},
	"front.scale":           {"l’échelle « %s » ne va pas d’un nombre à un plus grand, vingt degrés au plus", "scale %q does not go from a number to a larger one, twenty steps at most"},
	"front.when":            {"aucune question au-dessus ne se nomme « %s »", "no question above is named %q"},
	"front.show":            {"« %s » n’est pas une zone qui a un site", "%q is no zone with a site"},
	"front.show.hint":       {"écrivez parents, children, ou le chemin d’une zone comme fr/ile-de-france", "write parents, children, or the path of a zone such as fr/ile-de-france"},
	"front.lang":            {"la langue « %s » n’existe pas sur ce site", "the site has no language %q"},
	"front.address":         {"« %s » ne peut pas être l’adresse d’une page", "%q cannot be the address of a page"},
	"front.address.hint":    {"écrivez-la depuis celle de la zone, par exemple « /2023/05/titre/ »", "write it from that of the zone on, for instance “/2023/05/title/”"},
	"front.slug":            {"« %s » ne peut pas servir d’adresse", "%q cannot be an address"},
	"front.slug.hint":       {"lettres minuscules sans accent, chiffres et traits d’union simples ; par exemple « %s »", "small letters, digits and single hyphens; for instance %q"},
	"front.url":             {"« %s » n’est pas une adresse complète", "%q is not a complete address"},
	"front.url.hint":        {"écrivez https://…", "write https://…"},
	"front.translation":     {"« %s » n’est pas une traduction de ce fichier : c’est la même langue", "%q is no translation of this file: it has the same language"},
	"front.back":            {"« %s » désigne une autre traduction", "%q names another translation"},
	"name.post":             {"le nom d’un article est AAAA-MM-JJ-adresse.md", "a post is named YYYY-MM-DD-slug.md"},
	"name.event":            {"le nom d’un événement est AAAA-MM-JJ-adresse.md", "an event is named YYYY-MM-DD-slug.md"},

	"md.html":                {"ce n’est pas du HTML lisible", "this is no HTML that can be read"},
	"md.html.hint":           {"écrivez-le en Markdown ; pour montrer « < », écrivez \\<", "write it in Markdown; to show “<”, write \\<"},
	"md.html.element":        {"l’élément <%s> n’est pas admis dans un texte", "element <%s> is not allowed in a text"},
	"md.html.attribute":      {"%s=\"%s\" n’est pas admis sur <%s>", "%s=%q is not allowed on <%s>"},
	"md.html.attribute.hint": {"attributs admis : %s", "allowed attributes: %s"},
	"md.html.block":          {"<%s> ne peut pas se trouver au milieu d’une phrase", "<%s> cannot stand within words"},
	"md.html.block.hint":     {"mettez une ligne vide avant", "put a blank line before it"},
	"md.html.link":           {"un lien ne peut pas en contenir un autre", "a link cannot hold another one"},
	"md.html.open":           {"<%s> n’est pas fermé", "<%s> is not closed"},
	"md.html.open.hint":      {"ajoutez </%s>, sans ligne vide avant", "add </%s>, without a blank line before it"},
	"md.html.end":            {"</%s> ne ferme rien", "</%s> closes nothing"},
	"md.html.across":         {"cette balise et une marque de Markdown se croisent", "this tag and a mark of Markdown cross each other"},
	"md.html.across.hint":    {"fermez d’abord ce qui a été ouvert en dernier", "close first what was opened last"},
	"md.html.order":          {"ces balises ne peuvent pas se trouver l’une dans l’autre de cette façon", "these tags cannot stand within each other like this"},
	"md.html.order.hint":     {"une liste ne contient que des <li>, un tableau que des <tr>, un paragraphe que des mots", "a list holds <li> only, a table <tr> only, a paragraph words only"},
	"md.html.alt.hint":       {"décrivez-la pour qui ne la voit pas, avec alt=\"…\" ; alt=\"\" dit qu’elle ne montre rien d’utile", "describe it for those who cannot see it, with alt=\"…\"; alt=\"\" says that it shows nothing of use"},
	"md.id.twice":            {"le repère « %s » est déjà pris dans ce texte", "the place %q is already taken in this text"},
	"md.h1":                  {"le titre de niveau 1 est celui de l’en-tête", "the level 1 heading is the title of the front matter"},
	"md.h1.hint":             {"commencez par ##", "start with ##"},
	"md.first":               {"le premier titre du texte est de niveau %d, il doit être de niveau 2", "the first heading of the text has level %d and must have level 2"},
	"md.skip":                {"un titre de niveau %d suit un titre de niveau %d", "a heading of level %d follows one of level %d"},
	"md.skip.hint":           {"écrivez %s", "write %s"},
	"md.footnote":            {"le texte n’appelle pas la note %s", "the text never calls note %s"},
	"md.heading":             {"ce titre est vide", "this heading is empty"},
	"md.alt":                 {"cette image n’a pas de description", "this image has no description"},
	"md.alt.hint":            {"décrivez-la pour qui ne la voit pas : ![description](%s)", "describe it for those who cannot see it: ![description](%s)"},
	"md.link.empty":          {"ce lien n’a pas d’adresse", "this link has no address"},
	"md.link.text":           {"ce lien n’a pas de texte", "this link has no text"},
	"md.link.scheme":         {"les adresses « %s: » ne sont pas admises", "addresses in %q are not allowed"},
	"md.link.hint":           {"un lien commence par https://, mailto:, tel:, /, # ou un chemin de fichier", "a link starts with https://, mailto:, tel:, /, # or the path of a file"},
	"md.image.remote":        {"les images d’un autre site ne sont pas admises", "pictures from another site are not allowed"},
	"md.image.hint":          {"copiez-la dans le dossier media/ de la zone", "copy it to the media/ folder of the zone"},
	"md.private.phone":       {"un numéro de téléphone dans un texte public : %s", "a phone number in a public text: %s"},
	"md.private.email":       {"une adresse électronique personnelle dans un texte public : %s", "a personal e-mail address in a public text: %s"},
	"md.private.address":     {"l’adresse d’une personne dans un texte public : %s", "somebody’s home address in a public text: %s"},
	"md.private.hint":        {"vérifiez que la personne est d’accord ; un contact voulu s’écrit [texte](tel:…) ou [texte](mailto:…)", "make sure that the person agrees; a contact meant for readers is written [text](tel:…) or [text](mailto:…)"},

	"link.file":         {"« %s » n’existe pas", "%q does not exist"},
	"link.members":      {"« %s » est réservé aux membres : les visiteurs de cette page ne le verraient pas", "%q is for members only: visitors of this page would not see it"},
	"link.members.hint": {"déplacez l’image hors de media/membres/", "move the picture out of media/membres/"},
	"file.members":      {"ce dossier serait public", "this folder would be public"},
	"file.members.hint": {"les fichiers des membres vont dans media/membres/, écrit exactement ainsi", "files for members go into media/membres/, spelt exactly so"},
	"file.public":       {"« %s » est public, alors que ce document est réservé aux membres", "%q is public, while this document is for members only"},
	"file.public.hint":  {"déplacez le fichier dans media/membres/ : lui aussi sera réservé aux membres", "move the file into media/membres/: it will be for members only too"},
	"link.page":         {"aucune page à l’adresse « %s »", "there is no page at %q"},
	"link.anchor":       {"pas de titre « #%s » dans %s", "no heading %q in %s"},
	"link.anchor.self":  {"pas de titre « #%s » dans ce texte", "no heading %q in this text"},
	"link.hidden":       {"« %s » n’est pas publié", "%q is not published"},
	"link.hidden.hint":  {"brouillon ou date à venir", "a draft, or dated in the future"},
	"link.outside":      {"« %s » sort du dossier content", "%q leaves the content folder"},
	"link.image":        {"« %s » n’est pas une image", "%q is not a picture"},
	"image.read":        {"« %s » ne peut pas être lue : %s", "%q cannot be read: %s"},
	"image.not":         {"« %s » n’est pas une image du genre que dit son nom", "%q is no picture of the kind its name says"},
	"image.large":       {"« %s » a plus de cent millions de pixels", "%q has more than a hundred million pixels"},
	"image.drawing":     {"le dessin « %s » ne peut pas être rendu sûr", "drawing %q cannot be made safe"},

	"redirect.from":  {"« %s » n’est pas une adresse à rediriger", "%q is no address to redirect"},
	"redirect.to":    {"« %s » n’est pas une adresse où mener", "%q is no address to lead to"},
	"redirect.twice": {"« %s » est redirigée deux fois", "%q is redirected twice"},
	"redirect.hint":  {"écrivez - {from: /ancienne/, to: /nouvelle/}, ou {from: /blog/*, to: \"/actualites/:splat\"}", "write - {from: /old/, to: /new/}, or {from: /blog/*, to: \"/news/:splat\"}"},

	"url.twice":    {"l’adresse %s est déjà prise : %s", "address %s is taken already: %s"},
	"url.hint":     {"changez la clé slug ou url, ou le nom du fichier", "change the key slug or url, or the name of the file"},
	"url.zone":     {"l’adresse %s est celle de la zone « %s »", "address %s is that of zone %q"},
	"url.reserved": {"l’adresse %s est réservée", "address %s is reserved"},
	"url.system":   {"une page du système", "a page of the system"},

	"theme.missing":      {"le thème « %s » n’existe pas", "there is no theme %q"},
	"theme.layout":       {"ce gabarit manque", "this layout is missing"},
	"theme.use.text":     {"i18n/%s.yaml ne dit nulle part « %s »", "i18n/%s.yaml says %q nowhere"},
	"theme.use.asset":    {"il n’y a pas de fichier assets/%s", "there is no file assets/%s"},
	"theme.use.setting":  {"theme.yaml n’a pas de réglage « %s »", "theme.yaml has no setting %q"},
	"theme.use.data":     {"il n’y a pas de fichier data/%s.yaml", "there is no file data/%s.yaml"},
	"theme.use.field":    {"rien ne s’appelle « .%s » dans %s ; generator/theme/view.go dit ce qu’il y a", "nothing is called \".%s\" in %s; generator/theme/view.go says what there is"},
	"theme.use.template": {"aucun fichier de partials/ ne s’appelle « %s »", "no file of partials/ is called %q"},
	"theme.use.function": {"il n’y a pas de fonction « %s »", "there is no function %q"},
	"theme.use.end":      {"il manque un {{end}}", "an {{end}} is missing"},
	"theme.use.surplus":  {"un {{%s}} de trop", "one {{%s}} too many"},
	"theme.use.date":     {"il n’y a pas de date « %s » ; il y a short, long, full, month, brief, time, iso et stamp", "there is no date %q; there are short, long, full, month, brief, time, iso and stamp"},
	"theme.template":     {"gabarit en erreur : %s", "template fails: %s"},
	"theme.page":         {"en écrivant %s", "while writing %s"},
	"theme.key":          {"la clé « %s » manque dans cette langue", "key %q is missing in this language"},
	"theme.key.hint":     {"elle est dans %s", "it is in %s"},
	"theme.shell":        {"la page n’a pas un seul <main id=\"contenu\" data-shell></main> vide", "the page does not hold one empty <main id=\"contenu\" data-shell></main>"},
	"theme.form":         {"ce gabarit ne contient pas un seul <form>", "this partial does not hold one <form>"},

	"theme.colour": {"« %s » n’est pas une couleur de la forme #rrggbb", "%q is not a colour of the form #rrggbb"},
	"theme.word":   {"le thème ne dit nulle part « %s »", "the theme says %q nowhere"},

	"fix.done": {"« %s » devient « %s »", "%q becomes %q"},

	"check.contact":         {"aucun contact : personne ne pourra vous joindre", "no contact: nobody can reach you"},
	"check.contact.hint":    {"ajoutez contact: {name: \"…\", email: \"…\"} ; les autres zones en héritent", "add contact: {name: \"…\", email: \"…\"}; the other zones inherit it"},
	"check.controller":      {"aucun responsable du traitement : la loi en veut un", "no data controller: the law wants one"},
	"check.controller.hint": {"ajoutez legal: {controller: {name: \"…\", address: \"…\", email: \"…\"}} ; les autres zones en héritent", "add legal: {controller: {name: \"…\", address: \"…\", email: \"…\"}}; the other zones inherit it"},
	"check.outside":         {"ce fichier n’est pas dans le dossier %s", "this file is not in folder %s"},

	"warn.description":      {"pas de description : les moteurs de recherche montreront le début du texte", "no description: search engines will show the beginning of the text"},
	"warn.description.long": {"description de %d caractères : elle sera coupée dans les résultats de recherche", "description of %d characters: search results will cut it"},
	"warn.description.hint": {"dites en une phrase, %d caractères au plus, ce que la page apporte", "say in one sentence, %d characters at most, what the page is good for"},
	"warn.title":            {"titre de %d caractères : il sera coupé dans les résultats de recherche", "title of %d characters: search results will cut it"},
	"warn.title.hint":       {"%d caractères au plus ; le reste va dans la description", "%d characters at most; the rest belongs in the description"},
	"warn.title.twice":      {"même titre que %s : on ne les distingue pas dans les listes", "same title as %s: lists do not tell them apart"},
	"warn.date.far":         {"daté du %s, dans plus de deux ans", "dated %s, more than two years ahead"},
	"warn.date.far.hint":    {"une faute de frappe dans l’année ?", "a slip of the finger in the year?"},
	"warn.event.day":        {"l’événement commence le %s, mais le nom du fichier dit %s", "the event starts on %s, but the name of the file says %s"},
	"warn.event.day.hint":   {"renommez le fichier en %s", "rename the file to %s"},
	"warn.event.closes":     {"les inscriptions ferment après la fin de l’événement", "sign-ups close after the event is over"},
	"warn.event.opens":      {"les inscriptions ouvrent après leur fermeture", "sign-ups open after they have closed"},
	"warn.expired":          {"hors ligne depuis le %s, plus d’un an", "offline since %s, more than a year"},
	"warn.draft":            {"brouillon sans changement depuis le %s, plus d’un an", "draft unchanged since %s, more than a year"},
	"warn.old.hint":         {"publiez-le, ou supprimez le fichier : git le garde", "publish it, or delete the file: git keeps it"},
	"warn.contact":          {"ce contact n’a ni adresse électronique, ni téléphone, ni adresse", "this contact has neither e-mail, nor phone, nor address"},
	"warn.contact.hint":     {"complétez-le, ou supprimez-le : celui de la zone au-dessus sera montré", "complete it, or delete it: that of the zone above will be shown"},
	"warn.tagline":          {"pas de tagline en anglais : la première page anglaise n’aura pas de devise", "no English tagline: the first page in English has no motto"},
	"warn.tagline.hint":     {"ajoutez tagline: \"…\"", "add tagline: \"…\""},
	"warn.translation":      {"ce texte anglais n’a pas de texte français", "no French text goes with this English one"},
	"warn.translation.hint": {"écrivez-le, puis donnez son chemin avec la clé translation", "write it, then give its path with the key translation"},
	"warn.translation.twin": {"si c’est lui, ajoutez translation: %s", "if it is this one, add translation: %s"},
	"warn.orphan":           {"aucun menu, aucun texte, aucune liste ne mène à cette page", "no menu, no text, no list leads to this page"},
	"warn.orphan.hint":      {"faites un lien vers elle, ou ajoutez menu: true", "link to it, or add menu: true"},
	"warn.orphan.menu":      {"faites un lien vers elle, dans un texte ou dans la clé menu de %s", "link to it, in a text or in the key menu of %s"},
	"warn.alias.twice":      {"« %s » est déjà une ancienne adresse de %s", "%q is an old address of %s already"},
	"warn.alias.taken":      {"une page se trouve à « %s » : cette ancienne adresse ne mènera pas ici", "a page stands at %q: this old address will not lead here"},
	"warn.alias.hint":       {"supprimez-la de l’un des deux", "delete it from one of them"},
	"warn.redirect.to":      {"rien à l’adresse « %s »", "nothing at address %q"},
	"warn.redirect.hides":   {"cette règle cache la page « %s »", "this rule hides the page %q"},
	"warn.redirect.hint":    {"supprimez la règle, ou déplacez la page", "delete the rule, or move the page"},
	"outside.unreachable":   {"« %s » ne répond pas", "%q does not answer"},
	"outside.slow":          {"« %s » n’a pas répondu en dix secondes", "%q did not answer in ten seconds"},
	"outside.circle":        {"« %s » tourne en rond d’une adresse à l’autre", "%q goes round in circles"},
	"outside.refused":       {"« %s » n’est pas une adresse publique : elle n’a pas été suivie", "%q is no public address: it was not followed"},
	"outside.status":        {"« %s » répond %d", "%q answers %d"},
	"outside.hint":          {"vérifiez l’adresse, ou faites un lien vers une copie archivée", "check the address, or link to an archived copy"},
	"outside.moved":         {"« %s » a déménagé pour de bon", "%q has moved for good"},
	"outside.moved.hint":    {"écrivez %s", "write %s"},
	"warn.media":            {"aucun texte n’utilise ce fichier", "no text uses this file"},
	"warn.media.hint":       {"supprimez-le, ou faites un lien vers lui", "delete it, or link to it"},
	"warn.heavy":            {"image de %d Ko : les originaux de plus de 2 Mo alourdissent git pour toujours", "picture of %d kB: originals over 2 MB weigh on git for ever"},
	"warn.heavy.hint":       {"réduisez-la à 2400 pixels de large, ou gardez l’original dans la réserve de fichiers", "reduce it to 2400 pixels wide, or keep the original in the blob store"},

	"slowest":         {"le plus long : %s, %d pages, %s", "slowest: %s, %d pages, %s"},
	"done":            {"sites : %d, pages : %d, fichiers écrits : %d, inchangés : %d, supprimés : %d (%s)", "sites: %d, pages: %d, files written: %d, unchanged: %d, removed: %d (%s)"},
	"checked":         {"sites : %d, pages : %d, erreurs : 0, remarques : %d", "sites: %d, pages: %d, errors: 0, remarks: %d"},
	"failed":          {"erreurs : %d", "errors: %d"},
	"warning":         {"remarque : %s", "remark: %s"},
	"progress":        {"%d sur %d", "%d of %d"},
	"usage.more":      {"commande inconnue « %s »", "unknown command %q"},
	"usage.argument":  {"argument en trop : %s", "one argument too many: %s"},
	"usage.flag":      {"option inconnue, ou qui attend une autre valeur : %s", "a flag that is unknown or wants another value: %s"},
	"usage.at":        {"-at attend une date RFC 3339, comme 2026-05-01T08:00:00+02:00", "-at wants an RFC 3339 date such as 2026-05-01T08:00:00+02:00"},
	"usage.date":      {"-date attend un jour, comme 2026-05-01", "-date wants a day such as 2026-05-01"},
	"usage.new":       {"new post|page|event|person|topic|proposal|document|form|petition|zone -zone fr/ile-de-france \"Titre\", ou new theme nom", "new post|page|event|person|topic|proposal|document|form|petition|zone -zone fr/ile-de-france \"Title\", or new theme name"},
	"new.exists":      {"%s existe déjà", "%s exists already"},
	"new.title":       {"ce titre n’a ni lettre ni chiffre", "this title has neither letter nor digit"},
	"new.zone.hint":   {"commencez par generator new zone -zone %s \"Titre\"", "start with generator new zone -zone %s \"Title\""},
	"new.topics":      {"cette zone n’a pas encore de thème de projet", "this zone has no topic of a manifesto yet"},
	"new.topics.hint": {"commencez par generator new topic -zone %s \"Titre\"", "start with generator new topic -zone %s \"Title\""},
	"new.topic":       {"-topic « %s » n’est pas un thème de cette zone", "-topic %q is no topic of this zone"},
	"new.topic.which": {"cette zone a plusieurs thèmes", "this zone has several topics"},
	"new.topic.hint":  {"ajoutez -topic et l’un de ceux-ci : %s", "add -topic and one of these: %s"},
	"new.theme.yaml": {`# Ce thème prend au thème default tout fichier qui n’est pas dans ce dossier :
# pour changer une page, copiez-en layouts/ ou partials/ et modifiez la copie ;
# pour changer un mot, écrivez sa clé dans i18n/fr.yaml et i18n/en.yaml.
name: %s
extends: default

# Les réglages du thème default, que l’on peut changer un par un.
# settings:
#   past: 30

# Les images montrées sur les réseaux : une police de assets/, trois couleurs.
# card:
#   font: assets/card.ttf
#   background: "#06201a"
#   foreground: "#ffffff"
#   accent: "#ff5c8a"
`, `# This theme takes from the theme default every file that is not in this folder:
# to change a page, copy its file of layouts/ or partials/ and edit the copy;
# to change a word, write its key in i18n/fr.yaml and i18n/en.yaml.
name: %s
extends: default

# The settings of the theme default, each of which may be changed.
# settings:
#   past: 30

# Pictures that social networks show: a font of assets/, three colours.
# card:
#   font: assets/card.ttf
#   background: "#06201a"
#   foreground: "#ffffff"
#   accent: "#ff5c8a"
`},
	"new.theme.css": {`/* Les feuilles du thème default, puis ce qui change ici. Une feuille de même nom
   dans assets/css/ de ce dossier prend la place de celle du thème default. */
%s
/* Les couleurs et les tailles sont des variables de css/tokens.css.
:root { --accent: #c2185b; }
*/
`, `/* The stylesheets of the theme default, then what changes here. A stylesheet of the
   same name in assets/css/ of this folder takes the place of the default one. */
%s
/* Colours and sizes are the variables of css/tokens.css.
:root { --accent: #c2185b; }
*/
`},
	"wp.notexport.hint":          {"dans WordPress : Outils, Exporter, Tout le contenu ; le fichier est en .xml", "in WordPress: Tools, Export, All content; the file ends in .xml"},
	"wp.title":                   {"Import de %s dans %s", "Import of %s into %s"},
	"wp.outcome.created":         {"textes créés : %d", "texts created: %d"},
	"wp.outcome.updated":         {"textes mis à jour : %d", "texts updated: %d"},
	"wp.outcome.unchanged":       {"textes inchangés : %d", "texts unchanged: %d"},
	"wp.outcome.edited":          {"textes modifiés ici, laissés tels quels : %d", "texts edited here, left as they are: %d"},
	"wp.outcome.conflict":        {"textes modifiés ici et dans WordPress, laissés tels quels : %d", "texts edited here and in WordPress, left as they are: %d"},
	"wp.outcome.removed":         {"textes supprimés ici, non recréés : %d", "texts deleted here, not made again: %d"},
	"wp.outcome.skipped":         {"éléments non repris : %d", "items left out: %d"},
	"wp.files":                   {"fichiers repris : %d, manquants : %d", "files brought along: %d, missing: %d"},
	"wp.redirects":               {"redirections ajoutées à redirects.yaml : %d", "redirections added to redirects.yaml: %d"},
	"wp.fidelity":                {"retrouvés : mots %d sur %d, liens %d sur %d, images %d sur %d, titres %d sur %d, éléments de liste %d sur %d, cellules %d sur %d ; blocs gardés en HTML : %d sur %d", "found again: words %d of %d, links %d of %d, pictures %d of %d, headings %d of %d, list items %d of %d, cells %d of %d; blocks kept as HTML: %d of %d"},
	"wp.leaks":                   {"Fuites : un texte non public se retrouve dans un texte public", "Leaks: a text that is not public is found in one that is"},
	"wp.conflicts":               {"À comparer : modifiés ici et dans WordPress (l’autre version est dans .wordpress/conflicts/)", "To compare: edited here and in WordPress (the other version is in .wordpress/conflicts/)"},
	"wp.edited":                  {"Modifiés ici", "Edited here"},
	"wp.removed":                 {"Supprimés ici", "Deleted here"},
	"wp.skipped":                 {"Non repris", "Left out"},
	"wp.moved":                   {"À une autre adresse : l’ancienne est déjà prise", "At another address: the old one is taken already"},
	"wp.notes":                   {"À regarder", "Worth a look"},
	"wp.missing":                 {"Fichiers manquants", "Missing files"},
	"wp.menu":                    {"Le menu du site", "The menu of the site"},
	"wp.source":                  {"L’export", "The export"},
	"wp.nottexts":                {"Ce qui n’est pas un texte", "What is no text"},
	"wp.never":                   {"Ce qu’un export ne contient jamais", "What an export never holds"},
	"wp.never.text":              {"Les comptes et leurs adresses, les réglages, les widgets, les formulaires, l’agenda et les redirections des extensions.", "Accounts and their addresses, settings, widgets, and the forms, calendars and redirections of plugins."},
	"wp.all":                     {"Tous les textes", "All texts"},
	"wp.why.private":             {"privé", "private"},
	"wp.why.password":            {"protégé par un mot de passe", "behind a password"},
	"wp.why.trash":               {"dans la corbeille", "in the bin"},
	"wp.why.since":               {"plus ancien que -since", "older than -since"},
	"wp.why.type":                {"ce type n’a pas été choisi ; -types nom=post ou nom=page le reprend", "this type was not chosen; -types name=post or name=page takes it over"},
	"wp.note.form":               {"formulaire à refaire : %s", "form to be made again: %s"},
	"wp.note.embed":              {"contenu d’un autre site, chargé au clic : %s", "content of another site, loaded by a click: %s"},
	"wp.note.pages":              {"plusieurs pages n’en font plus qu’une%s", "several pages are one now%s"},
	"wp.note.dead":               {"lien vers une page de l’ancien site qui n’est pas reprise : %s", "link to a page of the old site that was not taken over: %s"},
	"wp.note.problem":            {"check y trouvera quelque chose à corriger%s", "check will find something to put right there%s"},
	"wp.note.lost":               {"mots ou éléments qui ne se retrouvent pas tels quels%s", "words or elements that are not found again as they were%s"},
	"wp.file.none":               {"non demandé", "not asked for"},
	"wp.file.uploads":            {"absent du dossier donné par -uploads", "not in the folder given by -uploads"},
	"wp.file.gone":               {"n’existe plus", "exists no more"},
	"wp.file.unreachable":        {"le site ne répond pas", "the site does not answer"},
	"wp.file.refused":            {"adresse refusée : elle n’est pas sur l’internet public", "address refused: it is not on the public internet"},
	"wp.file.kind":               {"ce n’est pas le fichier annoncé, ou un genre qui ne se publie pas", "not the file it should be, or of a kind that is not published"},
	"wp.file.large":              {"trop grand", "too large"},
	"wp.file.cut":                {"coupé avant la fin, trois fois", "cut short, three times"},
	"wxr.nothing":                {"aucun export de WordPress ici", "no export of WordPress here"},
	"wxr.missing":                {"impossible à ouvrir : %v", "cannot be opened: %v"},
	"wxr.special":                {"ni un fichier ni un dossier", "neither a file nor a folder"},
	"wxr.archive":                {"archive abîmée ou d’un genre inconnu : %v", "a damaged archive, or one of an unknown kind: %v"},
	"wxr.escape":                 {"archive refusée : elle contient le nom %v", "archive refused: it holds the name %v"},
	"wxr.bomb":                   {"archive refusée : elle se déplie bien au-delà d’un site", "archive refused: it unpacks to far more than any site"},
	"wxr.entities":               {"fichier refusé : il déclare des entités, ce que seule une attaque fait", "file refused: it declares entities, as only an attack does"},
	"wxr.much":                   {"plus d’éléments, de mots ou d’auteurs qu’un site n’en a", "more items, terms or authors than any site has"},
	"wxr.sites":                  {"des fichiers de deux sites, %v et %v : importez-les l’un après l’autre", "files of two sites, %v and %v: import one after the other"},
	"wxr.feed":                   {"un flux (RSS ou Atom), pas un export", "a feed (RSS or Atom), no export"},
	"wxr.page":                   {"une page web enregistrée, pas un export", "a saved web page, no export"},
	"wxr.sql":                    {"une copie de la base de données, pas un export", "a copy of the database, no export"},
	"wxr.json":                   {"du JSON, pas l’export en XML", "JSON, not the XML export"},
	"wxr.empty":                  {"un fichier vide", "an empty file"},
	"wxr.unknown":                {"ce n’est pas un export de WordPress", "this is no export of WordPress"},
	"wxr.version":                {"pas de version du format, ou une version inconnue : %v", "no version of the format, or an unknown one: %v"},
	"wxr.cut":                    {"le fichier s’arrête au milieu ; le dernier élément est perdu", "the file ends in the middle; the last item is lost"},
	"wxr.link":                   {"lien symbolique, non suivi", "a symbolic link, not followed"},
	"wxr.field":                  {"champ personnalisé non repris : %v", "custom field not taken over: %v"},
	"wxr.large":                  {"plus de 32 Mo, laissé", "over 32 MB, left out"},
	"wxr.notype":                 {"rien ne dit ce que c’est, laissé", "nothing says what it is, left out"},
	"wxr.twice":                  {"un autre du même numéro est plus récent", "another one of the same number is more recent"},
	"wxr.surplus":                {"plus de mille mots ; les suivants sont perdus", "over a thousand terms; those after them are lost"},
	"wxr.noid":                   {"sans numéro", "without a number"},
	"wxr.nostatus":               {"rien ne dit si c’est public : repris comme brouillon", "nothing says whether it is public: taken over as a draft"},
	"wxr.nodate":                 {"pas de date lisible", "no date that can be read"},
	"wxr.open":                   {"une balise de fin manque", "an end tag is missing"},
	"wxr.controls":               {"caractères interdits retirés", "forbidden characters left out"},
	"wxr.encoding":               {"octets qui ne sont pas de l’UTF-8, lus comme du Windows-1252", "bytes that are no UTF-8, read as Windows-1252"},
	"wxr.entity":                 {"entité inconnue, laissée telle quelle", "unknown entity, left as it is"},
	"wp.note.dropped-block":      {"%s est fait par WordPress à chaque visite et n’est pas dans l’export", "%s is made by WordPress at every visit and is not in the export"},
	"wp.note.attributes-only":    {"le contenu du bloc %s n’est pas dans l’export", "what block %s shows is not in the export"},
	"wp.note.missing-block":      {"bloc réutilisable introuvable : %s", "reusable block not found: %s"},
	"wp.note.dropped-element":    {"%s n’a pas de place dans un texte", "%s has no place in a text"},
	"wp.note.hidden":             {"texte que les lecteurs ne voyaient pas, laissé : %s", "words that readers did not see, left out: %s"},
	"wp.note.noise":              {"ajout d’une extension, laissé : %s", "added by a plugin, left out: %s"},
	"wp.note.unknown-shortcode":  {"code court inconnu [%s] : son texte est gardé", "unknown shortcode [%s]: its words are kept"},
	"wp.note.builder-shortcode":  {"mise en page [%s] : son texte est gardé", "page builder [%s]: its words are kept"},
	"wp.note.dropped-shortcode":  {"[%s] est fait par une extension à chaque visite", "[%s] is made by a plugin at every visit"},
	"wp.note.unknown-embed":      {"contenu d’un site inconnu, gardé comme lien : %s", "content of an unknown site, kept as a link: %s"},
	"wp.note.missing-attachment": {"fichier introuvable dans l’export : %s", "file not found in the export: %s"},
	"wp.note.missing-note":       {"note appelée mais introuvable : %s", "note that is called but not found: %s"},
	"wp.note.uncalled-note":      {"note que rien n’appelle, gardée comme paragraphe : %s", "note that nothing calls, kept as a paragraph: %s"},
	"wp.note.unsafe-address":     {"adresse dangereuse retirée : %s", "unsafe address taken out: %s"},
	"wp.note.empty-body":         {"texte vide : un constructeur de pages (%s) le garde ailleurs", "empty text: a page builder (%s) keeps it elsewhere"},
	"wp.note.too-much":           {"trop profond ou trop long, coupé : %s", "too deep or too long, cut: %s"},
	"wp.note.template":           {"modèle de page de l’ancien thème, sans équivalent ici : %s", "page template of the old theme, with no counterpart here: %s"},
	"wp.note.language":           {"dans une langue que le site n’a pas, publié comme en français : %s", "in a language that the site does not have, published as if in French: %s"},
	"wp.note.front":              {"c’était la première page du site%s", "it was the first page of the site%s"},
	"wp.sites":                   {"un site à la fois", "one site at a time"},
	"wp.sites.hint":              {"importez-les l’un après l’autre", "import one after the other"},
	"wp.noapi":                   {"aucune interface REST de WordPress ne répond à cette adresse", "no REST API of WordPress answers at this address"},
	"wp.closed":                  {"le site ne le montre pas (%d)", "the site does not show it (%d)"},
	"wp.report":                  {"le détail est dans %s", "the details are in %s"},
	"usage.import":               {"import wordpress -zone fr/ile-de-france export.xml", "import wordpress -zone fr/ile-de-france export.xml"},
	"usage.media":                {"-media attend download, link ou none", "-media wants download, link or none"},
	"usage.types":                {"-types attend nom=post, nom=page ou nom=skip, séparés par des virgules", "-types wants name=post, name=page or name=skip, with commas between"},

	"usage": {`usage : generator <commande> [options]

  build                        écrit les sites dans -out
  check [fichier…]             dit ce qui ne va pas et ce qui irait mieux, n’écrit rien ;
                               avec des fichiers ou des dossiers, eux seuls, aussitôt
  new <genre> -zone Z "Titre"  commence un texte ; genres : post, page, event, person,
                               topic, proposal, document, form, petition, zone
  new theme nom                commence un thème qui étend le thème default
  import wordpress -zone Z …   reprend un site WordPress : export (.xml, .gz, .zip), adresse du site, ou les deux
  zones …                      travaille sur content/zones.yaml

options communes :
  -content dossier   contenu (content)
  -themes dossier    thèmes (themes)
  -lang fr|en        langue des messages (celle de LANG)

options de build et check :
  -theme nom         thème (default)
  -out dossier       résultat, et mémoire d’une fois à l’autre (dist)
  -base adresse      adresse du site (http://localhost:8080)
  -at date           l’heure qu’il est, RFC 3339 (maintenant)
  -fresh             build : refait aussi ce qui n’a pas changé

options de check :
  -fix               répare ce qui ne peut vouloir dire qu’une chose, et dit quoi
  -external          suit aussi les liens vers d’autres sites (retenu sept jours)
  -strict            échoue aussi pour une remarque
  -json              écrit {"problems": [{file, line, col, severity, code, message, hint}]}

options de new :
  -zone chemin       zone du texte, comme fr/ile-de-france
  -date jour         d’un article (aujourd’hui) ou d’un événement (dans deux semaines)
  -topic dossier     thème d’une proposition (le seul, s’il n’y en a qu’un)
  -file nom          fichier de media/ d’un document (une page vide est créée)

options de import :
  -zone chemin       zone qui reçoit le site
  -media sorte       download (défaut), link (les fichiers restent là-bas) ou none
  -uploads dossier   l’ancien wp-content/uploads, dossier ou .zip, au lieu du réseau
  -all-media         reprend aussi les fichiers qu’aucun texte ne montre
  -since jour        seulement ce qui a été écrit ou changé depuis
  -archive années    range le site à part, comme 2017-2022, hors des listes et des flux
  -types nom=post,…  ce que deviennent les autres types : post, page ou skip
  -private           reprend les textes privés comme brouillons
  -comments          garde les commentaires approuvés, sans leurs auteurs
`, `usage: generator <command> [flags]

  build                        writes the sites to -out
  check [file…]                tells what is wrong and what could be better, writes nothing;
                               with files or folders, of those alone, at once
  new <kind> -zone Z "Title"   begins a text; kinds: post, page, event, person,
                               topic, proposal, document, form, petition, zone
  new theme name               begins a theme that extends the theme default
  import wordpress -zone Z …   takes over a WordPress site: export (.xml, .gz, .zip), address of the site, or both
  zones …                      works on content/zones.yaml

flags of all commands:
  -content folder    content (content)
  -themes folder     themes (themes)
  -lang fr|en        language of messages (that of LANG)

flags of build and check:
  -theme name        theme (default)
  -out folder        result, and memory from one run to the next (dist)
  -base address      address of the site (http://localhost:8080)
  -at date           what time it is, RFC 3339 (now)
  -fresh             build: makes again what has not changed too

flags of check:
  -fix               mends what can only mean one thing, and tells what
  -external          follows links to other sites too (remembered for seven days)
  -strict            fails for a remark too
  -json              writes {"problems": [{file, line, col, severity, code, message, hint}]}

flags of new:
  -zone path         zone of the text, such as fr/ile-de-france
  -date day          of a post (today) or an event (two weeks from now)
  -topic folder      topic of a proposal (the only one, if there is but one)
  -file name         file of media/ of a document (an empty page is made)

flags of import:
  -zone path         zone that the site goes to
  -media sort        download (default), link (files stay there) or none
  -uploads folder    the old wp-content/uploads, folder or .zip, instead of the network
  -all-media         files that no text shows too
  -since day         only what was written or changed since
  -archive years     keeps the site apart, as 2017-2022, out of lists and feeds
  -types name=post,… what other types become: post, page or skip
  -private           private texts as drafts
  -comments          approved comments, without who wrote them
`},
}
