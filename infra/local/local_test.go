package main

import (
	"bytes"
	"context"

	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is the real program, run as a process of its own.
type server struct {
	*browser
	command *exec.Cmd
}

// TestMain builds the program once for all tests.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "local")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	program := filepath.Join(dir, "local")
	code := 1
	if output, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, output)
	} else if err = os.Setenv("LOCAL_PROGRAM", program); err == nil {
		code = m.Run()
	}
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func start(t *testing.T, args ...string) *server {
	t.Helper()
	port := freePort(t)
	args = append([]string{"-addr", ":" + port, "-content", "../../content", "-themes", "../../themes"}, args...)
	command := exec.Command(os.Getenv("LOCAL_PROGRAM"), args...)
	var output bytes.Buffer
	command.Stderr = &output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill() // it may have ended already
		_ = command.Wait()
		if t.Failed() {
			t.Logf("the server said:\n%s", output.String())
		}
	})
	s := &server{newBrowser(t, "http://127.0.0.1:"+port), command}
	waitFor(t, "the server", func() bool {
		_, err := s.do("GET", "/api/challenge", nil)
		return err == nil
	})
	return s
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 1800 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s did not come within 90 s", what)
}

// TestKill: kill -9 in the middle of 200 joins loses none that was answered: each
// has its mail, and each mail makes a member.
func TestKill(t *testing.T) {
	const joins, until = 200, 90
	data := t.TempDir()
	s := start(t, "-data", data)
	var solved []url.Values
	for range joins {
		solved = append(solved, s.solved())
	}
	s.post("/_dev/clock", url.Values{"advance": {"4s"}})

	var (
		mu       sync.Mutex
		answered []string
		once     sync.Once
		clients  sync.WaitGroup
		queue    = make(chan int)
	)
	for range 8 {
		clients.Go(func() {
			for i := range queue {
				email := fmt.Sprintf("essai-%d@example.org", i)
				a, err := s.do("POST", "/api/membership/join", joinForm(email, solved[i]))
				if err != nil {
					continue // cut off: whether it happened is not known
				}
				mu.Lock()
				if a.status == http.StatusSeeOther {
					answered = append(answered, email)
				} else {
					t.Errorf("join %s: status %d", email, a.status)
				}
				if len(answered) >= until {
					once.Do(func() { _ = s.command.Process.Kill() }) // it cannot have ended before
				}
				mu.Unlock()
			}
		})
	}
	for i := range joins {
		queue <- i
	}
	close(queue)
	clients.Wait()
	_ = s.command.Wait()
	if len(answered) < until || len(answered) == joins {
		t.Fatalf("%d of %d joins were answered: the kill did not come in between", len(answered), joins)
	}

	again := start(t, "-data", data)
	waitFor(t, "every mail", func() bool {
		tokens := again.mailed()
		for _, email := range answered {
			if tokens[email] == "" {
				return false
			}
		}
		return true
	})
	tokens := again.mailed()
	for _, email := range answered {
		if a := again.post("/api/confirm", url.Values{"token": {tokens[email]}}); a.status != http.StatusSeeOther {
			t.Errorf("confirm %s: status %d", email, a.status)
		}
	}
}

// TestDevelopment: the address without a host is loopback only, and what is for
// development is there.
func TestDevelopment(t *testing.T) {
	s := start(t, "-data", t.TempDir())
	for path, want := range map[string]int{"/": 200, "/ile-de-france/": 200, "/nulle-part/": 404, "/_dev/": 200, "/_dev/mail": 200,
		"/api/nulle-part": 404, "/api/admin/me": 401, "/.manifest": 404, "/ile-de-france": 301} {
		if a := s.get(path); a.status != want {
			t.Errorf("GET %s: status %d, want %d", path, a.status, want)
		}
	}
	if a := s.post("/_dev/organizer", url.Values{"email": {"camille@example.org"}, "zone": {"fr/nulle-part"}}); a.status != 400 {
		t.Errorf("organizer of no zone: status %d", a.status)
	}
	if a := s.post("/_dev/clock", url.Values{"advance": {"-1h"}}); a.status != 400 {
		t.Errorf("clock backwards: status %d", a.status)
	}
}

