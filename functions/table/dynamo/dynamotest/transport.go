package dynamotest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
)

// ErrDropped is the connection's error where a Transport loses a request or a
// reply.
var ErrDropped = errors.New("connection reset")

// Fault is what befalls a request on its way to DynamoDB.
type Fault int

// The faults. DropReply alone lets the request through.
const (
	None        Fault = iota
	Conflict          // another transaction has the last item; a condition on the first may have failed too
	InProgress        // the same token is at work
	Throttle          // too many requests
	ServerError       // status 500
	Reset             // lost before it arrives
	DropReply         // done, and the reply lost
)

// Request is what a Transport has seen of one request.
type Request struct {
	Action string // such as TransactWriteItems
	Body   string
}

// Transport is an http.RoundTripper that injects what DynamoDB Local never does.
type Transport struct {
	// Plan chooses the fault of a request by its action and its place, from 1,
	// among the requests.
	Plan func(n int, action string) Fault

	mu       sync.Mutex
	requests []Request
}

// Requests are the requests seen so far, repetitions included.
func (t *Transport) Requests() []Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]Request(nil), t.requests...)
}

// RoundTrip implements http.RoundTripper.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if err := r.Body.Close(); err != nil {
		return nil, err
	}
	_, action, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	t.mu.Lock()
	t.requests = append(t.requests, Request{action, string(body)})
	fault := t.Plan(len(t.requests), action)
	t.mu.Unlock()

	switch fault {
	case Conflict:
		return refusal(r, 400, "TransactionCanceledException", reasons(body)), nil
	case InProgress:
		return refusal(r, 400, "TransactionInProgressException", nil), nil
	case Throttle:
		return refusal(r, 400, "ThrottlingException", nil), nil
	case ServerError:
		return refusal(r, 500, "InternalServerError", nil), nil
	case Reset:
		return nil, ErrDropped
	}
	through := r.Clone(r.Context())
	through.Body = io.NopCloser(bytes.NewReader(body))
	response, err := http.DefaultTransport.RoundTrip(through)
	if err != nil || fault != DropReply {
		return response, err
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	return nil, ErrDropped
}

type reason struct{ Code string }

func reasons(body []byte) []reason {
	var in struct{ TransactItems []json.RawMessage }
	if json.Unmarshal(body, &in) != nil || len(in.TransactItems) == 0 {
		return nil
	}
	out := make([]reason, len(in.TransactItems))
	for n := range out {
		out[n].Code = "None"
	}
	out[0].Code = "ConditionalCheckFailed"
	out[len(out)-1].Code = "TransactionConflict"
	return out
}

func refusal(r *http.Request, status int, kind string, reasons []reason) *http.Response {
	body, err := json.Marshal(map[string]any{
		"__type": "com.amazonaws.dynamodb.v20120810#" + kind, "message": "injected", "CancellationReasons": reasons,
	})
	if err != nil {
		return nil
	}
	return &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
		Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}},
		Body:   io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}
}
