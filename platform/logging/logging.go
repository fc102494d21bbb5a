// Package logging is structured logging as JSON with log/slog. The request id
// and the logger travel in the context, so that every line of a request can be
// found by its id.
package logging

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// New returns a logger that writes one JSON object a line to w, from level up,
// and adds request_id to every record whose context carries one.
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
	if id := RequestID(ctx); id != "" {
		record = record.Clone() // another handler may share its attributes
		record.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, record)
}

// WithAttrs implements slog.Handler and keeps the wrapper.
func (h contextHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return contextHandler{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler and keeps the wrapper.
func (h contextHandler) WithGroup(name string) slog.Handler {
	return contextHandler{h.Handler.WithGroup(name)}
}
