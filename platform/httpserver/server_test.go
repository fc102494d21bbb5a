package httpserver_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/httpserver"
	"github.com/cruddur/cruddur/platform/logging"
)

// running is a server that serves until stop is called.
type running struct {
	url    string
	stop   context.CancelFunc
	served chan error // what Serve returned
}

func start(t *testing.T, cfg httpserver.Config) *running {
	t.Helper()
	cfg.Address = "127.0.0.1:0"
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	ctx, stop := context.WithCancel(t.Context())
	server, err := httpserver.Listen(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	r := &running{url: "http://" + server.Addr(), stop: stop, served: make(chan error, 1)}
	go func() { r.served <- server.Serve(ctx) }()
	t.Cleanup(stop)
	return r
}

// get returns the status and body of a GET on a connection of its own.
func get(ctx context.Context, url string) (int, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), err
}

type answer struct {
	status int
	body   string
	err    error
}

func getAsync(ctx context.Context, url string) <-chan answer {
	answers := make(chan answer, 1)
	go func() {
		status, body, err := get(ctx, url)
		answers <- answer{status, body, err}
	}()
	return answers
}

// slow is a handler that says when a request is in and answers when told.
type slow struct {
	arrived chan struct{}
	release chan struct{}
	ended   chan error // the request context's error when the handler returned
}

func newSlow() *slow {
	return &slow{arrived: make(chan struct{}), release: make(chan struct{}), ended: make(chan error, 1)}
}

func (s *slow) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	close(s.arrived)
	select {
	case <-s.release:
	case <-r.Context().Done():
	}
	s.ended <- r.Context().Err()
	_, _ = io.WriteString(w, "done")
}

func TestRequestInFlightSurvivesTheStop(t *testing.T) {
	t.Parallel()
	handler := newSlow()
	server := start(t, httpserver.Config{Handler: handler})
	got := getAsync(t.Context(), server.url)
	<-handler.arrived
	server.stop()
	waitRefused(t, server.url)
	select {
	case err := <-server.served:
		t.Fatalf("Serve returned with a request in flight: %v", err)
	default:
	}
	close(handler.release)
	if a := <-got; a.err != nil || a.status != http.StatusOK || a.body != "done" {
		t.Errorf("the request in flight got %+v", a)
	}
	if err := <-handler.ended; err != nil {
		t.Errorf("its context ended: %v", err)
	}
	if err := <-server.served; err != nil {
		t.Errorf("Serve = %v, want nil", err)
	}
}

// waitRefused returns when the server has stopped listening.
func waitRefused(t *testing.T, url string) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if errors.Is(err, syscall.ECONNREFUSED) {
			return
		}
		if err == nil {
			_ = conn.Close()
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("the server still listens")
}

func TestDrainDelay(t *testing.T) {
	t.Parallel()
	var ready httpserver.Readiness
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "served") })
	server := start(t, httpserver.Config{Handler: handler, Readiness: &ready, DrainDelay: 500 * time.Millisecond})
	if err := ready.Check(t.Context()); err != nil {
		t.Fatalf("Check before the stop: %v", err)
	}
	stopped := time.Now()
	server.stop()
	for ready.Check(t.Context()) == nil {
		if time.Since(stopped) > 10*time.Second {
			t.Fatal("readiness doesn't turn false")
		}
		time.Sleep(time.Millisecond)
	}
	if _, body, err := get(t.Context(), server.url); err != nil || body != "served" {
		t.Errorf("while draining: %q, %v", body, err)
	}
	if err := <-server.served; err != nil {
		t.Errorf("Serve = %v", err)
	}
	if took := time.Since(stopped); took < 500*time.Millisecond {
		t.Errorf("it stopped after %s, before the drain delay", took)
	}
	if err := ready.Check(t.Context()); !errors.Is(err, fault.New(fault.Unavailable, "not_ready", "")) {
		t.Errorf("Check after the stop = %v", err)
	}
}

func TestStopNamesWhatItCut(t *testing.T) {
	t.Parallel()
	handler := newSlow()
	server := start(t, httpserver.Config{Handler: handler, ShutdownTimeout: 50 * time.Millisecond})
	got := getAsync(t.Context(), server.url+"/api/slow?token=secret")
	<-handler.arrived
	server.stop()
	err := <-server.served
	if err == nil || !strings.Contains(err.Error(), "GET /api/slow") || strings.Contains(err.Error(), "secret") {
		t.Errorf("Serve = %v", err)
	}
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Serve = %v, which is no deadline", err)
	}
	if err := <-handler.ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the context of the cut request: %v, want it cancelled", err)
	}
	<-got
}

func TestListenOnATakenPort(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	_, err = httpserver.Listen(t.Context(), httpserver.Config{
		Address: taken.Addr().String(), Handler: http.NotFoundHandler(),
	})
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), taken.Addr().String()) {
		t.Errorf("Listen = %v", err)
	}
}

func TestListenWithoutHandler(t *testing.T) {
	t.Parallel()
	if _, err := httpserver.Listen(t.Context(), httpserver.Config{Address: "127.0.0.1:0"}); err == nil {
		t.Error("Listen accepts a config without a handler")
	}
}

func TestListenQueuesBeforeServe(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	server, err := httpserver.Listen(ctx, httpserver.Config{
		Address: "127.0.0.1:0", Handler: http.NotFoundHandler(), Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	got := getAsync(t.Context(), "http://"+server.Addr())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	if a := <-got; a.err != nil || a.status != http.StatusNotFound {
		t.Errorf("a request sent before Serve got %+v", a)
	}
	stop()
	if err := <-served; err != nil {
		t.Errorf("Serve = %v", err)
	}
}

func TestCloseGivesThePortBack(t *testing.T) {
	t.Parallel()
	cfg := httpserver.Config{Address: "127.0.0.1:0", Handler: http.NotFoundHandler(), Logger: slog.New(slog.DiscardHandler)}
	server, err := httpserver.Listen(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if err := server.Serve(t.Context()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve of a closed server = %v", err)
	}
}

func TestRequestsCarryTheLogger(t *testing.T) {
	t.Parallel()
	logger := slog.New(slog.DiscardHandler)
	server := start(t, httpserver.Config{
		Logger: logger,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = fmt.Fprint(w, logging.From(r.Context()) == logger)
		}),
	})
	if _, body, err := get(t.Context(), server.url); err != nil || body != "true" {
		t.Errorf("got %q, %v", body, err)
	}
}

func TestHeadersAreBounded(t *testing.T) {
	t.Parallel()
	server := start(t, httpserver.Config{Handler: http.NotFoundHandler(), MaxHeaderBytes: 4 << 10})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Large", strings.Repeat("x", 32<<10))
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d, want 431", res.StatusCode)
	}
}

func TestSlowHeadersAreCut(t *testing.T) {
	t.Parallel()
	server := start(t, httpserver.Config{Handler: http.NotFoundHandler(), ReadHeaderTimeout: 50 * time.Millisecond})
	conn, err := net.Dial("tcp", strings.TrimPrefix(server.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost:"); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
		t.Errorf("the server still waits for the headers: %v", err)
	}
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}
