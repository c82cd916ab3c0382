package picture

import (
	"errors"
	"regexp"
	"strings"
)

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?(\*/|$)`)
	cssImport  = regexp.MustCompile(`(?i)@(import|charset|namespace)\b[^;]*(;|$)`)
	cssURL     = regexp.MustCompile(`(?i)url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)`)
	cssInside  = regexp.MustCompile(`^#[^\s"'()\\]+$`)
	cssFetch   = regexp.MustCompile(`(?i)@import|(^|[^-\w])(-webkit-)?image-set\(|(^|[^-\w])(src|image|cross-fade|element|expression)\(|-moz-binding|behavior\s*:|url\(`)
)

var errStyle = errors.New("its styles use escapes or fetch something in a way that cannot be removed")

// cleanCSS removes imports and what is fetched from elsewhere; what would still
// fetch, or is written so that one cannot tell, is errStyle.
func cleanCSS(css string) (string, error) {
	if !strings.ContainsAny(css, "@(\\:") {
		return css, nil
	}
	css = cssComment.ReplaceAllString(css, "")
	css = cssImport.ReplaceAllString(css, "")
	var kept []string
	css = cssURL.ReplaceAllStringFunc(css, func(match string) string {
		found := cssURL.FindStringSubmatch(match)
		address := strings.TrimSpace(found[1] + found[2] + found[3])
		if !cssInside.MatchString(address) {
			return "none"
		}
		kept = append(kept, address)
		return "\x00"
	})
	if strings.Contains(css, `\`) || cssFetch.MatchString(css) {
		return "", errStyle
	}
	for _, address := range kept {
		css = strings.Replace(css, "\x00", "url("+address+")", 1)
	}
	return css, nil
}
