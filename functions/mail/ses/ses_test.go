package ses_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	"github.com/google/go-cmp/cmp"

	"maillage/functions/mail"
	"maillage/functions/mail/ses"
)

// fake answers SendEmail as SES does over HTTP and keeps what it was asked.
type fake struct {
	status int    // 0 accepts
	kind   string // X-Amzn-ErrorType
	drop   bool   // accept, then lose the answer

	mu    sync.Mutex
	calls []map[string]any
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	call := map[string]any{}
	if err := json.Unmarshal(body, &call); err != nil || r.Method+" "+r.URL.Path != "POST /v2/email/outbound-emails" {
		http.Error(w, "not SendEmail", http.StatusTeapot)
		return
	}
	f.mu.Lock()
	f.calls = append(f.calls, call)
	f.mu.Unlock()
	if f.drop {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	if f.status != 0 {
		w.Header().Set("X-Amzn-ErrorType", f.kind)
		w.WriteHeader(f.status)
		_, _ = io.WriteString(w, `{"message":"as the test wants"}`)
		return
	}
	_, _ = io.WriteString(w, `{"MessageId":"0102"}`)
}

func (f *fake) asked() []map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

func sender(url string) *ses.Sender {
	client := sesv2.New(sesv2.Options{
		Region: "eu-west-3", BaseEndpoint: aws.String(url),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIATEST", SecretAccessKey: "test"}, nil
		}),
	})
	return ses.New(ses.Config{Client: client, ConfigurationSet: "account"})
}

func message() mail.Message {
	return mail.Message{
		Key: "outbox-1", From: mail.Address{Name: "Demain Ensemble", Email: "bonjour@demain-ensemble.example"},
		To: mail.Address{Name: "Zoé", Email: "zoe@example.org"}, ReplyTo: "equipe@demain-ensemble.example",
		Subject: "Bienvenue\u202f!", Text: "Bonjour Zoé", HTML: "<p>Bonjour Zoé</p>", Language: "fr",
		Headers: map[string]string{"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
	}
}

func TestSendAsksForExactlyThis(t *testing.T) {
	f := &fake{}
	server := httptest.NewServer(f)
	defer server.Close()
	if err := sender(server.URL).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	content := func(s string) map[string]any { return map[string]any{"Data": s, "Charset": "UTF-8"} }
	want := []map[string]any{{
		"FromEmailAddress": `"Demain Ensemble" <bonjour@demain-ensemble.example>`,
		"Destination":      map[string]any{"ToAddresses": []any{"=?utf-8?b?Wm/DqQ==?= <zoe@example.org>"}},
		"ReplyToAddresses": []any{"equipe@demain-ensemble.example"},
		"Content": map[string]any{"Simple": map[string]any{
			"Subject": content("Bienvenue\u202f!"),
			"Body":    map[string]any{"Text": content("Bonjour Zoé"), "Html": content("<p>Bonjour Zoé</p>")},
			"Headers": []any{
				map[string]any{"Name": "Auto-Submitted", "Value": "auto-generated"},
				map[string]any{"Name": "X-Auto-Response-Suppress", "Value": "All"},
			},
		}},
		"ConfigurationSetName": "account",
		"ConfigurationOverrides": map[string]any{
			"Tracking": map[string]any{"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"},
		},
		"EmailTags": []any{
			map[string]any{"Name": "ses:feedback-id-b", "Value": "account"},
			map[string]any{"Name": "key", "Value": "outbox-1"},
		},
	}}
	if diff := cmp.Diff(want, f.asked()); diff != "" {
		t.Error(diff)
	}
}

func TestErrorsOfSES(t *testing.T) {
	tests := []struct {
		name    string
		fake    *fake
		refused bool
		as      any // a typed error it must still be
	}{
		{"content or address rejected", &fake{status: 400, kind: "MessageRejected"}, true, new(*types.MessageRejected)},
		{"bad request", &fake{status: 400, kind: "BadRequestException"}, true, new(*types.BadRequestException)},
		{"too fast", &fake{status: 429, kind: "TooManyRequestsException"}, false, new(*types.TooManyRequestsException)},
		{"daily quota", &fake{status: 400, kind: "ThrottlingException"}, false, nil},
		{"limit", &fake{status: 400, kind: "LimitExceededException"}, false, new(*types.LimitExceededException)},
		{"paused", &fake{status: 400, kind: "SendingPausedException"}, false, new(*types.SendingPausedException)},
		{"suspended", &fake{status: 400, kind: "AccountSuspendedException"}, false, new(*types.AccountSuspendedException)},
		{"MAIL FROM not set up", &fake{status: 400, kind: "MailFromDomainNotVerifiedException"}, false, new(*types.MailFromDomainNotVerifiedException)},
		{"no such configuration set", &fake{status: 404, kind: "NotFoundException"}, false, new(*types.NotFoundException)},
		{"unknown refusal", &fake{status: 400}, false, nil},
		{"SES down", &fake{status: 500, kind: "InternalServiceErrorException"}, false, nil},
		{"answer lost after it was accepted", &fake{drop: true}, false, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(test.fake)
			defer server.Close()
			err := sender(server.URL).Send(t.Context(), message())
			if err == nil || errors.Is(err, mail.ErrRefused) != test.refused {
				t.Errorf("got %v, want refused %t", err, test.refused)
			}
			if test.as != nil && !errors.As(err, test.as) {
				t.Errorf("%v is not a %T", err, test.as)
			}
			if len(test.fake.asked()) != 1 {
				t.Errorf("%d calls, want one attempt", len(test.fake.asked()))
			}
		})
	}
}

func TestSendStopsWithItsContext(t *testing.T) {
	server := httptest.NewServer(&fake{})
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sender(server.URL).Send(ctx, message()); !errors.Is(err, context.Canceled) || errors.Is(err, mail.ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestSendRefusesInjection(t *testing.T) {
	f := &fake{}
	server := httptest.NewServer(f)
	defer server.Close()
	for name, change := range map[string]func(*mail.Message){
		"subject":   func(m *mail.Message) { m.Subject = "a\r\nBcc: x@y.example" },
		"name":      func(m *mail.Message) { m.To.Name = "a\r\nBcc: x@y.example" },
		"recipient": func(m *mail.Message) { m.To.Email = "a@b.example, x@y.example" },
		"header":    func(m *mail.Message) { m.Headers["X-A"] = "a\r\nBcc: x@y.example" },
	} {
		m := message()
		change(&m)
		if err := sender(server.URL).Send(t.Context(), m); !errors.Is(err, mail.ErrRefused) || len(f.asked()) != 0 {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A Key that SES does not take as a tag must not cost the mail.
func TestOddKeyIsNoTag(t *testing.T) {
	f := &fake{}
	server := httptest.NewServer(f)
	defer server.Close()
	m := message()
	m.Key = "outbox#1"
	if err := sender(server.URL).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if tags := f.asked()[0]["EmailTags"].([]any); len(tags) != 1 {
		t.Errorf("tags %v", tags)
	}
}
