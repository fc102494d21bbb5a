package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// CommandLine is the command line of a process, its arguments separated by
// spaces; empty when there is no such process, or it is not known.
func CommandLine(pid int) string {
	if pid <= 1 {
		return ""
	}
	if raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err == nil {
		return strings.TrimSpace(strings.ReplaceAll(string(raw), "\x00", " "))
	}
	out, err := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output() //nolint:noctx // over in a moment
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// StopLeftover ends a process of an earlier run. The process id may belong to
// another program by now: it is ours only when its command line names mark, a
// path that only our children have in theirs.
func StopLeftover(ctx context.Context, pid int, mark string, signal syscall.Signal) error {
	ours := func() bool { return strings.Contains(CommandLine(pid), mark) }
	if !ours() {
		return nil
	}
	if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("stop process %d of an earlier run: %w", pid, err)
	}
	patience := time.After(15 * time.Second)
	for ours() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-patience:
			return fmt.Errorf("process %d of an earlier run does not stop: end it by hand", pid)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}
