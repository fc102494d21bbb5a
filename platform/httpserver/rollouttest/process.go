package rollouttest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is far above what anything takes that is waited for.
const patience = 2 * time.Minute

// runVariable tells a test's own binary that it is the program.
const runVariable = "ROLLOUTTEST_RUN"

// IsProgram reports whether the test's binary was started by Start. TestMain
// calls main then, and nothing else.
func IsProgram() bool { return os.Getenv(runVariable) != "" }

// Process is a service that runs by itself: the test's binary as the program.
type Process struct {
	// Address is where it says that it serves.
	Address string

	cmd    *exec.Cmd
	stdout io.ReadCloser
	lines  *bufio.Scanner

	mu   sync.Mutex
	read []string
	done chan struct{} // closed when its log ends, once it is read
}

// Start starts the program with the test's environment and variables more, and
// returns when it serves. Its log is read on, as agents do.
func Start(tb testing.TB, variables ...string) *Process {
	tb.Helper()
	p := StartUnread(tb, variables...)
	p.ReadOn()
	return p
}

// StartUnread is Start, but nobody reads the log any more once it serves.
func StartUnread(tb testing.TB, variables ...string) *Process {
	tb.Helper()
	p := &Process{cmd: exec.Command(os.Args[0]), done: make(chan struct{})} //nolint:noctx,gosec // it is this test, and ended by a signal
	p.cmd.Env = append(append(os.Environ(), runVariable+"=1"), variables...)
	p.cmd.Stderr = os.Stderr
	var err error
	if p.stdout, err = p.cmd.StdoutPipe(); err != nil {
		tb.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = p.cmd.Process.Kill() })
	p.lines = bufio.NewScanner(p.stdout)
	p.lines.Buffer(nil, 1<<20)
	for p.lines.Scan() {
		var said struct {
			Msg     string `json:"msg"`
			Address string `json:"address"`
		}
		p.read = append(p.read, p.lines.Text())
		if json.Unmarshal(p.lines.Bytes(), &said) == nil && said.Msg == "serving" {
			p.Address = said.Address
			return p
		}
	}
	tb.Fatalf("the program never served: %s", p.read)
	return nil
}

// ReadOn reads the log from now on.
func (p *Process) ReadOn() {
	go func() {
		defer close(p.done)
		for p.lines.Scan() {
			p.mu.Lock()
			p.read = append(p.read, p.lines.Text())
			p.mu.Unlock()
		}
	}()
}

// Lines are those of the log, as far as it was read.
func (p *Process) Lines() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.read...)
}

// Terminate asks the program to stop, as ECS does, and returns how it ended. Its
// log is read by then.
func (p *Process) Terminate() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("signal the program: %w", err)
	}
	select {
	case <-p.done:
	case <-time.After(patience):
		return fmt.Errorf("the program does not stop: %s", p.Lines())
	}
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("the program ended badly: %w", err)
	}
	return nil
}
