package main_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/altcha-org/altcha-lib-go"
	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
	"maillage/functions/table"
	"maillage/functions/web"
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

// request is an event as the edge and the HTTP API deliver it.
func request(method, host, path, contentType, body string) events.APIGatewayV2HTTPRequest {
	e := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "$default", RawPath: path, Body: base64.StdEncoding.EncodeToString([]byte(body)), IsBase64Encoded: true,
		Headers: map[string]string{
			"host": "abcdefghij.execute-api.eu-west-3.amazonaws.com", "content-type": contentType, "sec-fetch-site": "same-origin",
			"x-maillage-host": host, "x-maillage-ip": "198.51.100.7", "x-maillage-origin": originKey,
		},
	}
	e.RequestContext.HTTP.Method, e.RequestContext.HTTP.Path, e.RequestContext.HTTP.SourceIP = method, path, "203.0.113.9"
	e.RequestContext.Stage, e.RequestContext.RequestID = "$default", "JKJaXmPLvHcESHA="
	return e
}

func (f *function) send(tb testing.TB, e events.APIGatewayV2HTTPRequest) events.APIGatewayV2HTTPResponse {
	tb.Helper()
	var response events.APIGatewayV2HTTPResponse
	f.invoke(tb, e, &response)
	return response
}

func (f *function) get(tb testing.TB, host, path string) events.APIGatewayV2HTTPResponse {
	tb.Helper()
	return f.send(tb, request("GET", host, path, "", ""))
}

func (f *function) postForm(tb testing.TB, path string, form url.Values) events.APIGatewayV2HTTPResponse {
	tb.Helper()
	return f.send(tb, request("POST", siteHost, path, "application/x-www-form-urlencoded", form.Encode()))
}

func (f *function) postJSON(tb testing.TB, path, body string) events.APIGatewayV2HTTPResponse {
	tb.Helper()
	e := request("POST", adminHost, path, "application/json", body)
	e.Headers["accept"] = "application/json"
	return f.send(tb, e)
}

func wantStatus(t *testing.T, what string, response events.APIGatewayV2HTTPResponse, want int) {
	t.Helper()
	if response.StatusCode != want {
		t.Fatalf("%s: got status %d, want %d: %s", what, response.StatusCode, want, response.Body)
	}
}

// inserts is the stream batch that tells of new outbox items, numbered from 1.
func inserts(ids ...movement.MailID) events.DynamoDBEvent {
	var batch events.DynamoDBEvent
	for i, id := range ids {
		batch.Records = append(batch.Records, events.DynamoDBEventRecord{
			EventID: strconv.Itoa(i + 1), EventName: "INSERT", EventSource: "aws:dynamodb", EventVersion: "1.1", AWSRegion: "eu-west-3",
			Change: events.DynamoDBStreamRecord{
				Keys: map[string]events.DynamoDBAttributeValue{
					"pk": events.NewStringAttribute("outbox#" + string(id)), "sk": events.NewStringAttribute("mail"),
				},
				SequenceNumber: strconv.Itoa(i + 1), StreamViewType: "NEW_IMAGE",
			},
		})
	}
	return batch
}

// due lists what stands in the outbox.
func (s *stack) due(t *testing.T) []movement.MailID {
	t.Helper()
	ids, err := s.store.DueMails(t.Context(), 50)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// deliver plays the stream: all that is due goes to the sender in one batch.
func (s *stack) deliver(t *testing.T, sender *function) sentMail {
	t.Helper()
	var answer events.DynamoDBEventResponse
	sender.invoke(t, inserts(s.due(t)...), &answer)
	if len(answer.BatchItemFailures) > 0 {
		t.Fatalf("the sender could not take %v:\n%s", answer.BatchItemFailures, sender.logged())
	}
	mails := s.cloud.sent()
	if len(mails) != 1 {
		t.Fatalf("got %d mails, want 1:\n%s", len(mails), sender.logged())
	}
	return mails[0]
}

// token finds what a mailed link carries in its fragment after mark.
func (m sentMail) token(t *testing.T, mark string) string {
	t.Helper()
	found := regexp.MustCompile(regexp.QuoteMeta(mark) + `([\w-]+)`).FindStringSubmatch(m.Content.Simple.Body.Text.Data)
	if found == nil {
		t.Fatalf("no link with %q in the mail:\n%s", mark, m.Content.Simple.Body.Text.Data)
	}
	return found[1]
}

// solved is what the form's script adds, made ten seconds ago.
func solved(t *testing.T) url.Values {
	t.Helper()
	source, err := secretSource()
	if err != nil {
		t.Fatal(err)
	}
	earlier := func() time.Time { return time.Now().Add(-10 * time.Second) }
	c, err := (&web.Challenges{Secrets: source, Now: earlier, Rand: rand.Reader}).Issue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	solution, err := altcha.SolveChallenge(c.Challenge, c.Salt, altcha.SHA256, int(c.MaxNumber), 0, nil)
	if err != nil || solution == nil {
		t.Fatalf("solve the challenge: %v", err)
	}
	payload, err := json.Marshal(altcha.Payload{
		Algorithm: c.Algorithm, Challenge: c.Challenge, Number: int64(solution.Number), Salt: c.Salt, Signature: c.Signature,
	})
	if err != nil {
		t.Fatal(err)
	}
	return url.Values{"altcha": {base64.StdEncoding.EncodeToString(payload)}, "started": {c.Started}, "idempotency_key": {c.IdempotencyKey}}
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
	for _, f := range []*function{public, sender} {
		if strings.Contains(strings.ToLower(f.logged()), "canari") {
			t.Errorf("the log names a person:\n%s", f.logged())
		}
	}
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

	me := request("GET", adminHost, "/api/admin/me", "", "")
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
	e := request("POST", siteHost, "/api/membership/join", "application/x-www-form-urlencoded", "")
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

// bare takes the display names off addresses.
func bare(addresses []string) []string {
	var out []string
	for _, address := range addresses {
		if _, inside, ok := strings.Cut(address, "<"); ok {
			address = strings.TrimSuffix(inside, ">")
		}
		out = append(out, address)
	}
	return out
}
