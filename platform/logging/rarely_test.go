package logging_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/logging"
)

func TestRarely(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	now := time.Now()
	rarely := logging.NewRarely(logging.New(&out, slog.LevelInfo), "not delivered", time.Minute, func() time.Time { return now })
	rarely.Handle(nil)
	for range 1000 {
		rarely.Handle(errors.New("ö" + strings.Repeat("x", 10000)))
	}
	now = now.Add(time.Minute)
	rarely.Handle(errors.New("again"))
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"not_logged":0`) || !strings.Contains(lines[1], `"error":"again","not_logged":999`) {
		t.Errorf("logged %s", out.String())
	}
	if len(lines[0]) > 600 || !strings.Contains(lines[0], "not delivered") || !strings.Contains(lines[0], "WARN") {
		t.Errorf("logged %s", lines[0])
	}
}
