package observe_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/observe"
)

const patience = 30 * time.Second

// journal is a log that several goroutines write.
type journal struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

// Write implements io.Writer.
func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buffer.Write(p)
}

// String is what was logged so far.
func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buffer.String()
}

// rollbar counts the items that it is sent.
func rollbar(t *testing.T) (url string, items func() []string) {
	t.Helper()
	var mu sync.Mutex
	var taken []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		taken = append(taken, string(body))
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), taken...)
	}
}

// Without settings, all there is is a log.
func TestNothingIsReportedByDefault(t *testing.T) {
	var logs journal
	o, err := observe.Start(t.Context(), "backend", observe.Settings{LogLevel: "warn"}, &logs)
	if err != nil {
		t.Fatal(err)
	}
	o.Logger.Info("hidden")
	o.Logger.Error("shown")
	o.End(t.Context())
	var line struct{ Msg string }
	if err := json.Unmarshal([]byte(logs.String()), &line); err != nil || line.Msg != "shown" {
		t.Errorf("logged %s", logs.String())
	}
}

func TestSettingsThatCantWork(t *testing.T) {
	for name, settings := range map[string]observe.Settings{
		"log_level": {LogLevel: "loud"}, "endpoint": {LogLevel: "info", OTLPEndpoint: "collector"},
	} {
		if _, err := observe.Start(t.Context(), "x", settings, io.Discard); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The level follows its setting at a hang-up; one that is none changes nothing.
func TestTheLevelFollowsItsSetting(t *testing.T) {
	var logs journal
	o, err := observe.Start(t.Context(), "backend", observe.Settings{LogLevel: "info"}, &logs)
	if err != nil {
		t.Fatal(err)
	}
	// A hang-up that comes before it is listened for would end the test.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	defer signal.Stop(signals)

	var mu sync.Mutex
	level, fault := "debug", error(nil)
	set := func(name string, err error) {
		mu.Lock()
		defer mu.Unlock()
		level, fault = name, err
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- o.FollowLevel(ctx, func(context.Context) (string, error) {
			mu.Lock()
			defer mu.Unlock()
			return level, fault
		})
	}()
	hangUpUntil := func(said string) {
		t.Helper()
		for deadline := time.Now().Add(patience); !strings.Contains(logs.String(), said); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("never said %q: %s", said, logs.String())
			}
			if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
		}
	}
	hangUpUntil(`"from":"INFO","to":"DEBUG"`)
	set("loud", nil)
	hangUpUntil("is not one of")
	set("", errors.New("SSM is away"))
	hangUpUntil("SSM is away")
	if !o.Logger.Enabled(t.Context(), slog.LevelDebug) {
		t.Error("a setting that is none changed the level")
	}
	set("error", nil)
	hangUpUntil(`"from":"DEBUG","to":"ERROR"`)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
