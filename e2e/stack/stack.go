// Package stack runs the real local stack for tests: the program behind
// `make up`, with data of its own and free ports, started as a person would
// start it and stopped the same way.
package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const (
	// startPatience covers a first start on a fresh machine, which installs the
	// emulator and the site's packages and builds everything.
	startPatience = 15 * time.Minute
	// stopPatience is longer than the sum of what the services may take.
	stopPatience = 60 * time.Second
)

// Stack is a running local stack.
type Stack struct {
	// program is the built stack command.
	program string
	// home holds the program and the state; empty when the stack is not ours.
	home string
	// stateDir is the stack's own folder.
	stateDir string
	// process is the running command; nil when the stack is not ours.
	process *process
}

// Start builds the stack command, starts it in a folder of its own and returns
// when all of it answers. What the command prints goes to out; flags are more
// flags of its own. The caller must Stop it.
func Start(ctx context.Context, out io.Writer, flags ...string) (*Stack, error) {
	repository, err := FindRepository()
	if err != nil {
		return nil, err
	}
	home, err := os.MkdirTemp("", "cruddur-e2e-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the stack: %w", err)
	}
	started := &Stack{program: filepath.Join(home, "stack"), home: home, stateDir: filepath.Join(home, "state")}
	if err := build(ctx, repository, started.program); err != nil {
		return nil, errors.Join(err, os.RemoveAll(home))
	}
	if err := started.up(ctx, repository, out, flags); err != nil {
		return nil, errors.Join(err, started.Stop(context.WithoutCancel(ctx)))
	}
	return started, nil
}

// Attach returns the stack that runs with a state folder already. Stop leaves
// it running.
func Attach(ctx context.Context, stateDir string) (*Stack, error) {
	repository, err := FindRepository()
	if err != nil {
		return nil, err
	}
	stateDir, err = filepath.Abs(stateDir)
	if err != nil {
		return nil, fmt.Errorf("find the state folder: %w", err)
	}
	attached := &Stack{program: filepath.Join(stateDir, "bin", "stack"), stateDir: stateDir}
	if err := build(ctx, repository, attached.program); err != nil {
		return nil, err
	}
	record, err := attached.Record()
	if err != nil || record.Ready.IsZero() {
		return nil, fmt.Errorf("no stack is ready in %s (%w): start one with make up", stateDir, err)
	}
	return attached, nil
}

// FindRepository returns the root of the clone that this runs in.
func FindRepository() (string, error) {
	dir, err := filepath.Abs(".")
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.work")); err == nil {
			return dir, nil
		}
	}
	return "", errors.New("find the repository: no go.work in this folder or above")
}

func build(ctx context.Context, repository, program string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", program, "./cmd/stack")
	cmd.Dir = filepath.Join(repository, "dev")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the stack command: %w\n%s", err, out)
	}
	return nil
}

// up starts the command and waits until it says that all of it answers.
func (s *Stack) up(ctx context.Context, repository string, out io.Writer, flags []string) error {
	cmd := exec.Command(s.program, append([]string{"up", "--state-dir", s.stateDir}, flags...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = repository, out, out
	cmd.Env = append(os.Environ(),
		"CRUDDUR_EDGE_PORT=0", "CRUDDUR_EMULATOR_PORT=0", "CRUDDUR_POSTGRES_PORT=0", "CRUDDUR_BACKEND_PORT=0", "CRUDDUR_DIRECTORY_PORT=0",
		"CRUDDUR_MESSAGING_PORT=0")
	cmd.SysProcAttr = attributes()
	var err error
	if s.process, err = start(cmd); err != nil {
		return fmt.Errorf("start the stack: %w", err)
	}
	patience := time.After(startPatience)
	for {
		if record, err := s.Record(); err == nil && record.Pid == cmd.Process.Pid && !record.Ready.IsZero() {
			return nil
		}
		select {
		case <-s.process.done:
			return errors.New("start the stack: it ended before it was ready")
		case <-ctx.Done():
			return fmt.Errorf("start the stack: %w", ctx.Err())
		case <-patience:
			return fmt.Errorf("start the stack: not ready in %s", startPatience)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Stop ends the stack the way Ctrl-C does, then deletes its data. It fails when
// the stack did not stop cleanly or left something behind: a process, or a
// folder. A stack that was attached to is left alone.
func (s *Stack) Stop(ctx context.Context) error {
	if s.home == "" {
		return nil
	}
	record, recordErr := s.Record()
	var failures []error
	if s.process != nil {
		failures = append(failures, s.process.stop(syscall.SIGTERM, stopPatience))
	}
	if recordErr == nil {
		failures = append(failures, record.checkGone(ctx))
	}
	if out, err := exec.CommandContext(ctx, s.program, "reset", "--state-dir", s.stateDir).CombinedOutput(); err != nil {
		failures = append(failures, fmt.Errorf("delete the stack's data: %w\n%s", err, out))
	}
	if recordErr == nil {
		failures = append(failures, checkRemoved(record.PostgresHome))
	}
	failures = append(failures, checkRemoved(s.stateDir), os.RemoveAll(s.home))
	return errors.Join(failures...)
}

func checkRemoved(folder string) error {
	if _, err := os.Stat(folder); folder != "" && err == nil {
		return fmt.Errorf("the stack left the folder %s behind", folder)
	}
	return nil
}
