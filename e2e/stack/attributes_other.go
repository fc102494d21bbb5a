//go:build !linux

package stack

import "syscall"

// attributes keep Ctrl-C from the stack: the tests stop it themselves. Here the
// system can't tie its life to theirs.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
