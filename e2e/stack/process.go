package stack

import (
	"fmt"
	"os/exec"
	"syscall"
	"time"
)

// process is a child whose end can be waited for by many.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
	err  error
}

func start(cmd *exec.Cmd) (*process, error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, done: make(chan struct{})}
	go func() {
		p.err = cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// stop signals the process and returns how it ended. One that doesn't end in
// time is killed, which is an error.
func (p *process) stop(signal syscall.Signal, patience time.Duration) error {
	// An error means that it has ended, which is seen below.
	_ = p.cmd.Process.Signal(signal)
	select {
	case <-p.done:
	case <-time.After(patience):
		_ = p.cmd.Process.Kill()
		<-p.done
		return fmt.Errorf("the stack did not stop within %s and was killed", patience)
	}
	if p.err != nil {
		return fmt.Errorf("the stack did not stop cleanly: %w", p.err)
	}
	return nil
}
