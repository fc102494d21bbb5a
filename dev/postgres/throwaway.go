package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/cruddur/cruddur/dev/internal/loopback"
)

const throwawayPrefix = "cruddur-pg-"

// Throwaway is a server whose data is deleted when it stops.
type Throwaway struct {
	*Server
	home string
}

// StartThrowaway starts an empty, fast server without a password on a free
// port of loopback: for one run of tests. The caller must Stop it.
func StartThrowaway(ctx context.Context, binaries Binaries) (*Throwaway, error) {
	base, err := temporary()
	if err != nil {
		return nil, err
	}
	sweep(base)
	home, err := os.MkdirTemp(base, fmt.Sprintf("%s%d-", throwawayPrefix, os.Getpid()))
	if err != nil {
		return nil, fmt.Errorf("make a folder for PostgreSQL: %w", err)
	}
	server, err := startThere(ctx, binaries, home)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(home))
	}
	return &Throwaway{Server: server, home: home}, nil
}

// startThere tries again when another program took the free port first.
func startThere(ctx context.Context, binaries Binaries, home string) (*Server, error) {
	var failure error
	for range 3 {
		port, err := loopback.FreePort()
		if err != nil {
			return nil, err
		}
		config := Config{Binaries: binaries, Home: home, Port: port, Throwaway: true}
		log, err := os.OpenFile(filepath.Join(home, "log"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return nil, err
		}
		config.Log = log
		server, err := Start(ctx, config)
		_ = log.Close() // the server has a handle of its own
		if err == nil {
			return server, nil
		}
		said, _ := os.ReadFile(log.Name())
		failure = fmt.Errorf("%w: %s", err, strings.TrimSpace(string(said)))
		if ctx.Err() != nil {
			break
		}
	}
	return nil, failure
}

// Stop ends the server and deletes its data.
func (t *Throwaway) Stop(ctx context.Context) error {
	return errors.Join(t.Server.Stop(ctx), os.RemoveAll(t.home))
}

// temporary is a folder with a short path that the server's user can reach.
// Root's own temporary folder may be closed to others.
func temporary() (string, error) {
	owner, err := Unprivileged()
	if err != nil {
		return "", err
	}
	for _, dir := range []string{os.TempDir(), "/tmp", "/var/tmp"} {
		if len(dir) < maxSocketDir/2 && (owner == nil || Reachable(dir)) {
			return dir, nil
		}
	}
	return "", errors.New("no temporary folder that an unprivileged user can reach")
}

// sweep deletes what killed test runs left: folders named after a process
// that is no more.
func sweep(base string) {
	left, _ := filepath.Glob(filepath.Join(base, throwawayPrefix+"*"))
	for _, dir := range left {
		rest := strings.TrimPrefix(filepath.Base(dir), throwawayPrefix)
		owner, _, _ := strings.Cut(rest, "-")
		pid, err := strconv.Atoi(owner)
		if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(dir)
		}
	}
}
