package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cruddur/cruddur/backend/internal/postgres/postgrestest"
	"github.com/cruddur/cruddur/backend/internal/settings/settingstest"
)

const patience = 30 * time.Second

// environment has everything that the backend needs, and PostgreSQL for real.
func environment(t *testing.T, databaseURL, address string) func(string) string {
	t.Helper()
	keys := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"keys":[]}`)
	}))
	t.Cleanup(keys.Close)
	return settingstest.Serve(t, map[string]string{
		"database_url": databaseURL, "listen_address": address, "purge_interval": "1s",
		"token_issuer": "https://issuer.test", "token_jwks_url": keys.URL, "token_client_id": "client", "site_url": "https://cruddur.test",
	})
}

func TestServeAnswersAndStops(t *testing.T) {
	getenv := environment(t, postgrestest.New(t).URL, "127.0.0.1:0")
	ctx, stop := context.WithCancel(t.Context())
	logs := &logBuffer{}
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, nil, getenv, logs) }()

	address := logs.waitForAddress(t)
	for path, want := range map[string]int{"/api/health-check": 200, "/api/feeds/public": 200, "/api/me": 401} {
		if got := status(t, "http://"+address+path); got != want {
			t.Errorf("GET %s answers %d, want %d", path, got, want)
		}
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("stop: %v\n%s", err, logs)
		}
	case <-time.After(patience):
		t.Fatal("the backend does not stop")
	}
	if _, err := net.Dial("tcp", address); err == nil {
		t.Error("somebody still listens")
	}
}

// The order of starting does not matter: without a database the backend serves,
// says that it is alive and not ready, and answers 503.
func TestServeWithoutADatabase(t *testing.T) {
	getenv := environment(t, "postgres://nobody@127.0.0.1:1/none", "127.0.0.1:0")
	ctx, stop := context.WithCancel(t.Context())
	logs := &logBuffer{}
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, []string{"serve"}, getenv, logs) }()
	address := logs.waitForAddress(t)
	for path, want := range map[string]int{"/api/health-check": 200, "/api/ready": 503, "/api/feeds/public": 503} {
		if got := status(t, "http://"+address+path); got != want {
			t.Errorf("GET %s answers %d, want %d", path, got, want)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestHealth(t *testing.T) {
	alive := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/health-check" || !alive {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	getenv := environment(t, "postgres://h/d", strings.TrimPrefix(server.URL, "http://"))
	if err := run(t.Context(), []string{"health"}, getenv, io.Discard); err != nil {
		t.Errorf("alive: %v", err)
	}
	alive = false
	if err := run(t.Context(), []string{"health"}, getenv, io.Discard); err == nil {
		t.Error("not alive, and no error")
	}
}

func TestMigrateIsSafeToRepeat(t *testing.T) {
	getenv := environment(t, postgrestest.New(t).URL, ":0")
	var out bytes.Buffer
	if err := run(t.Context(), []string{"migrate"}, getenv, &out); err != nil || !strings.Contains(out.String(), "up to date") {
		t.Errorf("%s %v", out.String(), err)
	}
}

func TestUnknownCommand(t *testing.T) {
	t.Parallel()
	if err := run(t.Context(), []string{"dance"}, nil, io.Discard); err == nil || !strings.Contains(err.Error(), "dance") {
		t.Errorf("got %v", err)
	}
}

func status(t *testing.T, url string) int {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

// logBuffer collects the log lines of a backend that runs.
type logBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

// Write implements io.Writer.
func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

// String is what was logged so far.
func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// waitForAddress finds where the backend says it serves.
func (b *logBuffer) waitForAddress(t *testing.T) string {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		for line := range strings.Lines(b.String()) {
			var entry struct{ Msg, Address string }
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "serving" {
				return entry.Address
			}
		}
	}
	t.Fatal(fmt.Sprint("the backend never served: ", b))
	return ""
}

// A backend that can't sign says what to do, serves, and takes no photos.
func TestServeWithoutAKey(t *testing.T) {
	getenv := environment(t, postgrestest.New(t).URL, "127.0.0.1:0")
	ctx, stop := context.WithCancel(t.Context())
	logs := &logBuffer{}
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, nil, getenv, logs) }()
	address := logs.waitForAddress(t)
	if got := status(t, "http://"+address+"/api/feeds/public"); got != 200 {
		t.Errorf("the feed answers %d", got)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stop: %v", err)
	}
	for _, words := range []string{"cruddur keys create", "media_bucket is not set"} {
		if !strings.Contains(logs.String(), words) {
			t.Errorf("no word of %q: %s", words, logs)
		}
	}
}
