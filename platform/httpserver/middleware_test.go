package httpserver_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/problem"
)

// journal is a log that several goroutines write and the test reads.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

// lines returns the log, one map a line.
func (j *journal) lines(t *testing.T) []map[string]any {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	var lines []map[string]any
	for text := range strings.Lines(j.buf.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		lines = append(lines, line)
	}
	return lines
}

// chain puts the middleware around handler in the documented order.
func chain(logs io.Writer, handler http.HandlerFunc) http.Handler {
	logger := logging.New(logs, slog.LevelDebug)
	mux := http.NewServeMux()
	mux.HandleFunc("/api/users/{handle}", handler)
	route := func(r *http.Request) string { return r.Pattern }
	return httpserver.RequestID(httpserver.AccessLog(logger, route)(httpserver.Recover(mux)))
}

func serve(handler http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestRequestID(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		given string
		kept  bool
	}{
		"none":         {"", false},
		"good":         {"Az09_-", true},
		"one letter":   {"x", true},
		"64 letters":   {strings.Repeat("x", 64), true},
		"65 letters":   {strings.Repeat("x", 65), false},
		"space":        {"a b", false},
		"line break":   {"a\nb", false},
		"quote":        {`a"b`, false},
		"foreign":      {"ä", false},
		"looks like X": {"1-5759e988;bd862e3f", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var inside string
			handler := httpserver.RequestID(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				inside = logging.RequestID(r.Context())
			}))
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("X-Request-Id", tt.given)
			sent := serve(handler, r).Header().Get("X-Request-Id")
			if sent != inside || len(sent) == 0 || len(sent) > 64 {
				t.Errorf("sent %q, inside %q", sent, inside)
			}
			if (sent == tt.given) != tt.kept {
				t.Errorf("given %q, sent %q, kept should be %v", tt.given, sent, tt.kept)
			}
			if other := serve(handler, httptest.NewRequest(http.MethodGet, "/", nil)).Header().Get("X-Request-Id"); other == sent {
				t.Errorf("two requests have the id %q", sent)
			}
		})
	}
}

func TestAccessLog(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		handler http.HandlerFunc
		status  float64
		bytes   float64
		code    any
	}{
		"written":       {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") }, 200, 5, nil},
		"nothing":       {func(http.ResponseWriter, *http.Request) {}, 200, 0, nil},
		"status only":   {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, 204, 0, nil},
		"two statuses":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(201); w.WriteHeader(500) }, 201, 0, nil},
		"interim first": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(404) }, 404, 0, nil},
		"a problem": {func(w http.ResponseWriter, r *http.Request) {
			problem.Write(w, r, fault.New(fault.Conflict, "handle_taken", "No."))
		}, 409, -1, "handle_taken"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var logs journal
			r := httptest.NewRequest(http.MethodPost, "/api/users/ada?token=hunter2", strings.NewReader("hunter2"))
			r.Header.Set("Authorization", "Bearer hunter2")
			r.Header.Set("X-Request-Id", "req-1")
			w := serve(chain(&logs, tt.handler), r)
			lines := logs.lines(t)
			if len(lines) != 1 {
				t.Fatalf("%d lines: %v", len(lines), lines)
			}
			line := lines[0]
			if tt.bytes == -1 {
				tt.bytes = float64(w.Body.Len())
			}
			want := map[string]any{
				"level": "INFO", "method": "POST", "route": "/api/users/{handle}", "request_id": "req-1",
				"status": tt.status, "bytes": tt.bytes, "code": tt.code,
			}
			for name, value := range want {
				if line[name] != value {
					t.Errorf("%s = %v, want %v", name, line[name], value)
				}
			}
			if took, ok := line["duration_ms"].(float64); !ok || took < 0 {
				t.Errorf("duration_ms = %v", line["duration_ms"])
			}
			if text := logs.buf.String(); strings.Contains(text, "hunter2") || strings.Contains(text, "ada") {
				t.Errorf("the line says too much: %s", text)
			}
		})
	}
}

