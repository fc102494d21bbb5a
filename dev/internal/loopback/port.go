// Package loopback finds ports on this machine's own address.
package loopback

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// Free ports are taken from a range that systems don't give to outgoing
// connections, so that none of those takes one before its server does.
const (
	firstPort = 20_000
	lastPort  = 32_000
)

// FreePort returns a port that nobody listens on. It is reserved against all
// other callers of FreePort on this machine, in other processes too, until
// this process ends: servers bind their port some time after it was chosen.
func FreePort() (int, error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("cruddur-ports-%d", os.Getuid()))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	for range 200 {
		port := firstPort + rand.IntN(lastPort-firstPort)
		reserved, err := reserve(filepath.Join(dir, strconv.Itoa(port)))
		if err != nil {
			return 0, fmt.Errorf("find a free port: %w", err)
		}
		if reserved && CheckFree(port) == nil {
			return port, nil
		}
	}
	return 0, errors.New("find a free port: none in 200 tries")
}

// reserve locks a file for the rest of this process's life: the descriptor is
// left open on purpose, and is none of os.File's, which would close it.
func reserve(path string) (bool, error) {
	descriptor, err := syscall.Open(path, syscall.O_CREAT|syscall.O_RDWR|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return false, err
	}
	if err := syscall.Flock(descriptor, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = syscall.Close(descriptor)
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return false, nil
		}
		return false, err
	}
	return true, nil
}

// CheckFree fails when somebody listens on the port. Who starts a server checks
// it first, to fail with a clear error.
func CheckFree(port int) error {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	listener, err := net.Listen("tcp", address) //nolint:noctx // it takes no time, so there is nothing to cancel
	if err != nil {
		return fmt.Errorf("port %d is not free: %w", port, err)
	}
	return listener.Close()
}
