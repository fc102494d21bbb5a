package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/exaring/otelpgx"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/rivertype"
	"github.com/riverqueue/rivercontrib/otelriver"
	semconv "go.opentelemetry.io/otel/semconv/v1.40.0"

	"github.com/cruddur/cruddur/platform/telemetry"
)

// newTracer traces and times statements, under the names that they have in
// queries/*.sql. What they are given is left out: it is what people wrote.
func newTracer() *otelpgx.Tracer {
	return otelpgx.NewTracer(
		otelpgx.WithSpanNameCtxFunc(statementName),
		otelpgx.WithMetricOperationName(statementName),
	)
}

// measurePool reports the state of a pool under its name.
func measurePool(pool *pgxpool.Pool, name string) error {
	if err := otelpgx.RecordStats(pool, otelpgx.WithStatsAttributes(semconv.DBClientConnectionPoolName(name))); err != nil {
		return fmt.Errorf("measure the database pool: %w", err)
	}
	return nil
}

// statementName is the name that sqlc was given, or the SQL command.
func statementName(ctx context.Context, sql string) string {
	if named, ok := strings.CutPrefix(sql, "-- name: "); ok {
		if name, _, ok := strings.Cut(named, " "); ok {
			return name
		}
	}
	return otelpgx.SQLOperationName(ctx, sql)
}

// JobPlugins report what becomes of jobs, if anything is reported. The client
// that puts jobs into a queue and the one that works on them both have them, so
// that a job's trace is linked to that of its cause.
func JobPlugins() []rivertype.Plugin {
	if !telemetry.On() {
		return nil
	}
	return []rivertype.Plugin{otelriver.NewMiddleware(&otelriver.MiddlewareConfig{
		EnableTracePropagation: true, EnableWorkSpanJobKindSuffix: true,
	})}
}
