package observe

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/telemetry"
)

const scope = "github.com/cruddur/cruddur/platform/observe"

// Trigger is what calls a Lambda, in OpenTelemetry's words.
type Trigger string

// The triggers there are.
const (
	DataSource Trigger = "datasource" // a table, a bucket
	PubSub     Trigger = "pubsub"     // a queue
	Socket     Trigger = "other"      // API Gateway's WebSockets
	HTTP       Trigger = "http"
)

// Function has every invocation of a Lambda seen: in a span, in a line of the
// log, and in the durations of invocations. All that was observed is delivered
// before it returns, because nothing runs between two invocations; the bounds of
// that are deliver's. An error and a panic are logged, and so reported, once.
//
// Those with the trigger HTTP have a middleware of their own that does the same
// for requests, so for them it only measures and delivers.
func Function[In, Out any](o *Observation, trigger Trigger, handle func(context.Context, In) (Out, error)) func(context.Context, In) (Out, error) {
	durations := telemetry.FunctionDuration.Histogram(scope)
	cold := true // invocations come one after the other
	return func(ctx context.Context, in In) (out Out, err error) {
		call := invocation{observed: o, trigger: trigger, begun: time.Now(), durations: durations, notes: &notes{}}
		ctx = call.begin(ctx, cold)
		cold = false
		o.refreshLevel(ctx)
		defer func() {
			cause := recover()
			call.end(ctx, err, cause)
			if cause != nil {
				panic(cause) // the runtime ends the process
			}
		}()
		return handle(ctx, in)
	}
}

// invocation is one on its way.
type invocation struct {
	observed  *Observation
	trigger   Trigger
	begun     time.Time
	durations metric.Float64Histogram
	span      trace.Span // nil for HTTP
	notes     *notes
}

func (i *invocation) begin(ctx context.Context, cold bool) context.Context {
	ctx = logging.WithUser(logging.WithLogger(ctx, i.observed.Logger))
	ctx = context.WithValue(ctx, notesKey{}, i.notes)
	id := ""
	if called, ok := lambdacontext.FromContext(ctx); ok {
		id = called.AwsRequestID
	}
	if i.trigger == HTTP {
		return ctx
	}
	ctx = logging.WithRequestID(ctx, id)
	ctx, i.span = otel.GetTracerProvider().Tracer(scope).Start(ctx, i.observed.service, //nolint:spancheck // end ends it
		trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(
			semconv.FaaSTriggerKey.String(string(i.trigger)), semconv.FaaSColdstart(cold), semconv.FaaSInvocationID(id),
		))
	return ctx
}

func (i *invocation) end(ctx context.Context, err error, cause any) {
	took := time.Since(i.begun)
	kind := errorType(err, cause)
	i.measure(ctx, took, kind)
	if i.span != nil || kind != "" {
		i.log(ctx, took, err, cause)
	}
	if i.span != nil {
		if kind != "" {
			i.span.SetStatus(codes.Error, "")
			i.span.SetAttributes(semconv.ErrorTypeKey.String(kind))
		}
		i.span.End()
	}
	i.observed.deliverInvocation(ctx)
}

func errorType(err error, cause any) string {
	switch {
	case cause != nil:
		return "panic"
	case err != nil:
		return fmt.Sprintf("%T", err)
	}
	return ""
}

func (i *invocation) measure(ctx context.Context, took time.Duration, kind string) {
	attributes := []attribute.KeyValue{semconv.FaaSTriggerKey.String(string(i.trigger))}
	if kind != "" {
		attributes = append(attributes, semconv.ErrorTypeKey.String(kind))
	}
	i.durations.Record(ctx, took.Seconds(), metric.WithAttributes(attributes...))
}

func (i *invocation) log(ctx context.Context, took time.Duration, err error, cause any) {
	attrs := append([]slog.Attr{
		slog.String("trigger", string(i.trigger)),
		slog.Float64("duration_ms", float64(took.Microseconds())/1000),
	}, i.notes.all()...)
	switch {
	case cause != nil:
		attrs = append(attrs, slog.String("panic", fmt.Sprint(cause)), slog.String("stack", string(debug.Stack())))
		i.observed.Logger.LogAttrs(ctx, slog.LevelError, "invocation panicked", attrs...)
	case err != nil:
		i.observed.Logger.LogAttrs(ctx, slog.LevelError, "invocation failed", append(attrs, slog.String("error", err.Error()))...)
	default:
		i.observed.Logger.LogAttrs(ctx, slog.LevelInfo, "invocation", attrs...)
	}
}

type notesKey struct{}

// notes are what an invocation's line tells beside what all tell.
type notes struct {
	mu    sync.Mutex
	attrs []slog.Attr
}

func (n *notes) all() []slog.Attr {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.attrs
}

// Note adds to the line that is logged of the invocation. Outside of one it does
// nothing.
func Note(ctx context.Context, attrs ...slog.Attr) {
	if n, ok := ctx.Value(notesKey{}).(*notes); ok {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.attrs = append(n.attrs, attrs...)
	}
}

// deliverInvocation waits for what was observed to be delivered, for a second
// and no longer than the invocation may take. Whoever called is waiting too: if
// it was in vain, the next invocations don't wait for a while.
func (o *Observation) deliverInvocation(ctx context.Context) {
	if len(o.flushes) == 0 || time.Now().Before(o.patientFrom) {
		return
	}
	limit := invocationLimit
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(deadline)-spareTime)
	}
	if limit > 0 && !o.deliver(ctx, o.flushes, limit) {
		o.patientFrom = time.Now().Add(impatience)
	}
}
