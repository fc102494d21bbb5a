package postgres

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/cruddur/cruddur/dev/internal/process"
)

// clearStale deals with the postmaster.pid of a server that was killed. When
// its process id now belongs to some other program, PostgreSQL would refuse to
// start. When it is the old server after all, that one is stopped first. The
// caller's lock keeps two stacks from doing this to each other.
func (h *home) clearStale(ctx context.Context) error {
	file := filepath.Join(h.data, "postmaster.pid")
	raw, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err == nil {
		if err := process.StopLeftover(ctx, pid, h.data, syscall.SIGINT); err != nil {
			return err
		}
	}
	return removeIfThere(file)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
