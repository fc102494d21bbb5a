package telemetry_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

const patience = 30 * time.Second

// The tests of this package share OpenTelemetry's globals, so they don't run
// in parallel.

// start begins to report to an address, for the time of the test.
func start(t *testing.T, change func(*telemetry.Settings)) telemetry.Shutdown {
	t.Helper()
	settings := telemetry.Settings{
		Service: "backend", Version: "v1", Environment: "test", SampleRatio: 1,
		Logger: slog.New(slog.DiscardHandler),
	}
	change(&settings)
	shutdown, err := telemetry.Start(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		_ = shutdown(ctx)
	})
	return shutdown
}

func toReceiver(receiver *telemetrytest.Receiver) func(*telemetry.Settings) {
	return func(s *telemetry.Settings) { s.Endpoint, s.Headers = receiver.URL, "x-key=hunter2, x-other=a=b" }
}

func deliver(t *testing.T, shutdown telemetry.Shutdown) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := shutdown(ctx); err != nil {
		t.Fatalf("shutdown: %v", err)
	}
}

// served is a server with the middleware that has one route.
func served(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/api/users/{handle}", handler)
	mux.HandleFunc("/api/health-check", func(http.ResponseWriter, *http.Request) {})
	route := func(r *http.Request) string {
		if _, pattern := mux.Handler(r); pattern != "" {
			return pattern
		}
		return "none"
	}
	server := httptest.NewServer(telemetry.HTTPServer{
		Name: "backend", Route: route, Quiet: []string{"/api/health-check"},
	}.Middleware(mux))
	t.Cleanup(server.Close)
	return server
}

func ask(t *testing.T, method, url string, headers ...string) (status int) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader("secret body"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header[headers[i]] = []string{headers[i+1]}
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode
}

func named(t *testing.T, spans []telemetrytest.Span, name string) telemetrytest.Span {
	t.Helper()
	i := slices.IndexFunc(spans, func(s telemetrytest.Span) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no span %q in %+v", name, spans)
	}
	return spans[i]
}

