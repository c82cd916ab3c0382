// Package edge_test runs the CloudFront Functions of this folder in Node with
// the events of testdata/vectors.json. The runtime of CloudFront is a subset of
// Node's language, so the functions keep to plain ES5 with a few newer methods.
package edge_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// vector is one event and what must come of it, on /api/* and on pages.
type vector struct {
	Name     string
	Event    json.RawMessage
	Headers  map[string]string // of the request, once it may go on
	URI      string            // after viewer.js: untouched
	Page     string            // URI after rewrite.js, or else
	Location string            // where rewrite.js redirects to
	Status   int               // of that; 301 if it does not say
}

// answer is what a function returns: a request that goes on, or a response.
type answer struct {
	URI        string
	StatusCode int
	Headers    map[string]struct {
		Value      string
		MultiValue []any
	}
}

// harness reads a function's source and the vectors, and prints what the
// function returns. The hosts are filled in as CloudFormation does.
const harness = `
const fs = require('fs');
const [source, vectors] = process.argv.slice(1).map((name) => fs.readFileSync(name, 'utf8'));
const filled = source.replace("${ZoneDomains}", 'reunion.example,sud.example').replace("${AdminDomain}", 'admin.demain.example');
const handler = new Function(filled + '; return handler;')();
console.log(JSON.stringify(JSON.parse(vectors).map((vector) => handler(vector.event))));
`

func TestFunctions(t *testing.T) {
	node := findNode(t)
	vectors := readVectors(t)
	for _, file := range []string{"viewer.js", "rewrite.js"} {
		t.Run(file, func(t *testing.T) {
			for i, got := range run(t, node, file) {
				v := vectors[i]
				wantURI := v.URI
				if file == "rewrite.js" {
					wantURI = v.Page
				}
				if file == "rewrite.js" && v.Location != "" {
					checkRedirect(t, v, got)
					continue
				}
				if got.URI != wantURI || got.StatusCode != 0 {
					t.Errorf("%s: got URI %q, status %d; want %q", v.Name, got.URI, got.StatusCode, wantURI)
				}
				checkHeaders(t, v, got)
			}
		})
	}
}

func checkRedirect(t *testing.T, v vector, got answer) {
	t.Helper()
	if location := got.Headers["location"].Value; got.StatusCode != max(v.Status, 301) || location != v.Location {
		t.Errorf("%s: got status %d to %q, want %d to %q", v.Name, got.StatusCode, location, max(v.Status, 301), v.Location)
	}
}

func checkHeaders(t *testing.T, v vector, got answer) {
	t.Helper()
	headers := map[string]string{}
	for name, header := range got.Headers {
		headers[name] = header.Value
		if header.MultiValue != nil {
			t.Errorf("%s: header %s kept several values", v.Name, name)
		}
	}
	if diff := cmp.Diff(v.Headers, headers); diff != "" {
		t.Errorf("%s: headers (-want +got):\n%s", v.Name, diff)
	}
}

func run(t *testing.T, node, file string) []answer {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := exec.Command(node, "-e", harness, file, "testdata/vectors.json")
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", file, err, stderr.Bytes())
	}
	var got []answer
	if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

func readVectors(t *testing.T) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	return vectors
}

func findNode(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err == nil {
		return node
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("node is not installed: the edge functions must be tested in CI")
	}
	t.Skip("node is not installed: the edge functions were not tested")
	return ""
}
