package process

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Policy says how a service that ended by itself is started again.
type Policy struct {
	// Delays are the waits before the first, second, ... restart in a row.
	// When they are used up, the service is given up.
	Delays []time.Duration
	// Settled is how long a service must run for the count to start anew.
	Settled time.Duration
}

// DefaultPolicy gives up a service that fails six times in about a minute.
func DefaultPolicy() Policy {
	return Policy{
		Delays:  []time.Duration{250 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second},
		Settled: 30 * time.Second,
	}
}

// Service is something that is started again when it ends by itself.
type Service struct {
	Name string
	// Start starts it and returns when it is ready.
	Start func(ctx context.Context) (*Process, error)
	// Restarted is called after every successful restart, before the next
	// watch; its error counts as a failure of the service.
	Restarted func(ctx context.Context) error
	// Notify tells people what happens.
	Notify func(message string)
	Policy Policy
}

// Watch is a service under supervision.
type Watch struct {
	service Service
	cancel  context.CancelFunc
	ended   chan struct{}
	failure error

	mutex   sync.Mutex
	current *Process
}

// Supervise watches a service that runs already. The caller must Stop it.
func Supervise(ctx context.Context, service Service, running *Process) *Watch {
	ctx, cancel := context.WithCancel(ctx)
	w := &Watch{service: service, cancel: cancel, ended: make(chan struct{}), current: running}
	go func() {
		defer close(w.ended)
		w.failure = w.run(ctx)
	}()
	return w
}

// Failed is closed when the service was given up, or stopped.
func (w *Watch) Failed() <-chan struct{} { return w.ended }

// Err says why the service was given up; nil when it was stopped. Valid once
// Failed is closed.
func (w *Watch) Err() error { return w.failure }

// Process is the child that runs now, or ran last.
func (w *Watch) Process() *Process {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.current
}

// Stop ends the supervision, and the service gracefully.
func (w *Watch) Stop(ctx context.Context) error {
	w.cancel()
	<-w.ended
	return w.Process().Stop(ctx)
}

func (w *Watch) run(ctx context.Context) error {
	failures := 0
	for {
		begun := time.Now()
		select {
		case <-ctx.Done():
			return nil
		case <-w.Process().Done():
		}
		if time.Since(begun) >= w.service.Policy.Settled {
			failures = 0
		}
		// After Stop an error is of no interest: it is the stop's own doing.
		if err := w.restart(ctx, &failures); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// restart starts the service again, with growing waits, until it is ready.
func (w *Watch) restart(ctx context.Context, failures *int) error {
	last := w.Process().Err()
	for {
		if *failures >= len(w.service.Policy.Delays) {
			return fmt.Errorf("%s keeps failing and was given up (%s)", w.service.Name, reason(last))
		}
		delay := w.service.Policy.Delays[*failures]
		*failures++
		w.service.Notify(fmt.Sprintf("%s ended (%s), starting it again in %s", w.service.Name, reason(last), delay))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(delay):
		}
		if last = w.startOnce(ctx); last == nil {
			w.service.Notify(w.service.Name + " is back")
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func (w *Watch) startOnce(ctx context.Context) error {
	child, err := w.service.Start(ctx)
	if err != nil {
		return err
	}
	w.mutex.Lock()
	w.current = child
	w.mutex.Unlock()
	if w.service.Restarted == nil {
		return nil
	}
	if err := w.service.Restarted(ctx); err != nil {
		return joinStop(err, child.Stop(context.WithoutCancel(ctx)))
	}
	return nil
}

func joinStop(err, stopping error) error {
	if stopping != nil {
		return fmt.Errorf("%w; %w", err, stopping)
	}
	return err
}

func reason(err error) string {
	if err == nil {
		return "exit status 0"
	}
	return err.Error()
}
