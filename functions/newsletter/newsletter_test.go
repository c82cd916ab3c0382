package newsletter_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"maillage/functions/mail"
	"maillage/functions/movement"
	"maillage/functions/newsletter"
)

const zonesJSON = `{"zones":[
 {"id":"fr","slug":"fr","name":{"fr":"France","en":"France"},"site":"/","pages":{"fr":{"confirm":"/confirmer/"},"en":{"confirm":"/en/confirm/"}}},
 {"id":"fr/r-11","slug":"fr/idf","name":{"fr":"Île-de-France"},"site":"/idf/","pages":{"fr":{"confirm":"/idf/confirmer/"}}},
 {"id":"fr/r-11/d-75","slug":"fr/idf/paris","name":{"fr":"Paris"}},
 {"id":"fr/r-4","slug":"fr/reunion","name":{"fr":"La Réunion"},"site":"/reunion/","origin":"https://reunion.example","prefix":"/reunion/","pages":{"fr":{"confirm":"/reunion/confirmer/"}}}]}`

// outbox is a store of mails in memory that notes what is asked of it.
type outbox struct {
	mu      sync.Mutex // a sweep sends several at once
	mails   map[movement.MailID]movement.Mail
	people  map[movement.Recipient]movement.Addressee
	calls   []string
	failing map[string]error // by method
}

func newOutbox(mails ...movement.Mail) *outbox {
	o := &outbox{mails: map[movement.MailID]movement.Mail{}, failing: map[string]error{}, people: map[movement.Recipient]movement.Addressee{
		{Contact: "c_1"}:   {Email: "camille@exemple.fr", Language: "fr", FirstName: "Camille", Number: "12345678", Zone: "fr/r-11/d-75", Calls: true},
		{Organizer: "o_1"}: {Email: "alix@exemple.fr", Language: "en", FirstName: "Alix"},
	}}
	for _, m := range mails {
		o.mails[m.ID] = m
	}
	return o
}

func (o *outbox) note(method string, id movement.MailID) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, strings.TrimSpace(method+" "+string(id)))
	return o.failing[method]
}

func (o *outbox) Zones(context.Context) (*movement.Zones, error) {
	return movement.ParseZones([]byte(zonesJSON))
}

