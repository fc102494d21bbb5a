// Package fault is the vocabulary of errors that travel inside a service.
//
// An [Error] says what kind of thing went wrong, with a stable code for
// programs and a sentence that is safe to show to people. Every other error is
// internal: [From] hides it behind one. Only the edge (package problem) turns a
// fault into an HTTP answer.
package fault

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// Kind groups faults by what the caller can do about them. The zero value is
// Internal, so a fault that nobody classified is hidden, not shown.
type Kind uint8

// The kinds of fault. Package problem maps each to one HTTP status.
const (
	Internal             Kind = iota // ours; the caller can do nothing
	Malformed                        // not understood at all
	Invalid                          // understood, but not acceptable
	Unauthenticated                  // no proof of who is asking, or one that doesn't count
	Forbidden                        // known, and not allowed
	NotFound                         // not there, or not to be seen
	Conflict                         // clashes with what is there
	TooLarge                         // over a size limit
	UnsupportedMediaType             // of a content type that isn't taken
	RateLimited                      // too often; try again later
	Unavailable                      // a dependency is down; try again later
	MethodNotAllowed                 // the resource has no such method
)

// String returns the kind's name in snake case, for logs.
func (k Kind) String() string {
	names := [...]string{
		Internal:             "internal",
		Malformed:            "malformed",
		Invalid:              "invalid",
		Unauthenticated:      "unauthenticated",
		Forbidden:            "forbidden",
		NotFound:             "not_found",
		Conflict:             "conflict",
		TooLarge:             "too_large",
		UnsupportedMediaType: "unsupported_media_type",
		RateLimited:          "rate_limited",
		Unavailable:          "unavailable",
		MethodNotAllowed:     "method_not_allowed",
	}
	if int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// Field is one thing wrong with one part of the input.
type Field struct {
	Name    string // where: a body field, or a parameter by its name
	Code    string // stable, for programs
	Message string // for people; safe to show
}

// Error is a classified error. Treat it as immutable: the With methods return
// changed copies, so a package-level Error is safe to share.
type Error struct {
	Kind       Kind
	Code       string        // stable, for programs
	Message    string        // for people; safe to show
	Fields     []Field       // what is wrong with the input, when Kind is Invalid
	RetryAfter time.Duration // when to try again; zero leaves it to the edge

	cause error
}

// New returns a fault with no cause.
func New(kind Kind, code, message string) *Error {
	return &Error{Kind: kind, Code: code, Message: message}
}

// InvalidFields returns the Invalid fault "validation_failed" that lists fields.
func InvalidFields(fields ...Field) *Error {
	return &Error{
		Kind:    Invalid,
		Code:    "validation_failed",
		Message: "Some of the values are not valid.",
		Fields:  slices.Clone(fields),
	}
}

// WithCause returns a copy that wraps err. The cause is for logs and for
// errors.Is; it is never shown to the caller of the API.
func (e *Error) WithCause(err error) *Error {
	c := *e
	c.cause = err
	return &c
}

// WithRetryAfter returns a copy that asks the caller to wait d.
func (e *Error) WithRetryAfter(d time.Duration) *Error {
	c := *e
	c.RetryAfter = d
	return &c
}

// Error describes the fault and its cause for a log. It is not safe to show.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if len(e.Fields) > 0 {
		names := make([]string, len(e.Fields))
		for i, f := range e.Fields {
			names[i] = f.Name + " " + f.Code
		}
		b.WriteString(" (" + strings.Join(names, ", ") + ")")
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

// Unwrap returns the cause, or nil.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is a fault of the same kind and code, whatever its
// message and cause.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t != nil && t.Kind == e.Kind && t.Code == e.Code
}

// From returns the fault in err's chain, or classifies err: a deadline that
// passed is Unavailable "timeout" with a second's wait, everything else
// Internal "internal". From(nil) is nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok && e != nil {
		return e
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return New(Unavailable, "timeout", "This took too long. Please try again.").
			WithCause(err).
			WithRetryAfter(time.Second)
	}
	return New(Internal, "internal", "Something went wrong on our side.").WithCause(err)
}
