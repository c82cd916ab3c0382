package apptest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// statement is one line of a script with the indented lines below it.
type statement struct {
	line  int
	verb  string
	rest  string
	block []string
}

// parse reads a script. Lines that begin with # and empty lines are for people.
func parse(text string) []statement {
	var all []statement
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "# ") || trimmed == "#":
		case line[0] == ' ' || line[0] == '\t':
			if len(all) > 0 {
				all[len(all)-1].block = append(all[len(all)-1].block, trimmed)
			}
		default:
			verb, rest, _ := strings.Cut(trimmed, " ")
			all = append(all, statement{line: i + 1, verb: verb, rest: strings.TrimSpace(rest)})
		}
	}
	return all
}

// run is the state of one script.
type run struct {
	t     *testing.T
	w     *World
	dir   string // of the script
	ctx   context.Context
	vars  map[string]string
	forms map[string][]string // field lines by name
	kept  map[string]Response

	visitors map[string]*Visitor
	visitor  *Visitor
	ip, host string

	solve    bool // the next request brings a solved challenge
	repeat   int
	parallel bool
	every    time.Duration

	last    Request
	answers []Response // of the last request, one for each repetition
	calls   map[string]int
	read    int // mails of the inbox that have been read
	mail    *letter
}

// Run plays a script against a World. A script is lines of a verb and its
// arguments; indented lines belong to the line above. Each verb stands alone on
// one screen:
//
//	include people.inc            plays another file first
//
// Who and when:
//
//	as camille                    a browser with cookies of its own
//	ip 203.0.113.7                the address requests come from (10.0.$n.1 in a repetition)
//	host evil.example             the Host they name
//	advance 48h                   moves the clock
//	appoint camille@… contacts:read fr/ile-de-france/paris [for 24h]   or: overlay climat
//	enrol camille@… climat        puts a member into an overlay
//	members 250 75011             makes members m1@… to m250@…, without HTTP
//	member camille                joins with the form camille and confirms by the link, by HTTP
//	sign in alix@…                asks for the mail and brings back its link, by HTTP
//	copy thief                    gives thief the cookies of the one who acts now
//	restart                       a cold process over the same table
//	mail service down|up          whether the mail service takes anything
//
// What is sent:
//
//	form camille                  names the field lines below it
//	solve                         fetches a challenge, solves it and waits 3 s: $altcha, $started,
//	                              $key, added to the next request
//	repeat 50 [parallel|every 5m] the next request so many times; $n counts from 1
//	post /path [form camille]     and get, head, put, …; its lines:
//	    name = value              a form field, over that of the form; repeated, a doubled one
//	    - name                    without that field of the form
//	    > Header: value           a header; with no value, without the one a browser sends
//	    json {"email": "…"}       a JSON body, accepting JSON; body … any text
//	    fill 70000                a body of so many bytes
//	submit "form[data-form]"      the form of the page that came back, as a browser would
//	again                         the last request once more
//
// What must come back (of the last answer, or of all for a repetition):
//
//	expect 303                    the status; 4xx any of that class
//	answers 49x303 1x410          the statuses of a repetition
//	header Location == /merci/    operators: == != contains lacks ~ (regular expression)
//	body contains text
//	json contacts.0.email == a@…  contacts.# is the length; -> $var keeps it
//	select "css" text == Bonjour  or attr NAME, or count; every matching element must agree
//	keep known                    remembers the answer
//	same as known                 same status, headers and body
//	calls GetMany 1 Write 1       the table calls of the exchange, no others
//	walk /path 250                follows "next" to the end: so many contacts, each once
//
// What was mailed:
//
//	mail to camille@… subject contains Confirmez    the next unread mail, to her
//	mail text contains words      of that mail; mail html select … as above
//	mail link -> $token           what follows #t= or #/sign-in/; mail code -> $code
//	no mail                       none is unread
//	mails to camille@… == 3       in all
//
// Variables are written $name, and are set by -> and by "let name = value".
func Run(t *testing.T, w *World, file string) {
	t.Helper()
	Play(t, w, file)
}

// Play is Run for a test that goes on by itself: it returns the visitors by
// name.
func Play(t *testing.T, w *World, file string) map[string]*Visitor {
	t.Helper()
	r := &run{t: t, w: w, ctx: t.Context(), vars: map[string]string{}, forms: map[string][]string{}, kept: map[string]Response{},
		visitors: map[string]*Visitor{}, visitor: &Visitor{}, ip: "198.51.100.1", host: Host}
	if err := r.play(file); err != nil {
		t.Fatalf("%v%s", err, r.context())
	}
	if w.Log.Lines() == 0 {
		t.Error("nothing was logged: the canaries were not looked for")
	}
	return r.visitors
}

