package inbox_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/mail"
	"maillage/functions/mail/inbox"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, config inbox.Config) *inbox.Inbox {
	t.Helper()
	config.Now = func() time.Time { return noon }
	box, err := inbox.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	return box
}

func send(t *testing.T, box *inbox.Inbox, keys ...string) {
	t.Helper()
	for _, key := range keys {
		if err := box.Send(t.Context(), mail.Message{Key: key, Subject: "subject of " + key}); err != nil {
			t.Fatal(err)
		}
	}
}

func keys(box *inbox.Inbox) []string {
	var list []string
	for _, m := range box.Messages() {
		list = append(list, m.Key)
	}
	return list
}

func TestSendKeepsNewestLast(t *testing.T) {
	tests := []struct {
		name string
		cap  int
		send []string
		want []string
	}{
		{"in order", 0, []string{"a", "b", "c"}, []string{"a", "b", "c"}},
		{"same key once", 0, []string{"a", "b", "a"}, []string{"a", "b"}},
		{"no key is never the same", 0, []string{"", ""}, []string{"", ""}},
		{"oldest forgotten", 2, []string{"a", "b", "c"}, []string{"b", "c"}},
		{"a forgotten key may come again", 2, []string{"a", "b", "c", "a"}, []string{"c", "a"}},
	}
	for _, test := range tests {
		for _, dir := range []string{"", t.TempDir()} {
			t.Run(fmt.Sprintf("%s, on disk %t", test.name, dir != ""), func(t *testing.T) {
				box := open(t, inbox.Config{Dir: dir, Cap: test.cap})
				send(t, box, test.send...)
				if diff := cmp.Diff(test.want, keys(box)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestMessagesSurviveARestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	sent := mail.Message{
		Key: "outbox-1", From: mail.Address{Name: "Demain Ensemble", Email: "bonjour@example.org"},
		To: mail.Address{Name: "Zoé", Email: "zoe@example.net"}, ReplyTo: "equipe@example.org",
		Subject: "Bienvenue\u202f!", Text: "texte", HTML: "<p>texte</p>",
		Headers: map[string]string{"Auto-Submitted": "auto-generated"}, Date: noon, Language: "fr",
	}
	first := open(t, inbox.Config{Dir: dir, Cap: 3})
	if err := first.Send(t.Context(), sent); err != nil {
		t.Fatal(err)
	}
	send(t, first, "b", "c")

	second := open(t, inbox.Config{Dir: dir, Cap: 3})
	if diff := cmp.Diff(first.Messages(), second.Messages()); diff != "" {
		t.Error(diff)
	}
	send(t, second, "b", "d")
	if diff := cmp.Diff([]string{"b", "c", "d"}, keys(open(t, inbox.Config{Dir: dir, Cap: 3}))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"c", "d"}, keys(open(t, inbox.Config{Dir: dir, Cap: 2}))); diff != "" {
		t.Errorf("after lowering the cap: %s", diff)
	}
	if files, _ := os.ReadDir(dir); len(files) != 2 {
		t.Errorf("%d files for 2 messages", len(files))
	}
}

func TestOpenRefusesADamagedFile(t *testing.T) {
	for name, content := range map[string]string{"0000000001.json": `{"Key":"a`, "letter.json": "{}"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := inbox.Open(inbox.Config{Dir: dir}); err == nil {
			t.Errorf("%s with %q was read", name, content)
		}
	}
}

func TestSendAfterTheEnd(t *testing.T) {
	box := open(t, inbox.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := box.Send(ctx, mail.Message{Key: "a"}); err == nil || len(box.Messages()) != 0 {
		t.Errorf("got error %v and %d messages, want an error and none", err, len(box.Messages()))
	}
}

func TestEntriesAreTheJSONOfThePage(t *testing.T) {
	box := open(t, inbox.Config{})
	if err := box.Send(t.Context(), mail.Message{
		From: mail.Address{Name: "Demain Ensemble", Email: "bonjour@example.org"}, To: mail.Address{Name: "Zoé", Email: "zoe@example.net"},
		Subject: "Sujet", Text: "texte", HTML: "<p>texte</p>",
	}); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(box.Entries())
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{{
		"id": "1", "to": "zoe@example.net", "from": "bonjour@example.org", "subject": "Sujet", "text": "texte",
		"html": "<p>texte</p>", "headers": map[string]any{}, "date": "2026-05-01T12:00:00Z",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestManySendersAtOnce(t *testing.T) {
	box := open(t, inbox.Config{Dir: t.TempDir()})
	var wait sync.WaitGroup
	for n := range 50 {
		wait.Go(func() {
			if err := box.Send(t.Context(), mail.Message{Key: fmt.Sprint(n % 25)}); err != nil {
				t.Error(err)
			}
			box.Messages()
			box.Entries()
		})
	}
	wait.Wait()
	if got := len(box.Messages()); got != 25 {
		t.Errorf("got %d messages of 25 keys", got)
	}
}
