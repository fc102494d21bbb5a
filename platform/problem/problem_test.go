package problem_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/problem"
)

// write answers a request with err and returns the answer and what was logged.
func write(t *testing.T, err error) (*httptest.ResponseRecorder, string) {
	t.Helper()
	var logs bytes.Buffer
	ctx := logging.WithLogger(t.Context(), logging.New(&logs, slog.LevelDebug))
	ctx = logging.WithRequestID(ctx, "req-1")
	w := httptest.NewRecorder()
	problem.Write(w, httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/x?token=abc", nil), err)
	return w, logs.String()
}

func TestStatusOfEveryKind(t *testing.T) {
	t.Parallel()
	want := map[fault.Kind]int{
		fault.Internal: 500, fault.Malformed: 400, fault.Invalid: 422, fault.Unauthenticated: 401,
		fault.Forbidden: 403, fault.NotFound: 404, fault.Conflict: 409, fault.TooLarge: 413,
		fault.UnsupportedMediaType: 415, fault.RateLimited: 429, fault.Unavailable: 503, fault.MethodNotAllowed: 405,
	}
	for kind := fault.Internal; kind <= fault.MethodNotAllowed; kind++ {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			err := fmt.Errorf("wrapped: %w", fault.New(kind, "some_code", "Words."))
			w, _ := write(t, err)
			if problem.Status(err) != want[kind] || w.Code != want[kind] {
				t.Errorf("Status = %d, written %d, want %d", problem.Status(err), w.Code, want[kind])
			}
			var doc problem.Document
			if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
				t.Fatal(err)
			}
			if doc.Status != want[kind] || doc.Title != http.StatusText(want[kind]) || doc.Code != "some_code" {
				t.Errorf("document %+v", doc)
			}
		})
	}
	if got := problem.Status(nil); got != http.StatusOK {
		t.Errorf("Status(nil) = %d", got)
	}
	if got := problem.Status(errors.New("x")); got != http.StatusInternalServerError {
		t.Errorf("Status of any error = %d", got)
	}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	w, _ := write(t, fault.InvalidFields(
		fault.Field{Name: "message", Code: "too_long", Message: "At most 280."},
		fault.Field{Name: "ttl", Code: "unknown"},
	))
	want := `{"type":"about:blank","title":"Unprocessable Entity","status":422,"code":"validation_failed",` +
		`"detail":"Some of the values are not valid.","request_id":"req-1","errors":[` +
		`{"field":"message","code":"too_long","message":"At most 280."},{"field":"ttl","code":"unknown"}]}` + "\n"
	if got := w.Body.String(); got != want {
		t.Errorf("body %s\nwant %s", got, want)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err        error
		retryAfter string
		challenge  string
	}{
		"internal":             {errors.New("x"), "", ""},
		"unavailable":          {fault.New(fault.Unavailable, "down", ""), "1", ""},
		"unavailable, 90 s":    {fault.New(fault.Unavailable, "down", "").WithRetryAfter(90 * time.Second), "90", ""},
		"rate limited":         {fault.New(fault.RateLimited, "slow_down", ""), "1", ""},
		"rate limited, 1.2 s":  {fault.New(fault.RateLimited, "slow_down", "").WithRetryAfter(1200 * time.Millisecond), "2", ""},
		"rate limited, 1 ns":   {fault.New(fault.RateLimited, "slow_down", "").WithRetryAfter(1), "1", ""},
		"rate limited, past":   {fault.New(fault.RateLimited, "slow_down", "").WithRetryAfter(-time.Hour), "1", ""},
		"timeout":              {context.DeadlineExceeded, "1", ""},
		"no token":             {fault.New(fault.Unauthenticated, "token_missing", ""), "", "Bearer"},
		"token invalid":        {fault.New(fault.Unauthenticated, "token_invalid", ""), "", `Bearer error="invalid_token"`},
		"token expired":        {fault.New(fault.Unauthenticated, "token_expired", ""), "", `Bearer error="invalid_token"`},
		"forbidden challenges": {fault.New(fault.Forbidden, "token_invalid", ""), "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _ := write(t, tt.err)
			for header, want := range map[string]string{
				"Content-Type":     "application/problem+json",
				"Cache-Control":    "no-store",
				"Retry-After":      tt.retryAfter,
				"WWW-Authenticate": tt.challenge,
			} {
				if got := w.Header().Get(header); got != want {
					t.Errorf("%s = %q, want %q", header, got, want)
				}
			}
		})
	}
}

