package emulator

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// ErrNoPython says that this machine has no Python that would do.
var ErrNoPython = errors.New("no Python 3.10 or newer found")

// Python is an interpreter of the machine.
type Python struct {
	// Path is the interpreter itself, not a shim that chooses one.
	Path string
	// Version is like "3.11".
	Version string
}

// describe prints an interpreter's own path and version, and fails when it is
// too old for the emulator.
const describe = `import sys
print(sys.executable, "%d.%d" % sys.version_info[:2], sep="\n")
sys.exit(sys.version_info < (3, 10))`

// FindPython takes the first of the usual names on PATH that is new enough. It
// fails with ErrNoPython.
func FindPython(ctx context.Context) (Python, error) {
	for _, name := range []string{"python3", "python3.13", "python3.12", "python3.11", "python3.10", "python"} {
		out, err := exec.CommandContext(ctx, name, "-c", describe).Output()
		if err != nil {
			continue
		}
		path, version, found := strings.Cut(strings.TrimSpace(string(out)), "\n")
		if found && path != "" {
			return Python{Path: path, Version: version}, nil
		}
	}
	return Python{}, ErrNoPython
}

// CanInstall tells whether this Python is able to fill a virtual environment:
// it has ensurepip, or a pip that can install into another environment.
// Debian leaves both out of its smallest packages.
func (p Python) CanInstall(ctx context.Context) error {
	if exec.CommandContext(ctx, p.Path, "-c", "import venv, ensurepip").Run() == nil {
		return nil
	}
	if exec.CommandContext(ctx, p.Path, "-c", "import venv, pip").Run() == nil {
		return nil
	}
	return fmt.Errorf("%s (%s) has neither ensurepip nor pip", p.Path, p.Version)
}
