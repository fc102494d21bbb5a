package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"github.com/cruddur/cruddur/backend/internal/cruddur"
	"github.com/cruddur/cruddur/backend/internal/postgres"
)

func newStatusCommand(c *console) *cobra.Command {
	return &cobra.Command{
		Use: "status", Args: arguments(),
		Short: "Tell whether the schema is up to date, and how the purge keeps up",
		Long: "Tells whether migrations are missing, and how soon what has expired was deleted\n" +
			"from storage in the last 24 hours: half of the cruds within the lag p50, 99 of\n" +
			"100 within the lag p99. An expired crud that is still stored for more than a\n" +
			"minute means that the purge is behind or off; nobody can read it even so.\n" +
			"GET /api/status gives the same figures. Changes nothing.",
		Example: "  cruddur status\n" +
			"  cruddur status --json | jq .forgetting.lag_p99_seconds",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withPool(cmd.Context(), func(pool *pgxpool.Pool) error {
				report, err := reportStatus(cmd.Context(), pool)
				if err != nil {
					return err
				}
				return c.print(report, report.text())
			})
		},
	}
}

type statusReport struct {
	Schema     schemaReport      `json:"schema"`
	Forgetting *forgettingReport `json:"forgetting"` // null while migrations are missing
}

type schemaReport struct {
	UpToDate bool     `json:"up_to_date"`
	Applied  int      `json:"applied"`
	Missing  []string `json:"missing"`
}

// forgettingReport names things as the API does.
type forgettingReport struct {
	Deleted              int64     `json:"deleted"`
	LagP50Seconds        *float64  `json:"lag_p50_seconds"` // null when nothing was deleted
	LagP99Seconds        *float64  `json:"lag_p99_seconds"`
	OldestExpiredSeconds *float64  `json:"oldest_expired_seconds"` // null when nothing is left
	MeasuredAt           time.Time `json:"measured_at"`
}

func reportStatus(ctx context.Context, pool *pgxpool.Pool) (report statusReport, err error) {
	if report.Schema, err = reportSchema(ctx, pool); err != nil || !report.Schema.UpToDate {
		return report, err
	}
	f, err := postgres.NewStore(pool).Forgetting(ctx)
	if err != nil {
		return statusReport{}, err
	}
	report.Forgetting = reportForgetting(f)
	return report, nil
}

func reportSchema(ctx context.Context, pool *pgxpool.Pool) (schemaReport, error) {
	report := schemaReport{Missing: []string{}}
	err := withMigrator(pool, func(m *postgres.Migrator) error {
		list, err := m.Status(ctx)
		for _, migration := range list {
			if migration.Applied {
				report.Applied++
			} else {
				report.Missing = append(report.Missing, migration.Name)
			}
		}
		return err
	})
	report.UpToDate = len(report.Missing) == 0
	return report, err
}

func reportForgetting(f cruddur.Forgetting) *forgettingReport {
	report := forgettingReport{Deleted: f.Deleted, MeasuredAt: f.MeasuredAt}
	if f.Lags.Total() > 0 {
		report.LagP50Seconds = seconds(f.Lags.Quantile(0.5, f.LongestLag))
		report.LagP99Seconds = seconds(f.Lags.Quantile(0.99, f.LongestLag))
	}
	if f.OldestExpired != nil {
		report.OldestExpiredSeconds = seconds(*f.OldestExpired)
	}
	return &report
}

func seconds(d time.Duration) *float64 {
	s := d.Seconds()
	return &s
}

func (r statusReport) text() string {
	if !r.Schema.UpToDate {
		return table(row{"schema", "missing " + strings.Join(r.Schema.Missing, ", ") + ": run 'cruddur migrate up'"})
	}
	return table(
		row{"schema", fmt.Sprintf("up to date, %d migrations", r.Schema.Applied)},
		row{"deleted in 24 h", fmt.Sprintf("%d cruds", r.Forgetting.Deleted)},
		row{"lag p50", lagText(r.Forgetting.LagP50Seconds, "nothing was deleted")},
		row{"lag p99", lagText(r.Forgetting.LagP99Seconds, "nothing was deleted")},
		row{"oldest expired", lagText(r.Forgetting.OldestExpiredSeconds, "none is stored")},
	)
}

func lagText(seconds *float64, none string) string {
	if seconds == nil {
		return none
	}
	return time.Duration(*seconds * float64(time.Second)).Round(time.Millisecond).String()
}
