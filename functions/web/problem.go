package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"maillage/functions/movement"
)

// statuses is the one table from kinds to HTTP.
var statuses = map[movement.Kind]int{
	movement.Internal:    http.StatusInternalServerError,
	movement.Malformed:   http.StatusBadRequest,
	movement.TooLarge:    http.StatusRequestEntityTooLarge,
	movement.Invalid:     http.StatusUnprocessableEntity,
	movement.NotFound:    http.StatusNotFound,
	movement.Unsigned:    http.StatusUnauthorized,
	movement.Forbidden:   http.StatusForbidden,
	movement.Expired:     http.StatusGone,
	movement.Conflict:    http.StatusConflict,
	movement.TooMany:     http.StatusTooManyRequests,
	movement.Unavailable: http.StatusServiceUnavailable,
}

type panicError struct{ value any }

func (e panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// problem is RFC 9457, with the fields at fault.
type problem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Errors []fieldError `json:"errors,omitempty"`
}

type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// fail answers a request with its error, in the reader's form and language.
func (s *server) fail(w *recorder, r *http.Request, route Route, err error) {
	if w.status != 0 {
		return // the answer has begun; there is nothing left to say
	}
	var known *movement.Error
	if !errors.As(err, &known) {
		known = &movement.Error{Kind: movement.Internal, Message: "internal"}
	}
	status := statuses[known.Kind]
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "60")
	}
	if WantsJSON(r) {
		s.writeProblem(w, r, known, status)
		return
	}
	s.Pages.fail(w, r, route, known, status)
}

func (s *server) writeProblem(w http.ResponseWriter, r *http.Request, e *movement.Error, status int) {
	lang := Language(r)
	p := problem{Type: "about:blank", Title: s.Pages.Texts.T(lang, e.Message), Status: status}
	for field, key := range e.Fields {
		p.Errors = append(p.Errors, fieldError{field, s.Pages.Texts.T(lang, key)})
	}
	slices.SortFunc(p.Errors, func(a, b fieldError) int { return strings.Compare(a.Field, b.Field) })
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Language", lang)
	writeJSON(w, status, p)
}

// WantsJSON reports whether the sender is a program: it accepts JSON, or sent
// it, and does not ask for a page.
func WantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	if strings.Contains(accept, "text/html") {
		return false
	}
	return strings.Contains(accept, "json") || strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") ||
		strings.HasPrefix(r.URL.Path, "/api/admin/")
}

// JSON answers with a value.
func JSON(w http.ResponseWriter, status int, value any) error {
	w.Header().Set("Content-Type", "application/json")
	writeJSON(w, status, value)
	return nil
}

// writeJSON writes a value of this module's own types, which encodes; what the
// network does to the bytes cannot be told to anybody any more.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
}

// SeeOther sends a browser on to a page of ours (303). Only a relative path is
// one; anything else leads home.
func SeeOther(w http.ResponseWriter, r *http.Request, path string) error {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		path = "/"
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}
