package build

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Site is the front end of a clone.
type Site struct {
	// Dir is its folder.
	Dir string
}

// Dist is the folder of the built site.
func (s Site) Dist() string { return filepath.Join(s.Dir, "dist") }

// Both stamps lie in node_modules: who deletes that folder means a fresh start.
func (s Site) stamp(name string) string {
	return filepath.Join(s.Dir, "node_modules", ".cruddur-"+name)
}

// InstallPackages runs npm ci when the lock file has changed since the last
// time, and tells whether it did.
func (s Site) InstallPackages(ctx context.Context, log io.Writer) (bool, error) {
	wanted, err := hashFiles(filepath.Join(s.Dir, "package.json"), filepath.Join(s.Dir, "package-lock.json"))
	if err != nil {
		return false, fmt.Errorf("read the front end's packages: %w", err)
	}
	if upToDate(s.stamp("packages"), wanted) {
		return false, nil
	}
	if err := execute(ctx, s.Dir, log, "npm", "ci", "--no-audit", "--no-fund"); err != nil {
		return false, fmt.Errorf("install the front end's packages: %w", err)
	}
	return true, writeStamp(s.stamp("packages"), wanted)
}

// Build runs npm run build when a source has changed, or somebody changed the
// built site, and tells whether it did.
func (s Site) Build(ctx context.Context, log io.Writer) (bool, error) {
	sources, err := fingerprint(s.Dir, "node_modules", "dist", "coverage")
	if err != nil {
		return false, err
	}
	if upToDate(s.stamp("site"), sources+" "+s.builtIndex()) {
		return false, nil
	}
	if err := execute(ctx, s.Dir, log, "npm", "run", "build"); err != nil {
		return false, fmt.Errorf("build the site: %w", err)
	}
	index := s.builtIndex()
	if index == "" {
		return false, fmt.Errorf("build the site: npm run build made no %s", filepath.Join(s.Dist(), "index.html"))
	}
	return true, writeStamp(s.stamp("site"), sources+" "+index)
}

// builtIndex identifies what is built now; empty when there is nothing.
func (s Site) builtIndex() string {
	hash, err := hashFiles(filepath.Join(s.Dist(), "index.html"))
	if err != nil {
		return ""
	}
	return hash
}

func hashFiles(paths ...string) (string, error) {
	sum := sha256.New()
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		_, _ = fmt.Fprintf(sum, "%d\n", len(raw))
		_, _ = sum.Write(raw)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
