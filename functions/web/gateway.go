package web

// This file is the way from API Gateway to net/http and back, so that every
// HTTP entry is an ordinary http.Handler. It is our own because the payload of
// HTTP APIs has traps: rawPath arrives decoded while rawQueryString stays
// encoded, headers are joined by commas, cookies travel apart, and the address
// and host of the visitor are only known from headers that CloudFront wrote.
// A request that does not prove to come from CloudFront goes no further.

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"maillage/functions/movement"
)

// The headers that the edge writes and that nothing after the gateway sees.
// infra/edge/viewer.js overwrites the first two with what CloudFront knows of
// the visitor; CloudFront itself adds the third.
const (
	headerHost   = "X-Maillage-Host"   // the host the visitor asked for
	headerIP     = "X-Maillage-Ip"     // the visitor's address, IPv4 or IPv6
	headerOrigin = "X-Maillage-Origin" // the origin secret
)

// GatewayConfig is what an entry's gateway works with.
type GatewayConfig struct {
	// Secrets holds in Origin what the edge proves itself by. The header is
	// the key in base64, with or without padding.
	Secrets movement.SecretSource
	// Hosts are the only hosts the entry answers for, in lower case; others
	// get 404. Empty: whatever host the edge serves.
	Hosts []string
}

// EventHandler answers one event of an API Gateway HTTP API, payload 2.0.
type EventHandler = func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

// Gateway serves HTTP API events with h. The request h sees has the visitor's
// own Host, the visitor's address as RemoteAddr ("ip:0"), a decoded path free
// of tricks and a body of at most MaxBody. Whatever the event holds, the error
// is nil: a bad event is answered with a problem of status 400, 403, 404 or 413,
// and with 503 while the secrets cannot be read.
func Gateway(h http.Handler, c GatewayConfig) EventHandler {
	return func(ctx context.Context, event events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		header, status := eventHeader(event)
		if status == 0 {
			status = checkOrigin(ctx, header.Get(headerOrigin), c.Secrets)
		}
		if status != 0 {
			return refusal(status), nil
		}
		r, status := eventRequest(ctx, event, header)
		if status == 0 && len(c.Hosts) > 0 && !slices.Contains(c.Hosts, r.Host) {
			status = http.StatusNotFound
		}
		if status != 0 {
			return refusal(status), nil
		}
		w := &eventResponse{header: http.Header{}}
		h.ServeHTTP(w, r)
		return w.event(r.Method), nil
	}
}

// checkOrigin compares both keys whatever the first says, so that only whether
// one matched shows in the time it takes.
func checkOrigin(ctx context.Context, header string, source movement.SecretSource) (status int) {
	got, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(header, "="))
	if err != nil || len(got) == 0 {
		return http.StatusForbidden
	}
	secrets, err := source(ctx)
	if err != nil {
		slog.ErrorContext(ctx, "cannot read the origin key", "error", err)
		return http.StatusServiceUnavailable
	}
	current := subtle.ConstantTimeCompare(got, secrets.Origin.Current)
	previous := subtle.ConstantTimeCompare(got, secrets.Origin.Previous)
	if current|previous != 1 {
		return http.StatusForbidden
	}
	return 0
}

// eventHeader gathers the headers and cookies of an event. A name that comes
// twice in different case could hide one value behind another: it is refused.
func eventHeader(event events.APIGatewayV2HTTPRequest) (header http.Header, status int) {
	header = make(http.Header, len(event.Headers)+1)
	for name, value := range event.Headers {
		key := http.CanonicalHeaderKey(name)
		if _, twice := header[key]; twice || !isToken(name) || hasControl(value) {
			return nil, http.StatusBadRequest
		}
		header[key] = []string{strings.TrimSpace(value)}
	}
	if len(event.Cookies) > 0 {
		cookies := strings.Join(event.Cookies, "; ")
		if hasControl(cookies) {
			return nil, http.StatusBadRequest
		}
		header["Cookie"] = []string{cookies}
	}
	// A comma here is two Content-Type headers joined by API Gateway.
	if strings.Contains(header.Get("Content-Type"), ",") || header.Get("Transfer-Encoding") != "" {
		return nil, http.StatusBadRequest
	}
	return header, 0
}