func (o *outbox) DueMails(context.Context, int) ([]movement.MailID, error) {
	var ids []movement.MailID
	for id := range o.mails {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, o.note("due", "")
}

func (o *outbox) ClaimMail(_ context.Context, id movement.MailID) (movement.Mail, bool, error) {
	err := o.note("claim", id)
	o.mu.Lock()
	defer o.mu.Unlock()
	m, ok := o.mails[id]
	delete(o.mails, id) // nobody else gets it
	m.Attempts++
	return m, ok, err
}

func (o *outbox) Addressee(_ context.Context, m movement.Mail) (movement.Addressee, bool, error) {
	a, ok := o.people[m.To]
	return a, ok, o.failing["addressee"]
}

func (o *outbox) Unseal(_ context.Context, m movement.Mail) (movement.Secret, error) {
	if m.Sealed == "" {
		return movement.Secret{}, nil
	}
	return movement.Secret{Link: "TOKEN-" + string(m.ID), Code: "12345678"}, o.failing["unseal"]
}

func (o *outbox) FinishMail(_ context.Context, m movement.Mail) error { return o.note("finish", m.ID) }

func (o *outbox) PostponeMail(_ context.Context, m movement.Mail, refused bool) (bool, error) {
	return refused, o.note(fmt.Sprintf("postpone refused=%t", refused), m.ID)
}

// poster keeps the letters it is handed.
type poster struct {
	o       *outbox
	letters []newsletter.Letter
	err     error
}

func (p *poster) Post(_ context.Context, l newsletter.Letter) error {
	_ = p.o.note("post", movement.MailID(l.Key))
	p.o.mu.Lock()
	defer p.o.mu.Unlock()
	p.letters = append(p.letters, l)
	return p.err
}

func service(o *outbox) (*newsletter.Service, *poster, *bytes.Buffer) {
	var log bytes.Buffer
	p := &poster{o: o}
	return &newsletter.Service{Store: o, Poster: p, Organisation: "Demain Ensemble", Origin: "https://demain.example",
		AdminURL: "https://admin.demain.example/", Log: slog.New(slog.NewJSONHandler(&log, nil))}, p, &log
}

func owed(id movement.MailID, template string) movement.Mail {
	m := movement.Mail{ID: id, Template: template, To: movement.Recipient{Contact: "c_1"}, Language: "fr", Zone: "fr/r-11", Sealed: "sealed"}
	switch template {
	case "sign-in":
		m.To = movement.Recipient{Organizer: "o_1"}
	case "welcome":
		m.Sealed = ""
	}
	return m
}

func TestLetters(t *testing.T) {
	english := owed("m_4", "confirm")
	english.Language = "en"
	root := owed("m_5", "update")
	root.Language, root.Zone = "en", "fr"
	moved := owed("m_6", "confirm")
	moved.Zone = "fr/r-11/d-75"
	own := owed("m_7", "confirm")
	own.Zone = "fr/r-4"
	code := func(link string, more ...string) map[string]string {
		return map[string]string{"organisation": "Demain Ensemble", "link": link, "code": "12345678", more[0]: more[1]}
	}
	const origin = "https://demain.example"
	tests := []struct {
		name string
		mail movement.Mail
		want newsletter.Letter
	}{
		{"confirm", owed("m_1", "confirm"), newsletter.Letter{To: "camille@exemple.fr", Language: "fr", Values: code(origin+"/idf/confirmer/#t=TOKEN-m_1", "days", "7")}},
		{"sign-in", owed("m_2", "sign-in"), newsletter.Letter{To: "alix@exemple.fr", Language: "en", Values: code("https://admin.demain.example/#/sign-in/TOKEN-m_2", "minutes", "10")}},
		{"welcome", owed("m_3", "welcome"), newsletter.Letter{To: "camille@exemple.fr", Language: "fr", Values: map[string]string{
			"organisation": "Demain Ensemble", "first_name": "Camille", "number": "12345678", "zone": "Paris", "site": origin + "/idf/"},
			Answers: map[string]bool{"newsletter": false, "calls": true}}},
		{"a site that has no English", english, newsletter.Letter{To: "camille@exemple.fr", Language: "en", Values: code(origin+"/idf/confirmer/#t=TOKEN-m_4", "days", "7")}},
		{"in English", root, newsletter.Letter{To: "camille@exemple.fr", Language: "en", Values: code(origin+"/en/confirm/#t=TOKEN-m_5", "days", "7")}},
		{"a site on a host of its own", own, newsletter.Letter{To: "camille@exemple.fr", Language: "fr", Values: code("https://reunion.example/confirmer/#t=TOKEN-m_7", "days", "7")}},
		{"a zone whose site is gone", moved, newsletter.Letter{To: "camille@exemple.fr", Language: "fr", Values: code(origin+"/idf/confirmer/#t=TOKEN-m_6", "days", "7")}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := newOutbox(test.mail)
			s, p, _ := service(o)
			if err := s.Send(t.Context(), test.mail.ID); err != nil || len(p.letters) != 1 {
				t.Fatalf("%d letters, error %v", len(p.letters), err)
			}
			test.want.Key, test.want.Template = string(test.mail.ID), test.mail.Template
			if diff := cmp.Diff(test.want, p.letters[0]); diff != "" {
				t.Errorf("letter (-want +got):\n%s", diff)
			}
			rendered(t, p.letters[0])
		})
	}
}