func TestCauseIsLoggedOnceAndNeverShown(t *testing.T) {
	t.Parallel()
	cause := errors.New("dial tcp 10.0.0.7: password=hunter2")
	tests := map[string]struct {
		err    error
		logged string // the level, "" for nothing
	}{
		"any error":             {fmt.Errorf("save: %w", cause), "ERROR"},
		"internal":              {fault.New(fault.Internal, "internal", "Oh.").WithCause(cause), "ERROR"},
		"unavailable":           {fault.New(fault.Unavailable, "down", "Later.").WithCause(cause), "ERROR"},
		"unavailable by choice": {fault.New(fault.Unavailable, "not_ready", "Not ready: stopping."), "WARN"},
		"not found":             {fault.New(fault.NotFound, "not_found", "No.").WithCause(cause), ""},
		"unauthenticated":       {fault.New(fault.Unauthenticated, "token_invalid", "No.").WithCause(cause), ""},
		"our own cancellation":  {context.Canceled, "ERROR"},
		"nothing at all":        {nil, "ERROR"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, logs := write(t, tt.err)
			if strings.Contains(w.Body.String(), "hunter2") || strings.Contains(fmt.Sprint(w.Header()), "hunter2") {
				t.Errorf("the cause is shown: %s", w.Body)
			}
			if tt.logged == "" {
				if logs != "" {
					t.Errorf("logged %s", logs)
				}
				return
			}
			if strings.Count(logs, "\n") != 1 || !strings.Contains(logs, `"level":"`+tt.logged+`"`) {
				t.Errorf("want one line at %s, got %q", tt.logged, logs)
			}
			if errors.Is(tt.err, cause) && !strings.Contains(logs, "hunter2") {
				t.Errorf("the cause is not in the log: %s", logs)
			}
			if !strings.Contains(logs, `"request_id":"req-1"`) || strings.Contains(logs, "token=abc") {
				t.Errorf("want the request id and no query: %s", logs)
			}
		})
	}
}

func TestClientThatWentAway(t *testing.T) {
	t.Parallel()
	var logs bytes.Buffer
	ctx, cancel := context.WithCancel(logging.WithLogger(t.Context(), logging.New(&logs, slog.LevelDebug)))
	cancel()
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)

	w := httptest.NewRecorder()
	problem.Write(w, r, fmt.Errorf("query: %w", context.Canceled))
	if w.Code != problem.StatusClientClosedRequest || logs.Len() != 0 {
		t.Errorf("status %d, logged %q", w.Code, logs.String())
	}

	// A fault of ours stays one, even if the client left meanwhile.
	w = httptest.NewRecorder()
	problem.Write(w, r, errors.New("disk full"))
	if w.Code != http.StatusInternalServerError || !strings.Contains(logs.String(), "disk full") {
		t.Errorf("status %d, logged %q", w.Code, logs.String())
	}
}

func TestStaleHeadersOfTheHandlerAreDropped(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	for _, name := range []string{"ETag", "Content-Length", "Content-Encoding", "Last-Modified"} {
		w.Header().Set(name, "1")
	}
	w.Header().Set("Cache-Control", "public, max-age=300")
	problem.Write(w, httptest.NewRequest(http.MethodGet, "/", nil), fault.New(fault.NotFound, "not_found", "No."))
	for _, name := range []string{"ETag", "Content-Length", "Content-Encoding", "Last-Modified"} {
		if got := w.Header().Get(name); got != "" {
			t.Errorf("%s = %q", name, got)
		}
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control = %q", got)
	}
}

// codeWriter and plainWriter are a chain of ResponseWriters as middleware makes.
type codeWriter struct {
	http.ResponseWriter
	code string
}

func (w *codeWriter) RecordProblemCode(code string) { w.code = code }

type plainWriter struct{ http.ResponseWriter }

func (w plainWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func TestCodeReachesTheRecorder(t *testing.T) {
	t.Parallel()
	outer := &codeWriter{ResponseWriter: httptest.NewRecorder()}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	problem.Write(plainWriter{plainWriter{outer}}, r, fault.New(fault.Conflict, "handle_taken", ""))
	if outer.code != "handle_taken" {
		t.Errorf("recorded %q", outer.code)
	}
}

func TestRenderLogsNothing(t *testing.T) {
	t.Parallel()
	var logs bytes.Buffer
	ctx := logging.WithLogger(t.Context(), logging.New(&logs, slog.LevelDebug))
	w := httptest.NewRecorder()
	problem.Render(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil), errors.New("logged before"))
	if w.Code != http.StatusInternalServerError || logs.Len() != 0 {
		t.Errorf("status %d, logged %q", w.Code, logs.String())
	}
}
