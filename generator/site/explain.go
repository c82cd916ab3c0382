package site

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"maillage/generator/site/report"
)

// keyLine is a line "key: value" of a front matter, alone or in a list.
var keyLine = regexp.MustCompile(`^( *(?:- +)?)([A-Za-z_][A-Za-z0-9_.-]*):( +)(.*?) *$`)

// explainYAML tells in an author's words why a front matter cannot be read: the
// YAML library speaks of tokens, and often of the line after.
func explainYAML(front []byte, err error) report.Problem {
	if p, ok := explainLine(front); ok {
		return p
	}
	line, message := yamlLine(err.Error())
	return report.Problem{Line: line + 1, Col: 1, Message: report.T("front.yaml", message), Hint: report.T("front.yaml.hint")}
}

// explainLine finds the first line that is wrong by itself.
func explainLine(front []byte) (report.Problem, bool) {
	number, block := 1, -1 // indent of a text that goes on below its key, if any
	for line := range strings.Lines(string(front)) {
		number++
		line = strings.TrimRight(line, "\n")
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		at := func(col int, message, hint report.Text) (report.Problem, bool) {
			return report.Problem{Line: number, Col: col, Message: message, Hint: hint}, true
		}
		switch {
		case text == "" || text[0] == '#':
			continue
		case text[0] == '\t':
			return at(indent+1, report.T("front.tab"), report.T("front.tab.hint"))
		case block >= 0 && indent > block:
			continue
		}
		block = -1
		found := keyLine.FindStringSubmatch(line)
		if found == nil {
			if indent == 0 && !strings.HasSuffix(text, ":") && !strings.ContainsAny(text[:1], `-}]"'`) {
				return at(1, report.T("front.line"), report.T("front.line.hint"))
			}
			continue
		}
		value := found[4]
		if value != "" && (value[0] == '|' || value[0] == '>') {
			block = indent
			continue
		}
		col := 1 + runes(found[1]+found[2]) + 1 + len(found[3])
		if message, hint := explainValue(found[2], value); message.Key != "" {
			return at(col, message, hint)
		}
	}
	return report.Problem{}, false
}

// whereOpen is the line of a text before which its front matter should have ended.
func whereOpen(data []byte) int {
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		text := strings.TrimRight(line, " \t\r\n")
		if number > 1 && text != "" && text[0] != ' ' && text[0] != '#' && text[0] != '-' && !keyLine.MatchString(text) && !strings.HasSuffix(text, ":") ||
			number > 2 && text == "" {
			return number
		}
	}
	return number
}

// explainValue says what is wrong with the value of a key; nothing where all is
// well or only the lines below can tell.
func explainValue(key, value string) (message, hint report.Text) {
	if value == "" || valid("k: "+value) {
		return message, hint
	}
	hint = report.T("front.quote.hint", key+": "+quoted(value))
	switch first := value[0]; {
	case (first == '"' || first == '\'') && strings.Count(value, value[:1])%2 == 1:
		return report.T("front.quote.open", key), report.T("front.quote.open.hint", value[:1])
	case first == '"' || first == '\'':
		return report.T("front.quote.rest", key), report.T("front.quote.rest.hint")
	case first == '[' || first == '{':
		return message, report.Text{} // may go on below
	case strings.Contains(value, ": ") || strings.HasSuffix(value, ":"):
		return report.T("front.colon", key), hint
	}
	return report.T("front.sign", key), hint
}

// valid says whether a line alone is YAML.
func valid(line string) bool {
	var node yaml.Node
	return yaml.Unmarshal([]byte(line), &node) == nil
}

// quoted is a value between straight quotes.
func quoted(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// quoteValues puts between quotes the values of a front matter that cannot be
// read without; ok is false where that does not make it readable.
func quoteValues(front []byte) (mended []byte, changes []change, ok bool) {
	var out bytes.Buffer
	number := 1
	for line := range strings.Lines(string(front)) {
		number++
		found := keyLine.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if found != nil {
			message, _ := explainValue(found[2], found[4])
			if (message.Key == "front.colon" || message.Key == "front.sign") && !strings.Contains(found[4], " #") {
				c := change{place: place{number, 1 + runes(found[1]+found[2]) + 1 + len(found[3])}, old: found[4], new: quoted(found[4])}
				changes = append(changes, c)
				line = strings.Replace(line, c.old, c.new, 1)
			}
		}
		out.WriteString(line)
	}
	var node yaml.Node
	ok = len(changes) > 0 && yaml.Unmarshal(out.Bytes(), &node) == nil
	return out.Bytes(), changes, ok
}

var (
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T,]+(?:à )?(\d{1,2}) ?[:h] ?(\d\d)?)?$`)
	yearFirst = regexp.MustCompile(`^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T,]+(?:à )?(\d{1,2}) ?[:h] ?(\d\d)?)?$`)
	inWords   = regexp.MustCompile(`^(\d{1,2})(?:er)? (\p{L}+)\.? (\d{4})(?:,? (?:à )?(\d{1,2}) ?[:h] ?(\d\d)?)?$`)
)

// months by their first letters in French, which tell them all apart.
var months = []string{"janv", "févr", "mars", "avri", "mai", "juin", "juil", "août", "sept", "octo", "nove", "déce"}

// isoDate is the date that somebody meant who wrote it as the French do, the day
// first, or with slashes; "" where it cannot be told.
func isoDate(value string) string {
	value = strings.TrimSpace(value)
	var year, month, day, hour, minute string
	if f := dayFirst.FindStringSubmatch(value); f != nil {
		day, month, year, hour, minute = f[1], f[2], f[3], f[4], f[5]
	} else if f := yearFirst.FindStringSubmatch(value); f != nil {
		year, month, day, hour, minute = f[1], f[2], f[3], f[4], f[5]
	} else if f := inWords.FindStringSubmatch(strings.ToLower(value)); f != nil {
		day, year, hour, minute = f[1], f[3], f[4], f[5]
		for i, name := range months {
			if strings.HasPrefix(f[2], name) {
				month = strconv.Itoa(i + 1)
			}
		}
	}
	pad := func(s string) string { return strings.Repeat("0", max(0, 2-len(s))) + s }
	iso := year + "-" + pad(month) + "-" + pad(day)
	if _, err := time.Parse("2006-01-02", iso); err != nil {
		return ""
	}
	if hour != "" {
		iso += "T" + pad(hour) + ":" + pad(minute)
		if _, err := time.Parse("2006-01-02T15:04", iso); err != nil {
			return ""
		}
	}
	return iso
}
