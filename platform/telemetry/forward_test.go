package telemetry_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

func foreignSpan(id byte) *tracepb.Span {
	trace := bytes.Repeat([]byte{id}, 16)
	return &tracepb.Span{TraceId: trace, SpanId: trace[:8], Name: "far away"}
}

// A trace is forwarded or not as all services decide, whoever asks.
func TestForwardedTracesAreSampled(t *testing.T) {
	t.Parallel()
	receiver := telemetrytest.NewReceiver(t)
	forwarder, err := telemetry.NewForwarder(telemetry.Settings{Service: "site", Environment: "test", Endpoint: receiver.URL, Headers: "x-key=hunter2", SampleRatio: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	forwarder.Forward("v1", []*tracepb.Span{foreignSpan(0xff), foreignSpan(0x01), {Name: "of no trace"}, foreignSpan(0)})
	forwarder.Forward("v1", []*tracepb.Span{foreignSpan(0xff)})
	for range 2 {
		if err := forwarder.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	spans := receiver.Spans()
	if len(spans) != 1 || spans[0].TraceID != strings.Repeat("01", 16) || spans[0].Resource["service.name"] != "site" || spans[0].Resource["service.version"] != "v1" {
		t.Errorf("forwarded were %+v", spans)
	}
	if headers := receiver.Headers(); len(headers) != 1 || headers[0].Get("X-Key") != "hunter2" {
		t.Errorf("with %v", headers)
	}
}

func TestForwardersThatAreOff(t *testing.T) {
	t.Parallel()
	off, err := telemetry.NewForwarder(telemetry.Settings{})
	if off != nil || err != nil {
		t.Errorf("%v, %v", off, err)
	}
	off.Forward("v1", []*tracepb.Span{foreignSpan(1)})
	if err := off.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := telemetry.NewForwarder(telemetry.Settings{Endpoint: "collector:4318"}); err == nil {
		t.Error("an address that is none is taken")
	}
}

// A collector that hangs keeps nobody waiting; what does not fit is dropped, and
// said once.
func TestForwardingToACollectorThatHangs(t *testing.T) {
	t.Parallel()
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	hung := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		select {
		case arrived <- struct{}{}:
		default:
		}
		<-release
	}))
	t.Cleanup(hung.Close)
	defer close(release)
	var logs bytes.Buffer
	forwarder, err := telemetry.NewForwarder(telemetry.Settings{
		Service: "site", Endpoint: hung.URL, SampleRatio: 1, Logger: logging.New(&logs, slog.LevelInfo),
	})
	if err != nil {
		t.Fatal(err)
	}
	forwarder.Forward("v1", []*tracepb.Span{foreignSpan(1)})
	<-arrived
	for range 1000 {
		forwarder.Forward("v1", []*tracepb.Span{foreignSpan(1)})
	}
	if lines := strings.Count(logs.String(), "not delivered"); lines != 1 {
		t.Errorf("%d complaints: %s", lines, &logs)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := forwarder.Close(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("close: %v", err)
	}
}
