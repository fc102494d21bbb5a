package stream

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/telemetry"
)

const (
	scope = "github.com/cruddur/cruddur/messaging/internal/stream"
	// destination is what the stream is of. The table's name is the
	// environment's.
	destination = "conversations"
)

// Observed is how following is seen. Make one with NewObserved.
type Observed struct {
	tracer trace.Tracer
	age    metric.Float64Histogram
}

// NewObserved reports to whom telemetry does now.
func NewObserved() Observed {
	return Observed{otel.GetTracerProvider().Tracer(scope), telemetry.StreamAge.Histogram(scope)}
}

// begin goes on with the trace in which a message was sent or edited, and leads
// to the invocation that follows it, which has other messages too. What was
// deleted leads to the trace that it came with: that is of another day.
func (o Observed) begin(ctx context.Context, r record) (following context.Context, followed func(error)) {
	options := []trace.SpanStartOption{
		trace.WithSpanKind(trace.SpanKindConsumer),
		trace.WithLinks(trace.LinkFromContext(ctx)),
		trace.WithAttributes(
			semconv.MessagingSystemKey.String("aws.dynamodb.streams"),
			semconv.MessagingDestinationName(destination),
			semconv.MessagingOperationTypeProcess,
			semconv.MessagingOperationName(strings.ToLower(string(r.kind()))),
		),
	}
	if r.Kind == Remove {
		options = append(options, telemetry.LinkTo(r.parent()))
	} else {
		ctx = telemetry.WithParent(ctx, r.parent())
	}
	ctx, span := o.tracer.Start(ctx, "process "+destination, options...) //nolint:spancheck // followed ends it
	return ctx, func(err error) {                                        //nolint:spancheck // the same
		if err != nil {
			span.SetStatus(codes.Error, "")
			span.SetAttributes(semconv.ErrorTypeKey.String(fmt.Sprintf("%T", err)))
		}
		span.End()
	}
}

// measure tells how old a change was when it had been followed.
func (o Observed) measure(ctx context.Context, kind Kind, age time.Duration) {
	o.age.Record(ctx, age.Seconds(), metric.WithAttributes(attribute.String("change", strings.ToLower(string(kind)))))
}
