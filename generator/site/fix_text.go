package site

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"maillage/generator/site/report"
)

// mender mends one text.
type mender struct {
	*fixer
	page  *page
	lines []string // without their ends
	front string
}

func (f *fixer) open(p *page) (*mender, bool) {
	if len(p.faults)+len(p.links.faults) == 0 {
		return nil, false
	}
	data, problem := readText(f.files, p.source.path)
	if problem != nil {
		return nil, false
	}
	front, _, _, _, ok := splitFront(data)
	if !ok {
		return nil, false
	}
	return &mender{fixer: f, page: p, lines: strings.Split(string(data), "\n"), front: string(front)}, true
}

// after is what stands in the text from a place to the end of its line.
func (t *mender) after(at place) string {
	if at.line < 1 || at.line > len(t.lines) {
		return ""
	}
	line := t.lines[at.line-1]
	for range at.col - 1 {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	return line
}

// mend is what to change for a problem; nil where that cannot be known.
func (t *mender) mend(p report.Problem) []change {
	at := place{p.Line, p.Col}
	switch p.Message.Key {
	case "front.unknown":
		return t.key(at, p)
	case "front.colon", "front.sign":
		if _, changes, ok := quoteValues([]byte(t.front)); ok {
			return changes
		}
	case "front.list":
		return t.list(at)
	case "front.date":
		return t.date(at)
	case "front.text":
		return t.quote(at)
	case "link.file", "link.page":
		return t.link(at, p)
	}
	return nil
}

// key mends a key that has one near neighbour, if that is not written as well.
func (t *mender) key(at place, p report.Problem) []change {
	written, _ := p.Message.Args[0].(string)
	if p.Hint.Key != "hint.nearest" || !strings.HasPrefix(t.after(at), written) {
		return nil
	}
	meant, _ := p.Hint.Args[0].(string)
	if !report.Alone(written, meant, knownNear(t.page.source.section, meant)) || t.hasSister(at, meant) {
		return nil
	}
	return []change{{at, written, meant}}
}

// knownNear are the keys among which one that a hint names was found.
func knownNear(in section, meant string) []string {
	var best []string
	for key, fields := range allFields() {
		if _, ok := fields.here[meant]; key.in == in && ok {
			best = append(best, fields.known...)
		}
	}
	return best
}

// hasSister says whether a key is written at the indent of a place, before the
// indent ends.
func (t *mender) hasSister(at place, key string) bool {
	if strings.ContainsAny(t.lines[at.line-1], "{") {
		return strings.Contains(t.lines[at.line-1], key+":")
	}
	bodyStart := strings.Count(t.front, "\n") + 1
	for _, step := range []int{-1, 1} {
		for n := at.line - 1 + step; n > 0 && n < bodyStart; n += step {
			line := t.lines[n]
			text := strings.TrimLeft(line, " -")
			indent := len(line) - len(text)
			if text != "" && indent < at.col-1 {
				break
			}
			if indent == at.col-1 && strings.HasPrefix(text, key+":") {
				return true
			}
		}
	}
	return false
}

var plainValue = regexp.MustCompile(`^[^\s"'#\[\]{}|>&*!%@` + "`" + `][^#\[\]{}]*$`)

// list puts one word, or several with commas, in brackets.
func (t *mender) list(at place) []change {
	value := strings.TrimRight(t.after(at), " \r")
	inner := value
	if len(value) > 1 && (value[0] == '"' || value[0] == '\'') && strings.IndexByte(value[1:], value[0]) == len(value)-2 {
		inner = value[1 : len(value)-1]
	}
	if !plainValue.MatchString(inner) || strings.ContainsAny(inner, `"\`) {
		return nil
	}
	var words []string
	for word := range strings.SplitSeq(inner, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		} else if !valid("k: ["+word+"]") || strings.Contains(word, ": ") {
			word = quoted(word)
		}
		words = append(words, word)
	}
	if len(words) == 0 {
		return nil
	}
	return []change{{at, value, "[" + strings.Join(words, ", ") + "]"}}
}

// date writes a date as the format wants it. In an English text 5/12 could be
// either day.
func (t *mender) date(at place) []change {
	value := strings.TrimRight(t.after(at), " \r")
	if i := strings.IndexAny(value, ",}#"); i >= 0 {
		value = strings.TrimRight(value[:i], " ")
	}
	bare := strings.Trim(value, `"'`)
	iso := isoDate(bare)
	if iso == "" || t.page.lang != languages[0] && dayFirst.MatchString(bare) {
		return nil
	}
	return []change{{at, value, iso}}
}

// quote makes text of what YAML takes for a number, a date or true.
func (t *mender) quote(at place) []change {
	value := strings.TrimRight(t.after(at), " \r")
	if !plainValue.MatchString(value) || strings.ContainsAny(value, `,"\`) || value == "null" || value == "~" {
		return nil
	}
	return []change{{at, value, quoted(value)}}
}

// link mends a destination: in a front matter it stands at the place, in the body
// after it.
func (t *mender) link(at place, p report.Problem) []change {
	dest, _ := p.Message.Args[0].(string)
	meant := t.meant(dest)
	rest := t.after(at)
	if meant == "" || dest == "" {
		return nil
	}
	at, written := t.find(at, rest, dest)
	if written == "" {
		return nil
	}
	if written != dest { // it is escaped
		meant = strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29").Replace(meant)
	}
	return []change{{at, written, meant}}
}

// find is where a destination stands, as it is written.
func (t *mender) find(at place, rest, dest string) (place, string) {
	if at.line <= strings.Count(t.front, "\n")+1 {
		trimmed := strings.TrimLeft(rest, `"'`)
		at.col += len(rest) - len(trimmed)
		if strings.HasPrefix(trimmed, dest) {
			return at, dest
		}
		return at, ""
	}
	for _, written := range []string{dest, strings.ReplaceAll(dest, " ", "%20"), (&url.URL{Path: dest}).EscapedPath()} {
		for _, open := range []string{"](", "](<"} {
			i := strings.Index(rest, open+written)
			if i < 0 || strings.Contains(rest[:i], "](") { // that would be another link
				continue
			}
			at.col += utf8.RuneCountInString(rest[:i]) + len(open)
			return at, written
		}
	}
	return at, ""
}

// meant is the destination that a broken one can only stand for; "" where none or
// several could be. What follows # stays.
func (t *mender) meant(dest string) string {
	name, fragment := dest, ""
	if i := strings.IndexByte(dest, '#'); i >= 0 {
		name, fragment = dest[:i], dest[i:]
	}
	if strings.HasPrefix(name, "/") {
		address := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, ".html"), "index"), "/") + "/"
		if _, ok := t.model.byURL(address); ok && strings.HasSuffix(name, ".html") {
			return address + fragment
		}
		return ""
	}
	from := t.page.source.path
	file := path.Join(path.Dir(from), name)
	if plain, ok := strings.CutSuffix(file, ".html"); ok {
		for _, candidate := range []string{plain + ".md", plain + "/index.md"} {
			if t.exists(candidate) {
				return relative(from, candidate) + fragment
			}
		}
		file = plain + ".md"
	}
	candidates := t.named(path.Base(file))
	if path.Base(file) == "index.md" || path.Base(file) == "zone.md" {
		candidates = nil // every folder has one
	}
	var same []string
	for _, candidate := range t.named(path.Base(file)) {
		if strings.EqualFold(candidate, file) {
			same = append(same, candidate)
		}
	}
	switch {
	case len(same) == 1:
		return relative(from, same[0]) + fragment
	case len(same) == 0 && len(candidates) == 1:
		return relative(from, candidates[0]) + fragment
	}
	return ""
}
