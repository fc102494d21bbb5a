package dynamodblocal

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// launch starts the program, as root in a network of its own.
func (s *Server) launch() error {
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() != 0 {
		s.dial = new(net.Dialer).DialContext
		return s.cmd.Start()
	}
	s.cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWNET
	err := s.cmd.Start()
	if errors.Is(err, syscall.EPERM) { // a container's root may not have this right
		s.cmd.Process = nil
		s.cmd.SysProcAttr.Cloneflags = 0
		s.dial = new(net.Dialer).DialContext
		return s.cmd.Start()
	}
	if err != nil {
		return err
	}
	network, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", s.cmd.Process.Pid))
	if err != nil {
		return errors.Join(err, s.cmd.Process.Kill(), s.cmd.Wait())
	}
	s.dial = func(ctx context.Context, kind, address string) (conn net.Conn, err error) {
		return conn, inNetwork(network, func() error {
			conn, err = new(net.Dialer).DialContext(ctx, kind, address)
			return err
		})
	}
	if err := inNetwork(network, raiseLoopback); err != nil {
		return errors.Join(err, s.cmd.Process.Kill(), s.cmd.Wait())
	}
	return nil
}

// inNetwork runs f in another network. A socket stays in the one it was made in.
func inNetwork(network *os.File, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- visit(network, f) }()
	return <-done
}

// visit takes this thread into another network and back. A thread that can't
// come back stays locked to its goroutine, and ends with it.
func visit(network *os.File, f func() error) error {
	runtime.LockOSThread()
	home, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		return fmt.Errorf("find this thread's network: %w", err)
	}
	defer func() { _ = home.Close() }()
	if err := unix.Setns(int(network.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("enter a network: %w", err)
	}
	err = f()
	if back := unix.Setns(int(home.Fd()), unix.CLONE_NEWNET); back != nil {
		return errors.Join(err, fmt.Errorf("leave a network: %w", back))
	}
	runtime.UnlockOSThread()
	return err
}

// raiseLoopback switches loopback on, which a new network has switched off.
func raiseLoopback() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(socket) }()
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	if err := unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request); err != nil {
		return fmt.Errorf("raise loopback: %w", err)
	}
	return nil
}
