package main_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// function is one running bootstrap and the Lambda Runtime API it talks to,
// which serves that process alone, as on AWS.
type function struct {
	api         *httptest.Server
	invocations chan invocation
	ready       chan struct{} // closed at the first request for work: init is over
	once        sync.Once
	exited      chan struct{} // closed when the process has ended
	waitErr     error         // how it ended
	command     *exec.Cmd

	mu      sync.Mutex
	waiting map[string]chan answer // by request id
	log     bytes.Buffer
}

type invocation struct {
	id      string
	payload []byte
}

// answer is what the process posts for an invocation.
type answer struct {
	failed bool
	body   []byte
}

// startFunction runs the binary with an environment of its own: nothing of the
// test's environment reaches it, as nothing but Lambda's reaches it on AWS.
func startFunction(tb testing.TB, binary, handler string, env map[string]string) *function {
	tb.Helper()
	f := &function{
		invocations: make(chan invocation), ready: make(chan struct{}), exited: make(chan struct{}), waiting: map[string]chan answer{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", f.next)
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/{kind}", f.answer)
	f.api = httptest.NewServer(mux)
	f.command = exec.Command(binary)
	f.command.Stdout, f.command.Stderr = f, f
	f.command.Env = []string{"_HANDLER=" + handler, "AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(f.api.URL, "http://")}
	for name, value := range env {
		f.command.Env = append(f.command.Env, name+"="+value)
	}
	if err := f.command.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() {
		f.waitErr = f.command.Wait()
		close(f.exited)
	}()
	tb.Cleanup(f.stop)
	return f
}

// stop ends the process and its Runtime API; twice is no harm.
func (f *function) stop() {
	_ = f.command.Process.Kill() // it may have ended by itself
	<-f.exited
	f.api.CloseClientConnections()
	f.api.Close()
}

// Write keeps what the process logs.
func (f *function) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.Write(p)
}

func (f *function) logged() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.String()
}

func (f *function) next(w http.ResponseWriter, r *http.Request) {
	f.once.Do(func() { close(f.ready) })
	select {
	case work := <-f.invocations:
		header := w.Header()
		header.Set("Lambda-Runtime-Aws-Request-Id", work.id)
		header.Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(time.Now().Add(30*time.Second).UnixMilli()))
		header.Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-3:000000000000:function:maillage")
		header.Set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000")
		_, _ = w.Write(work.payload) // a process that left is seen by exited
	case <-r.Context().Done():
	}
}

func (f *function) answer(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	f.mu.Lock()
	waiting := f.waiting[r.PathValue("id")]
	f.mu.Unlock()
	w.WriteHeader(http.StatusAccepted)
	waiting <- answer{failed: r.PathValue("kind") != "response", body: body}
}

// invoke hands an event to the process and reads its answer into response.
func (f *function) invoke(tb testing.TB, event, response any) {
	tb.Helper()
	payload, err := json.Marshal(event)
	if err != nil {
		tb.Fatal(err)
	}
	answered := make(chan answer, 1)
	f.mu.Lock()
	id := fmt.Sprintf("request-%d", len(f.waiting)+1)
	f.waiting[id] = answered
	f.mu.Unlock()
	select {
	case f.invocations <- invocation{id, payload}:
	case <-f.exited:
		tb.Fatalf("the process ended (%v) before it took the event:\n%s", f.waitErr, f.logged())
	}
	select {
	case got := <-answered:
		if got.failed {
			tb.Fatalf("the invocation failed: %s\n%s", got.body, f.logged())
		}
		if err := json.Unmarshal(got.body, response); err != nil {
			tb.Fatalf("answer %s: %v", got.body, err)
		}
	case <-f.exited:
		tb.Fatalf("the process ended (%v) during the invocation:\n%s", f.waitErr, f.logged())
	}
}

// cloud plays Secrets Manager and SES: what the bootstrap calls besides DynamoDB.
type cloud struct {
	*httptest.Server
	secret string
	mu     sync.Mutex
	mails  []sentMail
	busy   bool // SES refuses for now
}

// sentMail is the part of SendEmail that is judged.
type sentMail struct {
	FromEmailAddress     string
	ConfigurationSetName string
	Destination          struct{ ToAddresses []string }
	Content              struct {
		Simple struct {
			Subject struct{ Data string }
			Body    struct{ Text struct{ Data string } }
		}
	}
}

func newCloud(tb testing.TB, secret string) *cloud {
	tb.Helper()
	c := &cloud{secret: secret}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{$}", c.getSecret)
	mux.HandleFunc("POST /v2/email/outbound-emails", c.sendEmail)
	c.Server = httptest.NewServer(mux)
	tb.Cleanup(c.Close)
	return c
}

func (c *cloud) getSecret(w http.ResponseWriter, r *http.Request) {
	var ask struct{ SecretId string }
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil || r.Header.Get("X-Amz-Target") != "secretsmanager.GetSecretValue" || ask.SecretId != secretARN {
		http.Error(w, `{"__type":"ResourceNotFoundException"}`, http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_ = json.NewEncoder(w).Encode(map[string]string{"ARN": secretARN, "Name": "Secrets", "SecretString": c.secret})
}

func (c *cloud) sendEmail(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var mail sentMail
	if err := json.NewDecoder(r.Body).Decode(&mail); err != nil || c.busy {
		w.Header().Set("X-Amzn-Errortype", "TooManyRequestsException")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	c.mails = append(c.mails, mail)
	_, _ = fmt.Fprintf(w, `{"MessageId":"message-%d"}`, len(c.mails))
}

// sent takes out the mails accepted so far, sorted by subject.
func (c *cloud) sent() []sentMail {
	c.mu.Lock()
	defer c.mu.Unlock()
	mails := c.mails
	c.mails = nil
	slices.SortFunc(mails, func(a, b sentMail) int {
		return cmp.Compare(a.Content.Simple.Subject.Data, b.Content.Simple.Subject.Data)
	})
	return mails
}
