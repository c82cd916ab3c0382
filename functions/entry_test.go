package main_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
	"maillage/functions/table"
)

// Published data of a small movement.
const (
	zonesJSON = `{"zones":[{"id":"fr","slug":"fr","name":{"fr":"France"},"site":"/","pages":{"fr":
{"join":"/adhesion/","joined":"/adhesion/merci/","confirm":"/confirmer/","welcome":"/bienvenue/"}}}],"overlays":[],"postal":{}}`
	wordingsJSON = `{"join":{"fr":{"terms":{"id":"w-000000000001","text":"J’adhère."},"age_15":{"id":"w-000000000002","text":"J’ai 15 ans."}}}}`
)

func secretSource() (movement.SecretSource, error) {
	parsed, err := secrets()
	return func(context.Context) (movement.Secrets, error) { return parsed, nil }, err
}

func (s *stack) publish(t *testing.T) {
	t.Helper()
	for name, text := range map[string]string{"zones.json": zonesJSON, "wordings.json": wordingsJSON} {
		if err := s.store.PutData(t.Context(), name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestJoin takes one person from the form to membership through the real
// binaries: form, stream, mail, button, second mail.
func TestJoin(t *testing.T) {
	s := newStack(t)
	s.publish(t)
	public, sender := s.start(t, "membership.http"), s.start(t, "newsletter.send")
	form := url.Values{
		"email": {"camille.canari@demain.example"}, "first_name": {"Camille"}, "last_name": {"Canari"}, "postal_code": {"75011"},
		"age_15": {"w-000000000002"}, "terms": {"w-000000000001"}, "source": {"/adhesion/"}, "lang": {"fr"},
	}

	second := public.postForm(t, "/api/membership/join", form)
	wantStatus(t, "form without a challenge", second, 200)
	page, err := goquery.NewDocumentFromReader(strings.NewReader(second.Body))
	if err != nil {
		t.Fatal(err)
	}
	if page.Find("form[data-form=second] button").Length() != 1 {
		t.Errorf("no second step on the page:\n%s", second.Body)
	}

	for name, values := range solved(t) {
		form[name] = values
	}
	joined := public.postForm(t, "/api/membership/join", form)
	wantStatus(t, "form", joined, 303)
	if got := joined.Headers["Location"]; got != "/adhesion/merci/" {
		t.Errorf("the form leads to %q", got)
	}

	mail := s.deliver(t, sender)
	if diff := cmp.Diff([]string{"camille.canari@demain.example"}, bare(mail.Destination.ToAddresses)); diff != "" {
		t.Errorf("recipients (-want +got):\n%s", diff)
	}
	if mail.ConfigurationSetName != "account" || !strings.Contains(mail.FromEmailAddress, "bonjour@demain.example") {
		t.Errorf("sent from %q by %q", mail.FromEmailAddress, mail.ConfigurationSetName)
	}
	confirmed := public.postForm(t, "/api/confirm", url.Values{"token": {mail.token(t, "https://"+siteHost+"/confirmer/#t=")}})
	wantStatus(t, "confirmation", confirmed, 303)
	if welcome := s.deliver(t, sender); !strings.Contains(welcome.Content.Simple.Subject.Data, "Bienvenue") {
		t.Errorf("the second mail is %q", welcome.Content.Simple.Subject.Data)
	}
	wantSilence(t, "canari", public, sender)
}

// TestSignIn opens a session at membership.http and uses it at admin.http,
// which answers on its own host only.
func TestSignIn(t *testing.T) {
	s := newStack(t)
	s.publish(t)
	organizer, err := s.store.Appoint(t.Context(), "alix@demain.example", "Alix Referent",
		[]movement.Grant{{Permission: movement.ReadContacts, Zone: "fr"}})
	if err != nil {
		t.Fatal(err)
	}
	public, sender, admin := s.start(t, "membership.http"), s.start(t, "newsletter.send"), s.start(t, "admin.http")

	wantStatus(t, "ask for a link", public.postJSON(t, "/api/session", `{"email":"alix@demain.example"}`), 202)
	token := s.deliver(t, sender).token(t, "https://"+adminHost+"/#/sign-in/")
	opened := public.postJSON(t, "/api/session/verify", `{"token":"`+token+`"}`)
	wantStatus(t, "use the link", opened, 200)
	wantStatus(t, "use the link again", public.postJSON(t, "/api/session/verify", `{"token":"`+token+`"}`), 410)
	if len(opened.Cookies) != 1 || !strings.HasPrefix(opened.Cookies[0], "__Host-session=") {
		t.Fatalf("cookies: %q", opened.Cookies)
	}
	cookie, _, _ := strings.Cut(opened.Cookies[0], ";")

	me := request("GET", adminHost, "/api/admin/me", "")
	me.Headers["accept"] = "application/json"
	wantStatus(t, "me without a session", admin.send(t, me), 401)
	me.Cookies = []string{"theme=dark", cookie}
	response := admin.send(t, me)
	wantStatus(t, "me", response, 200)
	var who struct{ ID movement.OrganizerID }
	if err := json.Unmarshal([]byte(response.Body), &who); err != nil || who.ID != organizer.ID {
		t.Errorf("me is %q, %v; want %q", who.ID, err, organizer.ID)
	}
	contacts := me
	contacts.RawPath, contacts.RawQueryString = "/api/admin/contacts", "zone=fr"
	wantStatus(t, "contacts", admin.send(t, contacts), 200)
	me.Headers["x-maillage-host"] = siteHost
	wantStatus(t, "me on the sites' host", admin.send(t, me), 404)
	me.Headers["x-maillage-host"], me.Headers["x-maillage-origin"] = adminHost, strings.Repeat("F", 43)
	wantStatus(t, "me around the edge", admin.send(t, me), 403)
}

// TestDefault: what no bucket holds is answered by membership.http.
func TestDefault(t *testing.T) {
	s := newStack(t)
	s.publish(t)
	public := s.start(t, "membership.http")
	wantStatus(t, "a page that is not there", public.get(t, siteHost, "/nulle-part/index.html"), 404)
	wantStatus(t, "administration at the wrong entry", public.get(t, adminHost, "/api/admin/me"), 404)
	e := request("POST", siteHost, "/api/membership/join", "")
	e.Body = "%%%"
	wantStatus(t, "a body that is no base64", public.send(t, e), 400)
}

// TestBatch: of a batch, only the item that could not be taken comes again; a
// mail that SES would not have waits for the sweeper.
func TestBatch(t *testing.T) {
	s := newStack(t)
	s.publish(t)
	sender, public := s.start(t, "newsletter.send"), s.start(t, "membership.http")
	if _, err := s.store.Appoint(t.Context(), "alix@demain.example", "Alix Referent", nil); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, "ask for a link", public.postJSON(t, "/api/session", `{"email":"alix@demain.example"}`), 202)
	good := s.due(t)
	s.putBroken(t, "broken")

	var answer events.DynamoDBEventResponse
	sender.invoke(t, inserts("gone", "broken", good[0]), &answer)
	want := events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{{ItemIdentifier: "2"}}}
	if diff := cmp.Diff(want, answer); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
	if mails := s.cloud.sent(); len(mails) != 1 {
		t.Errorf("got %d mails, want 1", len(mails))
	}
	answer = events.DynamoDBEventResponse{}
	sender.invoke(t, inserts(good[0]), &answer)
	if mails := s.cloud.sent(); len(mails) != 0 || len(answer.BatchItemFailures) != 0 {
		t.Errorf("the same record again: %d mails, failures %v; want none", len(mails), answer.BatchItemFailures)
	}
}

// TestSweep: the schedule sends what no stream record told of.
func TestSweep(t *testing.T) {
	s := newStack(t)
	s.publish(t)
	if _, err := s.store.Appoint(t.Context(), "alix@demain.example", "Alix Referent", nil); err != nil {
		t.Fatal(err)
	}
	public, sender := s.start(t, "membership.http"), s.start(t, "newsletter.send")
	wantStatus(t, "ask for a link", public.postJSON(t, "/api/session", `{"email":"alix@demain.example"}`), 202)
	tick := events.CloudWatchEvent{Version: "0", ID: "1", DetailType: "Scheduled Event", Source: "aws.events", Detail: json.RawMessage("{}")}
	var answer struct{}
	sender.invoke(t, tick, &answer)
	if mails := s.cloud.sent(); len(mails) != 1 {
		t.Errorf("got %d mails, want 1:\n%s", len(mails), sender.logged())
	}
	if left := s.due(t); len(left) != 0 {
		t.Errorf("still due: %v", left)
	}
}

// putBroken stores an outbox item whose sealed part no key opens.
func (s *stack) putBroken(t *testing.T, id movement.MailID) {
	t.Helper()
	organizer, err := s.store.Appoint(t.Context(), "sasha@demain.example", "Sasha Referent", nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(map[string]any{
		"id": id, "template": "sign-in", "to": map[string]any{"organizer": organizer.ID}, "zone": "fr", "sealed": "broken", "due": time.Now().Add(-time.Minute),
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := table.NewToken(time.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	item := table.Item{Key: table.Key{PK: "outbox#" + string(id), SK: "mail"}, Type: "outbox/1", Data: data}
	if err := s.table.Write(t.Context(), token, table.Put(item, table.Absent)); err != nil {
		t.Fatal(err)
	}
}
