package telemetry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	resource "go.opentelemetry.io/proto/otlp/resource/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"

	"github.com/cruddur/cruddur/platform/logging"
)

const (
	forwardQueue   = 100 // batches
	forwardTimeout = 5 * time.Second
)

var errForwardQueueFull = errors.New("the queue of forwarded spans is full")

// Forwarder sends on spans that somebody else made who can't reach the
// collector, such as a browser. Nobody waits for it: what its bounded queue
// does not hold is dropped. A nil Forwarder drops everything.
type Forwarder struct {
	settings Settings
	client   otlptrace.Client
	sampler  sdktrace.Sampler
	dropped  *logging.Rarely

	queue   chan *tracepb.ResourceSpans
	stop    func()
	stopped <-chan struct{}
	done    chan struct{}
}

// NewForwarder starts a forwarder for what settings.Service made; nil without
// an endpoint.
func NewForwarder(settings Settings) (*Forwarder, error) {
	if settings.Endpoint == "" {
		return nil, nil //nolint:nilnil // a nil Forwarder is one that is off
	}
	config, err := pipeline(settings)
	if err != nil {
		return nil, fmt.Errorf("start forwarding spans: %w", err)
	}
	options := []otlptracehttp.Option{
		otlptracehttp.WithEndpoint(config.Endpoint),
		otlptracehttp.WithURLPath("/v1/traces"),
		otlptracehttp.WithHeaders(config.Headers),
		otlptracehttp.WithTimeout(forwardTimeout),
		// What is tried again stands in the way of what comes.
		otlptracehttp.WithRetry(otlptracehttp.RetryConfig{Enabled: false}),
	}
	if config.Insecure {
		options = append(options, otlptracehttp.WithInsecure())
	}
	running, stop := context.WithCancel(context.Background())
	f := &Forwarder{
		settings: settings,
		client:   otlptracehttp.NewClient(options...),
		sampler:  sdktrace.TraceIDRatioBased(settings.SampleRatio),
		dropped:  logging.NewRarely(cmp.Or(settings.Logger, slog.Default()), "spans of "+settings.Service+" are not delivered", complaintEvery, time.Now),
		queue:    make(chan *tracepb.ResourceSpans, forwardQueue),
		stop:     stop,
		stopped:  running.Done(),
		done:     make(chan struct{}),
	}
	go f.run()
	return f, nil
}

// Forward queues the spans of a version of the service, but for those of traces
// that nobody keeps. It never waits.
func (f *Forwarder) Forward(version string, spans []*tracepb.Span) {
	if f == nil {
		return
	}
	kept := make([]*tracepb.Span, 0, len(spans))
	for _, span := range spans {
		if f.keeps(span) {
			kept = append(kept, span)
		}
	}
	if len(kept) == 0 {
		return
	}
	select {
	case f.queue <- f.from(version, kept):
	default:
		f.dropped.Handle(errForwardQueueFull)
	}
}

// keeps decides as all services do.
func (f *Forwarder) keeps(span *tracepb.Span) bool {
	var id trace.TraceID
	if copy(id[:], span.GetTraceId()) != len(id) || !id.IsValid() {
		return false
	}
	return f.sampler.ShouldSample(sdktrace.SamplingParameters{TraceID: id}).Decision == sdktrace.RecordAndSample
}

// from says whose the spans are: the same names that Start gives to its own.
func (f *Forwarder) from(version string, spans []*tracepb.Span) *tracepb.ResourceSpans {
	attribute := func(key, value string) *common.KeyValue {
		return &common.KeyValue{Key: key, Value: &common.AnyValue{Value: &common.AnyValue_StringValue{StringValue: value}}}
	}
	return &tracepb.ResourceSpans{
		SchemaUrl: semconv.SchemaURL,
		Resource: &resource.Resource{Attributes: []*common.KeyValue{
			attribute(string(semconv.ServiceNameKey), f.settings.Service),
			attribute(string(semconv.ServiceVersionKey), version),
			attribute(string(semconv.DeploymentEnvironmentNameKey), f.settings.Environment),
		}},
		ScopeSpans: []*tracepb.ScopeSpans{{Scope: &common.InstrumentationScope{Name: f.settings.Service}, Spans: spans}},
	}
}

func (f *Forwarder) run() {
	defer close(f.done)
	for {
		select {
		case spans := <-f.queue:
			f.deliver(spans)
		case <-f.stopped:
			for range len(f.queue) {
				f.deliver(<-f.queue)
			}
			return
		}
	}
}

// deliver is bounded by the client's timeout: whoever made the spans is gone.
func (f *Forwarder) deliver(spans *tracepb.ResourceSpans) {
	if err := f.client.UploadTraces(context.Background(), []*tracepb.ResourceSpans{spans}); err != nil {
		f.dropped.Handle(err)
	}
}

// Close sends what is queued and ends, or gives up when ctx does. It may be
// called again.
func (f *Forwarder) Close(ctx context.Context) error {
	if f == nil {
		return nil
	}
	f.stop()
	select {
	case <-f.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("forward spans: %w", ctx.Err())
	}
}
