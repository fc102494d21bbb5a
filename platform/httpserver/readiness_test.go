package httpserver_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
	"github.com/cruddur/cruddur/platform/httpserver"
)

func TestReadiness(t *testing.T) {
	t.Parallel()
	down := errors.New("dial 10.0.0.7: refused")
	ok := func(context.Context) error { return nil }
	fails := func(context.Context) error { return down }
	hangs := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	deaf := func(context.Context) error { select {} }
	tests := map[string]struct {
		checks  map[string]func(context.Context) error
		message []string // what it names; nil for ready
	}{
		"no checks":  {nil, nil},
		"all good":   {map[string]func(context.Context) error{"database": ok, "keys": ok}, nil},
		"one down":   {map[string]func(context.Context) error{"database": fails, "keys": ok}, []string{"database"}},
		"two down":   {map[string]func(context.Context) error{"database": fails, "keys": fails}, []string{"database", "keys"}},
		"one hangs":  {map[string]func(context.Context) error{"database": hangs, "keys": ok}, []string{"database"}},
		"one's deaf": {map[string]func(context.Context) error{"database": deaf, "keys": ok}, []string{"database"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ready := httpserver.Readiness{Timeout: 200 * time.Millisecond}
			for name, check := range tt.checks {
				ready.Add(name, check)
			}
			err := ready.Check(t.Context())
			if tt.message == nil {
				if err != nil {
					t.Errorf("Check = %v", err)
				}
				return
			}
			if !errors.Is(err, fault.New(fault.Unavailable, "not_ready", "")) {
				t.Fatalf("Check = %v, want not_ready", err)
			}
			message := fault.From(err).Message
			for _, name := range []string{"database", "keys"} {
				want := strings.Contains(strings.Join(tt.message, " "), name)
				if strings.Contains(message, name) != want {
					t.Errorf("message %q, names %s: want %v", message, name, want)
				}
			}
			if strings.Contains(message, "10.0.0.7") {
				t.Errorf("message %q says more than names", message)
			}
		})
	}
}

func TestReadinessRunsChecksTogether(t *testing.T) {
	t.Parallel()
	var ready httpserver.Readiness
	meet := make(chan struct{})
	// Each waits for the other, so one after the other would never end.
	ready.Add("first", func(ctx context.Context) error {
		select {
		case meet <- struct{}{}:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	ready.Add("second", func(ctx context.Context) error {
		select {
		case <-meet:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	if err := ready.Check(t.Context()); err != nil {
		t.Errorf("Check = %v", err)
	}
}

func TestReadinessKeepsTheCause(t *testing.T) {
	t.Parallel()
	down := errors.New("refused")
	var ready httpserver.Readiness
	ready.Add("database", func(context.Context) error { return down })
	if err := ready.Check(t.Context()); !errors.Is(err, down) {
		t.Errorf("Check = %v, want the cause in it", err)
	}
}
