// Package problem turns errors into HTTP answers, as RFC 9457 documents of type
// application/problem+json. It is the one place where a kind of fault becomes a
// status.
package problem

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
)

// ContentType is the media type of a Document.
const ContentType = "application/problem+json"

// StatusClientClosedRequest says, in the access log only, that the client went
// away before it was answered. Nobody receives it.
const StatusClientClosedRequest = 499

// Document is the wire form of an error.
type Document struct {
	Type      string       `json:"type"`
	Title     string       `json:"title"`
	Status    int          `json:"status"`
	Code      string       `json:"code"`
	Detail    string       `json:"detail,omitempty"`
	RequestID string       `json:"request_id,omitempty"`
	Errors    []FieldError `json:"errors,omitempty"`
}

// FieldError is one thing wrong with one part of the request.
type FieldError struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message,omitempty"`
}

// CodeRecorder is a ResponseWriter that wants to know the code of the problem
// written through it, such as the access log's.
type CodeRecorder interface {
	RecordProblemCode(code string)
}

// Status returns the HTTP status for err, and 200 for nil.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return statusOf(fault.From(err).Kind)
}

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Malformed:
		return http.StatusBadRequest
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.UnsupportedMediaType:
		return http.StatusUnsupportedMediaType
	case fault.RateLimited:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.MethodNotAllowed:
		return http.StatusMethodNotAllowed
	default:
		return http.StatusInternalServerError
	}
}

// Write logs err if it is ours (a status of 500 or more) and answers with it.
// It is the only place that logs such an error, so callers must not. Errors of
// the caller's making are left to the access log.
func Write(w http.ResponseWriter, r *http.Request, err error) {
	logOnce(r, err)
	Render(w, r, err)
}

// Render answers with err and logs nothing. Use it only when err has been
// logged already; everyone else wants Write. A nil err is an internal fault:
// there was nothing to report.
func Render(w http.ResponseWriter, r *http.Request, err error) {
	if err == nil {
		err = errNothing
	}
	e := fault.From(err)
	doc := newDocument(e, r)
	if clientGone(r, err) {
		doc.Status, doc.Title, doc.Code = StatusClientClosedRequest, "Client Closed Request", "client_closed_request"
	}
	body, marshalErr := json.Marshal(doc)
	if marshalErr != nil { // only strings and numbers: can't happen
		http.Error(w, http.StatusText(doc.Status), doc.Status)
		return
	}
	recordCode(w, doc.Code)
	setHeaders(w.Header(), e, doc.Status)
	w.WriteHeader(doc.Status)
	_, _ = w.Write(append(body, '\n')) // the client may be gone: nothing to do about it
}

var errNothing = errors.New("a problem was written without an error")

func newDocument(e *fault.Error, r *http.Request) Document {
	status := statusOf(e.Kind)
	doc := Document{
		Type:      "about:blank",
		Title:     http.StatusText(status),
		Status:    status,
		Code:      e.Code,
		Detail:    e.Message,
		RequestID: logging.RequestID(r.Context()),
	}
	for _, f := range e.Fields {
		doc.Errors = append(doc.Errors, FieldError{Field: f.Name, Code: f.Code, Message: f.Message})
	}
	return doc
}

func setHeaders(h http.Header, e *fault.Error, status int) {
	h.Set("Content-Type", ContentType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	// What the handler promised about its own body no longer holds.
	for _, name := range []string{"Content-Length", "Content-Encoding", "Etag", "Last-Modified"} {
		h.Del(name)
	}
	if e.RetryAfter > 0 || status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		h.Set("Retry-After", retryAfter(e.RetryAfter))
	}
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(e.Code))
	}
}

// retryAfter is d in whole seconds, rounded up, at least one.
func retryAfter(d time.Duration) string {
	return strconv.Itoa(max(1, int(math.Ceil(d.Seconds()))))
}

// challenge is RFC 6750's: it names an error only if a token was given.
func challenge(code string) string {
	if code == "token_invalid" || code == "token_expired" {
		return `Bearer error="invalid_token"`
	}
	return "Bearer"
}

// recordCode tells the outermost writers about the code, through the same
// Unwrap chain that http.ResponseController walks.
func recordCode(w http.ResponseWriter, code string) {
	for w != nil {
		if recorder, ok := w.(CodeRecorder); ok {
			recorder.RecordProblemCode(code)
		}
		wrapper, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return
		}
		w = wrapper.Unwrap()
	}
}

func logOnce(r *http.Request, err error) {
	status := Status(err)
	if err == nil {
		err, status = errNothing, http.StatusInternalServerError
	}
	if status < http.StatusInternalServerError || clientGone(r, err) {
		return
	}
	e := fault.From(err)
	level := slog.LevelError
	if e.Kind == fault.Unavailable && e.Unwrap() == nil {
		level = slog.LevelWarn // a decision (draining, shedding load), not a failure
	}
	logging.From(r.Context()).LogAttrs(r.Context(), level, "request failed",
		slog.String("method", logging.Method(r.Method)),
		slog.Int("status", status),
		slog.String("code", e.Code),
		slog.String("error", err.Error()),
	)
}

// clientGone reports whether err is only the echo of a client that hung up. A
// cancellation while the request still stands is a fault of ours.
func clientGone(r *http.Request, err error) bool {
	return errors.Is(err, context.Canceled) && errors.Is(r.Context().Err(), context.Canceled)
}
