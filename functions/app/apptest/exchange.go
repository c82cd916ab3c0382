package apptest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
)

// Request is what somebody sends. What a browser on our own page says by itself
// (Accept: a page for a form, JSON for the SPA's reading; Origin and
// Sec-Fetch-Site) is added unless Header names it; a header with an empty value
// takes it away.
type Request struct {
	Method string
	Target string      // path and query
	Fields url.Values  // a form, where Body is empty
	Body   string      // anything else
	Header http.Header // by canonical name
	IP     string
	Host   string
}

// Response is what came back.
type Response struct {
	Status int
	Header http.Header
	Body   string
}

// String shows the whole of it for people, and for comparing.
func (r Response) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n", r.Status)
	_ = r.Header.WriteSubset(&b, nil) // a strings.Builder takes everything
	return b.String() + "\n" + r.Body
}

// Visitor is one browser: its cookies.
type Visitor struct{ cookies map[string]*http.Cookie }

// Send exchanges one request, without the outbox.
func (w *World) Send(ctx context.Context, v *Visitor, request Request) Response {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	w.forbid(request)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, v.request(ctx, request))
	result := rec.Result()
	return Response{Status: result.StatusCode, Header: result.Header, Body: rec.Body.String()}
}

// forbid makes canaries of what is personal in a request.
func (w *World) forbid(request Request) {
	for _, name := range personal {
		for _, value := range request.Fields[name] {
			w.Log.Forbid(value)
		}
	}
	if _, query, ok := strings.Cut(request.Target, "?"); ok {
		if values, err := url.ParseQuery(query); err == nil {
			w.Log.Forbid(values.Get("q"))
		}
	}
}

func (v *Visitor) request(ctx context.Context, request Request) *http.Request {
	body, kind := request.Body, ""
	if body == "" && request.Method == http.MethodPost {
		body, kind = request.Fields.Encode(), "application/x-www-form-urlencoded"
	}
	r := &http.Request{Method: request.Method, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
		Host: request.Host, RemoteAddr: request.IP + ":4711", RequestURI: request.Target}
	if strings.Contains(request.IP, ":") {
		r.RemoteAddr = "[" + request.IP + "]:4711"
	}
	var err error
	if r.URL, err = url.ParseRequestURI(request.Target); err != nil {
		r.URL = &url.URL{Path: request.Target}
	}
	r.Body = http.NoBody
	if body != "" {
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	}
	r.Header.Set("Accept", "application/json")
	if request.Method == http.MethodPost {
		r.Header.Set("Accept", "text/html")
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if !slices.Contains([]string{http.MethodGet, http.MethodHead}, request.Method) {
		r.Header.Set("Origin", Origin)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for name, values := range request.Header {
		r.Header.Del(name)
		if values[0] != "" {
			r.Header[name] = values
		}
	}
	for _, name := range v.names() {
		r.AddCookie(v.cookies[name])
	}
	return r.WithContext(ctx)
}

func (v *Visitor) names() []string {
	var names []string
	for name := range v.cookies {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// take keeps the cookies of an answer as a browser would.
func (v *Visitor) take(response Response) {
	for _, cookie := range (&http.Response{Header: response.Header}).Cookies() {
		if cookie.MaxAge < 0 {
			delete(v.cookies, cookie.Name)
			continue
		}
		if v.cookies == nil {
			v.cookies = map[string]*http.Cookie{}
		}
		v.cookies[cookie.Name] = &http.Cookie{Name: cookie.Name, Value: cookie.Value}
	}
}