// eventRequest makes the server request of an event whose origin is proven. It
// takes the edge's headers out of header.
func eventRequest(ctx context.Context, event events.APIGatewayV2HTTPRequest, header http.Header) (r *http.Request, status int) {
	body, status := eventBody(event)
	if status != 0 {
		return nil, status
	}
	host, ip := header.Get(headerHost), header.Get(headerIP)
	addr, err := netip.ParseAddr(ip)
	method := event.RequestContext.HTTP.Method
	if err != nil || addr.Zone() != "" || !isHost(host) || !isToken(method) ||
		!isPlainPath(event.RawPath) || !isQuery(event.RawQueryString) {
		return nil, http.StatusBadRequest
	}
	for _, name := range []string{headerHost, headerIP, headerOrigin, "Host", "Content-Length", "Connection"} {
		delete(header, name)
	}
	u := &url.URL{Path: event.RawPath, RawQuery: event.RawQueryString}
	r = &http.Request{
		Method: method, URL: u, RequestURI: u.RequestURI(), Host: strings.ToLower(host), Header: header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		RemoteAddr: netip.AddrPortFrom(addr.Unmap(), 0).String(),
		Body:       http.NoBody,
	}
	if len(body) > 0 {
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	return r.WithContext(ctx), 0
}

func eventBody(event events.APIGatewayV2HTTPRequest) (body []byte, status int) {
	if len(event.Body) > base64.StdEncoding.EncodedLen(MaxBody) {
		return nil, http.StatusRequestEntityTooLarge
	}
	body = []byte(event.Body)
	if event.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(event.Body); err != nil {
			return nil, http.StatusBadRequest
		}
	}
	if len(body) > MaxBody {
		return nil, http.StatusRequestEntityTooLarge
	}
	return body, 0
}

// isPlainPath accepts a decoded path with one reading only. A percent sign is
// an ordinary character by now, but a coded slash, backslash, dot or NUL was
// coded twice by someone who hopes that the next program decodes once more.
func isPlainPath(path string) bool {
	if !strings.HasPrefix(path, "/") || !utf8.ValidString(path) || hasControl(path) || strings.Contains(path, `\`) {
		return false
	}
	for _, segment := range strings.Split(strings.TrimSuffix(path[1:], "/"), "/") {
		if segment == "." || segment == ".." || segment == "" && len(path) > 1 {
			return false
		}
	}
	low := strings.ToLower(path)
	for _, coded := range []string{"%2f", "%5c", "%2e", "%00"} {
		if strings.Contains(low, coded) {
			return false
		}
	}
	return true
}

func isQuery(query string) bool {
	return !hasControl(query) && !strings.ContainsAny(query, " #\t")
}

// isHost accepts a DNS name in ASCII; the edge never sends a port.
func isHost(host string) bool {
	if host == "" || len(host) > 253 || host[0] == '.' || host[0] == '-' {
		return false
	}
	return !strings.ContainsFunc(host, func(c rune) bool {
		return c != '.' && c != '-' && !isAlphanumeric(c)
	})
}

func isToken(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return !isAlphanumeric(c) && !strings.ContainsRune("!#$%&'*+-.^_`|~", c)
	})
}

func isAlphanumeric(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func hasControl(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f })
}

// eventResponse is the http.ResponseWriter of one event.
type eventResponse struct {
	header http.Header
	sent   http.Header // header as it was at WriteHeader
	status int
	body   bytes.Buffer
}

func (w *eventResponse) Header() http.Header { return w.header }

// WriteHeader keeps the first final status, as net/http does.
func (w *eventResponse) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status, w.sent = status, w.header.Clone()
	}
}

func (w *eventResponse) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

func (w *eventResponse) event(method string) events.APIGatewayV2HTTPResponse {
	w.WriteHeader(http.StatusOK)
	if method == http.MethodHead || w.status == http.StatusNoContent || w.status == http.StatusNotModified {
		w.body.Reset()
	}
	if w.sent.Get("Content-Type") == "" && w.body.Len() > 0 {
		w.sent.Set("Content-Type", http.DetectContentType(w.body.Bytes()))
	}
	response := events.APIGatewayV2HTTPResponse{
		StatusCode: w.status, Cookies: w.sent.Values("Set-Cookie"), Headers: make(map[string]string, len(w.sent)),
	}
	for _, name := range []string{"Set-Cookie", "Content-Length", "Connection", "Transfer-Encoding"} {
		w.sent.Del(name)
	}
	for name, values := range w.sent {
		response.Headers[name] = strings.Join(values, ", ")
	}
	if utf8.Valid(w.body.Bytes()) && w.sent.Get("Content-Encoding") == "" {
		response.Body = w.body.String()
	} else {
		response.Body, response.IsBase64Encoded = base64.StdEncoding.EncodeToString(w.body.Bytes()), true
	}
	return response
}

// refusal answers an event that never becomes a request. It says no more than
// its status, for whoever sent it is not a browser on one of our pages.
func refusal(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{
		StatusCode: status,
		Headers:    map[string]string{"Content-Type": "application/problem+json", "Cache-Control": "no-store"},
		Body:       fmt.Sprintf(`{"type":"about:blank","title":%q,"status":%d}`, http.StatusText(status), status),
	}
}
