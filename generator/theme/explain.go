package theme

import (
	"regexp"

	"maillage/generator/site/report"
)

// What designers get wrong most, in their words: messages of text/template and of our
// functions by what they look like.
var mistakes = []struct {
	form *regexp.Regexp
	key  string // of the sentence, which takes what the form found
	near int    // which of it names what was meant; 0 where nothing does
}{
	{regexp.MustCompile(`^i18n/(\w+)\.yaml has no key "([^"]+)"(?: \("([^"]+)"\?\))?$`), "theme.use.text", 3},
	{regexp.MustCompile(`^no file assets/(\S+?)(?: \("([^"]+)"\?\))?$`), "theme.use.asset", 2},
	{regexp.MustCompile(`^theme\.yaml has no setting "([^"]+)"(?: \("([^"]+)"\?\))?$`), "theme.use.setting", 2},
	{regexp.MustCompile(`^no file data/(\S+)\.yaml(?: \("([^"]+)"\?\))?$`), "theme.use.data", 2},
	{regexp.MustCompile(`^can't evaluate field (\w+) in type \*?(?:\w+\.)?(\w+)$`), "theme.use.field", 0},
	{regexp.MustCompile(`^no such template "([^"]+)"$`), "theme.use.template", 0},
	{regexp.MustCompile(`^function "(\w+)" not defined$`), "theme.use.function", 0},
	{regexp.MustCompile(`^unexpected EOF$`), "theme.use.end", 0},
	{regexp.MustCompile(`^unexpected \{\{(end)\}\}$`), "theme.use.surplus", 0},
	{regexp.MustCompile(`^no date style "([^"]*)"`), "theme.use.date", 0},
}

var executing = regexp.MustCompile(`^executing "[^"]*" at <[^>]*>: (?:error calling \w+: )?`)

// explain says a message about a template in the designer's words; what nobody
// foresaw stays as it is.
func explain(message string) (said, hint report.Text) {
	plain := executing.ReplaceAllString(message, "")
	for _, mistake := range mistakes {
		found := mistake.form.FindStringSubmatch(plain)
		if found == nil {
			continue
		}
		args := []any{}
		for i, part := range found[1:] {
			if i+1 != mistake.near {
				args = append(args, part)
			}
		}
		if mistake.near > 0 && found[mistake.near] != "" {
			hint = report.NearestHint(found[mistake.near], []string{found[mistake.near]})
		}
		return report.T(mistake.key, args...), hint
	}
	return report.T("theme.template", message), report.Text{}
}
