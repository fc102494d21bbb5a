package postgres

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// maxSocketDir leaves room for "/.s.PGSQL.65535.lock" in the 104 bytes that
// macOS, the strictest, gives the address of a socket.
const maxSocketDir = 80

// home is the folder of one server.
type home struct {
	config  Config
	owner   *syscall.Credential
	data    string
	sockets string
}

func prepareHome(config Config, owner *syscall.Credential) (*home, error) {
	parent := filepath.Dir(config.Home)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, err
	}
	if owner != nil && !Reachable(parent) {
		return nil, fmt.Errorf("an unprivileged user can't reach %s", config.Home)
	}
	if err := os.Mkdir(config.Home, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	// Also when it was there: root may have made it for another user before.
	if err := own(config.Home, owner); err != nil {
		return nil, err
	}
	h := &home{config: config, owner: owner, data: filepath.Join(config.Home, "data")}
	return h, h.prepareSockets()
}

// prepareSockets puts the socket beside the data, or, where that path would be
// too long for a socket, in a folder of the temporary folder.
func (h *home) prepareSockets() error {
	h.sockets = h.socketDir()
	err := os.Mkdir(h.sockets, 0o700)
	if err == nil {
		return own(h.sockets, h.owner)
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	return h.checkOwner(h.sockets)
}

func (h *home) socketDir() string {
	if beside := filepath.Join(h.config.Home, "run"); len(beside) <= maxSocketDir {
		return beside
	}
	sum := sha256.Sum256([]byte(h.config.Home))
	return filepath.Join("/tmp", "cruddur-"+hex.EncodeToString(sum[:6]))
}

// checkOwner refuses a folder that somebody else put in our way.
func (h *home) checkOwner(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	want := uint32(os.Geteuid())
	if h.owner != nil {
		want = h.owner.Uid
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() || stat.Uid != want {
		return fmt.Errorf("%s is not a folder of the user who runs PostgreSQL: remove it", dir)
	}
	return nil
}

// initialise makes the data folder once. initdb works in a folder beside it,
// which is renamed at the end, so a half-made one is never taken for whole.
func (h *home) initialise(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(h.data, "PG_VERSION")); err == nil {
		return h.checkVersion()
	}
	unfinished := h.data + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	args := []string{
		"--pgdata=" + unfinished, "--username=" + Superuser,
		"--encoding=UTF8", "--locale=" + locale(), "--no-instructions",
	}
	if h.config.Throwaway {
		args = append(args, "--auth=trust", "--no-sync")
	} else {
		if err := h.makePassword(); err != nil {
			return err
		}
		args = append(args, "--auth=scram-sha-256", "--pwfile="+h.passwordFile())
	}
	command := exec.CommandContext(ctx, filepath.Join(h.config.Binaries.Dir, "initdb"), args...)
	command.Env, command.Dir = environment(), h.config.Home
	if h.owner != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: h.owner}
	}
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return os.Rename(unfinished, h.data)
}

// checkVersion refuses data of another major version before PostgreSQL does so
// in words that name no remedy.
func (h *home) checkVersion() error {
	raw, err := os.ReadFile(filepath.Join(h.data, "PG_VERSION"))
	if err != nil {
		return err
	}
	if got, want := strings.TrimSpace(string(raw)), strconv.Itoa(h.config.Binaries.Version); got != want {
		return fmt.Errorf("the data in %s is of PostgreSQL %s, and this is %s: `make reset` starts afresh", h.data, got, want)
	}
	return nil
}

// locale is a UTF-8 one that the system surely has.
func locale() string {
	if runtime.GOOS == "darwin" {
		return "en_US.UTF-8"
	}
	return "C.UTF-8"
}

func (h *home) passwordFile() string { return filepath.Join(h.config.Home, "password") }

func (h *home) makePassword() error {
	if err := os.WriteFile(h.passwordFile(), []byte(rand.Text()), 0o600); err != nil {
		return err
	}
	return own(h.passwordFile(), h.owner)
}

func (h *home) password() (string, error) {
	if h.config.Throwaway {
		return "", nil
	}
	raw, err := os.ReadFile(h.passwordFile())
	return strings.TrimSpace(string(raw)), err
}

// Remove deletes the folder of a server that doesn't run, with its data.
func Remove(folder string) error {
	h := &home{config: Config{Home: folder}}
	return errors.Join(os.RemoveAll(folder), os.RemoveAll(h.socketDir()))
}
