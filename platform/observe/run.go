package observe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/logging"
)

// Service runs what a service does until it ends. By which error or panic it
// ended is logged, and so reported; then what is left is delivered.
func (o *Observation) Service(ctx context.Context, serve func(context.Context) error) error {
	defer o.end(ctx, endLimit)
	return o.attempt(ctx, "the service has failed", serve)
}

// Command runs what a command does, in a span of its own that has the command's
// name: without its arguments, which name people. A failure is logged, and so
// reported, but for what whoever called got wrong and is told. Then all is
// delivered; not for long, because a person waits.
func (o *Observation) Command(ctx context.Context, name string, do func(context.Context) error) error {
	defer o.end(ctx, commandLimit)
	ctx, span := otel.GetTracerProvider().Tracer(scope).Start(ctx, name)
	failure := "panic" // until it has returned
	defer func() {
		if failure != "" {
			span.SetStatus(codes.Error, "")
			span.SetAttributes(semconv.ErrorTypeKey.String(failure))
		}
		span.End()
	}()
	err := o.attempt(ctx, "the command has failed", do)
	failure = ""
	if Told(err) {
		failure = fault.From(err).Code
	}
	return err
}

// attempt logs how it failed, if it did.
func (o *Observation) attempt(ctx context.Context, failure string, do func(context.Context) error) error {
	defer func() {
		if value := recover(); value != nil {
			o.Logger.ErrorContext(ctx, failure, slog.String("panic", fmt.Sprint(value)), slog.String("stack", string(debug.Stack())))
			panic(value) // for the runtime, which ends the process
		}
	}()
	err := do(logging.WithLogger(ctx, o.Logger))
	if err == nil || !ours(ctx, err) {
		return err
	}
	o.Logger.ErrorContext(ctx, failure, slog.String("code", fault.From(err).Code), slog.String("error", err.Error()))
	return toldError{err}
}

// ours tells failures from what whoever called is told of: that it can't be
// done, or that they ended it themselves.
func ours(ctx context.Context, err error) bool {
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return false
	}
	kind := fault.From(err).Kind
	return kind == fault.Internal || kind == fault.Unavailable
}

// toldError is one that was logged.
type toldError struct{ error }

// Unwrap serves errors.Is and As.
func (e toldError) Unwrap() error { return e.error }

// Told reports whether err was logged already, so that main need not.
func Told(err error) bool {
	_, told := errors.AsType[toldError](err)
	return told
}
