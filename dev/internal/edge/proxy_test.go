package edge

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/problem"
)

func TestProxyForwards(t *testing.T) {
	t.Parallel()
	f := newFixture(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Security-Policy", "default-src *")
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(map[string]string{
			"method": r.Method, "uri": r.RequestURI, "host": r.Host, "body": string(body),
			"for": r.Header.Get("X-Forwarded-For"), "proto": r.Header.Get("X-Forwarded-Proto"),
			"forwarded_host": r.Header.Get("X-Forwarded-Host"), "authorization": r.Header.Get("Authorization"),
		})
	}))
	// What can't be read of a query goes through too: the origin refuses it.
	request := httptest.NewRequest("POST", "http://localhost:8080/api/activities?limit=5&x=%2F&cursor=%zz&a=1;b=2", strings.NewReader("hello"))
	request.Header.Set("Authorization", "Bearer token")
	request.Header.Set("X-Forwarded-For", "6.6.6.6")
	request.RemoteAddr = "127.0.0.9:1234"
	answer := httptest.NewRecorder()
	f.ServeHTTP(answer, request)

	var got map[string]string
	if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"method": "POST", "uri": "/api/activities?limit=5&x=%2F&cursor=%zz&a=1;b=2", "host": "localhost:8080", "body": "hello",
		"for": "127.0.0.9", "proto": "http", "forwarded_host": "localhost:8080", "authorization": "Bearer token",
	}
	for key, value := range want {
		if got[key] != value {
			t.Errorf("%s is %q, want %q", key, got[key], value)
		}
	}
	header := answer.Header()
	if answer.Code != 201 || header.Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, Cache-Control %q", answer.Code, header.Get("Cache-Control"))
	}
	if header.Get("Content-Security-Policy") == "default-src *" {
		t.Error("the origin's policy went through")
	}
}

// The API compresses its own answers; the edge hands on who takes what, and
// what came.
func TestProxyLeavesCompressionToTheOrigin(t *testing.T) {
	t.Parallel()
	f := newFixture(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", r.Header.Get("Accept-Encoding"))
		_, _ = io.WriteString(w, strings.Repeat("as it came ", 400))
	}))
	answer := f.ask("GET", "/api/x", "Accept-Encoding", "gzip")
	if answer.Header().Get("Content-Encoding") != "gzip" || !strings.HasPrefix(answer.Body.String(), "as it came") {
		t.Errorf("headers %v, body %.40s", answer.Header(), answer.Body)
	}
}

func TestBackendDown(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	address := gone.URL
	gone.Close()
	f := newFixture(t, nil, func(s *Settings) { s.Backend = parse(t, address) })
	answer := f.ask("GET", "/api/activities")
	if answer.Code != 503 || answer.Header().Get("Content-Type") != problem.ContentType || answer.Header().Get("Retry-After") != "2" {
		t.Fatalf("status %d, headers %v", answer.Code, answer.Header())
	}
	var document problem.Document
	if err := json.Unmarshal(answer.Body.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	if document.Code != "origin_unavailable" || strings.Contains(answer.Body.String(), "127.0.0.1") {
		t.Errorf("problem %s", answer.Body)
	}
}

func TestListenServesAndStops(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	backend, _ := url.Parse("http://127.0.0.1:1")
	logger := slog.New(slog.NewJSONHandler(&log, nil))
	edge, err := New(Settings{Origin: "http://localhost", Backend: backend, Messaging: backend, SiteDir: t.TempDir(), Log: logger})
	if err != nil {
		t.Fatal(err)
	}
	edge.Publish(SiteConfig{Environment: "local"})
	listener, err := Listen(t.Context(), 0, edge, logger)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- listener.Serve(ctx) }()
	response, err := http.Get("http://127.0.0.1:" + strconv.Itoa(listener.Port()) + "/config.json")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != 200 {
		t.Errorf("status %d", response.StatusCode)
	}
	http.DefaultClient.CloseIdleConnections()
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the edge does not stop")
	}
	if !strings.Contains(log.String(), `"behaviour":"/config.json"`) {
		t.Errorf("the request is not in the log: %s", log.String())
	}
	if again, err := Listen(t.Context(), listener.Port(), edge, logger); err != nil {
		t.Errorf("the port was not given back: %v", err)
	} else {
		_ = again.Close()
	}
}
