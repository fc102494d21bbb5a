package emulator

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
)

//go:embed requirements.txt
var requirements []byte

// Cache is where the emulator is installed for all clones of a user.
func Cache() string {
	if dir, err := os.UserCacheDir(); err == nil {
		return filepath.Join(dir, "cruddur")
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("cruddur-%d", os.Getuid()))
}

// Install makes a virtual environment with the emulator in a folder of cache,
// unless it is there already, and returns that environment's interpreter. What
// pip says goes to log. Processes that install at the same time wait for each
// other.
func Install(ctx context.Context, python Python, cache string, log io.Writer) (string, error) {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return "", fmt.Errorf("make the folder of the emulator: %w", err)
	}
	dir := Environment(python, cache)
	unlock, err := lock(dir + ".lock")
	if err != nil {
		return "", fmt.Errorf("lock the folder of the emulator: %w", err)
	}
	defer unlock()
	interpreter := filepath.Join(dir, "bin", "python")
	if Installed(python, cache) {
		return interpreter, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return "", fmt.Errorf("remove a half-made emulator: %w", err)
	}
	if err := fill(ctx, python, dir, log); err != nil {
		return "", fmt.Errorf("install the emulator: %w", err)
	}
	if err := os.WriteFile(stamp(dir), requirements, 0o644); err != nil {
		return "", fmt.Errorf("mark the emulator as installed: %w", err)
	}
	return interpreter, nil
}

// Environment is the folder of the virtual environment in cache: another one
// for every interpreter and every set of requirements.
func Environment(python Python, cache string) string {
	sum := sha256.New()
	_, _ = io.WriteString(sum, python.Path+"\x00"+python.Version+"\x00")
	_, _ = sum.Write(requirements)
	return filepath.Join(cache, "emulator-"+hex.EncodeToString(sum.Sum(nil)[:8]))
}

// Installed tells whether Install would have nothing to do.
func Installed(python Python, cache string) bool {
	dir := Environment(python, cache)
	if _, err := os.Stat(stamp(dir)); err != nil {
		return false
	}
	// The link is dead when the machine's Python was removed since.
	_, err := os.Stat(filepath.Join(dir, "bin", "python"))
	return err == nil
}

func stamp(dir string) string { return filepath.Join(dir, "installed.txt") }

// fill makes the environment and lets pip install the locked requirements into
// it. Where Python lacks ensurepip, its own pip does it from outside.
func fill(ctx context.Context, python Python, dir string, log io.Writer) error {
	file := filepath.Join(filepath.Dir(dir), filepath.Base(dir)+".requirements.txt")
	if err := os.WriteFile(file, requirements, 0o644); err != nil {
		return err
	}
	defer func() { _ = os.Remove(file) }()
	interpreter := filepath.Join(dir, "bin", "python")
	pip := []string{interpreter, "-m", "pip"}
	if err := execute(ctx, log, python.Path, "-m", "venv", dir); err != nil {
		if err := execute(ctx, log, python.Path, "-m", "venv", "--clear", "--without-pip", dir); err != nil {
			return err
		}
		pip = []string{python.Path, "-m", "pip", "--python", interpreter}
	}
	return execute(ctx, log, slices.Concat(pip, []string{
		"install", "--quiet", "--disable-pip-version-check", "--no-input",
		"--require-hashes", "--only-binary", ":all:", "--requirement", file,
	})...)
}

func execute(ctx context.Context, log io.Writer, command ...string) error {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%v: %w", command, err)
	}
	return nil
}

// lock holds the file against other processes until the returned function is
// called.
func lock(path string) (func(), error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		_ = file.Close()
		return nil, err
	}
	return func() { _ = file.Close() }, nil
}
