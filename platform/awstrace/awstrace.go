// Package awstrace traces calls of AWS: one span a call, retries included.
//
// It stands in for otelaws, which is no longer supported and drags five
// services' clients into every program. What is sent and answered is left out.
package awstrace

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/smithy-go/middleware"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/platform/telemetry"
)

const scope = "github.com/cruddur/cruddur/platform/awstrace"

// Add has the calls of all clients made from cfg traced, if anything is, and what
// they complain of logged.
func Add(cfg *aws.Config) {
	cfg.Logger = sdkLog{context.Background()}
	if !telemetry.On() {
		return
	}
	tracer := otel.GetTracerProvider().Tracer(scope)
	cfg.APIOptions = append(cfg.APIOptions, func(stack *middleware.Stack) error {
		// Behind the SDK's own first step, which says what is called.
		return stack.Initialize.Add(call{tracer}, middleware.After)
	})
}

// call is the step of a client's stack that a call goes through once.
type call struct{ tracer trace.Tracer }

// ID implements middleware.InitializeMiddleware.
func (call) ID() string { return "Trace" }

// HandleInitialize implements middleware.InitializeMiddleware.
func (c call) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error,
) {
	name := awsmiddleware.GetServiceID(ctx) + "/" + awsmiddleware.GetOperationName(ctx)
	ctx, span := begin(ctx, c.tracer, name, awsmiddleware.GetRegion(ctx))
	out, metadata, err := next.HandleInitialize(ctx, in)
	if id, ok := awsmiddleware.GetRequestIDMetadata(metadata); ok {
		span.SetAttributes(attribute.String("aws.request_id", id))
	}
	end(span, err)
	return out, metadata, err
}

// Begin is for calls that no client of the SDK makes: operation is the service's
// and the operation's name, as in S3/GetObject. The caller ends it with the
// call's error.
func Begin(ctx context.Context, operation, region string) (call context.Context, done func(error)) {
	ctx, span := begin(ctx, otel.GetTracerProvider().Tracer(scope), operation, region)
	return ctx, func(err error) { end(span, err) }
}

func begin(ctx context.Context, tracer trace.Tracer, name, region string) (context.Context, trace.Span) {
	return tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes( //nolint:spancheck // end ends it
		semconv.RPCSystemNameKey.String("aws-api"),
		semconv.RPCMethod(name),
		semconv.CloudRegion(region),
	))
}

func end(span trace.Span, err error) {
	if err != nil {
		span.RecordError(err)
		span.SetStatus(codes.Error, "")
		span.SetAttributes(semconv.ErrorTypeKey.String(fmt.Sprintf("%T", rootOf(err))))
	}
	span.End()
}

// rootOf is what AWS answered, without the SDK's words around it.
func rootOf(err error) error {
	for {
		wrapper, ok := err.(interface{ Unwrap() error })
		if !ok || wrapper.Unwrap() == nil {
			return err
		}
		err = wrapper.Unwrap()
	}
}
