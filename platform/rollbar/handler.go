package rollbar

import (
	"context"
	"log/slog"
	"slices"
)

// Handler passes every record on to next, and reports those of errors.
func (r *Reporter) Handler(next slog.Handler) slog.Handler {
	return handler{next: next, reporter: r}
}

type handler struct {
	next     slog.Handler
	reporter *Reporter
	group    string // with a dot at its end
	attrs    []slog.Attr
}

// Enabled implements slog.Handler.
func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelError || h.next.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (h handler) Handle(ctx context.Context, record slog.Record) error {
	if record.Level >= slog.LevelError {
		attrs := slices.Clone(h.attrs)
		record.Attrs(func(a slog.Attr) bool {
			attrs = append(attrs, named(h.group, a))
			return true
		})
		h.reporter.report(h.reporter.newItem(ctx, record, attrs)) //nolint:contextcheck // it is sent after the request has ended
	}
	if !h.next.Enabled(ctx, record.Level) {
		return nil
	}
	return h.next.Handle(ctx, record)
}

// WithAttrs implements slog.Handler.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	h.next = h.next.WithAttrs(attrs)
	h.attrs = slices.Clone(h.attrs)
	for _, a := range attrs {
		h.attrs = append(h.attrs, named(h.group, a))
	}
	return h
}

// WithGroup implements slog.Handler.
func (h handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	h.next = h.next.WithGroup(name)
	h.group += name + "."
	return h
}

func named(group string, a slog.Attr) slog.Attr {
	a.Key = group + a.Key
	return a
}
