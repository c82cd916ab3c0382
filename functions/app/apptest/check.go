package apptest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// answer is the last answer.
func (r *run) answer() (Response, error) {
	if len(r.answers) == 0 {
		return Response{}, errors.New("nothing has been sent yet")
	}
	return r.answers[len(r.answers)-1], nil
}

// expect compares the status of every answer; "4xx" stands for a class.
func (r *run) expect(s statement) error {
	for _, answer := range r.answers {
		got := strconv.Itoa(answer.Status)
		if class, ok := strings.CutSuffix(s.rest, "xx"); ok && strings.HasPrefix(got, class) {
			continue
		}
		if got != s.rest {
			return fmt.Errorf("got status %s", got)
		}
	}
	_, err := r.answer()
	return err
}

// expectAnswers compares the statuses of a repetition, such as "49x303 1x410".
func (r *run) expectAnswers(s statement) error {
	got := map[int]int{}
	for _, answer := range r.answers {
		got[answer.Status]++
	}
	var words []string
	for _, status := range slices.Sorted(maps.Keys(got)) {
		words = append(words, fmt.Sprintf("%dx%d", got[status], status))
	}
	want := strings.Fields(s.rest)
	slices.Sort(want)
	slices.Sort(words)
	if !slices.Equal(want, words) {
		return fmt.Errorf("got %s", strings.Join(words, " "))
	}
	return nil
}

// plain makes ordinary spaces of those that French typography asks for: what is
// tested of them is tested with the catalogues.
var plain = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// judge compares a text as an expression says: "== words", "contains words",
// "-> $name".
func (r *run) judge(got, expression string) error {
	operator, want, _ := strings.Cut(strings.TrimSpace(expression), " ")
	want = unquoted(strings.TrimSpace(want))
	if operator == "->" {
		r.vars[strings.TrimPrefix(want, "$")] = got
		return nil
	}
	want, err := r.expand(want)
	if err != nil {
		return err
	}
	got, want = plain.Replace(got), plain.Replace(want)
	var ok bool
	switch operator {
	case "==":
		ok = got == want
	case "!=":
		ok = got != want
	case "contains":
		ok = strings.Contains(got, want)
	case "lacks":
		ok = !strings.Contains(got, want)
	case "~":
		ok, err = regexp.MatchString(want, got)
	default:
		return fmt.Errorf("no operator %q", operator)
	}
	if err == nil && !ok {
		err = fmt.Errorf("got %q", got)
	}
	return err
}

func (r *run) expectHeader(s statement) error {
	answer, err := r.answer()
	if err != nil {
		return err
	}
	name, expression, _ := strings.Cut(s.rest, " ")
	return r.judge(strings.Join(answer.Header.Values(name), ", "), expression)
}

func (r *run) expectBody(s statement) error {
	answer, err := r.answer()
	if err != nil {
		return err
	}
	return r.judge(answer.Body, s.rest)
}

// expectJSON compares what stands at a path: names and numbers between dots, #
// for the length of a list.
func (r *run) expectJSON(s statement) error {
	answer, err := r.answer()
	if err != nil {
		return err
	}
	path, expression, _ := strings.Cut(s.rest, " ")
	got, err := lookup(answer.Body, path)
	if err != nil {
		return err
	}
	return r.judge(got, expression)
}

func lookup(body, path string) (string, error) {
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		return "", err
	}
	for _, step := range strings.Split(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			there := false
			if value, there = v[step]; !there {
				return "", fmt.Errorf("no %q in the JSON", step)
			}
		case []any:
			if step == "#" {
				return strconv.Itoa(len(v)), nil
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return "", fmt.Errorf("no %q in a list of %d", step, len(v))
			}
			value = v[i]
		default:
			return "", fmt.Errorf("%q is below a %T", step, value)
		}
	}
	if text, ok := value.(string); ok {
		return text, nil
	}
	text, err := json.Marshal(value)
	return string(text), err
}

func (r *run) page() (*goquery.Document, error) {
	answer, err := r.answer()
	if err != nil {
		return nil, err
	}
	return goquery.NewDocumentFromReader(strings.NewReader(answer.Body))
}

func (r *run) expectSelect(s statement) error {
	page, err := r.page()
	if err != nil {
		return err
	}
	return r.judgeSelection(page, s.rest)
}

var selection = regexp.MustCompile(`^("(?:[^"\\]|\\.)*") (text|count|attr (\S+)) (.*)$`)

// judgeSelection compares the text, an attribute or the number of the elements
// that a selector finds. Of several, each must agree.
func (r *run) judgeSelection(page *goquery.Document, rest string) error {
	parts := selection.FindStringSubmatch(rest)
	if parts == nil {
		return errors.New(`want "selector" text|count|attr NAME operator words`)
	}
	css, err := r.expand(unquoted(parts[1]))
	if err != nil {
		return err
	}
	found := page.Find(css)
	if parts[2] == "count" {
		return r.judge(strconv.Itoa(found.Length()), parts[4])
	}
	if found.Length() == 0 {
		return errors.New("nothing is found")
	}
	for _, node := range found.EachIter() {
		got := strings.Join(strings.Fields(node.Text()), " ")
		if parts[3] != "" {
			got = node.AttrOr(parts[3], "")
		}
		if err := r.judge(got, parts[4]); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) keep(s statement) error {
	answer, err := r.answer()
	r.kept[s.rest] = answer
	return err
}

// same compares the last answer with a remembered one, byte for byte.
func (r *run) same(s statement) error {
	name := strings.TrimPrefix(s.rest, "as ")
	want, ok := r.kept[name]
	if !ok {
		return fmt.Errorf("no answer %q was kept", name)
	}
	for _, got := range r.answers {
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("the answers differ (-%s +this):\n%s", name, diff)
		}
	}
	return nil
}

// expectCalls compares the table calls of the last exchange, all of them.
func (r *run) expectCalls(s statement) error {
	want := map[string]int{}
	words := strings.Fields(s.rest)
	for i := 0; i+1 < len(words); i += 2 {
		n, err := strconv.Atoi(words[i+1])
		if err != nil {
			return err
		}
		want[words[i]] = n
	}
	if diff := cmp.Diff(want, r.calls); diff != "" {
		return fmt.Errorf("table calls (-want +got):\n%s", diff)
	}
	return nil
}

// walk reads a list of contacts to its end and expects so many, each once.
func (r *run) walk(s statement) error {
	path, count, _ := strings.Cut(s.rest, " ")
	want, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	seen := map[string]int{}
	for cursor := ""; ; {
		target := path
		if cursor != "" {
			target += "&cursor=" + url.QueryEscape(cursor)
		}
		if err := r.request(statement{verb: "get", rest: target}); err != nil {
			return err
		}
		answer, err := r.answer()
		if err != nil || answer.Status != 200 {
			return fmt.Errorf("status %d %w", answer.Status, err)
		}
		var page struct {
			Contacts []struct{ ID string }
			Next     string
		}
		if err := json.Unmarshal([]byte(answer.Body), &page); err != nil {
			return err
		}
		for _, contact := range page.Contacts {
			seen[contact.ID]++
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	for id, times := range seen {
		if times > 1 {
			return fmt.Errorf("contact %s is listed %d times", id, times)
		}
	}
	if len(seen) != want {
		return fmt.Errorf("%d contacts are listed", len(seen))
	}
	return nil
}
