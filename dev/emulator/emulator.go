// Package emulator installs and runs the AWS emulator, a Python program, on
// loopback. It enforces signatures and IAM policies as AWS does.
package emulator

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/cruddur/cruddur/dev/internal/loopback"
	"github.com/cruddur/cruddur/dev/internal/process"
)

// What every caller of the emulator uses. The key pair is the one that the
// emulator takes for the account's root; it opens nothing else anywhere.
const (
	Region    = "us-east-1"
	AccessKey = "test"
	SecretKey = "test"
	// Account is the account of everything in the emulator.
	Account = "000000000000"
)

// Confirmation codes are constant here: no mail leaves the machine.
const (
	SignUpCode  = "123456"
	RecoverCode = "654321"
)

// saveGrace is how long the emulator may take to write its state.
const saveGrace = 10 * time.Second

//go:embed launcher.py
var launcher []byte

// Config says what to run and where.
type Config struct {
	// Interpreter is the Python that Install returned.
	Interpreter string
	// Home is the emulator's folder: what it keeps, and its working files.
	Home string
	// Port is the TCP port on loopback.
	Port int
	// Log receives what the emulator says; nil discards it.
	Log *os.File
	// LambdaLog is the file to which the logs of Lambda functions are added,
	// each line after the function's name; empty discards them.
	LambdaLog string
}

// Emulator is a running emulator.
type Emulator struct {
	config  Config
	name    string
	process *process.Process
}

// Start runs the emulator with the state that Home holds, and returns when it
// answers.
func Start(ctx context.Context, config Config) (*Emulator, error) {
	if err := loopback.CheckFree(config.Port); err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	script := filepath.Join(config.Home, "launcher.py")
	for _, dir := range []string{"home", "tmp", "state", "s3"} {
		if err := os.MkdirAll(filepath.Join(config.Home, dir), 0o700); err != nil {
			return nil, fmt.Errorf("make the emulator's folder: %w", err)
		}
	}
	if err := os.WriteFile(script, launcher, 0o600); err != nil {
		return nil, fmt.Errorf("write the emulator's launcher: %w", err)
	}
	name := rand.Text()
	lambdaLog := config.LambdaLog
	if lambdaLog == "" {
		lambdaLog = os.DevNull
	}
	child, err := process.Start(process.Spec{
		Name:   "emulator",
		Path:   config.Interpreter,
		Args:   []string{script, name, lambdaLog},
		Env:    environment(config),
		Dir:    config.Home,
		Output: config.Log,
		Grace:  saveGrace,
	})
	if err != nil {
		return nil, err
	}
	emulator := &Emulator{config: config, name: name, process: child}
	if err := emulator.waitReady(ctx); err != nil {
		_ = emulator.Stop(context.WithoutCancel(ctx))
		return nil, err
	}
	return emulator, nil
}

// environment is all that the emulator sees. Its Lambdas inherit it, so
// nothing of the developer's own comes along, AWS keys least of all.
func environment(config Config) []string {
	in := func(dir string) string { return filepath.Join(config.Home, dir) }
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + in("home"),
		"TMPDIR=" + in("tmp"),
		"BIND_HOST=127.0.0.1",
		"GATEWAY_PORT=" + strconv.Itoa(config.Port),
		"MINISTACK_HOST=localhost",
		"AUTH=true",
		"PERSIST_STATE=1",
		"STATE_DIR=" + in("state"),
		"S3_PERSIST=1",
		"S3_DATA_DIR=" + in("s3"),
		"IOT_MTLS_ENABLED=0",
		"SFTP_ENABLED=0",
		"LAMBDA_EXECUTOR=local",
		// Idle workers beyond the first of a function go soon.
		"LAMBDA_WARM_TTL_SECONDS=20",
	}
}

func (e *Emulator) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	for {
		// Another program on this port would have another name, or none.
		if name, err := get(ctx, e.URL()+"/_cruddur/name"); err == nil && name == e.name {
			return nil
		}
		select {
		case <-e.process.Done():
			return fmt.Errorf("the emulator ended while it started: %w", e.exit())
		case <-ctx.Done():
			return errors.New("the emulator did not answer in time")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (e *Emulator) exit() error {
	if err := e.process.Err(); err != nil {
		return err
	}
	return errors.New("exit status 0")
}

// Healthy tells whether an emulator answers at the address.
func Healthy(ctx context.Context, url string) bool {
	_, err := get(ctx, url+"/_ministack/ready")
	return err == nil
}

// get returns the start of a small answer, and fails unless its status is 200.
func get(ctx context.Context, url string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("status %d", response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, 1024))
	return string(body), err
}

// URL is the endpoint of every AWS service.
func (e *Emulator) URL() string {
	return "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(e.config.Port))
}

// Process is the emulator's own process, for those who watch it.
func (e *Emulator) Process() *process.Process { return e.process }

// Stop lets the emulator save its state and end.
func (e *Emulator) Stop(ctx context.Context) error { return e.process.Stop(ctx) }
