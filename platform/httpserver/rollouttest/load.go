package rollouttest

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Load are clients that send requests all the time, each one after the other.
type Load struct {
	answered atomic.Int64
	stopped  atomic.Bool
	clients  sync.WaitGroup

	mu       sync.Mutex
	failures []error
}

// NewLoad begins. send sends the client's i-th request; its error is a failure.
func NewLoad(clients int, send func(client, i int) error) *Load {
	l := &Load{}
	for client := range clients {
		l.clients.Go(func() {
			for i := 0; !l.stopped.Load(); i++ {
				if err := send(client, i); err != nil {
					l.mu.Lock()
					l.failures = append(l.failures, err)
					l.mu.Unlock()
				}
				l.answered.Add(1)
			}
		})
	}
	return l
}

// WaitFor returns when so many more have been answered.
func (l *Load) WaitFor(tb testing.TB, more int64) {
	tb.Helper()
	wanted := l.answered.Load() + more
	for begun := time.Now(); l.answered.Load() < wanted; time.Sleep(time.Millisecond) {
		if time.Since(begun) > patience {
			tb.Fatalf("%d requests are missing", wanted-l.answered.Load())
		}
	}
}

// Stop ends the load and returns what failed.
func (l *Load) Stop() []error {
	l.stopped.Store(true)
	l.clients.Wait()
	return l.failures
}

// Rollout replaces the old process by one that start starts, while requests
// come in.
func Rollout(tb testing.TB, balancer *Balancer, load *Load, old *Process, start func() *Process) *Process {
	tb.Helper()
	fresh := start()
	balancer.Add(fresh.Address)
	load.WaitFor(tb, 50)
	if err := old.Terminate(); err != nil {
		tb.Error(err)
	}
	balancer.Remove(old.Address)
	load.WaitFor(tb, 50)
	return fresh
}