// rendered demands that the catalogue takes exactly these values, in every
// language, and that the mail leads where the letter says.
func rendered(t *testing.T, l newsletter.Letter) {
	t.Helper()
	for _, lang := range []string{"fr", "en"} {
		values := mail.Values(maps.Clone(l.Values))
		for name, answer := range l.Answers {
			values[name] = mail.Answer(lang, answer)
		}
		m, err := mail.Render(mail.Name(l.Template), lang, values)
		if err != nil {
			t.Fatal(err)
		}
		link := l.Values["link"] + l.Values["site"]
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
		if err != nil || doc.Find(`a[href="`+link+`"]`).Length() == 0 || !strings.Contains(m.Text, link) {
			t.Errorf("the %s mail %s does not lead to %s, error %v", lang, l.Template, link, err)
		}
	}
}

func TestSendInOrder(t *testing.T) {
	refused := fmt.Errorf("too large: %w", newsletter.ErrRefused)
	down := errors.New("connection reset by camille@exemple.fr")
	nobody := owed("m_1", "sign-in")
	nobody.To = movement.Recipient{}
	tests := []struct {
		name  string
		mail  movement.Mail
		post  error
		fails map[string]error
		want  []string
		ok    bool
	}{
		{name: "sent", mail: owed("m_1", "confirm"), want: []string{"claim m_1", "post m_1", "finish m_1"}, ok: true},
		{name: "down", mail: owed("m_1", "confirm"), post: down, want: []string{"claim m_1", "post m_1", "postpone refused=false m_1"}, ok: true},
		{name: "refused", mail: owed("m_1", "confirm"), post: refused, want: []string{"claim m_1", "post m_1", "postpone refused=true m_1"}, ok: true},
		{name: "to nobody", mail: nobody, want: []string{"claim m_1", "finish m_1"}, ok: true},
		{name: "another's", mail: owed("m_2", "confirm"), want: []string{"claim m_1"}, ok: true},
		{name: "cannot be claimed", mail: owed("m_1", "confirm"), fails: map[string]error{"claim": down}, want: []string{"claim m_1"}},
		{name: "cannot be finished", mail: owed("m_1", "confirm"), fails: map[string]error{"finish": down}, want: []string{"claim m_1", "post m_1", "finish m_1"}},
		{name: "cannot be postponed", mail: owed("m_1", "confirm"), post: down, fails: map[string]error{"postpone refused=false": down}, want: []string{"claim m_1", "post m_1", "postpone refused=false m_1"}},
		{name: "nobody to read", mail: owed("m_1", "confirm"), fails: map[string]error{"addressee": down}, want: []string{"claim m_1", "postpone refused=false m_1"}},
		{name: "a secret of a lost key", mail: owed("m_1", "confirm"), fails: map[string]error{"unseal": movement.ErrForged}, want: []string{"claim m_1", "postpone refused=false m_1"}},
		{name: "an unknown template", mail: owed("m_1", "party"), want: []string{"claim m_1", "postpone refused=false m_1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := newOutbox(test.mail)
			for method, err := range test.fails {
				o.failing[method] = err
			}
			s, p, log := service(o)
			p.err = test.post
			err := s.Send(t.Context(), "m_1")
			if (err == nil) != test.ok {
				t.Errorf("error %v", err)
			}
			if diff := cmp.Diff(test.want, o.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			for _, private := range []string{"camille", "Camille", "TOKEN", "12345678"} {
				if strings.Contains(log.String(), private) {
					t.Errorf("the log tells %q: %s", private, log)
				}
			}
		})
	}
}

// TestSweep goes on after a mail that cannot be sent.
func TestSweep(t *testing.T) {
	o := newOutbox(owed("m_1", "confirm"), owed("m_2", "party"), owed("m_3", "welcome"))
	s, p, _ := service(o)
	n, err := s.Sweep(t.Context())
	if n != 3 || err == nil || len(p.letters) != 2 {
		t.Errorf("took %d, posted %d, error %v", n, len(p.letters), err)
	}
	if n, err := s.Sweep(t.Context()); n != 0 || err != nil {
		t.Errorf("a second sweep took %d, error %v", n, err)
	}
	o.failing["due"] = errors.New("down")
	if _, err := s.Sweep(t.Context()); err == nil {
		t.Error("a sweep that cannot read says nothing")
	}
}
