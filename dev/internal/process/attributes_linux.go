package process

import "syscall"

// attributes puts the child into a group of its own and ties its life to
// ours: when this process is killed, the kernel asks the child to stop.
func attributes(spec Spec) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{
		Setpgid:    true,
		Credential: spec.User,
		Pdeathsig:  spec.StopSignal,
	}
}
