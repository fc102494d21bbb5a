package resize

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"github.com/cruddur/cruddur/platform/logging"
)

// HandleEvent resizes every file that an S3 event names, one after the other:
// one picture at a time is what the memory is for. A file that fails doesn't
// keep the others from being done; the error makes Lambda send the event again,
// and those that were done are recognised.
func (r *Resizer) HandleEvent(ctx context.Context, event events.S3Event) error {
	var failed []error
	for _, record := range event.Records {
		if !strings.HasPrefix(record.EventName, "ObjectCreated:") {
			logging.From(ctx).WarnContext(ctx, "an event that nobody asked for", slog.String("event", record.EventName))
			continue
		}
		if err := r.Resize(ctx, record.S3.Object.URLDecodedKey); err != nil {
			logging.From(ctx).ErrorContext(ctx, "upload not handled", slog.String("error", err.Error()))
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