// TestRebuild: what is saved is on the page, and browsers are told, without
// anybody asking.
func TestRebuild(t *testing.T) {
	content := filepath.Join(t.TempDir(), "content")
	if err := os.CopyFS(content, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	s := start(t, "-data", t.TempDir(), "-content", content)
	stream, err := s.http.Get(s.base + "/_dev/reload")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	post := "---\ntitle: Un essai\n---\n\nTout juste enregistré.\n"
	file := filepath.Join(content, "fr/ile-de-france/posts/2026-01-02-un-essai.md")
	if err := os.WriteFile(file, []byte(post), 0o600); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the page", func() bool { return s.get("/ile-de-france/actualites/un-essai/").status == 200 })
	event := make([]byte, 64)
	if n, err := stream.Body.Read(event); err != nil || !strings.HasPrefix(string(event[:n]), `data: ""`) {
		t.Errorf("event %q, %v", event[:n], err)
	}
	if err := os.WriteFile(file, []byte("---\ntitel: Un essai\n---\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	text := make([]byte, 4096)
	n, err := stream.Body.Read(text)
	if err != nil || !strings.Contains(string(text[:n]), "un-essai.md:2:1") {
		t.Errorf("event of a broken page: %q, %v", text[:n], err)
	}
	if a := s.get("/ile-de-france/actualites/un-essai/"); a.status != 200 {
		t.Errorf("the last good page is gone: status %d", a.status)
	}
}

// TestPolicies: browsers are told the same here and at the edge.
func TestPolicies(t *testing.T) {
	data, err := os.ReadFile("../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	template := strings.Join(strings.Fields(string(data)), " ")
	for _, policy := range []string{siteCSP, adminCSP} {
		if !strings.Contains(template, policy+" CustomHeadersConfig") {
			t.Errorf("infra/template.yaml does not say %q", policy)
		}
	}
}

func TestUsage(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want []string
	}{
		{"http origin", []string{"-production", "-origin", "http://example.org"}, []string{"-origin", "-admin-origin", "-smtp", "-from"}},
		{"no mail", []string{"-production", "-origin", "https://example.org", "-admin-origin", "https://admin.example.org",
			"-from", "a@example.org"}, []string{"-smtp is missing"}},
		{"stray argument", []string{"serve"}, []string{`"serve"`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var stderr bytes.Buffer
			if code := run(t.Context(), test.args, func(string) string { return "" }, &stderr); code != 2 {
				t.Errorf("exit code %d, want 2", code)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr.String(), want) {
					t.Errorf("%q does not tell of %s", stderr.String(), want)
				}
			}
		})
	}
}

// TestProduction serves real people: mail goes out by SMTP, the administration
// has its own host, nothing of development answers.
func TestProduction(t *testing.T) {
	mails := newMailServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	port, done := freePort(t), make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		done <- run(ctx, []string{"-production", "-addr", "127.0.0.1:" + port, "-data", t.TempDir(), "-content", "../../content",
			"-themes", "../../themes", "-origin", "https://example.org", "-admin-origin", "https://admin.example.org",
			"-from", "bonjour@example.org", "-smtp", mails.address, "-smtp-tls", "none", "-owner", "camille@example.org"},
			func(string) string { return "" }, &stderr)
	}()
	defer func() {
		cancel()
		if code := <-done; code != 0 {
			t.Errorf("exit code %d: %s", code, stderr.String())
		}
	}()
	site, admin := newBrowser(t, "http://127.0.0.1:"+port), newBrowser(t, "http://127.0.0.1:"+port)
	site.host, admin.host = "example.org", "admin.example.org"
	waitFor(t, "the server", func() bool { _, err := site.do("GET", "/", nil); return err == nil })

	for path, want := range map[string]int{"/": 200, "/_dev/": 404, "/_dev/mail.json": 404, "/admin/": 404, "/api/admin/me": 404} {
		if a := site.get(path); a.status != want {
			t.Errorf("site %s: status %d, want %d", path, a.status, want)
		}
	}
	for path, want := range map[string]int{"/": 200, "/api/admin/me": 401, "/adhesion/": 404} {
		if a := admin.get(path); a.status != want {
			t.Errorf("administration %s: status %d, want %d", path, a.status, want)
		}
	}
	if a := admin.post("/api/session", url.Values{"email": {"camille@example.org"}}); a.status != http.StatusSeeOther {
		t.Fatalf("ask to sign in: status %d", a.status)
	}
	token := regexp.MustCompile(`https://admin\.example\.org/#/sign-in/([\w-]{43})`).FindStringSubmatch(mails.wait(t))
	if token == nil {
		t.Fatal("the mail has no sign-in link to the administration's host")
	}
	a := admin.post("/api/session/verify", url.Values{"token": {token[1]}})
	cookie := a.header.Get("Set-Cookie")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(cookie, "__Host-session=") || !strings.Contains(cookie, "Secure") {
		t.Errorf("sign in: status %d, cookie %q", a.status, cookie)
	}
}
