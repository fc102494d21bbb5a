package logging

import (
	"context"
	"log/slog"
	"sync/atomic"
)

type (
	requestIDKey struct{}
	loggerKey    struct{}
	userKey      struct{}
)

// WithRequestID returns a context that carries the request's id.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestID returns the id put there by WithRequestID, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// WithLogger returns a context that carries logger.
func WithLogger(ctx context.Context, logger *slog.Logger) context.Context {
	return context.WithValue(ctx, loggerKey{}, logger)
}

// From returns the context's logger, or slog.Default() when it has none. Use
// its ...Context methods, so that the request id is added.
func From(ctx context.Context) *slog.Logger {
	if logger, ok := ctx.Value(loggerKey{}).(*slog.Logger); ok && logger != nil {
		return logger
	}
	return slog.Default()
}

// WithUser returns a context that will carry who asks. It is set later and
// further inside, when the caller is known, and seen by everybody who has the
// context, the access log around it too.
func WithUser(ctx context.Context) context.Context {
	return context.WithValue(ctx, userKey{}, &atomic.Pointer[string]{})
}

// SetUser notes who asks, by a pseudonym, on a context made by WithUser. On
// others it does nothing.
func SetUser(ctx context.Context, pseudonym string) {
	if user, ok := ctx.Value(userKey{}).(*atomic.Pointer[string]); ok {
		user.Store(&pseudonym)
	}
}

// User returns the pseudonym noted by SetUser, or "".
func User(ctx context.Context) string {
	user, ok := ctx.Value(userKey{}).(*atomic.Pointer[string])
	if !ok {
		return ""
	}
	if pseudonym := user.Load(); pseudonym != nil {
		return *pseudonym
	}
	return ""
}
