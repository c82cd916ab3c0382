package main_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/altcha-org/altcha-lib-go"
	"github.com/aws/aws-lambda-go/events"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// request is an event as the edge and the HTTP API deliver it, of a form or of
// a JSON object.
func request(method, host, path, body string) events.APIGatewayV2HTTPRequest {
	contentType := "application/x-www-form-urlencoded"
	if strings.HasPrefix(body, "{") {
		contentType = "application/json"
	}
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
	return f.send(tb, request("GET", host, path, ""))
}

func (f *function) postForm(tb testing.TB, path string, form url.Values) events.APIGatewayV2HTTPResponse {
	tb.Helper()
	return f.send(tb, request("POST", siteHost, path, form.Encode()))
}

func (f *function) postJSON(tb testing.TB, path, body string) events.APIGatewayV2HTTPResponse {
	tb.Helper()
	e := request("POST", adminHost, path, body)
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
				SequenceNumber: strconv.Itoa(i + 1), StreamViewType: "KEYS_ONLY",
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

// wantSilence holds that a log names nobody.
func wantSilence(t *testing.T, name string, functions ...*function) {
	t.Helper()
	for _, f := range functions {
		if strings.Contains(strings.ToLower(f.logged()), name) {
			t.Errorf("the log names a person:\n%s", f.logged())
		}
	}
}
