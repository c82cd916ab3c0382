package apptest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// request sends what the statement describes, as often as asked, and empties
// the outbox.
func (r *run) request(s statement) error {
	method := strings.ToUpper(s.verb)
	if !slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, method) {
		return fmt.Errorf("neither a verb nor a method: %q", s.verb)
	}
	target, name, withForm := strings.Cut(s.rest, " form ")
	lines := s.block
	if withForm {
		form, ok := r.forms[name]
		if !ok {
			return fmt.Errorf("no form %q", name)
		}
		lines = append(slices.Clone(form), s.block...)
	}
	times := max(1, r.repeat)
	requests := make([]Request, times)
	for i := range requests {
		r.vars["n"] = strconv.Itoa(i + 1)
		if r.solve && (i == 0 || times > 1) {
			if err := r.solved(); err != nil {
				return err
			}
		}
		request := Request{Method: method, Header: http.Header{}, Host: r.host}
		var err error
		if request.Target, err = r.expand(target); err == nil {
			request.IP, err = r.expand(r.ip)
		}
		if err == nil {
			err = r.fill(&request, lines, len(lines)-len(s.block))
		}
		if err != nil {
			return err
		}
		requests[i] = request
	}
	return r.sendAll(requests)
}

// sendAll exchanges requests one after another, or at once.
func (r *run) sendAll(requests []Request) error {
	parallel, every := r.parallel, r.every
	r.solve, r.repeat, r.parallel, r.every = false, 0, false, 0
	r.answers, r.last = make([]Response, len(requests)), requests[len(requests)-1]
	r.w.Counter.Take()
	var all sync.WaitGroup
	for i, request := range requests {
		send := func() { r.answers[i] = r.w.Send(r.ctx, r.visitor, request) }
		if parallel {
			all.Go(send)
			continue
		}
		r.w.Clock.Advance(every)
		send()
		r.visitor.take(r.answers[i])
		if i < len(requests)-1 {
			if err := r.w.Dispatch(r.ctx); err != nil {
				return err
			}
		}
	}
	all.Wait()
	r.calls = r.w.Counter.Take()
	if api := r.w.config.API; api != nil {
		for i, answer := range r.answers {
			if err := api.Check(requests[i], answer); err != nil {
				return err
			}
		}
	}
	return r.w.Dispatch(r.ctx)
}

// fill reads the lines of a request. The first shared ones are those of a named
// form, which later lines replace; later lines of one name double the field.
func (r *run) fill(request *Request, lines []string, shared int) error {
	own := map[string]bool{}
	if request.Fields == nil {
		request.Fields = url.Values{}
	}
	if r.solve {
		for _, name := range []string{"altcha", "started"} {
			request.Fields.Set(name, r.vars[name])
		}
		request.Fields.Set("idempotency_key", r.vars["key"])
	}
	for i, line := range lines {
		line, err := r.expand(line)
		if err != nil {
			return err
		}
		field, err := request.take(line)
		if err != nil {
			return err
		}
		if field == "" {
			continue
		}
		_, value, _ := strings.Cut(line, "=")
		if value = unquoted(strings.TrimSpace(value)); own[field] {
			request.Fields.Add(field, value)
		} else {
			request.Fields.Set(field, value)
		}
		own[field] = i >= shared
	}
	return nil
}

// take does what a line of a request says, unless it is a field: then it returns
// the field's name.
func (request *Request) take(line string) (field string, err error) {
	switch word, rest, _ := strings.Cut(line, " "); word {
	case "-":
		request.Fields.Del(rest)
	case ">":
		name, value, _ := strings.Cut(rest, ":")
		request.Header[http.CanonicalHeaderKey(name)] = []string{strings.TrimSpace(value)}
	case "json":
		request.Body = rest
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json")
	case "body":
		request.Body = unquoted(rest)
	case "fill":
		n, err := strconv.Atoi(rest)
		if err != nil {
			return "", err
		}
		request.Body = "first_name=" + strings.Repeat("a", n-len("first_name="))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	default:
		name, _, ok := strings.Cut(line, "=")
		if !ok {
			return "", fmt.Errorf("not a line of a request: %q", line)
		}
		return strings.TrimSpace(name), nil
	}
	return "", nil
}

// unquoted reads a text in double quotes as Go does, and any other as it is.
func unquoted(text string) string {
	if plain, err := strconv.Unquote(text); err == nil {
		return plain
	}
	return text
}

// again sends the last request once more, with what its lines change.
func (r *run) again(s statement) error {
	if r.solve {
		if err := r.solved(); err != nil {
			return err
		}
	}
	request := r.last
	request.Fields, request.Header = cloneFields(request.Fields), request.Header.Clone()
	if err := r.fill(&request, s.block, len(s.block)); err != nil {
		return err
	}
	return r.sendAll(slices.Repeat([]Request{request}, max(1, r.repeat)))
}

func cloneFields(from url.Values) url.Values {
	to := url.Values{}
	for name, values := range from {
		to[name] = slices.Clone(values)
	}
	return to
}

// submit sends a form of the page that came back with the values it shows.
func (r *run) submit(s statement) error {
	page, err := r.page()
	if err != nil {
		return err
	}
	form := page.Find(unquoted(s.rest))
	if form.Length() != 1 {
		return fmt.Errorf("%d forms match", form.Length())
	}
	if r.solve {
		if err := r.solved(); err != nil {
			return err
		}
	}
	request := Request{Method: strings.ToUpper(form.AttrOr("method", "get")), Target: form.AttrOr("action", ""),
		Fields: url.Values{}, Header: http.Header{}, Host: r.host, IP: r.ip}
	form.Find("input[name]").Each(func(_ int, input *goquery.Selection) {
		_, checked := input.Attr("checked")
		if kind := input.AttrOr("type", "text"); kind != "checkbox" && kind != "radio" || checked {
			request.Fields.Add(input.AttrOr("name", ""), input.AttrOr("value", ""))
		}
	})
	if err := r.fill(&request, s.block, len(s.block)); err != nil {
		return err
	}
	return r.sendAll([]Request{request})
}

// solved keeps a solved challenge in $altcha, $started and $key.
func (r *run) solved() error {
	fields, err := r.w.Solve(r.ctx)
	for name, values := range fields {
		r.vars[strings.TrimPrefix(name, "idempotency_")] = values[0]
	}
	return err
}

// Solve fetches a challenge, solves it as the form's script does, and waits the
// seconds a person takes. It returns the fields to send.
func (w *World) Solve(ctx context.Context) (url.Values, error) {
	answer := w.Send(ctx, &Visitor{}, Request{Method: http.MethodGet, Target: "/api/challenge", IP: "198.51.100.1", Host: Host})
	var c challenge
	if err := json.Unmarshal([]byte(answer.Body), &c); err != nil {
		return nil, fmt.Errorf("GET /api/challenge: %w", err)
	}
	altcha, err := c.solve()
	if err != nil {
		return nil, err
	}
	w.Clock.Advance(3 * time.Second)
	return url.Values{"altcha": {altcha}, "started": {c.Started}, "idempotency_key": {c.Key}}, nil
}
