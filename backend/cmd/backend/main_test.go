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
	"github.com/cruddur/cruddur/platform/httpserver"
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
		"database_url": databaseURL, "listen_address": address, "directory_listen_address": "127.0.0.1:0", "purge_interval": "1s",
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
	directory := logs.waitForServing(t).Directory
	for path, want := range map[string]int{"/directory/health-check": 200, "/directory/ready": 200, "/directory/people/by-handle/nobody": 404, "/api/feeds/public": 404} {
		if got := status(t, "http://"+directory+path); got != want {
			t.Errorf("GET %s of the directory answers %d, want %d", path, got, want)
		}
	}
	if got := status(t, "http://"+address+"/directory/people/by-handle/nobody"); got != 404 {
		t.Errorf("the public listener answers %d about the directory", got)
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
	for _, listened := range []string{address, directory} {
		if _, err := net.Dial("tcp", listened); err == nil {
			t.Errorf("somebody still listens on %s", listened)
		}
	}
}

// A taken port fails the start, and gives back what was bound before it.
func TestServeNeedsBothPorts(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	if _, err := listen(t.Context(),
		httpserver.Config{Address: "127.0.0.1:0", Handler: http.NotFoundHandler()},
		httpserver.Config{Address: taken.Addr().String(), Handler: http.NotFoundHandler()},
	); err == nil || !strings.Contains(err.Error(), taken.Addr().String()) {
		t.Errorf("got %v", err)
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
	return b.waitForServing(t).Address
}

// serving is the line that the backend logs when it has bound its ports.
type serving struct{ Msg, Address, Directory string }

func (b *logBuffer) waitForServing(t *testing.T) serving {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		for line := range strings.Lines(b.String()) {
			var entry serving
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "serving" {
				return entry
			}
		}
	}
	t.Fatal(fmt.Sprint("the backend never served: ", b))
	return serving{}
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
