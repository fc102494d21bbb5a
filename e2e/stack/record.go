package stack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Record is what the stack says of itself in its state folder.
type Record struct {
	Pid   int       `json:"pid"`
	Ready time.Time `json:"ready"`
	// URL is the edge, where browsers go.
	URL string `json:"url"`
	// EmulatorURL is the endpoint of the emulated AWS.
	EmulatorURL string `json:"emulator_url"`
	// DatabaseURL is the backend's database, password included.
	DatabaseURL  string `json:"database_url"`
	PostgresHome string `json:"postgres_home"`
	Processes    []Part `json:"processes"`
}

// Part is one process of the stack.
type Part struct {
	Name string `json:"name"`
	Pid  int    `json:"pid"`
	// Healthy is filled in by Status only.
	Healthy bool `json:"healthy"`
}

// Record reads what runs where. It changes when a service is started again.
func (s *Stack) Record() (Record, error) {
	raw, err := os.ReadFile(filepath.Join(s.stateDir, "state.json"))
	if err != nil {
		return Record{}, fmt.Errorf("read the stack's record: %w", err)
	}
	var record Record
	if err := json.Unmarshal(raw, &record); err != nil {
		return Record{}, fmt.Errorf("read the stack's record: %w", err)
	}
	return record, nil
}

// Status asks the stack command how every part is.
func (s *Stack) Status(ctx context.Context) ([]Part, error) {
	out, err := exec.CommandContext(ctx, s.program, "status", "--json", "--state-dir", s.stateDir).Output()
	// It exits with a failure when a part is ill, and still prints all.
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, fmt.Errorf("ask for the stack's status: %w", err)
	}
	var report struct {
		Processes []Part `json:"processes"`
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return nil, fmt.Errorf("read the stack's status %q: %w", out, err)
	}
	return report.Processes, nil
}

// Healthy tells whether every part of the stack is well.
func (s *Stack) Healthy(ctx context.Context) bool {
	parts, err := s.Status(ctx)
	for _, part := range parts {
		if !part.Healthy {
			return false
		}
	}
	return err == nil && len(parts) > 0
}

// Kill ends one process of the stack the hard way and returns its id.
func (s *Stack) Kill(ctx context.Context, name string) (int, error) {
	parts, err := s.Status(ctx)
	if err != nil {
		return 0, err
	}
	for _, part := range parts {
		if part.Name == name && part.Pid > 1 {
			if err := syscall.Kill(part.Pid, syscall.SIGKILL); err != nil {
				return 0, fmt.Errorf("kill %s, process %d: %w", name, part.Pid, err)
			}
			return part.Pid, nil
		}
	}
	return 0, fmt.Errorf("kill %s: the stack has no such process", name)
}

// checkGone fails when a process of a stopped stack still runs.
func (r Record) checkGone(ctx context.Context) error {
	var failures []error
	for _, part := range r.Processes {
		if !ends(ctx, part.Pid) {
			failures = append(failures, fmt.Errorf("the stack left %s running, process %d", part.Name, part.Pid))
		}
	}
	return errors.Join(failures...)
}

// ends gives the system a moment to clear a process away.
func ends(ctx context.Context, pid int) bool {
	for range 40 {
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(50 * time.Millisecond):
		}
	}
	return false
}
