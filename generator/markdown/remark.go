package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"maillage/generator/site/report"
)

// suspect is a part of the source that a public text should rarely hold: how to
// reach a private person.
type suspect struct {
	start, end int
	text       func(args ...any) report.Text
}

func phoneText(args ...any) report.Text   { return report.T("md.private.phone", args...) }
func emailText(args ...any) report.Text   { return report.T("md.private.email", args...) }
func addressText(args ...any) report.Text { return report.T("md.private.address", args...) }

// suspects finds them in a text, in order. Nearly no text holds any, so that it
// must cost next to nothing to say so.
func suspects(found []suspect, source []byte) []suspect {
	each(source, '0', func(i int) {
		if end := phoneEnd(source, i); end > 0 {
			found = append(found, suspect{i, end, phoneText})
		}
	})
	each(source, '+', func(i int) {
		if end := phoneEnd(source, i); end > 0 {
			found = append(found, suspect{i, end, phoneText})
		}
	})
	each(source, '@', func(i int) {
		if start, end := emailAround(source, i); end > 0 {
			found = append(found, suspect{start, end, emailText})
		}
	})
	each(source, 'z', func(i int) {
		if start, end := homeAround(source, i); end > 0 {
			found = append(found, suspect{start, end, addressText})
		}
	})
	slices.SortFunc(found, func(a, b suspect) int { return a.start - b.start })
	return found
}

func each(source []byte, sign byte, do func(i int)) {
	for i := 0; ; i++ {
		next := bytes.IndexByte(source[i:], sign)
		if next < 0 {
			return
		}
		i += next
		do(i)
	}
}

// phoneEnd is the end of a French telephone number that starts at i, or 0: ten
// digits from 0, or nine behind +33 or 0033.
func phoneEnd(source []byte, i int) int {
	if i > 0 && isWordByte(source[i-1]) {
		return 0
	}
	rest := source[i:]
	switch {
	case hasPrefix(rest, "+33"):
		rest = separated(bytes.TrimPrefix(separated(rest[3:]), []byte("(0)")))
	case hasPrefix(rest, "0033"):
		rest = separated(bytes.TrimPrefix(separated(rest[4:]), []byte("(0)")))
	case hasPrefix(rest, "0"):
		rest = rest[1:]
	default:
		return 0
	}
	if len(rest) == 0 || rest[0] < '1' || rest[0] > '9' {
		return 0
	}
	rest = rest[1:]
	for range 4 {
		rest = separated(rest)
		if len(rest) < 2 || !isDigit(rest[0]) || !isDigit(rest[1]) {
			return 0
		}
		rest = rest[2:]
	}
	if len(rest) > 0 && isWordByte(rest[0]) {
		return 0
	}
	return len(source) - len(rest)
}

// separated is s behind what may stand between the digits of a number.
func separated(s []byte) []byte {
	for _, separator := range []string{" ", ".", "-", "\u00a0", "\u202f"} {
		if hasPrefix(s, separator) {
			return s[len(separator):]
		}
	}
	return s
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isWordByte(b byte) bool {
	return isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0xC3 && b != 0xE2
}

// personal are the hosts where people have addresses of their own.
const personal = " gmail googlemail hotmail outlook live msn yahoo ymail icloud aol gmx orange wanadoo free sfr neuf bbox numericable " +
	"laposte protonmail proton tutanota mailo "

// emailAround is the personal mail address around the @ at i.
func emailAround(source []byte, i int) (start, end int) {
	dot := bytes.IndexByte(source[i+1:min(i+16, len(source))], '.') + 1
	if dot < 2 || !strings.Contains(personal, " "+strings.ToLower(string(source[i+1:i+dot]))+" ") {
		return 0, 0
	}
	start, end = i, i+dot+1
	for start > 0 && (isWordByte(source[start-1]) || strings.IndexByte("._%+-", source[start-1]) >= 0) {
		start--
	}
	for end < len(source) && isWordByte(source[end]) {
		end++
	}
	if start == i || end == i+dot+1 {
		return 0, 0
	}
	return start, end
}

var home = regexp.MustCompile(`(?i)^chez [^.;:!?\n]{0,60}?\b[0-9]{1,4}(?: ?(?:bis|ter|quater))?,? (?:rue|avenue|boulevard|place|chemin|impasse|` +
	`allée|quai|route|square|cours|villa|passage|sentier|résidence|lotissement) [^,.;:!?\n]{2,40}`)

// homeAround is the address behind the "chez" whose z is at i.
func homeAround(source []byte, i int) (start, end int) {
	if i < 3 || i+1 >= len(source) || source[i+1] != ' ' || !bytes.EqualFold(source[i-3:i], []byte("che")) || i > 3 && isWordByte(source[i-4]) {
		return 0, 0
	}
	found := home.FindIndex(source[i-3:])
	if found == nil {
		return 0, 0
	}
	return i - 3, i - 3 + found[1]
}

// remark tells of the suspects among the words from start to end of the source.
func (c *composer) remark(start, end int) {
	for _, s := range c.suspects {
		if s.start < start || s.start >= end {
			continue
		}
		line, col := c.position(s.start)
		c.doc.Remarks = append(c.doc.Remarks, report.Problem{Line: line, Col: col, Message: s.text(string(c.source[s.start:s.end])),
			Hint: report.T("md.private.hint")})
	}
}
