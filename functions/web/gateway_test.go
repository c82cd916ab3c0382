package web_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"maillage/functions/movement"
	"maillage/functions/web"
)

// postEvent has the shape in which an HTTP API delivers a form behind the edge,
// payload 2.0: lower-case header names, cookies apart, body in base64.
const postEvent = `{
  "version": "2.0", "routeKey": "ANY /api/membership/{proxy+}",
  "rawPath": "/api/membership/join", "rawQueryString": "from=caf%C3%A9&n=1",
  "cookies": ["session=abc", "theme=dark"],
  "headers": {
    "accept": "text/html", "content-length": "27", "content-type": "application/x-www-form-urlencoded",
    "host": "abcdefghij.execute-api.eu-west-3.amazonaws.com", "origin": "https://demain.example",
    "x-amzn-trace-id": "Root=1-0-0", "x-forwarded-for": "198.51.100.7, 203.0.113.9", "x-forwarded-proto": "https",
    "x-maillage-host": "Demain.example", "x-maillage-ip": "2001:db8::7", "x-maillage-origin": "Y3VycmVudCBvcmlnaW4ga2V5IG9mIDMyIGJ5dGVzLi4="
  },
  "requestContext": {
    "accountId": "000000000000", "apiId": "abcdefghij", "domainName": "abcdefghij.execute-api.eu-west-3.amazonaws.com",
    "http": {"method": "POST", "path": "/api/membership/join", "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9", "userAgent": "Mozilla/5.0"},
    "requestId": "JKJaXmPLvHcESHA=", "routeKey": "ANY /api/membership/{proxy+}", "stage": "$default",
    "time": "12/Mar/2026:19:03:58 +0000", "timeEpoch": 1773342238000
  },
  "body": "ZW1haWw9YSU0MGRlbWFpbi5leGFtcGxl", "isBase64Encoded": true
}`

type change = func(*events.APIGatewayV2HTTPRequest)

func event(t testing.TB, changes ...change) events.APIGatewayV2HTTPRequest {
	t.Helper()
	var e events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal([]byte(postEvent), &e); err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		change(&e)
	}
	return e
}

func withHeader(name, value string) change {
	return func(e *events.APIGatewayV2HTTPRequest) { e.Headers[name] = value }
}

func withPath(path string) change {
	return func(e *events.APIGatewayV2HTTPRequest) { e.RawPath = path }
}

func withBody(body string, coded bool) change {
	return func(e *events.APIGatewayV2HTTPRequest) { e.Body, e.IsBase64Encoded = body, coded }
}

func withMethod(method string) change {
	return func(e *events.APIGatewayV2HTTPRequest) { e.RequestContext.HTTP.Method = method }
}

// The origin keys as the edge sends them.
const (
	currentOrigin  = "Y3VycmVudCBvcmlnaW4ga2V5IG9mIDMyIGJ5dGVzLi4"
	previousOrigin = "cHJldmlvdXMgb3JpZ2luIGtleSBvZiAzMiBieXRlcy4="
)

func secrets(context.Context) (movement.Secrets, error) {
	return movement.Secrets{Origin: movement.Key{
		Current: []byte("current origin key of 32 bytes.."), Previous: []byte("previous origin key of 32 bytes."),
	}}, nil
}

func send(t testing.TB, h http.HandlerFunc, e events.APIGatewayV2HTTPRequest) events.APIGatewayV2HTTPResponse {
	t.Helper()
	response, err := web.Gateway(h, web.GatewayConfig{Secrets: secrets})(t.Context(), e)
	if err != nil {
		t.Fatalf("the gateway answered an error: %v", err)
	}
	return response
}

