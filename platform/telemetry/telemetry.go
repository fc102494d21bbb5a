package telemetry

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-logr/logr"
	"github.com/honeycombio/otel-config-go/otelconfig/pipelines"
	"go.opentelemetry.io/otel"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/cruddur/cruddur/platform/logging"
)

// DefaultMetricsPeriod is the time between two reports of metrics.
const DefaultMetricsPeriod = time.Minute

// complaintEvery is the time between two lines about what can't be delivered.
const complaintEvery = time.Minute

// Settings say who reports, where to, and how much.
type Settings struct {
	// Service, Version and Environment name the reporter: "backend", a commit,
	// "production".
	Service, Version, Environment string
	// Endpoint is the collector's address, such as https://api.honeycomb.io or
	// http://localhost:4318. Empty switches telemetry off.
	Endpoint string
	// Headers are sent with everything, as name=value with commas between
	// them. They are secret.
	Headers string
	// SampleRatio is the part of traces that is kept, 0 to 1. All services keep
	// the same ones, whatever a caller's traceparent asks for.
	SampleRatio float64
	// MetricsPeriod is the time between two reports of metrics. Default: a minute.
	MetricsPeriod time.Duration
	// Logger is told, once a minute at most, that something can't be delivered.
	Logger *slog.Logger
}

// Shutdown delivers what is left and ends telemetry. It returns when that is
// done or ctx ends, whichever is first. It may be called again.
type Shutdown func(ctx context.Context) error

// Start begins to report. A process calls it once, before it makes what is to
// be traced. A collector that is away is no error; settings that can't work
// are, and name themselves.
func Start(_ context.Context, settings Settings) (Shutdown, error) {
	if settings.Endpoint == "" {
		return func(context.Context) error { return nil }, nil
	}
	config, err := pipeline(settings)
	if err != nil {
		return nil, fmt.Errorf("start telemetry: %w", err)
	}
	// Its own log goes to standard error, and quotes the environment.
	otel.SetLogger(logr.Discard())
	otel.SetErrorHandler(logging.NewRarely(cmp.Or(settings.Logger, slog.Default()), "telemetry is not delivered", complaintEvery, time.Now))
	endTraces, err := pipelines.NewTracePipeline(config)
	if err != nil {
		return nil, fmt.Errorf("start telemetry: %w", err)
	}
	otel.SetTracerProvider(discreetProvider{TracerProvider: otel.GetTracerProvider()})
	endMetrics, err := pipelines.NewMetricsPipeline(config)
	if err != nil {
		return nil, fmt.Errorf("start telemetry: %w", errors.Join(err, endTraces()))
	}
	return shutdown(endTraces, endMetrics), nil
}

func pipeline(settings Settings) (pipelines.PipelineConfig, error) {
	host, insecure, err := parseEndpoint(settings.Endpoint)
	if err != nil {
		return pipelines.PipelineConfig{}, err
	}
	headers, err := parseHeaders(settings.Headers)
	if err != nil {
		return pipelines.PipelineConfig{}, err
	}
	if !(settings.SampleRatio >= 0 && settings.SampleRatio <= 1) { // NaN is neither
		return pipelines.PipelineConfig{}, fmt.Errorf("the sample ratio %v is not between 0 and 1", settings.SampleRatio)
	}
	return pipelines.PipelineConfig{
		Protocol: pipelines.ProtocolHTTPProtobuf,
		Endpoint: host,
		Insecure: insecure,
		Headers:  headers,
		Resource: resource.NewWithAttributes(semconv.SchemaURL,
			semconv.ServiceName(settings.Service),
			semconv.ServiceVersion(settings.Version),
			// Tells the counters of several tasks, and of several sandboxes of a
			// Lambda, apart.
			semconv.ServiceInstanceID(rand.Text()),
			semconv.DeploymentEnvironmentName(settings.Environment),
		),
		ReportingPeriod: cmp.Or(settings.MetricsPeriod, DefaultMetricsPeriod).String(),
		// No baggage: strangers could fill it, and it would travel on.
		Propagators: []string{"tracecontext"},
		Sampler:     sampler(settings.SampleRatio),
	}, nil
}

// sampler decides by the trace's id alone, so that all services decide alike
// and nobody outside can have more traces kept than we want. Within a process
// a trace is kept whole.
func sampler(ratio float64) sdktrace.Sampler {
	byID := sdktrace.TraceIDRatioBased(ratio)
	return sdktrace.ParentBased(byID,
		sdktrace.WithRemoteParentSampled(byID), sdktrace.WithRemoteParentNotSampled(byID))
}

// shutdown bounds the pipelines' own, which wait as long as they like.
func shutdown(ends ...func() error) Shutdown {
	var (
		ended = make(chan struct{})
		err   error
		begun = make(chan struct{}, 1)
	)
	begun <- struct{}{}
	return func(ctx context.Context) error {
		select {
		case <-begun:
			takeBack()
			go func() {
				defer close(ended)
				for _, end := range ends {
					err = errors.Join(err, end())
				}
			}()
		default:
		}
		select {
		case <-ended:
			return err
		case <-ctx.Done():
			return fmt.Errorf("stop telemetry: what was left is lost: %w", ctx.Err())
		}
	}
}

// takeBack makes whatever is instrumented from now on report nothing.
func takeBack() {
	otel.SetTracerProvider(tracenoop.NewTracerProvider())
	otel.SetMeterProvider(metricnoop.NewMeterProvider())
	otel.SetTextMapPropagator(propagation.NewCompositeTextMapPropagator())
}

// flusher is what the SDK's providers have beyond the API.
type flusher interface {
	ForceFlush(ctx context.Context) error
}

// Flush delivers what is queued now. Lambdas call it at the end of each
// invocation, because nothing runs between two of them; its error is no reason
// to fail one. Without Start it does nothing.
func Flush(ctx context.Context) error {
	metrics := make(chan error, 1)
	go func() { metrics <- flush(ctx, otel.GetMeterProvider()) }()
	return errors.Join(flush(ctx, otel.GetTracerProvider()), <-metrics)
}

func flush(ctx context.Context, provider any) error {
	if f, ok := provider.(flusher); ok {
		return f.ForceFlush(ctx)
	}
	return nil
}

// On reports whether Start has begun to report.
func On() bool {
	_, on := otel.GetTracerProvider().(discreetProvider)
	return on
}
