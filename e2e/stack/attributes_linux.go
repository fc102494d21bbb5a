package stack

import "syscall"

// attributes let the stack end, gracefully, when the tests are killed. Ctrl-C
// is for the tests, which stop the stack themselves: two signals would mean to
// stop at once.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
