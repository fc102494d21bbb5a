// Package dynamodblocal runs Amazon's DynamoDB Local, a Java program, for tests:
// it is fast with large partitions and reports what capacity is consumed, which
// the emulator does not.
package dynamodblocal

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/cruddur/cruddur/dev/emulator"
)

// copyPlugin is what Maven copies the jars with.
const copyPlugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

//go:embed pom.xml
var pom []byte

// ErrNoTools says that this machine lacks what DynamoDB Local needs.
var ErrNoTools = errors.New("DynamoDB Local needs Java 17 or later and Maven (on Debian: apt-get install openjdk-17-jre-headless maven)")

// Install lets Maven fetch the jars into the user's cache folder, unless they are
// there, and returns their folder. What Maven says goes to log. Processes that
// install at the same time wait for each other.
func Install(ctx context.Context, log io.Writer) (string, error) {
	if _, err := exec.LookPath("java"); err != nil {
		return "", errors.Join(ErrNoTools, err)
	}
	sum := sha256.Sum256(pom)
	dir := filepath.Join(emulator.Cache(), "dynamodb-local-"+hex.EncodeToString(sum[:8]))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make the folder of DynamoDB Local: %w", err)
	}
	unlock, err := lock(dir + ".lock")
	if err != nil {
		return "", fmt.Errorf("lock the folder of DynamoDB Local: %w", err)
	}
	defer unlock()
	stamp := filepath.Join(dir, "installed.txt")
	if _, err := os.Stat(stamp); err == nil {
		return dir, nil
	}
	maven, err := exec.LookPath("mvn")
	if err != nil {
		return "", errors.Join(ErrNoTools, err)
	}
	file := filepath.Join(dir, "pom.xml")
	if err := os.WriteFile(file, pom, 0o644); err != nil {
		return "", fmt.Errorf("write DynamoDB Local's pom: %w", err)
	}
	cmd := exec.CommandContext(ctx, maven, "--batch-mode", "--quiet", "--file", file,
		copyPlugin, "-DincludeScope=runtime", "-DoutputDirectory="+dir)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("let Maven fetch DynamoDB Local: %w", err)
	}
	return dir, os.WriteFile(stamp, nil, 0o644)
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
