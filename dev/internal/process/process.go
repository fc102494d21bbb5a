// Package process starts the programs of the local stack and stops them
// again. A child never sees the terminal's Ctrl-C (it has a process group of
// its own) and never outlives its parent where the system can promise that.
package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Spec says how a child is started and how it is asked to stop.
type Spec struct {
	// Name is how people know the process: "postgres", "backend".
	Name string
	// Path and Args are the program and its arguments, without argv[0].
	Path string
	Args []string
	// Env is the whole environment: nothing is inherited.
	Env []string
	// Dir is the working directory.
	Dir string
	// Output receives standard output and error. A file rather than a
	// writer: the child writes it without our help. Nil discards.
	Output *os.File
	// User is who the child runs as; nil means the caller.
	User *syscall.Credential
	// StopSignal asks for a graceful stop; SIGTERM when zero. The child gets
	// the same signal when its parent dies (Linux).
	StopSignal syscall.Signal
	// KillSignal ends a child that didn't stop in time; SIGKILL when zero.
	KillSignal syscall.Signal
	// Grace is how long the child has between the two; 10 s when zero.
	Grace time.Duration
}

// Process is a running, or ended, child.
type Process struct {
	spec Spec
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

// Start runs the program. The caller must Stop it.
func Start(spec Spec) (*Process, error) {
	spec = withDefaults(spec)
	cmd := exec.Command(spec.Path, spec.Args...) //nolint:noctx // it is stopped gracefully, not killed with a context
	cmd.Dir = spec.Dir
	// An empty, non-nil slice: nil would mean "inherit everything".
	cmd.Env = append([]string{}, spec.Env...)
	if spec.Output != nil {
		cmd.Stdout, cmd.Stderr = spec.Output, spec.Output
	}
	cmd.SysProcAttr = attributes(spec)

	p := &Process{spec: spec, cmd: cmd, done: make(chan struct{})}
	started := make(chan error, 1)
	go p.run(started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	return p, nil
}

func withDefaults(spec Spec) Spec {
	if spec.StopSignal == 0 {
		spec.StopSignal = syscall.SIGTERM
	}
	if spec.KillSignal == 0 {
		spec.KillSignal = syscall.SIGKILL
	}
	if spec.Grace == 0 {
		spec.Grace = 10 * time.Second
	}
	return spec
}

// run starts the child and waits for it on one locked thread: Linux sends the
// parent-death signal when the thread that forked ends, not the process.
func (p *Process) run(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := p.cmd.Start()
	started <- err
	if err != nil {
		return
	}
	p.err = p.cmd.Wait()
	// What the child left in its group (its own children) goes with it.
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	close(p.done)
}

// Name is the name it was started with.
func (p *Process) Name() string { return p.spec.Name }

// Pid is the child's process id.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Done is closed when the child has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Running tells whether the child has not ended yet.
func (p *Process) Running() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

// Err says how the child ended, nil for exit status 0. Valid once Done is
// closed.
func (p *Process) Err() error { return p.err }

// Signal sends a signal to the child only; an ended child is no error.
func (p *Process) Signal(signal syscall.Signal) error {
	err := p.cmd.Process.Signal(signal)
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// Stop asks the child to stop and waits. When its grace has passed, or ctx is
// done, the child is killed. It is safe to call more than once.
func (p *Process) Stop(ctx context.Context) error {
	if !p.Running() {
		return nil
	}
	if err := p.Signal(p.spec.StopSignal); err != nil {
		return fmt.Errorf("ask %s to stop: %w", p.spec.Name, err)
	}
	grace := time.NewTimer(p.spec.Grace)
	defer grace.Stop()
	select {
	case <-p.done:
		return nil
	case <-grace.C:
	case <-ctx.Done():
	}
	return p.kill()
}

func (p *Process) kill() error {
	if err := p.Signal(p.spec.KillSignal); err != nil {
		return fmt.Errorf("kill %s: %w", p.spec.Name, err)
	}
	select {
	case <-p.done:
	case <-time.After(5 * time.Second):
		_ = p.Signal(syscall.SIGKILL)
		<-p.done
	}
	return fmt.Errorf("%s did not stop in time and was killed", p.spec.Name)
}