func TestGatewayRequest(t *testing.T) {
	type seen struct {
		Method, Host, RemoteAddr, Path, URI, Query, Cookie, Body string
		Length                                                   int64
		Header                                                   http.Header
	}
	var got seen
	send(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		theme, err := r.Cookie("theme")
		if err != nil {
			t.Error(err)
		}
		got = seen{
			r.Method, r.Host, r.RemoteAddr, r.URL.Path, r.RequestURI, r.URL.Query().Get("from"), theme.Value, string(body),
			r.ContentLength, r.Header,
		}
	}, event(t))
	want := seen{
		"POST", "demain.example", "[2001:db8::7]:0", "/api/membership/join", "/api/membership/join?from=caf%C3%A9&n=1", "café", "dark",
		"email=a%40demain.example", 24,
		http.Header{
			"Accept": {"text/html"}, "Content-Type": {"application/x-www-form-urlencoded"}, "Cookie": {"session=abc; theme=dark"},
			"Origin": {"https://demain.example"}, "X-Amzn-Trace-Id": {"Root=1-0-0"},
			"X-Forwarded-For": {"198.51.100.7, 203.0.113.9"}, "X-Forwarded-Proto": {"https"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

func TestGatewayStatus(t *testing.T) {
	full := strings.Repeat("a", 64<<10)
	tests := []struct {
		name   string
		change change
		want   int
	}{
		{"the current key without padding", withHeader("x-maillage-origin", currentOrigin), 200},
		{"the previous key", withHeader("x-maillage-origin", previousOrigin), 200},
		{"no key", func(e *events.APIGatewayV2HTTPRequest) { delete(e.Headers, "x-maillage-origin") }, 403},
		{"an empty key", withHeader("x-maillage-origin", ""), 403},
		{"padding alone", withHeader("x-maillage-origin", "===="), 403},
		{"a wrong key", withHeader("x-maillage-origin", "Z"+currentOrigin[1:]), 403},
		{"the start of the key", withHeader("x-maillage-origin", currentOrigin[:40]), 403},
		{"two keys joined", withHeader("x-maillage-origin", "wrong,"+currentOrigin), 403},
		{"a header twice in different case", withHeader("X-Maillage-IP", "192.0.2.1"), 400},
		{"no host", withHeader("x-maillage-host", ""), 400},
		{"a host that is a URL", withHeader("x-maillage-host", "evil.example/@demain.example"), 400},
		{"no address", withHeader("x-maillage-ip", ""), 400},
		{"two addresses", withHeader("x-maillage-ip", "192.0.2.1, 192.0.2.2"), 400},
		{"an address with a zone", withHeader("x-maillage-ip", "fe80::1%eth0"), 400},
		{"two content types", withHeader("content-type", "text/plain,application/json"), 400},
		{"a transfer encoding", withHeader("transfer-encoding", "chunked"), 400},
		{"a line break in a header", withHeader("accept-language", "fr\r\nx: y"), 400},
		{"a header name with a space", withHeader("x y", "z"), 400},
		{"no method", withMethod(""), 400},
		{"a method with a space", withMethod("GET /"), 400},
		{"bad base64", withBody("not base64!", true), 400},
		{"a plain body", withBody("email=a", false), 200},
		{"a full body", withBody(full, false), 200},
		{"a body too long", withBody(full+"a", false), 413},
		{"a coded full body", withBody(base64.StdEncoding.EncodeToString([]byte(full)), true), 200},
		{"a coded body too long", withBody(base64.StdEncoding.EncodeToString([]byte(full+"a")), true), 413},
		{"a percent sign", withPath("/100%"), 200},
		{"an accent", withPath("/île-de-france/"), 200},
		{"the root", withPath("/"), 200},
		{"no path", withPath(""), 400},
		{"a relative path", withPath("api"), 400},
		{"a parent", withPath("/api/../admin"), 400},
		{"a parent at the end", withPath("/api/.."), 400},
		{"a dot", withPath("/api/./admin"), 400},
		{"an empty segment", withPath("/api//admin"), 400},
		{"a network path", withPath("//evil.example/"), 400},
		{"a backslash", withPath(`/api\admin`), 400},
		{"a slash coded twice", withPath("/api%2Fadmin"), 400},
		{"a backslash coded twice", withPath("/api%5cadmin"), 400},
		{"a dot coded twice", withPath("/api/%2e%2E/admin"), 400},
		{"a NUL", withPath("/api/\x00"), 400},
		{"a NUL coded twice", withPath("/api/%00"), 400},
		{"a path that is not UTF-8", withPath("/\xff"), 400},
		{"a query with a line break", func(e *events.APIGatewayV2HTTPRequest) { e.RawQueryString = "a=b\nc" }, 400},
		{"a broken query", func(e *events.APIGatewayV2HTTPRequest) { e.RawQueryString = "a=%zz&%" }, 200},
		{"a cookie with a line break", func(e *events.APIGatewayV2HTTPRequest) { e.Cookies = []string{"a=b\n"} }, 400},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			reached := false
			response := send(t, func(http.ResponseWriter, *http.Request) { reached = true }, event(t, test.change))
			if response.StatusCode != test.want {
				t.Errorf("got status %d, want %d", response.StatusCode, test.want)
			}
			if reached != (test.want == 200) {
				t.Errorf("the handler was reached: %t", reached)
			}
		})
	}
}

func TestGatewayDecodesPathOnce(t *testing.T) {
	tests := []struct{ path, wantURI string }{
		{"/100%", "/100%25"},
		{"/a b", "/a%20b"},
		{"/a?b=c", "/a%3Fb=c"}, // would be a query if it were pasted into a URL
		{"/%41", "/%2541"},
	}
	for _, test := range tests {
		var got string
		send(t, func(_ http.ResponseWriter, r *http.Request) { got = r.RequestURI },
			event(t, withPath(test.path), func(e *events.APIGatewayV2HTTPRequest) { e.RawQueryString = "" }))
		if got != test.wantURI {
			t.Errorf("path %q: got request URI %q, want %q", test.path, got, test.wantURI)
		}
	}
}

func TestGatewayResponse(t *testing.T) {
	tests := []struct {
		name    string
		method  string
		handler http.HandlerFunc
		want    events.APIGatewayV2HTTPResponse
	}{
		{"nothing written", "GET", func(http.ResponseWriter, *http.Request) {},
			events.APIGatewayV2HTTPResponse{StatusCode: 200, Headers: map[string]string{}}},
		{"cookies apart and headers joined", "POST", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Add("Set-Cookie", "a=1; Path=/")
			w.Header().Add("Set-Cookie", "b=2; Path=/")
			w.Header().Add("Vary", "Accept")
			w.Header().Add("Vary", "Cookie")
			w.Header().Set("Location", "/merci/")
			w.WriteHeader(http.StatusSeeOther)
			w.Header().Set("Too-Late", "yes")
			w.WriteHeader(http.StatusOK)
		}, events.APIGatewayV2HTTPResponse{
			StatusCode: 303, Cookies: []string{"a=1; Path=/", "b=2; Path=/"},
			Headers: map[string]string{"Vary": "Accept, Cookie", "Location": "/merci/"},
		}},
		{"text with a sniffed type", "GET", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<!doctype html>é") },
			events.APIGatewayV2HTTPResponse{StatusCode: 200, Body: "<!doctype html>é", Headers: map[string]string{"Content-Type": "text/html; charset=utf-8"}}},
		{"bytes in base64", "GET", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte{0xff, 0xd8, 0xff}) },
			events.APIGatewayV2HTTPResponse{StatusCode: 200, Body: "/9j/", IsBase64Encoded: true, Headers: map[string]string{"Content-Type": "image/jpeg"}}},
		{"early hints are not final", "GET", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusTeapot)
		}, events.APIGatewayV2HTTPResponse{StatusCode: 418, Headers: map[string]string{}}},
		{"no body for HEAD", "HEAD", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			io.WriteString(w, "unseen")
		}, events.APIGatewayV2HTTPResponse{StatusCode: 200, Headers: map[string]string{"Content-Type": "text/plain"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := send(t, test.handler, event(t, withMethod(test.method)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("response (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGatewayWithoutSecrets(t *testing.T) {
	unreadable := func(context.Context) (movement.Secrets, error) { return movement.Secrets{}, errors.New("throttled") }
	handle := web.Gateway(http.NotFoundHandler(), web.GatewayConfig{Secrets: unreadable})
	response, err := handle(t.Context(), event(t))
	if err != nil || response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("got status %d, error %v; want 503 and none", response.StatusCode, err)
	}
}

func TestGatewayHosts(t *testing.T) {
	handle := web.Gateway(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
		web.GatewayConfig{Secrets: secrets, Hosts: []string{"admin.demain.example"}})
	for host, want := range map[string]int{"admin.demain.example": 200, "Admin.Demain.Example": 200, "demain.example": 404} {
		response, err := handle(t.Context(), event(t, withHeader("x-maillage-host", host)))
		if err != nil || response.StatusCode != want {
			t.Errorf("%s: got status %d, error %v; want %d", host, response.StatusCode, err, want)
		}
	}
}

// FuzzGateway sends any event with a true secret and echoes what arrives: the
// gateway never fails by itself, and what passes it can be written as an HTTP
// request and read back the same.
func FuzzGateway(f *testing.F) {
	f.Add("POST", "/api/membership/join", "a=b", "email=a", false, "content-type", "text/plain", "session=a", "demain.example", "192.0.2.1")
	f.Add("GET", "/100%/é", "q=%2f..", "/9j/", true, "X-Maillage-Ip", "10.0.0.1", "", "demain.example", "::ffff:192.0.2.1")
	f.Add("GET", "/../\\%2e\x00", "#", "%", true, "a:b", "\r\n", ";;", "a:80", "fe80::1%1")
	f.Fuzz(func(t *testing.T, method, path, query, body string, coded bool, name, value, cookie, host, ip string) {
		e := event(t, withMethod(method), withPath(path), withBody(body, coded), func(e *events.APIGatewayV2HTTPRequest) {
			e.RawQueryString, e.Cookies = query, []string{cookie}
		}, withHeader("x-maillage-host", host), withHeader("x-maillage-ip", ip), withHeader(name, value))
		var sent []byte
		response := send(t, func(w http.ResponseWriter, r *http.Request) {
			checkRequest(t, r)
			sent, _ = io.ReadAll(r.Body)
			w.Write(sent)
		}, e)
		if response.StatusCode >= 500 {
			t.Fatalf("status %d", response.StatusCode)
		}
		if response.StatusCode == http.StatusOK && method != http.MethodHead {
			checkEcho(t, response, sent)
		}
	})
}

// checkRequest holds what every handler may rely on.
func checkRequest(t *testing.T, r *http.Request) {
	t.Helper()
	u, err := url.ParseRequestURI(r.RequestURI)
	if err != nil || u.Path != r.URL.Path || u.RawQuery != r.URL.RawQuery {
		t.Errorf("request URI %q reads as %+v, %v; want path %q", r.RequestURI, u, err, r.URL.Path)
	}
	for _, name := range []string{"X-Maillage-Host", "X-Maillage-Ip", "X-Maillage-Origin", "Host", "Transfer-Encoding"} {
		if r.Header.Values(name) != nil {
			t.Errorf("header %s went through: %q", name, r.Header.Values(name))
		}
	}
	if r.Host == "" || r.RemoteAddr == "" {
		t.Errorf("host %q, address %q", r.Host, r.RemoteAddr)
	}
}

// checkEcho reads the response as API Gateway does, through JSON.
func checkEcho(t *testing.T, response events.APIGatewayV2HTTPResponse, want []byte) {
	t.Helper()
	wire, err := json.Marshal(response)
	if err != nil {
		t.Fatal(err)
	}
	var got events.APIGatewayV2HTTPResponse
	if err := json.Unmarshal(wire, &got); err != nil {
		t.Fatal(err)
	}
	body := []byte(got.Body)
	if got.IsBase64Encoded {
		body, err = base64.StdEncoding.DecodeString(got.Body)
	}
	if err != nil || !bytes.Equal(body, want) || !utf8.ValidString(got.Body) {
		t.Errorf("body came back as %q, %v; want %q", body, err, want)
	}
}

// BenchmarkGateway is the warm cost of one form, JSON of the event included.
func BenchmarkGateway(b *testing.B) {
	handle := web.Gateway(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/merci/", http.StatusSeeOther)
	}), web.GatewayConfig{Secrets: secrets})
	b.ReportAllocs()
	for b.Loop() {
		var e events.APIGatewayV2HTTPRequest
		if err := json.Unmarshal([]byte(postEvent), &e); err != nil {
			b.Fatal(err)
		}
		response, err := handle(b.Context(), e)
		if err != nil || response.StatusCode != http.StatusSeeOther {
			b.Fatal(response.StatusCode, err)
		}
		if _, err := json.Marshal(response); err != nil {
			b.Fatal(err)
		}
	}
}
