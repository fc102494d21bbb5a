package resize

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/cruddur/cruddur/media/internal/upload"
	"github.com/cruddur/cruddur/platform/telemetry"
)

const scope = "github.com/cruddur/cruddur/media/internal/resize"

// Outcomes of an upload beside upload.Ready and the codes of refusals.
const (
	doneBefore = "done before"
	gone       = "gone"
	failed     = "failed"
)

// Observed is how much work uploads are, and which are refused. Make one with
// NewObserved.
type Observed struct {
	duration metric.Float64Histogram
	refused  metric.Int64Counter
}

// NewObserved reports to whom telemetry does now.
func NewObserved() Observed {
	return Observed{telemetry.ResizeDuration.Histogram(scope), telemetry.ResizeRefused.Counter(scope)}
}

func (o Observed) handled(ctx context.Context, purpose upload.Purpose, outcome string, took time.Duration) {
	by := attribute.String("purpose", string(purpose))
	kind := outcome
	switch outcome {
	case string(upload.Ready), doneBefore, gone, failed:
	default:
		kind = string(upload.Refused)
		o.refused.Add(ctx, 1, metric.WithAttributes(by, attribute.String("reason", outcome)))
	}
	o.duration.Record(ctx, took.Seconds(), metric.WithAttributes(by, attribute.String("outcome", kind)))
}
