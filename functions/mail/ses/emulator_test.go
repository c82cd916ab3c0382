package ses_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/functions/mail"
)

// The SDK on one side and somebody else's idea of SES on the other: what a
// third party stores must be the mail that was sent.
func TestSendThroughAnEmulatorOfSES(t *testing.T) {
	url := startEmulator(t)
	for _, name := range []mail.Name{mail.Confirm, mail.Update} {
		m, err := mail.Render(name, "fr", mail.Values{
			"organisation": "Demain Ensemble", "link": "https://demain-ensemble.example/confirmer/#t=a", "code": "12345678", "days": "7",
		})
		if err != nil {
			t.Fatal(err)
		}
		m.Key, m.From, m.To = "outbox-1", message().From, message().To
		if err := sender(url).Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		got := newest(t, url)
		want := stored{From: m.From.String(), Subject: m.Subject}
		want.Destination.To = []string{m.To.String()}
		want.Body.HTML, want.Body.Text = m.HTML, m.Text
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// stored is what the emulator keeps of a mail.
type stored struct {
	From        string `json:"from"`
	Subject     string `json:"subject"`
	Destination struct {
		To []string `json:"to"`
	} `json:"destination"`
	Body struct {
		HTML string `json:"html"`
		Text string `json:"text"`
	} `json:"body"`
}

func newest(t *testing.T, url string) stored {
	t.Helper()
	answer, err := http.Get(url + "/store")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var store struct {
		Emails []stored `json:"emails"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&store); err != nil || len(store.Emails) == 0 {
		t.Fatalf("store: %d mails, %v", len(store.Emails), err)
	}
	return store.Emails[len(store.Emails)-1]
}

// startEmulator runs npm's aws-ses-v2-local, which infra/e2e installs.
func startEmulator(t *testing.T) string {
	t.Helper()
	script, err := filepath.Abs("../../../infra/e2e/node_modules/aws-ses-v2-local/dist/cli.js")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(script); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("aws-ses-v2-local is not installed in infra/e2e, and CI must run this test")
		}
		t.Skip("aws-ses-v2-local is not installed in infra/e2e: run npm ci there")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	command := exec.Command("node", script, "--host", "127.0.0.1", "--port", fmt.Sprint(port))
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	url := fmt.Sprintf("http://127.0.0.1:%d", port)
	awaitEmulator(t, url)
	return url
}

func awaitEmulator(t *testing.T, url string) {
	t.Helper()
	var err error
	for range 150 {
		var answer *http.Response
		if answer, err = http.Get(url + "/health-check"); err == nil {
			answer.Body.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("aws-ses-v2-local does not answer: %v", err)
}
