package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// MinimumVersion is the oldest major version the migrations run on.
const MinimumVersion = 14

// ErrNoBinaries says that this machine has no PostgreSQL that would do.
var ErrNoBinaries = errors.New("no PostgreSQL server found")

// Binaries is a folder with initdb and postgres.
type Binaries struct {
	// Dir is the folder, absolute and without symbolic links.
	Dir string
	// Version is the major version, 15 for 15.4.
	Version int
}

// Find looks for the machine's own PostgreSQL: on PATH, where pg_config
// says, and where Debian, Red Hat and Homebrew put it. Of several it takes
// the newest. It fails with ErrNoBinaries.
func Find(ctx context.Context) (Binaries, error) {
	var best Binaries
	for _, dir := range candidates(ctx) {
		found, err := Inspect(ctx, dir)
		if err == nil && found.Version > best.Version {
			best = found
		}
	}
	if best.Version < MinimumVersion {
		return Binaries{}, fmt.Errorf("%w (version %d or newer)", ErrNoBinaries, MinimumVersion)
	}
	return best, nil
}

// Inspect reads the version of the binaries in dir. It fails when one of the
// programs a server needs is missing.
func Inspect(ctx context.Context, dir string) (Binaries, error) {
	for _, name := range []string{"initdb", program} {
		if _, err := exec.LookPath(filepath.Join(dir, name)); err != nil {
			return Binaries{}, fmt.Errorf("inspect PostgreSQL in %s: %w", dir, err)
		}
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, program), "--version").Output()
	if err != nil {
		return Binaries{}, fmt.Errorf("ask PostgreSQL in %s for its version: %w", dir, err)
	}
	version, err := parseVersion(string(out))
	if err != nil {
		return Binaries{}, err
	}
	return Binaries{Dir: dir, Version: version}, nil
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

func parseVersion(line string) (int, error) {
	match := versionPattern.FindStringSubmatch(line)
	if match == nil {
		return 0, fmt.Errorf("no PostgreSQL version in %q", strings.TrimSpace(line))
	}
	return strconv.Atoi(match[1])
}

// candidates lists folders that may hold a server, each once.
func candidates(ctx context.Context) []string {
	var dirs []string
	if path, err := exec.LookPath(program); err == nil {
		// A server finds its libraries relative to its real place.
		if resolved, err := filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(resolved))
		}
	}
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		if matches, err := filepath.Glob(pattern); err == nil {
			dirs = append(dirs, matches...)
		}
	}
	dirs = slices.DeleteFunc(dirs, func(dir string) bool {
		info, err := os.Stat(dir)
		return err != nil || !info.IsDir()
	})
	slices.Sort(dirs)
	return slices.Compact(dirs)
}