// play runs the statements of a file up to the first that fails.
func (r *run) play(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	r.dir = filepath.Dir(file)
	known := verbs()
	for _, s := range parse(string(text)) {
		do, ok := known[s.verb]
		if !ok {
			do = (*run).request
		}
		err := do(r, s)
		if err == nil {
			err = r.w.watch()
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %s %s\n%w", filepath.Base(file), s.line, s.verb, s.rest, err)
		}
	}
	return nil
}

// watch asks the watchers.
func (w *World) watch() error {
	var errs []error
	for _, leak := range w.Guard.Leaks() {
		errs = append(errs, fmt.Errorf("INV-14: %s", leak))
	}
	for _, leak := range w.Log.Leaks() {
		errs = append(errs, fmt.Errorf("personal data in the log: %s", leak))
	}
	return errors.Join(errs...)
}

// context is the last answer, cut short, for the reader of a failure.
func (r *run) context() string {
	if len(r.answers) == 0 {
		return ""
	}
	text := r.answers[len(r.answers)-1].String()
	const most = 3000
	if len(text) > most {
		text = text[:most] + "…"
	}
	return "\nlast answer: " + text
}

var variable = regexp.MustCompile(`\$[a-z_][a-z0-9_]*`)

// expand puts variables in.
func (r *run) expand(text string) (string, error) {
	var unknown error
	text = variable.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := r.vars[name[1:]]
		if !ok {
			unknown = fmt.Errorf("no variable %s", name)
		}
		return value
	})
	return text, unknown
}

// verbs are the words a line may begin with; any other is an HTTP method.
func verbs() map[string]func(*run, statement) error {
	return map[string]func(*run, statement) error{
		"as": (*run).as, "ip": (*run).setIP, "host": (*run).setHost, "advance": (*run).advance, "appoint": (*run).appoint,
		"enrol": (*run).enrol, "members": (*run).members, "member": (*run).member, "sign": (*run).signIn, "copy": (*run).copyCookies,
		"include": (*run).include, "restart": (*run).restart,
		"form": (*run).form, "solve": (*run).solveNext, "repeat": (*run).repeatNext, "submit": (*run).submit, "again": (*run).again,
		"expect": (*run).expect, "answers": (*run).expectAnswers, "header": (*run).expectHeader, "body": (*run).expectBody,
		"json": (*run).expectJSON, "select": (*run).expectSelect, "keep": (*run).keep, "same": (*run).same,
		"calls": (*run).expectCalls, "walk": (*run).walk, "let": (*run).let,
		"mail": (*run).expectMail, "mails": (*run).countMails, "no": (*run).noMail,
	}
}

func (r *run) include(s statement) error { return r.play(filepath.Join(r.dir, s.rest)) }

func (r *run) as(s statement) error {
	if r.visitors[s.rest] == nil {
		r.visitors[s.rest] = &Visitor{}
	}
	r.visitor = r.visitors[s.rest]
	return nil
}

func (r *run) copyCookies(s statement) error {
	r.visitors[s.rest] = &Visitor{cookies: maps.Clone(r.visitor.cookies)}
	return nil
}

func (r *run) setIP(s statement) error   { r.ip = s.rest; return nil }
func (r *run) setHost(s statement) error { r.host = s.rest; return nil }

func (r *run) advance(s statement) error {
	d, err := time.ParseDuration(s.rest)
	if err != nil {
		return err
	}
	r.w.Clock.Advance(d)
	return r.w.Sweep(r.ctx)
}

func (r *run) restart(statement) error { r.w.Restart(r.t); return nil }

func (r *run) form(s statement) error { r.forms[s.rest] = s.block; return nil }

func (r *run) solveNext(statement) error { r.solve = true; return nil }

func (r *run) repeatNext(s statement) error {
	count, how, _ := strings.Cut(s.rest, " ")
	_, err := fmt.Sscan(count, &r.repeat)
	r.parallel = how == "parallel"
	if pause, ok := strings.CutPrefix(how, "every "); ok && err == nil {
		r.every, err = time.ParseDuration(pause)
	}
	return err
}

func (r *run) let(s statement) error {
	name, value, _ := strings.Cut(s.rest, "=")
	value, err := r.expand(strings.TrimSpace(value))
	r.vars[strings.TrimSpace(name)] = value
	return err
}
