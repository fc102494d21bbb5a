package httpserver

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cruddur/cruddur/platform/fault"
)

const defaultCheckTimeout = 2 * time.Second

// Readiness says whether the service should be sent requests: every named
// check passes and the server is not stopping. The zero value is ready and has
// no checks.
type Readiness struct {
	// Timeout bounds one call of Check; 0 means two seconds. Set it before use.
	Timeout time.Duration

	draining atomic.Bool

	mu     sync.Mutex
	checks []namedCheck
}

type namedCheck struct {
	name string
	run  func(context.Context) error
}

// Add registers a check. The name is shown to whoever asks, so it must say
// nothing secret ("database", "keys").
func (r *Readiness) Add(name string, check func(ctx context.Context) error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.checks = append(r.checks, namedCheck{name: name, run: check})
}

// Drain makes every later Check fail, for good. The server calls it when it is
// told to stop.
func (r *Readiness) Drain() { r.draining.Store(true) }

// Check runs all checks at the same time. Its error is the fault Unavailable
// "not_ready", whose message names the checks that failed or gave no answer in
// time, and whose cause has the details.
func (r *Readiness) Check(ctx context.Context) error {
	if r.draining.Load() {
		return notReady("stopping", nil)
	}
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = defaultCheckTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	r.mu.Lock()
	checks := slices.Clone(r.checks)
	r.mu.Unlock()

	var missing []string
	var causes []error
	for i, err := range runAll(ctx, checks) {
		if err != nil {
			missing = append(missing, checks[i].name)
			causes = append(causes, fmt.Errorf("%s: %w", checks[i].name, err))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return notReady(strings.Join(missing, ", "), errors.Join(causes...))
}

// runAll returns each check's error, in order. A check that ignores its
// context is left behind when the time is up.
func runAll(ctx context.Context, checks []namedCheck) []error {
	results := make([]chan error, len(checks))
	for i, check := range checks {
		results[i] = make(chan error, 1)
		go func() { results[i] <- check.run(ctx) }()
	}
	errs := make([]error, len(checks))
	for i := range checks {
		select {
		case errs[i] = <-results[i]:
		case <-ctx.Done():
			errs[i] = lastWord(ctx, results[i])
		}
	}
	return errs
}

// lastWord prefers an answer that came in together with the end of the time.
func lastWord(ctx context.Context, result <-chan error) error {
	select {
	case err := <-result:
		return err
	default:
		return ctx.Err()
	}
}

func notReady(what string, cause error) error {
	e := fault.New(fault.Unavailable, "not_ready", "Not ready: "+what+".").WithRetryAfter(time.Second)
	if cause == nil {
		return e
	}
	return e.WithCause(cause)
}
