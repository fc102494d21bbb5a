package live

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/telemetry"
)

const scope = "github.com/cruddur/cruddur/messaging/internal/live"

// outcome is what became of a frame for a window.
type outcome string

const (
	delivered outcome = "delivered"
	gone      outcome = "gone"    // the window was closed
	expired   outcome = "expired" // its token was over
	failed    outcome = "failed"
)

// observed is how pushing is seen. Windows and people are not told apart.
type observed struct {
	tracer trace.Tracer
	pushed metric.Int64Counter
}

func newObserved() observed {
	return observed{otel.GetTracerProvider().Tracer(scope), telemetry.LivePushed.Counter(scope)}
}

func (o observed) begin(ctx context.Context, kind Type) (context.Context, trace.Span) {
	return o.tracer.Start(ctx, "push "+string(kind), trace.WithSpanKind(trace.SpanKindProducer), //nolint:spancheck // end ends it
		trace.WithAttributes(attribute.String("cruddur.frame.type", string(kind))))
}

func (o observed) end(ctx context.Context, span trace.Span, became outcome) {
	told := attribute.String("outcome", string(became))
	span.SetAttributes(told)
	if became == failed {
		span.SetStatus(codes.Error, "")
	}
	span.End()
	o.pushed.Add(ctx, 1, metric.WithAttributes(told))
}
