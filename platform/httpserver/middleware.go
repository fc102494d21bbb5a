package httpserver

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/problem"
)

const (
	requestIDHeader = "X-Request-Id"
	maxRequestID    = 64
)

// RequestID gives every request an id, in its context and in the answer's
// X-Request-Id. The caller's own is kept if it is 1 to 64 characters of
// A-Z a-z 0-9 _ -; anything else could forge log lines and is replaced. The
// context has a place for the caller's pseudonym too (logging.SetUser).
func RequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if !validRequestID(id) {
			id = rand.Text()
		}
		w.Header().Set(requestIDHeader, id)
		next.ServeHTTP(w, r.WithContext(logging.WithUser(logging.WithRequestID(r.Context(), id))))
	})
}

func validRequestID(id string) bool {
	if id == "" || len(id) > maxRequestID {
		return false
	}
	for _, c := range []byte(id) {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		digit := '0' <= c && c <= '9'
		if !letter && !digit && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

// AccessLog writes one line a request to logger, and puts logger into the
// request's context. Paths, queries, headers and bodies are left out: they
// name people and carry secrets. route returns the template of the matched
// route ("/api/users/{handle}"); it is called after the request was served,
// with the request that was handed on, and may be nil.
func AccessLog(logger *slog.Logger, route func(*http.Request) string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r = r.WithContext(logging.WithLogger(r.Context(), logger))
			rec := &recorder{ResponseWriter: w}
			start := time.Now()
			finished := false
			// Deferred, so that an aborted request has its line too.
			defer func() {
				logAccess(logger, route, r, rec, time.Since(start), !finished)
			}()
			next.ServeHTTP(rec, r)
			finished = true
		})
	}
}

func logAccess(
	logger *slog.Logger, route func(*http.Request) string,
	r *http.Request, rec *recorder, took time.Duration, aborted bool,
) {
	status := rec.status
	if status == 0 && !aborted {
		status = http.StatusOK // what net/http sends for a handler that wrote nothing
	}
	attrs := []slog.Attr{
		slog.String("method", logging.Method(r.Method)),
		slog.Int("status", status),
		slog.Int64("bytes", rec.bytes),
		slog.Float64("duration_ms", float64(took.Microseconds())/1000),
	}
	if route != nil {
		attrs = append(attrs, slog.String("route", route(r)))
	}
	if rec.problemCode != "" {
		attrs = append(attrs, slog.String("code", rec.problemCode))
	}
	if aborted {
		attrs = append(attrs, slog.Bool("aborted", true))
	}
	logger.LogAttrs(r.Context(), slog.LevelInfo, "request", attrs...)
}

// Recover answers a panic with a 500 problem and logs it, once, with its stack.
// If the answer had begun, the connection is cut instead, so that nobody takes
// half an answer for a whole one. http.ErrAbortHandler passes through.
func Recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &recorder{ResponseWriter: w}
		defer func() { //nolint:contextcheck // the request's own context is used
			value := recover()
			if value == nil {
				return
			}
			if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(value)
			}
			logging.From(r.Context()).ErrorContext(r.Context(), "panic while serving a request",
				slog.String("method", logging.Method(r.Method)),
				slog.String("panic", fmt.Sprint(value)),
				slog.String("stack", string(debug.Stack())),
			)
			if rec.status != 0 {
				panic(http.ErrAbortHandler)
			}
			problem.Render(rec, r, fault.From(fmt.Errorf("panic: %v", value)))
		}()
		next.ServeHTTP(rec, r)
	})
}
