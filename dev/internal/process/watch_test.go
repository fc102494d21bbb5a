package process_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cruddur/cruddur/dev/internal/process"
)

func quick(restarts int) process.Policy {
	policy := process.Policy{Settled: time.Hour}
	for range restarts {
		policy.Delays = append(policy.Delays, 10*time.Millisecond)
	}
	return policy
}

// messages collects what a watch tells people.
type messages struct {
	mutex sync.Mutex
	all   []string
}

func (m *messages) add(message string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.all = append(m.all, message)
}

func (m *messages) text() string {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return strings.Join(m.all, "\n")
}

func TestWatchRestartsWhatDied(t *testing.T) {
	t.Parallel()
	var said messages
	var restarted atomic.Int32
	watch := process.Supervise(t.Context(), process.Service{
		Name:      "backend",
		Start:     func(context.Context) (*process.Process, error) { return process.Start(shell("sleep 60")) },
		Restarted: func(context.Context) error { restarted.Add(1); return nil },
		Notify:    said.add,
		Policy:    quick(3),
	}, start(t, shell("sleep 60")))

	first := watch.Process()
	if err := first.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the service was started again", func() bool {
		return watch.Process().Pid() != first.Pid() && watch.Process().Running() && restarted.Load() == 1
	})
	second := watch.Process().Pid()
	if err := watch.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if watch.Err() != nil || alive(second) {
		t.Errorf("after Stop: error %v, alive %t", watch.Err(), alive(second))
	}
	if !strings.Contains(said.text(), "backend ended (signal: killed)") {
		t.Errorf("people were told %q", said.text())
	}
}

func TestWatchGivesUpOnALoop(t *testing.T) {
	t.Parallel()
	var said messages
	var starts atomic.Int32
	watch := process.Supervise(t.Context(), process.Service{
		Name: "backend",
		Start: func(context.Context) (*process.Process, error) {
			starts.Add(1)
			return process.Start(shell("exit 3"))
		},
		Notify: said.add,
		Policy: quick(3),
	}, start(t, shell("exit 3")))
	select {
	case <-watch.Failed():
	case <-time.After(10 * time.Second):
		t.Fatal("a service that always dies is started for ever")
	}
	if starts.Load() != 3 {
		t.Errorf("it was started again %d times, want 3", starts.Load())
	}
	if err := watch.Err(); err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("error %v", err)
	}
}

func TestWatchCountsAnewAfterAQuietTime(t *testing.T) {
	t.Parallel()
	var said messages
	policy := quick(1)
	policy.Settled = 0
	var starts atomic.Int32
	watch := process.Supervise(t.Context(), process.Service{
		Name: "backend",
		Start: func(context.Context) (*process.Process, error) {
			if starts.Add(1) < 4 {
				return process.Start(shell("exit 1"))
			}
			return process.Start(shell("sleep 60"))
		},
		Notify: said.add,
		Policy: policy,
	}, start(t, shell("exit 1")))
	eventually(t, "it was started more often than a loop would be", func() bool { return starts.Load() == 4 })
	if err := watch.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWatchCountsFailedStarts(t *testing.T) {
	t.Parallel()
	broken := errors.New("no such port")
	var said messages
	watch := process.Supervise(t.Context(), process.Service{
		Name:   "emulator",
		Start:  func(context.Context) (*process.Process, error) { return nil, broken },
		Notify: said.add,
		Policy: quick(2),
	}, start(t, shell("exit 1")))
	<-watch.Failed()
	if err := watch.Err(); err == nil || !strings.Contains(err.Error(), broken.Error()) {
		t.Errorf("error %v", err)
	}
}
