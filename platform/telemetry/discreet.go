package telemetry

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"
)

// discreetProvider makes spans that say of errors only what kind they are: the
// words of an error quote what people wrote.
type discreetProvider struct{ trace.TracerProvider }

// Tracer implements trace.TracerProvider.
func (p discreetProvider) Tracer(name string, options ...trace.TracerOption) trace.Tracer {
	return discreetTracer{Tracer: p.TracerProvider.Tracer(name, options...), provider: p}
}

// ForceFlush serves Flush.
func (p discreetProvider) ForceFlush(ctx context.Context) error { return flush(ctx, p.TracerProvider) }

type discreetTracer struct {
	trace.Tracer

	provider discreetProvider
}

// Start implements trace.Tracer.
func (t discreetTracer) Start(ctx context.Context, name string, options ...trace.SpanStartOption) (context.Context, trace.Span) {
	ctx, span := t.Tracer.Start(ctx, name, options...) //nolint:spancheck // the caller ends it
	quiet := discreetSpan{Span: span, provider: t.provider}
	return trace.ContextWithSpan(ctx, quiet), quiet //nolint:spancheck // the caller ends it
}

type discreetSpan struct {
	trace.Span

	provider discreetProvider
}

// RecordError records the type of an error, and not its words.
func (s discreetSpan) RecordError(err error, _ ...trace.EventOption) {
	if err == nil {
		return
	}
	s.AddEvent(semconv.ExceptionEventName, trace.WithAttributes(semconv.ExceptionType(fmt.Sprintf("%T", err))))
}

// SetStatus sets the code alone.
func (s discreetSpan) SetStatus(code codes.Code, _ string) { s.Span.SetStatus(code, "") }

// TracerProvider keeps children discreet, too.
func (s discreetSpan) TracerProvider() trace.TracerProvider { return s.provider }
