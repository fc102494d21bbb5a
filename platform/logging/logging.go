// Package logging is structured logging as JSON with log/slog. The request id
// and the logger travel in the context, so that every line of a request can be
// found by its id, by its trace, and by a pseudonym of who asked.
package logging

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"go.opentelemetry.io/otel/trace"
)

// New returns a logger that writes one JSON object a line to w, from level up,
// and adds what a record's context carries: request_id, trace_id, span_id and
// user. The level may change while the logger is in use (slog.LevelVar).
func New(w io.Writer, level slog.Leveler) *slog.Logger {
	return slog.New(contextHandler{slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})})
}

// ParseLevel reads "debug", "info", "warn" or "error", in any case.
func ParseLevel(name string) (slog.Level, error) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "debug":
		return slog.LevelDebug, nil
	case "info":
		return slog.LevelInfo, nil
	case "warn":
		return slog.LevelWarn, nil
	case "error":
		return slog.LevelError, nil
	}
	return 0, fmt.Errorf("log level %q is not one of debug, info, warn, error", name)
}

// AtLeast returns a logger that passes on what is at level or above, for
// libraries that say much.
func AtLeast(logger *slog.Logger, level slog.Level) *slog.Logger {
	return slog.New(thresholdHandler{logger.Handler(), level})
}

// thresholdHandler keeps records below a level from another handler.
type thresholdHandler struct {
	slog.Handler

	level slog.Level
}

// Enabled implements slog.Handler.
func (h thresholdHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= h.level && h.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler and keeps the wrapper.
func (h thresholdHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return thresholdHandler{h.Handler.WithAttrs(attrs), h.level}
}

// WithGroup implements slog.Handler and keeps the wrapper.
func (h thresholdHandler) WithGroup(name string) slog.Handler {
	return thresholdHandler{h.Handler.WithGroup(name), h.level}
}

// contextHandler adds what the context knows to each record.
type contextHandler struct {
	slog.Handler
}

// Handle implements slog.Handler.
func (h contextHandler) Handle(ctx context.Context, record slog.Record) error {
	if known := contextAttrs(ctx); len(known) > 0 {
		record = record.Clone() // another handler may share its attributes
		record.AddAttrs(known...)
	}
	return h.Handler.Handle(ctx, record)
}

func contextAttrs(ctx context.Context) []slog.Attr {
	var known []slog.Attr
	if id := RequestID(ctx); id != "" {
		known = append(known, slog.String("request_id", id))
	}
	if user := User(ctx); user != "" {
		known = append(known, slog.String("user", user))
	}
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		known = append(known, slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return known
}

// WithAttrs implements slog.Handler and keeps the wrapper.
func (h contextHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return contextHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler and keeps the wrapper.
func (h contextHandler) WithGroup(name string) slog.Handler {
	return contextHandler{h.Handler.WithGroup(name)}
}