// One trace goes from a caller through two servers, and tells nothing of whom
// it was about.
func TestATraceThroughTwoServers(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	shutdown := start(t, toReceiver(receiver))
	inner := served(t, func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("handle") != "zuzka" || r.URL.RawQuery != "token=hunter2" || r.Header.Get("Authorization") != "Bearer hunter2" {
			t.Errorf("the inner server sees %s %s %v", r.Method, r.URL, r.Header)
		}
		w.WriteHeader(http.StatusTeapot)
	})
	client := &http.Client{Transport: telemetry.Transport(http.DefaultTransport)}
	outer := served(t, func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); string(body) != "secret body" || r.RemoteAddr == "" || r.UserAgent() != "zuzka's browser" {
			t.Errorf("the outer server sees %q of %q by %q", body, r.RemoteAddr, r.UserAgent())
		}
		request, err := http.NewRequestWithContext(r.Context(), http.MethodPost, inner.URL+"/api/users/zuzka?token=hunter2", strings.NewReader("secret body"))
		if err != nil {
			t.Error(err)
			return
		}
		request.Header.Set("Authorization", "Bearer hunter2")
		answer, err := client.Do(request)
		if err != nil {
			t.Error(err)
			return
		}
		_ = answer.Body.Close()
		_, span := otel.GetTracerProvider().Tracer("test").Start(r.Context(), "work")
		span.RecordError(errors.New("hunter2 is wrong"))
		span.SetStatus(codes.Error, "hunter2 is wrong")
		span.End()
		w.WriteHeader(http.StatusInternalServerError)
	})
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	ask(t, "GET", outer.URL+"/api/users/zuzka?secret=hunter2", "Traceparent", parent, "User-Agent", "zuzka's browser", "X-Forwarded-For", "192.0.2.7", "Baggage", "user=zuzka")
	ask(t, "GET", outer.URL+"/api/health-check")
	deliver(t, shutdown)

	spans := receiver.Spans()
	if len(spans) != 4 {
		t.Errorf("%d spans: %+v", len(spans), spans)
	}
	server, work := named(t, spans, "GET /api/users/{handle}"), named(t, spans, "work")
	call, far := named(t, spans, "HTTP POST"), named(t, spans, "POST /api/users/{handle}")
	for _, span := range spans {
		if span.TraceID != "0af7651916cd43dd8448eb211c80319c" {
			t.Errorf("%s is in the trace %s", span.Name, span.TraceID)
		}
	}
	if server.Parent != "b7ad6b7169203331" || work.Parent != server.ID || call.Parent != server.ID || far.Parent != call.ID {
		t.Errorf("the tree: %+v", spans)
	}
	if server.Kind != trace.Span_SPAN_KIND_SERVER || call.Kind != trace.Span_SPAN_KIND_CLIENT {
		t.Errorf("kinds %v, %v", server.Kind, call.Kind)
	}
	if !server.Error || !work.Error || work.StatusMessages != "" || fmt.Sprint(work.Events) != "[exceptionmap[exception.type:*errors.errorString]]" {
		t.Errorf("errors: %+v %+v", server, work)
	}
	for name, want := range map[string]string{
		"http.request.method": "GET", "http.route": "/api/users/{handle}", "http.response.status_code": "500",
		"url.scheme": "http", "server.address": "backend", "url.path": "/api/users/{handle}",
	} {
		if got := server.Attributes[name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"service.name": "backend", "service.version": "v1", "deployment.environment.name": "test"} {
		if got := server.Resource[name]; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, personal := range []string{"hunter2", "zuzka", "192.0.2.7", "127.0.0.1\x00", "secret body", "browser"} {
		if strings.Contains(receiver.Raw(), personal) {
			t.Errorf("the collector is told %q", personal)
		}
	}
	if sent := receiver.Headers()[0]; sent.Get("X-Key") != "hunter2" || sent.Get("X-Other") != "a=b" {
		t.Errorf("headers %v", sent)
	}
}

// Requests are counted and timed by route, and every metric is in the list, as
// what it is listed as.
func TestMetricsAreThoseOfTheList(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	shutdown := start(t, toReceiver(receiver))
	server := served(t, func(http.ResponseWriter, *http.Request) {})
	for _, path := range []string{"/api/users/zuzka", "/api/users/grace", "/hostile/" + strings.Repeat("x", 500)} {
		ask(t, "GET", server.URL+path, "User-Agent", "x")
	}
	ask(t, "INVENTED", server.URL+"/api/users/zuzka")
	deliver(t, shutdown)

	got := receiver.Metrics()
	duration := got["http.server.request.duration"]
	routes := map[string]int{}
	for _, point := range duration.Points {
		routes[point["http.request.method"]+" "+point["http.route"]]++
	}
	if fmt.Sprint(routes) != "map[GET :1 GET /api/users/{handle}:1 _OTHER /api/users/{handle}:1]" {
		t.Errorf("routes: %v", routes)
	}
	for name, metric := range got {
		listed, ok := telemetry.FindMetric(name)
		if !ok || listed.Unit != metric.Unit || string(listed.Kind) != metric.Kind {
			t.Errorf("%s (%s, %s) is listed as %+v", name, metric.Unit, metric.Kind, listed)
		}
	}
	for _, name := range []string{"http.server.request.duration", "go.goroutine.count", "process.cpu.time"} {
		if _, ok := got[name]; !ok {
			t.Errorf("%s was not reported", name)
		}
	}
	if strings.Contains(receiver.Raw(), "zuzka") || strings.Contains(receiver.Raw(), "hostile") {
		t.Error("metrics tell of paths")
	}
}

func TestHostileTraces(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	shutdown := start(t, toReceiver(receiver))
	server := served(t, func(http.ResponseWriter, *http.Request) {})
	hostile := []string{
		"", "nonsense", "00-" + strings.Repeat("0", 32) + "-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
		"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
		strings.Repeat("00-", 3000), `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}` + "\t",
	}
	for _, parent := range hostile {
		if status := ask(t, "GET", server.URL+"/api/users/zuzka", "Traceparent", parent, "Tracestate", strings.Repeat("a=b,", 5000)); status != 200 {
			t.Errorf("%.80q: status %d", parent, status)
		}
	}
	deliver(t, shutdown)
	spans := receiver.Spans()
	if len(spans) != len(hostile) {
		t.Errorf("%d spans of %d", len(spans), len(hostile))
	}
	for _, span := range spans {
		if span.Parent != "" {
			t.Errorf("a span has the parent %s", span.Parent)
		}
	}
}

// Callers can't have their traces kept, nor dropped.
func TestSampling(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	shutdown := start(t, func(s *telemetry.Settings) { s.Endpoint, s.SampleRatio = receiver.URL, 0 })
	server := served(t, func(http.ResponseWriter, *http.Request) {})
	ask(t, "GET", server.URL+"/api/users/zuzka", "Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	deliver(t, shutdown)
	if spans := receiver.Spans(); len(spans) != 0 {
		t.Errorf("%d spans at a ratio of 0", len(spans))
	}
	shutdown = start(t, toReceiver(receiver))
	server = served(t, func(http.ResponseWriter, *http.Request) {})
	ask(t, "GET", server.URL+"/api/users/zuzka", "Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")
	deliver(t, shutdown)
	if spans := receiver.Spans(); len(spans) != 1 {
		t.Errorf("%d spans at a ratio of 1", len(spans))
	}
}

func TestFlush(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	start(t, toReceiver(receiver))
	for i := range 2 { // invocations of a Lambda
		_, span := otel.GetTracerProvider().Tracer("test").Start(t.Context(), "invocation")
		span.End()
		if err := telemetry.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		if spans := receiver.Spans(); len(spans) != i+1 {
			t.Errorf("%d spans after %d invocations", len(spans), i+1)
		}
	}
	if len(receiver.Metrics()) == 0 {
		t.Error("no metrics were flushed")
	}
}

// A collector that never answers costs no request: a thousand are answered
// while the first report still waits, more than the queue holds are dropped,
// and the end does not wait longer than it is told.
func TestACollectorThatHangs(t *testing.T) {
	hung, release := make(chan struct{}, 100), make(chan struct{})
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		hung <- struct{}{}
		<-release
	}))
	t.Cleanup(func() { close(release); collector.Close() })
	shutdown := start(t, func(s *telemetry.Settings) { s.Endpoint = collector.URL })
	server := served(t, func(http.ResponseWriter, *http.Request) {})
	tracer := otel.GetTracerProvider().Tracer("test")
	for range 600 { // fills a batch, which is then sent
		_, span := tracer.Start(t.Context(), "early")
		span.End()
	}
	<-hung
	for range 5000 { // more than the queue holds
		_, span := tracer.Start(t.Context(), "late")
		span.End()
	}
	for range 20 {
		if status := ask(t, "GET", server.URL+"/api/users/zuzka"); status != 200 {
			t.Errorf("status %d", status)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("shutdown: %v", err)
	}
}

