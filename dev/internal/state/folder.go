// Package state is the folder in which a local stack keeps everything: logs,
// the emulator's state, built programs, and a record of what runs.
package state

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// Folder is the absolute path of a state folder.
type Folder string

// Open makes the folder when it is missing.
func Open(dir string) (Folder, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the state folder: %w", err)
	}
	folder := Folder(absolute)
	for _, part := range []string{folder.Path(), folder.Path("logs"), folder.Path("bin")} {
		if err := os.MkdirAll(part, 0o700); err != nil {
			return "", fmt.Errorf("make the state folder: %w", err)
		}
	}
	return folder, nil
}

// Path is the path of something in the folder.
func (f Folder) Path(parts ...string) string {
	return filepath.Join(append([]string{string(f)}, parts...)...)
}

// Log is the path of the log of one process.
func (f Folder) Log(name string) string { return f.Path("logs", name+".log") }

// maxLog is the size in bytes at which a log is put aside.
const maxLog = 10 << 20

// OpenLog opens a log to append to. A long one is put aside first, as
// name.log.1, in place of an older one.
func (f Folder) OpenLog(name string) (*os.File, error) {
	if info, err := os.Stat(f.Log(name)); err == nil && info.Size() > maxLog {
		if err := os.Rename(f.Log(name), f.Log(name)+".1"); err != nil {
			return nil, fmt.Errorf("put the log of %s aside: %w", name, err)
		}
	}
	file, err := os.OpenFile(f.Log(name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", name, err)
	}
	return file, nil
}

// ErrLocked says that a stack with this state folder is running.
var ErrLocked = errors.New("another stack runs with this state folder")

// Lock holds the folder against other stacks. The system frees it when the
// process ends, however it ends.
type Lock struct{ file *os.File }

// Lock takes the folder, or fails with ErrLocked.
func (f Folder) Lock() (*Lock, error) {
	file, err := os.OpenFile(f.Path("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return own(file)
	}
	_ = file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, ErrLocked
	}
	return nil, fmt.Errorf("take the lock: %w", err)
}

// Release frees the folder.
func (l *Lock) Release() error { return l.file.Close() }

// own writes who holds the lock into it.
func own(file *os.File) (*Lock, error) {
	err := file.Truncate(0)
	if err == nil {
		_, err = file.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("sign the lock: %w", err), file.Close())
	}
	return &Lock{file: file}, nil
}

// Holder returns the process id of the stack that runs with this folder, 0
// when there is none.
func (f Folder) Holder() (int, error) {
	if _, err := os.Stat(f.Path("lock")); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	lock, err := f.Lock()
	if err == nil {
		return 0, lock.Release()
	}
	if !errors.Is(err, ErrLocked) {
		return 0, err
	}
	raw, err := os.ReadFile(f.Path("lock"))
	if err != nil {
		return 0, fmt.Errorf("read the lock: %w", err)
	}
	pid, err := strconv.Atoi(string(raw))
	if err != nil {
		return 0, fmt.Errorf("read the lock: %w", err)
	}
	return pid, nil
}

// Remove deletes what a stack keeps in the folder, and the folder itself when
// nothing else is in it. The caller holds the lock.
func (f Folder) Remove() error {
	for _, part := range []string{"logs", "bin", "emulator", "postgres", "state.json", "state.json.new", "lock"} {
		if err := os.RemoveAll(f.Path(part)); err != nil {
			return fmt.Errorf("empty the state folder: %w", err)
		}
	}
	_ = os.Remove(f.Path()) // not empty: somebody else's files are in it
	return nil
}
