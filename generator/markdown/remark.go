package markdown

import (
	"bytes"
	"regexp"

	"maillage/generator/site/report"
)

// What a public text should rarely hold: how to reach a private person.
var remarkable = [...]struct {
	pattern *regexp.Regexp
	key     string
}{
	{regexp.MustCompile(`(?:\+33|\b0033)[ \x{a0}\x{202f}.-]?(?:\(0\))?[1-9](?:[ \x{a0}\x{202f}.-]?[0-9]{2}){4}\b|` +
		`\b0[1-9](?:[ \x{a0}\x{202f}.-]?[0-9]{2}){4}\b`), "phone"},
	{regexp.MustCompile(`(?i)[a-z0-9._%+-]+@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|aol|gmx|orange|wanadoo|free|sfr|neuf|` +
		`bbox|numericable|laposte|protonmail|proton|tutanota|mailo)\.[a-z.]{2,6}\b`), "email"},
	{regexp.MustCompile(`(?i)\bchez [^.;:!?]{0,60}?\b[0-9]{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|boulevard|place|chemin|impasse|` +
		`allée|quai|route|square|cours|villa|passage|sentier|résidence|lotissement) [^,.;:!?\n]{2,40}`), "address"},
}

// mayRemark says, without a close look, whether a text may hold such a thing.
// Nearly none does.
func mayRemark(source []byte) bool {
	return bytes.IndexByte(source, '@') >= 0 || bytes.Contains(source, []byte("+33")) ||
		holds(source, '0', looksLikePhone) || holds(source, 'z', looksLikeHome)
}

func holds(source []byte, sign byte, looks func(source []byte, i int) bool) bool {
	for i := 0; ; i++ {
		next := bytes.IndexByte(source[i:], sign)
		if next < 0 {
			return false
		}
		if i += next; looks(source, i) {
			return true
		}
	}
}

// looksLikePhone says whether ten digits may start at i: 01 or 0033.
func looksLikePhone(source []byte, i int) bool {
	if i > 0 && source[i-1] >= '0' && source[i-1] <= '9' {
		return false
	}
	digits := 0
	for _, b := range source[i:min(i+32, len(source))] {
		switch {
		case b >= '0' && b <= '9':
			digits++
		case b == ' ', b == '.', b == '-', b == '(', b == ')', b >= 0x80:
		default:
			return digits >= 10
		}
	}
	return digits >= 10
}

// looksLikeHome says whether the z at i ends "chez".
func looksLikeHome(source []byte, i int) bool {
	return i >= 3 && i+1 < len(source) && source[i+1] == ' ' && bytes.EqualFold(source[i-3:i], []byte("che")) &&
		bytes.ContainsAny(source[i:min(i+80, len(source))], "0123456789")
}

// remark looks at the words from start to end of the source.
func (c *composer) remark(start, end int) {
	words := c.source[start:end]
	for i := range remarkable {
		for _, found := range remarkable[i].pattern.FindAllIndex(words, -1) {
			line, col := c.position(start + found[0])
			c.doc.Remarks = append(c.doc.Remarks, report.Problem{Line: line, Col: col,
				Message: remarkText(remarkable[i].key, string(words[found[0]:found[1]])),
				Hint:    report.T("md.private.hint")})
		}
	}
}

func remarkText(kind, found string) report.Text {
	switch kind {
	case "phone":
		return report.T("md.private.phone", found)
	case "email":
		return report.T("md.private.email", found)
	}
	return report.T("md.private.address", found)
}
