package purge

import (
	"context"
	"errors"
	"fmt"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/platform/telemetry"
)

// metrics are what is measured of the purge.
type metrics struct {
	lag     metric.Float64Gauge
	deleted metric.Int64Counter
}

func newMetrics() (metrics, error) {
	meter := otel.GetMeterProvider().Meter("github.com/cruddur/cruddur/backend/internal/purge")
	lag, err := meter.Float64Gauge(telemetry.PurgeLag.Name, metric.WithUnit(telemetry.PurgeLag.Unit), metric.WithDescription(telemetry.PurgeLag.Meaning))
	deleted, err2 := meter.Int64Counter(telemetry.PurgeDeleted.Name, metric.WithUnit(telemetry.PurgeDeleted.Unit), metric.WithDescription(telemetry.PurgeDeleted.Meaning))
	if err := errors.Join(err, err2); err != nil {
		return metrics{}, fmt.Errorf("measure the purge: %w", err)
	}
	return metrics{lag: lag, deleted: deleted}, nil
}

func (m metrics) record(ctx context.Context, run postgres.PurgeRun) {
	m.lag.Record(ctx, run.MaxLag.Seconds())
	m.deleted.Add(ctx, run.ActivitiesDeleted, metric.WithAttributes(attribute.String("kind", "activity")))
	m.deleted.Add(ctx, run.KeysDeleted, metric.WithAttributes(attribute.String("kind", "idempotency_key")))
}
