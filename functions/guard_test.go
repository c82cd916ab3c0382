package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"maillage/functions/app"
)

// No local DynamoDB knows roles, so a missing right would first be missed on
// AWS. newGuard puts a proxy before DynamoDB that refuses an entry what its
// role refuses; infra holds the roles of template.yaml to the same table. It
// returns the proxy's URL.
func newGuard(tb testing.TB, entry app.Entry, endpoint string) string {
	tb.Helper()
	target, err := url.Parse(endpoint)
	if err != nil {
		tb.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the process has gone
		}
		asked, err := touches(r.Header.Get("X-Amz-Target"), body)
		for _, t := range asked {
			if err == nil && !allows(entry, t) {
				err = fmt.Errorf("no right to %+v", t)
			}
		}
		if err != nil {
			tb.Errorf("%s: %v", entry.Name, err)
			http.Error(w, `{"__type":"com.amazon.coral.service#AccessDeniedException"}`, http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		proxy.ServeHTTP(w, r)
	}))
	tb.Cleanup(server.Close)
	return server.URL
}

// touch is one partition that a request reads or writes.
type touch struct {
	partition    string
	write, index bool
}

// allows is the meaning of app.Access; nobody reads the audit log.
func allows(entry app.Entry, t touch) bool {
	for _, access := range entry.Access {
		if strings.HasPrefix(t.partition, access.Prefix) && access.Index == t.index && (access.Write || !t.write) {
			return t.write || access.Prefix != "audit#"
		}
	}
	return false
}

// attributes are the parts of DynamoDB's JSON in which partitions stand.
type attributes map[string]struct{ S string }

// touches reads a request of DynamoDB's JSON protocol; an operation that no
// role allows is an error.
func touches(target string, body []byte) ([]touch, error) {
	var request struct {
		Key                       attributes
		IndexName                 string
		ExpressionAttributeValues attributes
		RequestItems              map[string]struct{ Keys []attributes }
		TransactItems             []map[string]struct{ Key, Item attributes }
	}
	if err := json.Unmarshal(body, &request); err != nil {
		return nil, err
	}
	var found []touch
	switch operation := strings.TrimPrefix(target, "DynamoDB_20120810."); operation {
	case "GetItem":
		found = append(found, touch{partition: request.Key["pk"].S})
	case "BatchGetItem":
		for _, items := range request.RequestItems {
			for _, key := range items.Keys {
				found = append(found, touch{partition: key["pk"].S})
			}
		}
	case "Query":
		found = append(found, touch{partition: request.ExpressionAttributeValues[":pk"].S, index: request.IndexName != ""})
	case "TransactWriteItems":
		for _, op := range request.TransactItems {
			for _, on := range op {
				found = append(found, touch{partition: on.Key["pk"].S + on.Item["pk"].S, write: true})
			}
		}
	default:
		return nil, fmt.Errorf("no role allows %s", operation)
	}
	return found, nil
}
