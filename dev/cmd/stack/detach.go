package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/cruddur/cruddur/dev/internal/state"
	"github.com/cruddur/cruddur/dev/stack"
)

var errStopped = errors.New("it was stopped")

// upDetached starts "stack up" in a session of its own and passes on what it
// prints until it is ready.
func upDetached(ctx context.Context, console console, config stack.Config, args []string) int {
	folder := state.Folder(config.StateDir)
	child, err := startDetached(folder, args)
	if err != nil {
		return console.fail("up --detach", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	output, err := os.Open(folder.Log("up"))
	if err != nil {
		return console.fail("up --detach", err)
	}
	defer func() { _ = output.Close() }()
	for {
		// Ready is read first: what was printed before that is then complete.
		ready := isReady(folder, child.Process.Pid)
		_, _ = io.Copy(console.out, output)
		select {
		case err := <-ended:
			_, _ = io.Copy(console.out, output)
			return console.fail("up --detach", fmt.Errorf("it ended before it was ready: %w", cmp.Or(err, errStopped)))
		case <-ctx.Done():
			return console.fail("up --detach", ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
		if ready {
			_, _ = io.Copy(console.out, output)
			return exitOK
		}
	}
}

func startDetached(folder state.Folder, args []string) (*exec.Cmd, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	// One run, one file: it is the terminal of that run.
	log, err := os.OpenFile(folder.Log("up"), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	defer func() { _ = log.Close() }()
	attached := slices.DeleteFunc(slices.Clone(args), func(arg string) bool {
		return strings.HasPrefix(strings.TrimLeft(arg, "-"), "detach")
	})
	child := exec.Command(program, append([]string{"up"}, attached...)...) //nolint:noctx // it outlives this process
	child.Stdout, child.Stderr = log, log
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := child.Start(); err != nil {
		return nil, fmt.Errorf("start in the background: %w", err)
	}
	return child, nil
}

func isReady(folder state.Folder, pid int) bool {
	record, err := folder.Read()
	return err == nil && record.Pid == pid && !record.Ready.IsZero()
}
