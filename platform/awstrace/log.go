package awstrace

import (
	"context"
	"fmt"
	"log/slog"

	smithy "github.com/aws/smithy-go/logging"

	"github.com/cruddur/cruddur/platform/logging"
)

// sdkLog has what the SDK says by itself be lines of the log, and not words on
// standard error.
type sdkLog struct{ ctx context.Context } //nolint:containedctx // the SDK's interface wants it

var _ smithy.ContextLogger = sdkLog{}

// WithContext implements smithy.ContextLogger.
func (sdkLog) WithContext(ctx context.Context) smithy.Logger { return sdkLog{ctx} }

// Logf implements smithy.Logger.
func (l sdkLog) Logf(classification smithy.Classification, format string, values ...any) {
	level := slog.LevelDebug
	if classification == smithy.Warn {
		level = slog.LevelWarn
	}
	logging.From(l.ctx).Log(l.ctx, level, "the AWS SDK says", slog.String("text", fmt.Sprintf(format, values...)))
}
