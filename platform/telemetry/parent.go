package telemetry

import (
	"context"

	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/logging"
)

// ParentAttribute is the name under which a trace travels where there are no
// headers: with what is stored and what is queued.
const ParentAttribute = "traceparent"

// Parent is the trace that ctx is in, in W3C's form, to be put beside what is
// stored or queued; "" when nothing is traced.
func Parent(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier.Get(ParentAttribute)
}

// WithParent goes on with the trace that Parent told. What is no trace changes
// nothing.
func WithParent(ctx context.Context, parent string) context.Context {
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{ParentAttribute: parent})
}

// LinkTo leads from a span to the trace that Parent told, of which it is no part.
func LinkTo(parent string) trace.SpanStartOption {
	if cause := trace.SpanContextFromContext(WithParent(context.Background(), parent)); cause.IsValid() {
		return trace.WithLinks(trace.Link{SpanContext: cause})
	}
	return trace.WithAttributes()
}

// NoteUser has the log and the trace of ctx tell what one person does from what
// others do, and not who it is.
func NoteUser(ctx context.Context, pseudonym string) {
	logging.SetUser(ctx, pseudonym)
	trace.SpanFromContext(ctx).SetAttributes(semconv.EnduserPseudoID(pseudonym))
}
