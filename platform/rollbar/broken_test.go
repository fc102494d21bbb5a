package rollbar_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/cruddur/cruddur/platform/logging"
	"github.com/cruddur/cruddur/platform/rollbar"
	"github.com/cruddur/cruddur/platform/telemetry/telemetrytest"
)

// However Rollbar is broken, whoever logs goes on, and the end comes when it is
// told to.
func TestBrokenRollbars(t *testing.T) {
	t.Parallel()
	for _, receiver := range telemetrytest.AllBroken(t) {
		t.Run(receiver.Name, func(t *testing.T) {
			var lines bytes.Buffer
			reporter := rollbar.NewReporter(rollbar.Settings{Token: "token-1", Endpoint: receiver.URL, Logger: slog.New(slog.DiscardHandler)})
			logger := slog.New(reporter.Handler(logging.New(&lines, slog.LevelInfo).Handler()))
			const many = 1000 // more than the queue holds
			for range many {
				logger.Error("trouble")
			}
			if lines := strings.Count(lines.String(), "\n"); lines != many {
				t.Errorf("%d lines are logged", lines)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
			defer cancel()
			ended := make(chan struct{})
			go func() {
				_ = reporter.Close(ctx)
				close(ended)
			}()
			select {
			case <-ended:
			case <-time.After(patience):
				t.Error("the end does not come")
			}
			// One at a time, and none twice, whatever is asked for.
			if asked := receiver.Asked(); asked > many {
				t.Errorf("it was turned to %d times", asked)
			}
		})
	}
}
