// Package push tells people's open windows what other services put into a queue.
// api/events.md is the contract with those services.
package push

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/uuid"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/cruddur/cruddur/messaging/internal/live"
	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/strictjson"
	"github.com/cruddur/cruddur/platform/telemetry"
)

const scope = "github.com/cruddur/cruddur/messaging/internal/push"

// Version is that of the events that are understood.
const Version = 1

// TypeNotification is the type of events there is.
const TypeNotification = "notification"

// Bounds of an event.
const (
	maxPeople       = 1000
	maxPayloadBytes = live.MaxFrameBytes - 1000 // a frame's own bytes are fewer
)

// Event is what a service wants people to be told.
type Event struct {
	Version int             `json:"version"`
	Type    string          `json:"type"`
	To      []uuid.UUID     `json:"to"` // subs
	Payload json.RawMessage `json:"payload"`
}

// Pusher pushes frames.
type Pusher interface {
	Push(ctx context.Context, to []uuid.UUID, frame live.Frame) error
}

var _ Pusher = (*live.Pusher)(nil)

// Handler is the Lambda.
type Handler struct {
	Pusher Pusher
}

// Handle pushes each message of a batch. One that fails comes again, and after a
// few times it goes to the dead-letter queue: so does at last what can't be read,
// for somebody to look at.
func (h *Handler) Handle(ctx context.Context, batch events.SQSEvent) (events.SQSEventResponse, error) {
	observe.Note(ctx, slog.Int("records", len(batch.Records)))
	response := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, message := range batch.Records {
		if err := h.push(ctx, message); err != nil {
			response.BatchItemFailures = append(response.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: message.MessageId})
		}
	}
	return response, nil
}

// push goes on with the trace of the service that put the message into the
// queue, and leads to the invocation, which has other messages too.
func (h *Handler) push(ctx context.Context, message events.SQSMessage) (err error) {
	link := trace.WithLinks(trace.LinkFromContext(ctx))
	ctx, span := otel.GetTracerProvider().Tracer(scope).Start(parentOf(ctx, message), "process events", link,
		trace.WithSpanKind(trace.SpanKindConsumer),
		trace.WithAttributes(
			semconv.MessagingSystemAWSSQS, semconv.MessagingDestinationName("events"), semconv.MessagingOperationTypeProcess,
			semconv.MessagingOperationName("process"), semconv.MessagingMessageID(message.MessageId),
		))
	defer func() {
		if err != nil {
			logging.From(ctx).ErrorContext(ctx, "event not pushed",
				slog.String("message_id", message.MessageId), slog.String("error", err.Error()))
			span.SetStatus(codes.Error, "")
			span.SetAttributes(semconv.ErrorTypeKey.String(fmt.Sprintf("%T", err)))
		}
		span.End()
	}()
	event, err := Parse([]byte(message.Body))
	if err != nil {
		return err
	}
	return h.Pusher.Push(ctx, event.To, live.Notification(event.Payload))
}

// parentOf is the trace of whoever put a message into the queue.
func parentOf(ctx context.Context, message events.SQSMessage) context.Context {
	if parent := message.MessageAttributes[telemetry.ParentAttribute].StringValue; parent != nil {
		return telemetry.WithParent(ctx, *parent)
	}
	return ctx
}

// Parse reads an event, and takes nothing that it doesn't know.
func Parse(data []byte) (Event, error) {
	var version struct {
		Version int `json:"version"`
	}
	if err := json.Unmarshal(data, &version); err != nil {
		return Event{}, fmt.Errorf("read an event: %w", err)
	}
	if version.Version != Version {
		return Event{}, fmt.Errorf("read an event: version %d is not %d", version.Version, Version)
	}
	var event Event
	if err := strictjson.Decode(data, &event); err != nil {
		return Event{}, fmt.Errorf("read an event: %w", err)
	}
	switch {
	case event.Type != TypeNotification:
		return Event{}, fmt.Errorf("read an event: type %q is unknown", event.Type)
	case len(event.To) == 0 || len(event.To) > maxPeople:
		return Event{}, fmt.Errorf("read an event: it is to %d people, not to 1 to %d", len(event.To), maxPeople)
	case !bytes.HasPrefix(event.Payload, []byte("{")):
		return Event{}, errors.New("read an event: payload is no object")
	case len(event.Payload) > maxPayloadBytes:
		return Event{}, fmt.Errorf("read an event: a payload of %d bytes is over %d", len(event.Payload), maxPayloadBytes)
	}
	return event, nil
}
