package main

import (
	"context"
	"io"
	"log/slog"

	"github.com/cruddur/cruddur/backend/internal/database"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/settings"
	"github.com/cruddur/cruddur/platform/observe"
	"github.com/cruddur/cruddur/platform/telemetry"
)

func migrate(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	cfg, err := settings.Load(ctx, getenv)
	if err != nil {
		return err
	}
	observed, err := observe.Start(ctx, "migrate", cfg.Settings, stdout)
	if err != nil {
		return err
	}
	return observed.Command(ctx, "migrate", func(ctx context.Context) error { return applyMissing(ctx, cfg, observed.Logger) })
}

func applyMissing(ctx context.Context, cfg settings.Settings, logger *slog.Logger) error {
	pool, err := database.Open(ctx, cfg, postgres.PoolConfig{ApplicationName: "migrate", MaxConns: 2, Traced: telemetry.On()})
	if err != nil {
		return err
	}
	defer pool.Close()
	migrator, err := postgres.NewMigrator(pool)
	if err != nil {
		return err
	}
	defer migrator.Close() //nolint:errcheck // the pool is closed next
	applied, err := migrator.Up(ctx)
	if err != nil {
		return err
	}
	for _, migration := range applied {
		logger.InfoContext(ctx, "migration applied", slog.String("migration", migration.Name))
	}
	logger.InfoContext(ctx, "the schema is up to date")
	return nil
}
