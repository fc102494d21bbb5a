package main

import (
	"context"
	"fmt"
	"io"

	"github.com/cruddur/cruddur/backend/internal/database"
	"github.com/cruddur/cruddur/backend/internal/postgres"
	"github.com/cruddur/cruddur/backend/internal/settings"
)

func migrate(ctx context.Context, getenv func(string) string, stdout io.Writer) error {
	cfg, err := settings.Load(ctx, getenv)
	if err != nil {
		return err
	}
	pool, err := database.Open(ctx, cfg, postgres.PoolConfig{ApplicationName: "migrate", MaxConns: 2})
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
		fmt.Fprintf(stdout, "applied %s\n", migration.Name)
	}
	fmt.Fprintln(stdout, "the schema is up to date")
	return nil
}
