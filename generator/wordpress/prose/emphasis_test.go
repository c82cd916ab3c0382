package prose

import (
	"bytes"
	"html"
	"strings"
	"testing"
)

// What French puts around bold words: letters, punctuation and spaces on either
// side of both ends of a mark. No combination may show an asterisk or lose the
// mark.
func TestEmphasisAnywhere(t *testing.T) {
	outside := []string{"", "mot", " ", "mot ", "l’", "l'", "(", "« ", "«\u202f", "mot,", "— ", "!", "…", "\u00a0", "5", "é", "🎉", "€", "*", "_", "#", "-"}
	inside := []string{"x", "« x »", "x :", "x\u00a0:", "Attention !", "(x)", "« x", "x »", " x ", "\"x\"", "x.", "…x", "#x", "10 %", "x*", "-", "?"}
	lost, literal, tags, all := 0, 0, 0, 0
	for _, mark := range []string{"strong", "em"} {
		for _, before := range outside {
			for _, within := range inside {
				for _, after := range []string{"", "mot", " mot", " : mot", ", mot", ")", " »", "’s", "!", "é", "*mot*"} {
					all++
					source := "<p>" + html.EscapeString(before) + "<" + mark + ">" + html.EscapeString(within) + "</" + mark + ">" + html.EscapeString(after) + "</p>"
					tree, _ := parsed(t, source)
					got := french.Write(tree, nil)
					if got.Fidelity.Inline != (Count{1, 1}) || got.Fidelity.Words.Found != got.Fidelity.Words.Of {
						lost++
						t.Errorf("lost: %s\n%s", source, got.Markdown)
					}
					shown := string(french.renderer.Render(got.Markdown).HTML(nil, ""))
					if strings.Count(shown, "*") != strings.Count(source, "*") || strings.Count(shown, "_") != strings.Count(source, "_") {
						literal++
						t.Errorf("literal sign: %s\n%s%s", source, got.Markdown, shown)
					}
					if bytes.Contains(got.Markdown, []byte("<"+mark)) {
						tags++
					}
					if got.Kept > 0 {
						t.Errorf("kept as HTML: %s", source)
					}
				}
			}
		}
	}
	t.Logf("%d combinations: %d lost, %d literal signs, %d with tags", all, lost, literal, tags)
}
