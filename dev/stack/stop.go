package stack

import (
	"context"
	"errors"
	"fmt"

	"github.com/cruddur/cruddur/dev/internal/process"
)

// Wait returns nil when ctx is done, and an error with the end of the log
// when a service was given up.
func (s *Stack) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-s.postgres.Failed():
		return s.explain(s.postgres.Err(), logPostgres)
	case <-s.emulator.Failed():
		return s.explain(s.emulator.Err(), logEmulator)
	case <-s.backend.Failed():
		return s.explain(s.backend.Err(), logBackend)
	case <-s.messaging.Failed():
		return s.explain(s.messaging.Err(), logMessaging)
	case err := <-s.edgeDone:
		s.edgeDone <- err // Stop waits for it too
		return s.explain(fmt.Errorf("the edge stopped: %w", err), logEdge)
	}
}

// Stop ends everything that runs, in the reverse order of the way up, each
// gracefully, and frees the state folder. When ctx is done, the rest is
// killed. It is called once.
func (s *Stack) Stop(ctx context.Context) error {
	var failures []error
	if s.stopEdge != nil {
		s.stopEdge()
		failures = append(failures, <-s.edgeDone)
	} else if s.listener != nil {
		failures = append(failures, s.listener.Close())
	}
	for _, watch := range []*process.Watch{s.messaging, s.backend, s.emulator, s.postgres} {
		if watch != nil {
			failures = append(failures, watch.Stop(ctx))
		}
	}
	failures = append(failures, s.folder.Forget())
	for _, log := range s.logs {
		failures = append(failures, log.Close())
	}
	failures = append(failures, s.lock.Release())
	return errors.Join(failures...)
}
