package observe

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/logging"
)

const scope = "github.com/cruddur/cruddur/platform/observe"

// Invocation begins the trace of an invocation of a Lambda, with the logger in
// its context. The Lambda calls end when it is done, also with an error: all
// that was observed is delivered then, because nothing runs between two
// invocations.
func (o *Observation) Invocation(ctx context.Context, name string) (invocation context.Context, end func(error)) {
	invocation, span := otel.GetTracerProvider().Tracer(scope).Start( //nolint:spancheck // end ends it
		logging.WithUser(logging.WithLogger(ctx, o.Logger)), name, trace.WithSpanKind(trace.SpanKindServer))
	return invocation, func(err error) { //nolint:spancheck // end ends it
		if err != nil {
			span.RecordError(err)
			span.SetStatus(codes.Error, "")
		}
		span.End()
		o.deliver(ctx, o.flushes, invocationLimit)
	}
}
