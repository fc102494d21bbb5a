package fault_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
)

func TestFrom(t *testing.T) {
	t.Parallel()
	taken := fault.New(fault.Conflict, "handle_taken", "Taken.")
	tests := map[string]struct {
		err   error
		kind  fault.Kind
		code  string
		retry time.Duration
	}{
		"a fault":                  {taken, fault.Conflict, "handle_taken", 0},
		"a wrapped fault":          {fmt.Errorf("save: %w", taken), fault.Conflict, "handle_taken", 0},
		"a deadline":               {fmt.Errorf("query: %w", context.DeadlineExceeded), fault.Unavailable, "timeout", time.Second},
		"anything else":            {io.ErrUnexpectedEOF, fault.Internal, "internal", 0},
		"a cancellation":           {context.Canceled, fault.Internal, "internal", 0},
		"a fault about a deadline": {taken.WithCause(context.DeadlineExceeded), fault.Conflict, "handle_taken", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := fault.From(tt.err)
			if got.Kind != tt.kind || got.Code != tt.code || got.RetryAfter != tt.retry {
				t.Errorf("From = %s %q after %s, want %s %q after %s",
					got.Kind, got.Code, got.RetryAfter, tt.kind, tt.code, tt.retry)
			}
			if cause := tt.err; !errors.Is(got, cause) && !errors.Is(cause, got) {
				t.Errorf("From(%v) lost its cause", cause)
			}
		})
	}
	if got := fault.From(nil); got != nil {
		t.Errorf("From(nil) = %v", got)
	}
}

func TestFromHidesTheCauseFromTheMessage(t *testing.T) {
	t.Parallel()
	got := fault.From(errors.New("password=hunter2"))
	if got.Message != "Something went wrong on our side." {
		t.Errorf("Message = %q", got.Message)
	}
}

func TestIs(t *testing.T) {
	t.Parallel()
	base := fault.New(fault.NotFound, "not_found", "No such crud.")
	tests := map[string]struct {
		target error
		want   bool
	}{
		"other message":   {fault.New(fault.NotFound, "not_found", "No such person."), true},
		"with a cause":    {base.WithCause(io.EOF), true},
		"other kind":      {fault.New(fault.Conflict, "not_found", ""), false},
		"other code":      {fault.New(fault.NotFound, "gone", ""), false},
		"not a fault":     {io.EOF, false},
		"a nil one of it": {(*fault.Error)(nil), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := errors.Is(fmt.Errorf("read: %w", base), tt.target); got != tt.want {
				t.Errorf("errors.Is = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWithLeavesTheOriginalAlone(t *testing.T) {
	t.Parallel()
	base := fault.New(fault.RateLimited, "slow_down", "Too fast.")
	changed := base.WithCause(io.EOF).WithRetryAfter(time.Minute)
	if base.Unwrap() != nil || base.RetryAfter != 0 {
		t.Errorf("the original changed: %v, %s", base.Unwrap(), base.RetryAfter)
	}
	if !errors.Is(changed, io.EOF) || changed.RetryAfter != time.Minute {
		t.Errorf("the copy is %v after %s", changed, changed.RetryAfter)
	}
}

func TestInvalidFieldsCopiesItsFields(t *testing.T) {
	t.Parallel()
	fields := []fault.Field{{Name: "message", Code: "required"}}
	e := fault.InvalidFields(fields...)
	fields[0].Name = "changed"
	if e.Kind != fault.Invalid || e.Code != "validation_failed" || e.Fields[0].Name != "message" {
		t.Errorf("InvalidFields = %+v", e)
	}
}

func TestError(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  *fault.Error
		want string
	}{
		"code only": {fault.New(fault.Internal, "internal", ""), "internal"},
		"message":   {fault.New(fault.NotFound, "not_found", "No such crud."), "not_found: No such crud."},
		"fields": {
			fault.InvalidFields(fault.Field{Name: "a", Code: "required"}, fault.Field{Name: "b", Code: "too_long"}),
			"validation_failed: Some of the values are not valid. (a required, b too_long)",
		},
		"cause": {fault.New(fault.Internal, "internal", "Oh.").WithCause(io.EOF), "internal: Oh.: EOF"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("Error = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestKindString(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	for kind := fault.Internal; kind <= fault.MethodNotAllowed; kind++ {
		name := kind.String()
		if name == "" || name == "unknown" || seen[name] {
			t.Errorf("kind %d is called %q", kind, name)
		}
		seen[name] = true
	}
	if got := (fault.MethodNotAllowed + 1).String(); got != "unknown" {
		t.Errorf("a kind out of range is called %q", got)
	}
}
