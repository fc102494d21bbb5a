// Package emulatortest gives a test an AWS emulator of its own. The emulator is
// installed once for all tests of this machine; its state is the test's.
package emulatortest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/cruddur/cruddur/dev/emulator"
	"github.com/cruddur/cruddur/dev/internal/loopback"
)

// NewConfig is the configuration of an emulator with no state yet.
func NewConfig(tb testing.TB) emulator.Config {
	tb.Helper()
	python, err := emulator.FindPython(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	var log bytes.Buffer
	interpreter, err := emulator.Install(tb.Context(), python, emulator.Cache(), &log)
	if err != nil {
		tb.Fatalf("%v\n%s", err, log.String())
	}
	port, err := loopback.FreePort()
	if err != nil {
		tb.Fatal(err)
	}
	return emulator.Config{Interpreter: interpreter, Home: filepath.Join(tb.TempDir(), "emulator"), Port: port}
}

// Start runs an emulator until the test ends. When the test fails, the end of
// the emulator's log is shown.
func Start(tb testing.TB, config emulator.Config) *emulator.Emulator {
	tb.Helper()
	log, err := os.Create(filepath.Join(tb.TempDir(), "emulator.log"))
	if err != nil {
		tb.Fatal(err)
	}
	config.Log = log
	started, err := emulator.Start(tb.Context(), config)
	tb.Cleanup(func() {
		if started != nil {
			_ = started.Stop(context.Background())
		}
		_ = log.Close()
		if raw, err := os.ReadFile(log.Name()); err == nil && tb.Failed() {
			tb.Logf("the emulator said:\n%s", raw[max(0, len(raw)-4000):])
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
	return started
}
