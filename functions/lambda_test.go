// Package main_test builds the bootstrap as it is deployed and drives it through
// the Lambda Runtime API, one process per entry, against DynamoDB Local: HTTP API
// events, DynamoDB stream batches and the sweeper's schedule, in the shapes that
// AWS documents. runtime_test.go plays AWS.
package main_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"maillage/functions/app"
	"maillage/functions/movement"
	"maillage/functions/store"
	"maillage/functions/table"
	"maillage/functions/table/dynamo"
	"maillage/functions/table/dynamo/dynamotest"
)

const (
	secretARN = "arn:aws:secretsmanager:eu-west-3:000000000000:secret:Secrets-abc"
	siteHost  = "demain.example"
	adminHost = "admin.demain.example"
	originKey = "EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE"
)

// secretJSON has the shape that infra/template.yaml composes.
const secretJSON = `{"token":{"current":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","previous":""},
"cursor":{"current":"BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB","previous":""},
"challenge":{"current":"CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC","previous":""},
"pass":{"current":"DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD","previous":""},
"origin":{"current":"` + originKey + `","previous":""}}`

var local dynamotest.Server

func TestMain(m *testing.M) { os.Exit(local.Run(m)) }

// stack is a deployment: a table, AWS around it, and the binary to start.
type stack struct {
	binary string
	table  table.Table
	store  *store.Store
	cloud  *cloud
	env    map[string]string
}

func secrets() (movement.Secrets, error) { return app.ParseSecrets([]byte(secretJSON)) }

func newStack(tb testing.TB) *stack {
	tb.Helper()
	name := local.CreateTable(tb)
	s := &stack{binary: bootstrap(tb), cloud: newCloud(tb, secretJSON)}
	s.table = dynamo.New(dynamo.Config{Client: local.Client(tb, nil), Table: name, Now: time.Now, Rand: rand.Reader})
	source, err := secretSource()
	if err != nil {
		tb.Fatal(err)
	}
	s.store = store.New(store.Config{Table: s.table, Secrets: source, Now: time.Now, Rand: rand.Reader})
	s.env = environment(name, local.Endpoint(tb), s.cloud.URL)
	return s
}

// environment is what Lambda and infra/template.yaml give to every function.
func environment(table, dynamodb, cloud string) map[string]string {
	return map[string]string{
		"AWS_REGION": "eu-west-3", "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_SESSION_TOKEN": "local",
		"AWS_ENDPOINT_URL_DYNAMODB": dynamodb, "AWS_ENDPOINT_URL_SECRETS_MANAGER": cloud, "AWS_ENDPOINT_URL_SESV2": cloud,
		"MAILLAGE_TABLE": table, "MAILLAGE_SECRETS": secretARN, "MAILLAGE_ORIGIN": "https://" + siteHost,
		"MAILLAGE_ADMIN_ORIGIN": "https://" + adminHost, "MAILLAGE_MAIL_FROM": "bonjour@demain.example",
		"MAILLAGE_CONFIGURATION_SET": "account", "MAILLAGE_ORGANISATION": "Demain Ensemble",
	}
}

// start runs an entry with the rights of its role.
func (s *stack) start(tb testing.TB, handler string) *function {
	tb.Helper()
	entry, ok := app.Find(handler)
	if !ok {
		tb.Fatalf("%s is no entry", handler)
	}
	env := maps.Clone(s.env)
	env["AWS_ENDPOINT_URL_DYNAMODB"] = newGuard(tb, entry, local.Endpoint(tb))
	return startFunction(tb, s.binary, handler, env)
}

// built is the binary for this machine, made once for all tests, where Git does
// not look.
var built = sync.OnceValues(func() (string, error) {
	path := filepath.Join("..", ".build", "test", "bootstrap")
	return path, build(path, runtime.GOARCH)
})

func bootstrap(tb testing.TB) string {
	tb.Helper()
	path, err := built()
	if err != nil {
		tb.Fatal(err)
	}
	return path
}

// build compiles as `make lambda` does.
func build(path, arch string) error {
	command := exec.Command("go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags", "-s -w -buildid=", "-o", path, ".")
	command.Env = append(os.Environ(), "GOOS=linux", "GOARCH="+arch, "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	return nil
}

// TestSize: the zip decides how long a cold start takes.
func TestSize(t *testing.T) {
	const limit = 6_000_000
	path := filepath.Join(t.TempDir(), "bootstrap")
	if err := build(path, "arm64"); err != nil {
		t.Fatal(err)
	}
	binary, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	entry, err := w.Create("bootstrap")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := entry.Write(binary); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("arm64: %d bytes, zipped %d", len(binary), archive.Len())
	if archive.Len() > limit {
		t.Errorf("the arm64 zip has %d bytes, the limit is %d", archive.Len(), limit)
	}
}

func TestUnknownHandler(t *testing.T) {
	f := startFunction(t, bootstrap(t), "nobody.http", nil)
	select {
	case <-f.ready:
		t.Error("a handler that is no entry asks for work")
	case <-f.exited:
	}
	if f.command.ProcessState.Success() {
		t.Error("a handler that is no entry ends well")
	}
}

// BenchmarkInit is the time from exec to the first request for work.
func BenchmarkInit(b *testing.B) {
	binary := bootstrap(b)
	env := environment("none", "http://127.0.0.1:1", "http://127.0.0.1:1")
	for b.Loop() {
		f := startFunction(b, binary, "membership.http", env)
		<-f.ready
		b.StopTimer()
		f.stop()
		b.StartTimer()
	}
}

// BenchmarkWarm is one request that needs no table, from the Runtime API and
// back; the gateway's part of it is BenchmarkGateway in functions/web.
func BenchmarkWarm(b *testing.B) {
	cloud := newCloud(b, secretJSON)
	f := startFunction(b, bootstrap(b), "membership.http", environment("none", "http://127.0.0.1:1", cloud.URL))
	f.get(b, siteHost, "/api/challenge") // the secrets are read now
	for b.Loop() {
		if response := f.get(b, siteHost, "/api/challenge"); response.StatusCode != 200 {
			b.Fatalf("status %d: %s", response.StatusCode, response.Body)
		}
	}
}
