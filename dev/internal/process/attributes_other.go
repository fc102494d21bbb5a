//go:build !linux

package process

import "syscall"

// attributes puts the child into a group of its own. Only Linux can tie a
// child's life to its parent's; elsewhere the next start finds what a killed
// stack left, by the process ids in its state file.
func attributes(spec Spec) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: spec.User}
}