func TestRecover(t *testing.T) {
	t.Parallel()
	var logs journal
	handler := chain(&logs, func(http.ResponseWriter, *http.Request) { panic("password=hunter2") })
	w := serve(handler, httptest.NewRequest(http.MethodGet, "/api/users/ada", nil))
	if w.Code != http.StatusInternalServerError || w.Header().Get("Content-Type") != problem.ContentType {
		t.Errorf("status %d, type %q", w.Code, w.Header().Get("Content-Type"))
	}
	if strings.Contains(w.Body.String(), "hunter2") {
		t.Errorf("the panic is shown: %s", w.Body)
	}
	lines := logs.lines(t)
	if len(lines) != 2 {
		t.Fatalf("%d lines, want the panic's and the request's: %v", len(lines), lines)
	}
	stack, _ := lines[0]["stack"].(string)
	if lines[0]["level"] != "ERROR" || lines[0]["panic"] != "password=hunter2" || !strings.Contains(stack, "TestRecover") {
		t.Errorf("the panic's line: %v", lines[0])
	}
	if lines[1]["status"] != 500.0 || lines[1]["code"] != "internal" {
		t.Errorf("the request's line: %v", lines[1])
	}
}

func TestRecoverCutsAnAnswerThatHasBegun(t *testing.T) {
	t.Parallel()
	begin := map[string]func(w http.ResponseWriter){
		"written": func(w http.ResponseWriter) { _, _ = io.WriteString(w, "half") },
		"flushed": func(w http.ResponseWriter) { _ = http.NewResponseController(w).Flush() },
	}
	for name, begin := range begin {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var logs journal
			server := httptest.NewServer(chain(&logs, func(w http.ResponseWriter, _ *http.Request) {
				begin(w)
				_ = http.NewResponseController(w).Flush()
				panic("too late")
			}))
			defer server.Close()
			if _, body, err := get(t.Context(), server.URL+"/api/users/ada"); err == nil {
				t.Errorf("the client takes %q for a whole answer", body)
			}
			server.Close() // the request's line is written after the cut
			lines := logs.lines(t)
			if len(lines) != 2 || lines[0]["panic"] != "too late" || lines[1]["aborted"] != true {
				t.Errorf("log %v", lines)
			}
		})
	}
}

func TestRecoverLetsAbortsPass(t *testing.T) {
	t.Parallel()
	var logs journal
	handler := chain(&logs, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	defer func() {
		err, _ := recover().(error)
		if !errors.Is(err, http.ErrAbortHandler) {
			t.Errorf("recovered %v, want http.ErrAbortHandler", err)
		}
		if lines := logs.lines(t); len(lines) != 1 || lines[0]["aborted"] != true {
			t.Errorf("log %v, want the request's line only", lines)
		}
	}()
	serve(handler, httptest.NewRequest(http.MethodGet, "/api/users/ada", nil))
}

func TestFlushAndHijackPassThrough(t *testing.T) {
	t.Parallel()
	var logs journal
	handler := chain(&logs, func(w http.ResponseWriter, r *http.Request) {
		controller := http.NewResponseController(w)
		if r.PathValue("handle") == "flush" {
			_, _ = io.WriteString(w, "a")
			if err := controller.Flush(); err != nil {
				t.Errorf("Flush: %v", err)
			}
			return
		}
		conn, _, err := controller.Hijack()
		if err != nil {
			t.Errorf("Hijack: %v", err)
			return
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhijack")
		_ = conn.Close()
	})
	// Neither the client nor Close waits for the handler of a hijacked connection.
	served := make(chan struct{}, 2)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r)
		served <- struct{}{}
	}))
	defer server.Close()
	for name, want := range map[string]string{"flush": "a", "hijack": "hijack"} {
		if _, body, err := get(t.Context(), server.URL+"/api/users/"+name); err != nil || body != want {
			t.Fatalf("%s: %q, %v", name, body, err)
		}
		<-served
	}
	statuses := make(map[any]bool)
	for _, line := range logs.lines(t) {
		statuses[line["status"]] = true
	}
	if !statuses[200.0] || !statuses[101.0] {
		t.Errorf("logged the statuses %v, want 200 and 101 (hijacked)", statuses)
	}
}
