// Package build makes what the stack runs from the sources of the clone: the
// Go programs and the site. What has not changed is not made again.
package build

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// upToDate tells whether the stamp holds exactly this fingerprint.
func upToDate(stamp, fingerprint string) bool {
	raw, err := os.ReadFile(stamp)
	return err == nil && strings.TrimSpace(string(raw)) == fingerprint
}

func writeStamp(stamp, fingerprint string) error {
	// npm makes no folder for a front end without packages.
	if err := os.MkdirAll(filepath.Dir(stamp), 0o755); err != nil {
		return err
	}
	return os.WriteFile(stamp, []byte(fingerprint+"\n"), 0o644)
}

// fingerprint is a hash over the names and contents of all files below the
// root, the folders named in skip left out.
func fingerprint(root string, skip ...string) (string, error) {
	sum := sha256.New()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains(skip, entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() || strings.HasSuffix(path, ".tsbuildinfo") {
			return nil
		}
		return addFile(sum, root, path)
	})
	if err != nil {
		return "", fmt.Errorf("read the sources in %s: %w", root, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func addFile(sum io.Writer, root, path string) error {
	name, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	content := sha256.New()
	if _, err := io.Copy(content, file); err != nil {
		return err
	}
	_, err = fmt.Fprintf(sum, "%s\x00%x\n", filepath.ToSlash(name), content.Sum(nil))
	return err
}
