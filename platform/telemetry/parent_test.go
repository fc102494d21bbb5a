package telemetry_test

import (
	"context"
	"strings"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/telemetry"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// A trace goes on where it was put down, or is led to.
func TestParent(t *testing.T) {
	receiver := telemetrytest.NewReceiver(t)
	shutdown := start(t, toReceiver(receiver))
	tracer := otel.GetTracerProvider().Tracer("test")
	ctx, first := tracer.Start(logging.WithUser(t.Context()), "first")
	telemetry.NoteUser(ctx, "pseudonym")
	stored := telemetry.Parent(ctx)
	first.End()
	_, second := tracer.Start(telemetry.WithParent(t.Context(), stored), "second")
	second.End()
	_, third := tracer.Start(t.Context(), "third", telemetry.LinkTo(stored))
	third.End()
	deliver(t, shutdown)

	spans := receiver.Spans()
	one, two, three := named(t, spans, "first"), named(t, spans, "second"), named(t, spans, "third")
	if two.TraceID != one.TraceID || two.Parent != one.ID {
		t.Errorf("the trace does not go on: %+v, %+v", one, two)
	}
	if three.TraceID == one.TraceID || three.Parent != "" || len(three.Links) != 1 || three.Links[0] != one.ID {
		t.Errorf("nothing leads to the trace: %+v", three)
	}
	if one.Attributes["enduser.pseudo.id"] != "pseudonym" || logging.User(ctx) != "pseudonym" {
		t.Errorf("who it was is told as %q, %q", one.Attributes["enduser.pseudo.id"], logging.User(ctx))
	}
}

func TestParentsThatAreNone(t *testing.T) {
	if parent := telemetry.Parent(t.Context()); parent != "" {
		t.Errorf("nothing is traced, and the parent is %q", parent)
	}
	for _, hostile := range []string{
		"", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
		"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n", strings.Repeat("00-", 100_000),
	} {
		if span := trace.SpanContextFromContext(telemetry.WithParent(context.Background(), hostile)); span.IsValid() {
			t.Errorf("%.60q is the trace %s", hostile, span.TraceID())
		}
		config := trace.NewSpanStartConfig(telemetry.LinkTo(hostile))
		if len(config.Links()) != 0 {
			t.Errorf("%.60q is led to", hostile)
		}
	}
}
