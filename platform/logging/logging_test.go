package logging_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/cruddur/cruddur/platform/logging"
)

func TestLoggerAddsTheRequestID(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		log  func(ctx context.Context, logger *slog.Logger)
		id   string
		want string
	}{
		"plain":      {func(ctx context.Context, l *slog.Logger) { l.InfoContext(ctx, "x") }, "r-1", "r-1"},
		"with attrs": {func(ctx context.Context, l *slog.Logger) { l.With("a", 1).InfoContext(ctx, "x") }, "r-2", "r-2"},
		"no id":      {func(ctx context.Context, l *slog.Logger) { l.InfoContext(ctx, "x") }, "", ""},
		"no context": {func(_ context.Context, l *slog.Logger) { l.Info("x") }, "r-3", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			ctx := t.Context()
			if tt.id != "" {
				ctx = logging.WithRequestID(ctx, tt.id)
			}
			tt.log(ctx, logging.New(&out, slog.LevelInfo))
			var line struct {
				RequestID *string `json:"request_id"`
			}
			if err := json.Unmarshal(out.Bytes(), &line); err != nil {
				t.Fatalf("%s: %v", out.String(), err)
			}
			if tt.want == "" && line.RequestID != nil {
				t.Errorf("request_id = %q, want none", *line.RequestID)
			}
			if tt.want != "" && (line.RequestID == nil || *line.RequestID != tt.want) {
				t.Errorf("line %s has not the request_id %q", out.String(), tt.want)
			}
		})
	}
}

func TestLevel(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	var level slog.LevelVar
	level.Set(slog.LevelWarn)
	logger := logging.New(&out, &level)
	logger.Info("hidden")
	if out.Len() != 0 {
		t.Errorf("an info line at level warn: %s", out.String())
	}
	level.Set(slog.LevelDebug)
	logger.Debug("shown")
	if out.Len() == 0 {
		t.Error("no debug line at level debug")
	}
}

func TestParseLevel(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		name string
		want slog.Level
		ok   bool
	}{
		"debug": {"debug", slog.LevelDebug, true},
		"info":  {"INFO", slog.LevelInfo, true},
		"warn":  {" warn ", slog.LevelWarn, true},
		"error": {"Error", slog.LevelError, true},
		"empty": {"", 0, false},
		"other": {"verbose", 0, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := logging.ParseLevel(tt.name)
			if got != tt.want || (err == nil) != tt.ok {
				t.Errorf("ParseLevel(%q) = %v, %v", tt.name, got, err)
			}
		})
	}
}

func TestFrom(t *testing.T) {
	t.Parallel()
	logger := slog.New(slog.DiscardHandler)
	if got := logging.From(logging.WithLogger(t.Context(), logger)); got != logger {
		t.Error("From doesn't return the context's logger")
	}
	if got := logging.From(t.Context()); got != slog.Default() {
		t.Error("From without a logger isn't the default")
	}
}

func TestAtLeast(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	quiet := logging.AtLeast(logging.New(&out, slog.LevelDebug), slog.LevelWarn).With("library", "river").WithGroup("g")
	quiet.Info("chatter")
	quiet.Warn("trouble")
	if got := out.String(); strings.Contains(got, "chatter") || !strings.Contains(got, "trouble") || !strings.Contains(got, "river") {
		t.Errorf("logged %s", got)
	}
}
