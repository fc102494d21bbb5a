package telemetry_test

import (
	"context"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/telemetry"
)

// Whatever stands where a trace should: it is that trace, letter by letter, or
// none at all.
func FuzzParent(f *testing.F) {
	f.Add("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b")
	f.Add("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "")
	f.Add("00-\xff", strings.Repeat("a=b,", 200))
	f.Fuzz(func(t *testing.T, parent, state string) {
		ctx := telemetry.WithParent(context.Background(), parent)
		span := trace.SpanContextFromContext(ctx)
		if span.IsValid() && !strings.Contains(parent, "-"+span.TraceID().String()+"-"+span.SpanID().String()+"-") {
			t.Errorf("%q is taken for %s", parent, span.TraceID())
		}
		if again := telemetry.Parent(ctx); span.IsValid() != (len(again) == 55) {
			t.Errorf("%q goes on as %q", parent, again)
		}
		telemetry.LinkTo(parent)
		whole := propagation.TraceContext{}.Extract(context.Background(), propagation.MapCarrier{"traceparent": parent, "tracestate": state})
		if kept := trace.SpanContextFromContext(whole).TraceState().String(); strings.ContainsFunc(kept, func(c rune) bool { return c < ' ' || c > '~' }) {
			t.Errorf("the state %q is kept", kept)
		}
	})
}