// journal is a log that exporters write in the background while a test reads it.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

// A collector that is down or answers nonsense costs a line in the log.
func TestCollectorsThatFail(t *testing.T) {
	nonsense := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, strings.Repeat("nonsense\n", 10000))
	}))
	t.Cleanup(nonsense.Close)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, url := range map[string]string{"nonsense": nonsense.URL, "gone": gone.URL} {
		t.Run(name, func(t *testing.T) {
			var logs journal
			start(t, func(s *telemetry.Settings) {
				s.Endpoint, s.Headers, s.Logger = url, "x-key=hunter2", slog.New(slog.NewJSONHandler(&logs, nil))
			})
			server := served(t, func(http.ResponseWriter, *http.Request) {})
			if status := ask(t, "GET", server.URL+"/api/users/zuzka"); status != 200 {
				t.Errorf("status %d", status)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second) // retries of a collector that is gone are cut here
			defer cancel()
			if err := telemetry.Flush(ctx); err == nil {
				t.Error("nobody took it, and there is no error")
			}
			otel.Handle(errors.New("once more"))
			otel.Handle(errors.New("and again"))
			// The exporter may have the right to the one line, and still be at it.
			for begun := time.Now(); logs.String() == "" && time.Since(begun) < 10*time.Second; {
				time.Sleep(time.Millisecond)
			}
			if lines := strings.Count(logs.String(), "\n"); lines != 1 || len(logs.String()) > 1000 || strings.Contains(logs.String(), "hunter2") {
				t.Errorf("%d lines: %s", lines, logs.String())
			}
		})
	}
}

func TestOff(t *testing.T) {
	shutdown := start(t, func(*telemetry.Settings) {})
	if telemetry.On() {
		t.Error("on without an endpoint")
	}
	next := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	if wrapped := (telemetry.HTTPServer{}).Middleware(next); fmt.Sprintf("%p", wrapped) != fmt.Sprintf("%p", next) {
		t.Error("the middleware is there")
	}
	if telemetry.Transport(http.DefaultTransport) != http.DefaultTransport {
		t.Error("the transport is wrapped")
	}
	if err := errors.Join(telemetry.Flush(t.Context()), shutdown(t.Context()), shutdown(t.Context())); err != nil {
		t.Error(err)
	}
}

func TestSettingsThatCantWork(t *testing.T) {
	tests := map[string]struct {
		settings telemetry.Settings
		says     string
	}{
		"no scheme":  {telemetry.Settings{Endpoint: "localhost:4318"}, "http or https"},
		"no host":    {telemetry.Settings{Endpoint: "https://"}, "http or https"},
		"a path":     {telemetry.Settings{Endpoint: "https://h/v1/traces"}, "paths"},
		"a password": {telemetry.Settings{Endpoint: "https://u:hunter2@h"}, "host and a port"},
		"ratio":      {telemetry.Settings{Endpoint: "https://h", SampleRatio: 1.5}, "between 0 and 1"},
		"a header":   {telemetry.Settings{Endpoint: "https://h", Headers: "a=b,hunter2"}, "header 2"},
		"a newline":  {telemetry.Settings{Endpoint: "https://h", Headers: "a=hunter2\nb: c"}, "header 1"},
	}
	for name, test := range tests {
		_, err := telemetry.Start(t.Context(), test.settings)
		if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if telemetry.On() {
		t.Error("on after all")
	}
}

// What the library would read from the environment changes nothing.
func TestTheEnvironmentChangesNothing(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
	t.Setenv("OTEL_EXPORTER_OTLP_HEADERS", "not headers")
	t.Setenv("OTEL_SERVICE_NAME", "other")
	t.Setenv("OTEL_TRACES_SAMPLER", "always_off")
	receiver := telemetrytest.NewReceiver(t)
	shutdown := start(t, toReceiver(receiver))
	_, span := otel.GetTracerProvider().Tracer("test").Start(t.Context(), "work")
	span.End()
	deliver(t, shutdown)
	if spans := receiver.Spans(); len(spans) != 1 || spans[0].Resource["service.name"] != "backend" {
		t.Errorf("got %+v", spans)
	}
}
