package awstrace_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	smithy "github.com/aws/smithy-go/logging"

	"github.com/cruddur/cruddur/platform/awstrace"
	"github.com/cruddur/cruddur/platform/logging"
)

// What the SDK complains of is a line of the request's log.
func TestTheSDKLogs(t *testing.T) {
	t.Parallel()
	var cfg aws.Config
	awstrace.Add(&cfg)
	var out bytes.Buffer
	ctx := logging.WithRequestID(logging.WithLogger(t.Context(), logging.New(&out, slog.LevelInfo)), "r-1")
	logger := smithy.WithContext(ctx, cfg.Logger)
	logger.Logf(smithy.Warn, "it took\n%d tries", 3)
	logger.Logf(smithy.Debug, "hidden")
	if got := out.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `"text":"it took\n3 tries","request_id":"r-1"`) {
		t.Errorf("logged %s", got)
	}
}
